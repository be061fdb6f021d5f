use crate::diagnostic::Report;
use crate::judge::bench::{found, of};
use crate::judge::subject::Subject;

const API: &str = "  /x:\n    post:\n      operationId: op\n      parameters: [{name: n, in: query, required: true, schema: {type: \
                   integer}}, {name: deep, in: query, style: deepObject, schema: {type: array}}]\n      requestBody: {content: \
                   {application/json: {schema: {type: object, required: [id], properties: {id: {type: string}, n: {type: \
                   integer}}}}, application/xml: {}, multipart/form-data: {schema: {type: object, properties: {f: {type: string, \
                   format: binary}}}}}}\n      responses: {'200': {description: ok, content: {application/json: {schema: {type: \
                   object, properties: {name: {type: string, enum: [a]}, list: {type: array, items: {type: string}}}}}}}}\n";

/// What is found of the last step, behind one whose response has a name and a list.
fn sent(parameters: &str, body: &str) -> Vec<String> {
    let inputs = "inputs: {type: object, properties: {id: {type: string}, list: {type: array, items: {type: string}}}}";
    let first = "{stepId: a, operationId: op, outputs: {name: $response.body#/name, list: $response.body#/list}}";
    let last = format!("{{stepId: b, operationId: op, parameters: [{parameters}], requestBody: {body}}}");
    let mut bench = of(&[API], &format!("- {{workflowId: w, {inputs}, steps: [{first}, {last}]}}\n"));
    let mut report = Report::default();
    let subject = Subject::all(&bench.resolved).next().unwrap();
    super::report(&subject, &mut bench.library, &mut report);
    let of_last = |found: &String| found.contains("steps[1]");
    found(report).into_iter().filter(of_last).map(|found| found.replace("workflows[0].steps[1].", "")).collect()
}

fn body(payload: &str) -> Vec<String> {
    sent("{name: n, in: query, value: 1}", &format!("{{payload: {payload}}}"))
}

#[test]
fn a_body_is_held_against_its_schema() {
    assert_eq!(body("{id: a, n: 1}"), [""; 0]);
    assert_eq!(body("{id: a, n: x}"), ["impossible-value requestBody.payload.n"]);
    assert_eq!(body("{n: 1}"), ["required-property-missing requestBody.payload"]);
    assert_eq!(body("{id: $inputs.id}"), ["optional-input requestBody.payload.id"]);
}

#[test]
fn an_output_has_the_type_of_the_response_that_it_comes_from() {
    assert_eq!(body("{id: $steps.a.outputs.name}"), [""; 0]);
    assert_eq!(body("{id: a, n: $steps.a.outputs.name}"), ["unfit-type requestBody.payload.n"]);
    assert_eq!(body("{id: $steps.a.outputs.list}"), ["unfit-type requestBody.payload.id"]);
}

#[test]
fn a_parameter_is_held_against_its_schema_and_its_style() {
    let parameter = |name: &str, value: &str| {
        let all = format!("{{name: n, in: query, value: 1}}, {{name: deep, in: query, value: {value}}}");
        let one = format!("{{name: n, in: query, value: {value}}}");
        sent(if name == "n" { &one } else { &all }, "{payload: {id: a}}")
    };
    assert_eq!(parameter("n", "2"), [""; 0]);
    assert_eq!(parameter("n", "null"), ["required-parameter-missing parameters[0].value"]);
    assert_eq!(parameter("n", "x"), ["impossible-value parameters[0].value"]);
    assert_eq!(parameter("deep", "[a]"), ["undefined-style parameters[1].value"]);
    assert_eq!(parameter("deep", "$inputs.list"), ["undefined-style parameters[1].value"]);
    assert_eq!(parameter("deep", "$steps.a.outputs.list"), ["undefined-style parameters[1].value"]);
}

#[test]
fn structures_do_not_stand_in_texts() {
    let xml = |hole: &str| {
        let body = format!("{{contentType: application/xml, payload: '<a>{{{hole}}}</a>'}}");
        sent("{name: n, in: query, value: 1}", &body)
    };
    assert_eq!(xml("$inputs.id"), [""; 0]);
    assert_eq!(xml("$inputs.list"), ["structure-as-text requestBody.payload"]);
    assert_eq!(xml("$steps.a.outputs.list"), ["structure-as-text requestBody.payload"]);
    assert_eq!(xml("$steps.a.outputs.name"), [""; 0]);
    let part = |value: &str| {
        let body = format!("{{contentType: multipart/form-data, payload: {{f: {value}}}}}");
        sent("{name: n, in: query, value: 1}", &body)
    };
    assert_eq!(part("text"), [""; 0]);
    assert_eq!(part("1"), ["unfit-payload requestBody.payload.f"]);
    assert_eq!(part("{a: 1}"), ["unfit-payload requestBody.payload.f"]);
}
