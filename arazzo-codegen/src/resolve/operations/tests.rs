use crate::model::Id;
use crate::resolve::bench::on;

const API: &str = "  /x:\n    get: {operationId: getX, responses: {'200': {description: ok}}}\n  /x/{id}:\n    get: {operationId: oneX, \
    parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {description: ok}}}\n";

/// The operation that a step calls, and what was found.
fn called(target: &str) -> (Option<String>, Vec<&'static str>) {
    on(API, &format!("- {{workflowId: w, steps: [{{stepId: a, {target}}}]}}\n"), |bench| {
        let operation =
            bench.known.operation(Id::new(0)).map(|operation| format!("{} {}", operation.method, operation.template));
        (operation, bench.codes())
    })
}

#[test]
fn an_operation_has_an_id_or_a_path() {
    let found = |text: &str| Some(text.to_owned());
    assert_eq!(called("operationId: getX"), (found("GET /x"), vec![]));
    assert_eq!(called("operationId: $sourceDescriptions.api.oneX"), (found("GET /x/{id}"), vec![]));
    assert_eq!(called("operationId: getx"), (found("GET /x"), vec!["operation-case"]));
    let path = "operationPath: '{$sourceDescriptions.api.url}#/paths/~1x/get'";
    assert_eq!(called(path), (found("GET /x"), vec!["operation-has-id"]));
}

#[test]
fn what_is_not_there_is_reported() {
    assert_eq!(called("operationId: getY"), (None, vec!["unknown-operation"]));
    assert_eq!(called("operationId: $sourceDescriptions.apis.getX"), (None, vec!["unknown-source"]));
    let path = "operationPath: '{$sourceDescriptions.api.url}#/paths/~1y/get'";
    assert_eq!(called(path), (None, vec!["unknown-operation"]));
}
