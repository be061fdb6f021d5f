//! Which names stand in code.

use super::block::{Block, Control, Stmt};
use super::code::{Code, Json, Link, Piece};

impl Block {
    /// Whether a variable is read anywhere.
    pub(super) fn mentions(&self, name: &str) -> bool {
        self.0.iter().any(|stmt| match stmt {
            Stmt::Let { value, .. } | Stmt::Assign(_, value) | Stmt::Do(value) | Stmt::Value(value) => {
                value.mentions(name)
            }
        })
    }
}

impl Code {
    fn mentions(&self, name: &str) -> bool {
        match self {
            Code::Unit
            | Code::Nothing(_)
            | Code::Literal(_)
            | Code::Count(_)
            | Code::Index(_)
            | Code::Duration(_)
            | Code::Bug(_) => false,
            Code::Name(own) => own == name,
            Code::Around(_, of) | Code::Closure(_, of) | Code::Matches(of, _) => of.mentions(name),
            Code::Call(_, parts) | Code::List(_, parts) | Code::Joined(_, parts) => any(parts, name),
            Code::Chain(of, links) => of.mentions(name) || links.iter().any(|link| link.mentions(name)),
            Code::Struct { fields, rest, .. } => {
                fields.iter().any(|(_, value)| value.mentions(name))
                    || rest.as_ref().is_some_and(|rest| rest.mentions(name))
            }
            Code::Format(pieces) => pieces.iter().any(|piece| piece.mentions(name)),
            Code::Json(_, json) => json.mentions(name),
            Code::Equal { left, right, .. } => left.mentions(name) || right.mentions(name),
            Code::Control(control) => control.mentions(name),
        }
    }
}

fn any(parts: &[Code], name: &str) -> bool {
    parts.iter().any(|part| part.mentions(name))
}

impl Link {
    fn mentions(&self, name: &str) -> bool {
        match self {
            Link::Method(_, arguments) => any(arguments, name),
            Link::Field(_) | Link::Typed(..) | Link::Await | Link::Try => false,
        }
    }
}

impl Piece {
    fn mentions(&self, name: &str) -> bool {
        match self {
            Piece::Text(_) => false,
            Piece::Variable(own) => own == name,
            Piece::Value(value) => value.mentions(name),
        }
    }
}

impl Json {
    fn mentions(&self, name: &str) -> bool {
        match self {
            Json::Null => false,
            Json::List(items) => items.iter().any(|item| item.mentions(name)),
            Json::Object(members) => members.iter().any(|(_, value)| value.mentions(name)),
            Json::Value(code) => code.mentions(name),
        }
    }
}

impl Control {
    fn mentions(&self, name: &str) -> bool {
        match self {
            Control::Block { block, .. } | Control::Loop { block, .. } => block.mentions(name),
            Control::If { arms, otherwise } => {
                arms.iter().any(|(test, then)| test.mentions(name) || then.mentions(name))
                    || otherwise.as_ref().is_some_and(|otherwise| otherwise.mentions(name))
            }
            Control::IfLet { of, then, .. } => of.mentions(name) || then.mentions(name),
            Control::Match { of, arms } => of.mentions(name) || arms.iter().any(|(_, arm)| arm.mentions(name)),
            Control::Return(value) => value.mentions(name),
            Control::Break { value, .. } => value.as_ref().is_some_and(|value| value.mentions(name)),
            Control::Continue { .. } => false,
        }
    }
}
