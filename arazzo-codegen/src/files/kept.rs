//! Long files of earlier compilations in this thread: macro calls of one crate, and documents of one build script, often name the
//! same description.
//!
//! Invariant: what is kept is what the disk has. A file counts as unchanged while its length and its time are the same, and only
//! when that time was not recent when it was read: a change in the same tick of the clock would not show. Editors run each
//! expansion in a thread of its own, so nothing is kept there.

use std::cell::RefCell;
use std::fs::Metadata;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use crate::slice::Slices;

/// Shorter files are read again.
const SHORT: u64 = 2 * 1024;

/// The most text that is kept, in bytes.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// How old a change must be before its time tells it from the next one. File systems count in up to two seconds.
const TICK: Duration = Duration::from_secs(3);

/// What tells one state of a file from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    length: u64,
    changed: SystemTime,
}

#[derive(Clone, Debug)]
struct Kept {
    path: Rc<Path>,
    state: State,
    text: Rc<String>,
    slices: Rc<Slices>,
}

thread_local! {
    /// The last one was used last.
    static KEPT: RefCell<Vec<Kept>> = const { RefCell::new(Vec::new()) };
}

impl State {
    /// `None` for what is not worth keeping, or cannot be told from its next state.
    pub(super) fn of(metadata: &Metadata) -> Option<State> {
        let changed = metadata.modified().ok()?;
        let age = SystemTime::now().duration_since(changed).ok()?;
        (metadata.len() >= SHORT && age > TICK).then_some(State { length: metadata.len(), changed })
    }
}

/// A file as an earlier compilation read it, if it still is so.
pub(super) fn find(path: &Path, state: &State) -> Option<(Rc<String>, Rc<Slices>)> {
    KEPT.with_borrow_mut(|kept| {
        let position = kept.iter().position(|file| *file.path == *path)?;
        let file = kept.remove(position);
        if file.state != *state {
            return None;
        }
        kept.push(file.clone());
        Some((file.text, file.slices))
    })
}

/// Keeps a file, and drops those that were used longest ago when there is too much.
pub(super) fn keep(path: &Path, state: State, text: &Rc<String>, slices: &Rc<Slices>) {
    KEPT.with_borrow_mut(|kept| {
        kept.retain(|file| *file.path != *path);
        kept.push(Kept { path: path.into(), state, text: Rc::clone(text), slices: Rc::clone(slices) });
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::files::Files;
    use crate::files::tests::folder;

    fn write(path: &Path, char: &str, age: u64) {
        fs::write(path, char.repeat(40_000)).unwrap();
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
    }

    /// What one compilation reads.
    fn read(path: &Path) -> Rc<String> {
        let mut files = Files::new("/".into());
        let file = files.read(path).unwrap();
        Rc::clone(&files.get(file).text)
    }

    #[test]
    fn only_what_has_not_changed_is_kept() {
        let folder = folder();
        let path = folder.join("long.yml");
        write(&path, "a", 100);
        let first = read(&path);
        assert!(Rc::ptr_eq(&first, &read(&path)), "it was read twice");
        write(&path, "b", 50);
        let second = read(&path);
        assert!(second.starts_with('b'));
        assert!(Rc::ptr_eq(&second, &read(&path)));
        // Just written: the next change may have the same time.
        write(&path, "c", 0);
        let third = read(&path);
        assert!(third.starts_with('c') && !Rc::ptr_eq(&third, &read(&path)));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_was_used_long_ago_makes_room() {
        let state = State { length: 0, changed: SystemTime::UNIX_EPOCH };
        let text = Rc::new("x".repeat(MAX_BYTES / 3));
        let paths = ["a", "b", "c", "d"].map(Path::new);
        for path in paths {
            keep(path, state.clone(), &text, &Rc::default());
        }
        assert_eq!(paths.map(|path| find(path, &state).is_some()), [false, true, true, true]);
        assert!(find(paths[1], &State { length: 1, ..state.clone() }).is_none());
        assert!(find(paths[1], &state).is_none(), "what has changed is dropped");
    }
}
