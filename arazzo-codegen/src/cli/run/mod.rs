//! `cargo arazzo run`: compiles a workflow into a program of its own, and runs that.
//!
//! Nothing is interpreted: the program is the generated code, the runtime, and a `main` that hands over inputs, base URLs and
//! credentials (`program.rs`). It stays in a folder of cargo's home, so that only the first run waits for the dependencies.

mod bindings;
mod inputs;
mod order;
mod package;
mod target;

use std::io;
use std::path::Path;

use quote::quote;

use super::arguments::Run;
use super::output::{Findings, blocks, complain};
use super::paths::{absolute, root_of};
use crate::compile;
use package::Package;
use target::Target;

/// Whether the workflow ended with its outputs.
pub(super) fn run(run: &Run, colour: bool) -> io::Result<bool> {
    let document = run.options.document(&run.file, colour)?;
    let root = root_of(&document.path)?;
    let compiled = compile(&root, &document, &quote! { ::arazzo });
    let mut findings = Findings::default();
    let mut found = findings.add(&compiled.diagnostics);
    found.retain(|diagnostic| run.warnings || diagnostic.severity == crate::Severity::Error);
    for block in blocks(&found) {
        complain(&block)?;
    }
    if findings.has_errors() {
        complain(&format!("nothing is run: {}", findings.summary()))?;
        return Ok(false);
    }
    let target = Target::of(&root, &document, run.workflow())?;
    let order = order::order(run, &target)?;
    let source = compiled.to_source().map_err(|error| {
        io::Error::other(format!("the generated code is not Rust, which is a mistake of arazzo-codegen: {error}"))
    })?;
    let package = Package::of(&absolute(&run.file)?, &target)?;
    package.write(&source, &bindings::bindings(&target)?)?;
    let program = package.build()?;
    start(&program, &order)
}

/// Runs the program; the order goes to its standard input, where nobody else on the machine can read it.
fn start(program: &Path, order: &str) -> io::Result<bool> {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new(program).stdin(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(order.as_bytes())?;
    }
    Ok(child.wait()?.success())
}
