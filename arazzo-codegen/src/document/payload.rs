//! Values with expressions in their strings: payloads and parameter values.

use super::{Payload, PayloadKind, selector};
use crate::diagnostic::{Kind, Report};
use crate::place::Place;
use crate::syntax::expression::Expression;
use crate::syntax::loose::Loosely;
use crate::syntax::template::Text;
use crate::value::Value;

pub(super) fn read(value: &Value, place: &Place, report: &mut Report) -> Option<Payload> {
    let kind = match value {
        Value::String(text) => PayloadKind::Text(read_text(text, place, report)?),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            // All of them are read before one that is wrong ends this.
            let items: Vec<_> = items.map(|(index, item)| read(item, &place.index(index), report)).collect();
            PayloadKind::Array(items.into_iter().collect::<Option<_>>()?)
        }
        Value::Object(members) => {
            let members = members.iter();
            let members: Vec<_> =
                members.map(|(key, value)| Some((key.clone(), read(value, &place.key(key), report)?))).collect();
            let members = members.into_iter().collect::<Option<_>>()?;
            if selector::is_selector(value) {
                PayloadKind::Selector(Box::new(selector::read(value, place, report)?), members)
            } else {
                PayloadKind::Object(members)
            }
        }
        scalar => PayloadKind::Scalar(scalar.clone()),
    };
    Some(Payload { kind, place: place.clone() })
}

fn read_text(text: &str, place: &Place, report: &mut Report) -> Option<Text> {
    match Text::parse(text) {
        Ok(text) => Some(text),
        Err(problem) => {
            if let Some(expression) = loosely(text, place, report) {
                return Some(Text::Expression(expression));
            }
            let (text, closest) = (text.to_owned(), problem.closest);
            let kind = Kind::BadExpression { text, reason: problem.reason, closest };
            report.add(place.range(problem.range), kind);
            None
        }
    }
}

/// An expression that is written in another form than the specification has: understood, with a note that shows its form.
pub(super) fn loosely(text: &str, place: &Place, report: &mut Report) -> Option<Expression> {
    let (expression, form) = Expression::parse_loosely(text)?;
    if let Some(note) = note(form) {
        report.add(place.value(), note);
    }
    Some(expression)
}

/// The message about an expression in another form. Of inputs and outputs more is known when they are looked up.
pub(crate) fn note(form: Loosely) -> Option<Kind> {
    match form {
        Loosely::Dotted { canonical } => Some(Kind::DottedPart { canonical }),
        Loosely::Plural { canonical } => Some(Kind::HeaderPlural { canonical }),
        Loosely::Inputs => Some(Kind::WholeInputs),
        Loosely::Unusual => None,
    }
}
