//! Types, behind `instance of`, `treat as`, `cast as` and of functions.

use super::parser::{Parser, known_prefix};
use crate::syntax::SyntaxProblem;

impl Parser<'_> {
    /// A type with an indicator of how many there may be.
    pub(super) fn sequence_type(&mut self) -> Result<(), SyntaxProblem> {
        self.item_type()?;
        let _ = self.eat("?") || self.eat("*") || self.eat("+");
        Ok(())
    }

    fn item_type(&mut self) -> Result<(), SyntaxProblem> {
        if self.ahead("(") {
            return self.nested(|parser| {
                parser.require("(", "`(`")?;
                parser.item_type()?;
                parser.require(")", "`)`")
            });
        }
        let name = self.required_name("a type")?;
        if !self.ahead("(") {
            return known_prefix(&name);
        }
        self.nested(Parser::group)?;
        if name.text == "function" && self.eat_word("as") { self.nested(Parser::sequence_type) } else { Ok(()) }
    }

    /// An atomic type that may be followed by `?`.
    pub(super) fn single_type(&mut self) -> Result<(), SyntaxProblem> {
        let name = self.required_name("a type")?;
        known_prefix(&name)?;
        self.eat("?");
        Ok(())
    }

    /// What stands in the parentheses of a test: names and types of which the runtime knows the rules.
    pub(super) fn group(&mut self) -> Result<(), SyntaxProblem> {
        self.require("(", "`(`")?;
        while !self.eat(")") {
            match self.next_char() {
                None => return Err(self.unexpected("`)`")),
                Some('(') => self.nested(Parser::group)?,
                Some('\'' | '"') => drop(self.string()?),
                Some(char) if ",*?+%:".contains(char) => self.advance(char.len_utf8()),
                Some(_) => {
                    self.required_name("a name")?;
                }
            }
        }
        Ok(())
    }
}
