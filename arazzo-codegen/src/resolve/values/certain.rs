//! What is certain of a value by its form alone.

use crate::model::{Expr, Fragment, InputTypes};
use crate::openapi::{Scalar, Shape};
use crate::value::Value;

/// Whether a value is surely there, as far as its declaration tells (control flow may know less).
pub(crate) fn is_certain(value: &Expr) -> bool {
    match value {
        Expr::Literal(literal) => *literal != Value::Null,
        Expr::Input(path) => !path.optional,
        Expr::Template(fragments) => fragments.iter().all(|fragment| match fragment {
            Fragment::Literal(_) => true,
            Fragment::Hole(inner) | Fragment::Escaped(_, inner) => is_certain(inner),
        }),
        Expr::Array(_) | Expr::Object(_) => true,
        Expr::Replaced(whole, _) | Expr::Base64(whole) => is_certain(whole),
        Expr::Output { .. } | Expr::Exchange(_) | Expr::Length(_) | Expr::Select { .. } | Expr::Transfer(_) => false,
    }
}

/// Whether a value is surely text, as far as its declaration tells.
pub(crate) fn is_text(value: &Expr, inputs: &InputTypes) -> bool {
    match value {
        Expr::Literal(literal) => matches!(literal, Value::String(_)),
        Expr::Template(_) => true,
        Expr::Input(path) => inputs.sent_shape(&path.ty) == Shape::Scalar(Scalar::String),
        _ => false,
    }
}
