use super::Leaks;
use crate::diagnostic::Report;
use crate::judge::bench::{Bench, found, of};
use crate::judge::subject::Subject;

/// An API that asks for a key and gives out a token, and one that asks for nothing.
const OWN: &str = "  /x:\n    get: {operationId: own, security: [{key: []}], responses: {'200': {description: ok, content: \
                   {application/json: {schema: {type: object, properties: {token: {type: string}}}}}}}}\n\
                   components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}\n";
const OTHER: &str = "  /y:\n    post: {operationId: other, requestBody: {content: {application/json: {schema: {type: object}}}}, \
                     responses: {'200': {description: ok}}}\n";
const KEY: &str = "parameters: [{name: X-Key, in: header, value: $inputs.key}]";
const INPUTS: &str = "inputs: {type: object, properties: {key: {type: string}, name: {type: string}}}";

/// What all workflows give away.
fn leaks(bench: &Bench) -> Vec<String> {
    let mut report = Report::default();
    let workflows = bench.resolved.model.workflows.as_slice();
    let mut exposures = Vec::new();
    for subject in Subject::all(&bench.resolved) {
        let leaks =
            Leaks { subject: &subject, workflows, exposures: &exposures, library: &bench.library, report: &mut report }
                .check();
        exposures.push(leaks);
    }
    found(report)
}

fn of_steps(steps: &str) -> Vec<String> {
    leaks(&of(&[OWN, OTHER], &format!("- {{workflowId: w, {INPUTS}, steps: [{steps}]}}\n")))
}

#[test]
fn a_credential_that_goes_to_another_origin_is_a_leak() {
    let own = format!("{{stepId: s, operationId: $sourceDescriptions.a.own, {KEY}}}");
    let other = |body: &str| {
        format!("{{stepId: t, operationId: $sourceDescriptions.b.other, requestBody: {{payload: {body}}}}}")
    };
    let at = "leaked-credential workflows[0].steps[1].requestBody.payload.name";
    assert_eq!(of_steps(&format!("{own}, {}", other("{name: $inputs.key}"))), [at]);
    assert_eq!(of_steps(&format!("{own}, {}", other("{name: 'a {$inputs.key}'}"))), [at]);
    assert_eq!(of_steps(&format!("{own}, {}", other("{name: $inputs.name}"))), [""; 0]);
    // A member of this name asks for one.
    assert_eq!(of_steps(&format!("{own}, {}", other("{apiKey: $inputs.key}"))), [""; 0]);
    assert_eq!(of_steps(&other("{name: $inputs.key}")), [""; 0]);
}

#[test]
fn a_token_may_go_back_to_the_api_that_has_given_it_out() {
    let issued = "{stepId: s, operationId: $sourceDescriptions.a.own, outputs: {token: $response.body#/token}}";
    let back = "{stepId: t, operationId: $sourceDescriptions.a.own, parameters: [{name: n, in: query, value: $steps.s.outputs.token}]}";
    let away =
        "{stepId: t, operationId: $sourceDescriptions.b.other, requestBody: {payload: {n: $steps.s.outputs.token}}}";
    assert_eq!(of_steps(&format!("{issued}, {back}")), [""; 0]);
    assert_eq!(
        of_steps(&format!("{issued}, {away}")),
        ["leaked-credential workflows[0].steps[1].requestBody.payload.n"]
    );
}

#[test]
fn a_called_workflow_may_give_away_what_it_is_given() {
    let inner = format!(
        "- {{workflowId: inner, {INPUTS}, steps: [{{stepId: t, operationId: $sourceDescriptions.b.other, requestBody: {{payload: \
         {{n: $inputs.name}}}}}}]}}\n"
    );
    let outer = |value: &str| {
        format!(
            "- {{workflowId: outer, {INPUTS}, steps: [{{stepId: s, operationId: $sourceDescriptions.a.own, {KEY}}}, {{stepId: c, \
             workflowId: inner, parameters: [{{name: name, value: {value}}}]}}]}}\n"
        )
    };
    let found = |value: &str| leaks(&of(&[OWN, OTHER], &format!("{inner}{}", outer(value))));
    assert_eq!(found("$inputs.key"), ["leaked-credential workflows[1].steps[1].parameters[0].value"]);
    assert_eq!(found("$inputs.name"), [""; 0]);
}
