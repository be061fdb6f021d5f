//! The schema of an input, or of a part of a response, held against the schema that it is sent to (SPEC RB-13 to RB-15).
//!
//! The items of an input say `quantity: { type: string }`, and the operation takes an integer there: no call of the workflow can be
//! right. Only what is certain is said. A schema that has alternatives or conditions may mean more, and nothing is concluded from it.

use std::collections::HashSet;

use super::kinds::{named, said, same, scalar_text, words};
use super::receiver::Receiver;
use crate::diagnostic::{Kind, Relation, Report};
use crate::openapi::{Library, Node, described, is_said, item_schema, reference_of};
use crate::place::{Mark, Place};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// So many pairs of schemas are compared for one value.
const MAX_PAIRS: usize = 2_000;

/// Schemas inside schemas deeper than this are not looked at.
const MAX_DEPTH: usize = 32;

/// So many items of a list with schemas of their own are compared.
const MAX_TUPLE: usize = 64;

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
pub(crate) struct Passed<'a> {
    library: &'a mut Library,
    report: &'a mut Report,
    receiver: Receiver<'a>,
    /// Where it is sent.
    sent: Mark,
    /// It is sent as text: `1` is the integer and the string.
    as_text: bool,
    /// It comes out of a response. Which of its members and words are really there, descriptions seldom say.
    answered: bool,
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

    /// The schemas that a member has by its name: its own, or those of patterns.
    fn of_name(&self, name: &str) -> Vec<Node> {
        self.all.iter().flat_map(|facet| described(facet, name).schemas).collect()
    }

    /// The schemas of members by patterns of their names.
    fn patterns(&self) -> Vec<(String, Node)> {
        self.all.iter().filter_map(|facet| facet.get("patternProperties")).flat_map(|all| all.members()).collect()
    }

    /// The schemas of an item of a list.
    fn item(&self, index: usize) -> Vec<Node> {
        self.all.iter().flat_map(|facet| item_schema(facet, index).schemas).collect()
    }

    /// How many items have schemas of their own.
    fn tuple(&self) -> usize {
        self.all.iter().filter_map(|facet| facet.get("prefixItems")).map(|tuple| tuple.items().len()).max().unwrap_or(0)
    }

    /// The schema of all items behind those that have their own.
    fn of_items(&self) -> Option<Node> {
        self.get("items").filter(|schema| schema.value.as_array().is_none())
    }

    /// The part of a value that a token of a pointer names.
    fn part(&self, token: &str) -> Option<Node> {
        let index = || token.parse().ok().and_then(|index| self.item(index).into_iter().next());
        self.of_name(token).into_iter().next().or_else(|| self.of_others()).or_else(index)
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
    /// For a value that is sent from a place of the document.
    pub(crate) fn new(
        library: &'a mut Library,
        report: &'a mut Report,
        receiver: Receiver<'a>,
        as_text: bool,
        sent: Mark,
    ) -> Passed<'a> {
        Passed { library, report, receiver, sent, as_text, answered: false, seen: HashSet::new(), depth: 0 }
    }

    /// Reports values that the schema of an input allows and the `other` schema, of an operation, does not. The input is found in
    /// the schema of all inputs by the names that lead to it, and then by the tokens of a pointer. That an input as a whole is of
    /// another kind is not said here: it holds for every value.
    pub(crate) fn check(&mut self, inputs: &Node, (names, pointer): (&[&str], &Pointer), other: &Node, what: &str) {
        let Some(inputs) = self.facets(inputs) else { return };
        let own = names.iter().try_fold(inputs, |inputs, name| self.facets(&inputs.property(name)?));
        let own = pointer.tokens().iter().try_fold(own, |own, token| Some(self.facets(&own?.part(token)?)));
        let Some((own, other)) = own.flatten().zip(self.facets(other)) else { return };
        // The type of a part has not been asked for.
        if pointer.is_empty() || self.kind(&own, &other, what) {
            self.parts(&own, &other, what);
        }
    }

    /// Reports parts of a response that are surely of another kind than the `other` schema asks for, or none of the values that it
    /// lists. What the response is as a whole is known by its type.
    pub(crate) fn check_response(&mut self, own: &[Node], other: &Node, what: &str) {
        self.answered = true;
        let Some(of) = own.first().map(|facet| facet.place.clone()) else { return };
        if let Some((all, other)) = self.collected(own.to_vec()).zip(self.facets(other)) {
            self.parts(&Facets { of, all }, &other, what);
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
        Some(Facets { of: schema.place.clone(), all: self.collected(vec![schema.clone()])? })
    }

    fn collected(&mut self, mut open: Vec<Node>) -> Option<Vec<Node>> {
        let mut found: Vec<Node> = Vec::new();
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
        Some(found)
    }

    fn parts(&mut self, own: &Facets, other: &Facets, what: &str) {
        self.listed(own, other, what);
        self.members(own, other, what);
        self.required(own, other);
        self.items(own, other, &format!("an item of {what}"));
    }

    fn items(&mut self, own: &Facets, other: &Facets, what: &str) {
        let tuple = own.tuple().max(other.tuple());
        for index in 0..tuple.min(MAX_TUPLE) {
            self.all(&own.item(index), &other.item(index), what);
        }
        if let Some((own, other)) = own.of_items().zip(other.of_items()) {
            self.inner(&own, &other, what);
        }
    }

    /// Each of the schemas of a value against each of the other ones.
    fn all(&mut self, own: &[Node], other: &[Node], what: &str) {
        for own in own {
            for other in other {
                self.inner(own, other, what);
            }
        }
    }

    /// Whether a value may be of a kind that both name.
    fn kind(&mut self, own: &Facets, other: &Facets, what: &str) -> bool {
        let (ours, theirs, as_text) = (own.kinds(), other.kinds(), self.as_text);
        let fits = |own: &&str| {
            theirs
                .iter()
                .any(|their| own == their || is_number(own) && is_number(their) || as_text && spells(own, their))
        };
        let Some(found) = ours.first().and_then(|kind| said(kind)) else { return true };
        if theirs.is_empty() || ours.iter().any(fits) {
            return true;
        }
        let kind = self.receiver.unfit_type(what, words(&theirs), found);
        self.add(own.mark("type"), kind, (other.mark("type"), Relation::Schema));
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
        let listed = own.listed();
        let is_one = |node: &&Node| theirs.iter().any(|their| same(&their.value, &node.value, self.as_text));
        // A response may have fewer values than are listed for it.
        if self.answered && listed.iter().any(|node| is_one(&node)) {
            return;
        }
        let unlisted: Vec<Node> = listed.iter().filter(|node| !is_one(node)).cloned().collect();
        for node in unlisted {
            let Some(found) = scalar_text(&node.value) else { continue };
            let kind = self.receiver.unlisted(what, found, allowed.clone());
            self.add(node.place.value(), kind, (second.clone(), Relation::Schema));
        }
    }

    fn members(&mut self, own: &Facets, other: &Facets, what: &str) {
        for (name, property) in own.properties() {
            let theirs = other.of_name(&name);
            let theirs = if theirs.is_empty() { other.of_others().into_iter().collect() } else { theirs };
            if !theirs.is_empty() {
                self.all(&[property], &theirs, &format!("`{name}`"));
            } else if other.is_closed() && !self.answered {
                let known: Vec<String> = other.properties().into_iter().map(|(name, _)| name).collect();
                let kind = self.receiver.refused(name, &known);
                self.add(property.place.name(), kind, (other.mark("additionalProperties"), Relation::Schema));
            }
        }
        if let Some((own, other)) = own.of_others().zip(other.of_others()) {
            self.inner(&own, &other, &format!("a member of {what}"));
        }
        // Of two patterns only equal ones surely mean the same names.
        for (pattern, own) in own.patterns() {
            let same = other.patterns().into_iter().filter(|(theirs, _)| *theirs == pattern).map(|(_, schema)| schema);
            self.all(&[own], &same.collect::<Vec<Node>>(), &format!("a member of {what}"));
        }
    }

    /// What the operation requires and the caller may leave out.
    fn required(&mut self, own: &Facets, other: &Facets) {
        if self.answered {
            return;
        }
        let has_members = !own.properties().is_empty();
        for required in other.items("required") {
            let Some(name) = required.value.as_str() else { continue };
            if own.requires(name) || self.is_read_only(other, name) || self.has_default(own, name) {
                continue;
            }
            let mark = match own.property(name) {
                Some(optional) => optional.place.name(),
                None if has_members && !own.takes_more() => own.place("properties").name(),
                None => continue,
            };
            let kind = self.receiver.missing(name);
            self.add(mark, kind, (required.place.value(), Relation::Required));
        }
    }

    fn is_read_only(&mut self, of: &Facets, property: &str) -> bool {
        of.property(property).is_some_and(|property| is_said(self.library, &property, "readOnly"))
    }

    /// Whether a property has a default, beside a reference or behind it.
    fn has_default(&mut self, of: &Facets, property: &str) -> bool {
        let property = of.property(property).and_then(|property| self.facets(&property));
        property.is_some_and(|facets| facets.get("default").is_some())
    }

    /// An input that is sent several times is wrong once. What a response has is not the document's to mend: there the place is
    /// where it is sent.
    fn add(&mut self, own: Mark, kind: Kind, (second, relation): (Mark, Relation)) {
        let (mark, third) = if self.answered { (self.sent.clone(), own) } else { (own, self.sent.clone()) };
        let third_is = if self.answered { Relation::Responses } else { Relation::Sent };
        self.report.add(mark, kind).also(second, relation).also(third, third_is);
    }
}

/// Whether the text of a value of one kind may be that of another one: a string spells anything, and a structure may be JSON in a
/// string.
fn spells(own: &str, their: &str) -> bool {
    let is_structure = |kind: &str| matches!(kind, "array" | "object");
    match (own, their) {
        ("string", _) | (_, "string") => true,
        ("boolean", "integer" | "number") => false,
        // One item is a list of one.
        (_, "array") => !is_structure(own),
        _ => !is_structure(own) && their != "object",
    }
}

fn is_number(kind: &str) -> bool {
    matches!(kind, "integer" | "number")
}
