//! Statements of the generated function.

use super::code::{Code, Statuses};
use crate::model::Ty;

/// The body of a function.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Body {
    pub(crate) block: Block,
    /// Whether anything reads `input`.
    pub(crate) reads_input: bool,
    /// The private functions that have parts of it.
    pub(crate) parts: Vec<Part>,
}

/// A private function.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) reads_input: bool,
    pub(crate) parameters: Vec<(String, Typed)>,
    pub(crate) results: Vec<Typed>,
    /// What it gives where it leads elsewhere.
    pub(crate) left: Option<Left>,
    pub(crate) block: Block,
}

/// What a private function gives where it leads elsewhere than to what is behind its call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Left {
    /// What the workflow returns.
    Output,
    Values(Vec<Typed>),
}

/// Statements, one behind the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Block(pub(crate) Vec<Stmt>);

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stmt {
    /// `let a: T = b;`, or `let (a, b) = c;`
    Let { names: Vec<String>, mutable: bool, ty: Option<Typed>, value: Code },
    /// `a = b;`
    Assign(String, Code),
    /// `a;`
    Do(Code),
    /// `a`: the value of the block, or a construct without one.
    Value(Code),
}

/// The type of a variable.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Typed {
    /// None where Rust finds it out.
    pub(crate) ty: Option<Ty>,
    pub(crate) holds: Holds,
}

/// What a variable holds of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Value,
    Reference,
    Option,
    /// `&'a T`, which lives as long as the input.
    OfInput,
    /// `&str`
    Str,
    /// `&Option<T>`
    ReferenceToOption,
}

/// An expression of several statements, or one that leaves them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Control {
    /// `{ … }`, `'a: { … }`
    Block { label: Option<String>, block: Block },
    /// `loop { … }`, `'a: loop { … }`
    Loop { label: Option<String>, block: Block },
    /// `if a { … } else if b { … } else { … }`
    If { arms: Vec<(Code, Block)>, otherwise: Option<Block> },
    /// `if let A(b) = c { … }`
    IfLet { pattern: Pattern, of: Code, then: Block },
    /// `match a { … }`
    Match { of: Code, arms: Vec<(Pattern, Code)> },
    /// `return a`
    Return(Code),
    /// `break`, `break 'a b`
    Break { label: Option<String>, value: Option<Code> },
    /// `continue`, `continue 'a`
    Continue { label: Option<String> },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pattern {
    Statuses(Statuses),
    /// Where a region goes next.
    Index(usize),
    /// `rt::ControlFlow::Break(a)`; without a name `()` is in it.
    Variant(&'static str, Option<&'static str>),
    /// `_`
    Any,
}

impl Block {
    /// One expression, of all that is in it.
    pub(super) fn into_code(mut self) -> Code {
        match self.0.pop() {
            Some(Stmt::Value(code)) if self.0.is_empty() => code,
            last => {
                self.0.extend(last);
                Control::Block { label: None, block: self }.into()
            }
        }
    }
}

impl From<Control> for Code {
    fn from(control: Control) -> Code {
        Code::Control(Box::new(control))
    }
}
