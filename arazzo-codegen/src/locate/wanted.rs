//! Places that are looked for together, so that one walk of a text finds all of them.

use std::collections::HashMap;

use crate::files::{Asked, Node};
use crate::place::{Mark, Part, Segment};

/// Nodes that a walk found.
pub(super) type Found = Vec<(Asked, Node)>;

/// What is looked for in a node.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    asked: Vec<Asked>,
    inner: HashMap<Segment, Wanted>,
}

impl Wanted {
    pub(super) fn of<'m>(marks: impl IntoIterator<Item = &'m Mark>) -> Wanted {
        let mut root = Wanted::default();
        for mark in marks {
            let path = &mark.place.path;
            let segments = path.segments().into_iter();
            let wanted = segments.fold(&mut root, |at, segment| at.inner.entry(segment).or_default());
            wanted.asked.push((path.clone(), mark.part == Part::Key));
        }
        root
    }

    pub(super) fn is_leaf(&self) -> bool {
        self.inner.is_empty()
    }

    pub(super) fn key(&self, key: &str) -> Option<&Wanted> {
        self.inner.get(&Segment::Key(key.to_owned()))
    }

    pub(super) fn index(&self, index: usize) -> Option<&Wanted> {
        self.inner.get(&Segment::Index(index))
    }

    /// Notes the node that all this is about, and its key.
    pub(super) fn note(&self, node: &Node, key: Option<&Node>, found: &mut Found) {
        for (path, is_key) in &self.asked {
            let marked = key.filter(|_| *is_key).unwrap_or(node);
            found.push(((path.clone(), *is_key), marked.clone()));
        }
    }

    /// Notes the key alone.
    pub(super) fn note_key(&self, key: &Node, found: &mut Found) {
        let asked = self.asked.iter().filter(|(_, is_key)| *is_key);
        found.extend(asked.map(|asked| (asked.clone(), key.clone())));
    }

    /// Notes a node as the nearest one above what is not there.
    pub(super) fn note_missing(&self, node: &Node, is_there: &dyn Fn(&Segment) -> bool, found: &mut Found) {
        for (_, wanted) in self.inner.iter().filter(|(segment, _)| !is_there(segment)) {
            wanted.note(node, None, found);
            wanted.note_missing(node, &|_| false, found);
        }
    }
}
