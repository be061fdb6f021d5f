//! Where in a file something stands, said as a path through its nodes.
//!
//! Documents carry no lines and columns: a diagnostic names a path, and only when it is printed is the text walked once more
//! to find the line (`locate`).

use std::fmt;
use std::ops::Range;
use std::rc::Rc;

/// A file that was read, by the order of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(test, derive(Default))]
pub(crate) struct FileId(usize);

impl FileId {
    pub(crate) fn new(index: usize) -> FileId {
        FileId(index)
    }

    /// The position in the order of reading.
    pub(crate) fn index(self) -> usize {
        self.0
    }
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Segment {
    Key(String),
    Index(usize),
}

/// The way from the root of a file to a node. Cheap to clone and to extend: the beginning is shared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Path(Option<Rc<Link>>);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Link {
    parent: Path,
    segment: Segment,
}

impl Path {
    pub(crate) fn key(&self, key: &str) -> Path {
        self.then(Segment::Key(key.to_owned()))
    }

    pub(crate) fn index(&self, index: usize) -> Path {
        self.then(Segment::Index(index))
    }

    fn then(&self, segment: Segment) -> Path {
        Path(Some(Rc::new(Link { parent: self.clone(), segment })))
    }

    /// From the root to the node.
    pub(crate) fn segments(&self) -> Vec<Segment> {
        let mut segments = Vec::new();
        let mut link = self.0.as_deref();
        while let Some(Link { parent, segment }) = link {
            segments.push(segment.clone());
            link = parent.0.as_deref();
        }
        segments.reverse();
        segments
    }
}

/// `workflows[0].steps[2].onSuccess[0].stepId`
impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.segments().iter().enumerate() {
            match segment {
                Segment::Key(key) if position == 0 => write!(formatter, "{key}")?,
                Segment::Key(key) => write!(formatter, ".{key}")?,
                Segment::Index(index) => write!(formatter, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// A node of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) file: FileId,
    pub(crate) path: Path,
}

impl Place {
    pub(crate) fn root(file: FileId) -> Place {
        Place { file, path: Path::default() }
    }

    pub(crate) fn key(&self, key: &str) -> Place {
        Place { file: self.file, path: self.path.key(key) }
    }

    pub(crate) fn index(&self, index: usize) -> Place {
        Place { file: self.file, path: self.path.index(index) }
    }

    /// The node around it; of the root there is none.
    pub(crate) fn parent(&self) -> Option<Place> {
        let link = self.path.0.as_deref()?;
        Some(Place { file: self.file, path: link.parent.clone() })
    }

    /// Whether it is a node, or below it.
    pub(crate) fn is_in(&self, node: &Place) -> bool {
        std::iter::successors(Some(self.clone()), Place::parent).any(|place| place == *node)
    }

    /// The node itself, for a caret under its value.
    pub(crate) fn value(&self) -> Mark {
        Mark { place: self.clone(), part: Part::Value }
    }

    /// The key that leads to the node, for a caret under it.
    pub(crate) fn name(&self) -> Mark {
        Mark { place: self.clone(), part: Part::Key }
    }

    /// A part of the scalar at the node, in bytes of its decoded text.
    pub(crate) fn range(&self, range: Range<usize>) -> Mark {
        Mark { place: self.clone(), part: Part::Range(range) }
    }
}

/// What of a node a caret points at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Value,
    Key,
    Range(Range<usize>),
}

/// What a caret points at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Mark {
    pub(crate) place: Place,
    pub(crate) part: Part,
}
