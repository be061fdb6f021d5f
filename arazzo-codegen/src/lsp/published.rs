//! Diagnostics as an editor shows them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_types::{
    CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString, Range,
    Uri,
};

use super::meaning::Compiled;
use super::text::Text;
use super::uri::uri_of;
use crate::cli::output::link;
use crate::diagnostic::{Diagnostic, End, Related, Severity};
use crate::settings::Mistake;

/// What is there and changes nothing.
const UNUSED: [&str; 3] = ["unused-declaration", "unreachable-step", "unread-output"];

/// The diagnostics of each file.
pub(super) type ByFile = BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>>;

/// What is to be said of a file.
pub(super) struct Published {
    pub(super) uri: Uri,
    pub(super) version: Option<i32>,
    pub(super) diagnostics: Vec<lsp_types::Diagnostic>,
}

/// What is said, by the files that it stands in; the document is always one of them.
pub(super) fn by_file(compiled: &Compiled, document: &Path) -> ByFile {
    let mut texts = Texts { compiled, known: BTreeMap::new() };
    let mut by_file = ByFile::from([(document.to_owned(), Vec::new())]);
    for diagnostic in &compiled.diagnostics {
        let said = texts.diagnostic(diagnostic);
        by_file.entry(diagnostic.file.clone()).or_default().push(said);
    }
    by_file
}

/// A file of settings that cannot be read: without it, levels are not those that were wanted.
pub(super) fn mistake(mistake: &Mistake) -> lsp_types::Diagnostic {
    lsp_types::Diagnostic {
        range: Text::new(mistake.text.clone()).range(&mistake.range),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some("arazzo".to_owned()),
        message: format!("the settings for Arazzo documents cannot be read: {}", mistake.message),
        ..lsp_types::Diagnostic::default()
    }
}

/// The texts of the files that a compilation has read.
struct Texts<'c> {
    compiled: &'c Compiled,
    known: BTreeMap<PathBuf, Text>,
}

impl Texts<'_> {
    fn diagnostic(&mut self, diagnostic: &Diagnostic) -> lsp_types::Diagnostic {
        let Diagnostic { file, line, column, end, code, .. } = diagnostic;
        let related = diagnostic.related.iter().filter_map(|related| self.related(related));
        let related: Vec<_> = related.collect();
        let unused = UNUSED.contains(code);
        lsp_types::Diagnostic {
            range: self.range(file, (*line, *column), *end),
            severity: Some(severity(diagnostic.severity)),
            code: Some(NumberOrString::String((*code).to_owned())),
            code_description: link(code).parse().ok().map(|href| CodeDescription { href }),
            source: Some("arazzo".to_owned()),
            message: message(diagnostic),
            related_information: (!related.is_empty()).then_some(related),
            tags: unused.then(|| vec![DiagnosticTag::UNNECESSARY]),
            data: None,
        }
    }

    fn related(&mut self, related: &Related) -> Option<DiagnosticRelatedInformation> {
        let range = self.range(&related.file, (related.line, related.column), related.end);
        let location = Location { uri: uri_of(&related.file)?, range };
        Some(DiagnosticRelatedInformation { location, message: related.label.clone() })
    }

    fn range(&mut self, file: &Path, (line, column): (usize, usize), end: End) -> Range {
        let files = &self.compiled.library.files;
        let text = self.known.entry(file.to_owned()).or_insert_with(|| Text::new(files.text_of(file)));
        Range { start: text.of_character(line, column), end: text.of_character(end.line, end.column) }
    }
}

/// The sentence, and what to do.
fn message(diagnostic: &Diagnostic) -> String {
    let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
    format!("{}{help}", diagnostic.message)
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Note => DiagnosticSeverity::INFORMATION,
        Severity::Lint => DiagnosticSeverity::HINT,
    }
}
