//! Values against schemas: what a schema surely does not admit.
//!
//! Only what is certain is said. A part of an `allOf` counts; of `oneOf`, `anyOf` and `not` nothing is concluded, and of what is
//! known at run time alone only its type. That of a step's output is known when all steps are: see `later`.

use super::bounds::{broken, broken_by_items};
use super::kinds::{Form, has_kind, named, same, scalar_text, spells, unfit_shape, words};
use super::later::{Later, Question};
use super::passed::Passed;
use crate::diagnostic::{Kind, Relation, Report, closest};
use crate::model::{Expr, Finds, InputPath, InputTypes, OutputRef};
use crate::openapi::{Library, Node, Shape};
use crate::place::{Mark, Place, Segment};
use crate::value::Value;

/// Schemas inside schemas deeper than this are not looked at.
const MAX_DEPTH: usize = 32;

/// What is sent, for messages.
#[derive(Clone, Debug)]
pub(crate) struct Sent<'a> {
    pub(crate) operation: &'a str,
    /// `the request body`, or a parameter.
    pub(crate) name: String,
    pub(crate) form: Form,
}

/// Compares one value with its schema.
pub(crate) struct Fit<'a> {
    pub(crate) library: &'a mut Library,
    pub(crate) inputs: &'a InputTypes,
    /// The schema of all inputs, where the document has one.
    pub(crate) declared: Option<Node>,
    pub(crate) report: &'a mut Report,
    pub(crate) sent: Sent<'a>,
    /// What can only be said of outputs when their types are known.
    pub(crate) later: &'a mut Vec<Later>,
}

impl Fit<'_> {
    /// Reports what a schema does not admit of the value at a place.
    pub(crate) fn check(&mut self, value: &Expr, schema: &Node, place: &Place) {
        self.value(value, schema, place, 0);
    }

    fn value(&mut self, value: &Expr, schema: &Node, place: &Place, depth: usize) {
        if depth >= MAX_DEPTH {
            return;
        }
        let Some(schema) = self.library.resolve(schema.clone(), self.report) else { return };
        for part in members_of(&schema, "allOf") {
            self.value(value, &part, place, depth + 1);
        }
        if !self.kind(value, &schema, place) {
            return;
        }
        match value {
            Expr::Literal(literal) => {
                self.literal(literal, &schema, place);
                let broken = broken(literal, &schema, self.sent.form.is_text());
                self.bounds(broken, &schema, place);
            }
            Expr::Object(members) => self.members(members, &schema, place, depth),
            Expr::Array(items) => {
                self.bounds(broken_by_items(items, &schema), &schema, place);
                let Some(of) = schema.get("items") else { return };
                for (index, item) in items.iter().enumerate() {
                    let place = self.inner(place, Segment::Index(index));
                    self.value(item, &of, &place, depth + 1);
                }
            }
            Expr::Input(path) if path.pointer.is_empty() => self.input(path, &schema, place),
            _ => {}
        }
    }

    /// What the schema of an input lets a caller give.
    fn input(&mut self, path: &InputPath, schema: &Node, place: &Place) {
        let Some((declared, names)) = self.declared.clone().zip(self.inputs.names(path)) else { return };
        let what = self.what(place);
        Passed::new(self.library, self.report, &self.sent, place.value()).check(&declared, &names, schema, &what);
    }

    /// Whether the value may be of the kind that the schema names.
    fn kind(&mut self, value: &Expr, schema: &Node, place: &Place) -> bool {
        let kinds = named(&schema.value);
        if kinds.is_empty() {
            return true;
        }
        let form = self.sent.form;
        let as_text = form.is_text();
        let found = match value {
            // Most descriptions forget to say where null is allowed.
            Expr::Literal(Value::Null) => return false,
            Expr::Literal(literal) => (!has_kind(literal, &kinds, as_text)).then(|| literal.kind()),
            Expr::Object(_) if form.takes_structures(&kinds) => return true,
            Expr::Object(_) => (!kinds.contains(&"object")).then_some("an object"),
            Expr::Array(_) => (!kinds.contains(&"array")).then_some("a list"),
            Expr::Template(_) => (!as_text && !kinds.contains(&"string")).then_some("a string"),
            Expr::Input(path) => unfit_shape(&self.inputs.sent_shape(&path.ty), &kinds, form),
            Expr::Select { finds: Finds::All, .. } => unfit_shape(&Shape::Array(Box::new(Shape::Any)), &kinds, form),
            Expr::Select { finds: Finds::XPath(shape), .. } => unfit_shape(shape, &kinds, form),
            Expr::Output { output, pointer } if pointer.is_empty() => {
                self.ask_later(*output, &kinds, schema, place);
                None
            }
            _ => None,
        };
        let Some(found) = found else { return true };
        // What was said about it is the reason.
        if self.report.knows(&place.value(), |kind| *kind == Kind::LikelySelector) {
            return false;
        }
        let (what, operation, expected) = (self.what(place), self.sent.operation.to_owned(), words(&kinds));
        let kind = match value {
            Expr::Literal(literal) if !spells(literal, &kinds) => {
                Kind::ImpossibleValue { what, operation, expected, found }
            }
            _ => Kind::UnfitType { what, operation, expected, found },
        };
        self.report.add(place.value(), kind).also(type_of(schema), Relation::Schema);
        false
    }

    /// Outputs of steps have types when all steps are resolved.
    fn ask_later(&mut self, output: OutputRef, kinds: &[&str], schema: &Node, place: &Place) {
        let question = Question::Fits {
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            form: self.sent.form,
            what: self.what(place),
            operation: self.sent.operation.to_owned(),
            schema: type_of(schema),
        };
        self.later.push(Later { output, mark: place.value(), question });
    }

    /// A value that is written in the document, among those that are listed.
    fn literal(&mut self, literal: &Value, schema: &Node, place: &Place) {
        let listed = schema.get("enum").map(|list| list.items()).unwrap_or_default();
        let constant = schema.get("const");
        let allowed: Vec<&Value> = listed.iter().chain(&constant).map(|node| &node.value).collect();
        let is_one = allowed.iter().any(|value| same(value, literal, self.sent.form.is_text()));
        let Some(found) = scalar_text(literal).filter(|_| !allowed.is_empty() && !is_one) else { return };
        let allowed: Vec<String> = allowed.into_iter().filter_map(scalar_text).collect();
        let closest = closest(&found, allowed.iter().map(String::as_str));
        let (what, operation) = (self.what(place), self.sent.operation.to_owned());
        let key = if listed.is_empty() { "const" } else { "enum" };
        let kind = Kind::UnlistedValue { what, operation, found, allowed, closest };
        self.report.add(place.value(), kind).also(schema.place.key(key).name(), Relation::Schema);
    }

    /// A keyword of the schema that the value breaks, and what it asks for.
    fn bounds(&mut self, broken: Option<(&str, String)>, schema: &Node, place: &Place) {
        let Some((key, expected)) = broken else { return };
        let (what, operation) = (self.what(place), self.sent.operation.to_owned());
        let kind = Kind::UnfitValue { what, operation, expected };
        self.report.add(place.value(), kind).also(schema.place.key(key).name(), Relation::Schema);
    }

    /// What a property says of itself: that requests do not have it, or should not.
    fn property(&mut self, name: &str, property: &Node, place: &Place) {
        let Some(resolved) = self.library.resolve(property.clone(), self.report) else { return };
        let says = |key: &str| [property, &resolved].into_iter().any(|node| flag(node, key));
        let (name, operation) = (name.to_owned(), self.sent.operation.to_owned());
        if says("readOnly") {
            let second = resolved.place.key("readOnly").name();
            let kind = Kind::OneWayProperty { property: name, operation, is_response: false };
            self.report
                .add(place.value(), kind)
                .also_if(flag(&resolved, "readOnly").then_some(second), Relation::Schema);
        } else if says("deprecated") {
            let kind = Kind::Deprecated { what: format!("`{name}` in requests of operation `{operation}`") };
            self.report.add(place.value(), kind);
        }
    }

    fn members(&mut self, members: &[(String, Expr)], schema: &Node, place: &Place, depth: usize) {
        let properties = schema.get("properties");
        let declared = |name: &str| properties.as_ref().and_then(|properties| properties.get(name));
        let open = schema.get("additionalProperties");
        for (name, value) in members {
            let at = self.inner(place, Segment::Key(name.clone()));
            match (declared(name), &open) {
                (Some(property), _) => {
                    self.property(name, &property, &at);
                    self.value(value, &property, &at, depth + 1);
                }
                (None, Some(of @ Node { value: Value::Object(_), .. })) if !has_patterns(schema) => {
                    self.value(value, of, &at, depth + 1);
                }
                (None, Some(Node { value: Value::Bool(false), .. })) if !is_composed(schema) => {
                    let known: Vec<String> = properties.iter().flat_map(Node::members).map(|(name, _)| name).collect();
                    let closest = closest(name, known.iter().map(String::as_str));
                    let (property, operation) = (name.clone(), self.sent.operation.to_owned());
                    let mark = if at == *place { at.value() } else { at.name() };
                    let second = schema.place.key("additionalProperties").name();
                    self.report
                        .add(mark, Kind::RefusedProperty { property, operation, closest })
                        .also(second, Relation::Schema);
                }
                _ => {}
            }
        }
        self.required(members, schema, place);
    }

    fn required(&mut self, members: &[(String, Expr)], schema: &Node, place: &Place) {
        for required in schema.get("required").map(|list| list.items()).unwrap_or_default() {
            let Some(property) = required.value.as_str() else { continue };
            let declared = schema.get("properties").and_then(|properties| properties.get(property));
            let declared = declared.and_then(|declared| self.library.resolve(declared, self.report));
            let read_only = declared.is_some_and(|node| flag(&node, "readOnly"));
            if !read_only && members.iter().all(|(name, _)| name != property) {
                let (property, operation) = (property.to_owned(), self.sent.operation.to_owned());
                let kind = Kind::RequiredPropertyMissing { property, operation, optional: false };
                self.report.add(name_or_item(place), kind).also(required.place.value(), Relation::Required);
            }
        }
    }

    /// The place of a part of a value; that of the whole, where the document has no such node: in a body that is written as text,
    /// and where a part was replaced.
    fn inner(&self, place: &Place, segment: Segment) -> Place {
        let inner = match segment {
            Segment::Key(key) => place.key(&key),
            Segment::Index(index) => place.index(index),
        };
        if self.library.peek(&inner).is_some() { inner } else { place.clone() }
    }

    /// How a message names what stands at a place.
    fn what(&self, place: &Place) -> String {
        let segments = place.path.segments();
        let below = segments.iter().rposition(|segment| *segment == Segment::Key("payload".to_owned()));
        let inside = below.and_then(|below| segments.get(below + 1..)).unwrap_or_default();
        let name = inside.iter().rev().find_map(|segment| match segment {
            Segment::Key(key) => Some(key),
            Segment::Index(_) => None,
        });
        match (name, inside.last()) {
            (Some(name), Some(Segment::Index(_))) => format!("an item of `{name}`"),
            (Some(name), _) => format!("`{name}`"),
            (None, Some(_)) => format!("an item of {}", self.sent.name),
            (None, None) => self.sent.name.clone(),
        }
    }
}

/// Other keywords may declare what `properties` does not.
fn is_composed(schema: &Node) -> bool {
    let others = ["allOf", "anyOf", "oneOf", "if", "dependentSchemas", "patternProperties", "$ref"];
    others.into_iter().any(|key| schema.value.get(key).is_some())
}

fn flag(schema: &Node, key: &str) -> bool {
    schema.value.get(key).and_then(Value::as_bool) == Some(true)
}

fn has_patterns(schema: &Node) -> bool {
    schema.value.get("patternProperties").is_some()
}

fn members_of(schema: &Node, key: &str) -> Vec<Node> {
    schema.get(key).map(|list| list.items()).unwrap_or_default()
}

fn type_of(schema: &Node) -> Mark {
    schema.place.key("type").value()
}

/// The name of a member; an item has none.
fn name_or_item(place: &Place) -> Mark {
    match place.path.segments().last() {
        Some(Segment::Key(_)) => place.name(),
        _ => place.value(),
    }
}
