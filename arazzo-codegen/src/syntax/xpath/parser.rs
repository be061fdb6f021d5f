//! Operators and the expressions that begin with a word: everything between values.

use super::{Hole, XPath, Yields, brackets};
use crate::syntax::SyntaxProblem;

/// Deeper nesting is refused, so that no expression can exhaust a stack.
const MAX_DEPTH: usize = 64;

/// The prefixes that have a namespace: a document cannot declare others.
pub(super) const PREFIXES: [&str; 8] = ["xml", "xs", "fn", "map", "array", "math", "err", "output"];

/// Operators between values and how strongly they bind. Longest first where one begins another.
const OPERATORS: [(&str, u8); 29] = [
    ("or", 1),
    ("and", 2),
    ("eq", 3),
    ("ne", 3),
    ("lt", 3),
    ("le", 3),
    ("gt", 3),
    ("ge", 3),
    ("is", 3),
    ("<<", 3),
    (">>", 3),
    ("<=", 3),
    (">=", 3),
    ("!=", 3),
    ("=", 3),
    ("<", 3),
    (">", 3),
    ("||", 4),
    ("to", 5),
    ("+", 6),
    ("-", 6),
    ("*", 7),
    ("div", 7),
    ("idiv", 7),
    ("mod", 7),
    ("union", 8),
    ("|", 8),
    ("intersect", 9),
    ("except", 9),
];

/// Operators that other languages have, and what they are here.
const FOREIGN: [(&str, &str); 5] = [
    ("==", "`==` is not an operator: equality is `=`"),
    ("&&", "`&&` is not an operator: it is `and`"),
    ("AND", "`AND` is not an operator: it is `and`"),
    ("OR", "`OR` is not an operator: it is `or`"),
    ("&", "`&` is not an operator: it is `and`"),
];

/// A name, with its prefix.
pub(super) struct Name<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    depth: usize,
    /// Those that are bound here, the last one last.
    pub(super) variables: Vec<&'a str>,
    pub(super) holes: Vec<Hole>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Parser<'a> {
        Parser { text, at: 0, depth: 0, variables: Vec::new(), holes: Vec::new() }
    }

    pub(super) fn whole(mut self) -> Result<XPath, SyntaxProblem> {
        let yields = self.expression()?;
        if self.next_char().is_some() {
            return Err(self.unexpected("an operator"));
        }
        Ok(XPath { text: self.text.to_owned(), holes: self.holes, yields })
    }

    /// Values with commas between them.
    pub(super) fn expression(&mut self) -> Result<Yields, SyntaxProblem> {
        let mut yields = self.single()?;
        while self.eat(",") {
            self.single()?;
            yields = Yields::Any;
        }
        Ok(yields)
    }

    /// Goes one level down.
    pub(super) fn nested<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<T, SyntaxProblem>,
    ) -> Result<T, SyntaxProblem> {
        if self.depth >= MAX_DEPTH {
            let reason = format!("expressions are nested at most {MAX_DEPTH} deep");
            return Err(SyntaxProblem::new(self.at..self.text.len().min(self.at + 1), reason));
        }
        self.depth += 1;
        let inner = inner(self);
        self.depth -= 1;
        inner
    }

    /// One value, which may be made of others.
    pub(super) fn single(&mut self) -> Result<Yields, SyntaxProblem> {
        self.nested(|parser| match parser.keyword() {
            Some("for") => parser.binding("in", "return"),
            Some("let") => parser.binding(":=", "return"),
            Some("some" | "every") => parser.binding("in", "satisfies").map(|_| Yields::Boolean),
            Some("if") => parser.condition(),
            _ => parser.binary(1),
        })
    }

    /// A word that begins an expression: what stands behind it tells it from a name.
    fn keyword(&mut self) -> Option<&'a str> {
        let word = self.peek_name()?.text;
        let behind = self.behind(word.len());
        match word {
            "for" | "let" | "some" | "every" => behind.starts_with('$').then_some(word),
            "if" => behind.starts_with('(').then_some(word),
            _ => None,
        }
    }

    /// `for $a in …, $b in … return …` and its like: each variable is bound in all that follows.
    fn binding(&mut self, joint: &str, end: &str) -> Result<Yields, SyntaxProblem> {
        let bound = self.variables.len();
        self.required_name("a word")?;
        loop {
            self.require("$", "a variable")?;
            let name = self.required_name("the name of a variable")?;
            self.joint(joint)?;
            self.single()?;
            self.variables.push(name.text);
            if !self.eat(",") {
                break;
            }
        }
        self.joint(end)?;
        let yields = self.single()?;
        self.variables.truncate(bound);
        Ok(yields)
    }

    /// A word or a sign that must stand here.
    fn joint(&mut self, joint: &str) -> Result<(), SyntaxProblem> {
        let found = if joint == ":=" { self.eat(joint) } else { self.eat_word(joint) };
        if found { Ok(()) } else { Err(self.unexpected(&format!("`{joint}`"))) }
    }

    fn condition(&mut self) -> Result<Yields, SyntaxProblem> {
        self.required_name("`if`")?;
        self.require("(", "`(`")?;
        self.expression()?;
        self.require(")", "`)`")?;
        self.joint("then")?;
        let then = self.single()?;
        self.joint("else")?;
        Ok(then.or(&self.single()?))
    }

    /// Operators that bind at least so strongly, and what stands between them.
    fn binary(&mut self, least: u8) -> Result<Yields, SyntaxProblem> {
        let mut yields = self.typed()?;
        let mut compared = false;
        while let Some((operator, strength)) = self.operator()?.filter(|(_, strength)| *strength >= least) {
            if strength == 3 && compared {
                let range = self.at..self.at + operator.len();
                return Err(SyntaxProblem::new(range, "comparisons do not chain: join two with `and`"));
            }
            compared |= strength == 3;
            self.advance(operator.len());
            let right = self.nested(|parser| parser.binary(strength + 1))?;
            yields = match (strength, operator) {
                (1..=3, _) => Yields::Boolean,
                (4, _) => Yields::Text,
                (_, "idiv") => Yields::Integer,
                (6 | 7, _) => Yields::Number,
                (8 | 9, _) => yields.or(&right),
                _ => Yields::Any,
            };
        }
        Ok(yields)
    }

    /// The operator that stands here, and how strongly it binds.
    fn operator(&mut self) -> Result<Option<(&'static str, u8)>, SyntaxProblem> {
        let word = self.peek_name().map(|name| name.text);
        let rest = self.rest();
        if let Some((foreign, reason)) =
            FOREIGN.iter().find(|(foreign, _)| word.map_or(rest.starts_with(foreign), |word| word == *foreign))
        {
            return Err(SyntaxProblem::new(self.at..self.at + foreign.len(), *reason));
        }
        let found = OPERATORS.iter().find(|(operator, _)| match word {
            Some(word) => word == *operator,
            None => rest.starts_with(operator) && !rest.starts_with("=>"),
        });
        Ok(found.copied())
    }

    /// A value, and what is said about its type.
    fn typed(&mut self) -> Result<Yields, SyntaxProblem> {
        let mut yields = self.signed()?;
        while self.eat("=>") {
            yields = self.arrow()?;
        }
        for (word, then) in [("cast", "as"), ("castable", "as"), ("treat", "as"), ("instance", "of")] {
            if !self.eat_word(word) {
                continue;
            }
            self.joint(then)?;
            if word.starts_with("cast") {
                self.single_type()?;
            } else {
                self.sequence_type()?;
            }
            yields = if matches!(word, "castable" | "instance") { Yields::Boolean } else { Yields::Any };
        }
        Ok(yields)
    }

    /// `+` and `-` in front of values with `!` between them.
    fn signed(&mut self) -> Result<Yields, SyntaxProblem> {
        let mut is_signed = false;
        while self.eat("-") || self.eat("+") {
            is_signed = true;
        }
        let mut yields = self.path()?;
        while self.ahead("!") && !self.ahead("!=") {
            self.advance(1);
            yields = self.path()?;
        }
        Ok(if is_signed && yields != Yields::Integer { Yields::Number } else { yields })
    }
}

/// Characters.
impl<'a> Parser<'a> {
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Blanks and comments.
    pub(super) fn skip(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            match self.rest().starts_with("(:").then(|| brackets::comment_length(self.rest())).flatten() {
                Some(length) => self.at += length,
                None => return,
            }
        }
    }

    pub(super) fn next_char(&mut self) -> Option<char> {
        self.skip();
        self.rest().chars().next()
    }

    pub(super) fn ahead(&mut self, sign: &str) -> bool {
        self.skip();
        self.rest().starts_with(sign)
    }

    pub(super) fn eat(&mut self, sign: &str) -> bool {
        let found = self.ahead(sign);
        self.at += if found { sign.len() } else { 0 };
        found
    }

    pub(super) fn require(&mut self, sign: &str, expected: &str) -> Result<(), SyntaxProblem> {
        if self.eat(sign) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.peek_name().is_some_and(|name| name.text == word);
        self.at += if found { word.len() } else { 0 };
        found
    }

    /// What stands behind the next bytes, blanks and comments.
    pub(super) fn behind(&self, bytes: usize) -> &'a str {
        let mut behind = Parser::new(self.text);
        behind.at = self.at + bytes;
        behind.skip();
        behind.rest()
    }

    /// The name that stands here: `name`, `prefix:name` or `Q{uri}name`.
    pub(super) fn peek_name(&mut self) -> Option<Name<'a>> {
        self.skip();
        let rest = self.rest();
        let braced = rest.strip_prefix("Q{").and_then(|uri| uri.find('}')).map_or(0, |end| end + 3);
        let mut length = braced + part_length(rest.get(braced..)?);
        if braced == 0 && length > 0 {
            let local = rest.get(length..).and_then(|rest| rest.strip_prefix(':')).map_or(0, part_length);
            length += if local > 0 { local + 1 } else { 0 };
        }
        Some(Name { text: rest.get(..length).filter(|_| length > braced)?, start: self.at })
    }

    pub(super) fn required_name(&mut self, expected: &str) -> Result<Name<'a>, SyntaxProblem> {
        let name = self.peek_name().ok_or_else(|| self.unexpected(expected))?;
        self.advance(name.text.len());
        Ok(name)
    }

    pub(super) fn unexpected(&mut self, expected: &str) -> SyntaxProblem {
        self.skip();
        let rest = self.rest();
        let sign = rest.chars().next().map_or(0, char::len_utf8);
        let length = self.peek_name().map_or(sign, |name| name.text.len());
        let reason = match rest.get(..length).unwrap_or_default() {
            "" => format!("it ends where {expected} is expected"),
            "!" => "`!` negates nothing here: it is `not(…)`".to_owned(),
            found => format!("expected {expected}, found `{found}`"),
        };
        SyntaxProblem::new(self.at..self.at + length, reason)
    }
}

/// Reports a prefix that stands for no namespace.
pub(super) fn known_prefix(name: &Name<'_>) -> Result<(), SyntaxProblem> {
    let Some((prefix, local)) = name.text.split_once(':').filter(|_| !name.text.starts_with("Q{")) else {
        return Ok(());
    };
    if PREFIXES.contains(&prefix) {
        return Ok(());
    }
    let reason = format!("no namespace is bound to the prefix `{prefix}`: write `*:{local}`, or `Q{{…}}{local}`");
    Err(SyntaxProblem::new(name.start..name.start + prefix.len(), reason))
}

/// The bytes of a name without a prefix.
fn part_length(text: &str) -> usize {
    let is_first = |char: char| char.is_alphabetic() || char == '_';
    let is_further = |char: char| {
        char.is_alphanumeric()
            || matches!(char, '_' | '-' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
    };
    if text.starts_with(is_first) { text.find(|char| !is_further(char)).unwrap_or(text.len()) } else { 0 }
}
