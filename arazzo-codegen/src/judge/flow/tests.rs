use super::flow;
use crate::diagnostic::Report;
use crate::judge::bench::{found, of};

const API: &str = "  /x:\n    get: {operationId: op, responses: {'200': {description: ok, content: {application/json: {schema: {type: \
                   object, properties: {id: {type: string}}}}}}}}\n  /x/{id}:\n    get: {operationId: one, parameters: [{name: id, \
                   in: path, required: true, schema: {type: string}}], responses: {'200': {description: ok}}}\n";

/// What is found in the flow of the last workflow.
fn judged(workflows: &str) -> Vec<String> {
    let (bench, mut report) = (of(&[API], workflows), Report::default());
    let made = crate::flow::flow(&bench.resolved.model, false, &mut report);
    flow(&bench.resolved.model, &made, &mut report);
    found(report).into_iter().map(|found| found.replace("workflows[0].", "")).collect()
}

fn steps(steps: &[&str]) -> Vec<String> {
    judged(&format!("- {{workflowId: w, steps: [{}]}}\n", steps.join(", ")))
}

const ONE: &str = "{stepId: b, operationId: one, parameters: [{name: id, in: path, value: $steps.a.outputs.id}]}";

#[test]
fn a_value_that_is_not_there_is_said() {
    let first = "{stepId: a, operationId: op, outputs: {id: $response.body#/id}}";
    assert_eq!(steps(&[first, ONE]), ["unpromised-value steps[1].parameters[0].value"]);
    assert_eq!(steps(&[ONE, first]), ["never-assigned steps[0].parameters[0].value"]);
    let skipped = "{stepId: z, operationId: op, onSuccess: [{name: skip, type: goto, stepId: b, criteria: [{condition: \
                   $response.body#/id == 'x'}]}]}";
    assert_eq!(
        steps(&[skipped, first, ONE]),
        ["perhaps-unassigned steps[2].parameters[0].value", "branch-falls-through steps[1].stepId"]
    );
}

#[test]
fn an_output_that_no_way_to_the_end_has_is_said() {
    let first = "{stepId: a, operationId: op, onSuccess: [{name: e, type: end}]}";
    let last = "{stepId: b, operationId: op, outputs: {id: $response.body#/id}}";
    let workflow = format!("- {{workflowId: w, steps: [{first}, {last}], outputs: {{id: $steps.b.outputs.id}}}}\n");
    assert_eq!(judged(&workflow), ["unreachable-step steps[1].stepId", "never-assigned outputs.id"]);
}

#[test]
fn a_loop_that_nothing_leaves_or_nothing_changes_is_said() {
    let back = |criteria: &str| {
        let action = format!("{{name: back, type: goto, stepId: a{criteria}}}");
        steps(&["{stepId: a, operationId: op}", &format!("{{stepId: b, operationId: op, onSuccess: [{action}]}}")])
    };
    let at = |code: &str| format!("{code} steps[1].onSuccess[0].name");
    assert_eq!(back(""), [at("endless-loop"), at("busy-loop")]);
    assert_eq!(back(", criteria: [{condition: \"$response.body#/id == 'x'\"}]"), [at("busy-loop")]);
}

#[test]
fn a_branch_that_runs_into_the_other_is_said() {
    let to = |name: &str, step: &str, id: &str| {
        format!(
            "{{name: {name}, type: goto, stepId: {step}, criteria: [{{condition: \"$response.body#/id == '{id}'\"}}]}}"
        )
    };
    let first = |steps: [&str; 2]| {
        format!("{{stepId: a, operationId: op, onSuccess: [{}, {}]}}", to("x", steps[0], "x"), to("y", steps[1], "y"))
    };
    let (second, third) = ("{stepId: b, operationId: op}", "{stepId: c, operationId: op}");
    assert_eq!(steps(&[&first(["b", "c"]), second, third]), ["branch-falls-through steps[1].stepId"]);
    let ended = "{stepId: b, operationId: op, onSuccess: [{name: e, type: end}]}";
    assert_eq!(steps(&[&first(["b", "c"]), ended, third]), [""; 0]);
    // Where a step fails there is no choice between two branches.
    let failed = "{stepId: a, operationId: op, onFailure: [{name: x, type: goto, stepId: c}]}";
    assert_eq!(steps(&[failed, second, third]), [""; 0]);
}

#[test]
fn a_step_that_runs_before_what_it_depends_on_is_said() {
    let on = |criteria: &str| format!("{{name: skip, type: goto, stepId: c{criteria}}}");
    let order = |criteria: &str| {
        let first = format!("{{stepId: a, operationId: op, onSuccess: [{}]}}", on(criteria));
        steps(&[&first, "{stepId: b, operationId: op}", "{stepId: c, operationId: op, dependsOn: [b]}"])
    };
    assert_eq!(order(""), ["unreachable-step steps[1].stepId", "never-before steps[2].dependsOn"]);
    let found = order(", criteria: [{condition: \"$response.body#/id == 'x'\"}]");
    assert_eq!(found, ["branch-falls-through steps[1].stepId", "perhaps-not-before steps[2].dependsOn"]);
}
