//! What is known of a value at one place: whether it is there, and what its Rust expression holds.

use super::site::Site;
use crate::flow::{Held, Slot, Variable, is_absent};
use crate::model::{AsOutput, Expr, Fragment, InputPath, OutputRef, Presence, Ty};

impl<'a> Site<'a> {
    /// The variable of an output.
    pub(super) fn variable(&self, output: OutputRef) -> Option<&'a Variable> {
        self.env.get(&Slot::Output(output))
    }

    /// The variable that refers to an input once it was checked.
    pub(super) fn checked(&self, path: &InputPath) -> Option<&'a Variable> {
        self.env.get(&Slot::Input(path.root)).filter(|_| path.fields.len() == 1)
    }

    /// How an input is handed on.
    pub(super) fn held(&self, path: &InputPath) -> Held {
        match self.checked(path) {
            Some(variable) => variable.held,
            None if self.workflow.inputs.is_copy(&path.ty) => Held::Copied,
            None => Held::Owned,
        }
    }

    /// Whether the Rust expression of a value is `T`, not `Option<T>`.
    pub(super) fn is_certain(&self, value: &Expr) -> bool {
        match value {
            Expr::Literal(_) | Expr::Array(_) | Expr::Object(_) => true,
            Expr::Input(path) => path.pointer.is_empty() && (!path.optional || self.checked(path).is_some()),
            Expr::Output { output, pointer } => {
                pointer.is_empty() && self.variable(*output).is_some_and(|variable| variable.certain)
            }
            Expr::Exchange(_) | Expr::Length(_) | Expr::Select { .. } | Expr::Transfer(_) => false,
            Expr::Replaced(whole, _) | Expr::Base64(whole) => self.is_certain(whole),
            Expr::Template(fragments) => fragments.len() > 1 && self.is_formatted(fragments),
        }
    }

    /// Whether a value has no variable at all here.
    pub(super) fn is_absent(&self, value: &Expr) -> bool {
        is_absent(value, self.env)
    }

    /// Whether a template is a plain `format!`: every hole is there and prints as the specification says.
    pub(super) fn is_formatted(&self, fragments: &[Fragment]) -> bool {
        fragments.iter().all(|fragment| match fragment {
            Fragment::Literal(_) => true,
            Fragment::Hole(value) => self.is_certain(value) && self.prints(value),
            Fragment::Escaped(..) => false,
        })
    }

    fn prints(&self, value: &Expr) -> bool {
        let ty = match value {
            Expr::Input(path) => Some(&path.ty),
            other => self.ty(other),
        };
        matches!(ty, Some(Ty::String | Ty::Integer | Ty::Unsigned | Ty::Digits | Ty::Boolean))
    }

    /// The type of the variable of an output.
    pub(super) fn ty(&self, value: &Expr) -> Option<&'a Ty> {
        let Expr::Output { output, .. } = value else { return None };
        self.variable(*output).and_then(|variable| variable.ty.as_ref())
    }

    /// Whether Rust says `None` for null here, which is sent.
    pub(super) fn is_null_none(&self, value: &Expr) -> bool {
        match value {
            Expr::Input(path) if matches!(path.ty, Ty::Nullable(_)) => self.is_certain(value),
            Expr::Input(path) => path.null && !self.is_certain(value),
            _ => false,
        }
    }

    /// Whether a value can be more than JSON: bytes as they came.
    pub(super) fn is_carried(&self, value: &Expr) -> bool {
        let Expr::Output { pointer, .. } = value else { return false };
        pointer.is_empty() && matches!(self.ty(value), Some(Ty::Content | Ty::Received))
    }

    /// Whether a value is there that is given away: as an output, or as an input of a called workflow. A certain one is `T`.
    pub(super) fn presence(&self, value: &Expr) -> Presence {
        let certain = match value {
            value if self.is_absent(value) => return Presence::Never,
            Expr::Transfer(_) => true,
            Expr::Output { .. } => self.is_certain(value),
            Expr::Input(path) => self.is_certain(value) && self.workflow.inputs.as_output(&path.ty) != AsOutput::Json,
            Expr::Literal(_) => !value.has_digits(),
            _ => false,
        };
        if certain { Presence::Certain } else { Presence::Maybe }
    }
}
