//! Values with expressions in their strings.

use super::notes::Values;
use super::site::Site;
use crate::decimal::is_beyond_floats;
use crate::diagnostic::{Kind, Reported};
use crate::document::{Payload, PayloadKind};
use crate::model::Expr;
use crate::place::Place;
use crate::resolve::written::written;
use crate::syntax::expression::Expression;
use crate::syntax::template::Text;
use crate::value::Value;

impl Values<'_> {
    /// A value with expressions in its strings.
    pub(crate) fn payload(&mut self, payload: &Payload, site: Site<'_>) -> Result<Expr, Reported> {
        let site = site.at(&payload.place);
        match &payload.kind {
            PayloadKind::Scalar(value) => self.scalar(value, &payload.place),
            PayloadKind::Text(Text::Literal(text)) if is_beyond_floats(text) => {
                self.scalar(&Value::String(text.as_str().into()), &payload.place)
            }
            PayloadKind::Text(text) => self.text(text, site),
            PayloadKind::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| self.payload(item, site)).collect();
                Ok(Expr::Array(items.into_iter().collect::<Result<_, _>>()?))
            }
            PayloadKind::Object(members) => {
                self.check_near_selector(members, &payload.place);
                let members: Vec<_> =
                    members.iter().map(|(key, value)| Ok((key.clone(), self.payload(value, site)?))).collect();
                Ok(Expr::Object(members.into_iter().collect::<Result<_, _>>()?))
            }
            PayloadKind::Selector(_, members) if self.known.document.is_1_0() => {
                self.report.add(payload.place.value(), Kind::NewerFeature { what: "a selector", plain: true });
                let members: Vec<_> =
                    members.iter().map(|(key, value)| Ok((key.clone(), self.payload(value, site)?))).collect();
                Ok(Expr::Object(members.into_iter().collect::<Result<_, _>>()?))
            }
            PayloadKind::Selector(selector, _) => self.selector(selector, site),
        }
    }

    /// An object that was probably meant as a selector, and is sent as it is.
    fn check_near_selector(&mut self, members: &[(String, Payload)], place: &Place) {
        let has = |name: &str| members.iter().any(|(key, _)| key == name);
        let reads = |member: &Payload| matches!(member.kind, PayloadKind::Text(Text::Expression(_)));
        let is_near = members.iter().any(|(key, value)| key == "context" && reads(value)) && has("selector");
        if is_near && !self.known.document.is_1_0() {
            self.report.add(place.value(), Kind::LikelySelector);
        }
    }

    pub(crate) fn text(&mut self, text: &Text, site: Site<'_>) -> Result<Expr, Reported> {
        let place = site.place;
        match text {
            Text::Literal(literal) => {
                self.report_likely(literal, place);
                self.report_foreign(literal, place);
                Ok(Expr::Literal(Value::String(literal.as_str().into())))
            }
            Text::Expression(expression) => self.expression(expression, site),
            Text::Template(pieces) => match self.unusual(place) {
                Some(expression) => self.expression(&expression, site),
                None => {
                    self.report_foreign(&written(self.library, place, ..), place);
                    self.template(pieces, site)
                }
            },
        }
    }

    /// The expression that a whole text is when an input or an output has a name of several words.
    fn unusual(&self, place: &Place) -> Option<Expression> {
        let node = self.library.peek(place)?;
        let (expression, _) = Expression::parse_loosely(node.value.as_str()?)?;
        let (Expression::Input(named) | Expression::Step { output: named, .. }) = &expression else { return None };
        let is_exact = named.unusual.as_ref() == Some(&named.name.value);
        (is_exact && self.names_exactly(&expression)).then_some(expression)
    }
}
