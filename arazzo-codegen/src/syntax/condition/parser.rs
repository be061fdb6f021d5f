//! What both languages have in common: literals, comparisons and how they are joined.

use super::{Access, Condition, Dialect, Operand, OperandKind, Operator};
use crate::syntax::SyntaxProblem;
use crate::syntax::expression::Expression;
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// Deeper nesting is refused, so that no condition can exhaust the stack.
const MAX_DEPTH: usize = 32;

/// Beyond this the library that evaluates filters compares other integers than those that are written.
const EXACT: u128 = (1 << 53) - 1;

/// A position in a condition.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) dialect: Dialect,
    depth: usize,
    /// How many filters of queries are open.
    pub(super) filters: usize,
    /// Something was understood that RFC 9535 does not know.
    pub(super) extended: bool,
}

/// Longest first.
const OPERATORS: [(&str, Operator); 6] = [
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, dialect: Dialect) -> Parser<'a> {
        Parser { text, at: 0, dialect, depth: 0, filters: 0, extended: false }
    }

    pub(super) fn is_extended(&self) -> bool {
        self.extended
    }

    pub(super) fn whole(&mut self) -> Result<Condition, SyntaxProblem> {
        let condition = self.any()?;
        self.skip_blanks();
        if self.at < self.text.len() {
            return Err(self.unexpected("`&&` or `||`"));
        }
        Ok(condition)
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn skip_blanks(&mut self) {
        let rest = self.rest();
        let trimmed = match self.dialect {
            Dialect::Simple => rest.trim_start(),
            // Others that look like one are none in RFC 9535.
            Dialect::JsonPath => rest.trim_start_matches([' ', '\t', '\n', '\r']),
        };
        self.at += rest.len() - trimmed.len();
    }

    pub(super) fn eat(&mut self, token: &str) -> bool {
        self.skip_blanks();
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    pub(super) fn unexpected(&self, expected: &str) -> SyntaxProblem {
        let rest = self.rest();
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let found = &rest[..length];
        let reason = match found {
            "" => format!("it ends where {expected} is expected"),
            "=" | "===" => format!("`{found}` is not an operator: equality is `==`"),
            "and" | "AND" => "`and` is not an operator: it is `&&`".to_owned(),
            "or" | "OR" => "`or` is not an operator: it is `||`".to_owned(),
            _ => format!("expected {expected}, found `{found}`"),
        };
        SyntaxProblem::new(self.at..self.at + length, reason)
    }

    pub(super) fn any(&mut self) -> Result<Condition, SyntaxProblem> {
        let mut alternatives = vec![self.all()?];
        while self.eat("||") {
            alternatives.push(self.all()?);
        }
        Ok(one_or(alternatives, Condition::Any))
    }

    fn all(&mut self) -> Result<Condition, SyntaxProblem> {
        let mut parts = vec![self.comparison()?];
        while self.eat("&&") {
            parts.push(self.comparison()?);
        }
        Ok(one_or(parts, Condition::All))
    }

    fn comparison(&mut self) -> Result<Condition, SyntaxProblem> {
        self.skip_blanks();
        if self.rest().starts_with('!') {
            self.at += 1;
            return self.negated();
        }
        if self.rest().starts_with('(') {
            return self.group();
        }
        let left = self.operand()?;
        if let Some(condition) = self.word_operator(&left)? {
            return Ok(condition);
        }
        let Some(operator) = self.operator() else { return self.lone(left) };
        let right = self.operand()?;
        if self.operator_ahead() {
            return Err(SyntaxProblem::new(self.at..self.at + 1, "comparisons do not chain: join two with `&&`"));
        }
        self.check_comparable(&left)?;
        self.check_comparable(&right)?;
        Ok(Condition::Compare { operator, left, right })
    }

    /// What `!` stands before: a group or a lone operand; `!a == b` is refused, because readers disagree about it.
    fn negated(&mut self) -> Result<Condition, SyntaxProblem> {
        self.skip_blanks();
        let inner = if self.rest().starts_with('(') {
            self.group()?
        } else {
            let operand = self.operand()?;
            self.lone(operand)?
        };
        if self.operator_ahead() {
            return Err(SyntaxProblem::new(self.at..self.at + 1, "write `!(a == b)`: `!` stands before a group"));
        }
        Ok(Condition::Not(Box::new(inner)))
    }

    fn group(&mut self) -> Result<Condition, SyntaxProblem> {
        let open = self.at;
        self.at += 1;
        let inner = self.nested(open, Parser::any)?;
        if self.eat(")") {
            return Ok(inner);
        }
        if self.at == self.text.len() {
            return Err(SyntaxProblem::new(open..open + 1, "this `(` is never closed"));
        }
        Err(self.unexpected("`)`"))
    }

    /// Goes one level down.
    pub(super) fn nested<T>(
        &mut self,
        open: usize,
        inner: impl FnOnce(&mut Self) -> Result<T, SyntaxProblem>,
    ) -> Result<T, SyntaxProblem> {
        if self.depth >= MAX_DEPTH {
            return Err(SyntaxProblem::new(open..open + 1, "conditions are nested at most 32 deep"));
        }
        self.depth += 1;
        let inner = inner(self);
        self.depth -= 1;
        inner
    }

    fn operator(&mut self) -> Option<Operator> {
        self.skip_blanks();
        let rest = self.rest();
        if rest.starts_with("===") {
            return None;
        }
        let (text, operator) = OPERATORS.iter().find(|(text, _)| rest.starts_with(text))?;
        self.at += text.len();
        Some(*operator)
    }

    fn operator_ahead(&mut self) -> bool {
        self.skip_blanks();
        OPERATORS.iter().any(|(text, _)| self.rest().starts_with(text))
    }

    pub(super) fn operand(&mut self) -> Result<Operand, SyntaxProblem> {
        self.skip_blanks();
        let start = self.at;
        let rest = self.rest();
        match rest.chars().next() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            Some('$' | '@') => self.reference(),
            Some('{') if self.dialect == Dialect::JsonPath && rest.starts_with("{$") => self.braced(),
            Some(char) if char.is_ascii_digit() || char == '-' => self.number(),
            _ => {
                let word = self.word();
                let kind = match word {
                    "true" => OperandKind::Bool(true),
                    "false" => OperandKind::Bool(false),
                    "null" => OperandKind::Null,
                    _ if self.dialect == Dialect::JsonPath && self.rest().starts_with('(') => {
                        return self.call(start, word);
                    }
                    _ => {
                        self.at = start;
                        return Err(self.bad_word(word));
                    }
                };
                Ok(Operand { kind, range: start..self.at })
            }
        }
    }

    /// `{$…}`: an expression whose value stands here.
    pub(super) fn braced(&mut self) -> Result<Operand, SyntaxProblem> {
        let start = self.at;
        let Some(length) = self.rest().find('}') else {
            return Err(SyntaxProblem::new(start..self.text.len(), "this `{` is never closed"));
        };
        let (expression, accesses) =
            any_expression(&self.rest()[1..length]).map_err(|problem| problem.shifted(start + 1))?;
        self.at += length + 1;
        let kind = OperandKind::Expression(expression.shifted(start + 1), accesses);
        Ok(Operand { kind, range: start..self.at })
    }

    fn bad_word(&self, word: &str) -> SyntaxProblem {
        if word.is_empty() && self.rest().starts_with("{$") {
            let end = self.rest().find('}').map_or(self.text.len(), |length| self.at + length + 1);
            return SyntaxProblem::new(self.at..end, "expressions in a simple condition have no braces");
        }
        if word.is_empty() {
            return self.unexpected("a value");
        }
        let range = self.at..self.at + word.len();
        if self.text[range.end..].starts_with('(') {
            return SyntaxProblem::new(range, format!("there are no functions in conditions, nor `{word}`"));
        }
        SyntaxProblem::new(range, format!("`{word}` is not a value: text stands in single quotes, `'{word}'`"))
    }

    /// The characters up to a blank or an operator.
    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let ends = |char: char| char.is_whitespace() || "!&()<=>{|},]".contains(char);
        let end = rest.find(ends).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn number(&mut self) -> Result<Operand, SyntaxProblem> {
        let start = self.at;
        let word = self.word();
        let range = start..self.at;
        // What is ignored is still read, and of any size.
        let is_number = serde_json::from_str::<serde::de::IgnoredAny>(word).is_ok();
        let kind = match Value::number(word).filter(|_| is_number) {
            Some(Value::Integer(number)) => OperandKind::Integer(number),
            Some(Value::Float(number)) => OperandKind::Float(number),
            Some(_) => OperandKind::Number(word.to_owned()),
            None => return Err(SyntaxProblem::new(range, format!("`{word}` is not a JSON number"))),
        };
        if let Some(limit) = inexact_in_filters(&kind).filter(|_| self.filters > 0) {
            return Err(SyntaxProblem::new(range, format!("in filters {limit} only")));
        }
        Ok(Operand { kind, range })
    }

    /// Simple conditions double a quote inside; JSONPath escapes with a backslash.
    pub(super) fn quoted(&mut self, quote: char) -> Result<Operand, SyntaxProblem> {
        let start = self.at;
        let mut text = String::new();
        self.at += 1;
        while let Some(char) = self.rest().chars().next() {
            self.at += char.len_utf8();
            if char == '\\' && self.dialect == Dialect::JsonPath {
                text.push(self.escaped(quote)?);
            } else if char < ' ' && self.dialect == Dialect::JsonPath {
                let reason = "in JSONPath a control character is escaped, as `\\n` or `\\u0007`";
                return Err(SyntaxProblem::new(self.at - 1..self.at, reason));
            } else if char != quote {
                text.push(char);
            } else if self.dialect == Dialect::Simple && self.rest().starts_with(quote) {
                text.push(quote);
                self.at += 1;
            } else {
                let kind = OperandKind::Text { text, double_quoted: quote == '"' };
                return Ok(Operand { kind, range: start..self.at });
            }
        }
        Err(SyntaxProblem::new(start..self.text.len(), format!("this {quote} is never closed")))
    }

    /// A runtime expression or a query; an expression goes on to a blank or an operator.
    fn reference(&mut self) -> Result<Operand, SyntaxProblem> {
        let start = self.at;
        let word = &self.rest()[..reference_length(self.rest())];
        let is_query = matches!(word.as_bytes(), [b'@', ..] | [b'$'] | [b'$', b'.' | b'[', ..]);
        if self.dialect == Dialect::JsonPath && is_query {
            return self.query();
        }
        self.extended = true;
        self.at += word.len();
        let (expression, accesses) = any_expression(word).map_err(|problem| problem.shifted(start))?;
        Ok(Operand { kind: OperandKind::Expression(expression.shifted(start), accesses), range: start..self.at })
    }
}

/// What the library that filters are for tells from other numbers, where this is none of them.
fn inexact_in_filters(number: &OperandKind) -> Option<&'static str> {
    match number {
        OperandKind::Integer(number) if number.unsigned_abs() > EXACT => Some("integers are exact up to 2^53"),
        OperandKind::Number(_) => Some("numbers are exact up to 17 digits"),
        _ => None,
    }
}

fn one_or(mut conditions: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    match conditions.len() {
        1 => conditions.remove(0),
        _ => many(conditions),
    }
}

/// How far a reference reaches: to a blank or an operator outside of brackets.
fn reference_length(rest: &str) -> usize {
    let mut quote = None;
    let mut depth = 0_usize;
    for (offset, char) in rest.char_indices() {
        match (quote, char) {
            (Some(open), _) => quote = (open != char).then_some(open),
            (None, '\'' | '"') if depth > 0 => quote = Some(char),
            (None, '[') => depth += 1,
            (None, ']') if depth == 0 => return offset,
            (None, ']') => depth -= 1,
            (None, _) if depth == 0 && (char.is_whitespace() || "!&()<=>{|},".contains(char)) => return offset,
            _ => {}
        }
    }
    rest.len()
}

/// An expression and what follows it, or one in another form that is understood in values.
pub(in crate::syntax) fn any_expression(word: &str) -> Result<(Expression, Vec<Access>), SyntaxProblem> {
    longest_expression(word).or_else(|problem| {
        let loosely = Expression::parse_loosely(word).filter(|(expression, _)| *expression != Expression::Inputs);
        loosely.map(|(expression, _)| (expression, Vec::new())).ok_or(problem)
    })
}

/// So many parts are looked for behind an expression: each is one more way to read it.
const MAX_PARTS: usize = 32;

/// The longest beginning that is an expression, when `.name`, `[n]` and a pointer are all that follows.
pub(in crate::syntax) fn longest_expression(word: &str) -> Result<(Expression, Vec<Access>), SyntaxProblem> {
    let whole = match Expression::parse(word) {
        Ok(expression) => return Ok((expression, Vec::new())),
        Err(problem) => problem,
    };
    let ends = word.char_indices().rev().filter(|(_, char)| matches!(char, '.' | '[' | '#')).map(|(offset, _)| offset);
    for end in ends.take(MAX_PARTS) {
        if let Ok(expression) = Expression::parse(&word[..end]) {
            return accesses(&word[end..]).map(|accesses| (expression, accesses)).ok_or(whole);
        }
    }
    Err(whole)
}

/// `.name`, `['name']`, `[0]`, one behind the other, and at the end `#/pointer`, of which the slash may be missing.
fn accesses(mut text: &str) -> Option<Vec<Access>> {
    let mut accesses = Vec::new();
    while !text.is_empty() {
        if let Some(pointer) = text.strip_prefix('#') {
            let pointer = Pointer::parse(pointer).ok().or_else(|| Pointer::parse_slashless(pointer))?;
            accesses.extend(pointer.tokens().iter().cloned().map(Access::Member));
            break;
        }
        let (access, rest) = if let Some(rest) = text.strip_prefix('.') {
            let end = rest.find(['.', '[', '#']).unwrap_or(rest.len());
            let name = &rest[..end];
            if name.is_empty() || name == "*" {
                return None;
            }
            (Access::Member(name.to_owned()), &rest[end..])
        } else {
            bracket(text.strip_prefix('[')?)?
        };
        accesses.push(access);
        text = rest;
    }
    Some(accesses)
}

fn bracket(text: &str) -> Option<(Access, &str)> {
    let Some(quote) = text.chars().next().filter(|char| matches!(char, '\'' | '"')) else {
        let (index, rest) = text.split_once(']')?;
        return Some((Access::Index(index.parse().ok()?), rest));
    };
    let (name, rest) = text[1..].split_once(quote)?;
    if name.contains('\\') {
        return None;
    }
    Some((Access::Member(name.to_owned()), rest.strip_prefix(']')?))
}
