//! Values that steps send, held against what the descriptions take.
//!
//! What a value is held against stands beside it (`resolve::Wants`): a schema, a style, the text of another language.

mod handed;
mod part;
mod sendable;
mod structure;
#[cfg(test)]
mod tests;
mod text;
mod wanted;

use crate::check::{Fit, Form, Receiver};
use crate::diagnostic::{Kind, Report};
use crate::judge::subject::Subject;
use crate::openapi::{Library, Node};
use crate::resolve::{Sent, Wants};
use structure::{sent_structure, structure};
use wanted::Wanted;

/// Judges what the steps of a workflow send.
pub(super) fn report(subject: &Subject<'_>, library: &mut Library, report: &mut Report) {
    let mut values = Values { subject, library, report, wanted: Vec::new() };
    for (_, operation) in subject.material.operations.iter().flatten() {
        values.check_method_name(operation);
    }
    for sent in &subject.material.sent {
        sent.wants.iter().for_each(|wants| values.check(sent, wants));
    }
    let wanted = std::mem::take(&mut values.wanted);
    wanted::report(subject, wanted, values.report);
}

/// What every part of this check needs.
struct Values<'v> {
    subject: &'v Subject<'v>,
    library: &'v mut Library,
    report: &'v mut Report,
    /// Inputs that requests may lack.
    wanted: Vec<Wanted>,
}

impl Values<'_> {
    fn check(&mut self, sent: &Sent, wants: &Wants) {
        match wants {
            Wants::Schema { schema, operation, name, form } => self.check_fit(sent, schema, operation, (name, *form)),
            Wants::Members { schema } => self.want_members(sent, schema),
            Wants::Parameter { name, location, operation, declared } => {
                self.want_parameter(sent, name, (location, operation), declared);
            }
            Wants::Style(styling) => {
                let found = sent_structure(&sent.value, self.subject);
                let kind = found.and_then(|found| styling.undefined(found));
                self.add(sent, kind);
            }
            Wants::Carried(carried) => self.check_sendable(sent, carried),
            Wants::Field => {
                let found = structure(&sent.value, self.subject).map(|found| found.outer.text());
                self.add(sent, found.map(|found| Kind::StructureAsText { found, into: "this field" }));
            }
            Wants::Part { name, form } => {
                let kind = part::unfit(name, form, &sent.value, self.subject);
                self.add(sent, kind);
            }
            Wants::TextIn(into) => self.check_text(sent, into),
        }
    }

    fn add(&mut self, sent: &Sent, kind: Option<Kind>) {
        if let Some(kind) = kind {
            self.report.add(sent.place.value(), kind);
        }
    }

    /// What a schema does not admit of a value: its name in messages, and how it is written.
    fn check_fit(&mut self, sent: &Sent, schema: &Node, operation: &str, (name, form): (&str, Form)) {
        let declared = self.subject.written.inputs.as_ref();
        let declared = declared.map(|inputs| Node { value: inputs.value.clone(), place: inputs.place.clone() });
        let (library, report) = (&mut *self.library, &mut *self.report);
        let workflow = self.subject.workflow;
        let handed =
            Fit { library, workflow, declared, report, operation, name, form }.check(&sent.value, schema, &sent.place);
        self.check_handed(handed, Receiver::Operation(operation), form != Form::Json);
    }
}
