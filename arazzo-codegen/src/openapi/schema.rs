//! Two questions to a schema: which type has it, and what is behind a pointer.

use super::library::{Library, Node};
use crate::diagnostic::{Report, closest};
use crate::place::Mark;
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// Schemas inside schemas deeper than this are not looked at: recursion through `allOf` has no bottom.
const MAX_DEPTH: usize = 32;

/// More names than these are not listed in a message.
const MAX_SHOWN: usize = 8;

/// The type of a value, as far as Rust code wants to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Scalar(Scalar),
    Array(Box<Shape>),
    /// Objects, unions, and whatever is not described.
    Any,
}

/// A type without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scalar {
    String,
    Integer,
    Number,
    Boolean,
}

/// What is behind a pointer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reach {
    pub(crate) shape: Shape,
    /// Every value that fits the schema has something other than null there.
    pub(crate) certain: bool,
    /// The schema there, when it is described at all.
    pub(crate) schema: Option<Node>,
    /// A property on the way that an open object does not declare.
    pub(crate) undeclared: Option<Dead>,
}

/// Where a pointer leaves what the schema describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dead {
    /// Which token of the pointer.
    pub(crate) token: usize,
    pub(crate) reason: String,
    pub(crate) closest: Option<String>,
    /// What the schema says there.
    pub(crate) schema: Option<Mark>,
}

/// Walks a pointer through a schema. `Err` when no value that fits the schema has anything there.
pub(crate) fn reach(
    library: &mut Library,
    schema: Option<&Node>,
    pointer: &Pointer,
    report: &mut Report,
) -> Result<Reach, Dead> {
    let Some(schema) = schema else {
        return Ok(Reach { shape: Shape::Any, certain: false, schema: None, undeclared: None });
    };
    let mut walk = Walk { library, report };
    let mut at = schema.clone();
    let mut certain = true;
    for (index, token) in pointer.tokens().iter().enumerate() {
        certain &= !walk.nullable(&at, 0);
        match walk.child(&at, token, 0) {
            Child::Found { schema, required } => {
                certain &= required;
                at = schema;
            }
            Child::Free => return Ok(Reach { shape: Shape::Any, certain: false, schema: None, undeclared: None }),
            Child::Undeclared { known } => {
                let undeclared = dead(index, token, &known, "does not declare");
                let undeclared = Some(Dead { schema: walk.mark(&at), ..undeclared });
                return Ok(Reach { shape: Shape::Any, certain: false, schema: None, undeclared });
            }
            Child::Closed { known } => {
                return Err(Dead { schema: walk.mark(&at), ..dead(index, token, &known, "has no") });
            }
            Child::Wrong(kind) => {
                return Err(Dead {
                    token: index,
                    reason: format!("there is {kind}, which has no `{token}`"),
                    closest: None,
                    schema: walk.mark(&at),
                });
            }
        }
    }
    certain &= !walk.nullable(&at, 0);
    let shape = walk.shape(&at, 0);
    Ok(Reach { shape, certain, schema: Some(at), undeclared: None })
}

fn dead(token: usize, name: &str, known: &[String], verb: &str) -> Dead {
    let closest = closest(name, known.iter().map(String::as_str));
    let reason = format!("the object there {verb} `{name}`");
    // Without a near name, the author wants to see all of them.
    let others = if closest.is_some() || known.is_empty() || known.len() > MAX_SHOWN {
        String::new()
    } else {
        let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        format!(", only {}", names.join(", "))
    };
    Dead { token, reason: reason + &others, closest, schema: None }
}

/// What one token of a pointer leads to.
enum Child {
    Found {
        schema: Node,
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

struct Walk<'a> {
    library: &'a mut Library,
    report: &'a mut Report,
}

impl Walk<'_> {
    fn resolve(&mut self, schema: &Node) -> Option<Node> {
        self.library.resolve(schema.clone(), self.report)
    }

    /// Where a schema says what it is.
    fn mark(&mut self, schema: &Node) -> Option<Mark> {
        let Node { value, place } = self.resolve(schema)?;
        Some(match (value.get("properties"), value.get("type")) {
            (Some(_), _) => place.key("properties").name(),
            (None, Some(_)) => place.key("type").value(),
            (None, None) => place.value(),
        })
    }

    /// Whether null fits.
    fn nullable(&mut self, schema: &Node, depth: usize) -> bool {
        let Some(schema) = self.resolve(schema).filter(|_| depth < MAX_DEPTH) else { return true };
        let has_null = match schema.value.get("type") {
            Some(Value::String(kind)) => &**kind == "null",
            Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind.as_str() == Some("null")),
            _ => false,
        };
        let flag = schema.value.get("nullable").and_then(Value::as_bool) == Some(true);
        let variants = ["oneOf", "anyOf"].into_iter().flat_map(|key| members_of(&schema, key)).collect::<Vec<_>>();
        has_null || flag || variants.iter().any(|variant| self.nullable(variant, depth + 1))
    }

    fn shape(&mut self, schema: &Node, depth: usize) -> Shape {
        let Some(schema) = self.resolve(schema).filter(|_| depth < MAX_DEPTH) else { return Shape::Any };
        match single_type(&schema.value) {
            Some("string") => Shape::Scalar(Scalar::String),
            Some("integer") => Shape::Scalar(Scalar::Integer),
            Some("number") if matches!(schema.value.text("format"), Some("int32" | "int64")) => {
                Shape::Scalar(Scalar::Integer)
            }
            Some("number") => Shape::Scalar(Scalar::Number),
            Some("boolean") => Shape::Scalar(Scalar::Boolean),
            Some("array") => {
                let items = schema.get("items").map_or(Shape::Any, |items| self.shape(&items, depth + 1));
                Shape::Array(Box::new(items))
            }
            Some(_) => Shape::Any,
            None => self.composed_shape(&schema, depth),
        }
    }

    /// Of `allOf` the first part with a type decides, of `oneOf` and `anyOf` all must agree; text enums are strings.
    fn composed_shape(&mut self, schema: &Node, depth: usize) -> Shape {
        let parts = members_of(schema, "allOf");
        if let Some(shape) = parts.iter().map(|part| self.shape(part, depth + 1)).find(|shape| *shape != Shape::Any) {
            return shape;
        }
        let variants: Vec<_> = ["oneOf", "anyOf"].into_iter().flat_map(|key| members_of(schema, key)).collect();
        let variants: Vec<_> =
            variants.into_iter().filter(|variant| single_type(&variant.value) != Some("null")).collect();
        let mut shapes = variants.iter().map(|variant| self.shape(variant, depth + 1));
        if let Some(first) = shapes.next() {
            return if shapes.all(|shape| shape == first) { first } else { Shape::Any };
        }
        let texts = schema.value.get("enum").and_then(Value::as_array).unwrap_or_default();
        let all_text = !texts.is_empty() && texts.iter().all(|value| value.as_str().is_some());
        if all_text { Shape::Scalar(Scalar::String) } else { Shape::Any }
    }

    fn child(&mut self, schema: &Node, token: &str, depth: usize) -> Child {
        let Some(schema) = self.resolve(schema).filter(|_| depth < MAX_DEPTH) else { return Child::Free };
        match single_type(&schema.value) {
            Some("array") => Self::item(&schema, token),
            Some("string") => Child::Wrong("a string"),
            Some("integer" | "number") => Child::Wrong("a number"),
            Some("boolean") => Child::Wrong("a boolean"),
            _ => self.property(&schema, token, depth),
        }
    }

    fn item(schema: &Node, token: &str) -> Child {
        if token.parse::<usize>().is_err() {
            return Child::Wrong("a list");
        }
        // A list may always be shorter than the index.
        schema.get("items").map_or(Child::Free, |schema| Child::Found { schema, required: false })
    }

    fn property(&mut self, schema: &Node, token: &str, depth: usize) -> Child {
        let required = schema.value.get("required").and_then(Value::as_array).unwrap_or_default();
        let required = required.iter().any(|name| name.as_str() == Some(token));
        let declared = schema.get("properties").and_then(|properties| properties.get(token));
        if let Some(property) = declared {
            let write_only = property.value.get("writeOnly").and_then(Value::as_bool) == Some(true);
            return Child::Found { schema: property, required: required && !write_only };
        }
        let parts = members_of(schema, "allOf");
        let variants: Vec<_> = ["oneOf", "anyOf"].into_iter().flat_map(|key| members_of(schema, key)).collect();
        let from_parts = self.composed(&parts, token, required, true, depth);
        let from_variants = self.composed(&variants, token, required, false, depth);
        if let Some(found) = from_parts.or(from_variants) {
            return found;
        }
        let mut known = property_names(schema);
        for part in parts.iter().chain(&variants) {
            if let Some(part) = self.resolve(part) {
                known.extend(property_names(&part));
            }
        }
        match schema.get("additionalProperties") {
            Some(Node { value: Value::Bool(false), .. }) => Child::Closed { known },
            Some(schema @ Node { value: Value::Object(_), .. }) => Child::Found { schema, required: false },
            Some(_) => Child::Free,
            None if known.is_empty() => Child::Free,
            None => Child::Undeclared { known },
        }
    }

    /// A property of the parts of an `allOf` (`all`), or of the variants of a `oneOf`, where every variant must have it.
    fn composed(&mut self, parts: &[Node], token: &str, required: bool, all: bool, depth: usize) -> Option<Child> {
        let mut found = None;
        let mut everywhere = true;
        for part in parts {
            match self.child(part, token, depth + 1) {
                Child::Found { schema, required: here } => {
                    everywhere &= here;
                    found = found.or(Some((schema, here)));
                }
                _ => everywhere = false,
            }
        }
        let (schema, here) = found?;
        let certain = required || if all { here } else { everywhere };
        Some(Child::Found { schema, required: certain })
    }
}

fn members_of(schema: &Node, key: &str) -> Vec<Node> {
    schema.get(key).map(|list| list.items()).unwrap_or_default()
}

fn property_names(schema: &Node) -> Vec<String> {
    let properties = schema.value.get("properties").and_then(Value::as_object);
    properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
}

/// The one type of a schema besides null; `properties` and `items` say it too.
fn single_type(schema: &Value) -> Option<&str> {
    match schema.get("type") {
        Some(Value::String(kind)) => Some(kind),
        Some(Value::Array(kinds)) => {
            let mut kinds = kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null");
            let first = kinds.next()?;
            kinds.next().is_none().then_some(first)
        }
        _ if schema.get("properties").is_some() => Some("object"),
        _ if schema.get("items").is_some() => Some("array"),
        _ => None,
    }
}
