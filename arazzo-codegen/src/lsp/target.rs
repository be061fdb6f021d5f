//! What the thing at a position is in a description: an operation, a parameter, a part of a schema.

use super::grammar::Slot;
use super::names::expressions;
use super::outline::{Spot, What};
use super::reading::{self, Reads};
use super::scene::Scene;
use super::session::Desk;
use super::{grammar, types};
use crate::judge::Subject;
use crate::model::StepId;
use crate::openapi::{Library, Node, Operation, Outlined};
use crate::place::Place;
use crate::syntax::expression::{Expression, Part};
use crate::syntax::pointer::Pointer;

/// Something that a description says.
pub(super) enum Target {
    Operation(Operation),
    Parameter(crate::openapi::Parameter),
    /// A part of a body, by the schemas that may say something of it.
    Part {
        schemas: Vec<Node>,
        pointer: Pointer,
    },
}

/// What is named at a byte.
pub(super) fn target(desk: &Desk<'_>, offset: usize) -> Option<Target> {
    let Spot { path, what } = desk.outline.spot(desk.text.as_str(), offset);
    let (slot, scene) = (grammar::slot(&path), Scene::of(&path));
    let meaning = desk.meaning.as_deref()?;
    let subject = scene.subject(&desk.outline, meaning)?;
    let step = scene.step_in(&desk.outline, &subject)?;
    let operation = subject.operation(step);
    match (slot, what) {
        (Slot::OperationId | Slot::OperationPath, What::Value { .. }) => operation.cloned().map(Target::Operation),
        (Slot::ParameterName, What::Value { typed, .. }) => {
            let name = desk.text.as_str().get(typed)?;
            let place = path.split_last().and_then(|(_, parent)| desk.outline.at(parent)?.text("in"));
            let mut declared = operation?.parameters.iter().filter(|parameter| parameter.name == name);
            let declared = declared.find(|parameter| place.is_none_or(|place| parameter.location.text() == place));
            declared.cloned().map(Target::Parameter)
        }
        (Slot::Payload, What::Key { typed, .. }) => {
            let key = desk.text.as_str().get(typed)?;
            let (schemas, around) = (reading::sent(operation?, None), reading::in_payload(&path));
            Some(Target::Part { schemas, pointer: around.child(key) })
        }
        (slot, What::Value { typed, .. }) if slot.has_expressions() => {
            let raw = desk.text.as_str().get(typed.clone())?;
            let (_, expression) = expression_at(raw, offset.checked_sub(typed.start)?)?;
            part(&subject, step, Reads::at(&path), &expression)
        }
        _ => None,
    }
}

/// The part of a body that an expression reads.
fn part(subject: &Subject<'_>, step: StepId, reads: Reads, expression: &Expression) -> Option<Target> {
    match expression {
        Expression::Response(Part::Body(pointer)) => {
            Some(Target::Part { schemas: reading::schemas(subject, step, reads), pointer: pointer.value.clone() })
        }
        Expression::Request(Part::Body(pointer)) => {
            let schemas = reading::sent(subject.operation(step)?, None);
            Some(Target::Part { schemas, pointer: pointer.value.clone() })
        }
        _ => None,
    }
}

/// The expression at a byte of a text, and where it begins.
pub(super) fn expression_at(raw: &str, at: usize) -> Option<(usize, Expression)> {
    let all = expressions(raw).into_iter();
    let last = all.rev().find(|(start, _)| *start <= at)?;
    let between = raw.get(last.0 + 1..at.max(last.0 + 1))?;
    between.chars().all(|char| !char.is_whitespace() && char != '}').then_some(last)
}

impl Target {
    /// Where it stands.
    pub(super) fn place(&self, library: &mut Library) -> Option<Place> {
        match self {
            Target::Operation(operation) => Some(operation.place.clone()),
            Target::Parameter(parameter) => Some(parameter.place.clone()),
            Target::Part { schemas, pointer } => {
                let mut reached = schemas.iter().filter_map(|schema| types::reached(library, schema, pointer));
                reached.next()
            }
        }
    }

    /// What a schema says of it.
    pub(super) fn said(&self, library: &mut Library) -> Option<Outlined> {
        match self {
            Target::Operation(_) => None,
            Target::Parameter(parameter) => {
                parameter.schema.as_ref().map(|schema| types::said(library, schema, &Pointer::default()))
            }
            Target::Part { schemas, pointer } => schemas.first().map(|schema| types::said(library, schema, pointer)),
        }
    }
}
