//! The alternatives of a schema, with references and compositions followed.

use std::mem::{replace, take};
use std::rc::Rc;

use super::alternative::{Alternative, Alternatives};
use super::composed::{check_discriminator, check_types};
use super::facets::{Facets, Owner, Reader};
use super::library::Library;
use super::node::Node;
use crate::diagnostic::Report;
use crate::syntax::pointer::Pointer;

/// Schemas inside schemas deeper than this are not looked at: recursion through `oneOf` has no bottom.
const MAX_DEPTH: usize = 16;

/// More alternatives than this are one that may be anything.
const MAX_ALTERNATIVES: usize = 256;

/// So many schemas are read for one pointer; unions of unions have no end.
const BUDGET: usize = 4096;

/// Reads schemas.
pub(super) struct Walk<'a>(pub(super) Reader<'a>);

impl<'a> Walk<'a> {
    /// For the schemas of a description.
    pub(super) fn new(library: &'a mut Library, report: &'a mut Report) -> Walk<'a> {
        Walk(Reader { library, report, owner: Owner::Description, follows_dynamic: true, budget: BUDGET })
    }

    /// What a value may be that fits all of these schemas.
    pub(super) fn alternatives(&mut self, schemas: &[Node]) -> Rc<Alternatives> {
        let whole = Pointer::default();
        let before = self.0.budget;
        if let Some(known) = self.0.library.alternatives.get(schemas, &whole).filter(|known| known.cost < before) {
            self.0.budget -= known.cost;
            self.0.report.repeat(&known.found);
            return Rc::clone(&known.answer);
        }
        let others = take(self.0.report);
        let answer = Rc::new(self.read(schemas));
        let found = replace(self.0.report, others);
        self.0.report.repeat(&found);
        // What ended because nothing was left to spend says nothing about the next time.
        if self.0.budget > 0 {
            let cost = before - self.0.budget;
            self.0.library.alternatives.keep(schemas, &whole, (Rc::clone(&answer), found, cost));
        }
        answer
    }

    fn read(&mut self, schemas: &[Node]) -> Alternatives {
        let alternatives = self.expand(schemas, 0);
        let mut result = Alternatives::default();
        for alternative in alternatives {
            if alternative.kind() == Some("null") {
                result.nullable = true;
                continue;
            }
            result.nullable |= alternative.admits_null();
            result.has_subtypes |=
                alternative.facets.iter().any(|facet| facet.value.get("discriminator").is_some() && !is_union(facet));
            result.all.push(alternative);
        }
        if result.has_subtypes {
            let subtypes = self.subtypes(&result);
            result.all.extend(subtypes.into_iter().map(|subtype| Alternative { is_subtype: true, ..subtype }));
        }
        check_discriminator(&result, self.0.report);
        result
    }

    fn expand(&mut self, schemas: &[Node], depth: usize) -> Vec<Alternative> {
        let Facets { schemas: facets, open } = self.0.facets(schemas, MAX_DEPTH.saturating_sub(depth));
        let own = Alternative { facets, open, is_subtype: false };
        check_types(&own, self.0.report);
        let unions: Vec<Vec<Vec<Node>>> = variants_of(&own.facets);
        let mut alternatives = vec![own];
        for variants in unions {
            let expanded = if depth < MAX_DEPTH && variants.len() <= MAX_ALTERNATIVES && self.0.budget > 0 {
                variants.iter().flat_map(|variant| self.expand(variant, depth + 1)).collect()
            } else {
                vec![Alternative { open: true, ..Alternative::default() }]
            };
            alternatives = product(&alternatives, &expanded);
        }
        if alternatives.len() > MAX_ALTERNATIVES {
            return vec![Alternative { open: true, ..Alternative::default() }];
        }
        alternatives
    }

    /// The types that a discriminator names: its values may be any of them.
    fn subtypes(&mut self, base: &Alternatives) -> Vec<Alternative> {
        let facets = base.all.iter().flat_map(|alternative| &alternative.facets).filter(|facet| !is_union(facet));
        let mappings = facets.filter_map(|facet| facet.get("discriminator")?.get("mapping"));
        let targets: Vec<Node> = mappings.flat_map(|mapping| mapping.members()).map(|(_, target)| target).collect();
        let mut subtypes = Vec::new();
        for target in targets.iter().take(MAX_ALTERNATIVES) {
            let Some(name) = target.value.as_str() else { continue };
            let reference =
                if name.contains(['#', '/', '.']) { name.to_owned() } else { format!("#/components/schemas/{name}") };
            if let Some(schema) = self.0.library.follow(&reference, target) {
                subtypes.extend(self.expand(&[schema], 0));
            }
        }
        subtypes
    }
}

/// Each of the one with each of the other.
fn product(left: &[Alternative], right: &[Alternative]) -> Vec<Alternative> {
    let with = |left: &Alternative, right: &Alternative| Alternative {
        facets: left.facets.iter().chain(&right.facets).cloned().collect(),
        open: left.open || right.open,
        is_subtype: false,
    };
    let pairs = left.iter().flat_map(|left| right.iter().map(move |right| with(left, right)));
    // One more than is admitted is enough to know that they are too many.
    pairs.take(MAX_ALTERNATIVES + 1).collect()
}

/// What a value may have to fit besides these schemas, each variant a list of schemas that hold together.
pub(super) fn variants_of(facets: &[Node]) -> Vec<Vec<Vec<Node>>> {
    let unions = facets.iter().flat_map(unions_of);
    let unions = unions.map(|variants| variants.into_iter().map(|variant| vec![variant]).collect());
    unions.chain(conditional(facets)).collect()
}

/// What holds only in some cases: `then` and `else`, and what depends on a member. Of several such cases each is looked at by
/// itself: together they would be too many, and none of them says more of a value than it does alone.
fn conditional(facets: &[Node]) -> Option<Vec<Vec<Node>>> {
    let mut cases = Vec::new();
    for facet in facets {
        if let Some(condition) = facet.get("if") {
            cases.push(std::iter::once(condition).chain(facet.get("then")).collect());
            cases.push(facet.get("else").into_iter().collect());
        }
        for dependent in ["dependentSchemas", "dependencies"].into_iter().filter_map(|key| facet.get(key)) {
            let schemas = dependent.members().into_iter().filter(|(_, schema)| schema.value.as_array().is_none());
            cases.extend(schemas.flat_map(|(_, schema)| [vec![schema], Vec::new()]));
        }
    }
    if cases.len() > 2 {
        cases.retain(|case| !case.is_empty());
        cases.insert(0, Vec::new());
    }
    (!cases.is_empty()).then_some(cases)
}

/// The lists of variants of a schema.
fn unions_of(schema: &Node) -> Vec<Vec<Node>> {
    let unions = ["oneOf", "anyOf"].into_iter().filter_map(|key| Some(schema.get(key)?.items()));
    unions.filter(|variants| !variants.is_empty() && !only_requires(variants)).collect()
}

/// `anyOf: [{ required: [a] }, { required: [b] }]` says nothing about types.
fn only_requires(variants: &[Node]) -> bool {
    variants.iter().all(|variant| {
        let members = variant.value.as_object();
        members.is_some_and(|members| members.len() > 0 && members.keys().all(|key| key == "required" || key == "not"))
    })
}

fn is_union(schema: &Node) -> bool {
    !unions_of(schema).is_empty()
}
