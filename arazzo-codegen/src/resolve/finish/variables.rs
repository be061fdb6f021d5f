//! The names of variables: of steps by their names; of outputs by theirs where no other variable has it, else with their step's in
//! front; of the counters of retries.

use std::collections::{BTreeMap, HashMap};
use std::mem::take;

use super::constants::Constants;
use crate::model::{Action, Id, Ids, OutputId, Step, StepId, StepOutput};
use crate::names::{self, Names, Space};
use crate::resolve::draft::{self, Draft};

/// What has a variable of its own.
pub(super) struct Variables {
    pub(super) checked: BTreeMap<usize, String>,
    pub(super) steps: Ids<StepId, Step>,
}

impl Variables {
    /// Takes the steps out of a draft.
    pub(super) fn of(draft: &mut Draft, constants: &Constants) -> Variables {
        let mut taken = Names::new(Space::Variables).reserving(constants.names());
        let checked = name_checked(draft, &mut taken);
        let steps =
            take(&mut draft.steps).into_iter().map(|step| (taken.claim(names::snake(&step.name)), step)).collect();
        let outputs = name_outputs(steps, &checked, &mut taken);
        let steps = outputs.into_iter().enumerate().map(|(index, named)| {
            let constant = constants.of_request(StepId::new(index));
            named.finish(constant, &mut taken)
        });
        Variables { steps: steps.collect(), checked }
    }
}

/// An input that may be absent and must not be has a variable of its own name once it was checked.
fn name_checked(draft: &Draft, taken: &mut Names) -> BTreeMap<usize, String> {
    let fields = draft.inputs.fields().iter().enumerate();
    let checked = fields.filter(|(index, _)| draft.checked.contains_key(index));
    checked.map(|(index, field)| (index, taken.claim(field.ident.clone()))).collect()
}

/// A step whose outputs have their names.
struct Named {
    ident: String,
    outputs: Ids<OutputId, StepOutput>,
    step: draft::Step,
}

fn name_outputs(steps: Vec<(String, draft::Step)>, inputs: &BTreeMap<usize, String>, taken: &mut Names) -> Vec<Named> {
    let mut count: HashMap<String, usize> = HashMap::new();
    for output in steps.iter().flat_map(|(_, step)| &step.outputs) {
        *count.entry(names::snake(&output.name)).or_default() += 1;
    }
    let mut named = |step: &str, output: draft::StepOutput| {
        let own = names::snake(&output.name);
        let alone = count.get(&own).is_some_and(|count| *count == 1) && inputs.values().all(|input| *input != own);
        let name = if alone { own } else { names::snake(&format!("{step} {}", output.name)) };
        output.named(taken.claim(name))
    };
    let steps = steps.into_iter().map(|(ident, mut step)| {
        let outputs = take(&mut step.outputs).into_iter().map(|output| named(&step.name, output)).collect();
        Named { ident, outputs, step }
    });
    steps.collect()
}

impl Named {
    fn finish(self, constant: String, taken: &mut Names) -> Step {
        let Named { ident, outputs, step } = self;
        let mut counted = |actions: Vec<draft::Action>| -> Vec<Action> {
            let named = actions.into_iter().map(|action| {
                let ident = taken.claim(names::snake(&action.name));
                action.named(ident)
            });
            named.collect()
        };
        Step {
            name: step.name,
            ident,
            description: step.description,
            call: step.call.named(constant),
            success: step.success,
            on_success: counted(step.on_success),
            on_failure: counted(step.on_failure),
            outputs,
            next: step.next,
            after: step.after,
            place: step.place,
        }
    }
}
