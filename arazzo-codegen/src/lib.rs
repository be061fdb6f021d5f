//! compiler
#![allow(dead_code, missing_docs, unused_imports)]
mod diagnostic;
mod document;
mod flow;
mod locate;
mod model;
mod names;
mod openapi;
mod options;
mod place;
mod resolve;
mod source;
mod syntax;
mod value;

/// Reports a file that cannot be parsed.
fn report_syntax(
    files: &source::Files,
    file: source::FileId,
    error: source::SyntaxError,
    report: &mut diagnostic::Report,
) {
    let _ = files;
    let mark = place::Place::root(file).value();
    report.add(mark, diagnostic::Kind::Syntax { message: error.message });
}
