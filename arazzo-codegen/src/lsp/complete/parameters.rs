//! Parameters of a step: their names, places and values.

use lsp_types::CompletionItemKind;

use super::at::At;
use super::candidate::{Candidate, Values};
use super::expressions;
use super::operations::texts;
use super::written::Written;
use crate::lsp::types;
use crate::openapi::{Operation, Parameter};
use crate::place::Segment;
use crate::syntax::pointer::Pointer;

/// Parameters that the operation declares and the step does not send yet, or inputs of the workflow that it calls.
pub(super) fn names(at: &mut At<'_, '_>) -> Vec<Candidate> {
    let list = at.path.len().checked_sub(2).and_then(|end| at.path.get(..end)).and_then(|path| at.outline().at(path));
    let own = at.parent().and_then(|parent| parent.text("name")).unwrap_or_default();
    let sent: Vec<&str> = texts(list, "name").into_iter().filter(|name| *name != own).collect();
    let has_place = at.parent().is_some_and(|parent| parent.get("in").is_some());
    let Some(operation) = at.operation() else { return inputs(at, &sent) };
    let mut declared: Vec<&Parameter> =
        operation.parameters.iter().filter(|parameter| !sent.contains(&parameter.name.as_str())).collect();
    declared.sort_by_key(|parameter| !parameter.required);
    declared.into_iter().map(|parameter| candidate(at, parameter, has_place)).collect()
}

fn candidate(at: &At<'_, '_>, parameter: &Parameter, has_place: bool) -> Candidate {
    let (location, name) = (parameter.location.text(), parameter.name.clone());
    let detail = format!("{location}{}", if parameter.required { ", required" } else { "" });
    let candidate = Candidate::new(&name, CompletionItemKind::FIELD).detail(Some(detail));
    if has_place {
        return candidate;
    }
    let text = at.written().with_member(&name, "in", location);
    Candidate { is_raw: true, ..candidate.text(text) }
}

impl At<'_, '_> {
    fn written(&self) -> Written {
        let key = self.parent().and_then(|parent| parent.member("name"));
        let scalar = key.and_then(|member| member.value.scalar());
        let offset = key.map_or(0, |member| member.key.inner.start);
        Written::new(self.desk.text.as_str(), offset, scalar.and_then(|scalar| scalar.quote))
    }
}

/// The inputs of the workflow that the step calls.
fn inputs(at: &At<'_, '_>, sent: &[&str]) -> Vec<Candidate> {
    let called = || {
        let meaning = at.desk.meaning.as_deref()?;
        let subject = at.scene.subject(at.outline(), meaning)?;
        let step = at.scene.step_in(at.outline(), &subject)?;
        let index = subject.step(step)?.call.workflow()?.workflow;
        meaning.resolved.model.workflows.get(index)
    };
    let fields = called().map(|workflow| workflow.inputs.fields()).unwrap_or_default();
    let mut fields: Vec<_> = fields.iter().filter(|field| !sent.contains(&field.name.as_str())).collect();
    fields.sort_by_key(|field| !field.is_demanded());
    let candidate = |field: &&crate::model::Field| {
        let detail = if field.is_demanded() { "input, required" } else { "input" };
        let candidate = Candidate::new(&field.name, CompletionItemKind::FIELD).detail(Some(detail.to_owned()));
        candidate.documentation(field.description.clone())
    };
    fields.iter().map(candidate).collect()
}

/// Values that a parameter can have: those that its schema lists, and expressions.
pub(super) fn values(at: &mut At<'_, '_>) -> Values {
    let mut values = expressions::values(at);
    if !at.before.is_empty() && at.before.starts_with('$') || values.is_part {
        return values;
    }
    let (operation, name) = (at.operation(), at.parent().and_then(|parent| parent.text("name")).map(str::to_owned));
    let declared = operation.zip(name).and_then(|(operation, name)| schema(&operation, &name, at));
    let library = at.desk.meaning.as_deref_mut().map(|meaning| &mut meaning.library);
    let listed = library.zip(declared).map(|(library, schema)| types::words(library, &[schema], &Pointer::default()));
    let listed = listed.unwrap_or_default().into_iter();
    let listed = listed.map(|word| {
        let is_raw = matches!(word.as_str(), "true" | "false");
        Candidate { is_raw, ..Candidate::new(word, CompletionItemKind::ENUM_MEMBER) }
    });
    values.candidates = listed.chain(values.candidates).collect();
    values
}

fn schema(operation: &Operation, name: &str, at: &At<'_, '_>) -> Option<crate::openapi::Node> {
    let Some(Segment::Key(key)) = at.path.last() else { return None };
    let location = at.parent().and_then(|parent| parent.text("in"));
    let mut declared = operation.parameters.iter().filter(|parameter| parameter.name == name && key == "value");
    declared.find(|parameter| location.is_none_or(|location| parameter.location.text() == location))?.schema.clone()
}
