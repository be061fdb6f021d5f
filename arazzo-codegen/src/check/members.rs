//! Keywords about objects.

use super::datum::Datum;
use super::evaluator::{Binding, Evaluator, MAX_DEPTH};
use super::outcome::{About, Outcome, Remark, Why};
use super::scalars::sized;
use crate::openapi::{Described, Node, Owner, described, flag, is_said};
use crate::place::Segment;
use crate::value::Value;

/// Compositions deeper than this are not searched for a name.
const MAX_SEARCHED: usize = 8;

impl Evaluator<'_> {
    pub(super) fn members(
        &mut self,
        members: &[(String, Datum<'_>)],
        facet: &Node,
        binding: &Binding,
        depth: usize,
    ) -> Outcome {
        let mut outcome = Outcome::default();
        for (name, value) in members {
            outcome.and(self.member(name, value, facet, binding, depth).below(&Segment::Key(name.clone())));
            outcome.and(self.name(name, facet, depth));
        }
        for required in facet.get("required").map(|list| list.items()).unwrap_or_default() {
            outcome.and(self.required(&required, members, binding));
        }
        let surely = members.iter().filter(|(_, value)| value.is_certain()).count();
        outcome.and(sized(["minProperties", "maxProperties"], surely..=members.len(), "member", facet));
        outcome.and(self.dependent(members, facet, binding, depth));
        outcome.and(self.unevaluated_members(members, facet, binding, depth));
        outcome
    }

    /// One member, by the schemas that its name leads to (JSON Schema 2020-12, core, 10.3.2).
    fn member(&mut self, name: &str, value: &Datum<'_>, facet: &Node, binding: &Binding, depth: usize) -> Outcome {
        let Described { schemas, unknown } = described(facet, name);
        let mut outcome = Outcome { unknown, ..Outcome::default() };
        let is_described = !schemas.is_empty() || unknown;
        for schema in schemas {
            let inner = self.binding(&schema);
            outcome.remarks.extend(remark(name, &inner));
            if depth + 1 < MAX_DEPTH {
                outcome.and(self.bound(value, &schema, &inner, depth + 1));
            } else {
                outcome.unknown = true;
            }
        }
        match facet.get("additionalProperties").filter(|_| !is_described) {
            // Where another part of the schema declares it, it was meant to be there (SPEC OT-04).
            Some(Node { value: Value::Bool(false), .. })
                if binding.open || self.is_declared(name, &binding.all, MAX_SEARCHED) =>
            {
                outcome.unknown = true;
            }
            Some(Node { value: Value::Bool(false), .. }) => {
                outcome.and(refused(name, facet, "additionalProperties", binding));
            }
            Some(schema) => outcome.and(self.value(value, &schema, depth + 1)),
            None => {}
        }
        outcome
    }

    /// Whether one of these schemas, or one for the same object inside them, declares a property.
    fn is_declared(&mut self, name: &str, facets: &[Node], depth: usize) -> bool {
        facets.iter().any(|facet| {
            let Described { schemas, unknown } = described(facet, name);
            if unknown || !schemas.is_empty() || depth == 0 || self.schemas.budget == 0 {
                return true;
            }
            let inner: Vec<Node> = in_place(facet);
            inner.iter().any(|schema| {
                let binding = self.binding(schema);
                binding.open || self.is_declared(name, &binding.all, depth - 1)
            })
        })
    }

    fn name(&mut self, name: &str, facet: &Node, depth: usize) -> Outcome {
        let Some(schema) = facet.get("propertyNames") else { return Outcome::default() };
        let datum = Datum::Scalar(Value::String(name.into()));
        let Outcome { faults, unknown, .. } = self.value(&datum, &schema, depth + 1);
        match faults.first() {
            Some(fault) => {
                let found = format!("no member may be called `{name}`: {}", fault.reason());
                Outcome::broken(format!("no member `{name}`"), found, facet.place.key("propertyNames").name())
            }
            None => Outcome { unknown, ..Outcome::default() },
        }
    }

    /// A name in a list of those that are required. What only responses have need not be sent.
    fn required(&mut self, required: &Node, members: &[(String, Datum<'_>)], binding: &Binding) -> Outcome {
        let Some(property) = required.value.as_str() else { return Outcome::default() };
        if members.iter().any(|(name, _)| name == property) || self.is_read_only(property, binding) {
            return Outcome::default();
        }
        Outcome::unfit(Why::Missing { property: property.to_owned() }, required.place.value())
    }

    fn is_read_only(&mut self, property: &str, binding: &Binding) -> bool {
        if self.schemas.owner == Owner::Document {
            return false;
        }
        let declared = binding.all.iter().filter_map(|facet| facet.get("properties")?.get(property));
        let declared: Vec<Node> = declared.collect();
        declared.iter().any(|schema| is_said(self.schemas.library, schema, "readOnly"))
    }

    /// What one member asks for when it is there.
    fn dependent(&mut self, members: &[(String, Datum<'_>)], facet: &Node, binding: &Binding, depth: usize) -> Outcome {
        let mut outcome = Outcome::default();
        for keyword in ["dependentRequired", "dependentSchemas", "dependencies"] {
            for (name, asked) in facet.get(keyword).map(|all| all.members()).unwrap_or_default() {
                let Some((_, value)) = members.iter().find(|(known, _)| *known == name) else { continue };
                if !value.is_certain() {
                    outcome.unknown = true;
                } else if asked.value.as_array().is_some() {
                    for required in asked.items() {
                        outcome.and(self.required(&required, members, binding));
                    }
                } else {
                    let whole = Datum::Object(members.to_vec());
                    outcome.and(self.value(&whole, &asked, depth + 1));
                }
            }
        }
        outcome
    }
}

/// What a property says of itself: that requests do not have it, or should not.
fn remark(name: &str, binding: &Binding) -> Option<Remark> {
    let says = |key: &str| binding.all.iter().find(|facet| flag(facet, key) == Some(true));
    let about = match (says("readOnly"), says("deprecated")) {
        (Some(facet), _) => About::ReadOnly(facet.place.key("readOnly").name()),
        (None, Some(_)) => About::Deprecated,
        (None, None) => return None,
    };
    Some(Remark { at: Vec::new(), property: name.to_owned(), about })
}

/// A member that an object does not admit.
pub(super) fn refused(name: &str, facet: &Node, keyword: &str, binding: &Binding) -> Outcome {
    let known = binding.all.iter().filter_map(|facet| facet.get("properties"));
    let known = known.flat_map(|properties| properties.members()).map(|(name, _)| name).collect();
    Outcome::unfit(Why::Refused { property: name.to_owned(), known }, facet.place.key(keyword).name())
}

/// The schemas inside a schema that are about the same value, besides references and `allOf`.
pub(super) fn in_place(facet: &Node) -> Vec<Node> {
    let lists = ["anyOf", "oneOf"].into_iter().filter_map(|key| facet.get(key)).flat_map(|list| list.items());
    let single = ["if", "then", "else"].into_iter().filter_map(|key| facet.get(key));
    let maps = ["dependentSchemas", "dependencies"].into_iter().filter_map(|key| facet.get(key));
    let maps = maps.flat_map(|map| map.members()).map(|(_, schema)| schema);
    lists.chain(single).chain(maps.filter(|schema| schema.value.as_array().is_none())).collect()
}
