//! A file that was read, and what is known about it.

use std::fs;
use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;

use super::known::Known;
use super::read::MARK;
use crate::parse::{Format, SyntaxError};
use crate::place::Segment;
use crate::slice::{Brackets, Slices};
use crate::value::Value;

/// A file and its text, without a byte order mark.
#[derive(Debug)]
pub(crate) struct File {
    /// Absolute.
    pub(crate) path: PathBuf,
    /// As a message shows it.
    pub(crate) shown: String,
    /// Relative to the package where possible: what generated code says of it, and what names depend on.
    pub(crate) identity: String,
    /// Not `Rc<str>`, which would be a second copy of what was read.
    pub(crate) text: Rc<String>,
    /// How many bytes of a byte order mark stood before a text that is not the disk's.
    pub(super) skipped: Option<usize>,
    pub(crate) format: Format,
    /// What is found in it.
    pub(crate) known: Known,
    pub(super) slices: Rc<Slices>,
}

impl File {
    /// The root of a description, read by slices.
    pub(crate) fn root(&self) -> Result<Value, SyntaxError> {
        self.slices.root(&self.text, self.format)
    }

    /// Of a JSON text: which brackets belong together, where they match.
    pub(crate) fn brackets(&self) -> Option<Rc<Brackets>> {
        self.slices.brackets(&self.text)
    }

    /// The same, if somebody has asked for it.
    pub(crate) fn opened(&self) -> Option<Value> {
        self.slices.opened()
    }

    /// The mistakes that were met since the last call, in slices that were asked for.
    pub(crate) fn take_broken(&self) -> Vec<SyntaxError> {
        self.slices.take_broken()
    }

    /// Where a line begins, counted from 1.
    pub(crate) fn line_start(&self, line: usize) -> usize {
        self.slices.line_start(&self.text, line)
    }

    /// The column of a byte in its line, in characters from 1.
    pub(crate) fn column(&self, at: usize) -> usize {
        let chars = |at| self.slices.chars(&self.text, at);
        chars(at).saturating_sub(chars(self.line_start(self.line(at)))) + 1
    }

    /// The line that a byte stands in, from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.slices.line(&self.text, at)
    }

    /// A small piece of a YAML text that has a node in it, and the path to the node from the root of the piece alone.
    pub(crate) fn around(&self, path: &[Segment]) -> Option<(Range<usize>, Vec<Segment>)> {
        self.slices.around(&self.text, path)
    }

    /// How many bytes of the file stand before the text: those of a byte order mark. Unknown when the file has changed.
    pub(crate) fn skipped(&self) -> Option<usize> {
        if self.skipped.is_some() {
            return self.skipped;
        }
        let length = usize::try_from(fs::metadata(&self.path).ok()?.len()).ok()?;
        length.checked_sub(self.text.len()).filter(|skipped| [0, MARK.len_utf8()].contains(skipped))
    }
}
