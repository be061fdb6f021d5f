//! Keywords that hold other schemas for the same value: `anyOf`, `oneOf`, `not`, and `if`.

use super::datum::Datum;
use super::evaluator::Evaluator;
use super::outcome::{Fault, Outcome, Question, Verdict, Why};
use crate::openapi::Node;
use crate::place::Segment;

/// More reasons than these are not told.
const MAX_REASONS: usize = 3;

impl Evaluator<'_> {
    pub(super) fn composed(&mut self, datum: &Datum<'_>, facet: &Node, depth: usize) -> Outcome {
        let mut outcome = Outcome::default();
        for keyword in ["anyOf", "oneOf"] {
            let variants = facet.get(keyword).map(|list| list.items()).unwrap_or_default();
            if !variants.is_empty() {
                outcome.and(self.union(datum, &variants, facet, keyword, depth));
            }
        }
        outcome.and(self.negated(datum, facet, depth));
        outcome.and(self.conditional(datum, facet, depth));
        outcome
    }

    fn union(&mut self, datum: &Datum<'_>, variants: &[Node], facet: &Node, keyword: &str, depth: usize) -> Outcome {
        let outcomes: Vec<Outcome> = variants.iter().map(|variant| self.value(datum, variant, depth + 1)).collect();
        let has = |verdict: Verdict| outcomes.iter().filter(|outcome| outcome.verdict() == verdict).count();
        let (fitting, unknown) = (has(Verdict::Fits), has(Verdict::Unknown));
        // What is sent as text may be read as one of them only.
        let counts = keyword == "oneOf" && !self.form.is_text() && facet.value.get("discriminator").is_none();
        if counts && fitting > 1 {
            let mark = facet.place.key(keyword).name();
            let (expected, found) = (
                "a value that fits only one of its alternatives",
                format!("it fits {fitting} alternatives of `oneOf`"),
            );
            return Outcome::broken(expected, found, mark);
        }
        if fitting + unknown == 0 {
            return refused_by_all(&outcomes, facet, keyword);
        }
        let questions = questions(&outcomes);
        let mut possible = outcomes.into_iter().filter(|outcome| outcome.verdict() != Verdict::Unfit);
        let only = possible.next().filter(|_| fitting + unknown == 1).unwrap_or_default();
        let is_unknown = if keyword == "anyOf" { fitting == 0 } else { fitting != 1 || unknown > 0 };
        Outcome { remarks: only.remarks, handed: only.handed, questions, unknown: is_unknown, ..Outcome::default() }
    }

    fn negated(&mut self, datum: &Datum<'_>, facet: &Node, depth: usize) -> Outcome {
        let Some(schema) = facet.get("not") else { return Outcome::default() };
        match self.condition(datum, &schema, depth) {
            Verdict::Unfit => Outcome::default(),
            Verdict::Unknown => Outcome::unknown(),
            Verdict::Fits => {
                let mark = facet.place.key("not").name();
                Outcome::broken("nothing that its `not` describes", "it is what its `not` describes", mark)
            }
        }
    }

    fn conditional(&mut self, datum: &Datum<'_>, facet: &Node, depth: usize) -> Outcome {
        let Some(condition) = facet.get("if") else { return Outcome::default() };
        let branch = |key: &str| facet.get(key);
        match self.condition(datum, &condition, depth) {
            Verdict::Fits => branch("then").map(|then| self.value(datum, &then, depth + 1)).unwrap_or_default(),
            Verdict::Unfit => branch("else").map(|other| self.value(datum, &other, depth + 1)).unwrap_or_default(),
            Verdict::Unknown => Outcome::unknown(),
        }
    }

    /// Whether a value fits a schema that is asked without being demanded. Of what is sent as text that is not certain.
    pub(super) fn condition(&mut self, datum: &Datum<'_>, schema: &Node, depth: usize) -> Verdict {
        if self.form.is_text() { Verdict::Unknown } else { self.value(datum, schema, depth + 1).verdict() }
    }
}

/// The question about an output that several alternatives describe, where each of them asks one: any of their kinds will do.
fn questions(outcomes: &[Outcome]) -> Vec<Question> {
    let possible = outcomes.iter().filter(|outcome| outcome.verdict() != Verdict::Unfit);
    let mut merged: Option<Question> = None;
    for outcome in possible {
        let [question] = outcome.questions.as_slice() else { return Vec::new() };
        match &mut merged {
            None => merged = Some(question.clone()),
            Some(known) if known.at == question.at && known.output == question.output => {
                let new = question.kinds.iter().filter(|kind| !known.kinds.contains(kind)).cloned();
                known.kinds.extend(new.collect::<Vec<String>>());
            }
            Some(_) => return Vec::new(),
        }
    }
    merged.into_iter().collect()
}

/// The reason why a value fits none of several alternatives: that of the one that was probably meant.
fn refused_by_all(outcomes: &[Outcome], facet: &Node, keyword: &str) -> Outcome {
    let all: Vec<&[Fault]> = outcomes.iter().map(|outcome| outcome.faults.as_slice()).collect();
    let of_type: Vec<&[Fault]> = all.iter().copied().filter(|faults| !faults.iter().any(is_of_other_type)).collect();
    let of_type = if of_type.is_empty() { all } else { of_type };
    let tags: Vec<Option<&Fault>> =
        of_type.iter().map(|faults| faults.iter().find(|fault| is_other_tag(fault))).collect();
    let meant: Vec<&[Fault]> =
        of_type.iter().zip(&tags).filter(|(_, tag)| tag.is_none()).map(|(faults, _)| *faults).collect();
    let faults = match (of_type.as_slice(), meant.as_slice()) {
        ([only], _) | (_, [only]) => Some(only.to_vec()),
        (_, []) => merged(tags.into_iter()),
        (some, _) => merged(some.iter().map(|faults| match faults {
            [only] => Some(only),
            _ => None,
        })),
    };
    let faults = faults.unwrap_or_else(|| {
        let mut reasons: Vec<String> = of_type.iter().filter_map(|faults| faults.first()).map(Fault::reason).collect();
        reasons.dedup();
        reasons.truncate(MAX_REASONS);
        vec![Fault { at: Vec::new(), why: Why::NoneOf { reasons }, schema: facet.place.key(keyword).name() }]
    });
    Outcome { faults, ..Outcome::default() }
}

/// Another type than that of the value as a whole.
fn is_of_other_type(fault: &Fault) -> bool {
    fault.at.is_empty() && matches!(fault.why, Why::Type { .. } | Why::Unlisted { alike: false, .. })
}

/// A member that says which alternative a value is, and is that of another one.
fn is_other_tag(fault: &Fault) -> bool {
    matches!((fault.at.as_slice(), &fault.why), ([Segment::Key(_)], Why::Unlisted { .. }))
}

/// One fault for all, where each is about the same place: lists of values and of types become one list.
fn merged<'f>(mut faults: impl Iterator<Item = Option<&'f Fault>>) -> Option<Vec<Fault>> {
    let mut merged = faults.next()??.clone();
    for fault in faults {
        let fault = fault.filter(|fault| fault.at == merged.at)?;
        match (&mut merged.why, &fault.why) {
            (Why::Type { kinds, hopeless, .. }, Why::Type { kinds: more, hopeless: also, .. }) => {
                kinds.extend(more.iter().filter(|kind| !kinds.contains(kind)).cloned().collect::<Vec<_>>());
                *hopeless &= also;
            }
            (Why::Unlisted { allowed, near, .. }, Why::Unlisted { allowed: more, near: nearer, .. }) => {
                allowed.extend(more.iter().cloned());
                near.extend(nearer.iter().cloned());
            }
            (Why::Missing { property }, Why::Missing { property: other }) if property == other => {}
            _ => return None,
        }
    }
    Some(vec![merged])
}
