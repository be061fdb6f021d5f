//! A mistake as a stage reports it.

use super::edit;
use super::sentences::Sentences;
use super::{Kind, Relation};
use crate::files::Files;
use crate::place::Mark;

/// One mistake as a stage reports it.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) kind: Kind,
    pub(crate) mark: Mark,
    pub(crate) related: Vec<(Mark, Relation)>,
}

impl Finding {
    pub(crate) fn new(kind: Kind, mark: Mark) -> Finding {
        Finding { kind, mark, related: Vec::new() }
    }

    /// What is said about it: "did you mean" only where an edit can write what was meant.
    pub(super) fn sentences(&self, files: &Files) -> Sentences {
        let sentences = match &self.kind {
            // What a parser says of a file may repeat what stands there.
            Kind::Syntax { message, .. } if !files.get(self.mark.place.file).is_recognised() => {
                let (words, _) = message.split_once(['`', '"', '\'']).unwrap_or((message, ""));
                Kind::Syntax { message: words.trim_end().to_owned(), position: None }.sentences()
            }
            kind => kind.sentences(),
        };
        let is_likely = || sentences.cure.as_ref().is_some_and(|cure| edit::is_likely(files, &self.mark, cure));
        if sentences.meant.is_none() || is_likely() { sentences } else { sentences.without_edit() }
    }
}
