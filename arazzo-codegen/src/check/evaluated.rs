//! `unevaluatedProperties` and `unevaluatedItems`: what no other keyword has looked at, in this schema or in those for the same value
//! inside it (JSON Schema 2020-12, core, 11).

use std::collections::HashSet;

use super::datum::Datum;
use super::evaluator::{Binding, Evaluator, MAX_DEPTH};
use super::members::refused;
use super::outcome::{Outcome, Verdict};
use crate::openapi::{Node, described, item_schema};
use crate::place::Segment;
use crate::value::Value;

/// The parts of a value that keywords have looked at.
#[derive(Default)]
struct Evaluated {
    parts: HashSet<Segment>,
    all: bool,
    /// Some of that may not be so.
    unsure: bool,
}

impl Evaluator<'_> {
    pub(super) fn unevaluated_members(
        &mut self,
        members: &[(String, Datum<'_>)],
        facet: &Node,
        binding: &Binding,
        depth: usize,
    ) -> Outcome {
        let Some(schema) = facet.get("unevaluatedProperties") else { return Outcome::default() };
        let whole = Datum::Object(members.to_vec());
        let evaluated = self.evaluated_by(&whole, facet, depth);
        let mut outcome = Outcome { unknown: evaluated.unsure, ..Outcome::default() };
        for (name, value) in members.iter().filter(|_| !evaluated.all) {
            let segment = Segment::Key(name.clone());
            if evaluated.parts.contains(&segment) {
                continue;
            }
            let here = match schema.value {
                Value::Bool(false) => refused(name, facet, "unevaluatedProperties", binding),
                _ => self.value(value, &schema, depth + 1),
            };
            outcome.and(here.below(&segment));
        }
        outcome
    }

    pub(super) fn unevaluated_items(&mut self, items: &[Datum<'_>], facet: &Node, depth: usize) -> Outcome {
        let Some(schema) = facet.get("unevaluatedItems") else { return Outcome::default() };
        let whole = Datum::List(items.to_vec());
        let evaluated = self.evaluated_by(&whole, facet, depth);
        let mut outcome = Outcome { unknown: evaluated.unsure, ..Outcome::default() };
        for (index, item) in items.iter().enumerate().filter(|_| !evaluated.all) {
            let segment = Segment::Index(index);
            if !evaluated.parts.contains(&segment) {
                outcome.and(self.value(item, &schema, depth + 1).below(&segment));
            }
        }
        outcome
    }

    /// What a schema looks at, but for its own `unevaluatedProperties` and `unevaluatedItems`.
    fn evaluated_by(&mut self, datum: &Datum<'_>, facet: &Node, depth: usize) -> Evaluated {
        let mut evaluated = Evaluated::default();
        self.keywords(datum, facet, &mut evaluated, depth);
        self.inner(datum, facet, &mut evaluated, depth);
        evaluated
    }

    /// What a schema looks at that holds for the value.
    fn evaluate(&mut self, datum: &Datum<'_>, facet: &Node, into: &mut Evaluated, depth: usize) {
        if depth >= MAX_DEPTH || self.schemas.budget == 0 {
            (into.all, into.unsure) = (true, true);
            return;
        }
        self.schemas.budget -= 1;
        self.keywords(datum, facet, into, depth);
        let rest = match datum {
            Datum::List(_) => "unevaluatedItems",
            _ => "unevaluatedProperties",
        };
        into.all |= facet.get(rest).is_some();
        self.inner(datum, facet, into, depth);
    }

    /// What a schema looks at by keywords of its own.
    fn keywords(&mut self, datum: &Datum<'_>, facet: &Node, into: &mut Evaluated, depth: usize) {
        match datum {
            Datum::Object(members) => {
                into.all |= facet.get("additionalProperties").is_some();
                for (name, _) in members {
                    let described = described(facet, name);
                    into.unsure |= described.unknown;
                    if described.unknown || !described.schemas.is_empty() {
                        into.parts.insert(Segment::Key(name.clone()));
                    }
                }
            }
            Datum::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let described = item_schema(facet, index);
                    let is_described = described.unknown || !described.schemas.is_empty();
                    let contains = facet.get("contains");
                    let verdict = contains.map(|schema| self.condition(item, &schema, depth));
                    into.unsure |= verdict == Some(Verdict::Unknown);
                    if is_described || !matches!(verdict, None | Some(Verdict::Unfit)) {
                        into.parts.insert(Segment::Index(index));
                    }
                }
            }
            Datum::Scalar(_) | Datum::Later(_) => {}
        }
    }

    /// What the schemas inside look at, as far as they hold.
    fn inner(&mut self, datum: &Datum<'_>, facet: &Node, into: &mut Evaluated, depth: usize) {
        if facet.value.get("$dynamicRef").is_some() {
            (into.all, into.unsure) = (true, true);
        } else if facet.value.get("$ref").is_some() {
            match self.schemas.hop(facet) {
                Some(target) => self.evaluate(datum, &target, into, depth + 1),
                None => (into.all, into.unsure) = (true, true),
            }
        }
        for part in facet.get("allOf").map(|parts| parts.items()).unwrap_or_default() {
            self.evaluate(datum, &part, into, depth + 1);
        }
        for key in ["anyOf", "oneOf"] {
            for variant in facet.get(key).map(|parts| parts.items()).unwrap_or_default() {
                self.evaluate_if(datum, &variant, into, depth);
            }
        }
        if let Some(condition) = facet.get("if") {
            let verdict = self.evaluate_if(datum, &condition, into, depth);
            for (key, other) in [("then", Verdict::Unfit), ("else", Verdict::Fits)] {
                if let Some(branch) = facet.get(key).filter(|_| verdict != other) {
                    self.evaluate(datum, &branch, into, depth + 1);
                }
            }
        }
        self.evaluate_dependent(datum, facet, into, depth);
    }

    /// What a schema looks at if the value fits it.
    fn evaluate_if(&mut self, datum: &Datum<'_>, schema: &Node, into: &mut Evaluated, depth: usize) -> Verdict {
        let verdict = self.condition(datum, schema, depth);
        into.unsure |= verdict == Verdict::Unknown;
        if verdict != Verdict::Unfit {
            self.evaluate(datum, schema, into, depth + 1);
        }
        verdict
    }

    fn evaluate_dependent(&mut self, datum: &Datum<'_>, facet: &Node, into: &mut Evaluated, depth: usize) {
        let Datum::Object(members) = datum else { return };
        for (name, schema) in facet.get("dependentSchemas").map(|all| all.members()).unwrap_or_default() {
            if let Some((_, value)) = members.iter().find(|(known, _)| *known == name) {
                into.unsure |= !value.is_certain();
                self.evaluate(datum, &schema, into, depth + 1);
            }
        }
    }
}
