//! Conditions: `simple` criteria (Arazzo, "Criterion Object": literals and operators), and the comparison dialect that real
//! documents write where a JSONPath query is due (`$.status == "exported"`).
//!
//! Precedence: `!`, then comparisons (which do not chain), then `&&`, then `||`.

use std::ops::Range;

use super::SyntaxProblem;
use super::expression::Expression;

/// Which language a condition is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Operands are runtime expressions.
    Simple,
    /// Operands are JSONPath queries on the criterion's context, and runtime expressions.
    JsonPath,
}

/// A parsed condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Condition {
    Any(Vec<Condition>),
    All(Vec<Condition>),
    Not(Box<Condition>),
    Compare {
        operator: Operator,
        left: Operand,
        right: Operand,
    },
    /// A lone operand: its truthiness decides.
    Operand(Operand),
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// One side of a comparison, and its bytes in the condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Operand {
    pub(crate) kind: OperandKind,
    pub(crate) range: Range<usize>,
}

/// What an operand is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum OperandKind {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    Text {
        text: String,
        /// Written with `"`, which only the JSONPath dialect knows.
        double_quoted: bool,
    },
    /// A runtime expression, then `.name` and `[n]`.
    Expression(Expression, Vec<Access>),
    /// `$` or `@` and a singular path into the context (JSONPath dialect).
    Query(Vec<Access>),
}

/// A step into a value, as `.name` or `[n]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Member(String),
    Index(usize),
}

impl Access {
    /// The token of a JSON Pointer that means the same.
    pub(crate) fn token(&self) -> String {
        match self {
            Access::Member(name) => name.clone(),
            Access::Index(index) => index.to_string(),
        }
    }
}

/// Deeper nesting is refused, so that no condition can exhaust the stack.
const MAX_DEPTH: usize = 32;

impl Condition {
    pub(crate) fn parse(text: &str, dialect: Dialect) -> Result<Condition, SyntaxProblem> {
        let mut parser = Parser { text, at: 0, dialect, depth: 0 };
        let condition = parser.any()?;
        parser.skip_blanks();
        if parser.at < text.len() {
            return Err(parser.unexpected("`&&` or `||`"));
        }
        Ok(condition)
    }

    /// Visits every operand, from left to right.
    pub(crate) fn each_operand(&self, visit: &mut impl FnMut(&Operand)) {
        match self {
            Condition::Any(parts) | Condition::All(parts) => parts.iter().for_each(|part| part.each_operand(visit)),
            Condition::Not(inner) => inner.each_operand(visit),
            Condition::Compare { left, right, .. } => {
                visit(left);
                visit(right);
            }
            Condition::Operand(operand) => visit(operand),
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    dialect: Dialect,
    depth: usize,
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
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, token: &str) -> bool {
        self.skip_blanks();
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn unexpected(&self, expected: &str) -> SyntaxProblem {
        let rest = self.rest();
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let found = &rest[..length];
        let reason = match found {
            "" => format!("the condition ends where {expected} is expected"),
            "=" | "===" => format!("`{found}` is not an operator: equality is `==`"),
            "and" | "AND" => "`and` is not an operator: it is `&&`".to_owned(),
            "or" | "OR" => "`or` is not an operator: it is `||`".to_owned(),
            _ => format!("expected {expected}, found `{found}`"),
        };
        SyntaxProblem::new(self.at..self.at + length, reason)
    }

    fn any(&mut self) -> Result<Condition, SyntaxProblem> {
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
        let Some(operator) = self.operator() else { return Ok(Condition::Operand(left)) };
        let right = self.operand()?;
        if self.operator_ahead() {
            return Err(SyntaxProblem::new(self.at..self.at + 1, "comparisons do not chain: join two with `&&`"));
        }
        Ok(Condition::Compare { operator, left, right })
    }

    /// What `!` stands before: a group or a lone operand; `!a == b` is refused, because readers disagree about it.
    fn negated(&mut self) -> Result<Condition, SyntaxProblem> {
        self.skip_blanks();
        let inner = if self.rest().starts_with('(') { self.group()? } else { Condition::Operand(self.operand()?) };
        if self.operator_ahead() {
            return Err(SyntaxProblem::new(self.at..self.at + 1, "write `!(a == b)`: `!` stands before a group"));
        }
        Ok(Condition::Not(Box::new(inner)))
    }

    fn group(&mut self) -> Result<Condition, SyntaxProblem> {
        let open = self.at;
        self.at += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(SyntaxProblem::new(open..open + 1, "conditions are nested at most 32 deep"));
        }
        let inner = self.any()?;
        self.depth -= 1;
        if self.eat(")") {
            return Ok(inner);
        }
        if self.at == self.text.len() {
            return Err(SyntaxProblem::new(open..open + 1, "this `(` is never closed"));
        }
        Err(self.unexpected("`)`"))
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

    fn operand(&mut self) -> Result<Operand, SyntaxProblem> {
        self.skip_blanks();
        let start = self.at;
        let rest = self.rest();
        match rest.chars().next() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            Some('$' | '@') => self.reference(),
            Some(char) if char.is_ascii_digit() || char == '-' => self.number(),
            _ => {
                let word = self.word();
                let kind = match word {
                    "true" => OperandKind::Bool(true),
                    "false" => OperandKind::Bool(false),
                    "null" => OperandKind::Null,
                    _ => {
                        self.at = start;
                        return Err(self.bad_word(word));
                    }
                };
                Ok(Operand { kind, range: start..self.at })
            }
        }
    }

    fn bad_word(&self, word: &str) -> SyntaxProblem {
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
        let ends = |char: char| char.is_whitespace() || "!&()<=>{|},".contains(char);
        let end = rest.find(ends).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn number(&mut self) -> Result<Operand, SyntaxProblem> {
        let start = self.at;
        let word = self.word();
        let range = start..self.at;
        let digits = word.strip_prefix('-').unwrap_or(word);
        let padded = digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit();
        let kind = if padded {
            None
        } else if let Ok(number) = word.parse::<i128>() {
            Some(OperandKind::Integer(number))
        } else {
            word.parse::<f64>().ok().filter(|number| number.is_finite()).map(OperandKind::Float)
        };
        kind.map(|kind| Operand { kind, range: range.clone() })
            .ok_or_else(|| SyntaxProblem::new(range, format!("`{word}` is not a JSON number")))
    }

    /// Simple conditions double a quote inside; JSONPath escapes with a backslash.
    fn quoted(&mut self, quote: char) -> Result<Operand, SyntaxProblem> {
        let start = self.at;
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1).peekable();
        while let Some((offset, char)) = chars.next() {
            let doubled =
                char == quote && self.dialect == Dialect::Simple && chars.peek().is_some_and(|next| next.1 == quote);
            if doubled {
                chars.next();
            } else if char == '\\' && self.dialect == Dialect::JsonPath {
                let Some((_, escaped)) = chars.next() else { break };
                text.push(unescape(escaped));
                continue;
            } else if char == quote {
                self.at = start + offset + 1;
                let kind = OperandKind::Text { text, double_quoted: quote == '"' };
                return Ok(Operand { kind, range: start..self.at });
            }
            text.push(char);
        }
        Err(SyntaxProblem::new(start..self.text.len(), format!("this {quote} is never closed")))
    }

    /// An expression or a query, which goes on to a blank or an operator; quotes and brackets protect both.
    fn reference(&mut self) -> Result<Operand, SyntaxProblem> {
        let start = self.at;
        let word = &self.rest()[..reference_length(self.rest())];
        self.at += word.len();
        let range = start..self.at;
        let is_query = self.dialect == Dialect::JsonPath
            && matches!(word.as_bytes(), [b'@', ..] | [b'$'] | [b'$', b'.' | b'[', ..]);
        if is_query {
            let accesses = accesses(&word[1..]).ok_or_else(|| {
                SyntaxProblem::new(range.clone(), format!("`{word}` is not a path to one value, such as `$.a.b[0]`"))
            })?;
            return Ok(Operand { kind: OperandKind::Query(accesses), range });
        }
        let (expression, accesses) = longest_expression(word).map_err(|problem| problem.shifted(start))?;
        Ok(Operand { kind: OperandKind::Expression(expression.shifted(start), accesses), range })
    }
}

fn one_or(mut conditions: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    match conditions.len() {
        1 => conditions.remove(0),
        _ => many(conditions),
    }
}

fn unescape(char: char) -> char {
    match char {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        other => other,
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
            (None, ']') => depth = depth.saturating_sub(1),
            (None, _) if depth == 0 && (char.is_whitespace() || "!&()<=>{|},".contains(char)) => return offset,
            _ => {}
        }
    }
    rest.len()
}

/// The longest beginning that is an expression, when `.name` and `[n]` are all that follows.
pub(super) fn longest_expression(word: &str) -> Result<(Expression, Vec<Access>), SyntaxProblem> {
    let whole = match Expression::parse(word) {
        Ok(expression) => return Ok((expression, Vec::new())),
        Err(problem) => problem,
    };
    let ends = word.char_indices().rev().filter(|(_, char)| matches!(char, '.' | '[')).map(|(offset, _)| offset);
    for end in ends {
        if let Ok(expression) = Expression::parse(&word[..end]) {
            return accesses(&word[end..]).map(|accesses| (expression, accesses)).ok_or(whole);
        }
    }
    Err(whole)
}

/// `.name`, `['name']`, `[0]`, one behind the other.
fn accesses(mut text: &str) -> Option<Vec<Access>> {
    let mut accesses = Vec::new();
    while !text.is_empty() {
        let (access, rest) = if let Some(rest) = text.strip_prefix('.') {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
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

#[cfg(test)]
mod tests {
    use super::*;

    impl Operator {
        fn text(self) -> &'static str {
            match self {
                Operator::Equal => "==",
                Operator::NotEqual => "!=",
                Operator::Less => "<",
                Operator::LessOrEqual => "<=",
                Operator::Greater => ">",
                Operator::GreaterOrEqual => ">=",
            }
        }
    }

    fn show(condition: &Condition) -> String {
        let list = |parts: &[Condition], joint: &str| parts.iter().map(show).collect::<Vec<_>>().join(joint);
        match condition {
            Condition::Any(parts) => format!("({})", list(parts, " || ")),
            Condition::All(parts) => format!("({})", list(parts, " && ")),
            Condition::Not(inner) => format!("!{}", show(inner)),
            Condition::Compare { operator, left, right } => {
                format!("[{} {} {}]", side(left), operator.text(), side(right))
            }
            Condition::Operand(operand) => side(operand),
        }
    }

    fn side(operand: &Operand) -> String {
        match &operand.kind {
            OperandKind::Null => "null".into(),
            OperandKind::Bool(flag) => flag.to_string(),
            OperandKind::Integer(number) => number.to_string(),
            OperandKind::Float(number) => format!("{number:?}"),
            OperandKind::Text { text, .. } => format!("'{text}'"),
            OperandKind::Expression(_, accesses) => format!("$e{}", path(accesses)),
            OperandKind::Query(accesses) => format!("@{}", path(accesses)),
        }
    }

    fn path(accesses: &[Access]) -> String {
        accesses
            .iter()
            .map(|access| match access {
                Access::Member(name) => format!("/{name}"),
                Access::Index(index) => format!("/{index}"),
            })
            .collect()
    }

    fn parsed(text: &str, dialect: Dialect) -> String {
        match Condition::parse(text, dialect) {
            Ok(condition) => show(&condition),
            Err(problem) => format!("error {:?} {}", problem.range, problem.reason),
        }
    }

    #[test]
    fn operators_bind_as_the_specification_says() {
        for (text, expected) in [
            ("$statusCode == 200", "[$e == 200]"),
            ("$statusCode==200", "[$e == 200]"),
            ("$statusCode == 404 || $statusCode == 200 && true", "([$e == 404] || ([$e == 200] && true))"),
            ("!($statusCode == 404)", "![$e == 404]"),
            ("!$response.body#/f", "!$e"),
            ("$response.body.data[0].id > 10", "[$e/data/0/id > 10]"),
            ("'it''s' == 'it''s'", "['it's' == 'it's']"),
            ("$statusCode == 2e2", "[$e == 200.0]"),
            ("$response.header.X-Rate > -1", "[$e > -1]"),
            ("null", "null"),
        ] {
            assert_eq!(parsed(text, Dialect::Simple), expected, "{text}");
        }
    }

    #[test]
    fn the_jsonpath_dialect_reads_paths_into_the_context() {
        for (text, expected) in [
            (r#"$.status == "exported""#, "[@/status == 'exported']"),
            ("$['a b'][0].c != 'x'", "[@/a b/0/c != 'x']"),
            ("@.n >= 3 && $.ok", "([@/n >= 3] && @/ok)"),
            ("$.id == $inputs.id", "[@/id == $e]"),
        ] {
            assert_eq!(parsed(text, Dialect::JsonPath), expected, "{text}");
        }
    }

    #[test]
    fn mistakes_are_located() {
        for (text, expected) in [
            ("$statusCode = 200", "error 12..13 `=` is not an operator: equality is `==`"),
            ("$statusCode < 200 < 300", "error 18..19 comparisons do not chain: join two with `&&`"),
            ("$statusCode == 200 and true", "error 19..22 `and` is not an operator: it is `&&`"),
            ("$statusCode == 200 &&", "error 21..21 the condition ends where a value is expected"),
            ("", "error 0..0 the condition ends where a value is expected"),
            ("($statusCode == 200", "error 0..1 this `(` is never closed"),
            ("$statusCode == 200)", "error 18..19 expected `&&` or `||`, found `)`"),
            (
                "$statusCode == available",
                "error 15..24 `available` is not a value: text stands in single quotes, `'available'`",
            ),
            ("$statusCode == 0200", "error 15..19 `0200` is not a JSON number"),
            ("'open", "error 0..5 this ' is never closed"),
        ] {
            assert_eq!(parsed(text, Dialect::Simple), expected, "{text}");
        }
        let deep = format!("{}true{}", "(".repeat(40), ")".repeat(40));
        assert!(parsed(&deep, Dialect::Simple).starts_with("error 32..33"));
    }
}
