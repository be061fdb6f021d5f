//! `cargo arazzo expand`

use std::io;

use quote::quote;

use super::arguments::Expand;
use super::output::{Findings, blocks, complain, print};
use super::paths::root_of;
use crate::compile;

/// Whether the document has no errors.
pub(super) fn run(expand: &Expand, colour: bool) -> io::Result<bool> {
    let document = expand.options.document(&expand.file, colour)?;
    let compiled = compile(&root_of(&document.path)?, &document, &quote! { ::arazzo });
    let mut findings = Findings::default();
    for block in blocks(&findings.add(&compiled.diagnostics)) {
        complain(&block)?;
    }
    if findings.has_errors() {
        complain(&format!("nothing to expand: {}", findings.summary()))?;
        return Ok(false);
    }
    let source = compiled.to_source().map_err(|error| {
        io::Error::other(format!("the generated code is not Rust, which is a mistake of arazzo-codegen: {error}"))
    })?;
    print(&source)?;
    Ok(true)
}
