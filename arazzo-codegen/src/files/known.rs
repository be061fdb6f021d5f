//! What `locate` has found in a file, for the next one who asks.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::place::Path;

/// A piece of the text of a file, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What a walk along a path found.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    /// The decoded text, when the node is a string. Thousands of mistakes may stand in one long string.
    pub(crate) text: Option<Rc<str>>,
}

/// A path, and whether the key of its last segment is meant.
pub(crate) type Asked = (Path, bool);

/// What is known about a file.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Places that were found together.
    nodes: RefCell<HashMap<Asked, Node>>,
    /// Whether it says what it is.
    pub(crate) recognised: OnceCell<bool>,
}

impl Node {
    pub(crate) fn new(span: Span, text: Option<String>) -> Node {
        Node { span, text: text.map(Rc::from) }
    }
}

impl Known {
    /// Keeps places that were found.
    pub(crate) fn keep(&self, found: Vec<(Asked, Node)>) {
        self.nodes.borrow_mut().extend(found);
    }

    /// One of them: a node or its key.
    pub(crate) fn node(&self, path: &Path, key: bool) -> Option<Node> {
        let nodes = self.nodes.borrow();
        if nodes.is_empty() { None } else { nodes.get(&(path.clone(), key)).cloned() }
    }
}
