//! What a description says is not to be shown: values of `format: password`, and objects with such members.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::rc::Rc;

use super::library::Library;
use super::node::{Node, reference_of};
use crate::diagnostic::Report;
use crate::secret_names::is_secret_name;
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// So many schemas are looked at for one value, the nearest first.
const MAX_SEARCHED: usize = 300;

/// Keywords with schemas for the same value, or for parts of it that have no names of their own: in a list, alone, by names.
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
const ALONE: [&str; 5] = ["items", "additionalProperties", "unevaluatedProperties", "then", "else"];
const NAMED: [&str; 2] = ["patternProperties", "dependentSchemas"];

/// What must not be shown of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hides {
    pub(crate) whole: bool,
    /// The names of members, at any depth.
    pub(crate) members: BTreeSet<String>,
}

impl Hides {
    pub(crate) fn is_empty(&self) -> bool {
        !self.whole && self.members.is_empty()
    }
}

/// What the schemas of a value say. References that lead nowhere are not reported: that is done where types are made of them.
pub(crate) fn hides(library: &mut Library, schemas: &[Node]) -> Hides {
    let whole = Pointer::default();
    if let Some(known) = library.hidden.get(schemas, &whole) {
        return (*known.answer).clone();
    }
    let hides = search(library, schemas);
    library.hidden.keep(schemas, &whole, (Rc::new(hides.clone()), Report::default(), 0));
    hides
}

fn search(library: &mut Library, schemas: &[Node]) -> Hides {
    let mut hides = Hides::default();
    let mut seen = HashSet::new();
    // With the name of the member that a schema is about.
    let mut open: VecDeque<(Node, Option<String>)> = schemas.iter().map(|schema| (schema.clone(), None)).collect();
    while let Some((schema, owner)) = open.pop_front().filter(|_| seen.len() < MAX_SEARCHED) {
        if !seen.insert((schema.place.clone(), owner.clone())) {
            continue;
        }
        if schema.value.text("format") == Some("password") {
            match owner {
                Some(name) => _ = hides.members.insert(name),
                None => hides.whole = true,
            }
            continue;
        }
        if let Some((_, reference)) = reference_of(&schema.value) {
            open.extend(library.follow(&reference, &schema).map(|target| (target, owner.clone())));
        }
        if is_scalar(&schema.value) {
            continue;
        }
        for (name, property) in schema.get("properties").map(|properties| properties.members()).unwrap_or_default() {
            if is_secret_name(&name) {
                hides.members.insert(name);
            } else {
                open.push_back((property, Some(name)));
            }
        }
        open.extend(unnamed(&schema).into_iter().map(|inner| (inner, owner.clone())));
    }
    hides
}

/// Most schemas are those of one word or number, with nothing in them.
fn is_scalar(schema: &Value) -> bool {
    matches!(schema.text("type"), Some("string" | "integer" | "number" | "boolean"))
}

/// The schemas for the same value, and for parts of it that have no names of their own.
pub(crate) fn unnamed(schema: &Node) -> Vec<Node> {
    let lists = LISTS.iter().filter_map(|key| schema.get(key)).flat_map(|list| list.items());
    let alone = ALONE.iter().filter_map(|key| schema.get(key));
    let named = NAMED.iter().filter_map(|key| schema.get(key)).flat_map(|schemas| schemas.members());
    lists.chain(alone).chain(named.map(|(_, schema)| schema)).collect()
}
