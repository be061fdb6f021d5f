//! Statements of the generated function.

use super::code::{Code, Statuses};
use crate::model::Ty;

/// The body of a function.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Body {
    pub(crate) block: Block,
    /// Whether anything reads `input`.
    pub(crate) reads_input: bool,
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
