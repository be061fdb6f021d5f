//! Which variable holds a value where.
//!
//! Static single assignment: every variable is assigned once, and a node that paths with different variables lead to has a
//! *parameter* for the value. Parameters of a node behind a block or a loop are the values of that construct; parameters of
//! a loop's header are its carried variables.

use std::collections::{BTreeMap, BTreeSet};

use super::block::How;
use super::decision::Decision;
use super::dominators::Dominators;
use super::graph::{Action, ENTRY, Graph, Leaf, NodeId, Slot, Visit};
use crate::model::{AsOutput, Expr, Workflow};

/// One assignment of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Version {
    /// No value on any path.
    Absent,
    /// The input as the caller gave it.
    Initial(Slot),
    /// Assigned by a node.
    Defined(NodeId, Slot),
    /// What a region with several entries does next.
    Selected(usize),
    /// Where paths meet.
    Parameter(NodeId, Slot),
}

/// Where a node stands in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Inside the branch that leads to it.
    Inline,
    /// Behind the block of the node that dominates it.
    AfterBlock(NodeId),
    /// Behind the loop of a header.
    AfterLoop(NodeId),
}

type Versions = BTreeMap<Slot, Version>;

#[derive(Clone, Debug)]
pub(super) struct Values {
    places: BTreeMap<NodeId, Place>,
    live_in: BTreeMap<NodeId, BTreeSet<Slot>>,
    /// At the beginning of a node, behind its parameters.
    at_start: BTreeMap<NodeId, Versions>,
    /// Behind the action of a node.
    at_end: BTreeMap<NodeId, Versions>,
    parameters: BTreeMap<NodeId, Vec<Slot>>,
    certain: BTreeMap<Version, bool>,
    /// Reads of slots without a value, in calls.
    unassigned: Vec<(NodeId, Slot)>,
    /// Slots that some return has a value for.
    returned: BTreeSet<Slot>,
}

impl Values {
    pub(super) fn of(workflow: &Workflow, graph: &Graph, dominators: &Dominators) -> Values {
        let mut values = Values {
            places: places(graph, dominators),
            live_in: live(workflow, graph, dominators),
            at_start: BTreeMap::new(),
            at_end: BTreeMap::new(),
            parameters: BTreeMap::new(),
            certain: BTreeMap::new(),
            unassigned: Vec::new(),
            returned: BTreeSet::new(),
        };
        values.number(workflow, graph, dominators);
        values.judge(workflow, graph, dominators);
        values.check(workflow, graph, dominators);
        values
    }

    pub(super) fn place(&self, node: NodeId) -> Place {
        self.places.get(&node).copied().unwrap_or(Place::Inline)
    }

    pub(super) fn parameters(&self, node: NodeId) -> &[Slot] {
        self.parameters.get(&node).map_or(&[], Vec::as_slice)
    }

    /// The variable of a slot where a node begins.
    pub(super) fn at(&self, node: NodeId, slot: Slot) -> Option<Version> {
        self.at_start.get(&node)?.get(&slot).copied()
    }

    /// The variable of a slot behind a node's action.
    pub(super) fn after(&self, node: NodeId, slot: Slot) -> Option<Version> {
        self.at_end.get(&node)?.get(&slot).copied()
    }

    /// Whether a slot is read from the beginning of a node on.
    pub(super) fn reads(&self, node: NodeId, slot: Slot) -> bool {
        self.live_in.get(&node).is_some_and(|live| live.contains(&slot))
    }

    pub(super) fn start(&self, node: NodeId) -> Versions {
        self.at_start.get(&node).cloned().unwrap_or_default()
    }

    pub(super) fn end(&self, node: NodeId) -> Versions {
        self.at_end.get(&node).cloned().unwrap_or_default()
    }

    /// Whether a variable surely holds a value.
    pub(super) fn is_certain(&self, version: Version) -> bool {
        self.certain.get(&version).copied().unwrap_or(false)
    }

    pub(super) fn unassigned_reads(&self) -> impl Iterator<Item = (NodeId, Slot)> + '_ {
        self.unassigned.iter().copied()
    }

    /// Whether no return has a value for a slot.
    pub(super) fn never_returned(&self, slot: Slot) -> bool {
        matches!(slot, Slot::Output(_)) && !self.returned.contains(&slot)
    }

    /// Finds the version of every live slot at every node, adding parameters until nothing changes.
    fn number(&mut self, workflow: &Workflow, graph: &Graph, dominators: &Dominators) {
        let initial = initial_versions(workflow);
        let mut changed = true;
        while changed {
            changed = false;
            for node in dominators.order() {
                let start = if node == ENTRY { initial.clone() } else { self.merged(node, dominators) };
                let end = defined(&graph.nodes[node].action, node, &start);
                changed |= self.at_start.get(&node) != Some(&start) || self.at_end.get(&node) != Some(&end);
                self.at_start.insert(node, start);
                self.at_end.insert(node, end);
            }
        }
        for node in dominators.order() {
            let start = &self.at_start[&node];
            let own = |slot: &Slot| start.get(slot) == Some(&Version::Parameter(node, *slot));
            let slots: Vec<Slot> = self.live_in[&node].iter().filter(|slot| own(slot)).copied().collect();
            self.parameters.insert(node, slots);
        }
    }

    /// What the edges into a node bring; a parameter where they differ, or where the variable is out of scope.
    fn merged(&self, node: NodeId, dominators: &Dominators) -> Versions {
        let predecessors = dominators.predecessors(node);
        let mut merged = Versions::new();
        for slot in &self.live_in[&node] {
            let parameter = Version::Parameter(node, *slot);
            if self.at(node, *slot) == Some(parameter) {
                merged.insert(*slot, parameter);
                continue;
            }
            let mut incoming = predecessors.iter().filter_map(|from| self.after(*from, *slot));
            let Some(first) = incoming.next() else { continue };
            let same = incoming.all(|version| version == first);
            let version = if same && self.in_scope(first, node, dominators) { first } else { parameter };
            merged.insert(*slot, version);
        }
        merged
    }

    /// Whether a variable can be named at the place where a node's code stands.
    fn in_scope(&self, version: Version, node: NodeId, dominators: &Dominators) -> bool {
        let at = match version {
            Version::Absent | Version::Initial(_) | Version::Selected(_) => return true,
            Version::Defined(at, _) | Version::Parameter(at, _) => at,
        };
        match self.place(node) {
            Place::Inline => true,
            Place::AfterBlock(owner) => dominators.dominates(at, owner),
            Place::AfterLoop(header) => at != header && dominators.dominates(at, header),
        }
    }

    /// Decides which variables surely hold a value: all of them, until something says otherwise.
    fn judge(&mut self, workflow: &Workflow, graph: &Graph, dominators: &Dominators) {
        for field in 0..workflow.inputs.fields().len() {
            let certain = !workflow.inputs.fields()[field].is_option();
            self.certain.insert(Version::Initial(Slot::Input(field)), certain);
        }
        self.certain.insert(Version::Absent, false);
        for node in dominators.order() {
            for version in self.at_end[&node].values().chain(self.at_start[&node].values()) {
                self.certain.entry(*version).or_insert(true);
            }
        }
        let mut changed = true;
        while changed {
            changed = false;
            let known: Vec<Version> =
                self.certain.iter().filter(|(_, certain)| **certain).map(|(known, _)| *known).collect();
            for version in known {
                if !self.holds(version, workflow, graph, dominators) {
                    self.certain.insert(version, false);
                    changed = true;
                }
            }
        }
    }

    fn holds(&self, version: Version, workflow: &Workflow, graph: &Graph, dominators: &Dominators) -> bool {
        match version {
            Version::Absent => false,
            Version::Initial(_) | Version::Selected(_) => true,
            Version::Defined(node, slot) => match (&graph.nodes[node].action, slot) {
                (Action::Take { step, outputs }, Slot::Output(output)) => {
                    let how = outputs.iter().find(|(index, _)| *index == output.output).map(|(_, how)| *how);
                    match how {
                        Some(How::Required) => true,
                        Some(How::Copied) => {
                            self.copy_is_certain(workflow, node, &workflow.steps[*step].outputs[output.output].value)
                        }
                        _ => false,
                    }
                }
                _ => true,
            },
            Version::Parameter(node, slot) => dominators
                .predecessors(node)
                .iter()
                .all(|from| self.after(*from, slot).is_some_and(|incoming| self.is_certain(incoming))),
        }
    }

    fn copy_is_certain(&self, workflow: &Workflow, node: NodeId, value: &Expr) -> bool {
        let mut certain = true;
        value.each(&mut |part| {
            certain &= match part {
                Expr::Output { output, pointer } => {
                    let version = self.at(node, Slot::Output(*output));
                    pointer.is_empty() && version.is_some_and(|version| self.is_certain(version))
                }
                Expr::Input(path) => !path.optional && workflow.inputs.as_output(&path.ty) != AsOutput::Json,
                _ => true,
            };
        });
        certain
    }

    fn check(&mut self, workflow: &Workflow, graph: &Graph, dominators: &Dominators) {
        for node in dominators.order() {
            if graph.called_step(node).is_some() {
                let absent = |slot: &Slot| self.at(node, *slot).unwrap_or(Version::Absent) == Version::Absent;
                let read = action_reads(workflow, &graph.nodes[node].action).into_iter();
                let missing: Vec<Slot> = read.filter(|slot| matches!(slot, Slot::Output(_)) && absent(slot)).collect();
                self.unassigned.extend(missing.into_iter().map(|slot| (node, slot)));
            }
            if graph.nodes[node].exit.leaves().contains(&&Leaf::End) {
                let present = self.at_end[&node].iter().filter(|(_, version)| **version != Version::Absent);
                self.returned.extend(present.map(|(slot, _)| *slot));
            }
        }
    }
}

fn initial_versions(workflow: &Workflow) -> Versions {
    let inputs =
        (0..workflow.inputs.fields().len()).map(|field| (Slot::Input(field), Version::Initial(Slot::Input(field))));
    let outputs = workflow.steps.iter().enumerate().flat_map(|(step, definition)| {
        (0..definition.outputs.len())
            .map(move |output| (Slot::Output(crate::model::OutputRef { step, output }), Version::Absent))
    });
    inputs.chain(outputs).collect()
}

/// The versions behind an action.
fn defined(action: &Action, node: NodeId, start: &Versions) -> Versions {
    let mut end = start.clone();
    match action {
        Action::Nothing | Action::Enter { .. } => {}
        Action::Require { slot, .. } => {
            end.insert(*slot, Version::Defined(node, *slot));
        }
        Action::Call(Visit { step, .. }) => {
            let slot = Slot::Response(*step);
            end.insert(slot, Version::Defined(node, slot));
        }
        Action::Select { region, index } => {
            end.insert(Slot::Next(*region), Version::Selected(*index));
        }
        Action::Take { step, outputs } => {
            for (output, how) in outputs {
                let slot = Slot::Output(crate::model::OutputRef { step: *step, output: *output });
                let version = if *how == How::Absent { Version::Absent } else { Version::Defined(node, slot) };
                end.insert(slot, version);
            }
        }
    }
    end
}

fn places(graph: &Graph, dominators: &Dominators) -> BTreeMap<NodeId, Place> {
    let mut edges: BTreeMap<NodeId, usize> = BTreeMap::new();
    for node in dominators.order() {
        for successor in graph.successors(node) {
            if !dominators.is_back_edge(node, successor) {
                *edges.entry(successor).or_default() += 1;
            }
        }
    }
    let place = |node: NodeId| {
        let Some(owner) = dominators.immediate(node) else { return Place::Inline };
        match dominators.left_loop(owner, node) {
            Some(header) => Place::AfterLoop(header),
            None if edges.get(&node).is_some_and(|count| *count > 1) => Place::AfterBlock(owner),
            None => Place::Inline,
        }
    };
    dominators.order().map(|node| (node, place(node))).collect()
}

/// What an action reads, before it assigns anything.
fn action_reads(workflow: &Workflow, action: &Action) -> Vec<Slot> {
    match action {
        Action::Nothing | Action::Enter { .. } | Action::Select { .. } => Vec::new(),
        Action::Require { slot, .. } => vec![*slot],
        Action::Call(Visit { step, .. }) => {
            let values = workflow.steps[*step].call.values();
            values.into_iter().flat_map(|(value, _)| Slot::read_by(value)).collect()
        }
        Action::Take { step, outputs } => {
            let values = outputs.iter().map(|(output, _)| &workflow.steps[*step].outputs[*output].value);
            values.flat_map(Slot::read_by).chain([Slot::Response(*step)]).collect()
        }
    }
}

/// What a node's exit reads.
fn exit_reads(workflow: &Workflow, graph: &Graph, node: NodeId) -> Vec<Slot> {
    let exit = &graph.nodes[node].exit;
    let mut reads: Vec<Slot> = graph.nodes[node].asks.map(Slot::Response).into_iter().collect();
    if let Decision::Select { region, .. } = exit {
        reads.push(Slot::Next(*region));
    }
    for test in exit.tests() {
        test.each_value(&mut |value| reads.extend(Slot::read_by(value)));
    }
    for leaf in exit.leaves() {
        match leaf {
            Leaf::Fail { step } | Leaf::Ended { step, .. } => reads.push(Slot::Response(*step)),
            Leaf::End => reads.extend(workflow.outputs.iter().flat_map(|output| Slot::read_by(&output.value))),
            Leaf::Goto(_) => {}
        }
    }
    reads
}

/// The slots whose values are read from the beginning of each node on.
fn live(workflow: &Workflow, graph: &Graph, dominators: &Dominators) -> BTreeMap<NodeId, BTreeSet<Slot>> {
    let mut live: BTreeMap<NodeId, BTreeSet<Slot>> = dominators.order().map(|node| (node, BTreeSet::new())).collect();
    let order: Vec<NodeId> = dominators.order().collect();
    let mut changed = true;
    while changed {
        changed = false;
        for node in order.iter().rev() {
            let mut set: BTreeSet<Slot> = exit_reads(workflow, graph, *node).into_iter().collect();
            for successor in graph.successors(*node) {
                set.extend(live[&successor].iter().copied());
            }
            for slot in defined(&graph.nodes[*node].action, *node, &Versions::new()).keys() {
                set.remove(slot);
            }
            set.extend(action_reads(workflow, &graph.nodes[*node].action));
            if live[node] != set {
                live.insert(*node, set);
                changed = true;
            }
        }
    }
    live
}
