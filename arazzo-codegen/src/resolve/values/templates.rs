//! Texts with expressions in them.

use std::ops::Range;

use super::certain::is_text;
use super::notes::Values;
use super::site::Site;
use crate::diagnostic::{Kind, Reported};
use crate::document::note_of_form;
use crate::model::{Expr, Fragment};
use crate::place::Place;
use crate::resolve::written::written;
use crate::syntax::expression::Expression;
use crate::syntax::foreign::{has_braces_around, operator_behind};
use crate::syntax::template::{Piece, Text, Written};
use crate::value::Value;

impl Values<'_> {
    /// A text with expressions in it.
    pub(crate) fn template(&mut self, pieces: &[Piece], site: Site<'_>) -> Result<Expr, Reported> {
        let place = site.place;
        let pieces = self.settled(pieces, place)?;
        let mut fragments: Vec<Fragment> = Vec::new();
        let literal = |text: &str, fragments: &mut Vec<Fragment>| match fragments.last_mut() {
            Some(Fragment::Literal(before)) => before.push_str(text),
            _ => fragments.push(Fragment::Literal(text.to_owned())),
        };
        let mut refused = None;
        for piece in &pieces {
            match piece {
                Piece::Literal(text) => {
                    self.report_likely_inside(text, place);
                    literal(text, &mut fragments);
                }
                Piece::Hole { expression, range, written: Written::Bare { .. } }
                    if !self.is_meant(expression, range, place) =>
                {
                    let expression = written(self.library, place, range.clone());
                    literal(&expression, &mut fragments);
                    self.report.add(place.range(range.clone()), Kind::LiteralExpression { expression });
                }
                Piece::Hole { expression, range, written } => match self.filled(expression, range, written, site) {
                    Ok(hole) => fragments.push(Fragment::Hole(hole)),
                    Err(reported) => refused = Some(reported),
                },
            }
        }
        if let Some(reported) = refused {
            return Err(reported);
        }
        Ok(match fragments.as_slice() {
            [] => Expr::Literal(Value::String("".into())),
            [Fragment::Literal(text)] => Expr::Literal(Value::String(text.as_str().into())),
            // Text in text is that text.
            [Fragment::Hole(whole)] if is_text(whole, &self.known.inputs) => whole.clone(),
            _ => Expr::Template(fragments),
        })
    }

    /// The value of a hole.
    pub(super) fn filled(
        &mut self,
        expression: &Expression,
        range: &Range<usize>,
        written: &Written,
        site: Site<'_>,
    ) -> Result<Expr, Reported> {
        if written.is_braced() {
            self.note_form(site.place, range);
            return self.expression(expression, site.part(range));
        }
        let canonical = self.canonical(expression);
        self.note_unbraced(site.place, range, canonical);
        self.expression(expression, site.part(range).unbraced())
    }

    /// An expression in braces that is written in another form.
    fn note_form(&mut self, place: &Place, range: &Range<usize>) {
        let form = Expression::read(&written(self.library, place, range.clone())).ok().and_then(|(_, form)| form);
        if let Some(note) = form.and_then(note_of_form) {
            self.report.add(place.range(range.clone()), note);
        }
    }

    /// An expression inside a longer text, which ought to have braces, and how it is written where it is in another form too.
    pub(super) fn note_unbraced(&mut self, place: &Place, range: &Range<usize>, canonical: Option<String>) {
        let node = self.library.peek(place);
        let text = node.as_ref().and_then(|node| node.value.as_str()).unwrap_or_default();
        // What is wrong with those braces is reported for the whole string.
        if has_braces_around(text, range) {
            return;
        }
        if let Some(operator) = operator_behind(text, range) {
            self.report.add(place.range(operator), Kind::OperatorInText);
            return;
        }
        let braced = format!("{{{}}}", canonical.unwrap_or_else(|| written(self.library, place, range.clone())));
        self.report.add(place.range(range.clone()), Kind::UnbracedExpression { braced });
    }

    /// Text in quotes, where expressions stand for their values.
    pub(crate) fn quoted(&mut self, text: &str, range: &Range<usize>, site: Site<'_>) -> Result<Expr, Reported> {
        let parsed = match Text::parse(text) {
            Ok(parsed) => {
                if matches!(parsed, Text::Expression(_)) {
                    let kind = Kind::UnbracedExpression { braced: format!("{{{text}}}") };
                    self.report.add(site.place.range(range.start + 1..range.end - 1), kind);
                }
                parsed.shifted(range.start + 1)
            }
            Err(problem) => {
                let (text, closest) = (text.to_owned(), problem.closest);
                let kind = Kind::BadExpression { text, reason: problem.reason, closest };
                return Err(self.report.refuse(site.place.range(range.clone()), kind));
            }
        };
        self.text(&parsed, site)
    }
}
