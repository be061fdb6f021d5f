//! What is known of a value at one place: whether it is there, and how it is handed on. The emitter asks here, and prints.

use super::block::{Env, Held, Variable};
use super::terms::Slot;
use crate::model::{AsOutput, Expr, Fragment, InputPath, Presence, Ty, Workflow};

/// The variables at one place.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) workflow: &'a Workflow,
    pub(crate) env: &'a Env,
}

impl<'a> Reading<'a> {
    pub(crate) fn variable(&self, slot: Slot) -> Option<&'a Variable> {
        self.env.get(&slot)
    }

    /// The variable that refers to an input once it was checked.
    pub(crate) fn checked(&self, path: &InputPath) -> Option<&'a Variable> {
        self.variable(Slot::Input(path.root)).filter(|_| path.fields.len() == 1)
    }

    /// How an input is handed on.
    pub(crate) fn held(&self, path: &InputPath) -> Held {
        match self.checked(path) {
            Some(variable) => variable.held,
            None if self.workflow.inputs.is_copy(&path.ty) => Held::Copied,
            None => Held::Owned,
        }
    }

    /// Whether the Rust expression of a value is `T`, not `Option<T>`.
    pub(crate) fn is_certain(&self, value: &Expr) -> bool {
        match value {
            Expr::Literal(_) | Expr::Array(_) | Expr::Object(_) => true,
            Expr::Input(path) => path.pointer.is_empty() && (!path.optional || self.checked(path).is_some()),
            Expr::Output { output, pointer } => {
                pointer.is_empty() && self.variable(Slot::Output(*output)).is_some_and(|variable| variable.certain)
            }
            Expr::Exchange(_) | Expr::Length(_) | Expr::Select { .. } | Expr::Transfer(_) => false,
            Expr::Replaced(whole, _) | Expr::Base64(whole) => self.is_certain(whole),
            Expr::Template(fragments) => fragments.len() > 1 && self.is_formatted(fragments),
        }
    }

    /// Whether a value has no variable at all here.
    pub(crate) fn is_absent(&self, value: &Expr) -> bool {
        match value {
            Expr::Output { output, .. } => self.variable(Slot::Output(*output)).is_none(),
            Expr::Replaced(whole, _) | Expr::Base64(whole) => self.is_absent(whole),
            Expr::Template(fragments) => fragments.iter().any(|fragment| match fragment {
                Fragment::Literal(_) => false,
                Fragment::Hole(value) | Fragment::Escaped(_, value) => self.is_absent(value),
            }),
            _ => false,
        }
    }

    /// Whether a template is a plain `format!`: every hole is there and prints as the specification says.
    pub(crate) fn is_formatted(&self, fragments: &[Fragment]) -> bool {
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
    pub(crate) fn ty(&self, value: &Expr) -> Option<&'a Ty> {
        let Expr::Output { output, .. } = value else { return None };
        self.variable(Slot::Output(*output)).and_then(|variable| variable.ty.as_ref())
    }

    /// Whether Rust says `None` for null here, which is sent.
    pub(crate) fn is_null_none(&self, value: &Expr) -> bool {
        match value {
            Expr::Input(path) if matches!(path.ty, Ty::Nullable(_)) => self.is_certain(value),
            Expr::Input(path) => path.null && !self.is_certain(value),
            _ => false,
        }
    }

    /// Whether a value can be more than JSON: bytes as they came.
    pub(crate) fn is_carried(&self, value: &Expr) -> bool {
        let Expr::Output { pointer, .. } = value else { return false };
        pointer.is_empty() && matches!(self.ty(value), Some(Ty::Content | Ty::Received))
    }

    /// Whether a value is there that is given away: as an output, or as an input of a called workflow. A certain one is `T`.
    pub(crate) fn given(&self, value: &Expr) -> Presence {
        let certain = match value {
            Expr::Transfer(steps) => {
                let has_run = steps.iter().any(|step| self.variable(Slot::Response(*step)).is_some());
                return if has_run { Presence::Certain } else { Presence::Never };
            }
            value if self.is_absent(value) => return Presence::Never,
            Expr::Output { .. } => self.is_certain(value),
            Expr::Input(path) => self.is_certain(value) && self.workflow.inputs.as_output(&path.ty) != AsOutput::Json,
            Expr::Literal(_) => !value.has_digits(),
            _ => false,
        };
        if certain { Presence::Certain } else { Presence::Maybe }
    }
}
