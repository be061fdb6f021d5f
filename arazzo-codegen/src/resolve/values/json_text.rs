//! JSON bodies that are written as text become the values that they describe.

use super::notes::Values;
use super::site::Site;
use crate::diagnostic::{Kind, Reported};
use crate::model::Expr;
use crate::place::Place;
use crate::resolve::written::written;
use crate::syntax::json_text::JsonText;
use crate::syntax::template::{Piece, Text};

impl Values<'_> {
    /// The value that a text of JSON describes; a text that is one expression is its value.
    pub(crate) fn json_text(&mut self, text: &Text, place: &Place) -> Result<Expr, Reported> {
        let pieces = match text {
            Text::Expression(expression) => return self.expression(expression, Site::request(place)),
            Text::Template(pieces) => self.settled(pieces, place)?,
            Text::Literal(text) => vec![Piece::Literal(text.clone())],
        };
        match JsonText::parse(&pieces) {
            Ok(json) => {
                self.report_foreign(&written(self.library, place, ..), place);
                self.json(&json, place)
            }
            Err(problem) => {
                Err(self.report.refuse(place.range(problem.range), Kind::BadJson { reason: problem.reason }))
            }
        }
    }

    fn json(&mut self, json: &JsonText, place: &Place) -> Result<Expr, Reported> {
        match json {
            JsonText::Scalar(value) => Ok(Expr::Literal(value.clone())),
            JsonText::Text(pieces) => self.template(pieces, Site::request(place)),
            JsonText::Hole(Piece::Literal(_)) => Err(self.report.refused(place.value())),
            JsonText::Hole(Piece::Hole { expression, range, written }) => {
                self.filled(expression, range, written, Site::request(place))
            }
            JsonText::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| self.json(item, place)).collect();
                Ok(Expr::Array(items.into_iter().collect::<Result<_, _>>()?))
            }
            JsonText::Object(members) => {
                let members: Vec<_> =
                    members.iter().map(|(name, value)| Ok((name.clone(), self.json(value, place)?))).collect();
                Ok(Expr::Object(members.into_iter().collect::<Result<_, _>>()?))
            }
        }
    }
}
