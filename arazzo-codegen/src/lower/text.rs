//! Templates.

use super::code::{Code, Piece, call, list, name, text};
use super::site::Site;
use crate::model::{Escape, Expr, Fragment};

impl Site<'_> {
    pub(super) fn template(&self, fragments: &[Fragment]) -> Code {
        if let [only] = fragments {
            return self.fragment(only);
        }
        if self.is_formatted(fragments) {
            return Code::Format(fragments.iter().map(|fragment| self.piece(fragment)).collect());
        }
        let parts = fragments.iter().map(|fragment| self.fragment(fragment));
        call("rt::template", [list(parts)])
    }

    /// A part of a template, as its text.
    fn fragment(&self, fragment: &Fragment) -> Code {
        let (function, value) = match fragment {
            Fragment::Literal(literal) => return call("rt::text", [text(literal)]),
            Fragment::Hole(value) => ("rt::text", value),
            Fragment::Escaped(Escape::Xml, value) => ("rt::xml", value),
            Fragment::Escaped(Escape::Cdata, value) => ("rt::cdata", value),
            Fragment::Escaped(Escape::Percent, value) => ("rt::percent", value),
        };
        call(function, [self.serialisable(value)])
    }

    /// A part of a template whose values print as the specification says.
    fn piece(&self, fragment: &Fragment) -> Piece {
        let hole = match fragment {
            Fragment::Literal(text) => return Piece::Text(text.clone()),
            Fragment::Hole(value) | Fragment::Escaped(_, value) => self.printed(value),
        };
        match hole {
            Code::Name(variable) => Piece::Variable(variable),
            other => Piece::Value(other),
        }
    }

    /// What `format!` prints: it takes references itself.
    fn printed(&self, value: &Expr) -> Code {
        match value {
            Expr::Output { output, .. } => {
                self.variable(*output).map_or(Code::Bug("an output is lost"), |variable| name(&variable.ident))
            }
            Expr::Input(path) => self.input_place(path).0,
            other => self.serialisable(other),
        }
    }
}
