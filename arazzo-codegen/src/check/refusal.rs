//! Values that a document writes, held against a schema of inputs (SPEC IN-16, IN-17).

use super::datum::Datum;
use super::evaluator::Evaluator;
use super::kinds::{Form, has_kind, named};
use super::outcome::Fault;
use crate::diagnostic::Report;
use crate::model::InputTypes;
use crate::openapi::{Library, Node, Owner};
use crate::value::Value;

/// Why a schema does not admit a value, behind "it" or the name of the part; `None` also where that is not sure.
pub(crate) fn refusal(value: &Value, schema: &Node, library: &mut Library, report: &mut Report) -> Option<String> {
    let inputs = InputTypes::default();
    let mut evaluator = Evaluator::new(library, report, Owner::Document, &inputs, Form::Json);
    let outcome = evaluator.judge(&Datum::of_value(value), schema);
    outcome.faults.first().map(Fault::reason)
}

/// Whether a value is of a type that a schema names, as far as it names any.
pub(crate) fn is_of_type(value: &Value, schema: &Node) -> bool {
    let kinds = named(&schema.value);
    kinds.is_empty() || has_kind(value, &kinds, false)
}
