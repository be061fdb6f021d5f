use crate::model::{Id, Ids, StepId, Then};
use crate::resolve::bench::on;
use crate::resolve::draft::Step;
use crate::resolve::steps::Steps;
use crate::status::StatusSet;

const API: &str = "  /x:\n    get: {operationId: op, responses: {'200': {description: ok}}}\n";

/// The steps of a list, linked: the first one, and what was found.
fn linked(steps: &str) -> (Ids<StepId, Step>, Option<StepId>, Vec<&'static str>) {
    on(API, &format!("- {{workflowId: w, steps: [{steps}]}}\n"), |bench| {
        let (mut appended, mut inner) = (Vec::new(), Vec::new());
        let (library, report) = (&mut *bench.library, &mut *bench.report);
        let (notes, outgoing) = (&mut bench.notes, &mut bench.outgoing);
        let (appended, inner) = (&mut appended, &mut inner);
        let mut room = Steps { known: bench.known, library, report, notes, outgoing, appended, inner };
        let mut steps: Ids<_, Step> = (0..bench.known.listed()).map(|index| room.step(Id::new(index))).collect();
        let first = room.link(&mut steps);
        (steps, first, bench.codes())
    })
}

#[test]
fn steps_follow_each_other_behind_what_they_depend_on() {
    let (steps, first, codes) = linked("{stepId: a, operationId: op, dependsOn: [b]}, {stepId: b, operationId: op}");
    assert_eq!((first, steps[Id::new(1)].next, steps[Id::new(0)].next), (Some(Id::new(1)), Some(Id::new(0)), None));
    assert_eq!(codes, ["reordered-steps"]);
}

#[test]
fn an_action_leads_to_a_step() {
    let action = "{name: back, type: goto, stepId: a, criteria: [{condition: $statusCode == 404}]}";
    let (steps, _, codes) =
        linked(&format!("{{stepId: a, operationId: op}}, {{stepId: b, operationId: op, onFailure: [{action}]}}"));
    let [action] = steps[Id::new(1)].on_failure.as_slice() else { panic!("there is one action") };
    assert_eq!((action.then, action.test.as_status()), (Then::Goto(Id::new(0)), Some(StatusSet::single(404))));
    assert_eq!(codes, [""; 0]);
    let (_, _, codes) = linked("{stepId: a, operationId: op, onSuccess: [{name: on, type: goto, stepId: c}]}");
    assert_eq!(codes, ["unknown-step"]);
}
