//! Keywords about lists.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::datum::Datum;
use super::evaluator::Evaluator;
use super::outcome::{Outcome, Verdict};
use super::scalars::{compare, counted, size, sized};
use crate::openapi::{Described, Node, item_schema};
use crate::place::Segment;
use crate::value::Value;

impl Evaluator<'_> {
    pub(super) fn list(&mut self, items: &[Datum<'_>], facet: &Node, depth: usize) -> Outcome {
        let mut outcome = sized(["minItems", "maxItems"], items.len()..=items.len(), "item", facet);
        outcome.and(repeated(items, facet));
        for (index, item) in items.iter().enumerate() {
            let Described { schemas, unknown } = item_schema(facet, index);
            outcome.unknown |= unknown;
            for schema in schemas {
                outcome.and(self.value(item, &schema, depth + 1).below(&Segment::Index(index)));
            }
        }
        outcome.and(self.contained(items, facet, depth));
        outcome.and(self.unevaluated_items(items, facet, depth));
        outcome
    }

    /// `contains`: how many items fit a schema.
    fn contained(&mut self, items: &[Datum<'_>], facet: &Node, depth: usize) -> Outcome {
        let Some(schema) = facet.get("contains") else { return Outcome::default() };
        let verdicts: Vec<Verdict> = items.iter().map(|item| self.value(item, &schema, depth + 1).verdict()).collect();
        let (surely, perhaps) = (self.surely(&verdicts), number_of(&verdicts, |verdict| verdict != Verdict::Unfit));
        let asked = facet.value.get("minContains").cloned();
        let keyword = if asked.is_some() { "minContains" } else { "contains" };
        let (least, most) = (asked.unwrap_or(Value::Integer(1)), facet.value.get("maxContains"));
        let broken = |limit: &Value, asked: &str, keyword: &str| {
            let expected = format!("{asked} {} that `contains` describes", counted(limit, "item"));
            Outcome::broken(expected.clone(), format!("it does not have {expected}"), facet.place.key(keyword).name())
        };
        if compare(&perhaps, &least) == Some(Ordering::Less) {
            return broken(&least, "at least", keyword);
        }
        let is_more = |count: &Value| most.filter(|most| compare(count, most) == Some(Ordering::Greater));
        if let Some(most) = is_more(&surely) {
            return broken(most, "at most", "maxContains");
        }
        let unknown = compare(&surely, &least) == Some(Ordering::Less) || is_more(&perhaps).is_some();
        Outcome { unknown, ..Outcome::default() }
    }

    /// How many of them fit for sure. What is sent as text may be read as more than it is.
    fn surely(&self, verdicts: &[Verdict]) -> Value {
        number_of(verdicts, |verdict| verdict == Verdict::Fits && !self.form.is_text())
    }
}

fn number_of(verdicts: &[Verdict], counts: impl Fn(Verdict) -> bool) -> Value {
    size(verdicts.iter().filter(|verdict| counts(**verdict)).count())
}

fn repeated(items: &[Datum<'_>], facet: &Node) -> Outcome {
    if facet.value.get("uniqueItems").and_then(Value::as_bool) != Some(true) {
        return Outcome::default();
    }
    let (mut seen, mut unknown) = (HashSet::new(), false);
    for item in items {
        let key = item.key();
        unknown |= key.is_none();
        if key.is_some_and(|key| !seen.insert(key)) {
            let (expected, found) = ("items that differ from each other", "it has the same item twice");
            return Outcome::broken(expected, found, facet.place.key("uniqueItems").name());
        }
    }
    Outcome { unknown: unknown && items.len() > 1, ..Outcome::default() }
}
