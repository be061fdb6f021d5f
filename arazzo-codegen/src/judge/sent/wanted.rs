//! Inputs that may be left out, where the API demands a value. The request is sent without it then (SPEC P-23, RB-16), and the API
//! refuses it. What a request cannot be made without is for `flow` to say.

use std::collections::HashSet;

use super::Values;
use crate::diagnostic::{Kind, Relation, Report};
use crate::judge::subject::Subject;
use crate::model::{Expr, InputPath, InputTypes, Workflow};
use crate::openapi::{Node, is_said};
use crate::place::{Mark, Place};
use crate::resolve::{Sent, member};
use crate::value::Value;

/// Schemas inside schemas deeper than this are not looked at.
const MAX_DEPTH: usize = 32;
/// So many values are held against schemas in one body.
const MAX_LOOKED_AT: usize = 10_000;

/// What was looked at: values with their schemas, each by its place.
#[derive(Default)]
struct Seen(HashSet<(Place, Place)>);

impl Seen {
    fn is_new(&mut self, value: &Place, schema: &Place) -> bool {
        self.0.len() < MAX_LOOKED_AT && self.0.insert((value.clone(), schema.clone()))
    }
}

/// An input that a request may lack.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    input: String,
    needed_by: String,
    mark: Mark,
}

impl Values<'_> {
    /// Notes the inputs of a parameter that the operation demands.
    pub(super) fn want_parameter(
        &mut self,
        sent: &Sent,
        name: &str,
        (location, operation): (&'static str, &str),
        declared: &Mark,
    ) {
        if sent.value == Expr::Literal(Value::Null) {
            // A null is not sent.
            let (parameter, operation) = (name.to_owned(), operation.to_owned());
            let kind = Kind::RequiredParameterMissing { parameter, location, operation };
            self.report.add(sent.place.value(), kind).also(declared.clone(), Relation::Required);
        } else {
            self.want(&sent.value, &format!("{location} parameter `{name}`"), &sent.place);
        }
    }

    /// Notes the inputs of members that a schema demands.
    pub(super) fn want_members(&mut self, sent: &Sent, schema: &Node) {
        self.want_inner(&sent.value, schema, &sent.place, (&mut Seen::default(), 0));
    }

    fn want_inner(&mut self, value: &Expr, schema: &Node, place: &Place, (seen, depth): (&mut Seen, usize)) {
        let Some(schema) = self.library.resolve(schema.clone(), self.report) else { return };
        if depth >= MAX_DEPTH || !seen.is_new(place, &schema.place) {
            return;
        }
        for part in schema.get("allOf").map(|parts| parts.items()).unwrap_or_default() {
            self.want_inner(value, &part, place, (seen, depth + 1));
        }
        match value {
            Expr::Object(members) => {
                for (name, value) in members {
                    let at = member(self.library, place, name);
                    self.want_member(name, value, &schema, &at, (seen, depth));
                }
            }
            Expr::Array(items) => {
                let Some(of) = schema.get("items") else { return };
                for (index, item) in items.iter().enumerate() {
                    self.want_inner(item, &of, &place.index(index), (seen, depth + 1));
                }
            }
            _ => {}
        }
    }

    fn want_member(
        &mut self,
        name: &str,
        value: &Expr,
        schema: &Node,
        place: &Place,
        (seen, depth): (&mut Seen, usize),
    ) {
        let required = schema.get("required").map(|list| list.items()).unwrap_or_default();
        let is_required = required.iter().any(|known| known.value.as_str() == Some(name));
        let property = schema.get("properties").and_then(|properties| properties.get(name));
        let is_read_only = property.as_ref().is_some_and(|node| is_said(self.library, node, "readOnly"));
        if is_required && !is_read_only {
            self.want(value, &format!("the required property `{name}`"), place);
        }
        if let Some(property) = property {
            self.want_inner(value, &property, place, (seen, depth + 1));
        }
    }

    fn want(&mut self, value: &Expr, needed_by: &str, place: &Place) {
        let (mut found, inputs) = (Vec::new(), &self.subject.workflow.inputs);
        let mut note = |value: &Expr| {
            if let Expr::Input(path) = value {
                found.extend(left_out(path, inputs));
            }
        };
        match value {
            Expr::Input(_) | Expr::Template(_) => value.each(&mut note),
            _ => return,
        }
        for input in found {
            let (needed_by, mark) = (needed_by.to_owned(), self.subject.hole(self.library, value, place));
            self.wanted.push(Wanted { input, needed_by, mark });
        }
    }
}

/// The input that a caller may leave out, so that a value is absent.
fn left_out(path: &InputPath, inputs: &InputTypes) -> Option<String> {
    if let Some((key, _)) = path.undeclared() {
        return Some(key.to_owned());
    }
    let field = inputs.fields().get(path.root)?;
    (!field.required && field.default.is_none()).then(|| field.name.clone())
}

/// Reports each input once: it is left out everywhere, or nowhere.
pub(super) fn report(subject: &Subject<'_>, wanted: Vec<Wanted>, report: &mut Report) {
    let workflow = subject.workflow;
    let mut seen: HashSet<String> = needed(workflow).filter_map(|path| left_out(path, &workflow.inputs)).collect();
    for Wanted { input, needed_by, mark } in wanted {
        if seen.insert(input.clone()) {
            report.add(mark, Kind::OptionalInput { input, needed_by });
        }
    }
}

/// What a request cannot be made without, of which `flow` reports the same.
fn needed(workflow: &Workflow) -> impl Iterator<Item = &InputPath> {
    let required = workflow.steps.iter().flat_map(|step| step.call.required());
    required.filter_map(|(value, _)| match value {
        Expr::Input(path) => Some(path),
        _ => None,
    })
}
