use super::bench::{Bench, found, of};
use super::{actions, comparisons, flow, model, unread, unused};
use crate::diagnostic::Report;
use crate::judge::subject::Subject;

const API: &str = "  /x:\n    get: {operationId: read, responses: {'200': {description: ok}}}\n    \
                   post: {operationId: write, responses: {'200': {description: ok}}}\n  \
                   /y:\n    get: {operationId: watch, responses: {'200': {description: ok, content: {text/event-stream: {}}}}}\n";

/// What is found in one step.
fn in_step(step: &str) -> Vec<String> {
    let bench = of(&[API], &format!("- {{workflowId: w, steps: [{{stepId: s, {step}}}]}}\n"));
    bench.found(actions::report)
}

#[test]
fn a_retry_of_a_request_that_may_have_done_its_work_is_unsafe() {
    let retry = |method: &str, more: &str, status: &str| {
        in_step(&format!(
            "operationId: {method}, {more} onFailure: [{{name: again, type: retry, criteria: [{{condition: $statusCode == {status}}}]}}]"
        ))
    };
    let at = "unsafe-retry workflows[0].steps[0].onFailure[0].type";
    assert_eq!(retry("write", "", "500"), [at]);
    assert_eq!(retry("write", "", "502"), [at]);
    // Nothing was done.
    assert_eq!(retry("write", "", "503"), [""; 0]);
    assert_eq!(retry("write", "", "429"), [""; 0]);
    assert_eq!(retry("read", "", "500"), [""; 0]);
    let key = "parameters: [{name: Idempotency-Key, in: header, value: a}],";
    assert_eq!(retry("write", key, "500"), [""; 0]);
}

#[test]
fn an_action_behind_one_that_takes_everything_never_runs() {
    let actions = |first: &str, second: &str| {
        let action = |name: &str, condition: &str| {
            format!("{{name: {name}, type: end, criteria: [{{condition: {condition}}}]}}")
        };
        in_step(&format!("operationId: read, onFailure: [{}, {}]", action("a", first), action("b", second)))
    };
    let at = "shadowed-action workflows[0].steps[0].onFailure[1].name";
    assert_eq!(actions("$statusCode >= 400", "$statusCode == 404"), [at]);
    assert_eq!(actions("$statusCode == 404", "$statusCode >= 400"), [""; 0]);
}

#[test]
fn an_action_for_what_the_step_excludes_never_runs() {
    let action = |list: &str, status: &str| {
        let action = format!("{{name: a, type: end, criteria: [{{condition: $statusCode == {status}}}]}}");
        in_step(&format!("operationId: read, successCriteria: [{{condition: $statusCode == 200}}], {list}: [{action}]"))
    };
    let at = "condition-never-holds workflows[0].steps[0].onSuccess[0].criteria[0].condition";
    assert_eq!(action("onSuccess", "404"), [at]);
    assert_eq!(action("onFailure", "404"), [""; 0]);
}

#[test]
fn a_success_that_no_response_has_is_said() {
    let at = "undocumented-status workflows[0].steps[0].successCriteria[0].condition";
    assert_eq!(in_step("operationId: read, successCriteria: [{condition: $statusCode == 201}]"), [at]);
    assert_eq!(in_step("operationId: read, successCriteria: [{condition: $statusCode == 200}]"), [""; 0]);
    assert_eq!(in_step("operationId: read"), [""; 0]);
}

#[test]
fn a_stream_is_read_to_its_end() {
    assert_eq!(in_step("operationId: watch"), ["whole-stream workflows[0].steps[0].operationId"]);
    assert_eq!(in_step("operationId: watch, successCriteria: [{condition: $statusCode == 404}]").len(), 1);
}

/// What is found of a success criterion.
fn compared(criterion: &str) -> Vec<String> {
    let schema = "{type: object, properties: {state: {type: string, enum: [Open, done]}, left: {type: integer}, all: {type: object}}}";
    let api = format!(
        "  /x:\n    get: {{operationId: op, responses: {{'200': {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}}}}}\n"
    );
    let step = format!("{{stepId: a, operationId: op, successCriteria: [{criterion}]}}");
    let mut bench = of(&[&api], &format!("- {{workflowId: w, steps: [{step}]}}\n"));
    let mut report = Report::default();
    let subject = Subject::all(&bench.resolved).next().expect("there is a workflow");
    comparisons::report(&subject, &mut bench.library, &mut report);
    let findings = found(report).into_iter();
    findings.map(|found| found.split(' ').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_comparison_that_the_types_decide_is_said() {
    assert_eq!(compared("{condition: $response.body#/left == 1}"), [""; 0]);
    assert_eq!(compared("{condition: $response.body#/left == true}"), ["impossible-comparison"]);
    assert_eq!(compared("{condition: $response.body#/left == 'many'}"), ["impossible-comparison"]);
    assert_eq!(compared("{condition: $response.body#/left == '1'}"), [""; 0]);
    assert_eq!(compared("{condition: $response.body#/state == $response.body#/all}"), ["impossible-comparison"]);
}

#[test]
fn a_text_is_compared_with_those_that_are_listed() {
    assert_eq!(compared("{condition: $response.body#/state == 'Open'}"), [""; 0]);
    assert_eq!(compared("{condition: $response.body#/state == 'open'}"), ["other-case"]);
    assert_eq!(compared("{condition: $response.body#/state == 'shut'}"), ["impossible-comparison"]);
}

#[test]
fn a_pattern_is_not_looked_for_in_a_structure() {
    let pattern = |part: &str| compared(&format!("{{context: $response.body#/{part}, type: regex, condition: '^a'}}"));
    assert_eq!(pattern("state"), [""; 0]);
    assert_eq!(pattern("all"), ["structure-as-text"]);
}

#[test]
fn what_nothing_reads_is_said() {
    let inputs = "inputs: {type: object, properties: {used: {type: string}, other: {type: string}}}";
    let step = "{stepId: s, operationId: read, outputs: {used: $statusCode, other: $statusCode}}";
    let outputs = "outputs: {a: $inputs.used, b: $steps.s.outputs.used}";
    let bench = of(&[API], &format!("- {{workflowId: w, {inputs}, steps: [{step}], {outputs}}}\n"));
    let expected = [
        "unused-declaration workflows[0].inputs.properties.other",
        "unread-output workflows[0].steps[0].outputs.other",
    ];
    assert_eq!(bench.found(|subject, _, report| unread::report(subject, report)), expected);
}

fn unused(bench: &Bench) -> Vec<String> {
    let mut report = Report::default();
    unused::report(&bench.resolved, &mut report);
    found(report)
}

#[test]
fn sources_and_components_that_nothing_names_are_said() {
    let bench = of(
        &[API, "  /z:\n    get: {operationId: other, responses: {}}\n"],
        "- {workflowId: w, parameters: [{reference: $components.parameters.p}], steps: [{stepId: s, operationId: \
         $sourceDescriptions.a.read}]}\ncomponents: {parameters: {p: {name: q, in: query, value: 1}, r: {name: q, in: query, value: 1}}}\n",
    );
    assert_eq!(
        unused(&bench),
        ["unused-declaration sourceDescriptions[1].name", "unused-declaration components.parameters.r"]
    );
}

#[test]
fn a_document_with_a_mistake_may_have_meant_to_use_everything() {
    let of = |value: &str| {
        let parameter = format!("{{name: q, in: query, value: {value}}}");
        let mut bench = of(
            &[
                "  /x:\n    get: {operationId: read, parameters: [{name: q, in: query, schema: {type: integer}}], responses: {}}\n",
            ],
            &format!(
                "- {{workflowId: w, inputs: {{type: object, properties: {{a: {{type: string}}}}}}, steps: [{{stepId: s, operationId: \
                 read, parameters: [{parameter}]}}]}}\n"
            ),
        );
        let mut report = Report::default();
        model(&bench.resolved, &mut bench.library, &mut report);
        found(report)
    };
    assert_eq!(of("1"), ["unused-declaration workflows[0].inputs.properties.a"]);
    assert_eq!(of("x"), ["impossible-value workflows[0].steps[0].parameters[0].value"]);
}

#[test]
fn the_flow_of_a_model_is_judged() {
    let bench = of(
        &[API],
        "- {workflowId: w, steps: [{stepId: s, operationId: read, onSuccess: [{name: e, type: end}]}, {stepId: t, operationId: read}]}\n",
    );
    let mut report = Report::default();
    let made = crate::flow::flow(&bench.resolved.model, false, &mut report);
    flow(&bench.resolved.model, &made, &mut report);
    assert_eq!(found(report), ["unreachable-step workflows[0].steps[1].stepId"]);
}
