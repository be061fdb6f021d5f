//! Bytes where a schema wants base64: `contentEncoding: base64`, and `format: byte` before version 3.1.

use crate::diagnostic::Report;
use crate::document::OutputValue;
use crate::model::{BodyForm, Expr, Fragment, Id, PartForm};
use crate::openapi::{Library, Media, Node, reach};
use crate::resolve::lookup::Lookup;
use crate::syntax::expression::{Expression, Part};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// How a schema says that bytes are written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoded<'s> {
    Base64,
    /// In another way, of which only the caller knows how.
    Otherwise(&'s str),
}

/// What a schema says of bytes, if they are written as text at all.
pub(crate) fn encoded(schema: &Value) -> Option<Encoded<'_>> {
    match schema.text("contentEncoding") {
        Some(name) if name.eq_ignore_ascii_case("base64") => Some(Encoded::Base64),
        // These are bytes as they are (RFC 2045, section 6.2).
        Some(name) if ["binary", "7bit", "8bit"].iter().any(|plain| name.eq_ignore_ascii_case(plain)) => None,
        Some(name) => Some(Encoded::Otherwise(name)),
        None => (schema.text("format") == Some("byte")).then_some(Encoded::Base64),
    }
}

/// Writes bytes as base64 where a schema says so.
pub(crate) struct Base64<'b> {
    pub(crate) known: &'b Lookup<'b>,
    pub(crate) library: &'b mut Library,
    pub(crate) report: &'b mut Report,
}

impl Base64<'_> {
    /// A body with its bytes in base64 where its schema says so. Of several parts those that are bytes see to it themselves.
    pub(crate) fn body(&mut self, value: Expr, form: &BodyForm, media: &Media) -> Expr {
        let Some(schema) = &media.schema else { return value };
        match (form, value) {
            (BodyForm::Json | BodyForm::Xml(_) | BodyForm::UrlEncoded(_), value) => {
                self.write(value, schema, &Pointer::default())
            }
            (BodyForm::Multipart(parts), Expr::Object(members)) => {
                let is_text = |name: &str| {
                    let mut forms = parts.forms.iter().filter(|(known, _)| known == name);
                    forms.all(|(_, form)| matches!(form, PartForm::Json | PartForm::Styled { .. }))
                };
                let write = |(name, value): (String, Expr)| {
                    let at = Pointer::default().child(&name);
                    let value = if is_text(&name) { self.write(value, schema, &at) } else { value };
                    (name, value)
                };
                Expr::Object(members.into_iter().map(write).collect())
            }
            (_, value) => value,
        }
    }

    /// A value with its bytes in base64 where the schema says so.
    pub(crate) fn write(&mut self, value: Expr, schema: &Node, at: &Pointer) -> Expr {
        match value {
            Expr::Array(items) => {
                let items = items.into_iter().enumerate();
                let items = items.map(|(index, item)| self.write(item, schema, &at.child(&index.to_string())));
                Expr::Array(items.collect())
            }
            Expr::Object(members) => {
                let members = members.into_iter().map(|(name, value)| {
                    let value = self.write(value, schema, &at.child(&name));
                    (name, value)
                });
                Expr::Object(members.collect())
            }
            value if self.may_have_bytes(&value) && self.is_base64(schema, at) => Expr::Base64(Box::new(value)),
            other => other,
        }
    }

    /// Whether a value, or an item of a list, may be bytes.
    pub(super) fn may_hold_bytes(&self, value: &Expr) -> bool {
        match value {
            Expr::Array(items) => items.iter().any(|item| self.may_have_bytes(item)),
            value => self.may_have_bytes(value),
        }
    }

    /// Whether a value may be bytes, or a data URL that stands for them.
    fn may_have_bytes(&self, value: &Expr) -> bool {
        match value {
            Expr::Input(_) => true,
            Expr::Output { .. } => self.may_be_bytes(value),
            Expr::Literal(Value::String(text)) => text.starts_with("data:"),
            Expr::Template(fragments) => match fragments.first() {
                Some(Fragment::Literal(text)) => text.starts_with("data:"),
                Some(Fragment::Hole(first) | Fragment::Escaped(_, first)) => matches!(first, Expr::Input(_)),
                None => false,
            },
            _ => false,
        }
    }

    /// Whether an output is the whole of a body, or what a called workflow has made of one.
    pub(super) fn may_be_bytes(&self, value: &Expr) -> bool {
        let Expr::Output { output, pointer } = value else { return false };
        let step = self.known.workflow.steps.get(output.step.index());
        let declared = step.and_then(|step| step.outputs.get(output.output.index())).map(|output| &output.value);
        pointer.is_empty()
            && match declared {
                Some(OutputValue::Expression(Expression::Response(Part::Body(part)))) => part.value.is_empty(),
                Some(OutputValue::Expression(_)) => true,
                _ => false,
            }
    }

    /// Whether a schema wants base64 at a place, or in the items of a list there.
    fn is_base64(&mut self, schema: &Node, at: &Pointer) -> bool {
        let places = [at.clone(), at.child("0")];
        places.iter().any(|at| {
            let reached = reach(self.library, Some(schema), at, self.report).ok();
            let Some(reached) = reached else { return false };
            let all = if reached.variants.is_empty() { reached.schema.into_iter().collect() } else { reached.variants };
            !all.is_empty() && all.iter().all(|schema| encoded(&schema.value) == Some(Encoded::Base64))
        })
    }
}
