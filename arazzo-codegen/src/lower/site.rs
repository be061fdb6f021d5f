//! What is known where a value is written.

use super::code::{Code, call, name, text};
use crate::flow::{Asked, Env, Held, Reading, Slot, Variable};
use crate::model::{EXTRA, Expr, Fragment, InputPath, Model, OutputRef, Presence, Ty, Workflow};

/// Where a value is written.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(crate) model: &'a Model,
    pub(crate) workflow: &'a Workflow,
    pub(crate) env: &'a Env,
    /// The response that `$response` and `$statusCode` mean.
    pub(crate) asked: Option<&'a Asked>,
}

impl<'a> Site<'a> {
    /// What is known of values here.
    fn reading(&self) -> Reading<'a> {
        Reading { workflow: self.workflow, env: self.env }
    }

    pub(super) fn variable(&self, output: OutputRef) -> Option<&'a Variable> {
        self.reading().variable(Slot::Output(output))
    }

    pub(super) fn is_certain(&self, value: &Expr) -> bool {
        self.reading().is_certain(value)
    }

    pub(super) fn is_absent(&self, value: &Expr) -> bool {
        self.reading().is_absent(value)
    }

    pub(super) fn is_null_none(&self, value: &Expr) -> bool {
        self.reading().is_null_none(value)
    }

    pub(super) fn is_carried(&self, value: &Expr) -> bool {
        self.reading().is_carried(value)
    }

    pub(super) fn is_formatted(&self, fragments: &[Fragment]) -> bool {
        self.reading().is_formatted(fragments)
    }

    pub(super) fn given(&self, value: &Expr) -> Presence {
        self.reading().given(value)
    }

    /// The response.
    pub(super) fn response(&self) -> Code {
        self.asked.map_or(Code::Bug("there is no response"), |asked| name(&asked.ident))
    }

    /// An input, to what only reads it.
    pub(super) fn input(&self, path: &InputPath) -> Code {
        if let Some(value) = undeclared(path) {
            return value;
        }
        if path.ty == Ty::Null && !path.optional && path.pointer.is_empty() {
            return Code::Unit;
        }
        let (place, held) = self.input_place(path);
        if path.pointer.is_empty() {
            return handed_on(place, held);
        }
        call("rt::part", [referred(place, held), text(path.pointer.to_string())])
    }

    /// A part of an input, for the caller.
    pub(super) fn part_of_input(&self, path: &InputPath) -> Code {
        let (place, pointer) = match path.undeclared() {
            Some((key, rest)) => (extra(key).referred(), rest),
            None => {
                let (place, held) = self.input_place(path);
                (referred(place, held), path.pointer.clone())
            }
        };
        call("rt::json", [place, text(pointer.to_string())])
    }

    /// The field, or the variable that refers to it once it was checked.
    pub(super) fn input_place(&self, path: &InputPath) -> (Code, Held) {
        let held = self.reading().held(path);
        let place = match self.reading().checked(path) {
            Some(variable) => name(&variable.ident),
            None => path.fields.iter().fold(name("input"), |place, field| place.field(field)),
        };
        (place, held)
    }
}

/// A value as it is given to what only reads it.
pub(super) fn handed_on(place: Code, held: Held) -> Code {
    if held == Held::Copied { place } else { referred(place, held) }
}

/// A reference to a value.
fn referred(place: Code, held: Held) -> Code {
    if held == Held::Borrowed { place } else { place.referred() }
}

/// An input that is not declared: an `Option` of a reference.
pub(super) fn undeclared(path: &InputPath) -> Option<Code> {
    let (key, rest) = path.undeclared()?;
    let value = extra(key);
    if rest.is_empty() {
        return Some(value);
    }
    Some(call("rt::part", [value.referred(), text(rest.to_string())]))
}

fn extra(key: &str) -> Code {
    name("input").field(EXTRA).method("get", [text(key)])
}
