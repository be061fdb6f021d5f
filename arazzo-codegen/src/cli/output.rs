//! What the command prints, and where.

use std::collections::{BTreeSet, HashSet};
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::{Diagnostic, Severity, more, shown};

/// Writes a result to the standard output.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Writes a line to the standard error.
pub(super) fn complain(text: &str) -> io::Result<()> {
    writeln!(io::stderr().lock(), "{text}")
}

/// The diagnostics of several documents, counted.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// What was printed: documents that share a broken description report the same.
    seen: HashSet<String>,
    codes: BTreeSet<&'static str>,
    errors: usize,
    warnings: usize,
    notes: usize,
    lints: usize,
}

impl Findings {
    /// Counts those that are new, and gives them back.
    pub(super) fn add<'d>(&mut self, diagnostics: &'d [Diagnostic]) -> Vec<&'d Diagnostic> {
        let is_new = |diagnostic: &&Diagnostic| {
            self.seen.insert(format!("{}\n{}", diagnostic.file.display(), diagnostic.rendered))
        };
        let new: Vec<&Diagnostic> = diagnostics.iter().filter(is_new).collect();
        for diagnostic in &new {
            match diagnostic.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
                Severity::Lint => self.lints += 1,
            }
        }
        new
    }

    /// Remembers the codes of what is shown.
    pub(super) fn name(&mut self, shown: &[&Diagnostic]) {
        self.codes.extend(shown.iter().map(|diagnostic| diagnostic.code));
    }

    /// How to learn more about what was found.
    pub(super) fn hint(&self) -> Option<String> {
        let codes: Vec<&str> = self.codes.iter().copied().collect();
        match codes[..] {
            [] => None,
            [code] => Some(format!("`cargo arazzo explain {code}` says more")),
            _ => Some(format!("`cargo arazzo explain CODE` says more; the codes are {}", codes.join(", "))),
        }
    }

    pub(super) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// `1 error, 2 warnings`
    pub(super) fn summary(&self) -> String {
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note"), (self.lints, "lint")];
        let counts: Vec<String> =
            counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| counted(count, what)).collect();
        if counts.is_empty() { "nothing found".to_owned() } else { counts.join(", ") }
    }
}

/// What is shown of the diagnostics of a document: blocks with a blank line behind each, and how many more there are.
pub(super) fn blocks(diagnostics: &[&Diagnostic]) -> Vec<String> {
    let blocks = shown(diagnostics).into_iter().map(|diagnostic| diagnostic.rendered.clone());
    blocks.chain(more(diagnostics)).map(|block| format!("{block}\n")).collect()
}

/// A path as it is shown: relative to the current folder where it is inside of it.
pub(super) fn relative(file: &Path) -> io::Result<String> {
    let current = std::env::current_dir()?;
    let path = file.strip_prefix(&current).unwrap_or(file);
    Ok(path.to_string_lossy().replace('\\', "/"))
}

/// Where a code is explained.
pub(crate) fn link(code: &str) -> String {
    format!("{}/blob/main/docs/diagnostics.md#{code}", env!("CARGO_PKG_REPOSITORY"))
}

/// `1 document`, `2 documents`
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Fewer documents need no counter.
const LONG: usize = 50;
/// How often the counter changes.
const OFTEN: Duration = Duration::from_millis(100);

/// How far a long work is, in the last line of a terminal.
pub(super) struct Progress {
    done: usize,
    all: usize,
    shown: Option<Instant>,
    wanted: bool,
}

impl Progress {
    pub(super) fn new(all: usize) -> Progress {
        Progress { done: 0, all, shown: None, wanted: all >= LONG && io::stderr().is_terminal() }
    }

    /// Another document is begun.
    pub(super) fn next(&mut self) -> io::Result<()> {
        self.done += 1;
        if !self.wanted || self.shown.is_some_and(|shown| shown.elapsed() < OFTEN) {
            return Ok(());
        }
        self.shown = Some(Instant::now());
        write!(io::stderr().lock(), "\r\u{1b}[Kchecking {} of {}", self.done, self.all)
    }

    /// Takes the counter away, so that something else can stand in its line.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        match self.shown.take() {
            Some(_) => write!(io::stderr().lock(), "\r\u{1b}[K"),
            None => Ok(()),
        }
    }

    pub(super) fn complain(&mut self, text: &str) -> io::Result<()> {
        self.clear()?;
        complain(text)
    }

    pub(super) fn print(&mut self, text: &str) -> io::Result<()> {
        self.clear()?;
        print(text)
    }
}
