//! The parts of a body.

use super::code::{Code, call, flag, name, slice, text, tuple};
use super::request::{style, styles};
use super::site::Site;
use crate::model::{Expr, PartForm, Parts};

impl Site<'_> {
    /// The parts of a body, one by one where the document names them.
    pub(super) fn multipart(&self, value: &Expr, parts: &Parts) -> Code {
        let all = match value {
            Expr::Object(members) => self.members(members, parts),
            other => self.parts_of(other, parts),
        };
        parts.headers.iter().fold(all, |all, header| {
            all.method("header", [text(&header.part), text(&header.name), text(&header.value)])
        })
    }

    /// The members of a value that is known when it is sent.
    fn parts_of(&self, value: &Expr, parts: &Parts) -> Code {
        let of = if self.workflow.may_be_data_url(value) { "rt::Multipart::of" } else { "rt::Multipart::received" };
        let forms = parts.forms.iter().map(|(name, form)| tuple([text(name), part_form(form)]));
        call(of, [self.serialisable(value), slice(forms)])
    }

    fn members(&self, members: &[(String, Expr)], parts: &Parts) -> Code {
        let present = members.iter().filter(|(_, value)| !self.is_absent(value));
        present.fold(call("rt::Multipart::new", []), |all, (name, value)| {
            let form = parts.forms.iter().find(|(known, _)| known == name).map(|(_, form)| form);
            match (value, form) {
                (_, Some(PartForm::Json | PartForm::Styled { .. })) => self.part(all, "part", name, form, value),
                (Expr::Array(items), _) if is_of_bytes(form) || items.iter().any(|item| self.is_carried(item)) => {
                    let items = items.iter().filter(|item| !self.is_absent(item));
                    items.fold(all, |all, item| self.part(all, "item", name, form, item))
                }
                _ => self.part(all, "part", name, form, value),
            }
        })
    }

    /// `.part("name", value)`, or that in another form.
    fn part(&self, all: Code, method: &str, name: &str, form: Option<&PartForm>, value: &Expr) -> Code {
        let value = if is_of_bytes(form) { self.sent_bytes(value) } else { self.serialisable(value) };
        match form {
            None => all.method(method, [text(name), value]),
            Some(form) => all.method(format!("{method}_as"), [text(name), part_form(form), value]),
        }
    }
}

/// Whether bytes are wanted, or a data URL that stands for them.
fn is_of_bytes(form: Option<&PartForm>) -> bool {
    matches!(form, Some(PartForm::File(_) | PartForm::Open | PartForm::Base64(_)))
}

fn part_form(form: &PartForm) -> Code {
    match form {
        PartForm::Json => name("rt::Part::Json"),
        PartForm::Typed(content_type) => call("rt::Part::Typed", [text(content_type)]),
        PartForm::Styled { style: own, explode, within } if within.is_empty() => {
            call("rt::Part::Styled", [style(*own), flag(*explode)])
        }
        PartForm::Styled { style: own, explode, within } => {
            call("rt::Part::Within", [style(*own), flag(*explode), styles(within)])
        }
        PartForm::File(content_type) => call("rt::Part::File", [text(content_type)]),
        PartForm::Open => name("rt::Part::Open"),
        PartForm::Base64(content_type) => call("rt::Part::Base64", [text(content_type)]),
    }
}
