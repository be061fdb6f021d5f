//! What several objects of the specification have in common.

use super::fields::{check_key, check_unique};
use super::{Fields, OrReference, Output, OutputValue, Reference, Word, fields, known, payload, selector, word};
use crate::diagnostic::{Kind, Report};
use crate::place::Place;
use crate::suggest::closest;
use crate::syntax::expression::{ComponentKind, Expression};
use crate::value::Value;

/// One of a fixed set of words.
pub(super) fn one_of<T: Copy>(
    what: &'static str,
    word: &Word,
    allowed: &[(&'static str, T)],
    report: &mut Report,
) -> Option<T> {
    let found = allowed.iter().find(|(text, _)| *text == word.text).map(|(_, value)| *value);
    if found.is_none() {
        let allowed: Vec<_> = allowed.iter().map(|(text, _)| *text).collect();
        let closest = closest(&word.text, allowed.iter().copied());
        report.add(word.place.value(), Kind::InvalidValue { what, found: word.text.clone(), allowed, closest });
    }
    found
}

/// `dependsOn` of a workflow or a step.
pub(super) fn read_dependencies(object: &Fields<'_>, report: &mut Report) -> Vec<Word> {
    let items = if object.has("dependsOn") { object.required_list("dependsOn", report) } else { Vec::new() };
    let words: Vec<_> = items.iter().filter_map(|(value, place)| word(value, place, "a dependency", report)).collect();
    check_unique("dependency", words.iter().map(|word| (word.text.as_str(), &word.place)), report);
    words
}

/// `outputs` of a step or of a workflow.
pub(super) fn read_outputs(object: &Fields<'_>, report: &mut Report) -> Vec<Output> {
    let outputs = object.map("outputs", report);
    outputs
        .into_iter()
        .filter_map(|(name, value, place)| {
            check_key("output", &name, &place, report);
            let value = if value.as_object().is_some() {
                OutputValue::Selector(Box::new(selector::read(&value, &place, report)?))
            } else {
                let text = word(&value, &place, "an output", report)?;
                OutputValue::Expression(expression(&text, report)?)
            };
            Some(Output { name, value, place })
        })
        .collect()
}

/// A string that must be one whole expression.
pub(super) fn expression(word: &Word, report: &mut Report) -> Option<Expression> {
    match Expression::parse(&word.text) {
        Ok(expression) => Some(expression),
        Err(problem) => {
            if let Some(expression) = payload::loosely(&word.text, &word.place, report) {
                return Some(expression);
            }
            let kind =
                Kind::BadExpression { text: word.text.clone(), reason: problem.reason, closest: problem.closest };
            report.add(word.place.range(problem.range), kind);
            None
        }
    }
}

/// A Reusable Object, recognised by its `reference`.
pub(super) fn reference(value: &Value, place: &Place, report: &mut Report) -> Option<Reference> {
    let object = fields(value, place, "a reusable object", &known::REFERENCE, report)?;
    for (key, _) in value.as_object()?.iter().filter(|(key, _)| key.starts_with("x-")) {
        let (object, reason) = ("a reusable object".to_owned(), "it has no extensions");
        report.add(place.key(key).name(), Kind::IneffectiveField { field: key.clone(), object, reason });
    }
    let target = object.required_word("reference", report)?;
    let expression = expression(&target, report)?;
    let value = object.get("value").and_then(|(value, place)| payload::read(value, &place, report));
    Some(Reference { expression, value, place: target.place })
}

/// Either an object of its own or a reference to a component of this kind.
pub(super) fn or_reference<T>(
    value: &Value,
    place: &Place,
    kind: ComponentKind,
    report: &mut Report,
    inline: impl FnOnce(&Value, &Place, &mut Report) -> Option<T>,
) -> Option<OrReference<T>> {
    if value.get("reference").is_some() {
        return reference(value, place, report).map(|reference| OrReference::Reference(Box::new(reference)));
    }
    if let Some(pointer) = value.text("$ref") {
        let name = pointer.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("NAME");
        let canonical = format!("reference: $components.{}.{name}", kind.key());
        report.add(place.key("$ref").name(), Kind::ReferenceForm { canonical });
        return None;
    }
    inline(value, place, report).map(OrReference::Inline)
}
