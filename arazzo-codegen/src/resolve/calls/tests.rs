use crate::document::Target;
use crate::model::{CallInput, Id, Ty};
use crate::resolve::bench::on;
use crate::resolve::calls::Calls;

const API: &str = "  /x:\n    get: {operationId: op, responses: {'200': {description: ok}}}\n";
const INNER: &str = "- {workflowId: inner, inputs: {type: object, required: [id], properties: {id: {type: string}, n: {type: \
    integer}}}, steps: [{stepId: a, operationId: op}]}\n";

/// The names of what a call hands over, and what was found.
fn passed(parameters: &str) -> (Vec<String>, Vec<&'static str>) {
    let outer = format!(
        "- {{workflowId: outer, inputs: {{type: object, properties: {{id: {{type: string}}}}}}, steps: [{{stepId: a, workflowId: \
         inner, parameters: [{parameters}]}}]}}\n"
    );
    on(API, &format!("{INNER}{outer}"), |bench| {
        bench.codes();
        let Target::WorkflowId(word) = &bench.known.workflow.steps[0].target else { panic!("it calls a workflow") };
        let (known, mut appended) = (bench.known, Vec::new());
        let (library, report, notes) = (&mut *bench.library, &mut *bench.report, &mut bench.notes);
        let call = Calls { known, library, report, notes, appended: &mut appended }.step_call(Id::new(0), word);
        let names = call.workflow().map(|call| call.passed().iter().map(|passed| passed.name.clone()).collect());
        (names.unwrap_or_default(), bench.codes())
    })
}

#[test]
fn a_call_hands_over_what_its_callee_takes() {
    let id = "{name: id, value: $inputs.id}";
    assert_eq!(passed(id), (vec!["id".to_owned()], vec![]));
    assert_eq!(passed("{name: n, value: 1}"), (vec!["n".to_owned()], vec!["input-missing"]));
    assert_eq!(passed(&format!("{id}, {{name: m, value: 1}}")), (vec!["id".to_owned()], vec!["unknown-input"]));
}

#[test]
fn a_dependency_is_a_step_that_takes_what_the_caller_gives() {
    let outer = "- {workflowId: outer, dependsOn: [inner], steps: [{stepId: a, operationId: op}]}\n";
    on(API, &format!("{INNER}{outer}"), |bench| {
        assert_eq!(bench.known.callees, [(Id::new(1), 0)]);
        let [step] = bench.known.dependencies.as_slice() else { panic!("there is one dependency") };
        assert!(matches!(step.call.workflow().map(|call| &call.input), Some(CallInput::Whole(_))));
        let module = bench.known.project.module(1, 0);
        assert_eq!(bench.known.inputs.fields()[0].ty, Ty::InputOf(module));
    });
}
