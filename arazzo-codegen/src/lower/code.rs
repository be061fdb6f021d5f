//! Expressions of the generated function.

use std::time::Duration;

use super::block::Control;
use crate::model::Ty;
use crate::status::StatusSet;
use crate::value::Value;

/// An expression. It is written as it stands: parentheses, references and clones are parts of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Code {
    /// `()`
    Unit,
    /// `None`, with the type of what is not there where nothing else says it.
    Nothing(Option<Ty>),
    /// A text, a number or a flag.
    Literal(Value),
    /// A number whose type is known by where it stands.
    Count(u64),
    /// The same, of a place in a list.
    Index(usize),
    Duration(Duration),
    /// A name, behind those of its modules: `run`, `rt::Operand::Null`.
    Name(String),
    /// `&a`
    Around(Around, Box<Code>),
    /// `rt::part(a, b)`
    Call(String, Vec<Code>),
    /// `a.b.c(d)?`
    Chain(Box<Code>, Vec<Link>),
    /// `[a, b]`
    List(Brackets, Vec<Code>),
    /// `Input { a: b, ..c }`
    Struct {
        name: String,
        fields: Vec<(String, Code)>,
        rest: Option<Box<Code>>,
    },
    /// `|a| b`
    Closure(&'static str, Box<Code>),
    /// `format!("…")`
    Format(Vec<Piece>),
    /// `rt::json!(…)`, or another macro of that kind.
    Json(&'static str, Box<Json>),
    /// `a == b`, or `a != b`
    Equal {
        left: Box<Code>,
        right: Box<Code>,
        not: bool,
    },
    /// `a && b`, or `a || b`
    Joined(Operator, Vec<Code>),
    /// `matches!(a, …)`
    Matches(Box<Code>, Statuses),
    /// A block, a branch, a loop, or what leaves one.
    Control(Box<Control>),
    /// What an earlier stage has made cannot be written.
    Bug(&'static str),
}

/// What stands around an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Around {
    /// `&a`
    Reference,
    /// `&mut a`
    Changed,
    /// `!a`
    Not,
    /// `(a)`
    Parentheses,
}

/// What stands around several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Brackets {
    /// `[a, b]`
    Array,
    /// `vec![a, b]`
    Vector,
    /// `(a, b)`
    Tuple,
}

/// What stands behind an expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Link {
    /// `.a`
    Field(String),
    /// `.a(b)`
    Method(String, Vec<Code>),
    /// `.a::<T>()`
    Typed(&'static str, Ty),
    /// `.await`
    Await,
    /// `?`
    Try,
}

/// A part of a `format!`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Text(String),
    /// A variable, whose name stands in the braces.
    Variable(String),
    Value(Code),
}

/// What stands in `json!`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
    Value(Code),
}

/// An operator between conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    And,
    Or,
}

/// A pattern for the status of a response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statuses {
    pub(crate) set: StatusSet,
    /// The response may not be there: its status is an `Option`.
    pub(crate) optional: bool,
}

/// A name, behind those of its modules.
pub(super) fn name(name: impl Into<String>) -> Code {
    Code::Name(name.into())
}

/// The name of something that a table has.
pub(super) fn constant(name: Option<&String>) -> Code {
    name.map_or(Code::Bug("a constant is not there"), |name| Code::Name(name.clone()))
}

/// `"text"`
pub(super) fn text(text: impl AsRef<str>) -> Code {
    Code::Literal(Value::String(text.as_ref().into()))
}

/// `true`, or `false`
pub(super) fn flag(flag: bool) -> Code {
    Code::Literal(Value::Bool(flag))
}

/// `function(a, b)`
pub(super) fn call(function: impl Into<String>, arguments: impl IntoIterator<Item = Code>) -> Code {
    Code::Call(function.into(), arguments.into_iter().collect())
}

/// `rt::json!(…)`
pub(super) fn json(json: Json) -> Code {
    Code::Json("rt::json", Box::new(json))
}

/// `[a, b]`
pub(super) fn list(items: impl IntoIterator<Item = Code>) -> Code {
    Code::List(Brackets::Array, items.into_iter().collect())
}

/// `(a, b)`
pub(super) fn tuple(items: impl IntoIterator<Item = Code>) -> Code {
    Code::List(Brackets::Tuple, items.into_iter().collect())
}

/// `&[a, b]`
pub(super) fn slice(items: impl IntoIterator<Item = Code>) -> Code {
    list(items).referred()
}

/// `run.method(a, b)`
pub(super) fn run(method: &str, arguments: impl IntoIterator<Item = Code>) -> Code {
    name("run").method(method, arguments)
}

impl Code {
    fn linked(self, link: Link) -> Code {
        match self {
            Code::Chain(of, mut links) => {
                links.push(link);
                Code::Chain(of, links)
            }
            of => Code::Chain(Box::new(of), vec![link]),
        }
    }

    /// `self.name(a, b)`
    pub(super) fn method(self, name: impl Into<String>, arguments: impl IntoIterator<Item = Code>) -> Code {
        self.linked(Link::Method(name.into(), arguments.into_iter().collect()))
    }

    /// `self.name()`
    pub(super) fn then(self, name: &str) -> Code {
        self.method(name, [])
    }

    /// `self.name()`, where it is wanted.
    pub(super) fn then_if(self, wanted: bool, name: &str) -> Code {
        if wanted { self.then(name) } else { self }
    }

    /// `self.name::<T>()`
    pub(super) fn typed(self, name: &'static str, ty: Ty) -> Code {
        self.linked(Link::Typed(name, ty))
    }

    /// `self.name`
    pub(super) fn field(self, name: &str) -> Code {
        self.linked(Link::Field(name.to_owned()))
    }

    /// `self?`
    pub(super) fn tried(self) -> Code {
        self.linked(Link::Try)
    }

    /// `self.await`
    pub(super) fn awaited(self) -> Code {
        self.linked(Link::Await)
    }

    fn around(self, around: Around) -> Code {
        Code::Around(around, Box::new(self))
    }

    /// `&self`
    pub(super) fn referred(self) -> Code {
        self.around(Around::Reference)
    }

    /// `&mut self`
    pub(super) fn changed(self) -> Code {
        self.around(Around::Changed)
    }

    /// `(self)`
    pub(super) fn in_parentheses(self) -> Code {
        self.around(Around::Parentheses)
    }

    /// `Some(self)`
    pub(super) fn wrapped(self) -> Code {
        call("Some", [self])
    }

    /// `Some(self)`, where it is wanted.
    pub(super) fn wrapped_if(self, wanted: bool) -> Code {
        if wanted { self.wrapped() } else { self }
    }

    /// `!self`, where it is wanted.
    pub(super) fn not_if(self, wanted: bool) -> Code {
        if wanted { self.around(Around::Not) } else { self }
    }

    /// `self == right`, or `self != right`
    pub(super) fn equal(self, right: Code, not: bool) -> Code {
        Code::Equal { left: Box::new(self), right: Box::new(right), not }
    }
}
