//! Where the code of a node stands, and whether a variable surely holds a value there.
//!
//! Parameters of a node behind a block or a loop are the values of that construct; parameters of a loop's header are its carried
//! variables.

use std::collections::{BTreeMap, BTreeSet};

use super::Shape;
use super::block::How;
use super::decision::Decision;
use super::dominators::Dominators;
use super::graph::{Action, Graph, Leaf, NodeId, Slot, Visit};
use super::nest::Nest;
use super::versions::{Moment, Read, Version, Versions};
use crate::model::{AsOutput, Expr, OutputRef, Workflow};

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

#[derive(Clone, Debug)]
pub(super) struct Values {
    places: Vec<Place>,
    versions: Versions,
    certain: BTreeMap<Version, bool>,
    /// Reads of slots without a value, in calls.
    unassigned: Vec<(NodeId, Slot)>,
    /// Slots that some return has a value for.
    returned: BTreeSet<Slot>,
}

impl Values {
    pub(super) fn of(workflow: &Workflow, graph: &Graph, dominators: &Dominators, nest: &Nest, shape: Shape) -> Values {
        let places = places(graph, dominators, nest, shape);
        let reads = reads(workflow, graph, dominators);
        let versions = Versions::of(definitions(graph, dominators), reads, &places, dominators, nest);
        let mut values =
            Values { places, versions, certain: BTreeMap::new(), unassigned: Vec::new(), returned: BTreeSet::new() };
        values.judge(workflow, graph, dominators);
        values.check(workflow, graph, dominators);
        values
    }

    pub(super) fn place(&self, node: NodeId) -> Place {
        self.places.get(node).copied().unwrap_or(Place::Inline)
    }

    pub(super) fn parameters(&self, node: NodeId) -> &[Slot] {
        self.versions.parameters(node)
    }

    /// The variable of a slot where a node begins.
    pub(super) fn at(&self, node: NodeId, slot: Slot) -> Option<Version> {
        self.versions.at(node, slot)
    }

    /// The variable of a slot behind a node's action.
    pub(super) fn after(&self, node: NodeId, slot: Slot) -> Option<Version> {
        self.versions.after(node, slot)
    }

    /// Whether anything reads a variable.
    pub(super) fn is_used(&self, version: Version) -> bool {
        self.versions.is_used(version)
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

    /// Decides which variables surely hold a value: all of them, until something says otherwise.
    fn judge(&mut self, workflow: &Workflow, graph: &Graph, dominators: &Dominators) {
        for field in 0..workflow.inputs.fields().len() {
            let certain = !workflow.inputs.fields()[field].is_option();
            self.certain.insert(Version::Initial(Slot::Input(field)), certain);
        }
        self.certain.insert(Version::Absent, false);
        let defined = dominators.order().flat_map(|node| defined(&graph.nodes[node].action, node));
        for version in defined.map(|(_, version)| version).chain(self.versions.all_parameters()) {
            self.certain.entry(version).or_insert(true);
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
                Expr::Template(_) | Expr::Array(_) | Expr::Object(_) | Expr::Replaced(..) => false,
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
                let outputs = workflow.outputs.iter().flat_map(|output| Slot::read_by(&output.value));
                let is_present = |slot: &Slot| self.versions.after(node, *slot).is_some_and(|at| at != Version::Absent);
                self.returned.extend(outputs.filter(is_present));
            }
        }
    }
}

/// What an action assigns.
fn defined(action: &Action, node: NodeId) -> Vec<(Slot, Version)> {
    match action {
        Action::Nothing | Action::Enter { .. } => Vec::new(),
        Action::Require { slot, .. } => vec![(*slot, Version::Defined(node, *slot))],
        Action::Call(Visit { step, .. }) => {
            let slot = Slot::Response(*step);
            vec![(slot, Version::Defined(node, slot))]
        }
        Action::Select { region, index } => vec![(Slot::Next(*region), Version::Selected(*index))],
        Action::Take { step, outputs } => {
            let version = |(output, how): &(usize, How)| {
                let slot = Slot::Output(OutputRef { step: *step, output: *output });
                (slot, if *how == How::Absent { Version::Absent } else { Version::Defined(node, slot) })
            };
            outputs.iter().map(version).collect()
        }
    }
}

fn definitions(graph: &Graph, dominators: &Dominators) -> BTreeMap<Slot, Vec<(NodeId, Version)>> {
    let mut definitions: BTreeMap<Slot, Vec<(NodeId, Version)>> = BTreeMap::new();
    for node in dominators.order() {
        for (slot, version) in defined(&graph.nodes[node].action, node) {
            definitions.entry(slot).or_default().push((node, version));
        }
    }
    definitions
}

fn reads(workflow: &Workflow, graph: &Graph, dominators: &Dominators) -> Vec<Read> {
    let mut reads = Vec::new();
    for node in dominators.order() {
        let action = action_reads(workflow, &graph.nodes[node].action).into_iter();
        reads.extend(action.map(|slot| (node, Moment::Start, slot)));
        reads.extend(exit_reads(workflow, graph, node).into_iter().map(|slot| (node, Moment::End, slot)));
    }
    reads
}

fn places(graph: &Graph, dominators: &Dominators, nest: &Nest, shape: Shape) -> Vec<Place> {
    let mut edges = vec![0_usize; graph.nodes.len()];
    for node in dominators.order() {
        for successor in graph.successors(node) {
            edges[successor] += usize::from(!dominators.is_back_edge(node, successor));
        }
    }
    let place = |node: NodeId| {
        let Some(owner) = dominators.immediate(node) else { return Place::Inline };
        match nest.left(owner, node) {
            // What the loop over everything is left to would be a block around it, each time.
            Some(_) if shape == Shape::Dispatched && edges[node] == 1 => Place::Inline,
            Some(header) => Place::AfterLoop(header),
            None if edges[node] > 1 => Place::AfterBlock(owner),
            None => Place::Inline,
        }
    };
    (0..graph.nodes.len()).map(place).collect()
}

/// What an action reads, before it assigns anything.
pub(super) fn action_reads(workflow: &Workflow, action: &Action) -> Vec<Slot> {
    match action {
        Action::Nothing | Action::Enter { .. } | Action::Select { .. } => Vec::new(),
        Action::Require { slot, .. } => vec![*slot],
        Action::Call(Visit { step, .. }) => {
            let values = workflow.steps[*step].call.values();
            values.into_iter().flat_map(|(value, _)| Slot::read_by(value)).collect()
        }
        Action::Take { step, outputs } => {
            let present = || outputs.iter().filter(|(_, how)| *how != How::Absent);
            let values = present().map(|(output, _)| &workflow.steps[*step].outputs[*output].value);
            let response = present().any(|(_, how)| *how != How::Copied).then_some(Slot::Response(*step));
            values.flat_map(Slot::read_by).chain(response).collect()
        }
    }
}

/// What a node's exit reads.
fn exit_reads(workflow: &Workflow, graph: &Graph, node: NodeId) -> Vec<Slot> {
    let exit = &graph.nodes[node].exit;
    let asked = graph.nodes[node].asks.filter(|_| exit.asks());
    let mut reads: Vec<Slot> = asked.map(Slot::Response).into_iter().collect();
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
