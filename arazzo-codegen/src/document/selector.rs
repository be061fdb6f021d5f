//! The Selector Object (Arazzo 1.1): a part of a value, named by a query.

use super::{Located, Selector, SelectorKind, Word, common, expression_type, fields, known, word};
use crate::diagnostic::{Kind, Report, Reported};
use crate::place::Place;
use crate::syntax::condition::{JsonPath, Operand};
use crate::syntax::expression::Expression;
use crate::syntax::pointer::Pointer;
use crate::syntax::xpath::XPath;
use crate::value::Value;

#[derive(Clone, Copy)]
enum Type {
    JsonPath,
    XPath,
    JsonPointer,
}

const TYPES: [(&str, Type); 3] =
    [("jsonpath", Type::JsonPath), ("xpath", Type::XPath), ("jsonpointer", Type::JsonPointer)];

/// Whether an object among data is a Selector Object: it has the three fields and no other, its context is an expression, and
/// its type is known.
pub(super) fn is_selector(value: &Value) -> bool {
    let Some(object) = value.as_object() else { return false };
    let is_known = |key: &String| known::SELECTOR.contains(&key.as_str()) || key.starts_with("x-");
    let kind = value.get("type").and_then(|kind| kind.as_str().or_else(|| kind.text("type")));
    object.keys().all(is_known)
        && value.text("selector").is_some()
        && value.text("context").is_some_and(|context| Expression::read(context).is_ok())
        && TYPES.iter().any(|(name, _)| Some(*name) == kind)
}

pub(super) fn read(value: &Value, place: &Place, report: &mut Report) -> Option<Selector> {
    let object = fields(value, place, "a selector", &known::SELECTOR, report)?;
    let context = object.required_word("context", report);
    let context = context.and_then(|context| {
        let expression = common::expression(&context, report)?;
        Some(Located { expression, place: context.place })
    });
    let kind = object.required("type", report).and_then(|(value, place)| read_type(value, &place, report));
    let selector = object.required_word("selector", report);
    let (context, kind, selector) = (context?, kind?, selector?);
    let kind = match kind {
        Type::JsonPath => SelectorKind::Query(read_query(&selector, report).ok()?),
        Type::JsonPointer => SelectorKind::Pointer(read_pointer(&selector, report).ok()?),
        Type::XPath => SelectorKind::XPath(read_xpath(&selector, report).ok()?),
    };
    Some(Selector { context, kind, place: selector.place })
}

fn read_type(value: &Value, place: &Place, report: &mut Report) -> Option<Type> {
    if value.as_object().is_none() {
        let word = word(value, place, "`type` of a selector", report)?;
        return common::one_of("the type of a selector", &word, &TYPES, report);
    }
    expression_type::read(value, place, &TYPES, report)
}

pub(crate) fn read_query(selector: &Word, report: &mut Report) -> Result<Operand, Reported> {
    JsonPath::selector(&selector.text).map_err(|problem| {
        let kind = Kind::BadSelector { reason: problem.reason, closest: problem.closest };
        report.refuse(selector.place.range(problem.range), kind)
    })
}

pub(crate) fn read_xpath(selector: &Word, report: &mut Report) -> Result<XPath, Reported> {
    XPath::parse(&selector.text).map_err(|problem| {
        let kind = Kind::BadSelector { reason: problem.reason, closest: problem.closest };
        report.refuse(selector.place.range(problem.range), kind)
    })
}

/// A JSON Pointer, of which the slash in front may be missing.
pub(crate) fn read_pointer(selector: &Word, report: &mut Report) -> Result<Pointer, Reported> {
    let problem = match Pointer::parse(&selector.text) {
        Ok(pointer) => return Ok(pointer),
        Err(problem) => problem,
    };
    if let Some(pointer) = Pointer::parse_slashless(&selector.text) {
        report.add(selector.place.value(), Kind::DottedPart { canonical: pointer.to_string() });
        return Ok(pointer);
    }
    Err(report.refuse(selector.place.range(problem.range), Kind::BadPointer { reason: problem.reason }))
}
