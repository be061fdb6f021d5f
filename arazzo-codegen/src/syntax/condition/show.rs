//! JSONPath conditions as text that every reader of RFC 9535 understands, with holes where values are known at run time.

use std::ops::Range;

use super::{Access, Condition, Function, Operand, OperandKind, Operator, Query, Root, Segment, Selector};
use crate::syntax::expression::Expression;

/// A piece of a condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token<'a> {
    Text(String),
    Hole(Hole<'a>),
}

impl Token<'_> {
    /// As the author of a whole condition would write it.
    pub(crate) fn shown(self, condition: &str) -> String {
        match self {
            Token::Text(text) => text,
            Token::Hole(Hole::Text { text, .. }) if Expression::parse(text).is_ok() => quoted(&format!("{{{text}}}")),
            Token::Hole(Hole::Text { text, .. }) => quoted(text),
            Token::Hole(Hole::Value { range, .. }) => {
                let written = condition.get(range).unwrap_or_default();
                if written.starts_with('{') { written.to_owned() } else { format!("{{{written}}}") }
            }
        }
    }
}

/// A value that is known at run time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Hole<'a> {
    /// Its type decides how it is written.
    Value { expression: &'a Expression, accesses: &'a [Access], range: Range<usize> },
    /// In quotes: always text.
    Text { text: &'a str, range: Range<usize> },
}

/// Who reads the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A person: the context is `$`.
    Author,
    /// The library, which looks for the context in a list of one element: it is `@`, and inside of filters `$[0]`.
    ///
    /// The library (`serde_json_path` 0.7) departs from the RFC in two points, which are written around. It knows no index from
    /// the end where one value is due, and it finds `true > false`, and an object greater than another.
    Filter,
    /// The library, which gets a query on the context.
    Query,
}

/// A condition on a value.
pub(crate) fn tokens(condition: &Condition, reader: Reader) -> Vec<Token<'_>> {
    let mut writer = Writer { tokens: Vec::new(), reader, filters: 0 };
    writer.condition(condition);
    writer.tokens
}

/// A query on a value.
pub(crate) fn query_tokens(query: &Query) -> Vec<Token<'_>> {
    let mut writer = Writer { tokens: Vec::new(), reader: Reader::Query, filters: 0 };
    writer.path(query.root, &query.segments);
    writer.tokens
}

/// A condition as RFC 9535 has it; a comparison becomes a filter.
pub(crate) fn standard(condition: &Condition, written: &str) -> String {
    let text: String = tokens(condition, Reader::Author).into_iter().map(|token| token.shown(written)).collect();
    match condition {
        Condition::Operand(Operand { kind: OperandKind::Query(_), .. }) => text,
        _ => format!("$[?{text}]"),
    }
}

/// A string literal.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

struct Writer<'a> {
    tokens: Vec<Token<'a>>,
    reader: Reader,
    filters: usize,
}

impl<'a> Writer<'a> {
    fn text(&mut self, text: &str) {
        match self.tokens.last_mut() {
            Some(Token::Text(before)) => before.push_str(text),
            _ => self.tokens.push(Token::Text(text.to_owned())),
        }
    }

    fn condition(&mut self, condition: &'a Condition) {
        match condition {
            Condition::Any(parts) => self.joined(parts, " || "),
            Condition::All(parts) => self.joined(parts, " && "),
            Condition::Not(inner) => match &**inner {
                Condition::Empty(operand) => self.emptiness(operand, false),
                Condition::Operand(_) => {
                    self.text("!");
                    self.condition(inner);
                }
                other => {
                    self.text("!");
                    self.grouped(other);
                }
            },
            Condition::Compare { operator, left, right } => self.comparison(*operator, left, right),
            Condition::Empty(operand) => self.emptiness(operand, true),
            Condition::Operand(operand) => self.operand(operand),
        }
    }

    fn comparison(&mut self, operator: Operator, left: &'a Operand, right: &'a Operand) {
        let (operator, left, right) = match operator {
            Operator::Greater if self.reader != Reader::Author => (Operator::Less, right, left),
            Operator::GreaterOrEqual if self.reader != Reader::Author => (Operator::LessOrEqual, right, left),
            operator => (operator, left, right),
        };
        self.side(left);
        self.text(&format!(" {} ", operator.text()));
        self.side(right);
    }

    /// What comes nearest: a list, text or object with nothing in it.
    fn emptiness(&mut self, operand: &'a Operand, is_empty: bool) {
        match &operand.kind {
            OperandKind::Query(query) if !query.is_singular() => {
                self.text(if is_empty { "!" } else { "" });
                self.path(query.root, &query.segments);
            }
            _ => {
                self.text("length(");
                self.operand(operand);
                self.text(if is_empty { ") == 0" } else { ") > 0" });
            }
        }
    }

    fn joined(&mut self, parts: &'a [Condition], joint: &str) {
        for (position, part) in parts.iter().enumerate() {
            if position > 0 {
                self.text(joint);
            }
            match part {
                Condition::Any(_) | Condition::All(_) => self.grouped(part),
                part => self.condition(part),
            }
        }
    }

    fn grouped(&mut self, condition: &'a Condition) {
        self.text("(");
        self.condition(condition);
        self.text(")");
    }

    /// One side of a comparison, where `.length` outside of filters is the length.
    fn side(&mut self, operand: &'a Operand) {
        let OperandKind::Query(query) = &operand.kind else { return self.operand(operand) };
        let measured = query.before_length().filter(|_| self.filters == 0);
        let (Some(measured), Some((_, before))) = (measured, query.segments.split_last()) else {
            return self.value(query);
        };
        let function = if measured.is_singular() { Function::Length } else { Function::Count };
        self.text(function.name());
        self.text("(");
        self.path(query.root, before);
        self.text(")");
    }

    fn operand(&mut self, operand: &'a Operand) {
        let range = operand.range.clone();
        match &operand.kind {
            OperandKind::Null => self.text("null"),
            OperandKind::Bool(flag) => self.text(&flag.to_string()),
            OperandKind::Integer(number) => self.text(&number.to_string()),
            OperandKind::Number(text) => self.text(text),
            OperandKind::Float(number) => self.text(&serde_json::Value::from(*number).to_string()),
            OperandKind::Text { text, .. } => self.string(text, range),
            OperandKind::Expression(expression, accesses) => {
                self.tokens.push(Token::Hole(Hole::Value { expression, accesses, range }));
            }
            OperandKind::Query(query) => self.path(query.root, &query.segments),
            OperandKind::Call(function, arguments) => {
                self.text(function.name());
                for (position, argument) in arguments.iter().enumerate() {
                    self.text(if position == 0 { "(" } else { ", " });
                    match &argument.kind {
                        OperandKind::Query(query) if !function.takes_nodes() => self.value(query),
                        _ => self.operand(argument),
                    }
                }
                self.text(")");
            }
        }
    }

    fn string(&mut self, text: &'a str, range: Range<usize>) {
        if text.contains('$') {
            self.tokens.push(Token::Hole(Hole::Text { text, range }));
        } else {
            self.text(&quoted(text));
        }
    }

    /// A query that stands for its one value.
    fn value(&mut self, query: &'a Query) {
        let is_around = self.reader != Reader::Author && query.counts_backwards();
        self.text(if is_around { "value(" } else { "" });
        self.path(query.root, &query.segments);
        self.text(if is_around { ")" } else { "" });
    }

    fn path(&mut self, root: Root, segments: &'a [Segment]) {
        let root = match (self.reader, root) {
            (Reader::Author | Reader::Query, _) if self.filters == 0 => "$",
            (Reader::Filter, _) if self.filters == 0 => "@",
            (_, Root::Current) => "@",
            (Reader::Filter, Root::Document) => "$[0]",
            (Reader::Author | Reader::Query, Root::Document) => "$",
        };
        self.text(root);
        for segment in segments {
            self.segment(segment);
        }
    }

    fn segment(&mut self, segment: &'a Segment) {
        self.text(if segment.descendant { ".." } else { "" });
        match segment.selectors.as_slice() {
            [Selector::Name(name)] if is_shorthand(name) => {
                self.text(if segment.descendant { "" } else { "." });
                self.text(name);
            }
            selectors => {
                for (position, selector) in selectors.iter().enumerate() {
                    self.text(if position == 0 { "[" } else { ", " });
                    self.selector(selector);
                }
                self.text("]");
            }
        }
    }

    fn selector(&mut self, selector: &'a Selector) {
        match selector {
            Selector::Name(name) => self.string(name, 0..0),
            Selector::Wildcard => self.text("*"),
            // A slice of one element.
            Selector::Index(-1) if self.reader != Reader::Author => self.text("-1:"),
            Selector::Index(index @ ..0) if self.reader != Reader::Author => {
                self.text(&format!("{index}:{}", index + 1));
            }
            Selector::Index(index) => self.text(&index.to_string()),
            Selector::Slice(bounds) => {
                let bounds = bounds.map(|bound| bound.map(|bound| bound.to_string()).unwrap_or_default());
                self.text(bounds.join(":").strip_suffix(':').unwrap_or(&bounds.join(":")));
            }
            Selector::Filter(condition) => {
                self.text("?");
                self.filters += 1;
                self.condition(condition);
                self.filters -= 1;
            }
            Selector::Hole(operand) => self.operand(operand),
        }
    }
}

/// Whether a name can stand behind a dot.
fn is_shorthand(name: &str) -> bool {
    let is_first = |char: char| char.is_ascii_alphabetic() || char == '_' || !char.is_ascii();
    name.starts_with(is_first) && name.chars().all(|char| is_first(char) || char.is_ascii_digit())
}
