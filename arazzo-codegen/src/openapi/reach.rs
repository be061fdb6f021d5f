//! What schemas say of a value: its type, and what is behind a pointer.

use super::node::Node;
use crate::place::Mark;

/// The type of a value, as far as Rust code wants to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Scalar(Scalar),
    Array(Box<Shape>),
    /// To Rust code it is any JSON; checks know better.
    Object,
    /// Unions, and whatever is not described.
    Any,
    /// The whole of a body that is described as bytes.
    Bytes,
    /// The whole of a body of which nothing is known: JSON, text or bytes.
    Body,
}

/// A type without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scalar {
    String,
    Integer,
    /// An integer that may be beyond `i64`, and is not below zero.
    Unsigned,
    Number,
    Boolean,
}

/// What is behind a pointer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reach {
    pub(crate) shape: Shape,
    /// Every value that fits the schema has something other than null there.
    pub(crate) certain: bool,
    /// What says most about the value there; of a union the first variant.
    pub(crate) schema: Option<Node>,
    /// The same of each variant; none where one of them may be anything.
    pub(crate) variants: Vec<Node>,
    /// All schemas that say something about it.
    pub(crate) facets: Vec<Node>,
    /// A property on the way that an open object does not declare.
    pub(crate) undeclared: Option<Dead>,
}

/// Where a pointer leaves what the schema describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dead {
    /// Which token of the pointer.
    pub(crate) token: usize,
    pub(crate) reason: String,
    pub(crate) closest: Option<String>,
    /// What the schema says there.
    pub(crate) schema: Option<Mark>,
    /// There is an object that admits no other members: the description is certain of it.
    pub(crate) closed: bool,
}

impl Reach {
    pub(super) fn unknown(undeclared: Option<Dead>) -> Reach {
        Reach { shape: Shape::Any, certain: false, schema: None, variants: Vec::new(), facets: Vec::new(), undeclared }
    }
}
