//! Where the inputs of a workflow are used: as a whole in what is sent, or in any other way.

use std::collections::BTreeMap;

use super::described::Source;
use crate::check::Form;
use crate::model::{EXTRA, Expr, InputPath, Ty};
use crate::openapi::Node;
use crate::resolve::draft::{Call, Draft, Step};
use crate::resolve::request::{Sent, Wants};
use crate::syntax::pointer::Pointer;

/// A field of `Input`, by its index.
pub(super) type Root = usize;

/// How often a workflow reads each input, or a part of it.
pub(super) fn reads(workflow: &Draft) -> BTreeMap<Root, usize> {
    let mut count = BTreeMap::new();
    each_value(workflow, &mut |value| {
        value.each(&mut |part| {
            if let Expr::Input(path) = part {
                *count.entry(path.root).or_default() += 1;
            }
        });
    });
    count
}

fn each_value(workflow: &Draft, visit: &mut impl FnMut(&Expr)) {
    for step in &workflow.steps {
        step.call.values().into_iter().for_each(|(value, _)| visit(value));
        step.outputs.iter().for_each(|output| visit(&output.value));
        step.success.each_value(visit);
        step.on_success.iter().chain(&step.on_failure).for_each(|action| action.test.each_value(visit));
    }
    workflow.outputs.iter().for_each(|output| visit(&output.value));
}

/// The schemas that inputs are sent to as a whole, an entry for each time.
pub(super) fn sends(sent: &[Sent]) -> BTreeMap<Root, Vec<Source>> {
    let mut found = BTreeMap::new();
    for sent in sent {
        for wants in &sent.wants {
            // What is sent as XML may have another form: with the element of the root around it, or without.
            if let Wants::Schema { schema, operation, form, .. } = wants
                && *form != Form::Xml
            {
                let to = Receiver { schema, operation: name_of(sent, operation, *form) };
                to.collect(&sent.value, &Pointer::default(), &mut found);
            }
        }
    }
    found
}

/// What a type is called after whose schema has no name: the operation, of a parameter with its name.
fn name_of(sent: &Sent, operation: &str, form: Form) -> String {
    let parameter = sent.wants.iter().find_map(|wants| match wants {
        Wants::Carried(carried) => Some(&carried.name.text),
        _ => None,
    });
    match parameter {
        Some(parameter) if form != Form::Fields => format!("{operation} {parameter}"),
        _ => format!("{operation} request"),
    }
}

/// The schema of a parameter or of a body.
struct Receiver<'s> {
    schema: &'s Node,
    operation: String,
}

impl Receiver<'_> {
    fn collect(&self, value: &Expr, at: &Pointer, found: &mut BTreeMap<Root, Vec<Source>>) {
        match value {
            Expr::Input(path) if is_whole(path) => {
                let (schema, operation) = (self.schema.clone(), self.operation.clone());
                found.entry(path.root).or_default().push(Source { schema, pointer: at.clone(), operation });
            }
            Expr::Object(members) => {
                for (name, member) in members {
                    self.collect(member, &at.child(name), found);
                }
            }
            Expr::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.collect(item, &at.child(&index.to_string()), found);
                }
            }
            _ => {}
        }
    }
}

/// Whether a path leads to a declared input, and not into it.
pub(super) fn is_whole(path: &InputPath) -> bool {
    path.fields.len() == 1 && path.pointer.is_empty() && path.fields.first().is_some_and(|field| field != EXTRA)
}

/// Lets all values that are sent know the new types of inputs.
pub(super) fn retype(workflow: &mut Draft, types: &BTreeMap<Root, Ty>) {
    let retype = |value: &mut Expr| {
        *value = retyped(std::mem::replace(value, Expr::Array(Vec::new())), types);
    };
    workflow.steps.iter_mut().flat_map(sent_values).for_each(retype);
    workflow.confided.iter_mut().map(|confided| &mut confided.value).for_each(retype);
}

fn sent_values(step: &mut Step) -> Vec<&mut Expr> {
    match &mut step.call {
        Call::Operation { request, .. } => {
            let body = request.body.iter_mut().map(|body| &mut body.value);
            request.arguments.iter_mut().map(|argument| &mut argument.value).chain(body).collect()
        }
        Call::Workflow(_) | Call::Unknown(_) => Vec::new(),
    }
}

fn retyped(value: Expr, types: &BTreeMap<Root, Ty>) -> Expr {
    match value {
        Expr::Input(path) if is_whole(&path) => {
            let ty = types.get(&path.root).cloned().unwrap_or_else(|| path.ty.clone());
            Expr::Input(InputPath { ty, ..path })
        }
        other => other.map_parts(&mut |part| retyped(part, types)),
    }
}
