//! The schemas that hold together: a schema, what it refers to, and the parts of its `allOf`.

use std::collections::HashSet;

use super::library::Library;
use super::node::{Node, reference_of};
use super::pattern::matches;
use crate::diagnostic::Report;
use crate::place::Place;
use crate::value::Value;

/// Whose schemas are read, which decides what is said about references that lead nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A description: what cannot be read is unknown, and a warning.
    Description,
    /// The document itself, where it is an error.
    Document,
}

/// Reads schemas, so many and no more.
pub(crate) struct Reader<'a> {
    pub(crate) library: &'a mut Library,
    pub(crate) report: &'a mut Report,
    pub(crate) owner: Owner,
    /// Whether `$dynamicRef` is read as `$ref`, too, to know what may be there.
    pub(crate) follows_dynamic: bool,
    /// How many more schemas are read.
    pub(crate) budget: usize,
}

/// Schemas that a value has to fit, all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facets {
    /// Each of them once, `true` left out.
    pub(crate) schemas: Vec<Node>,
    /// A part of them could not be read: there may be more.
    pub(crate) open: bool,
}

impl Reader<'_> {
    /// What holds where all of these schemas do. Nothing is read that is deeper than `depth`.
    pub(crate) fn facets(&mut self, schemas: &[Node], depth: usize) -> Facets {
        let (mut facets, mut seen) = (Facets::default(), HashSet::new());
        for schema in schemas {
            self.collect(schema, &mut facets, &mut seen, depth);
        }
        facets
    }

    fn collect(&mut self, schema: &Node, into: &mut Facets, seen: &mut HashSet<Place>, depth: usize) {
        if schema.value == Value::Bool(true) || !seen.insert(schema.place.clone()) {
            return;
        }
        if depth == 0 || self.budget == 0 {
            into.open = true;
            return;
        }
        self.budget -= 1;
        into.schemas.push(schema.clone());
        // What it means depends on the way that leads here.
        into.open |= schema.value.get("$dynamicRef").is_some();
        match reference_of(&schema.value) {
            Some(("$dynamicRef", _)) if !self.follows_dynamic => {}
            Some(_) => match self.hop(schema) {
                Some(target) => self.collect(&target, into, seen, depth - 1),
                None => into.open = true,
            },
            None => {}
        }
        for part in schema.get("allOf").map(|parts| parts.items()).unwrap_or_default() {
            self.collect(&part, into, seen, depth - 1);
        }
    }

    /// Where the reference of a schema leads.
    pub(crate) fn hop(&mut self, schema: &Node) -> Option<Node> {
        match self.owner {
            Owner::Description => self.library.hop(schema, self.report),
            Owner::Document => self.library.hop_own(schema, self.report),
        }
    }

    /// Whether what a schema says beside a reference means nothing, as before version 3.1 (SPEC OA-05).
    pub(crate) fn ignores_siblings(&mut self, schema: &Node) -> bool {
        schema.value.get("$ref").is_some() && self.library.is_old(schema.place.file)
    }
}

/// What one schema says of a part of a value.
pub(crate) struct Described {
    pub(crate) schemas: Vec<Node>,
    /// There may be more: by a pattern of which nobody knows whether it is that of a name, or by a keyword of older drafts.
    pub(crate) unknown: bool,
}

/// Each name is held against each pattern: more of them are not looked at.
const MAX_PATTERNS: usize = 64;

/// The schemas that a name leads to, but for those of all other names.
pub(crate) fn described(facet: &Node, name: &str) -> Described {
    let declared = facet.get("properties").and_then(|properties| properties.get(name));
    let mut described = Described { schemas: declared.into_iter().collect(), unknown: false };
    let Some(patterns) = facet.get("patternProperties") else { return described };
    if patterns.value.as_object().is_some_and(|patterns| patterns.len() > MAX_PATTERNS) {
        described.unknown = true;
        return described;
    }
    for (pattern, schema) in patterns.members() {
        match matches(&pattern, name) {
            Some(true) => described.schemas.push(schema),
            Some(false) => {}
            None => described.unknown = true,
        }
    }
    described
}

/// The schema of an item: one of `prefixItems`, or behind those `items` (JSON Schema 2020-12, core, 10.3.1).
pub(crate) fn item_schema(facet: &Node, index: usize) -> Described {
    let tuple = facet.get("prefixItems").map(|tuple| tuple.items()).unwrap_or_default();
    let schema = tuple.into_iter().nth(index).or_else(|| facet.get("items"));
    // Before draft 2020-12, a list of schemas stood there.
    let unknown = schema.as_ref().is_some_and(|schema| schema.value.as_array().is_some());
    Described { schemas: schema.into_iter().filter(|_| !unknown).collect(), unknown }
}
