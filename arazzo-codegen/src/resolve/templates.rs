//! Texts with expressions in them.

use std::ops::Range;

use super::expression::Position;
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::document::note_of_form;
use crate::model::{Expr, Fragment};
use crate::place::Place;
use crate::syntax::expression::Expression;
use crate::syntax::foreign::{has_braces_around, operator_behind};
use crate::syntax::template::{Piece, Written};
use crate::value::Value;

impl Scope<'_, '_> {
    /// A text with expressions in it.
    pub(super) fn template(&mut self, pieces: &[Piece], place: &Place, position: Position) -> Option<Expr> {
        let pieces = self.settled(pieces, place)?;
        let mut fragments: Vec<Fragment> = Vec::new();
        let literal = |text: &str, fragments: &mut Vec<Fragment>| match fragments.last_mut() {
            Some(Fragment::Literal(before)) => before.push_str(text),
            _ => fragments.push(Fragment::Literal(text.to_owned())),
        };
        let mut complete = true;
        for piece in &pieces {
            match piece {
                Piece::Literal(text) => {
                    self.report_likely_inside(text, place);
                    literal(text, &mut fragments);
                }
                Piece::Hole { expression, range, written: Written::Bare { .. } }
                    if !self.is_meant(expression, range, place) =>
                {
                    let expression = self.written(place, range.clone());
                    literal(&expression, &mut fragments);
                    self.context.report.add(place.range(range.clone()), Kind::LiteralExpression { expression });
                }
                Piece::Hole { expression, range, written } => {
                    let hole = self.filled(expression, range, written, place, position);
                    complete &= hole.is_some();
                    fragments.extend(hole.map(Fragment::Hole));
                }
            }
        }
        complete.then(|| match fragments.as_slice() {
            [] => Expr::Literal(Value::String("".into())),
            [Fragment::Literal(text)] => Expr::Literal(Value::String(text.as_str().into())),
            // Text in text is that text.
            [Fragment::Hole(whole)] if self.is_text(whole) => whole.clone(),
            _ => Expr::Template(fragments),
        })
    }

    /// The value of a hole.
    pub(super) fn filled(
        &mut self,
        expression: &Expression,
        range: &Range<usize>,
        written: &Written,
        place: &Place,
        position: Position,
    ) -> Option<Expr> {
        if written.is_braced() {
            self.note_form(place, range);
            return self.part(range, expression, place, position);
        }
        let canonical = self.canonical(expression);
        self.note_unbraced(place, range, canonical);
        self.unbraced = true;
        let value = self.part(range, expression, place, position);
        self.unbraced = false;
        value
    }

    /// An expression in braces that is written in another form.
    fn note_form(&mut self, place: &Place, range: &Range<usize>) {
        let form = Expression::read(&self.written(place, range.clone())).ok().and_then(|(_, form)| form);
        if let Some(note) = form.and_then(note_of_form) {
            self.context.report.add(place.range(range.clone()), note);
        }
    }

    /// An expression inside a longer text, which ought to have braces, and how it is written where it is in another form too.
    pub(super) fn note_unbraced(&mut self, place: &Place, range: &Range<usize>, canonical: Option<String>) {
        let node = self.context.library.peek(place);
        let text = node.as_ref().and_then(|node| node.value.as_str()).unwrap_or_default();
        // What is wrong with those braces is reported for the whole string.
        if has_braces_around(text, range) {
            return;
        }
        if let Some(operator) = operator_behind(text, range) {
            self.context.report.add(place.range(operator), Kind::OperatorInText);
            return;
        }
        let braced = format!("{{{}}}", canonical.unwrap_or_else(|| self.written(place, range.clone())));
        self.context.report.add(place.range(range.clone()), Kind::UnbracedExpression { braced });
    }
}
