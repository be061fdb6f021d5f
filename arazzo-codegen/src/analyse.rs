//! The stages between a file and its blocks, as far as a document comes.
//!
//! `compile` emits what this gives; an editor asks it what the names of a document mean.

use crate::diagnostic::Report;
use crate::document::{self, Document};
use crate::flow::{self, Flow};
use crate::judge;
use crate::openapi::Library;
use crate::options::{Ends, Options};
use crate::place::FileId;
use crate::resolve::{self, Resolved};

/// How far a document came. What stopped it is in the report.
pub(crate) enum Analysed {
    /// It is no document that could be read at all.
    Nothing,
    /// Its form has mistakes. This is what could be read.
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only an editor asks for it"))]
    Read(Document),
    /// What it names has mistakes.
    Resolved(Resolved),
    /// It has no errors.
    Flowing(Resolved, Flow),
}

/// Runs the stages, in order. Between two of them all errors are collected, and none is carried on.
pub(crate) fn analyse(library: &mut Library, file: FileId, options: &Options, report: &mut Report) -> Analysed {
    let Some(document) = document::open(library, file, report) else { return Analysed::Nothing };
    if report.propagate().is_err() {
        return Analysed::Read(document);
    }
    let resolved = resolve::resolve(document, options, library, report);
    judge::model(&resolved, library, report);
    report_broken(library, report);
    report.keep_promises();
    if report.propagate().is_err() {
        return Analysed::Resolved(resolved);
    }
    let flow = flow::flow(&resolved.model, tells_ends(options), report);
    judge::flow(&resolved.model, &flow, report);
    if report.propagate().is_err() {
        return Analysed::Resolved(resolved);
    }
    Analysed::Flowing(resolved, flow)
}

/// A document whose form has no mistakes.
#[cfg(feature = "cli")]
pub(crate) fn read(library: &mut Library, file: FileId, report: &mut Report) -> Option<Document> {
    document::open(library, file, report).filter(|_| report.propagate().is_ok())
}

/// Whether a workflow with several ends returns at which one it came.
pub(crate) fn tells_ends(options: &Options) -> bool {
    options.ends == Ends::Told
}

/// Reports what could not be parsed of the descriptions.
pub(crate) fn report_broken(library: &Library, report: &mut Report) {
    for (file, error) in library.take_broken() {
        document::report_syntax(file, &error, report);
    }
}
