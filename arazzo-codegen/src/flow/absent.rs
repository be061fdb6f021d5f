//! Values that are surely not there.

use super::block::Env;
use super::terms::Slot;
use crate::model::{Expr, Fragment};

/// Whether a value has no variable at all where some variables are.
pub(crate) fn is_absent(value: &Expr, env: &Env) -> bool {
    match value {
        Expr::Output { output, .. } => !env.contains_key(&Slot::Output(*output)),
        Expr::Transfer(steps) => !steps.iter().any(|step| env.contains_key(&Slot::Response(*step))),
        Expr::Replaced(whole, _) | Expr::Base64(whole) => is_absent(whole, env),
        Expr::Template(fragments) => fragments.iter().any(|fragment| match fragment {
            Fragment::Literal(_) => false,
            Fragment::Hole(value) | Fragment::Escaped(_, value) => is_absent(value, env),
        }),
        _ => false,
    }
}
