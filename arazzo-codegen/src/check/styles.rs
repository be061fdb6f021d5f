//! Values in styles that do not say how they are written (OpenAPI, "Style Examples").

use crate::diagnostic::Kind;
use crate::openapi::{Shape, Style};

/// How a value is written, for messages.
#[derive(Clone, Debug)]
pub(crate) struct Styling {
    /// With its name, as in: the field `tags`.
    pub(crate) what: String,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) is_cookie: bool,
    /// How lists in a list are written is said.
    pub(crate) has_within: bool,
}

/// A value that is not a scalar, and what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Structure {
    pub(crate) outer: Outer,
    /// A structure among its items or members.
    pub(crate) inner: Option<Outer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outer {
    List,
    Object,
}

impl Outer {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Outer::List => "a list",
            Outer::Object => "an object",
        }
    }

    fn of_shape(shape: &Shape) -> Option<Outer> {
        match shape {
            Shape::Array(_) => Some(Outer::List),
            Shape::Object => Some(Outer::Object),
            Shape::Scalar(_) | Shape::Any | Shape::Bytes | Shape::Body => None,
        }
    }
}

impl Structure {
    /// What a shape tells: nothing of the members of an object.
    pub(crate) fn of_shape(shape: &Shape) -> Option<Structure> {
        let inner = match shape {
            Shape::Array(items) => Outer::of_shape(items),
            _ => None,
        };
        Some(Structure { outer: Outer::of_shape(shape)?, inner })
    }

    fn text(self) -> &'static str {
        match (self.outer, self.inner) {
            (outer, None) => outer.text(),
            (Outer::List, Some(Outer::List)) => "a list in a list",
            (Outer::List, Some(Outer::Object)) => "an object in a list",
            (Outer::Object, Some(Outer::List)) => "a list in an object",
            (Outer::Object, Some(Outer::Object)) => "an object in an object",
        }
    }
}

impl Styling {
    /// What is said about a structure whose form the style leaves open.
    pub(crate) fn undefined(&self, found: Structure) -> Option<Kind> {
        let outer = found.outer.text();
        let (found, style) = match (self.style, self.explode) {
            (Style::SpaceDelimited, true) => (outer, "`spaceDelimited` with `explode`"),
            (Style::PipeDelimited, true) => (outer, "`pipeDelimited` with `explode`"),
            (Style::Form, true) if self.is_cookie => (outer, "`form` with `explode`"),
            (Style::DeepObject, _) if found.outer == Outer::List => (outer, name(self.style)),
            _ if self.has_within && found.outer == Outer::List && found.inner == Some(Outer::List) => return None,
            _ if found.inner.is_some() => (found.text(), name(self.style)),
            _ => return None,
        };
        Some(Kind::UndefinedStyle { what: self.what.clone(), found, style })
    }
}

fn name(style: Style) -> &'static str {
    match style {
        Style::Simple => "`simple`",
        Style::Label => "`label`",
        Style::Matrix => "`matrix`",
        Style::Form => "`form`",
        Style::SpaceDelimited => "`spaceDelimited`",
        Style::PipeDelimited => "`pipeDelimited`",
        Style::TabDelimited => "`tsv`",
        Style::DeepObject => "`deepObject`",
        Style::Cookie => "`cookie`",
    }
}
