use super::finish;
use crate::model::{Id, Workflow};
use crate::resolve::bench::on;

const API: &str = "  /x/{id}:\n    get:\n      operationId: op\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      \
    responses: {'200': {description: ok}}\n";

/// A workflow that another one calls.
fn finished(steps: &str) -> Workflow {
    let inputs = "inputs: {type: object, properties: {id: {type: string}, other: {type: string}}}";
    let called = format!("- {{workflowId: called, {inputs}, steps: [{steps}]}}\n");
    on(API, &format!("{called}- {{workflowId: w, steps: [{{stepId: a, workflowId: called}}]}}\n"), |bench| {
        finish(bench.known.project.resolved[0].clone())
    })
}

#[test]
fn an_input_that_must_be_there_has_a_variable_and_no_other_input_has() {
    let workflow = finished("{stepId: a, operationId: op, parameters: [{name: id, in: path, value: $inputs.id}]}");
    assert_eq!(workflow.checked.values().collect::<Vec<_>>(), ["id"]);
    assert_eq!(workflow.steps[Id::new(0)].ident, "a");
    assert_eq!(workflow.steps[Id::new(0)].call.constant().unwrap(), "A");
}

#[test]
fn steps_with_one_name_in_rust_are_numbered_by_the_alphabet() {
    let step = |id: &str| {
        format!(
            "{{stepId: {id}, operationId: op, parameters: [{{name: id, in: path, value: '1'}}], outputs: {{s: $statusCode}}}}"
        )
    };
    let workflow = finished(&format!("{}, {}", step("b_a"), step("b-a")));
    let constants: Vec<_> = workflow.steps.iter().filter_map(|step| step.call.constant()).collect();
    assert_eq!(constants, ["B_A_2", "B_A"]);
    let variables: Vec<_> = workflow.steps.iter().map(|step| step.ident.as_str()).collect();
    assert_eq!(variables, ["b_a", "b_a_2"]);
    // Both steps have an output `s`, so each has its step in front.
    let outputs: Vec<_> = workflow.steps.iter().flat_map(|step| &step.outputs).map(|output| &output.ident).collect();
    assert_eq!(outputs, ["b_a_s", "b_a_s_2"]);
}
