//! Whether a variable surely holds a value.
//!
//! Parameters of a node behind a block or a loop are the values of that construct; parameters of a loop's header are its carried
//! variables.

use std::collections::{BTreeMap, BTreeSet};

use super::decision::Decision;
use super::dominators::Dominators;
use super::graph::{Graph, NodeKind};
use super::nest::Nest;
use super::spots::spots;
use super::terms::{Definitions, How, Layout, Leaf, Moment, NodeId, Read, Slot, Spot, Version, Visit};
use super::versions::Versions;
use crate::model::{AsOutput, Expr, OutputId, OutputRef, Workflow};

#[derive(Clone, Debug)]
pub(crate) struct Values {
    spots: Vec<Spot>,
    versions: Versions,
    /// The variables that surely hold a value.
    certain: BTreeSet<Version>,
    /// Reads of slots without a value, in calls.
    unassigned: Vec<(NodeId, Slot)>,
    /// Slots that some return has a value for.
    returned: BTreeSet<Slot>,
}

impl Values {
    pub(super) fn of(
        workflow: &Workflow,
        graph: &Graph,
        dominators: &Dominators,
        nest: &Nest,
        layout: Layout,
    ) -> Values {
        let spots = spots(graph, dominators, nest, layout);
        let reads = reads(workflow, graph, dominators);
        let versions = Versions::of(definitions(graph, dominators), reads, &spots, dominators, nest);
        let mut values =
            Values { spots, versions, certain: BTreeSet::new(), unassigned: Vec::new(), returned: BTreeSet::new() };
        values.judge(workflow, graph, dominators);
        values.check(workflow, graph, dominators);
        values
    }

    pub(super) fn spot(&self, node: NodeId) -> Spot {
        self.spots.get(node).copied().unwrap_or(Spot::Inline)
    }

    pub(super) fn parameters(&self, node: NodeId) -> &[Slot] {
        self.versions.parameters(node)
    }

    /// The variable of a slot where a node begins.
    pub(crate) fn at(&self, node: NodeId, slot: Slot) -> Option<Version> {
        self.versions.at(node, slot)
    }

    /// The variable of a slot behind a node's action.
    pub(super) fn after(&self, node: NodeId, slot: Slot) -> Option<Version> {
        self.versions.after(node, slot)
    }

    /// The variables that a loop carries and that an edge back to its header changes.
    pub(super) fn updates(&self, from: NodeId, to: NodeId) -> &[Slot] {
        self.versions.updates(from, to)
    }

    /// Whether anything reads a variable.
    pub(super) fn is_used(&self, version: Version) -> bool {
        self.versions.is_used(version)
    }

    /// Whether a variable surely holds a value.
    pub(super) fn is_certain(&self, version: Version) -> bool {
        self.certain.contains(&version)
    }

    pub(crate) fn unassigned_reads(&self) -> impl Iterator<Item = (NodeId, Slot)> + '_ {
        self.unassigned.iter().copied()
    }

    /// Whether no return has a value for a slot.
    pub(crate) fn never_returned(&self, slot: Slot) -> bool {
        matches!(slot, Slot::Output(_)) && !self.returned.contains(&slot)
    }

    /// Decides which variables surely hold a value: all of them, until something says otherwise.
    fn judge(&mut self, workflow: &Workflow, graph: &Graph, dominators: &Dominators) {
        let inputs = (0..workflow.inputs.fields().len()).map(|field| Version::Initial(Slot::Input(field)));
        let defined = dominators.order().flat_map(|node| defined(&graph.nodes[node].action, node));
        let defined = defined.map(|(_, version)| version).filter(|version| *version != Version::Absent);
        self.certain = inputs.chain(defined).chain(self.versions.all_parameters()).collect();
        let mut made: BTreeMap<Version, Vec<Version>> = BTreeMap::new();
        let mut uncertain = Vec::new();
        for version in &self.certain {
            match self.made_of(*version, workflow, graph) {
                Some(parts) if parts.iter().all(|part| self.is_certain(*part)) => {
                    for part in parts {
                        made.entry(part).or_default().push(*version);
                    }
                }
                _ => uncertain.push(*version),
            }
        }
        while let Some(version) = uncertain.pop() {
            if self.certain.remove(&version) {
                uncertain.extend(made.remove(&version).unwrap_or_default());
            }
        }
    }

    /// The variables that must hold a value for another one to hold one; `None` if it may not in any case.
    fn made_of(&self, version: Version, workflow: &Workflow, graph: &Graph) -> Option<Vec<Version>> {
        match version {
            Version::Selected(_) => Some(Vec::new()),
            Version::Initial(Slot::Input(field)) => {
                workflow.inputs.fields().get(field).filter(|field| !field.is_option()).map(|_| Vec::new())
            }
            Version::Absent | Version::Initial(_) => None,
            Version::Parameter(node, slot) => self.versions.incoming(node, slot).iter().copied().collect(),
            Version::Defined(node, slot) => match (&graph.nodes[node].action, slot) {
                (NodeKind::Take { step, outputs }, Slot::Output(output)) => {
                    let how = outputs.iter().find(|(index, _)| *index == output.output).map(|(_, how)| *how);
                    match how? {
                        How::Required => Some(Vec::new()),
                        How::Copied => {
                            self.copied_from(workflow, node, &workflow.steps[*step].outputs[output.output].value)
                        }
                        How::Optional | How::Spared | How::Lenient | How::Absent => None,
                    }
                }
                _ => Some(Vec::new()),
            },
        }
    }

    /// The variables that a copied value is made of; `None` if it may be absent in any case.
    fn copied_from(&self, workflow: &Workflow, node: NodeId, value: &Expr) -> Option<Vec<Version>> {
        let mut parts = Some(Vec::new());
        value.each(&mut |part| {
            let variables = match part {
                Expr::Output { output, pointer } if pointer.is_empty() => {
                    self.at(node, Slot::Output(*output)).map(|version| vec![version])
                }
                Expr::Input(path) if workflow.inputs.as_output(&path.ty) == AsOutput::Json => None,
                // Where a path needs the input it was asked for, and is a certain value from there on.
                Expr::Input(path) if path.optional => {
                    Slot::of(part).and_then(|slot| self.at(node, slot)).map(|version| vec![version])
                }
                Expr::Output { .. } | Expr::Template(_) | Expr::Array(_) | Expr::Object(_) | Expr::Replaced(..) => None,
                _ => Some(Vec::new()),
            };
            parts = parts.take().zip(variables).map(|(parts, more)| [parts, more].concat());
        });
        parts
    }

    fn check(&mut self, workflow: &Workflow, graph: &Graph, dominators: &Dominators) {
        for node in dominators.order() {
            if graph.called_step(node).is_some() {
                let absent = |slot: &Slot| self.at(node, *slot).unwrap_or(Version::Absent) == Version::Absent;
                let read = action_reads(workflow, &graph.nodes[node].action).into_iter();
                let missing: Vec<Slot> = read.filter(|slot| matches!(slot, Slot::Output(_)) && absent(slot)).collect();
                self.unassigned.extend(missing.into_iter().map(|slot| (node, slot)));
            }
            if graph.ends(node) {
                let outputs = workflow.outputs.iter().flat_map(|output| Slot::read_by(&output.value));
                let is_present = |slot: &Slot| self.versions.after(node, *slot).is_some_and(|at| at != Version::Absent);
                self.returned.extend(outputs.filter(is_present));
            }
        }
    }
}

/// What an action assigns.
fn defined(action: &NodeKind, node: NodeId) -> Vec<(Slot, Version)> {
    match action {
        NodeKind::Nothing | NodeKind::Enter { .. } => Vec::new(),
        NodeKind::Require { slot, .. } => vec![(*slot, Version::Defined(node, *slot))],
        NodeKind::Call(Visit { step, .. }) => {
            let slot = Slot::Response(*step);
            vec![(slot, Version::Defined(node, slot))]
        }
        NodeKind::Select { region, index } => vec![(Slot::Next(*region), Version::Selected(*index))],
        NodeKind::Take { step, outputs } => {
            let version = |(output, how): &(OutputId, How)| {
                let slot = Slot::Output(OutputRef { step: *step, output: *output });
                (slot, if *how == How::Absent { Version::Absent } else { Version::Defined(node, slot) })
            };
            outputs.iter().map(version).collect()
        }
    }
}

fn definitions(graph: &Graph, dominators: &Dominators) -> Definitions {
    let mut definitions = Definitions::new();
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

/// What an action reads, before it assigns anything.
pub(super) fn action_reads(workflow: &Workflow, action: &NodeKind) -> Vec<Slot> {
    match action {
        NodeKind::Nothing | NodeKind::Enter { .. } | NodeKind::Select { .. } => Vec::new(),
        NodeKind::Require { slot, .. } => vec![*slot],
        NodeKind::Call(Visit { step, .. }) => {
            let values = workflow.steps[*step].call.values();
            values.into_iter().flat_map(|(value, _)| Slot::read_by(value)).collect()
        }
        NodeKind::Take { step, outputs } => {
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
            Leaf::End(_) => reads.extend(workflow.outputs.iter().flat_map(|output| Slot::read_by(&output.value))),
            Leaf::Goto(_) => {}
        }
    }
    reads
}
