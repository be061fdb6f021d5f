//! From findings to diagnostics: which are shown, and how bad each is.

use std::path::PathBuf;

use super::edit::edit;
use super::render::block_without_place;
use super::{Diagnostic, Finding, Kind, Severity, diagnostic};
use crate::options::Options;
use crate::source::Files;

/// Applies `allow`, `warn`, `deny` and `strict`, and puts the diagnostics in the order of the files.
///
/// An error stays one, whatever is allowed.
pub(crate) fn levelled(files: &Files, findings: Vec<Finding>, options: &Options) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<(usize, Diagnostic)> = Vec::new();
    for finding in findings {
        let sentences = finding.kind.sentences();
        let Some(severity) = severity(sentences.code, sentences.severity, options) else { continue };
        let mut found = diagnostic(files, &finding, severity, options.colour);
        if options.edits {
            found.edit = edit(files, &finding);
        }
        if diagnostics.iter().all(|(_, known)| *known != found) {
            diagnostics.push((finding.mark.place.file.index(), found));
        }
    }
    diagnostics.sort_by_key(|(file, diagnostic)| (*file, diagnostic.line, diagnostic.column));
    diagnostics.into_iter().map(|(_, diagnostic)| diagnostic).collect()
}

fn severity(code: &str, own: Severity, options: &Options) -> Option<Severity> {
    let named = |codes: &[String]| codes.iter().any(|known| known == code);
    match own {
        Severity::Error => Some(Severity::Error),
        _ if named(&options.deny) => Some(Severity::Error),
        _ if named(&options.allow) => None,
        _ if named(&options.warn) => Some(Severity::Warning),
        Severity::Lint => options.strict.then_some(Severity::Lint),
        _ if options.strict => Some(Severity::Error),
        own => Some(own),
    }
}

/// A mistake outside of any file that could be read.
pub(crate) fn without_place(kind: &Kind, file: PathBuf, colour: bool) -> Diagnostic {
    let sentences = kind.sentences().without_edit();
    Diagnostic {
        code: sentences.code,
        severity: sentences.severity,
        rendered: block_without_place(&sentences, sentences.severity, colour),
        message: sentences.message,
        help: sentences.help,
        file,
        line: 1,
        column: 1,
        related: Vec::new(),
        edit: None,
    }
}
