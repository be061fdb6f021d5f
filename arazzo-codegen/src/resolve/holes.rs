//! Where in a text an expression stands, for checks that know only its value.

use super::workflow::Scope;
use crate::model::{Expr, OutputRef};
use crate::place::{Mark, Place};

impl Scope<'_, '_> {
    /// The place in a text where a value stands; all of the text where it is one value, or has it twice.
    pub(super) fn hole(&self, value: &Expr, place: &Place) -> Mark {
        let name = match value {
            Expr::Input(path) => self.inputs.fields().get(path.root).map(|field| format!("$inputs.{}", field.name)),
            Expr::Output { output, .. } => self.output_name(*output),
            _ => None,
        };
        let Some(name) = name else { return place.value() };
        let (text, opened) = (self.written(place, ..), format!("{{{name}"));
        let mut found = text.match_indices(&opened).map(|(start, _)| start + 1);
        let (Some(start), None) = (found.next(), found.next()) else { return place.value() };
        match text.get(start..).and_then(|rest| rest.find('}')) {
            Some(length) => place.range(start..start + length),
            None => place.value(),
        }
    }

    /// How an expression names a declared output.
    fn output_name(&self, output: OutputRef) -> Option<String> {
        let step = self.workflow.steps.get(output.step)?;
        let declared = step.outputs.get(output.output)?;
        Some(format!("$steps.{}.outputs.{}", step.id.text, declared.name))
    }
}
