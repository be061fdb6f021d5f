//! Where the keys and values of a text stand, whether it is whole or just being typed.
//!
//! This is no parser of values: what a document means, the compiler says. It says which line belongs to what, by columns in block
//! style and by brackets in flow style and JSON. What does not fit is left out, and never an error.
//!
//! Invariant: all spans are within the text, on character boundaries, and each is inside that of what is around it.

mod block;
mod flow;
mod scan;
mod spot;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::place::Segment;
pub(super) use spot::{Spot, What};

/// A node, and all that is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// From the first byte to behind the last one; where nothing stands, the place for it.
    pub(super) span: Range<usize>,
    pub(super) body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Nothing,
    Text(Scalar),
    List { items: Vec<Item>, style: Style },
    Object { members: Vec<Member>, style: Style },
}

/// How a list or an object is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Each entry begins at this column.
    Block(usize),
    /// In brackets.
    Flow,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Where its dash stands, or itself.
    pub(super) start: usize,
    pub(super) node: Node,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) key: Scalar,
    /// Behind the colon; none while the key is being typed.
    pub(super) colon: Option<usize>,
    pub(super) value: Node,
}

/// A key or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scalar {
    /// Without quotes.
    pub(super) inner: Range<usize>,
    pub(super) quote: Option<char>,
    /// What is read there, but for escapes.
    pub(super) text: String,
}

impl Node {
    fn nothing(at: usize) -> Node {
        Node { span: at..at, body: Body::Nothing }
    }

    pub(super) fn members(&self) -> &[Member] {
        match &self.body {
            Body::Object { members, .. } => members,
            _ => &[],
        }
    }

    pub(super) fn items(&self) -> &[Item] {
        match &self.body {
            Body::List { items, .. } => items,
            _ => &[],
        }
    }

    pub(super) fn scalar(&self) -> Option<&Scalar> {
        match &self.body {
            Body::Text(scalar) => Some(scalar),
            _ => None,
        }
    }

    pub(super) fn member(&self, key: &str) -> Option<&Member> {
        self.members().iter().find(|member| member.key.text == key)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.value)
    }

    /// The text of a member.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.scalar().map(|scalar| scalar.text.as_str())
    }

    pub(super) fn at(&self, path: &[Segment]) -> Option<&Node> {
        path.iter().try_fold(self, |node, segment| match segment {
            Segment::Key(key) => node.get(key),
            Segment::Index(index) => node.items().get(*index).map(|item| &item.node),
        })
    }

    /// Calls a function for every node, with its path; the outer ones first.
    pub(super) fn walk<'n>(&'n self, path: &mut Vec<Segment>, visit: &mut impl FnMut(&[Segment], &'n Node)) {
        visit(path, self);
        for (index, item) in self.items().iter().enumerate() {
            path.push(Segment::Index(index));
            item.node.walk(path, visit);
            path.pop();
        }
        for member in self.members() {
            path.push(Segment::Key(member.key.text.clone()));
            member.value.walk(path, visit);
            path.pop();
        }
    }
}

/// The outline of a text.
pub(super) fn outline(text: &str) -> Node {
    block::root(text)
}
