//! Where in a file something stands, said as a path through its nodes.
//!
//! Documents carry no lines and columns: a diagnostic names a path, and only when it is printed is the text walked once more
//! to find the line (`locate`).

use std::fmt;
use std::hash::{Hash, Hasher};
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

/// The way from the root of a file to a node. Cheap to clone, to extend and to look up: the beginning is shared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path(Option<Rc<Link>>);

#[derive(Debug)]
struct Link {
    parent: Path,
    segment: Segment,
    /// Of the whole way. Without optimisation, to hash all its segments each time costs more than most of what is looked up.
    hash: u64,
}

impl PartialEq for Path {
    fn eq(&self, other: &Path) -> bool {
        match (&self.0, &other.0) {
            (None, None) => true,
            (Some(left), Some(right)) => {
                Rc::ptr_eq(left, right)
                    || left.hash == right.hash && left.segment == right.segment && left.parent == right.parent
            }
            _ => false,
        }
    }
}

impl Eq for Path {}

impl Hash for Path {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hashed());
    }
}

/// The prime of the hash FNV-1a, whose steps are short.
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// A segment behind a way that has a hash.
fn hashed(parent: u64, segment: &Segment) -> u64 {
    let mut hash = parent.wrapping_mul(PRIME);
    match segment {
        Segment::Index(index) => hash ^= *index as u64,
        Segment::Key(key) => {
            // No key hashes like an index, nor like the beginning of another one.
            hash ^= !(key.len() as u64);
            for byte in key.as_bytes() {
                hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
            }
        }
    }
    hash
}

impl Path {
    pub(crate) fn key(&self, key: &str) -> Path {
        self.then(Segment::Key(key.to_owned()))
    }

    pub(crate) fn index(&self, index: usize) -> Path {
        self.then(Segment::Index(index))
    }

    fn then(&self, segment: Segment) -> Path {
        let hash = hashed(self.hashed(), &segment);
        Path(Some(Rc::new(Link { parent: self.clone(), segment, hash })))
    }

    fn hashed(&self) -> u64 {
        self.0.as_ref().map_or(0, |link| link.hash)
    }

    /// From the root to the node.
    pub(crate) fn segments(&self) -> Vec<Segment> {
        let mut segments = Vec::new();
        let mut link = self.0.as_deref();
        while let Some(Link { parent, segment, .. }) = link {
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
