//! Values: paths and their steps, literals, variables, functions, arrays and maps, and holes.

use super::parser::{Name, Parser, known_prefix};
use super::{Hole, HoleKind, Yields, brackets, functions};
use crate::suggest::closest;
use crate::syntax::SyntaxProblem;
use crate::syntax::condition::any_expression;
use crate::syntax::expression::looks_like_expression;

const AXES: [&str; 12] = [
    "child",
    "descendant",
    "attribute",
    "self",
    "descendant-or-self",
    "following-sibling",
    "following",
    "parent",
    "ancestor",
    "preceding-sibling",
    "preceding",
    "ancestor-or-self",
];

/// Tests that look like functions.
const KINDS: [&str; 9] = [
    "node",
    "text",
    "comment",
    "processing-instruction",
    "document-node",
    "element",
    "attribute",
    "schema-element",
    "schema-attribute",
];

impl<'a> Parser<'a> {
    /// Steps with `/` and `//` between them, and perhaps in front of them.
    pub(super) fn path(&mut self) -> Result<Yields, SyntaxProblem> {
        let mut slashes = if self.eat("//") { 2 } else { usize::from(self.eat("/")) };
        if slashes == 1 && !self.step_ahead() {
            return Ok(Yields::Text);
        }
        loop {
            let hole = self.ahead("{$").then_some(self.at);
            let yields = self.step()?;
            let end = self.at;
            let before = slashes > 0;
            slashes = if self.eat("//") { 2 } else { usize::from(self.eat("/")) };
            if let Some(start) = hole.filter(|_| before || slashes > 0) {
                let reason = "a value is no step of a path: a name is compared, `*[name() = '{…}']`";
                return Err(SyntaxProblem::new(start..end, reason));
            }
            if slashes == 0 {
                return Ok(yields);
            }
        }
    }

    /// A slash is the document alone only where no step can follow.
    fn step_ahead(&mut self) -> bool {
        let is_sign = self.next_char().is_some_and(|char| "*@.$('\"[?{".contains(char) || char.is_ascii_digit());
        is_sign || self.peek_name().is_some()
    }

    fn step(&mut self) -> Result<Yields, SyntaxProblem> {
        if self.eat("..") {
            return self.predicates();
        }
        if self.eat("@") {
            self.node_test()?;
            return self.predicates();
        }
        if let Some(name) = self.peek_name() {
            let behind = self.behind(name.text.len());
            if behind.starts_with("::") {
                return self.axis(&name);
            }
            let is_called =
                behind.starts_with('(') || self.rest().get(name.text.len()..).unwrap_or_default().starts_with('#');
            let is_made = behind.starts_with('{') && matches!(name.text, "map" | "array");
            if (is_called && !KINDS.contains(&name.text)) || is_made {
                return self.postfix();
            }
        } else if !self.ahead("*") && !self.ahead("Q{") {
            return self.postfix();
        }
        self.node_test()?;
        self.predicates()
    }

    fn axis(&mut self, name: &Name<'_>) -> Result<Yields, SyntaxProblem> {
        if !AXES.contains(&name.text) {
            let reason = match name.text {
                "namespace" => "the axis `namespace` is not supported".to_owned(),
                other => format!("XPath has no axis `{other}`"),
            };
            let problem = SyntaxProblem::new(name.start..name.start + name.text.len(), reason);
            return Err(problem.meant(closest(name.text, AXES)));
        }
        self.advance(name.text.len());
        self.require("::", "`::`")?;
        self.node_test()?;
        self.predicates()
    }

    /// `name`, `*`, `*:name`, `prefix:*`, `Q{uri}*`, or a kind with parentheses.
    fn node_test(&mut self) -> Result<(), SyntaxProblem> {
        if self.eat("*") {
            let local = self.rest().strip_prefix(':').is_some_and(|rest| !rest.starts_with(':'));
            if local {
                self.advance(1);
                self.required_name("a name")?;
            }
            return Ok(());
        }
        let uri = self.rest().strip_prefix("Q{").and_then(|uri| uri.find('}'));
        if let Some(end) = uri.filter(|end| self.rest().get(end + 3..).is_some_and(|rest| rest.starts_with('*'))) {
            self.advance(end + 4);
            return Ok(());
        }
        let name = self.required_name("the name of an element or attribute")?;
        if KINDS.contains(&name.text) && self.ahead("(") {
            return self.nested(Parser::group);
        }
        if self.rest().starts_with(":*") {
            let whole = Name { text: self.text.get(name.start..self.at + 2).unwrap_or_default(), start: name.start };
            self.advance(2);
            return known_prefix(&whole);
        }
        known_prefix(&name)
    }

    /// What stands in brackets behind nodes.
    fn predicates(&mut self) -> Result<Yields, SyntaxProblem> {
        while self.ahead("[") {
            self.predicate()?;
        }
        Ok(Yields::Text)
    }

    fn predicate(&mut self) -> Result<(), SyntaxProblem> {
        self.require("[", "`[`")?;
        let (start, first) = (self.next_char().map_or(self.at, |_| self.at), self.holes.len());
        self.expression()?;
        let end = self.at;
        self.require("]", "`]`")?;
        if let Some(hole) = self.holes.get_mut(first).filter(|hole| hole.range == (start..end)) {
            hole.is_position = true;
        }
        Ok(())
    }

    /// A value, and what is taken out of it or called.
    fn postfix(&mut self) -> Result<Yields, SyntaxProblem> {
        let mut yields = self.primary()?;
        loop {
            match self.next_char() {
                Some('[') => self.predicate()?,
                Some('(') => drop(self.arguments()?),
                Some('?') => self.lookup()?,
                _ => return Ok(yields),
            }
            if !self.text.get(..self.at).is_some_and(|text| text.ends_with(']')) {
                yields = Yields::Any;
            }
        }
    }

    /// `?name`, `?1`, `?*` or `?(…)`.
    fn lookup(&mut self) -> Result<(), SyntaxProblem> {
        self.require("?", "`?`")?;
        match self.next_char() {
            Some('*') => self.advance(1),
            Some('(') => drop(self.primary()?),
            Some(char) if char.is_ascii_digit() => drop(self.number()?),
            _ => {
                self.required_name("a name, a number, `*` or `(` behind `?`")?;
            }
        }
        Ok(())
    }

    fn primary(&mut self) -> Result<Yields, SyntaxProblem> {
        match self.next_char() {
            Some('\'' | '"') => self.string(),
            Some('$') => self.variable(),
            Some('(') => self.grouped(),
            Some('[') => self.array_of_members(),
            Some('?') => self.lookup().map(|()| Yields::Any),
            Some('{') if self.ahead("{$") => self.braced(),
            Some('.') if !self.rest().get(1..).unwrap_or_default().starts_with(|char: char| char.is_ascii_digit()) => {
                self.advance(1);
                Ok(Yields::Any)
            }
            Some(char) if char.is_ascii_digit() || char == '.' => self.number(),
            _ => match self.peek_name() {
                Some(name) => self.named(&name),
                None => Err(self.unexpected("a value")),
            },
        }
    }

    fn grouped(&mut self) -> Result<Yields, SyntaxProblem> {
        self.require("(", "`(`")?;
        if self.eat(")") {
            return Ok(Yields::Any);
        }
        let yields = self.expression()?;
        self.require(")", "`)`")?;
        Ok(yields)
    }

    fn array_of_members(&mut self) -> Result<Yields, SyntaxProblem> {
        self.require("[", "`[`")?;
        if !self.eat("]") {
            self.expression()?;
            self.require("]", "`]`")?;
        }
        Ok(Yields::List(Box::new(Yields::Any)))
    }

    /// What begins with a name: a call, a function by its name, a function without one, a map or an array.
    fn named(&mut self, name: &Name<'a>) -> Result<Yields, SyntaxProblem> {
        self.advance(name.text.len());
        if self.rest().starts_with('#') {
            return self.by_arity(name);
        }
        match name.text {
            "function" => self.inline_function(),
            "map" if self.ahead("{") => self.map(),
            "array" if self.ahead("{") => {
                let members = self.enclosed()?;
                Ok(Yields::List(Box::new(members)))
            }
            _ => {
                let end = self.at;
                let arguments = self.arguments()?;
                called(name, end, arguments)
            }
        }
    }

    fn by_arity(&mut self, name: &Name<'_>) -> Result<Yields, SyntaxProblem> {
        let end = self.at;
        self.advance(1);
        let digits = self.rest().len() - self.rest().trim_start_matches(|char: char| char.is_ascii_digit()).len();
        let arity = self.rest().get(..digits).and_then(|digits| digits.parse().ok());
        let Some(arity) = arity else { return Err(self.unexpected("how many arguments the function takes")) };
        self.advance(digits);
        called(name, end, arity).map(|_| Yields::Any)
    }

    /// `=> name(…)`: the value in front is one more argument.
    pub(super) fn arrow(&mut self) -> Result<Yields, SyntaxProblem> {
        match self.next_char() {
            Some('$') => drop(self.variable()?),
            Some('(') => drop(self.grouped()?),
            _ => {
                let name = self.required_name("a function behind `=>`")?;
                let end = self.at;
                let arguments = self.arguments()?;
                return called(&name, end, arguments + 1);
            }
        }
        self.arguments().map(|_| Yields::Any)
    }

    /// How many there are; `?` leaves one open.
    fn arguments(&mut self) -> Result<usize, SyntaxProblem> {
        self.require("(", "`(`")?;
        let mut count = 0;
        while !self.ahead(")") || count > 0 {
            if self.ahead("?") && self.behind(1).starts_with([',', ')']) {
                self.advance(1);
            } else {
                self.single()?;
            }
            count += 1;
            if !self.eat(",") {
                break;
            }
        }
        self.require(")", "`)`")?;
        Ok(count)
    }

    fn inline_function(&mut self) -> Result<Yields, SyntaxProblem> {
        let bound = self.variables.len();
        self.require("(", "`(`")?;
        while !self.eat(")") {
            self.require("$", "a parameter")?;
            let name = self.required_name("the name of a parameter")?;
            self.variables.push(name.text);
            if self.eat_word("as") {
                self.sequence_type()?;
            }
            if !self.eat(",") && !self.ahead(")") {
                return Err(self.unexpected("`,` or `)`"));
            }
        }
        if self.eat_word("as") {
            self.sequence_type()?;
        }
        self.enclosed()?;
        self.variables.truncate(bound);
        Ok(Yields::Any)
    }

    /// An expression in braces, or nothing.
    fn enclosed(&mut self) -> Result<Yields, SyntaxProblem> {
        self.require("{", "`{`")?;
        if self.eat("}") {
            return Ok(Yields::Any);
        }
        let yields = self.expression()?;
        self.require("}", "`}`")?;
        Ok(yields)
    }

    fn map(&mut self) -> Result<Yields, SyntaxProblem> {
        self.require("{", "`{`")?;
        while !self.eat("}") {
            self.single()?;
            self.require(":", "`:`")?;
            self.single()?;
            if !self.eat(",") && !self.ahead("}") {
                return Err(self.unexpected("`,` or `}`"));
            }
        }
        Ok(Yields::Any)
    }

    fn number(&mut self) -> Result<Yields, SyntaxProblem> {
        let start = self.at;
        let digits = |parser: &mut Self| {
            let rest = parser.rest();
            parser.at += rest.len() - rest.trim_start_matches(|char: char| char.is_ascii_digit()).len();
        };
        digits(self);
        let mut yields = Yields::Integer;
        if self.rest().starts_with('.') && !self.rest().starts_with("..") {
            self.advance(1);
            digits(self);
            yields = Yields::Number;
        }
        if let Some(exponent) = self.rest().strip_prefix(['e', 'E']) {
            let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            self.at = self.text.len() - exponent.len();
            digits(self);
            yields = Yields::Number;
        }
        let runs_on = self.rest().starts_with(|char: char| char.is_alphabetic() || char == '_');
        let written = self.text.get(start..self.at).unwrap_or_default();
        if runs_on || written.parse::<f64>().is_err() {
            return Err(SyntaxProblem::new(start..self.at, format!("`{written}` is not a number")));
        }
        Ok(yields)
    }

    /// A literal. Values may stand in it.
    pub(super) fn string(&mut self) -> Result<Yields, SyntaxProblem> {
        let start = self.at;
        let Some(length) = brackets::string_length(self.rest()) else { return Err(self.unexpected("a string")) };
        let quote = if self.rest().starts_with('"') { '"' } else { '\'' };
        self.advance(length);
        if self.text.get(start..self.at).is_some_and(|text| text.contains('$')) {
            let kind = HoleKind::Text { quote };
            self.holes.push(Hole { range: start..self.at, is_position: false, kind });
        }
        Ok(Yields::Text)
    }

    /// `{$…}`: a value.
    fn braced(&mut self) -> Result<Yields, SyntaxProblem> {
        let start = self.at;
        let inner = self.rest().get(1..).and_then(|rest| rest.split_once('}')).map_or("", |(inner, _)| inner);
        let (expression, accesses) = any_expression(inner).map_err(|problem| problem.shifted(start + 1))?;
        self.advance(inner.len() + 2);
        let kind = HoleKind::Value { expression: expression.shifted(start + 1), accesses, braced: true };
        self.holes.push(Hole { range: start..self.at, is_position: false, kind });
        Ok(Yields::Any)
    }

    /// A variable that is bound, or an expression without its braces.
    fn variable(&mut self) -> Result<Yields, SyntaxProblem> {
        let start = self.at;
        self.require("$", "`$`")?;
        let name = self.required_name("the name of a variable")?;
        if self.variables.contains(&name.text) {
            return Ok(Yields::Any);
        }
        let pointer = |char: char| char.is_whitespace() || ")],=<>!+*|}".contains(char);
        let rest = self.rest();
        let pointer = if rest.starts_with("#/") { rest.find(pointer).unwrap_or(rest.len()) } else { 0 };
        let written = self.text.get(start..self.at + pointer).unwrap_or_default();
        match any_expression(written) {
            Ok((expression, accesses)) => {
                self.advance(pointer);
                let kind = HoleKind::Value { expression: expression.shifted(start), accesses, braced: false };
                self.holes.push(Hole { range: start..self.at, is_position: false, kind });
                Ok(Yields::Any)
            }
            Err(problem) if looks_like_expression(written) => Err(problem.shifted(start)),
            Err(_) => {
                let meant = closest(name.text, self.variables.iter().copied()).map(|meant| format!("${meant}"));
                let reason = format!("no variable is called `${}` here", name.text);
                Err(SyntaxProblem::new(start..self.at, reason).meant(meant))
            }
        }
    }
}

/// A function that is known, and what it yields.
fn called(name: &Name<'_>, end: usize, arguments: usize) -> Result<Yields, SyntaxProblem> {
    known_prefix(name)?;
    if name.text.starts_with("Q{") {
        return Ok(Yields::Any);
    }
    functions::check(name.text, arguments)
        .map_err(|(reason, meant)| SyntaxProblem::new(name.start..end, reason).meant(meant))?;
    Ok(functions::yields(name.text))
}
