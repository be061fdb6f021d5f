//! From findings to diagnostics: which are shown, and how bad each is.

use std::borrow::Borrow;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use super::edit::edit;
use super::explained::without_explained;
use super::named::severity;
use super::render::{View, block_without_place};
use super::{Diagnostic, End, Finding, Kind, Severity};
use crate::files::Files;
use crate::locate;
use crate::options::Options;
use crate::place::FileId;
use crate::place::Mark;

/// So many mistakes of one document are shown as a block with its line. Nobody reads more before the first ones are corrected,
/// and often most of the others are gone then.
pub(super) const SHOWN: usize = 100;

/// Applies `allow`, `warn`, `deny` and `strict`, and puts the diagnostics in the order of the files.
///
/// An error stays one, whatever is allowed. Of more than `SHOWN` the errors come first to be rendered, then the warnings; edits are
/// looked for of these alone, because each is tried on the whole file.
pub(crate) fn levelled(files: &Files, findings: Vec<Finding>, options: &Options) -> Vec<Diagnostic> {
    let with_severity = |finding: Finding| {
        let level = severity(&finding.kind, options)?;
        Some((level, finding))
    };
    let findings = without_explained(findings.into_iter().filter_map(with_severity).collect());
    prepare(files, &findings);
    let mut known = HashSet::new();
    let views = findings.iter().map(|(severity, finding)| (View::new(files, finding, *severity), finding));
    let mut views: Vec<(View<'_>, &Finding)> = views.filter(|(view, _)| known.insert(view.identity())).collect();
    views.sort_by_key(|(view, finding)| (finding.mark.place.file.index(), view.place()));
    let blocks = first(&views, |(view, _)| view.severity);
    let diagnostics = views.into_iter().zip(blocks).map(|((view, finding), block)| {
        let cure = view.cure().filter(|_| block && options.edits);
        let edit = cure.and_then(|cure| edit(files, &finding.mark, cure));
        Diagnostic { edit, ..view.diagnostic(block, options.colour) }
    });
    diagnostics.collect()
}

/// Finds the places of each file together.
fn prepare(files: &Files, findings: &[(Severity, Finding)]) {
    let mut marks: HashMap<FileId, Vec<&Mark>> = HashMap::new();
    for (_, finding) in findings {
        let related = finding.related.iter().map(|(mark, _)| mark);
        for mark in std::iter::once(&finding.mark).chain(related) {
            marks.entry(mark.place.file).or_default().push(mark);
        }
    }
    for (file, marks) in marks {
        locate::prepare(files.get(file), &marks);
    }
}

/// Which are among the first `SHOWN`: the worst, and of one severity those that stand first.
fn first<T>(all: &[T], severity: impl Fn(&T) -> Severity) -> Vec<bool> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|index| all.get(*index).map(&severity).map(Reverse));
    let mut is_first = vec![false; all.len()];
    for index in order.into_iter().take(SHOWN) {
        if let Some(place) = is_first.get_mut(index) {
            *place = true;
        }
    }
    is_first
}

/// What to show of the diagnostics of a document, in their order: at most a hundred, errors before all others.
pub fn shown<D: Borrow<Diagnostic>>(diagnostics: &[D]) -> Vec<&Diagnostic> {
    let chosen = first(diagnostics, |diagnostic| diagnostic.borrow().severity);
    diagnostics.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(diagnostic, _)| diagnostic.borrow()).collect()
}

/// What to say of those that are not shown, if there are any: `and 20 more: 3 errors, 17 warnings`.
pub fn more<D: Borrow<Diagnostic>>(diagnostics: &[D]) -> Option<String> {
    let hidden = diagnostics.len().checked_sub(SHOWN).filter(|hidden| *hidden > 0)?;
    let chosen = first(diagnostics, |diagnostic| diagnostic.borrow().severity);
    let of = |severity| {
        let hidden = diagnostics.iter().zip(&chosen).filter(|(_, chosen)| !**chosen);
        let hidden = hidden.filter(|(found, _)| Borrow::<Diagnostic>::borrow(*found).severity == severity);
        let count = hidden.count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {severity}{plural}"))
    };
    let kinds = [Severity::Error, Severity::Warning, Severity::Note, Severity::Lint];
    Some(format!("and {hidden} more: {}", kinds.into_iter().filter_map(of).collect::<Vec<_>>().join(", ")))
}

/// A mistake outside of any file that could be read.
pub(crate) fn without_place(kind: &Kind, file: PathBuf, colour: bool) -> Diagnostic {
    let sentences = kind.sentences().without_edit();
    Diagnostic {
        code: kind.code(),
        severity: kind.severity(),
        rendered: block_without_place(kind, &sentences, colour),
        message: sentences.message,
        help: sentences.help,
        file,
        line: 1,
        column: 1,
        end: End { line: 1, column: 1 },
        related: Vec::new(),
        edit: None,
    }
}
