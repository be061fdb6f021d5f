//! Inputs that are only sent as bytes, or as files: they are bytes in Rust, too.
//!
//! As JSON they are what they were: a data URL in base64 stands for its bytes, and any other string for its own. What is sent in base64
//! is none of them, because any other string is base64 already there.

use std::collections::BTreeMap;

use super::uses::{Root, is_whole, reads, retype};
use crate::model::{Body, BodyForm, Expr, PartForm, Ty};
use crate::resolve::draft::Draft;

/// Makes files of the inputs of a workflow that are nothing else.
pub(crate) fn make_files(workflow: &mut Draft) {
    let mut sent: BTreeMap<Root, usize> = BTreeMap::new();
    let bodies = workflow.steps.iter().filter_map(|step| step.call.request()?.body.as_ref());
    bodies.flat_map(files).for_each(|root| *sent.entry(root).or_default() += 1);
    if sent.is_empty() {
        return;
    }
    let read = reads(workflow);
    let only_files = sent.into_iter().filter(|(root, count)| read.get(root) == Some(count));
    let mut given = BTreeMap::new();
    for (root, _) in only_files {
        let field = workflow.inputs.root_mut().and_then(|object| object.fields.get_mut(root));
        let Some(field) = field.filter(|field| field.default.is_none()) else { continue };
        if let Some(ty) = file(&field.ty) {
            field.ty = ty.clone();
            given.insert(root, ty);
        }
    }
    retype(workflow, &given);
}

/// The inputs that are the bytes of a body, or files in it, once for each time.
fn files(body: &Body) -> Vec<Root> {
    let is_file = |name: &String, forms: &[(String, PartForm)]| {
        forms.iter().any(|(known, form)| known == name && matches!(form, PartForm::File(_)))
    };
    match (&body.form, &body.value) {
        (BodyForm::Bytes, value) => text(value).into_iter().collect(),
        (BodyForm::Multipart(parts), Expr::Object(members)) => {
            let files = members.iter().filter(|(name, _)| is_file(name, &parts.forms));
            files.flat_map(|(_, value)| in_part(value)).collect()
        }
        _ => Vec::new(),
    }
}

/// A part may be several files. A list inside of a list is JSON.
fn in_part(value: &Expr) -> Vec<Root> {
    match value {
        Expr::Array(items) => items.iter().filter_map(text).collect(),
        Expr::Input(path) if is_whole(path) => vec![path.root],
        _ => Vec::new(),
    }
}

/// An input that is one text.
fn text(value: &Expr) -> Option<Root> {
    match value {
        Expr::Input(path) if is_whole(path) && path.ty == Ty::String => Some(path.root),
        _ => None,
    }
}

/// The type of files where that of texts was.
fn file(ty: &Ty) -> Option<Ty> {
    match ty {
        Ty::String => Some(Ty::Content),
        Ty::Array(items) if **items == Ty::String => Some(Ty::Array(Box::new(Ty::Content))),
        _ => None,
    }
}
