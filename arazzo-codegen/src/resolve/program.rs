//! Patterns and queries: texts that the runtime compiles.

use super::answers::Answers;
use super::condition::Criteria;
use super::expression::Position;
use super::queries::Names;
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::document;
use crate::locate::line;
use crate::model::{Exchange, Expr, Fragment, Language, LooksAt, Need, Program, Static, Test};
use crate::openapi::Node;
use crate::place::Place;
use crate::syntax::condition::{Access, Condition, Hole, Query, Reader, Token, query_tokens, quoted, tokens};
use crate::syntax::pointer::Pointer;
use crate::syntax::template::Text;
use crate::syntax::xpath::{self, HoleKind, XPath};

/// Where a text stands.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) place: &'a Place,
    pub(super) position: Position,
}

impl Spot<'_> {
    fn step(self) -> Option<usize> {
        match self.position {
            Position::Response { step } => Some(step),
            _ => None,
        }
    }
}

/// A program while its pieces come in.
#[derive(Default)]
struct Pieces {
    texts: Vec<String>,
    values: Vec<Expr>,
    /// The text behind the last value.
    text: String,
}

impl Pieces {
    fn value(&mut self, value: Expr) {
        self.texts.push(std::mem::take(&mut self.text));
        self.values.push(value);
    }
}

impl Scope<'_, '_> {
    /// A criterion that looks for a pattern.
    pub(super) fn pattern(
        &mut self,
        step: usize,
        context: &document::Located,
        pattern: &Text,
        place: &Place,
    ) -> Option<Test> {
        let position = Position::Response { step };
        self.need(Language::Regex, place);
        let context = self.expression(&context.expression, &context.place, position);
        let pattern = match pattern {
            Text::Literal(text) => Program::Static(self.interned(Language::Regex, text.clone(), Some(step))),
            Text::Expression(expression) => {
                let written = self.written(place, ..);
                self.context.report.add(place.value(), Kind::UnbracedExpression { braced: format!("{{{written}}}") });
                Program::Value(Box::new(self.expression(expression, place, position)?))
            }
            Text::Template(_) => match self.text(pattern, place, position)? {
                Expr::Template(fragments) => bound(fragments),
                value => Program::Value(Box::new(value)),
            },
        };
        Some(Test::Matches { pattern, context: context? })
    }

    /// A query as the library reads it.
    pub(super) fn query(&mut self, query: &Query, spot: Spot<'_>) -> Option<Program> {
        self.json_path(query_tokens(query), "", "", spot)
    }

    /// An XPath with variables where values are known at run time only.
    pub(super) fn xpath(&mut self, xpath: &XPath, spot: Spot<'_>) -> Option<Program> {
        self.need(Language::XPath, spot.place);
        let (mut pieces, mut end) = (Pieces::default(), 0);
        for hole in &xpath.holes {
            let written = xpath.text.get(hole.range.clone()).unwrap_or_default();
            pieces.text.push_str(xpath.text.get(end..hole.range.start).unwrap_or_default());
            end = hole.range.end;
            match self.operand_of(hole, written, spot)? {
                Expr::Literal(_) if matches!(hole.kind, HoleKind::Text { .. }) => pieces.text.push_str(written),
                value => {
                    // As a predicate, text would be true; as a position it is an error.
                    pieces.text.push_str(if hole.is_position { "position() = " } else { "" });
                    pieces.value(value);
                }
            }
        }
        pieces.text.push_str(xpath.text.get(end..).unwrap_or_default());
        Some(self.program(pieces, Language::XPath, spot.step()))
    }

    /// The value of a hole in an XPath: in quotes it is text, in which a doubled quote is one.
    fn operand_of(&mut self, hole: &xpath::Hole, written: &str, spot: Spot<'_>) -> Option<Expr> {
        let HoleKind::Text { quote } = &hole.kind else { return self.value_of(hole, spot) };
        let inside = written.get(1..written.len() - 1).unwrap_or_default();
        let single = |text: String| text.replace(&format!("{quote}{quote}"), &quote.to_string());
        match self.quoted(inside, &hole.range, spot)? {
            Expr::Template(fragments) => {
                let fragments = fragments.into_iter().map(|fragment| match fragment {
                    Fragment::Literal(text) => Fragment::Literal(single(text)),
                    hole => hole,
                });
                Some(Expr::Template(fragments.collect()))
            }
            literal @ Expr::Literal(_) => Some(literal),
            value => Some(Expr::Template(vec![Fragment::Hole(value)])),
        }
    }

    fn value_of(&mut self, hole: &xpath::Hole, spot: Spot<'_>) -> Option<Expr> {
        let HoleKind::Value { expression, accesses, braced } = &hole.kind else { return None };
        if !braced {
            self.note_unbraced(spot.place, &hole.range, self.canonical(expression));
        }
        let value = self.part(&hole.range, expression, spot.place, spot.position)?;
        Some(self.inside(value, &Pointer::from_tokens(accesses.iter().map(Access::token).collect())))
    }

    /// A condition as a filter of a list whose one element is the context.
    pub(super) fn filter_query(&mut self, condition: &Condition, spot: Spot<'_>) -> Option<Program> {
        self.json_path(tokens(condition, Reader::Filter), "$[?", "]", spot)
    }

    fn json_path(&mut self, tokens: Vec<Token<'_>>, before: &str, behind: &str, spot: Spot<'_>) -> Option<Program> {
        self.need(Language::JsonPath, spot.place);
        let mut pieces = Pieces { text: before.to_owned(), ..Pieces::default() };
        for token in tokens {
            match token {
                Token::Text(text) => pieces.text.push_str(&text),
                Token::Hole(hole) => match self.bound(hole, spot)? {
                    Expr::Literal(literal) if literal.as_str().is_some() => {
                        pieces.text.push_str(&quoted(literal.as_str().unwrap_or_default()));
                    }
                    value => pieces.value(value),
                },
            }
        }
        pieces.text.push_str(behind);
        Some(self.program(pieces, Language::JsonPath, spot.step()))
    }

    fn program(&mut self, pieces: Pieces, language: Language, step: Option<usize>) -> Program {
        let Pieces { mut texts, values, text } = pieces;
        if values.is_empty() {
            return Program::Static(self.interned(language, text, step));
        }
        texts.push(text);
        Program::Bound { texts, values }
    }

    /// The value that stands in a hole: in quotes it is always text.
    fn bound(&mut self, hole: Hole<'_>, spot: Spot<'_>) -> Option<Expr> {
        match hole {
            Hole::Value { expression, accesses, range } => {
                let value = self.part(&range, expression, spot.place, spot.position)?;
                let tokens = accesses.iter().map(Access::token).collect();
                Some(self.inside(value, &Pointer::from_tokens(tokens)))
            }
            Hole::Text { text, range } => match self.quoted(text, &range, spot)? {
                literal @ (Expr::Literal(_) | Expr::Template(_)) => Some(literal),
                value => Some(Expr::Template(vec![Fragment::Hole(value)])),
            },
        }
    }

    /// The index of a program that is the same in every call.
    fn interned(&mut self, language: Language, text: String, step: Option<usize>) -> usize {
        let known = self.statics.iter().position(|known| known.language == language && known.text == text);
        known.unwrap_or_else(|| {
            self.statics.push(Static { constant: String::new(), language, text, step });
            self.statics.len() - 1
        })
    }

    /// Notes that the runtime needs a feature; the first place is enough.
    fn need(&mut self, language: Language, place: &Place) {
        if self.needs.iter().any(|need| need.language == language) {
            return;
        }
        let file = self.context.library.files.get(place.file);
        let at = format!("{}:{}", file.shown, line(file, &place.value()));
        self.needs.push(Need { language, at });
    }

    /// What a query's filter on the root looks at: members of an object are never meant where it reads `@.name`.
    pub(super) fn looks_at(&mut self, query: &Query, criteria: &Criteria<'_>) -> LooksAt {
        let Some(filter) = query.root_filter() else { return LooksAt::Children };
        let names = Names::of(filter);
        let (Some(name), false) = (names.members.into_iter().next(), names.reads_root) else {
            return LooksAt::Children;
        };
        let declares = |schema: &Node| schema.value.get("properties").is_some_and(|known| known.get(&name).is_some());
        let known = self.context_schemas(criteria, &Answers::any()).filter(|all| all.iter().any(is_described));
        match known {
            Some(schemas) if !schemas.iter().any(declares) => return LooksAt::Children,
            Some(_) => {}
            None => {
                let admitted = self.context_schemas(criteria, criteria.answers);
                if !admitted.is_some_and(|schemas| schemas.iter().any(declares)) {
                    return LooksAt::ObjectOrElements;
                }
            }
        }
        let written = self.written(criteria.place, ..);
        let standard: String = tokens(filter, Reader::Author).into_iter().map(|token| token.shown(&written)).collect();
        self.context.report.add(criteria.place.value(), Kind::RootFilter { standard: format!("$[?{standard}]") });
        LooksAt::ObjectOrElements
    }

    /// The schemas of the part of a body that a criterion is about.
    fn context_schemas(&mut self, criteria: &Criteria<'_>, answers: &Answers) -> Option<Vec<Node>> {
        match &criteria.context {
            Some(Expr::Exchange(Exchange::Body(pointer))) => {
                let pointer = pointer.clone();
                self.schemas_of(criteria.step, &pointer, answers)
            }
            _ => None,
        }
    }
}

/// Whether a schema says what is inside of its values.
fn is_described(schema: &Node) -> bool {
    let keys = ["properties", "additionalProperties", "items"];
    keys.into_iter().any(|key| schema.value.get(key).is_some())
}

/// A pattern from a template; one that is nothing but a value is that value.
fn bound(fragments: Vec<Fragment>) -> Program {
    let mut pieces = Pieces::default();
    for fragment in fragments {
        match fragment {
            Fragment::Literal(text) => pieces.text.push_str(&text),
            Fragment::Hole(value) | Fragment::Escaped(_, value) => pieces.value(value),
        }
    }
    let Pieces { mut texts, mut values, text } = pieces;
    if let ([_], true) = (&values[..], text.is_empty() && texts.iter().all(String::is_empty)) {
        return Program::Value(Box::new(values.remove(0)));
    }
    texts.push(text);
    Program::Bound { texts, values }
}
