//! A text that stands for a file of the disk, such as one that an editor has not saved.

use std::rc::Rc;

use super::Content;
use super::read::MARK;
use crate::slice::Slices;

/// A text, and what earlier compilations have found in it: a clone shares both.
#[derive(Clone, Debug)]
pub(crate) struct Overlay {
    pub(super) text: Rc<String>,
    /// How many bytes of a byte order mark stood before it.
    pub(super) skipped: usize,
    slices: Rc<Slices>,
}

impl Overlay {
    pub(crate) fn new(text: &str) -> Overlay {
        let bare = text.strip_prefix(MARK).unwrap_or(text);
        Overlay { text: Rc::new(bare.to_owned()), skipped: text.len() - bare.len(), slices: Rc::default() }
    }

    pub(super) fn content(&self) -> Content {
        (Rc::clone(&self.text), Rc::clone(&self.slices))
    }
}
