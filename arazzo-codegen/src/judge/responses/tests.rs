use crate::diagnostic::Report;
use crate::judge::bench::{found, of};
use crate::judge::subject::Subject;

const API: &str = "  /x:\n    get:\n      operationId: op\n      responses:\n        '200': {description: ok, headers: {X-Left: {schema: \
                   {type: integer}}}, content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: \
                   string}, n: {type: integer}, list: {type: array, items: {type: object, properties: {on: {type: boolean}}, \
                   additionalProperties: false}}}, additionalProperties: false}}}}\n        '204': {description: none}\n        '404': \
                   {description: no, content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}}\n";

/// The codes of what is found of an output, where the step wants a status.
fn read(status: u16, output: &str) -> Vec<String> {
    let criterion = format!("{{condition: $statusCode == {status}}}");
    let step = format!("{{stepId: a, operationId: op, successCriteria: [{criterion}], outputs: {{o: {output}}}}}");
    let mut bench = of(&[API], &format!("- {{workflowId: w, steps: [{step}]}}\n"));
    let mut report = Report::default();
    let subject = Subject::all(&bench.resolved).next().unwrap();
    super::report(&subject, &mut bench.library, &mut report);
    let codes = found(report).into_iter();
    codes.map(|found| found.split(' ').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_pointer_is_held_against_the_responses_that_a_criterion_admits() {
    assert_eq!(read(200, "$response.body#/n"), [""; 0]);
    assert_eq!(read(404, "$response.body#/n"), ["undeclared-property"]);
    assert_eq!(read(200, "$response.body#/id/x"), ["impossible-pointer"]);
    assert_eq!(read(204, "$response.body#/id"), ["no-json-body"]);
}

#[test]
fn a_header_is_held_against_those_that_are_documented() {
    assert_eq!(read(200, "$response.header.X-Left"), [""; 0]);
    assert_eq!(read(200, "$response.header.ETag"), [""; 0]);
    assert_eq!(read(200, "$response.header.X-Lift"), ["undocumented-header"]);
}

#[test]
fn a_query_is_followed_into_lists_and_filters() {
    let query = |query: &str| read(200, &format!("{{context: $response.body, selector: \"{query}\", type: jsonpath}}"));
    assert_eq!(query("$.list[*].on"), [""; 0]);
    assert_eq!(query("$.list[*].off"), ["impossible-pointer"]);
    assert_eq!(query("$.list[?@.on == true]"), [""; 0]);
    assert_eq!(query("$.list[?@.off == true]"), ["impossible-pointer"]);
    assert_eq!(query("$.other[*]"), ["impossible-pointer"]);
}
