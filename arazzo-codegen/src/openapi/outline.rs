//! The fourth question to a schema: what a Rust type of its values has, one level at a time.
//!
//! Whoever makes types of it asks again for the parts. A type is known by the places of the schemas that say what it is
//! ([`Origin::key`]): wherever these lead to, it is the same type.

use std::collections::HashSet;

use super::alternative::{Alternative, Alternatives, says_nothing, stated_type};
use super::alternatives::Walk;
use super::facets::{described, item_schema};
use super::library::Library;
use super::node::{Node, flag};
use super::reach::{Scalar, Shape};
use super::schema::{property_names, requires, scalar};
use super::variants::{component_name, one_of, subtype_of, union_of};
use crate::diagnostic::Report;
use crate::place::{Mark, Place};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// More strings than these are no enum that anybody wants to match on.
const MAX_WORDS: usize = 64;

/// Why there is no type for what a schema does not declare: where it ought to, the pointer was reported.
pub(crate) const UNDECLARED: &str = "its description does not declare it";

/// What a schema says of a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outlined {
    pub(crate) what: Outline,
    pub(crate) nullable: bool,
    /// It is not to be shown: a password, or something that only requests have.
    pub(crate) hidden: bool,
    pub(crate) deprecated: bool,
    pub(crate) description: Option<String>,
    /// The schemas that say it.
    pub(crate) facets: Vec<Node>,
}

/// What a value is, as far as a type of its own wants to know it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outline {
    Scalar(Scalar),
    /// One of these strings, as far as anybody knows.
    Words(Origin, Vec<String>),
    /// A list of what fits all these schemas.
    List(Vec<Node>),
    /// An object whose members have any names, and fit all these schemas; of anything where there are none.
    Map(Vec<Node>),
    Object(ObjectOutline),
    Union(UnionOutline),
    Unknown(Unknown),
}

/// An object with declared members.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ObjectOutline {
    pub(crate) origin: Origin,
    pub(crate) members: Vec<MemberOutline>,
    /// The schemas of all other members, where the description says that there are some.
    pub(crate) others: Option<Vec<Node>>,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MemberOutline {
    pub(crate) name: String,
    /// All of them hold; none where they are not the same in all cases.
    pub(crate) schemas: Vec<Node>,
    pub(crate) required: bool,
    /// Where it is, by `writeOnly` or `readOnly`; none where it is in requests and in responses.
    pub(crate) only: Option<Side>,
}

impl MemberOutline {
    /// Whether it must be there in a request, or in a response.
    pub(crate) fn is_required(&self, side: Side) -> bool {
        self.required && self.only.is_none_or(|only| only == side)
    }
}

/// What has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Request,
    Response,
}

/// One of several things.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UnionOutline {
    pub(crate) origin: Origin,
    /// The member by whose text they are told apart.
    pub(crate) tag: Option<String>,
    pub(crate) variants: Vec<VariantOutline>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct VariantOutline {
    pub(crate) what: Outline,
    /// What the tag says for it.
    pub(crate) texts: Vec<String>,
}

/// Which schemas a type is made of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Origin {
    /// The places of those that say something.
    pub(crate) key: Vec<Place>,
    /// The one that it is called after.
    pub(crate) owner: Node,
}

/// Why there is no type for a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Unknown {
    pub(crate) reason: &'static str,
    pub(crate) schema: Option<Mark>,
}

/// What is behind a pointer, where a schema says it. Reads so many schemas at most.
pub(crate) fn outline_at(library: &mut Library, schema: &Node, pointer: &Pointer, budget: &mut usize) -> Outlined {
    within(library, budget, |walk| match super::schema::alternatives_at(walk, schema, pointer) {
        Some(at) => outlined(walk, &at, std::slice::from_ref(schema)),
        None => unknown(UNDECLARED, Some(schema)),
    })
}

/// What all these schemas say together.
pub(crate) fn outline(library: &mut Library, schemas: &[Node], budget: &mut usize) -> Outlined {
    within(library, budget, |walk| {
        let at = walk.alternatives(schemas);
        outlined(walk, &at, schemas)
    })
}

/// What is wrong with schemas here concerns nobody: the workflow does not read these parts itself.
fn within<T>(library: &mut Library, budget: &mut usize, read: impl FnOnce(&mut Walk<'_>) -> T) -> T {
    let mut report = Report::default();
    let mut walk = Walk::new(library, &mut report);
    let most = walk.0.budget.min(*budget);
    walk.0.budget = most;
    let result = read(&mut walk);
    *budget = budget.saturating_sub(most.saturating_sub(walk.0.budget));
    result
}

fn unknown(reason: &'static str, schema: Option<&Node>) -> Outlined {
    let what = Outline::Unknown(Unknown { reason, schema: schema.map(|schema| schema.place.value()) });
    Outlined { what, nullable: true, hidden: false, deprecated: false, description: None, facets: Vec::new() }
}

fn outlined(walk: &mut Walk<'_>, at: &Alternatives, schemas: &[Node]) -> Outlined {
    let facets: Vec<Node> = at.all.first().map(|first| first.facets.clone()).unwrap_or_default();
    let said = |key: &str| at.all.iter().flat_map(|one| &one.facets).any(|facet| flag(facet, key) == Some(true));
    let is_password = |facet: &Node| facet.value.text("format") == Some("password");
    let hidden = said("writeOnly") || at.all.iter().flat_map(|one| &one.facets).any(is_password);
    let description = description(&facets);
    let (nullable, deprecated) = (at.nullable, facets.iter().any(|facet| flag(facet, "deprecated") == Some(true)));
    let what = match own_alternatives(at.clone()) {
        (Some(base), subtypes) => subtype_of(walk, &base, &subtypes),
        (None, all) => match all.as_slice() {
            [] => unknown("its schema admits null only", schemas.first()).what,
            [only] => of(walk, only, &[]),
            several => one_of(walk, several),
        },
    };
    Outlined { what, nullable, hidden, deprecated, description, facets }
}

/// What is said where the value stands, and not of all values of a type that has a name.
fn description(facets: &[Node]) -> Option<String> {
    let named = owner(facets, &[]).filter(|owner| component_name(&owner.place).is_some());
    let own = facets.iter().take_while(|facet| named.as_ref().is_none_or(|named| named.place != facet.place));
    own.into_iter().find_map(|facet| facet.value.text("description")).map(str::to_owned)
}

/// The alternatives, each once; where the schema itself has subtypes, itself and those. A subtype is none of its siblings.
fn own_alternatives(at: Alternatives) -> (Option<Alternative>, Vec<Alternative>) {
    let mut known = HashSet::new();
    let is_new = |alternative: &Alternative| known.insert(key(&alternative.facets)) || alternative.open;
    let (subtypes, mut own): (Vec<_>, Vec<_>) = at.all.into_iter().filter(is_new).partition(|one| one.is_subtype);
    let is_base =
        |base: &Alternative| owner(&base.facets, &[]).is_some_and(|owner| owner.value.get("discriminator").is_some());
    match own.pop_if(|base| !subtypes.is_empty() && is_base(base)) {
        Some(base) if own.is_empty() => (Some(base), subtypes),
        one => (None, own.into_iter().chain(one).collect()),
    }
}

/// What one alternative is. `shared`: the schemas that all alternatives have.
pub(super) fn of(walk: &mut Walk<'_>, alternative: &Alternative, shared: &[Node]) -> Outline {
    let facets = &alternative.facets;
    let unsaid = |reason| unknown(reason, alternative.telling().as_ref()).what;
    if alternative.open {
        return unsaid("a part of its schema cannot be read, or is too deep");
    }
    if contradicts_itself(facets) {
        return unsaid("its schema contradicts itself");
    }
    match alternative.kind() {
        Some("string") => match words(facets) {
            Some(words) => {
                origin(facets, shared).map_or(Outline::Scalar(Scalar::String), |at| Outline::Words(at, words))
            }
            None => Outline::Scalar(Scalar::String),
        },
        Some("integer" | "number" | "boolean") => match scalar(alternative) {
            Shape::Scalar(scalar) => Outline::Scalar(scalar),
            _ => unsaid("no integer type of Rust holds all that its schema admits"),
        },
        Some("array") => list(facets),
        Some("object") => object(walk, std::slice::from_ref(alternative), shared),
        _ if facets.iter().any(|facet| facet.value.get("type").is_some()) => unsaid("its schema admits several types"),
        _ => unsaid("its schema names no type"),
    }
}

/// Whether schemas that hold together have several types.
fn contradicts_itself(facets: &[Node]) -> bool {
    let number = |kind: &'static str| if kind == "integer" { "number" } else { kind };
    let kind = |facet: &Node| {
        let known = ["array", "boolean", "integer", "null", "number", "object", "string"];
        stated_type(&facet.value).and_then(|kind| known.into_iter().find(|known| *known == kind)).map(number)
    };
    let mut kinds = facets.iter().filter_map(kind);
    let first = kinds.next();
    kinds.any(|kind| Some(kind) != first)
}

/// The strings that a schema lists, where there are some to tell apart.
fn words(facets: &[Node]) -> Option<Vec<String>> {
    let listed = facets.iter().find_map(|facet| facet.value.get("enum")?.as_array())?;
    let words: Option<Vec<String>> =
        listed.iter().filter(|word| **word != Value::Null).map(|word| word.as_str().map(str::to_owned)).collect();
    let mut words = words?;
    let all = words.clone();
    let mut position = 0;
    words.retain(|word| {
        position += 1;
        !all[..position - 1].contains(word)
    });
    (2..=MAX_WORDS).contains(&words.len()).then_some(words)
}

fn list(facets: &[Node]) -> Outline {
    let is_tuple = facets.iter().any(|facet| facet.get("prefixItems").is_some());
    let items = facets.iter().flat_map(|facet| item_schema(facet, 0).schemas);
    Outline::List(if is_tuple { Vec::new() } else { items.collect() })
}

/// An object with what all these alternatives declare.
pub(super) fn object(walk: &mut Walk<'_>, alternatives: &[Alternative], shared: &[Node]) -> Outline {
    let facets: Vec<Node> = alternatives.iter().flat_map(|alternative| alternative.facets.clone()).collect();
    let mut known = HashSet::new();
    let names = facets.iter().flat_map(property_names).filter(|name| known.insert(name.clone()));
    let members: Vec<MemberOutline> = names.filter_map(|name| member(name, alternatives)).collect();
    let others = others(alternatives);
    match object_origin(&facets, alternatives, shared).filter(|_| !members.is_empty() && walk.0.budget > 0) {
        Some(origin) => Outline::Object(ObjectOutline { origin, members, others }),
        None => Outline::Map(others.unwrap_or_default()),
    }
}

/// What an object is made of. Cases of one object are another type than an object that meets the schemas of all of them.
fn object_origin(facets: &[Node], alternatives: &[Alternative], shared: &[Node]) -> Option<Origin> {
    let mut origin = origin(facets, shared)?;
    if alternatives.len() > 1 {
        let cases = origin.owner.place.key("anyOf");
        let case = |(at, case): (usize, &Alternative)| key(&case.facets).into_iter().chain([cases.index(at)]).collect();
        origin.key = alternatives.iter().enumerate().flat_map(|found| -> Vec<Place> { case(found) }).collect();
    }
    Some(origin)
}

fn member(name: String, alternatives: &[Alternative]) -> Option<MemberOutline> {
    let schemas_of = |alternative: &Alternative| -> Vec<Node> {
        alternative.facets.iter().flat_map(|facet| described(facet, &name).schemas).collect()
    };
    let all: Vec<Vec<Node>> = alternatives.iter().map(schemas_of).collect();
    let mut declared = all.iter().filter(|schemas| !schemas.is_empty());
    let first = declared.next()?;
    if first.iter().any(|schema| schema.value == Value::Bool(false)) {
        return None;
    }
    let is_same = declared.all(|schemas| schemas == first);
    // Of an alternative `{}` the member may be anything.
    let is_free = alternatives.iter().zip(&all).any(|(one, schemas)| schemas.is_empty() && admits_all(one));
    let schemas = if is_same && !is_free { first.clone() } else { Vec::new() };
    let demands = |alternative: &Alternative| alternative.facets.iter().any(|facet| requires(facet, &name));
    let is = |key: &str| schemas.iter().any(|schema| flag(schema, key) == Some(true));
    let only = match (is("writeOnly"), is("readOnly")) {
        (true, false) => Some(Side::Request),
        (false, true) => Some(Side::Response),
        _ => None,
    };
    let required = alternatives.iter().all(demands);
    Some(MemberOutline { name, schemas, required, only })
}

/// Whether it is the case `{}` beside others.
fn admits_all(alternative: &Alternative) -> bool {
    let is_empty = |schema: &Node| match &schema.value {
        Value::Bool(admits) => *admits,
        Value::Object(members) => members.len() == 0,
        _ => false,
    };
    alternative.open || alternative.facets.iter().any(is_empty)
}

/// The schemas of members that are not declared; `None` where no schema has any. Alternatives that differ
/// leave them open.
fn others(alternatives: &[Alternative]) -> Option<Vec<Node>> {
    let facets = || alternatives.iter().flat_map(|alternative| &alternative.facets);
    let said = |facets: &[Node]| -> Vec<Node> {
        let keys = ["additionalProperties", "unevaluatedProperties"].into_iter();
        keys.flat_map(|key| facets.iter().filter_map(move |facet| facet.get(key))).collect()
    };
    let mut all = alternatives.iter().map(|alternative| said(&alternative.facets));
    let first = all.next().unwrap_or_default();
    let others: Vec<Vec<Node>> = all.collect();
    if first.iter().chain(others.iter().flatten()).any(|schema| schema.value == Value::Bool(false)) {
        return None;
    }
    if facets().any(|facet| facet.value.get("patternProperties").is_some()) {
        return Some(Vec::new());
    }
    if others.iter().any(|other| *other != first) {
        return Some(Vec::new());
    }
    let schemas = first.iter().filter(|schema| schema.value.as_object().is_some_and(|members| members.len() > 0));
    (!first.is_empty()).then(|| schemas.cloned().collect())
}

/// The schemas that a type is made of, without those that only lead to others.
pub(super) fn origin(facets: &[Node], shared: &[Node]) -> Option<Origin> {
    Some(Origin { key: key(facets), owner: owner(facets, shared)? })
}

fn key(facets: &[Node]) -> Vec<Place> {
    let mut key: Vec<Place> = Vec::new();
    for facet in facets.iter().filter(|facet| !says_nothing(&facet.value)) {
        if !key.contains(&facet.place) {
            key.push(facet.place.clone());
        }
    }
    key
}

/// The schema that has the type: behind references, and what only adds a word to one schema.
pub(super) fn owner(facets: &[Node], shared: &[Node]) -> Option<Node> {
    let own = || facets.iter().filter(|facet| !shared.contains(facet));
    let joins =
        |facet: &Node| facet.get("allOf").is_some_and(|parts| parts.items().len() > 1) || union_of(facet).is_some();
    own().find(|facet| !says_nothing(&facet.value) || joins(facet)).or_else(|| own().next()).or(facets.first()).cloned()
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::library_of;
    use super::*;

    /// What the member `schema` of a text says of a value.
    pub(in super::super) fn of_text(text: &str) -> Outlined {
        let (mut library, root) = library_of(text);
        outline(&mut library, &[root.get("schema").unwrap()], &mut 1000)
    }

    fn object_of(text: &str) -> ObjectOutline {
        match of_text(text).what {
            Outline::Object(object) => object,
            other => panic!("{other:?}"),
        }
    }

    const NAMED: &str =
        "c: { A: { type: object, required: [a, b], properties: { a: { type: string }, b: { writeOnly: true } } } }";

    #[test]
    fn parts_of_an_object_are_put_together() {
        let text = "schema: { allOf: [{ $ref: '#/c/A' }, { required: [c], properties: { c: {}, a: {} } }] }\n";
        let members: Vec<(String, bool, usize)> = object_of(&format!("{text}{NAMED}\n"))
            .members
            .into_iter()
            .map(|member| (member.is_required(Side::Response), member))
            .map(|(required, member)| (member.name, required, member.schemas.len()))
            .collect();
        assert_eq!(members, [("a".to_owned(), true, 2), ("b".to_owned(), false, 1), ("c".to_owned(), true, 1)]);
    }

    #[test]
    fn what_leads_to_a_schema_is_the_same_type() {
        let keys = [
            "schema: { $ref: '#/c/A' }",
            "schema: { allOf: [{ $ref: '#/c/A' }], nullable: true, description: d }",
            "schema: { oneOf: [{ $ref: '#/c/A' }, { type: 'null' }] }",
        ]
        .map(|schema| object_of(&format!("{schema}\n{NAMED}\n")).origin.owner.place.path.to_string());
        assert_eq!(keys, ["c.A"; 3]);
    }

    #[test]
    fn the_types_of_one_base_are_alternatives_beside_each_other() {
        let base = "  P: { type: object, properties: { k: { type: string } }, discriminator: { propertyName: k } }\n";
        let sub = |name: &str| {
            format!(
                "  {name}: {{ allOf: [{{ $ref: '#/c/P' }}, {{ properties: {{ {name}: {{ type: integer }} }} }}] }}\n"
            )
        };
        let of = |schema: &str| of_text(&format!("schema: {schema}\nc:\n{base}{}{}", sub("A"), sub("B"))).what;
        let members = |schema: &str| match of(schema) {
            Outline::Object(object) => object.members.into_iter().map(|member| member.name).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(members("{ oneOf: [{ $ref: '#/c/A' }, { $ref: '#/c/B' }] }"), ["k", "A", "B"]);
        // One of them is that one alone.
        assert_eq!(members("{ $ref: '#/c/B' }"), ["k", "B"]);
        let Outline::Union(union) = of("{ oneOf: [{ $ref: '#/c/A' }, { type: string }] }") else { panic!("no union") };
        assert_eq!(union.variants.len(), 2);
    }

    #[test]
    fn what_one_case_leaves_open_has_no_schema() {
        let members = |cases: &str| {
            let text =
                format!("schema: {{ type: object, properties: {{ p: {{ type: string }} }}, anyOf: [{cases}] }}\n");
            let members = object_of(&text).members.into_iter();
            members.map(|member| (member.name, member.schemas.len())).collect::<Vec<_>>()
        };
        let (p, k) = ("p".to_owned(), "k".to_owned());
        let typed = "{ properties: { k: { type: string } } }";
        assert_eq!(members(&format!("{typed}, {{}}")), [(p.clone(), 1), (k.clone(), 0)]);
        assert_eq!(members(&format!("{typed}, {{ required: [p] }}")), [(p, 1), (k, 1)]);
        let map = |cases: &str| match of_text(&format!(
            "schema: {{ anyOf: [{cases}] }}\nc: {{ type: object, properties: {{}} }}\n"
        ))
        .what
        {
            Outline::Map(values) => values.len(),
            other => panic!("{other:?}"),
        };
        let lists = "{ allOf: [{ $ref: '#/c' }, { additionalProperties: { type: array } }] }";
        assert_eq!((map(lists), map(&format!("{lists}, {{ $ref: '#/c' }}"))), (1, 0));
    }

    #[test]
    fn strings_are_words_where_there_are_some_to_tell_apart() {
        let words = |schema: &str| match of_text(&format!("schema: {schema}\n")).what {
            Outline::Words(_, words) => words.len(),
            Outline::Scalar(Scalar::String) => 0,
            other => panic!("{other:?}"),
        };
        let many: Vec<String> = (0..65).map(|word| format!("w{word}")).collect();
        let many = format!("{{ type: string, enum: [{}] }}", many.join(", "));
        for (schema, expected) in [
            ("{ type: string, enum: [a, b, a, null] }", 2),
            ("{ enum: [a, b] }", 2),
            ("{ type: string, enum: [a] }", 0),
            ("{ type: string, const: a }", 0),
            ("{ type: string }", 0),
            (&many, 0),
        ] {
            assert_eq!(words(schema), expected, "{schema}");
        }
    }

    #[test]
    fn what_says_too_little_or_too_much_has_no_type() {
        for schema in [
            "{}",
            "true",
            "{ type: [string, integer] }",
            "{ allOf: [{ type: string }, { type: object }] }",
            "{ type: integer, maximum: 18446744073709551616 }",
            "{ $ref: '#/nowhere' }",
            "{ type: 'null' }",
        ] {
            let what = of_text(&format!("schema: {schema}\n")).what;
            assert!(matches!(what, Outline::Unknown(_)), "{schema}: {what:?}");
        }
    }

    #[test]
    fn members_of_any_name_make_a_map() {
        for (schema, schemas) in [
            ("{ type: object }", 0),
            ("{ type: object, additionalProperties: true }", 0),
            ("{ type: object, additionalProperties: false }", 0),
            ("{ type: object, additionalProperties: { type: string } }", 1),
            ("{ type: object, patternProperties: { a: { type: string } } }", 0),
        ] {
            let what = of_text(&format!("schema: {schema}\n")).what;
            assert!(matches!(&what, Outline::Map(of) if of.len() == schemas), "{schema}: {what:?}");
        }
        let others =
            object_of("schema: { type: object, properties: { a: {} }, additionalProperties: { type: integer } }\n")
                .others;
        assert_eq!(others.map(|others| others.len()), Some(1));
    }
}
