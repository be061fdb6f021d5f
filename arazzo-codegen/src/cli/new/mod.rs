//! `cargo arazzo new`: the first version of a document, from the operations that it is to call.

mod api;
mod draft;
mod needs;
mod package;
mod yaml;

use std::fs;
use std::io;
use std::path::Path;

use quote::quote;

use super::arguments::New;
use super::output::{Findings, blocks, complain, print};
use super::paths::{absolute, root_of};
use crate::{Document, compile};
use api::Api;
use draft::Draft;

/// Whether the document has no errors.
pub(super) fn run(new: &New, colour: bool) -> io::Result<bool> {
    let path = absolute(&new.description)?;
    let mut api = Api::open(&path)?;
    if new.operation.is_empty() {
        print(&api.list())?;
        complain("choose with --operation, in the order in which they are to run")?;
        return Ok(true);
    }
    let operations = new.operation.iter().map(|id| api.operation(id)).collect::<io::Result<Vec<_>>>()?;
    let draft = Draft::of(&operations, &mut api.library);
    let document = |url: &str| yaml::document(&draft, &new.workflow_id(), url);
    if let Some(folder) = &new.package {
        let (written, text) = package::write(folder, &path, &new.workflow_id(), &document)?;
        return checked(&absolute(&written)?, &text, colour);
    }
    let target = absolute(new.output.as_deref().unwrap_or(Path::new("workflow.arazzo.yml")))?;
    let text = document(&yaml::url(&path, target.parent().unwrap_or(Path::new(""))));
    match &new.output {
        Some(output) => write_new(output, &text)?,
        None => print(&text)?,
    }
    checked(&target, &text, colour)
}

/// What is wrong with a document that was made: where the description does not say what it needs.
fn checked(path: &Path, text: &str, colour: bool) -> io::Result<bool> {
    let document = Document::new(path).text(text).colour(colour).shown_from(std::env::current_dir()?);
    let compiled = compile(&root_of(path)?, &document, &quote! { ::arazzo });
    let mut findings = Findings::default();
    for block in blocks(&findings.add(&compiled.diagnostics)) {
        complain(&block)?;
    }
    Ok(!findings.has_errors())
}

/// Nothing is overwritten.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let file = fs::OpenOptions::new().write(true).create_new(true).open(path);
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    io::Write::write_all(&mut file.map_err(named)?, text.as_bytes())
}
