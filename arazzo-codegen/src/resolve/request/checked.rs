//! Values that are sent, as they are held against what the description takes.

use super::form_text::members_of;
use super::room::Requests;
use super::sent::Wants;
use crate::check::Form;
use crate::diagnostic::{Kind, Relation};
use crate::document;
use crate::model::{BodyForm, Expr, Fragment};
use crate::openapi::{Media, Operation, Response};
use crate::place::Place;
use crate::resolve::responses::{Answers, Family, family};

impl Requests<'_> {
    /// Notes what stands in the text of another language than JSON.
    pub(super) fn note_holes(&mut self, value: &Expr, content_type: &str, place: &Place) {
        let into = match family(content_type) {
            Family::Xml => "this XML",
            Family::Form => "this form",
            Family::Text => "this text",
            Family::Binary => "a body of bytes",
            _ => return,
        };
        let Expr::Template(fragments) = value else {
            // A form is made of an object.
            if into != "this form" {
                self.note_sent(value, place, vec![Wants::TextIn(into)]);
            }
            return;
        };
        for fragment in fragments {
            if let Fragment::Escaped(_, value) = fragment {
                self.note_sent(value, place, vec![Wants::TextIn(into)]);
            }
        }
    }

    /// Says of a body that the description asks for, in a request that has none by its method (SPEC S-14).
    pub(super) fn check_method(&mut self, body: &document::RequestBody, operation: &Operation) {
        let Operation { name, method, .. } = operation;
        if let (Some(declared), "GET" | "HEAD" | "DELETE") = (&operation.body, method.as_str()) {
            let kind = Kind::UnusualBody { operation: name.clone(), method: method.clone() };
            self.report.add(body.place.name(), kind).also(declared.place.name(), Relation::Called);
        }
    }

    /// Notes what the schema of the body says about its parts, and about what is missing or may be.
    pub(super) fn note_body(
        &mut self,
        form: &BodyForm,
        value: &Expr,
        media: &Media,
        place: &Place,
        operation: &Operation,
    ) {
        let Some(schema) = &media.schema else { return };
        let written = match form {
            BodyForm::Json => Some(Form::Json),
            BodyForm::Xml(_) => Some(Form::Xml),
            BodyForm::UrlEncoded(_) | BodyForm::Multipart(_) => Some(Form::Fields),
            BodyForm::Text | BodyForm::Bytes => None,
        };
        let is_form_text = *form == BodyForm::Text && family(&media.content_type) == Family::Form;
        let members = if is_form_text { members_of(value) } else { None };
        if let Some(form) = written.or(members.is_some().then_some(Form::Fields)) {
            let (schema, operation, name) = (schema.clone(), operation.name.clone(), "the request body".to_owned());
            let wants =
                vec![Wants::Schema { schema: schema.clone(), operation, name, form }, Wants::Members { schema }];
            self.note_sent(members.as_ref().unwrap_or(value), place, wants);
        }
    }
}

/// Whether a step wants its request to be refused, in a way that the operation documents: its body may be wrong on purpose.
pub(super) fn expects_refusal(step: &document::Step, operation: &Operation) -> bool {
    let answers = step.success_criteria.as_ref().map(|criteria| Answers::admitted_by(criteria));
    let Some(answers) = answers.filter(Answers::are_errors) else { return false };
    let statuses = |response: &Response| response.status.statuses();
    operation.responses.iter().any(|response| statuses(response).is_none_or(|set| set.intersects(&answers.statuses)))
}
