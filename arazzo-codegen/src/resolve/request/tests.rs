use crate::model::{BodyForm, Expr, Id};
use crate::openapi::Location;
use crate::resolve::bench::on;
use crate::value::Value;

const API: &str = "  /x/{id}:\n    post:\n      operationId: op\n      security: [{key: []}, {token: []}]\n      parameters: [{name: id, \
    in: path, required: true, schema: {type: string}}, {name: q, in: query, required: true, schema: {type: array, items: {type: \
    string}}}]\n      requestBody: {content: {application/json: {schema: {type: object, properties: {n: {type: integer}}}}, \
    application/x-www-form-urlencoded: {schema: {type: object}}}}\n      responses: {'200': {description: ok, content: \
    {application/json: {}}}}\ncomponents: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, token: {type: http, scheme: \
    bearer}}}\n";

/// Makes the request of a step, and shows what is in it.
fn made<T>(step: &str, look: impl FnOnce(&crate::model::Request) -> T) -> (T, Vec<&'static str>) {
    let inputs = "{type: object, required: [id], properties: {id: {type: string}, n: {type: string}}}";
    let workflow = format!("- {{workflowId: w, inputs: {inputs}, steps: [{{stepId: a, operationId: op, {step}}}]}}\n");
    on(API, &workflow, |bench| {
        let request = bench.requests().request(Id::new(0)).unwrap();
        (look(&request), bench.codes())
    })
}

const ALL: &str = "{name: id, in: path, value: $inputs.id}, {name: q, in: query, value: [a]}";

#[test]
fn a_request_has_what_its_operation_needs() {
    let (request, codes) = made(&format!("parameters: [{ALL}]"), |request| {
        let names = request.arguments.iter().map(|argument| (argument.location, argument.name.clone()));
        (request.method.clone(), request.path.clone(), request.accept.clone(), names.collect::<Vec<_>>())
    });
    let names = vec![(Location::Path, "id".to_owned()), (Location::Query, "q".to_owned())];
    let accept = Some("application/json, */*;q=0.1".to_owned());
    assert_eq!(request, ("POST".to_owned(), "/x/{id}".to_owned(), accept, names));
    assert_eq!(codes, [""; 0]);
    let (count, codes) = made("parameters: []", |request| request.arguments.len());
    assert_eq!(count, 0);
    assert_eq!(codes, ["unbound-path-parameter", "required-parameter-missing"]);
}

#[test]
fn a_parameter_can_bring_the_credential() {
    let (demands, _) = made(&format!("parameters: [{ALL}]"), |request| request.security.len());
    assert_eq!(demands, 2);
    let key = "{name: X-Key, in: header, value: $inputs.id}";
    let (demands, codes) = made(&format!("parameters: [{ALL}, {key}]"), |request| request.security.len());
    assert_eq!((demands, codes), (0, vec![]));
}

#[test]
fn a_body_has_the_form_of_its_type() {
    let form = |body: &str| {
        made(&format!("parameters: [{ALL}], requestBody: {body}"), |request| {
            let body = request.body.as_ref();
            body.map(|body| (body.form.clone(), body.value.clone()))
        })
    };
    let one = Expr::Object(vec![("n".to_owned(), Expr::Literal(Value::Integer(1)))]);
    assert_eq!(form("{payload: {n: 1}}"), (Some((BodyForm::Json, one.clone())), vec![]));
    assert_eq!(form("{payload: '{\"n\": 1}'}"), (Some((BodyForm::Json, one.clone())), vec![]));
    let urlencoded = "{contentType: application/x-www-form-urlencoded, payload: {n: 1}}";
    assert_eq!(form(urlencoded), (Some((BodyForm::UrlEncoded(vec![]), one)), vec![]));
}
