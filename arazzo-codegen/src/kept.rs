//! Long files of earlier compilations in this thread: macro calls of one crate, and documents of one build script, often name the
//! same description.
//!
//! Invariant: what is kept is what the disk has. A file counts as unchanged while its length and its time are the same, and only
//! when that time was not recent when it was read: a change in the same tick of the clock would not show. Editors run each
//! expansion in a thread of its own, so nothing is kept there.

use std::cell::{OnceCell, RefCell};
use std::fs::Metadata;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use crate::source::SyntaxError;
use crate::value::Value;

/// Shorter files are read again.
const SHORT: u64 = 32 * 1024;

/// The most text that is kept, in bytes.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// How old a change must be before its time tells it from the next one. File systems count in up to two seconds.
const TICK: Duration = Duration::from_secs(3);

/// The root of a description, once somebody has asked for it.
pub(crate) type Root = Rc<OnceCell<Result<Value, SyntaxError>>>;

/// What tells one state of a file from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    length: u64,
    changed: SystemTime,
}

#[derive(Clone, Debug)]
struct Kept {
    path: Rc<Path>,
    state: State,
    text: Rc<str>,
    root: Root,
}

thread_local! {
    /// The last one was used last.
    static KEPT: RefCell<Vec<Kept>> = const { RefCell::new(Vec::new()) };
}

impl State {
    /// `None` for what is not worth keeping, or cannot be told from its next state.
    pub(crate) fn of(metadata: &Metadata) -> Option<State> {
        let changed = metadata.modified().ok()?;
        let age = SystemTime::now().duration_since(changed).ok()?;
        (metadata.len() >= SHORT && age > TICK).then_some(State { length: metadata.len(), changed })
    }
}

/// A file as an earlier compilation read it, if it still is so.
pub(crate) fn find(path: &Path, state: &State) -> Option<(Rc<str>, Root)> {
    KEPT.with_borrow_mut(|kept| {
        let position = kept.iter().position(|file| *file.path == *path)?;
        let file = kept.remove(position);
        if file.state != *state {
            return None;
        }
        kept.push(file.clone());
        Some((file.text, file.root))
    })
}

/// Keeps a file, and drops those that were used longest ago when there is too much.
pub(crate) fn keep(path: &Path, state: State, text: &Rc<str>, root: &Root) {
    KEPT.with_borrow_mut(|kept| {
        kept.retain(|file| *file.path != *path);
        kept.push(Kept { path: path.into(), state, text: Rc::clone(text), root: Rc::clone(root) });
        let mut left = MAX_BYTES;
        let fits = |file: &&Kept| {
            let rest = left.checked_sub(file.text.len());
            left = rest.unwrap_or_default();
            rest.is_some()
        };
        let number = kept.iter().rev().take_while(fits).count();
        kept.drain(..kept.len() - number);
    });
}
