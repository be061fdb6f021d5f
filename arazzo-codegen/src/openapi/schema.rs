//! Two of the questions to a schema: which type has it, and what is behind a pointer.
//!
//! A value has to fit a schema, what the schema refers to, and the parts of its `allOf`, all of them: these are the *facets* of an
//! *alternative*. Each variant of a `oneOf` or `anyOf` makes an alternative of its own.

use std::rc::Rc;

use super::alternative::{Alternative, Alternatives};
use super::alternatives::Walk;
use super::composed::check_closed;
use super::facets::{Described, described, item_schema};
use super::library::{Library, percent_decode};
use super::node::{Node, flag};
use super::reach::{Dead, Reach, Scalar, Shape};
use super::whole::{Whole, is_whole_format, whole};
use crate::diagnostic::Report;
use crate::place::Mark;
use crate::suggest::closest;
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// More names than these are not listed in a message.
const MAX_SHOWN: usize = 8;

/// Lists inside lists deeper than this are any JSON.
const MAX_LISTS: usize = 8;

/// Walks a pointer through a schema. `Err` when no value that fits the schema has anything there.
pub(crate) fn reach(
    library: &mut Library,
    schema: Option<&Node>,
    pointer: &Pointer,
    report: &mut Report,
) -> Result<Reach, Dead> {
    let Some(schema) = schema else { return Ok(Reach::unknown(None)) };
    let asked = std::slice::from_ref(schema);
    if let Some(known) = library.reached.get(asked, pointer) {
        report.repeat(&known.found);
        return (*known.answer).clone();
    }
    let mut found = Report::default();
    let answer = walk_to(library, schema, pointer, &mut found);
    report.repeat(&found);
    library.reached.keep(asked, pointer, (Rc::new(answer.clone()), found, 0));
    answer
}

fn walk_to(library: &mut Library, schema: &Node, pointer: &Pointer, report: &mut Report) -> Result<Reach, Dead> {
    let mut walk = Walk::new(library, report);
    let mut at = walk.alternatives(std::slice::from_ref(schema));
    let mut certain = true;
    for (index, token) in pointer.tokens().iter().enumerate() {
        certain &= !at.nullable;
        match step(&mut walk, &at, token) {
            Child::Found { alternatives, required } => {
                certain &= required;
                at = alternatives;
            }
            Child::Free => return Ok(Reach::unknown(None)),
            Child::Undeclared { known } => {
                let undeclared = dead(index, token, &known, "does not declare");
                return Ok(Reach::unknown(Some(Dead { schema: mark(&at), ..undeclared })));
            }
            Child::Closed { known } => {
                return Err(Dead { schema: mark(&at), ..dead(index, token, &known, "has no") });
            }
            Child::Wrong(kind) => {
                let reason = format!("there is {kind}, which has no `{token}`");
                return Err(Dead { token: index, reason, closest: None, closed: false, schema: mark(&at) });
            }
        }
    }
    certain &= !at.nullable;
    Ok(Reach {
        shape: shape(&mut walk, &at, 0),
        certain,
        schema: at.all.first().and_then(Alternative::telling),
        variants: at.all.iter().map(Alternative::telling).collect::<Option<_>>().unwrap_or_default(),
        facets: at.all.iter().flat_map(|alternative| &alternative.facets).cloned().collect(),
        undeclared: None,
    })
}

fn dead(token: usize, name: &str, known: &[String], verb: &str) -> Dead {
    let known: Vec<&String> =
        known.iter().enumerate().filter(|(at, name)| !known[..*at].contains(name)).map(|(_, name)| name).collect();
    let closest = decoded(name, &known).or_else(|| closest(name, known.iter().map(|name| name.as_str())));
    let reason = format!("the object there {verb} `{name}`");
    // Without a near name, the author wants to see all of them.
    let others = if closest.is_some() || known.is_empty() || known.len() > MAX_SHOWN {
        String::new()
    } else {
        let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        format!(", only {}", names.join(", "))
    };
    Dead { token, reason: reason + &others, closest, closed: true, schema: None }
}

/// The name that a token means whose author encoded it as in a URL: behind `#`, expressions have it as it is (SPEC RE-26).
fn decoded(token: &str, known: &[&String]) -> Option<String> {
    let decoded = percent_decode(token)?.replace("~1", "/").replace("~0", "~");
    known.iter().find(|name| decoded != token && ***name == decoded).map(|name| (*name).clone())
}

/// Where a schema says what it is.
fn mark(at: &Alternatives) -> Option<Mark> {
    let Node { value, place } = at.all.first()?.telling()?;
    Some(match (value.get("properties"), value.get("type")) {
        (Some(_), _) => place.key("properties").name(),
        (None, Some(_)) => place.key("type").value(),
        (None, None) => place.value(),
    })
}

/// What one token of a pointer leads to.
enum Child {
    Found {
        alternatives: Rc<Alternatives>,
        required: bool,
    },
    /// Not described: anything may be there.
    Free,
    /// An object that declares other properties and admits more.
    Undeclared {
        known: Vec<String>,
    },
    /// An object that admits no other properties.
    Closed {
        known: Vec<String>,
    },
    /// Not an object or a list at all.
    Wrong(&'static str),
}

/// What one alternative has for a token.
enum Part {
    /// The schemas that a value there has to fit.
    Schemas {
        schemas: Vec<Node>,
        required: bool,
    },
    Free,
    Undeclared(Vec<String>),
    Closed(Vec<String>),
    Wrong(&'static str),
}

/// What the alternatives have together: where one knows the token, others that do not declare it only make it uncertain.
fn step(walk: &mut Walk<'_>, at: &Alternatives, token: &str) -> Child {
    let mut found: Option<(Rc<Alternatives>, bool)> = None;
    let (mut free, mut open, mut names, mut wrong) = (false, false, Vec::new(), None);
    let mut everywhere = true;
    for alternative in &at.all {
        let part = part(alternative, token);
        everywhere &= matches!(part, Part::Schemas { .. });
        match part {
            Part::Schemas { schemas, required } => {
                check_closed(alternative, token, walk.0.report);
                let here = walk.alternatives(&schemas);
                found = Some(match found.take() {
                    None => (here, required),
                    Some((known, all)) => (Rc::new(Rc::unwrap_or_clone(known).or(&here)), all && required),
                });
            }
            Part::Free => free = true,
            Part::Undeclared(known) => {
                open = true;
                names.extend(known);
            }
            Part::Closed(known) => names.extend(known),
            Part::Wrong(kind) => wrong = wrong.or(Some(kind)),
        }
    }
    match (found, wrong) {
        // Where one of them admits anything, all that the others say means nothing.
        _ if free => Child::Free,
        (Some((alternatives, required)), _) => Child::Found { alternatives, required: required && everywhere },
        _ if open && at.has_subtypes => Child::Free,
        _ if open => Child::Undeclared { known: names },
        (None, Some(kind)) if names.is_empty() => Child::Wrong(kind),
        _ if at.all.is_empty() => Child::Wrong("null"),
        _ => Child::Closed { known: names },
    }
}

fn part(alternative: &Alternative, token: &str) -> Part {
    match (alternative.kind(), alternative.implied_kind()) {
        (Some("array"), _) => item(alternative, token),
        (Some("string"), _) if !alternative.open => Part::Wrong("a string"),
        (Some("integer" | "number"), _) if !alternative.open => Part::Wrong("a number"),
        (Some("boolean"), _) if !alternative.open => Part::Wrong("a boolean"),
        (Some("null"), _) => Part::Wrong("null"),
        // What has no type may be a list as well as an object.
        (None, _) if index(token).is_some() => Part::Free,
        (None, Some("array")) => Part::Free,
        _ => property(alternative, token),
    }
}

/// The index that a token is. RFC 6901 knows neither signs nor leading zeros.
fn index(token: &str) -> Option<usize> {
    let is_plain = token == "0" || !token.starts_with(['0', '+']);
    token.parse().ok().filter(|_| is_plain)
}

fn item(alternative: &Alternative, token: &str) -> Part {
    let Some(index) = index(token) else { return Part::Wrong("a list") };
    let described: Vec<Described> = alternative.facets.iter().map(|facet| item_schema(facet, index)).collect();
    let is_open = alternative.open || described.iter().any(|described| described.unknown);
    let schemas: Vec<Node> = described.into_iter().flat_map(|described| described.schemas).collect();
    if schemas.iter().any(|schema| schema.value == Value::Bool(false)) {
        return Part::Wrong("a shorter list");
    }
    // A list may always be shorter than the index.
    if schemas.is_empty() || is_open { Part::Free } else { Part::Schemas { schemas, required: false } }
}

fn property(alternative: &Alternative, token: &str) -> Part {
    let facets = &alternative.facets;
    let described: Vec<Described> = facets.iter().map(|facet| described(facet, token)).collect();
    let is_open = alternative.open || described.iter().any(|described| described.unknown);
    let schemas: Vec<Node> = described.into_iter().flat_map(|described| described.schemas).collect();
    if !schemas.is_empty() {
        let write_only = schemas.iter().any(|schema| flag(schema, "writeOnly") == Some(true));
        return Part::Schemas { schemas, required: !write_only && facets.iter().any(|facet| requires(facet, token)) };
    }
    if is_open { Part::Free } else { other_property(facets) }
}

/// What the schemas say of a property that none of them declares. What another schema looks at is not unevaluated.
fn other_property(facets: &[Node]) -> Part {
    let known: Vec<String> = facets.iter().flat_map(property_names).collect();
    let all = |key: &'static str| facets.iter().filter_map(move |facet| facet.get(key));
    let is_false = |schema: &Node| schema.value == Value::Bool(false);
    let (additional, unevaluated) = (all("additionalProperties"), all("unevaluatedProperties"));
    if all("additionalProperties").any(|schema| is_false(&schema)) {
        return Part::Closed(known);
    }
    let others: Vec<Node> = additional.chain(unevaluated).collect();
    let says = |schema: &&Node| matches!(schema.value, Value::Object(_));
    let schemas: Vec<Node> = others.iter().filter(says).cloned().collect();
    match others.iter().all(is_false) {
        _ if others.len() == 1 && schemas.len() == 1 => Part::Schemas { schemas, required: false },
        true if !others.is_empty() => Part::Closed(known),
        true if !known.is_empty() => Part::Undeclared(known),
        _ => Part::Free,
    }
}

pub(super) fn requires(facet: &Node, name: &str) -> bool {
    let required = facet.value.get("required").and_then(Value::as_array).unwrap_or_default();
    required.iter().any(|known| known.as_str() == Some(name))
}

pub(super) fn property_names(schema: &Node) -> Vec<String> {
    let properties = schema.value.get("properties").and_then(Value::as_object);
    properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
}

/// What is behind a pointer, where a schema declares it.
pub(super) fn alternatives_at(walk: &mut Walk<'_>, schema: &Node, pointer: &Pointer) -> Option<Rc<Alternatives>> {
    let mut at = walk.alternatives(std::slice::from_ref(schema));
    for token in pointer.tokens() {
        let Child::Found { alternatives, .. } = step(walk, &at, token) else { return None };
        at = alternatives;
    }
    Some(at)
}

/// The shape that all alternatives have.
pub(super) fn shape(walk: &mut Walk<'_>, at: &Alternatives, depth: usize) -> Shape {
    let mut shapes = at.all.iter().map(|alternative| shape_of(walk, alternative, depth));
    let Some(first) = shapes.next() else { return Shape::Any };
    if shapes.all(|shape| shape == first) { first } else { Shape::Any }
}

fn shape_of(walk: &mut Walk<'_>, alternative: &Alternative, depth: usize) -> Shape {
    match alternative.kind() {
        Some("string") => Shape::Scalar(Scalar::String),
        Some("integer" | "number" | "boolean") => scalar(alternative),
        Some("array") if depth < MAX_LISTS => Shape::Array(Box::new(items_shape(walk, alternative, depth))),
        Some("object") => Shape::Object,
        _ => Shape::Any,
    }
}

/// The shape of one alternative that is a number or a flag.
pub(super) fn scalar(alternative: &Alternative) -> Shape {
    let formats = alternative.facets.iter().filter_map(|facet| facet.value.text("format"));
    match alternative.kind() {
        Some("integer") => integer(alternative),
        Some("number") if formats.into_iter().any(is_whole_format) => integer(alternative),
        Some("number") => Shape::Scalar(Scalar::Number),
        Some("boolean") => Shape::Scalar(Scalar::Boolean),
        _ => Shape::Any,
    }
}

fn integer(alternative: &Alternative) -> Shape {
    match whole(alternative.facets.iter().map(|facet| &facet.value)) {
        Whole::Signed => Shape::Scalar(Scalar::Integer),
        Whole::Unsigned => Shape::Scalar(Scalar::Unsigned),
        Whole::Wide => Shape::Any,
    }
}

fn items_shape(walk: &mut Walk<'_>, alternative: &Alternative, depth: usize) -> Shape {
    let is_tuple = alternative.facets.iter().any(|facet| facet.get("prefixItems").is_some());
    let schemas: Vec<Node> = alternative.facets.iter().filter_map(|facet| facet.get("items")).collect();
    if is_tuple || schemas.is_empty() {
        return Shape::Any;
    }
    let items = walk.alternatives(&schemas);
    // A list with nulls in it cannot be a list of anything else.
    if items.nullable { Shape::Any } else { shape(walk, &items, depth + 1) }
}
