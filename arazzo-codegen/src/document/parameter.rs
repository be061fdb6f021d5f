//! The Parameter Object.

use super::{Fields, OrReference, Parameter, common, fields, known, payload};
use crate::diagnostic::{Kind, Report};
use crate::openapi::Location;
use crate::place::Place;
use crate::syntax::expression::{ComponentKind, Expression};
use crate::value::Value;

pub(super) fn read_list(object: &Fields<'_>, report: &mut Report) -> Vec<OrReference<Parameter>> {
    let items = object.list("parameters", report);
    let read = |(value, place): &(Value, Place)| {
        common::or_reference(value, place, ComponentKind::Parameters, report, self::read)
    };
    items.iter().filter_map(read).collect()
}

pub(super) fn read(value: &Value, place: &Place, report: &mut Report) -> Option<Parameter> {
    let parameter = fields(value, place, "a parameter", &known::PARAMETER, report)?;
    let name = parameter.required_word("name", report);
    if let Some(name) = name.as_ref().filter(|name| name.text.contains("{$") || Expression::parse(&name.text).is_ok()) {
        let (what, found) = ("the name of a parameter, which is no expression", name.text.clone());
        let kind = Kind::InvalidValue { what, found, allowed: Vec::new(), closest: None };
        report.add(name.place.value(), kind);
    }
    let location = match parameter.word("in", report) {
        None => None,
        Some(word) => {
            let locations = [
                ("path", Location::Path),
                ("query", Location::Query),
                ("header", Location::Header),
                ("cookie", Location::Cookie),
                ("querystring", Location::QueryString),
            ];
            Some(common::one_of("the place of a parameter", &word, &locations, report)?)
        }
    };
    // `value: null` is a value; only a missing key is a mistake.
    let value = parameter.required("value", report);
    let value = value.and_then(|(value, place)| payload::read(value, &place, report));
    Some(Parameter { name: name?, location, value: value?, place: place.clone() })
}
