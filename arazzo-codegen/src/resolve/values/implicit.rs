//! Outputs that the document does not declare.

use crate::model::{Expr, Id, OutputId, OutputRef, StepId};
use crate::place::Place;
use crate::resolve::lookup::Lookup;

/// A value of a step that is read without being one of its declared outputs: a part of one that an expression names with
/// `#/pointer`, or an output of the workflow that it calls.
#[derive(Clone, Debug)]
pub(crate) struct Implicit {
    pub(crate) step: StepId,
    pub(crate) value: Expr,
    pub(crate) name: String,
    pub(crate) place: Place,
}

/// All of a workflow, those of a step behind those that it declares.
#[derive(Debug, Default)]
pub(crate) struct Implicits(pub(crate) Vec<Implicit>);

impl Implicits {
    /// An output for a value that is read from a step without having a name in the document; the same value is one output.
    pub(crate) fn output(&mut self, known: &Lookup<'_>, value: Implicit) -> OutputRef {
        let step = value.step;
        let of_step = self.of_step(step);
        let position = of_step.clone().position(|known| known.value == value.value);
        let index = position.unwrap_or(of_step.count());
        if position.is_none() {
            self.0.push(value);
        }
        let declared = known.workflow.steps.get(step.index()).map_or(0, |step| step.outputs.len());
        OutputRef { step, output: OutputId::new(declared + index) }
    }

    pub(crate) fn of_step(&self, step: StepId) -> impl Iterator<Item = &Implicit> + Clone {
        self.0.iter().filter(move |known| known.step == step)
    }
}
