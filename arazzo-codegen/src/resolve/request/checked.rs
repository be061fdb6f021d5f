//! Values that are sent, held against what the description takes.

use super::form_text::members_of;
use super::room::Requests;
use crate::check::{Fit, Form, Later, Question, Sent, check_text};
use crate::diagnostic::{Kind, Relation};
use crate::document;
use crate::model::{BodyForm, Expr, Fragment};
use crate::openapi::{Media, Node, Operation, Response};
use crate::place::Place;
use crate::resolve::responses::{Answers, Family, family};
use crate::resolve::values::hole;

impl Requests<'_> {
    /// Structures in the text of another language than JSON.
    pub(super) fn check_holes(&mut self, value: &Expr, content_type: &str, place: &Place) {
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
                self.check_stands(value, into, place);
            }
            return;
        };
        for fragment in fragments {
            if let Fragment::Escaped(_, value) = fragment {
                self.check_stands(value, into, place);
            }
        }
    }

    /// Whether a value is a text that can stand in another one.
    fn check_stands(&mut self, value: &Expr, into: &'static str, place: &Place) {
        match value {
            Expr::Array(_) | Expr::Object(_) => {
                let found = if matches!(value, Expr::Array(_)) { "a list" } else { "an object" };
                self.report.add(place.value(), Kind::StructureAsText { found, into });
            }
            Expr::Input(path) => {
                let shape = self.known.inputs.sent_shape(&path.ty);
                check_text(
                    &shape,
                    into,
                    hole((&self.known.inputs, self.known.workflow), self.library, value, place),
                    self.report,
                );
            }
            Expr::Output { output, pointer } if pointer.is_empty() => {
                let question = Question::Stands { into };
                self.outgoing.later.push(Later {
                    output: *output,
                    mark: hole((&self.known.inputs, self.known.workflow), self.library, value, place),
                    question,
                });
            }
            _ => {}
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

    /// What the schema of the body says about its parts, and about what is missing or may be.
    pub(super) fn check_body(
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
        if let Some(written) = written.or(members.is_some().then_some(Form::Fields)) {
            let checked = members.as_ref().unwrap_or(value);
            self.check_fit(checked, schema, place, operation, ("the request body".to_owned(), written));
            self.want_members(checked, schema, place);
        }
    }

    /// What the description does not admit of a value that is sent: its name in messages, and how it is written.
    pub(super) fn check_fit(
        &mut self,
        value: &Expr,
        schema: &Node,
        place: &Place,
        operation: &Operation,
        (name, form): (String, Form),
    ) {
        let sent = Sent { operation: &operation.name, name, form };
        let (library, report) = (&mut *self.library, &mut *self.report);
        let declared = self.known.workflow.inputs.as_ref();
        let declared = declared.map(|inputs| Node { value: inputs.value.clone(), place: inputs.place.clone() });
        let handed =
            Fit { library, inputs: &self.known.inputs, declared, report, sent, later: &mut self.outgoing.later }
                .check(value, schema, place);
        self.check_handed(handed, &operation.name, form != Form::Json);
    }
}

/// Whether a step wants its request to be refused, in a way that the operation documents: its body may be wrong on purpose.
pub(super) fn expects_refusal(step: &document::Step, operation: &Operation) -> bool {
    let answers = step.success_criteria.as_ref().map(|criteria| Answers::admitted_by(criteria));
    let Some(answers) = answers.filter(Answers::are_errors) else { return false };
    let statuses = |response: &Response| response.status.statuses();
    operation.responses.iter().any(|response| statuses(response).is_none_or(|set| set.intersects(&answers.statuses)))
}
