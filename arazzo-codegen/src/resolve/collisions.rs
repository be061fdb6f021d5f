//! Workflows of one document that would have one name.

use std::collections::HashMap;

use crate::diagnostic::{Kind, Relation, Report};
use crate::document::{self, Document};
use crate::names;

/// Two workflows that would be the same function.
pub(crate) fn check_collisions(document: &Document, report: &mut Report) {
    let workflows = &document.workflows;
    let mut known: HashMap<String, &document::Workflow> = HashMap::new();
    for second in workflows {
        let rust = names::module(&second.id.text);
        let first = known.get(&rust).copied();
        known.entry(rust.clone()).or_insert(second);
        // Equal ids are reported as duplicates.
        if let Some(first) = first.filter(|first| first.id.text != second.id.text) {
            let (place, first, second_id) = (&first.id.place, first.id.text.clone(), second.id.text.clone());
            let kind = Kind::NameCollision { what: "workflow", first, second: second_id, rust };
            report.add(second.id.place.value(), kind).also(place.value(), Relation::First);
        }
    }
}
