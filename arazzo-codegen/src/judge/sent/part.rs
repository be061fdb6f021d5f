//! The parts of `multipart/form-data`.

use super::structure::{sent_structure, structure};
use crate::check::{Outer, Structure, Styling};
use crate::diagnostic::Kind;
use crate::judge::subject::Subject;
use crate::model::{Expr, PartForm};
use crate::resolve::{ANYTHING, Family, OCTETS, family};
use crate::value::Value;

/// Why a part of its form cannot be made of a value, or its style does not define how.
pub(super) fn unfit(name: &str, form: &PartForm, value: &Expr, subject: &Subject<'_>) -> Option<Kind> {
    let is_constant = matches!(value, Expr::Literal(literal) if !matches!(literal, Value::String(_) | Value::Null));
    match form {
        PartForm::Json | PartForm::Open => None,
        PartForm::File(content_type) | PartForm::Base64(content_type) if is_constant => {
            let (content_type, reason) = (shown(content_type), "its bytes come from a string");
            Some(Kind::UnfitPayload { content_type, reason })
        }
        PartForm::Styled { style, explode, within } => {
            let (what, has_within) = (format!("the part `{name}`"), !within.is_empty());
            let styling = Styling { what, style: *style, explode: *explode, is_cookie: false, has_within };
            sent_structure(value, subject).and_then(|found| styling.undefined(found))
        }
        // That these are not supported was said.
        PartForm::Typed(content_type) if content_type.trim().starts_with("multipart/") => None,
        PartForm::Typed(content_type) | PartForm::File(content_type) | PartForm::Base64(content_type) => {
            // A list is a part for each item.
            let found = match structure(value, subject)? {
                Structure { outer: Outer::List, inner: Some(inner) }
                | Structure { outer: inner @ Outer::Object, .. } => inner.text(),
                Structure { outer: Outer::List, inner: None } => return None,
            };
            Some(match form {
                PartForm::Typed(_) if family(content_type) == Family::Text => {
                    Kind::StructureAsText { found, into: "this part" }
                }
                _ => Kind::UnfitPayload { content_type: shown(content_type), reason: "it is made of a string" },
            })
        }
    }
}

/// The media type of a part in a message.
fn shown(content_type: &str) -> String {
    if content_type == ANYTHING { OCTETS } else { content_type }.to_owned()
}
