//! Which variable of the generated function a slot is, and what it is called.

use std::rc::Rc;

use super::block::{Argument, Env, Held, Variable};
use super::nest::Nest;
use super::structure::Structure;
use super::terms::{NodeId, Slot, Version};
use super::values::{Values, action_reads};
use crate::model::{Test, Ty};

impl Structure<'_> {
    /// A value on its way into a variable that is certain or not.
    pub(super) fn argument(&self, version: Option<Version>, slot: Slot, certain: bool) -> Argument {
        let version = version.unwrap_or(Version::Absent);
        let wrapped = !certain && self.values.is_certain(version);
        match (version, slot) {
            (Version::Absent, _) => Argument::Absent,
            (Version::Selected(index), _) => Argument::Selected(index),
            (_, Slot::Input(field)) if !self.values.is_certain(version) => Argument::Input(field),
            _ => self
                .variable(slot, version)
                .map_or(Argument::Absent, |variable| Argument::Variable { variable, wrapped }),
        }
    }

    /// The variable of a version. Those that a loop carries have a name of their own: the loop's body has the plain one.
    pub(super) fn variable(&self, slot: Slot, version: Version) -> Option<Variable> {
        let ident = match version {
            Version::Absent | Version::Initial(_) | Version::Selected(_) => return None,
            // The region's own loop changes it.
            Version::Parameter(node, Slot::Next(region)) if node == region => self.own.name(self.workflow, slot)?,
            Version::Parameter(node, _) if self.nest.is_header(node) => {
                self.own.carried(slot, enclosing_headers(self.nest, self.values, node, slot))?
            }
            // Where it is on its way to the region, another one must not hide it.
            Version::Parameter(_, Slot::Next(region)) => self.own.on_its_way(region)?,
            Version::Parameter(..) | Version::Defined(..) => self.own.name(self.workflow, slot)?,
        };
        let certain = self.values.is_certain(version);
        // Where an input was not checked on each way, it is read as it is.
        if matches!(slot, Slot::Input(_)) && !certain {
            return None;
        }
        let ty = self.ty(slot);
        let held = match (&ty, slot) {
            (Some(ty), _) if self.workflow.inputs.is_copy(ty) => Held::Copied,
            (_, Slot::Input(_)) => Held::Borrowed,
            (_, Slot::Next(_)) => Held::Copied,
            _ => Held::Owned,
        };
        Some(Variable { ident, ty, certain, held })
    }

    /// The type of what a slot holds; `None` for a response, and for what Rust infers.
    fn ty(&self, slot: Slot) -> Option<Ty> {
        match slot {
            Slot::Output(output) => Some(self.workflow.steps.get(output.step)?.outputs.get(output.output)?.ty()),
            Slot::Input(field) => Some(self.workflow.inputs.fields().get(field)?.ty.clone()),
            Slot::Response(_) | Slot::Next(_) => None,
        }
    }

    /// The variables of what an action reads.
    pub(super) fn env_of_action(&self, node: NodeId) -> Env {
        let slots = action_reads(self.workflow, &self.graph.nodes[node].action);
        self.env(slots.into_iter().map(|slot| (slot, self.values.at(node, slot))))
    }

    pub(super) fn env_of_test(&self, node: NodeId, test: &Test) -> Env {
        let mut slots = Vec::new();
        test.each_value(&mut |value| slots.extend(Slot::read_by(value)));
        self.env(slots.into_iter().map(|slot| (slot, self.values.after(node, slot))))
    }

    pub(super) fn env_of_return(&self, node: NodeId) -> Env {
        self.env(self.returned.iter().map(|slot| (*slot, self.values.after(node, *slot))))
    }

    fn env(&self, versions: impl Iterator<Item = (Slot, Option<Version>)>) -> Env {
        let variables = versions.filter_map(|(slot, version)| Some((slot, self.variable(slot, version?)?)));
        Rc::new(variables.collect())
    }
}

/// How many loops around a header carry the same slot.
pub(super) fn enclosing_headers(nest: &Nest, values: &Values, node: NodeId, slot: Slot) -> usize {
    let outer = nest.around(node).skip(1);
    outer.filter(|header| values.parameters(*header).contains(&slot)).count()
}
