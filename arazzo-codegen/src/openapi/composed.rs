//! Compositions of schemas that no value fits, or that say less than they seem to: they are read as they were meant, and it is
//! said where the workflow reads or sends a part of them.

use super::alternative::{Alternative, Alternatives};
use super::node::{Node, reference_of};
use super::slips::{of_type, slip};
use crate::diagnostic::Report;
use crate::value::Value;

/// Types that a value has to have all at once (SPEC OT-03).
pub(super) fn check_types(together: &Alternative, report: &mut Report) {
    for (mark, kind) in together.facets.iter().filter_map(of_type) {
        report.add(mark, kind);
    }
    let is_composed = together.facets.iter().any(|facet| facet.get("allOf").is_some());
    // Before version 3.1, what stands beside a reference means nothing.
    let saying = together.facets.iter().filter(|facet| is_composed && reference_of(&facet.value).is_none());
    let mut typed = saying.filter_map(|facet| Some((facet.get("type")?, types(facet)?)));
    let Some((_, first)) = typed.next() else { return };
    let admits = |kind: &str| first.iter().any(|known| alike(known, kind));
    if let Some((second, kinds)) = typed.find(|(_, kinds)| !kinds.iter().any(|kind| admits(kind))) {
        let reason = format!("nothing is `{}` and `{}`", first.join("` or `"), kinds.join("` or `"));
        let (mark, kind) = slip(second.place.value(), "this `allOf`".to_owned(), reason, "the first type is used");
        report.add(mark, kind);
    }
}

fn types(schema: &Node) -> Option<Vec<String>> {
    let name = |value: &Value| value.as_str().map(str::to_owned);
    match schema.value.get("type")? {
        Value::Array(kinds) => kinds.iter().map(name).collect(),
        kind => Some(vec![name(kind)?]),
    }
}

fn alike(left: &str, right: &str) -> bool {
    let is_number = |kind: &str| matches!(kind, "integer" | "number");
    left == right || is_number(left) && is_number(right)
}

/// A property that one part declares, and another one, which admits only its own, does not (SPEC OT-04).
pub(super) fn check_closed(alternative: &Alternative, property: &str, report: &mut Report) {
    let declares = |facet: &Node| facet.get("properties").is_some_and(|known| known.get(property).is_some());
    let is_closed = |facet: &&Node| {
        facet.value.get("additionalProperties") == Some(&Value::Bool(false))
            && reference_of(&facet.value).is_none()
            && facet.get("patternProperties").is_none()
            && !declares(facet)
    };
    if let Some(closed) = alternative.facets.iter().find(is_closed) {
        let what = "this part of a composed schema".to_owned();
        let reason = format!("it admits no `{property}`, which another part declares");
        let mark = closed.place.key("additionalProperties").name();
        let (mark, kind) = slip(mark, what, reason, "the parts are used together");
        report.add(mark, kind);
    }
}

/// A discriminator tells variants apart by a property that they have (SPEC OT-06).
pub(super) fn check_discriminator(of: &Alternatives, report: &mut Report) {
    let facets = of.all.iter().flat_map(|alternative| &alternative.facets);
    let mut checked: Vec<Node> = Vec::new();
    for discriminator in facets.filter_map(|facet| facet.get("discriminator")) {
        if checked.contains(&discriminator) {
            continue;
        }
        // Swagger 2.0 has the name alone.
        let named = discriminator.get("propertyName").unwrap_or_else(|| discriminator.clone());
        checked.push(discriminator);
        let Some(name) = named.value.as_str() else { continue };
        let may_have = |facet: &Node| facet.get("properties").is_none_or(|known| known.get(name).is_some());
        let missing = |alternative: &Alternative| {
            let described = alternative.facets.iter().filter(|facet| facet.get("properties").is_some());
            !alternative.open && described.clone().count() > 0 && !described.into_iter().any(may_have)
        };
        if !of.all.is_empty() && of.all.iter().all(missing) {
            let reason = format!("no variant declares the property `{name}`");
            let what = "this discriminator".to_owned();
            let (mark, kind) = slip(named.place.value(), what, reason, "any variant is possible");
            report.add(mark, kind);
        }
    }
}
