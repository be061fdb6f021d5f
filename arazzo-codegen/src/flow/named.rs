//! The names of what a caller can tell apart: the steps.

use std::collections::BTreeSet;

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
