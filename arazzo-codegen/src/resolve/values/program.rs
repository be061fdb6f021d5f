//! Patterns and queries: texts that the runtime compiles.

use super::inside::inside;
use super::notes::Values;
use super::site::Site;
use crate::diagnostic::{Kind, Reported};
use crate::model::{Expr, Feature, Fragment, Language, Program, StepId};
use crate::resolve::written::written;
use crate::syntax::condition::{Access, Condition, Hole, Query, Reader, Token, query_tokens, quoted, tokens};
use crate::syntax::pointer::Pointer;
use crate::syntax::template::Text;
use crate::syntax::xpath::{self, HoleKind, XPath};

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

impl Values<'_> {
    /// The pattern of a criterion.
    pub(crate) fn pattern(&mut self, pattern: &Text, site: Site<'_>) -> Result<Program, Reported> {
        let place = site.place;
        Ok(match pattern {
            Text::Literal(text) => {
                Program::Static(self.notes.programs.interned(Language::Regex, text.clone(), site.step()))
            }
            Text::Expression(expression) => {
                let written = written(self.library, place, ..);
                self.report.add(place.value(), Kind::UnbracedExpression { braced: format!("{{{written}}}") });
                Program::Value(Box::new(self.expression(expression, site)?))
            }
            Text::Template(_) => match self.text(pattern, site)? {
                Expr::Template(fragments) => bound(fragments),
                value => Program::Value(Box::new(value)),
            },
        })
    }

    /// Notes that the runtime needs a language.
    pub(crate) fn need(&mut self, language: Language, site: Site<'_>) {
        self.notes.programs.need(Feature::Language(language), site.place, &self.library.files);
    }

    /// A query as the library reads it.
    pub(crate) fn query(&mut self, query: &Query, site: Site<'_>) -> Result<Program, Reported> {
        self.json_path(query_tokens(query), "", "", site)
    }

    /// An XPath with variables where values are known at run time only.
    pub(crate) fn xpath(&mut self, xpath: &XPath, site: Site<'_>) -> Result<Program, Reported> {
        self.need(Language::XPath, site);
        let (mut pieces, mut end) = (Pieces::default(), 0);
        for hole in &xpath.holes {
            let written = xpath.text.get(hole.range.clone()).unwrap_or_default();
            pieces.text.push_str(xpath.text.get(end..hole.range.start).unwrap_or_default());
            end = hole.range.end;
            match self.operand_of(hole, written, site)? {
                Expr::Literal(_) if matches!(hole.kind, HoleKind::Text { .. }) => pieces.text.push_str(written),
                value => {
                    // As a predicate, text would be true; as a position it is an error.
                    pieces.text.push_str(if hole.is_position { "position() = " } else { "" });
                    pieces.value(value);
                }
            }
        }
        pieces.text.push_str(xpath.text.get(end..).unwrap_or_default());
        Ok(self.program(pieces, Language::XPath, site.step()))
    }

    /// The value of a hole in an XPath: in quotes it is text, in which a doubled quote is one.
    fn operand_of(&mut self, hole: &xpath::Hole, written: &str, site: Site<'_>) -> Result<Expr, Reported> {
        let HoleKind::Text { quote } = &hole.kind else { return self.value_of(hole, site) };
        let inside = written.get(1..written.len() - 1).unwrap_or_default();
        let single = |text: String| text.replace(&format!("{quote}{quote}"), &quote.to_string());
        match self.quoted(inside, &hole.range, site)? {
            Expr::Template(fragments) => {
                let fragments = fragments.into_iter().map(|fragment| match fragment {
                    Fragment::Literal(text) => Fragment::Literal(single(text)),
                    hole => hole,
                });
                Ok(Expr::Template(fragments.collect()))
            }
            literal @ Expr::Literal(_) => Ok(literal),
            value => Ok(Expr::Template(vec![Fragment::Hole(value)])),
        }
    }

    fn value_of(&mut self, hole: &xpath::Hole, site: Site<'_>) -> Result<Expr, Reported> {
        let HoleKind::Value { expression, accesses, braced } = &hole.kind else {
            return self.unsupported("a text in the place of a value", site.part(&hole.range));
        };
        if !braced {
            self.note_unbraced(site.place, &hole.range, self.canonical(expression));
        }
        let value = self.expression(expression, site.part(&hole.range))?;
        Ok(inside(value, &Pointer::from_tokens(accesses.iter().map(Access::token).collect()), &self.known.inputs))
    }

    /// A condition as a filter of a list whose one element is the context.
    pub(crate) fn filter_query(&mut self, condition: &Condition, site: Site<'_>) -> Result<Program, Reported> {
        self.json_path(tokens(condition, Reader::Filter), "$[?", "]", site)
    }

    fn json_path(
        &mut self,
        tokens: Vec<Token<'_>>,
        before: &str,
        behind: &str,
        site: Site<'_>,
    ) -> Result<Program, Reported> {
        self.need(Language::JsonPath, site);
        let mut pieces = Pieces { text: before.to_owned(), ..Pieces::default() };
        for token in tokens {
            match token {
                Token::Text(text) => pieces.text.push_str(&text),
                Token::Hole(hole) => match self.bound(hole, site)? {
                    Expr::Literal(literal) if literal.as_str().is_some() => {
                        pieces.text.push_str(&quoted(literal.as_str().unwrap_or_default()));
                    }
                    value => pieces.value(value),
                },
            }
        }
        pieces.text.push_str(behind);
        Ok(self.program(pieces, Language::JsonPath, site.step()))
    }

    fn program(&mut self, pieces: Pieces, language: Language, step: Option<StepId>) -> Program {
        let Pieces { mut texts, values, text } = pieces;
        if values.is_empty() {
            return Program::Static(self.notes.programs.interned(language, text, step));
        }
        texts.push(text);
        Program::Bound { texts, values }
    }

    /// The value that stands in a hole: in quotes it is always text.
    fn bound(&mut self, hole: Hole<'_>, site: Site<'_>) -> Result<Expr, Reported> {
        match hole {
            Hole::Value { expression, accesses, range } => {
                let value = self.expression(expression, site.part(&range))?;
                let tokens = accesses.iter().map(Access::token).collect();
                Ok(inside(value, &Pointer::from_tokens(tokens), &self.known.inputs))
            }
            Hole::Text { text, range } => match self.quoted(text, &range, site)? {
                literal @ (Expr::Literal(_) | Expr::Template(_)) => Ok(literal),
                value => Ok(Expr::Template(vec![Fragment::Hole(value)])),
            },
        }
    }
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
