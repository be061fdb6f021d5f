//! JSON written as a text template: `{"id": {$inputs.id}, "name": "Order {$inputs.name}"}`.
//!
//! The text is JSON with holes. It is parsed here, so that whatever stands in a hole can never become another document.

use serde::de::IgnoredAny;

use super::SyntaxProblem;
use super::template::Piece;
use crate::value::Value;

/// Nothing sensible is nested deeper, and the parser calls itself for each level.
const MAX_DEPTH: usize = 128;

/// A JSON value with holes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum JsonText {
    /// A number, a boolean or null.
    Scalar(Value),
    /// A string, taken apart: its literals are unescaped.
    Text(Vec<Piece>),
    /// An expression outside of quotes: the value itself.
    Hole(Piece),
    Array(Vec<JsonText>),
    Object(Vec<(String, JsonText)>),
}

impl JsonText {
    /// Parses the pieces of a text as one JSON value.
    pub(crate) fn parse(pieces: &[Piece]) -> Result<JsonText, SyntaxProblem> {
        let mut cursor = Cursor { pieces, piece: 0, offset: 0, at: 0 };
        let value = cursor.value(0)?;
        cursor.skip_blanks();
        match cursor.next() {
            None => Ok(value),
            Some(_) => Err(cursor.problem("the value should end here")),
        }
    }
}

/// What comes next.
#[derive(Clone, Copy)]
enum Next<'a> {
    Char(char),
    Hole(&'a Piece),
}

struct Cursor<'a> {
    pieces: &'a [Piece],
    piece: usize,
    /// In a literal piece.
    offset: usize,
    /// In the whole text.
    at: usize,
}

impl<'a> Cursor<'a> {
    fn next(&self) -> Option<Next<'a>> {
        match self.pieces.get(self.piece)? {
            Piece::Literal(text) => text.get(self.offset..)?.chars().next().map(Next::Char),
            hole @ Piece::Hole { .. } => Some(Next::Hole(hole)),
        }
    }

    fn char(&self) -> Option<char> {
        match self.next() {
            Some(Next::Char(char)) => Some(char),
            _ => None,
        }
    }

    fn advance(&mut self) {
        match self.pieces.get(self.piece) {
            Some(Piece::Literal(text)) => {
                let length = self.char().map_or(0, char::len_utf8);
                self.offset += length;
                self.at += length;
                if self.offset >= text.len() {
                    (self.piece, self.offset) = (self.piece + 1, 0);
                }
            }
            Some(Piece::Hole { range, written, .. }) => {
                self.at = range.end + usize::from(written.is_braced());
                self.piece += 1;
            }
            None => {}
        }
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.char() == Some(wanted);
        if found {
            self.advance();
        }
        found
    }

    fn skip_blanks(&mut self) {
        while matches!(self.char(), Some(' ' | '\t' | '\n' | '\r')) {
            self.advance();
        }
    }

    /// A mistake in what comes next.
    fn problem(&self, reason: impl Into<String>) -> SyntaxProblem {
        let range = match self.next() {
            Some(Next::Char(char)) => self.at..self.at + char.len_utf8(),
            Some(Next::Hole(Piece::Hole { range, .. })) => range.clone(),
            _ => self.at..self.at,
        };
        SyntaxProblem::new(range, reason)
    }

    fn value(&mut self, depth: usize) -> Result<JsonText, SyntaxProblem> {
        if depth > MAX_DEPTH {
            return Err(self.problem("it is nested too deeply"));
        }
        self.skip_blanks();
        match self.next() {
            Some(Next::Hole(hole)) => {
                self.advance();
                Ok(JsonText::Hole(hole.clone()))
            }
            Some(Next::Char('{')) => self.object(depth),
            Some(Next::Char('[')) => self.array(depth),
            Some(Next::Char('"')) => self.string().map(JsonText::Text),
            Some(Next::Char(_)) => self.scalar(),
            None => Err(self.problem("a value is missing")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<JsonText, SyntaxProblem> {
        self.advance();
        let mut members: Vec<(String, JsonText)> = Vec::new();
        self.skip_blanks();
        if self.eat('}') {
            return Ok(JsonText::Object(members));
        }
        loop {
            self.skip_blanks();
            let start = self.at;
            let name = self.name()?;
            if members.iter().any(|(known, _)| *known == name) {
                return Err(SyntaxProblem::new(start..self.at, format!("there are two members `{name}`")));
            }
            self.skip_blanks();
            if !self.eat(':') {
                return Err(self.problem("`:` is expected behind the name of a member"));
            }
            members.push((name, self.value(depth + 1)?));
            self.skip_blanks();
            if self.eat('}') {
                return Ok(JsonText::Object(members));
            }
            if !self.eat(',') {
                return Err(self.problem("`,` or `}` is expected behind a member"));
            }
        }
    }

    fn name(&mut self) -> Result<String, SyntaxProblem> {
        if self.char() != Some('"') {
            return Err(self.problem("the name of a member is expected, in double quotes"));
        }
        let start = self.at;
        let mut name = String::new();
        for piece in self.string()? {
            match piece {
                Piece::Literal(text) => name.push_str(&text),
                Piece::Hole { .. } => {
                    let reason = "the name of a member cannot have an expression in it";
                    return Err(SyntaxProblem::new(start..self.at, reason));
                }
            }
        }
        Ok(name)
    }

    fn array(&mut self, depth: usize) -> Result<JsonText, SyntaxProblem> {
        self.advance();
        let mut items = Vec::new();
        self.skip_blanks();
        if self.eat(']') {
            return Ok(JsonText::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.skip_blanks();
            if self.eat(']') {
                return Ok(JsonText::Array(items));
            }
            if !self.eat(',') {
                return Err(self.problem("`,` or `]` is expected behind an element"));
            }
        }
    }

    fn string(&mut self) -> Result<Vec<Piece>, SyntaxProblem> {
        self.advance();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut literal = String::new();
        loop {
            match self.next() {
                None => return Err(self.problem("a string has no end: `\"` is missing")),
                Some(Next::Hole(hole)) => {
                    if !literal.is_empty() {
                        pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                    }
                    pieces.push(hole.clone());
                    self.advance();
                }
                Some(Next::Char('"')) => {
                    self.advance();
                    if !literal.is_empty() {
                        pieces.push(Piece::Literal(literal));
                    }
                    return Ok(pieces);
                }
                Some(Next::Char('\\')) => literal.push(self.escape()?),
                Some(Next::Char(char)) if char < ' ' => {
                    return Err(self.problem("a line break or tab inside a string is written `\\n` or `\\t`"));
                }
                Some(Next::Char(char)) => {
                    literal.push(char);
                    self.advance();
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, SyntaxProblem> {
        let start = self.at;
        self.advance();
        let unknown = |end: usize| SyntaxProblem::new(start..end, "JSON has no such escape");
        let char = match self.char() {
            Some(char @ ('"' | '\\' | '/')) => char,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => return self.unicode().ok_or_else(|| unknown(self.at)),
            _ => return Err(unknown(self.at)),
        };
        self.advance();
        Ok(char)
    }

    /// `u` and four digits; characters beyond the first 65,536 are written as two of them.
    fn unicode(&mut self) -> Option<char> {
        let first = self.unit()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first);
        }
        let second = if self.eat('\\') { self.unit()? } else { return None };
        char::decode_utf16([u16::try_from(first).ok()?, u16::try_from(second).ok()?]).next()?.ok()
    }

    fn unit(&mut self) -> Option<u32> {
        if !self.eat('u') {
            return None;
        }
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit * 16 + self.char()?.to_digit(16)?;
            self.advance();
        }
        Some(unit)
    }

    /// A number, `true`, `false` or `null`.
    fn scalar(&mut self) -> Result<JsonText, SyntaxProblem> {
        let start = self.at;
        let mut word = String::new();
        while let Some(char) = self.char().filter(|char| char.is_ascii_alphanumeric() || "+-._$'".contains(*char)) {
            word.push(char);
            self.advance();
        }
        if word.is_empty() {
            return Err(self.problem("a value is expected"));
        }
        let is_json = serde_json::from_str::<IgnoredAny>(&word).is_ok();
        let number = Value::number(&word).filter(|_| is_json);
        let value = number.or_else(|| Value::from_json(&word).ok());
        value.map(JsonText::Scalar).ok_or_else(|| {
            let reason = format!("`{word}` is not a value; text stands in double quotes");
            SyntaxProblem::new(start..self.at, reason)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::template::Text;

    fn parse(text: &str) -> Result<JsonText, SyntaxProblem> {
        match Text::parse(text).expect(text) {
            Text::Literal(literal) => JsonText::parse(&[Piece::Literal(literal)]),
            Text::Template(pieces) => JsonText::parse(&pieces),
            Text::Expression(_) => panic!("{text}"),
        }
    }

    /// Holes as `<text>`, strings in single quotes.
    fn shape(json: &JsonText, text: &str) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Literal(literal) => literal.clone(),
            Piece::Hole { range, .. } => format!("<{}>", &text[range.clone()]),
        };
        match json {
            JsonText::Scalar(value) => value.to_json().to_string(),
            JsonText::Text(pieces) => format!("'{}'", pieces.iter().map(piece).collect::<String>()),
            JsonText::Hole(hole) => piece(hole),
            JsonText::Array(items) => {
                format!("[{}]", items.iter().map(|item| shape(item, text)).collect::<Vec<_>>().join(" "))
            }
            JsonText::Object(members) => {
                let members = members.iter().map(|(name, value)| format!("{name}={}", shape(value, text)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(" "))
            }
        }
    }

    #[test]
    fn holes_are_values_or_parts_of_strings() {
        for (text, expected) in [
            (r#"{"a": {$inputs.a}, "b": "{$inputs.b}"}"#, "{a=<$inputs.a> b='<$inputs.b>'}"),
            (r#"{"a":{"b":[{$inputs.a},1.5,-2,true,null]}}"#, "{a={b=[<$inputs.a> 1.5 -2 true null]}}"),
            (r#""x {$inputs.a} \"y\" é 😀""#, "'x <$inputs.a> \"y\" é 😀'"),
            (r#"["\u00e9\ud83d\ude00\n\/"]"#, "['é😀\n/']"),
            (" {$inputs.a} ", "<$inputs.a>"),
            (r#"{"a": $inputs.a, "b": "$inputs.b!"}"#, "{a=<$inputs.a> b='<$inputs.b>!'}"),
            ("{ }", "{}"),
            ("[ ]", "[]"),
            ("123456789012345678901", "1.2345678901234568e+20"),
            ("-1.5e3", "-1500.0"),
        ] {
            let json = parse(text).unwrap_or_else(|problem| panic!("{text}: {}", problem.reason));
            assert_eq!(shape(&json, text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_json_is_located() {
        for (text, range, word) in [
            ("", 0..0, "missing"),
            (r#"{"a": {$inputs.a}{$inputs.b}}"#, 18..27, "`,` or `}`"),
            (r#"{"{$inputs.a}": 1}"#, 1..14, "cannot have an expression"),
            (r#"{"a": 1, "a": 2}"#, 9..12, "two members"),
            (r#"{"a": 1,}"#, 8..9, "name of a member"),
            (r#"{"a" 1}"#, 5..6, "`:`"),
            ("[1 2]", 3..4, "`,` or `]`"),
            ("hello", 0..5, "double quotes"),
            ("012", 0..3, "not a value"),
            (r#""a"#, 2..2, "no end"),
            ("\"a\nb\"", 2..3, "line break"),
            (r#""\x""#, 1..2, "escape"),
            (r#""\ud83d""#, 1..7, "escape"),
            ("1 2", 2..3, "should end"),
        ] {
            let problem = parse(text).expect_err(text);
            assert_eq!(problem.range, range, "{text}: {}", problem.reason);
            assert!(problem.reason.contains(word), "{text}: {}", problem.reason);
        }
        assert!(parse(&"[".repeat(100_000)).expect_err("deep").reason.contains("deeply"));
    }
}
