//! Queries of JSONPath (RFC 9535), and its functions.

use super::parser::Parser;
use super::{Access, Condition, Dialect, Operand, OperandKind, Operator};
use crate::suggest::closest;
use crate::syntax::SyntaxProblem;

/// A query.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Query {
    pub(crate) root: Root,
    pub(crate) segments: Vec<Segment>,
}

/// Where a query begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Root {
    /// `$`
    Document,
    /// `@`: in a filter the value that it looks at.
    Current,
}

/// One step of a query.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Segment {
    /// `..`: at any depth.
    pub(crate) descendant: bool,
    pub(crate) selectors: Vec<Selector>,
}

/// What a segment takes of a value.
#[expect(clippy::large_enum_variant, reason = "there are as many as a document has filters")]
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Selector {
    Name(String),
    Wildcard,
    Index(i64),
    Slice([Option<i64>; 3]),
    Filter(Condition),
    /// A name or an index that is known at run time.
    Hole(Operand),
}

/// A function of RFC 9535.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Length,
    Count,
    Value,
    Match,
    Search,
}

const FUNCTIONS: [Function; 5] =
    [Function::Length, Function::Count, Function::Value, Function::Match, Function::Search];

impl Function {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Function::Length => "length",
            Function::Count => "count",
            Function::Value => "value",
            Function::Match => "match",
            Function::Search => "search",
        }
    }

    fn arity(self) -> usize {
        if self.is_logical() { 2 } else { 1 }
    }

    /// Whether it is true or false, and no value.
    fn is_logical(self) -> bool {
        matches!(self, Function::Match | Function::Search)
    }

    /// Whether it takes all that a query finds.
    pub(crate) fn takes_nodes(self) -> bool {
        matches!(self, Function::Count | Function::Value)
    }
}

impl Query {
    /// Whether it finds one value at most.
    pub(crate) fn is_singular(&self) -> bool {
        let is_one =
            |selector: &Selector| matches!(selector, Selector::Name(_) | Selector::Index(_) | Selector::Hole(_));
        self.segments
            .iter()
            .all(|segment| !segment.descendant && matches!(&segment.selectors[..], [one] if is_one(one)))
    }

    /// Whether it counts from the end of a list.
    pub(crate) fn counts_backwards(&self) -> bool {
        let selectors = self.segments.iter().flat_map(|segment| &segment.selectors);
        selectors.into_iter().any(|selector| matches!(selector, Selector::Index(..0)))
    }

    /// The same as a way that a JSON Pointer can go.
    pub(crate) fn accesses(&self) -> Option<Vec<Access>> {
        let step = |segment: &Segment| match segment.selectors.as_slice() {
            _ if segment.descendant => None,
            [Selector::Name(name)] if !name.contains("{$") => Some(Access::Member(name.clone())),
            [Selector::Index(index)] => Some(Access::Index(usize::try_from(*index).ok()?)),
            _ => None,
        };
        self.segments.iter().map(step).collect()
    }

    /// What stands before `.length` at the end.
    pub(crate) fn before_length(&self) -> Option<Query> {
        let (last, before) = self.segments.split_last()?;
        let is_length = !last.descendant && matches!(&last.selectors[..], [Selector::Name(name)] if name == "length");
        is_length.then(|| Query { root: self.root, segments: before.to_vec() })
    }

    /// The condition of a query that is one filter on the root: `$[?…]`.
    pub(crate) fn root_filter(&self) -> Option<&Condition> {
        if let [_] = self.segments.as_slice() { self.first_filter() } else { None }
    }

    /// The filter that the query begins with, at the root of the document.
    pub(crate) fn first_filter(&self) -> Option<&Condition> {
        let first = self.segments.first().filter(|segment| self.root == Root::Document && !segment.descendant)?;
        match first.selectors.as_slice() {
            [Selector::Filter(condition)] => Some(condition),
            _ => None,
        }
    }
}

/// Numbers that JSON keeps exactly (RFC 7493).
const MAX_INTEGER: i64 = (1 << 53) - 1;

impl Parser<'_> {
    /// `$` or `@`, and segments.
    pub(super) fn query(&mut self) -> Result<Operand, SyntaxProblem> {
        let start = self.at;
        let root = if self.rest().starts_with('@') { Root::Current } else { Root::Document };
        self.at += 1;
        let mut segments = Vec::new();
        let mut end = self.at;
        loop {
            self.skip_blanks();
            if !self.rest().starts_with(['.', '[']) {
                break;
            }
            segments.push(self.segment()?);
            end = self.at;
        }
        self.at = end;
        Ok(Operand { kind: OperandKind::Query(Query { root, segments }), range: start..end })
    }

    fn segment(&mut self) -> Result<Segment, SyntaxProblem> {
        let descendant = self.take("..");
        let dotted = descendant || self.take(".");
        if self.rest().starts_with('[') && (descendant || !dotted) {
            return Ok(Segment { descendant, selectors: self.bracketed()? });
        }
        let selector = if self.take("*") { Selector::Wildcard } else { Selector::Name(self.shorthand()?) };
        Ok(Segment { descendant, selectors: vec![selector] })
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    /// A name behind a dot. RFC 9535 wants quotes around the more unusual ones.
    fn shorthand(&mut self) -> Result<String, SyntaxProblem> {
        let rest = self.rest();
        let is_plain = |char: char| char.is_ascii_alphanumeric() || char == '_' || !char.is_ascii();
        let is_loose = |char: char| matches!(char, '-' | ':' | '@');
        let length = rest.find(|char: char| !is_plain(char) && !is_loose(char)).unwrap_or(rest.len());
        let name = &rest[..length];
        if name.is_empty() {
            return Err(self.unexpected("a name or `*` behind the dot"));
        }
        self.extended |= !name.chars().all(is_plain) || name.starts_with(|char: char| char.is_ascii_digit());
        self.at += length;
        Ok(name.to_owned())
    }

    fn bracketed(&mut self) -> Result<Vec<Selector>, SyntaxProblem> {
        let open = self.at;
        self.at += 1;
        let mut selectors = vec![self.selector()?];
        while self.eat(",") {
            selectors.push(self.selector()?);
        }
        if self.eat("]") {
            return Ok(selectors);
        }
        if self.at == self.text.len() {
            return Err(SyntaxProblem::new(open..open + 1, "this `[` is never closed"));
        }
        Err(self.unexpected("`]`"))
    }

    fn selector(&mut self) -> Result<Selector, SyntaxProblem> {
        self.skip_blanks();
        match self.rest().chars().next() {
            Some(quote @ ('\'' | '"')) => match self.quoted(quote)?.kind {
                OperandKind::Text { text, .. } => Ok(Selector::Name(text)),
                _ => Err(self.unexpected("a name")),
            },
            Some('*') => {
                self.at += 1;
                Ok(Selector::Wildcard)
            }
            Some('?') => self.filter(),
            Some('{') if self.rest().starts_with("{$") => Ok(Selector::Hole(self.braced()?)),
            Some('(') => {
                let end = self.text.len();
                Err(SyntaxProblem::new(self.at..end, "JSONPath computes nothing: `[(…)]` is not part of RFC 9535"))
            }
            Some(char) if char.is_ascii_digit() || matches!(char, '-' | ':') => self.index_or_slice(),
            _ => Err(self.unexpected("a name in quotes, a number, `*` or `?`")),
        }
    }

    fn filter(&mut self) -> Result<Selector, SyntaxProblem> {
        let open = self.at;
        self.at += 1;
        self.filters += 1;
        let condition = self.nested(open, Parser::any)?;
        self.filters -= 1;
        Ok(Selector::Filter(condition))
    }

    fn index_or_slice(&mut self) -> Result<Selector, SyntaxProblem> {
        let mut bounds = [None; 3];
        let mut colons = 0;
        loop {
            self.skip_blanks();
            if self.rest().starts_with(|char: char| char.is_ascii_digit() || char == '-') {
                bounds[colons] = Some(self.integer()?);
            }
            if colons == 2 || !self.eat(":") {
                break;
            }
            colons += 1;
        }
        match (colons, bounds[0]) {
            (0, Some(index)) => Ok(Selector::Index(index)),
            _ => Ok(Selector::Slice(bounds)),
        }
    }

    fn integer(&mut self) -> Result<i64, SyntaxProblem> {
        let rest = self.rest();
        let sign = usize::from(rest.starts_with('-'));
        let digits = rest[sign..].find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len() - sign);
        let text = &rest[..sign + digits];
        let is_plain = text == "0" || !text.trim_start_matches('-').starts_with('0');
        let number = text.parse().ok().filter(|number: &i64| is_plain && number.abs() <= MAX_INTEGER);
        let range = self.at..self.at + text.len();
        self.at = range.end;
        number.ok_or_else(|| SyntaxProblem::new(range, format!("`{text}` is not an index")))
    }

    /// Behind a backslash.
    pub(super) fn escaped(&mut self, quote: char) -> Result<char, SyntaxProblem> {
        let start = self.at - 1;
        let Some(char) = self.rest().chars().next() else {
            return Err(SyntaxProblem::new(start..self.at, "nothing is escaped here"));
        };
        self.at += char.len_utf8();
        let escaped = match char {
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            '/' | '\\' => Some(char),
            _ if char == quote => Some(char),
            'u' => self.code_point(),
            _ => None,
        };
        escaped.ok_or_else(|| SyntaxProblem::new(start..self.at, "this is not an escape of JSON"))
    }

    /// Behind `\u`; characters beyond U+FFFF are two of these.
    fn code_point(&mut self) -> Option<char> {
        let mut units = vec![self.code_unit()?];
        if matches!(units[..], [0xD800..0xDC00]) && self.take("\\u") {
            units.push(self.code_unit()?);
        }
        char::decode_utf16(units).next()?.ok()
    }

    fn code_unit(&mut self) -> Option<u16> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        let unit = u16::from_str_radix(digits, 16).ok()?;
        self.at += 4;
        Some(unit)
    }

    /// `name(…)`, where the parenthesis is ahead.
    pub(super) fn call(&mut self, start: usize, name: &str) -> Result<Operand, SyntaxProblem> {
        let Some(function) = FUNCTIONS.into_iter().find(|function| function.name() == name) else {
            let problem = SyntaxProblem::new(start..self.at, format!("JSONPath has no function `{name}`"));
            return Err(problem.meant(closest(name, FUNCTIONS.map(Function::name))));
        };
        let open = self.at;
        self.at += 1;
        let arguments = self.nested(open, Parser::arguments)?;
        let range = start..self.at;
        if arguments.len() != function.arity() {
            let reason = format!("`{name}` takes {}, not {}", counted(function.arity()), arguments.len());
            return Err(SyntaxProblem::new(range, reason));
        }
        for argument in &arguments {
            self.check_argument(function, argument)?;
        }
        Ok(Operand { kind: OperandKind::Call(function, arguments), range })
    }

    fn arguments(&mut self) -> Result<Vec<Operand>, SyntaxProblem> {
        let mut arguments = Vec::new();
        if self.eat(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.operand()?);
            if self.eat(")") {
                return Ok(arguments);
            }
            if !self.eat(",") {
                return Err(self.unexpected("`,` or `)`"));
            }
        }
    }

    fn check_argument(&self, function: Function, argument: &Operand) -> Result<(), SyntaxProblem> {
        let is_query = matches!(argument.kind, OperandKind::Query(_));
        match (function.takes_nodes(), is_query) {
            (true, true) => Ok(()),
            (true, false) => {
                let reason = format!("`{}` takes a query", function.name());
                Err(SyntaxProblem::new(argument.range.clone(), reason))
            }
            (false, _) => self.check_value(argument),
        }
    }

    /// What may stand on one side of a comparison.
    pub(super) fn check_comparable(&self, operand: &Operand) -> Result<(), SyntaxProblem> {
        match &operand.kind {
            // Outside of filters `.length` is understood.
            OperandKind::Query(query) if self.filters == 0 && query.before_length().is_some() => Ok(()),
            _ => self.check_value(operand),
        }
    }

    fn check_value(&self, operand: &Operand) -> Result<(), SyntaxProblem> {
        let written = &self.text[operand.range.clone()];
        let reason = match &operand.kind {
            OperandKind::Query(query) if !query.is_singular() => {
                format!("`{written}` can find several values, and one is needed here, such as `count({written})`")
            }
            OperandKind::Call(function, _) if function.is_logical() => {
                format!("`{written}` is true or false, and has no value to compare")
            }
            _ => return Ok(()),
        };
        Err(SyntaxProblem::new(operand.range.clone(), reason))
    }

    /// An operand without a comparison.
    pub(super) fn lone(&mut self, operand: Operand) -> Result<Condition, SyntaxProblem> {
        let is_value = match &operand.kind {
            OperandKind::Query(_) => false,
            OperandKind::Call(function, _) => !function.is_logical(),
            _ => self.filters > 0,
        };
        if self.dialect == Dialect::JsonPath && is_value {
            let written = &self.text[operand.range.clone()];
            let reason = format!("`{written}` is a value: compare it with another one");
            return Err(SyntaxProblem::new(operand.range, reason));
        }
        Ok(Condition::Operand(operand))
    }

    /// `in`, `nin` and `empty`, which some tools know (JSONPath).
    pub(super) fn word_operator(&mut self, left: &Operand) -> Result<Option<Condition>, SyntaxProblem> {
        if self.dialect != Dialect::JsonPath {
            return Ok(None);
        }
        self.skip_blanks();
        let rest = self.rest();
        let word = &rest[..rest.find(|char: char| !char.is_ascii_alphabetic()).unwrap_or(rest.len())];
        let start = self.at;
        self.at += word.len();
        let condition = match word {
            "in" => self.one_of(left)?,
            "nin" => Condition::Not(Box::new(self.one_of(left)?)),
            "empty" if self.filters == 0 => self.empty(left)?,
            _ => {
                self.at = start;
                return Ok(None);
            }
        };
        self.extended = true;
        Ok(Some(condition))
    }

    /// `[a, b]`: equal to one of them.
    fn one_of(&mut self, left: &Operand) -> Result<Condition, SyntaxProblem> {
        self.check_comparable(left)?;
        if !self.eat("[") {
            return Err(self.unexpected("a list of values in brackets"));
        }
        let mut alternatives = Vec::new();
        loop {
            let right = self.operand()?;
            self.check_comparable(&right)?;
            alternatives.push(Condition::Compare { operator: Operator::Equal, left: left.clone(), right });
            if self.eat("]") {
                return Ok(Condition::Any(alternatives));
            }
            if !self.eat(",") {
                return Err(self.unexpected("`,` or `]`"));
            }
        }
    }

    fn empty(&mut self, left: &Operand) -> Result<Condition, SyntaxProblem> {
        if !matches!(left.kind, OperandKind::Query(_)) {
            return Err(SyntaxProblem::new(left.range.clone(), "`empty` stands behind a query"));
        }
        let right = self.operand()?;
        let empty = Condition::Empty(left.clone());
        match right.kind {
            OperandKind::Bool(true) => Ok(empty),
            OperandKind::Bool(false) => Ok(Condition::Not(Box::new(empty))),
            _ => Err(SyntaxProblem::new(right.range, "behind `empty` stands `true` or `false`")),
        }
    }
}

fn counted(arity: usize) -> &'static str {
    if arity == 1 { "one argument" } else { "two arguments" }
}
