//! The schema of an input, held against the schema that it is sent to (SPEC RB-13 to RB-15).
//!
//! The items of an input say `quantity: { type: string }`, and the operation takes an integer there: no call of the workflow can be
//! right. Only what is certain is said. A schema that has alternatives or conditions may mean more, and nothing is concluded from it.

use std::collections::HashSet;

use super::fit::Sent;
use super::kinds::{named, said, same, scalar_text, words};
use crate::diagnostic::{Kind, Relation, Report, closest};
use crate::openapi::{Library, Node, reference_of};
use crate::place::{Mark, Place};
use crate::value::Value;

/// So many pairs of schemas are compared for one value.
const MAX_PAIRS: usize = 2_000;

/// Schemas inside schemas deeper than this are not looked at.
const MAX_DEPTH: usize = 32;

/// So many schemas may hold for one value together.
const MAX_FACETS: usize = 64;

/// Keywords by which a schema may mean more, or less, than its other keywords say.
const CONDITIONS: [&str; 9] = [
    "oneOf",
    "anyOf",
    "not",
    "if",
    "dependentSchemas",
    "$dynamicRef",
    "$recursiveRef",
    "discriminator",
    "dependencies",
];

/// Compares the schemas of one value that is passed on.
pub(super) struct Passed<'a> {
    library: &'a mut Library,
    report: &'a mut Report,
    operation: &'a str,
    /// Where the request sends it.
    sent: Mark,
    /// It is sent as text: `1` is the integer and the string.
    as_text: bool,
    /// The pairs that were compared.
    seen: HashSet<(Place, Place)>,
    depth: usize,
}

/// The schemas that a value must fit together: a schema, what it refers to, and the parts of its `allOf`.
struct Facets {
    of: Place,
    all: Vec<Node>,
}

impl Facets {
    /// The kinds of values, without null; none where that is not said.
    fn kinds(&self) -> Vec<&str> {
        let mut said = self.all.iter().map(|facet| named(&facet.value)).filter(|kinds| !kinds.is_empty());
        let kinds = said.next().unwrap_or_default();
        kinds.into_iter().filter(|kind| *kind != "null").collect()
    }

    fn get(&self, key: &str) -> Option<Node> {
        self.all.iter().find_map(|facet| facet.get(key))
    }

    /// The items of the lists that stand under a key.
    fn items(&self, key: &str) -> Vec<Node> {
        self.all.iter().filter_map(|facet| facet.get(key)).flat_map(|list| list.items()).collect()
    }

    fn properties(&self) -> Vec<(String, Node)> {
        self.all.iter().filter_map(|facet| facet.get("properties")).flat_map(|members| members.members()).collect()
    }

    fn property(&self, name: &str) -> Option<Node> {
        self.all.iter().find_map(|facet| facet.get("properties")?.get(name))
    }

    /// The schema of all members that have none of their own.
    fn of_others(&self) -> Option<Node> {
        let has_patterns = self.get("patternProperties").is_some();
        self.get("additionalProperties").filter(|schema| !has_patterns && schema.value.as_object().is_some())
    }

    fn requires(&self, name: &str) -> bool {
        self.items("required").iter().any(|required| required.value.as_str() == Some(name))
    }

    /// The listed values.
    fn listed(&self) -> Vec<Node> {
        let mut listed = self.items("enum");
        listed.extend(self.all.iter().filter_map(|facet| facet.get("const")));
        listed
    }

    /// Whether it refuses members that it does not declare.
    fn is_closed(&self) -> bool {
        let closes = |facet: &Node| facet.value.get("additionalProperties") == Some(&Value::Bool(false));
        self.all.iter().any(closes) && self.get("patternProperties").is_none()
    }

    /// Whether an input of this schema can be given members that it does not declare.
    fn takes_more(&self) -> bool {
        let others = ["additionalProperties", "unevaluatedProperties", "patternProperties"];
        others.iter().any(|key| self.get(key).is_some_and(|others| others.value != Value::Bool(false)))
    }

    /// The value of a keyword; the schema itself, where none has it.
    fn mark(&self, key: &str) -> Mark {
        self.place(key).value()
    }

    fn place(&self, key: &str) -> Place {
        self.get(key).map_or(self.of.clone(), |node| node.place)
    }
}

impl<'a> Passed<'a> {
    /// For a value that the request to an operation sends from a place of the document.
    pub(super) fn new(library: &'a mut Library, report: &'a mut Report, sent: &Sent<'a>, from: Mark) -> Passed<'a> {
        let (operation, as_text) = (sent.operation, sent.form.is_text());
        Passed { library, report, operation, sent: from, as_text, seen: HashSet::new(), depth: 0 }
    }

    /// Reports values that the schema of an input allows and the `other` schema, of an operation, does not. That the whole is of
    /// another kind is not said here: it holds for every value. The input is found in the schema of all inputs by its names.
    pub(super) fn check(&mut self, inputs: &Node, names: &[&str], other: &Node, what: &str) {
        let Some(inputs) = self.facets(inputs) else { return };
        let own = names.iter().try_fold(inputs, |inputs, name| self.facets(&inputs.property(name)?));
        if let Some((own, other)) = own.zip(self.facets(other)) {
            self.parts(&own, &other, what);
        }
    }

    fn inner(&mut self, own: &Node, other: &Node, what: &str) {
        let has_room = self.depth < MAX_DEPTH && self.seen.len() < MAX_PAIRS;
        if !has_room || !self.seen.insert((own.place.clone(), other.place.clone())) {
            return;
        }
        let Some((own, other)) = self.facets(own).zip(self.facets(other)) else { return };
        if self.kind(&own, &other, what) {
            self.depth += 1;
            self.parts(&own, &other, what);
            self.depth -= 1;
        }
    }

    /// `None` where a schema may mean more than is looked at.
    fn facets(&mut self, schema: &Node) -> Option<Facets> {
        let mut found: Vec<Node> = Vec::new();
        let mut open = vec![schema.clone()];
        while let Some(next) = open.pop() {
            if found.iter().any(|known| known.place == next.place) {
                continue;
            }
            let says_more = CONDITIONS.iter().any(|key| next.value.get(key).is_some());
            if says_more || found.len() >= MAX_FACETS || next.value.as_object().is_none() {
                return None;
            }
            if let Some((_, reference)) = reference_of(&next.value) {
                open.push(self.library.follow(&reference, &next)?);
            }
            open.extend(next.get("allOf").map(|parts| parts.items()).unwrap_or_default());
            found.push(next);
        }
        Some(Facets { of: schema.place.clone(), all: found })
    }

    fn parts(&mut self, own: &Facets, other: &Facets, what: &str) {
        self.listed(own, other, what);
        if self.as_text {
            return;
        }
        self.members(own, other, what);
        self.required(own, other);
        let items = own.get("items").zip(other.get("items"));
        if let Some((own, other)) = items.filter(|_| other.get("prefixItems").is_none()) {
            self.inner(&own, &other, &format!("an item of {what}"));
        }
    }

    /// Whether a value may be of a kind that both name.
    fn kind(&mut self, own: &Facets, other: &Facets, what: &str) -> bool {
        let (ours, theirs) = (own.kinds(), other.kinds());
        let fits = |own: &&str| theirs.iter().any(|their| own == their || is_number(own) && is_number(their));
        let Some(found) = ours.first().and_then(|kind| said(kind)) else { return true };
        if theirs.is_empty() || ours.iter().any(fits) {
            return true;
        }
        let (what, operation, expected) = (what.to_owned(), self.operation.to_owned(), words(&theirs));
        self.add(own.mark("type"), Kind::UnfitType { what, operation, expected, found }, other.mark("type"));
        false
    }

    /// Values that the input may have and the operation does not list.
    fn listed(&mut self, own: &Facets, other: &Facets, what: &str) {
        let theirs = other.listed();
        if theirs.is_empty() {
            return;
        }
        let allowed: Vec<String> = theirs.iter().filter_map(|node| scalar_text(&node.value)).collect();
        let second = other.mark(if other.get("enum").is_some() { "enum" } else { "const" });
        for node in own.listed() {
            let is_one = theirs.iter().any(|their| same(&their.value, &node.value, self.as_text));
            let Some(found) = scalar_text(&node.value).filter(|_| !is_one) else { continue };
            let closest = closest(&found, allowed.iter().map(String::as_str));
            let (what, operation, allowed) = (what.to_owned(), self.operation.to_owned(), allowed.clone());
            self.add(
                node.place.value(),
                Kind::UnlistedValue { what, operation, found, allowed, closest },
                second.clone(),
            );
        }
    }

    fn members(&mut self, own: &Facets, other: &Facets, what: &str) {
        for (name, property) in own.properties() {
            if let Some(theirs) = other.property(&name).or_else(|| other.of_others()) {
                self.inner(&property, &theirs, &format!("`{name}`"));
            } else if other.is_closed() {
                let known: Vec<String> = other.properties().into_iter().map(|(name, _)| name).collect();
                let closest = closest(&name, known.iter().map(String::as_str));
                let kind = Kind::RefusedProperty { property: name, operation: self.operation.to_owned(), closest };
                self.add(property.place.name(), kind, other.mark("additionalProperties"));
            }
        }
        if let Some((own, other)) = own.of_others().zip(other.of_others()) {
            self.inner(&own, &other, &format!("a member of {what}"));
        }
    }

    /// What the operation requires and the caller may leave out.
    fn required(&mut self, own: &Facets, other: &Facets) {
        let has_members = !own.properties().is_empty();
        for required in other.items("required") {
            let Some(name) = required.value.as_str() else { continue };
            if own.requires(name) || self.says(other, name, "readOnly") || self.says(own, name, "default") {
                continue;
            }
            let mark = match own.property(name) {
                Some(optional) => optional.place.name(),
                None if has_members && !own.takes_more() => own.place("properties").name(),
                None => continue,
            };
            let (property, operation) = (name.to_owned(), self.operation.to_owned());
            let kind = Kind::RequiredPropertyMissing { property, operation, optional: true };
            let report = self.report.add(mark, kind).also(required.place.value(), Relation::Required);
            report.also(self.sent.clone(), Relation::Sent);
        }
    }

    /// Whether the schema of a property has a keyword, other than `false`, beside a reference or behind it.
    fn says(&mut self, of: &Facets, property: &str, keyword: &str) -> bool {
        let property = of.property(property).and_then(|property| self.facets(&property));
        property.and_then(|facets| facets.get(keyword)).is_some_and(|said| said.value != Value::Bool(false))
    }

    fn add(&mut self, mark: Mark, kind: Kind, schema: Mark) {
        self.report.add(mark, kind).also(schema, Relation::Schema).also(self.sent.clone(), Relation::Sent);
    }
}

fn is_number(kind: &str) -> bool {
    matches!(kind, "integer" | "number")
}
