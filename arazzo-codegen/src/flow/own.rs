//! The names of variables that a document has no name for: former values in loops, and where regions go next.

use std::collections::BTreeMap;

use super::terms::{NodeId, Slot};
use crate::model::Workflow;
use crate::names::{self, Names, Space};

/// No name of a variable of the document is among them.
pub(super) struct Own {
    regions: BTreeMap<NodeId, Region>,
    /// By the slot, and by how many loops around one carry the same.
    carried: BTreeMap<(Slot, usize), String>,
}

/// A region with several entries.
struct Region {
    /// The variable that says where it goes next.
    variable: String,
    /// The same on its way to the region.
    on_its_way: String,
}

impl Own {
    pub(super) fn new(
        workflow: &Workflow,
        regions: impl Iterator<Item = NodeId>,
        carried: impl Iterator<Item = (Slot, usize)>,
    ) -> Own {
        let mut taken = Names::new(Space::Variables).reserving(workflow.variables());
        let mut own = Own { regions: BTreeMap::new(), carried: BTreeMap::new() };
        for node in regions {
            let variable = taken.claim("at".to_owned());
            let on_its_way = taken.claim(names::behind("next", &variable));
            own.regions.insert(node, Region { variable, on_its_way });
        }
        for key in carried {
            let name = own.name(workflow, key.0).filter(|_| !own.carried.contains_key(&key));
            if let Some(name) = name {
                own.carried.insert(key, taken.claim(names::behind("last", &name)));
            }
        }
        own
    }

    /// The plain name of a slot.
    pub(super) fn name(&self, workflow: &Workflow, slot: Slot) -> Option<String> {
        let name = match slot {
            Slot::Response(step) => &workflow.steps.get(step)?.ident,
            Slot::Output(output) => &workflow.steps.get(output.step)?.outputs.get(output.output)?.ident,
            Slot::Input(field) => workflow.checked.get(&field)?,
            Slot::Next(region) => &self.regions.get(&region)?.variable,
        };
        Some(name.clone())
    }

    /// The variable that a loop carries: `last_next`, and `last_next_2` in a loop in a loop.
    pub(super) fn carried(&self, slot: Slot, around: usize) -> Option<String> {
        self.carried.get(&(slot, around)).cloned()
    }

    pub(super) fn on_its_way(&self, region: NodeId) -> Option<String> {
        self.regions.get(&region).map(|region| region.on_its_way.clone())
    }
}
