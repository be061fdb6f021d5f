//! What can be written: keys and values.

use std::ops::Range;

use lsp_types::CompletionItemKind;

use super::written::{Opens, Written};

/// Something that can be written.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidate {
    pub(super) label: String,
    /// What is written, if that is not the label.
    pub(super) text: Option<String>,
    pub(super) kind: Option<CompletionItemKind>,
    /// Its type, or what it is.
    pub(super) detail: Option<String>,
    /// Markdown.
    pub(super) documentation: Option<String>,
    /// It is text as it is, and needs no quotes.
    pub(super) is_raw: bool,
}

impl Candidate {
    pub(super) fn new(label: impl Into<String>, kind: CompletionItemKind) -> Candidate {
        Candidate { label: label.into(), kind: Some(kind), ..Candidate::default() }
    }

    pub(super) fn detail(self, detail: impl Into<Option<String>>) -> Candidate {
        Candidate { detail: detail.into(), ..self }
    }

    pub(super) fn documentation(self, documentation: impl Into<Option<String>>) -> Candidate {
        Candidate { documentation: documentation.into(), ..self }
    }

    pub(super) fn text(self, text: impl Into<String>) -> Candidate {
        Candidate { text: Some(text.into()), ..self }
    }
}

/// A key that can be written.
pub(super) struct Key {
    candidate: Candidate,
    opens: Opens,
    /// What stands behind it.
    value: Option<String>,
}

impl Key {
    pub(super) fn new(candidate: Candidate, opens: Opens) -> Key {
        Key { candidate, opens, value: None }
    }

    pub(super) fn with_value(candidate: Candidate, value: String) -> Key {
        Key { candidate, opens: Opens::Value, value: Some(value) }
    }

    pub(super) fn label(&self) -> &str {
        &self.candidate.label
    }

    pub(super) fn written(self, written: &Written, has_colon: bool) -> Candidate {
        let key = written.key(&self.candidate.label, has_colon, self.opens);
        let value = self.value.filter(|_| !has_colon).unwrap_or_default();
        Candidate { text: Some(key + &value), is_raw: true, ..self.candidate }
    }
}

/// Values that can stand at a position.
#[derive(Default)]
pub(super) struct Values {
    pub(super) candidates: Vec<Candidate>,
    /// They are a part of the text there: of an expression, for example. All of it, where there is none.
    pub(super) replaced: Option<Range<usize>>,
    pub(super) is_part: bool,
}

impl From<Vec<Candidate>> for Values {
    fn from(candidates: Vec<Candidate>) -> Values {
        Values { candidates, ..Values::default() }
    }
}
