//! What is known where a value is written.

use super::code::{Code, call, name, text};
use crate::flow::{Asked, Env, Held};
use crate::model::{EXTRA, InputPath, Model, Ty, Workflow};

/// Where a value is written.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) model: &'a Model,
    pub(super) workflow: &'a Workflow,
    pub(super) env: &'a Env,
    /// The response that `$response` and `$statusCode` mean.
    pub(super) asked: Option<&'a Asked>,
}

impl Site<'_> {
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
        let held = self.held(path);
        let place = match self.checked(path) {
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
pub(super) fn referred(place: Code, held: Held) -> Code {
    if matches!(held, Held::Borrowed | Held::Lent) { place } else { place.referred() }
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
