//! Expressions inside of texts: what is nearly one, and where one stands of which a check knows only the value.

use super::notes::Values;
use crate::diagnostic::Kind;
use crate::document;
use crate::model::{Expr, Id, InputTypes, OutputRef};
use crate::openapi::Library;
use crate::place::{Mark, Place};
use crate::resolve::written::written;
use crate::syntax::expression::{Expression, likely, likely_inside};
use crate::syntax::foreign::foreign;

impl Values<'_> {
    /// Warns of a text that is nearly an expression, or has something like it in braces.
    pub(super) fn report_likely(&mut self, text: &str, place: &Place) {
        match likely(text) {
            Some(meant) => self.report_meant(meant, place.value()),
            None => self.report_likely_inside(text, place),
        }
    }

    /// Warns of what another language would read as an expression, where that names something that is there.
    pub(super) fn report_foreign(&mut self, text: &str, place: &Place) {
        for found in foreign(text) {
            if self.names_something(&found.expression) {
                let is_all = found.range == (0..text.len());
                let meant = if is_all { found.written } else { format!("{{{}}}", found.written) };
                self.report.add(place.range(found.range), Kind::ForeignExpression { meant });
            }
        }
    }

    /// Warns of what is nearly an expression and stands in braces.
    pub(super) fn report_likely_inside(&mut self, text: &str, place: &Place) {
        if let Some((found, meant)) = likely_inside(text) {
            let mark = in_braces(self.library, &found, place);
            self.report_meant(meant, mark);
        }
    }

    fn report_meant(&mut self, meant: String, mark: Mark) {
        let names_something = Expression::parse(&meant).is_ok_and(|meant| self.names_exactly(&meant));
        self.report.add(mark, Kind::LikelyExpression { meant, names_something });
    }

    /// Whether an expression reads an input or an output by its very name.
    pub(super) fn names_exactly(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Input(named) => self.known.inputs.fields().iter().any(|field| field.name == named.name.value),
            expression => self.names_something(expression),
        }
    }

    /// Whether an unbraced expression names an input or an output that exists.
    fn names_something(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Input(named) => {
                let name = &named.name.value;
                let head = name.split('.').next().unwrap_or(name);
                self.known.inputs.fields().iter().any(|field| field.name == *name || field.name == head)
            }
            Expression::Step { step, output } => self.known.workflow.steps.iter().any(|candidate| {
                candidate.id.text == step.value && candidate.outputs.iter().any(|known| known.name == output.name.value)
            }),
            _ => false,
        }
    }
}

/// The place in a text where a value stands.
pub(crate) fn hole(
    (inputs, workflow): (&InputTypes, &document::Workflow),
    library: &Library,
    value: &Expr,
    place: &Place,
) -> Mark {
    let name = match value {
        Expr::Input(path) => inputs.fields().get(path.root).map(|field| format!("$inputs.{}", field.name)),
        Expr::Output { output, .. } => output_name(workflow, *output),
        _ => None,
    };
    name.map_or_else(|| place.value(), |name| in_braces(library, &name, place))
}

/// What stands in braces and begins so; all of the text where it does not stand there, or twice.
fn in_braces(library: &Library, begin: &str, place: &Place) -> Mark {
    let (text, opened) = (written(library, place, ..), format!("{{{begin}"));
    let mut found = text.match_indices(&opened).map(|(start, _)| start + 1);
    let (Some(start), None) = (found.next(), found.next()) else { return place.value() };
    match text.get(start..).and_then(|rest| rest.find('}')) {
        Some(length) => place.range(start..start + length),
        None => place.value(),
    }
}

/// How an expression names a declared output.
fn output_name(workflow: &document::Workflow, output: OutputRef) -> Option<String> {
    let step = workflow.steps.get(output.step.index())?;
    let declared = step.outputs.get(output.output.index())?;
    Some(format!("$steps.{}.outputs.{}", step.id.text, declared.name))
}
