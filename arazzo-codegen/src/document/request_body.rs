//! The Request Body Object and its Payload Replacement Objects.

use super::fields::wrong_type;
use super::{Replacement, RequestBody, TargetType, common, fields, known, payload, word};
use crate::diagnostic::Report;
use crate::place::Place;
use crate::value::Value;

pub(super) fn read(value: &Value, place: &Place, report: &mut Report) -> Option<RequestBody> {
    let body = fields(value, place, "a request body", &known::REQUEST_BODY, report)?;
    let content_type = match body.get("contentType") {
        Some((Value::String(_), _)) | None => body.word("contentType", report),
        Some((value, place)) => {
            wrong_type(value, &place, "`contentType` of a request body", "a string", report);
            None
        }
    };
    let payload = body.get("payload").and_then(|(value, place)| payload::read(value, &place, report));
    let replacements = body.list("replacements", report);
    let replacements =
        replacements.iter().filter_map(|(value, place)| read_replacement(value, place, report)).collect();
    Some(RequestBody { content_type, payload, replacements, place: place.clone() })
}

fn read_replacement(value: &Value, place: &Place, report: &mut Report) -> Option<Replacement> {
    let object = fields(value, place, "a replacement", &known::REPLACEMENT, report)?;
    let target = object.required_word("target", report);
    let target_type = object.get("targetSelectorType");
    let target_type = target_type.and_then(|(value, place)| Some((read_type(value, &place, report)?, place)));
    // `value: null` is a value; only a missing key is a mistake.
    let value = object.required("value", report);
    let value = value.and_then(|(value, place)| payload::read(value, &place, report));
    Some(Replacement { target: target?, target_type, value: value? })
}

/// A word, or an Expression Type Object with a version beside it.
fn read_type(value: &Value, place: &Place, report: &mut Report) -> Option<TargetType> {
    let types =
        [("jsonpointer", TargetType::JsonPointer), ("jsonpath", TargetType::JsonPath), ("xpath", TargetType::XPath)];
    if value.as_object().is_none() {
        let word = word(value, place, "`targetSelectorType` of a replacement", report)?;
        return common::one_of("the type of a target", &word, &types, report);
    }
    let object = fields(value, place, "an expression type", &known::EXPRESSION_TYPE, report)?;
    object.required_word("version", report);
    let word = object.required_word("type", report)?;
    common::one_of("the type of a target", &word, &types, report)
}
