//! The names of what a caller can tell apart: the steps, and the ends of the workflow.

use std::collections::{BTreeSet, HashMap};

use super::terms::End;
use crate::model::{Variant, Workflow};
use crate::names::{self, Names, Space};

/// The variants of `Step`. Steps that call one workflow for several actions have one name.
pub(super) fn steps(workflow: &Workflow) -> Vec<Variant> {
    let mut seen = BTreeSet::new();
    let ids = workflow.steps.iter().map(|step| step.name.as_str());
    let ids: Vec<&str> = ids.filter(|id| seen.insert(*id)).collect();
    let idents = Names::new(Space::Variants).claim_all(&ids, names::camel);
    let variant = |(id, ident): (&&str, String)| Variant { text: (*id).to_owned(), ident };
    ids.iter().zip(idents).map(variant).collect()
}

/// The variants of `Outcome`: after the action that ends the workflow, or the last step. Where several actions have one name, after
/// their steps, if that says it all.
pub(super) fn ends(workflow: &Workflow, ends: &[End]) -> Vec<String> {
    let own = |end: &End| names::camel(&own_name(workflow, *end));
    let (by_name, by_step) = (count(ends.iter().map(own)), count(ends.iter().map(|end| end.step)));
    let name = |end: &End| {
        let (is_shared, is_only) = (by_name.get(&own(end)) > Some(&1), by_step.get(&end.step) == Some(&1));
        let step = step_name(workflow, *end);
        match end.action {
            Some(_) if is_shared && is_only => step,
            Some(_) if is_shared => format!("{step} {}", own_name(workflow, *end)),
            _ => own_name(workflow, *end),
        }
    };
    let names: Vec<String> = ends.iter().map(name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Names::new(Space::Variants).claim_all(&names, names::camel)
}

/// The name of the action, or of the last step.
fn own_name(workflow: &Workflow, end: End) -> String {
    let actions = workflow.steps.get(end.step).map(|step| step.actions(true)).unwrap_or_default();
    let action = end.action.and_then(|action| actions.get(action));
    action.map_or_else(|| step_name(workflow, end), |action| action.name.clone())
}

fn step_name(workflow: &Workflow, end: End) -> String {
    workflow.steps.get(end.step).map(|step| step.name.clone()).unwrap_or_default()
}

fn count<K: std::hash::Hash + Eq>(keys: impl Iterator<Item = K>) -> HashMap<K, usize> {
    let mut count = HashMap::new();
    keys.for_each(|key| *count.entry(key).or_default() += 1);
    count
}
