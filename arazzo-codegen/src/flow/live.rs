//! Which outputs of a step are read behind it: no others are taken from its response.
//!
//! Each output is followed backwards from where it is read, step by step, to the step that it is an output of.

use std::collections::{BTreeMap, BTreeSet};

use super::decision::{Decision, Outcome, OutcomeKind};
use crate::model::{Id, Ids, OutputRef, Step, StepId, Workflow};

/// What comes behind an outcome, other than the step itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Following {
    Step(StepId),
    End,
    Nothing,
}

/// The outputs that are read from the beginning of steps on that may follow their own.
#[derive(Debug)]
pub(super) struct Live(BTreeSet<(OutputRef, Following)>);

pub(super) fn following(step: &Step, outcome: OutcomeKind) -> Following {
    match outcome {
        OutcomeKind::Next => step.next.map_or(Following::End, Following::Step),
        OutcomeKind::Goto(target) => Following::Step(target),
        // What a failure action leaves behind is the workflow's outputs too, in the error (SPEC A-13).
        OutcomeKind::End(_) | OutcomeKind::Ended(_) => Following::End,
        OutcomeKind::Again { .. } | OutcomeKind::Fail => Following::Nothing,
    }
}

/// What a step reads, but for its actions: all that it reads when it runs as a detour.
pub(super) fn detour_reads(step: &Step) -> BTreeSet<OutputRef> {
    let mut set: BTreeSet<OutputRef> = step.call.values().iter().flat_map(|(value, _)| value.outputs()).collect();
    step.success.each_value(&mut |value| set.extend(value.outputs()));
    set.extend(step.outputs.iter().flat_map(|output| output.value.outputs()));
    set
}

/// The outputs of steps that nothing but the outputs of the workflow reads.
pub(super) fn only_returned(workflow: &Workflow) -> BTreeSet<OutputRef> {
    let returned = workflow.outputs.iter().flat_map(|output| output.value.outputs());
    let mut only: BTreeSet<OutputRef> = returned.collect();
    for step in &workflow.steps {
        let mut read = detour_reads(step);
        for action in step.on_success.iter().chain(&step.on_failure) {
            action.test.each_value(&mut |value| read.extend(value.outputs()));
        }
        only.retain(|output| !read.contains(output));
    }
    only
}

impl Live {
    pub(super) fn of(workflow: &Workflow, decisions: &Ids<StepId, Decision<Outcome>>) -> Live {
        let mut walk = Walk::new(workflow, decisions);
        let mut live = BTreeSet::new();
        while let Some(output) = walk.changed.pop_first() {
            let found = walk.backwards(output);
            if found.iter().any(|target| walk.follows(output.step, *target)) && walk.copied.insert(output) {
                walk.read_by_output(workflow, output);
            }
            live.extend(found.into_iter().map(|target| (output, target)));
        }
        Live(live)
    }

    /// Whether an output of a step is read from the beginning of a step on that follows, or that it was a detour of.
    pub(super) fn contains(&self, output: OutputRef, target: Following) -> bool {
        self.0.contains(&(output, target))
    }
}

/// The steps as a graph; its last node is the end of the workflow.
struct Walk {
    predecessors: Vec<Vec<usize>>,
    /// What may follow each step.
    followers: Vec<BTreeSet<usize>>,
    /// The steps that each step is a detour of.
    retried: Vec<BTreeSet<usize>>,
    reads: BTreeMap<OutputRef, Vec<usize>>,
    /// Outputs that are read somewhere, since they were last followed.
    changed: BTreeSet<OutputRef>,
    /// Outputs that are taken, so that what they are copies of is read.
    copied: BTreeSet<OutputRef>,
    /// For which walk each node was last seen.
    seen: Vec<usize>,
    walks: usize,
}

impl Walk {
    fn new(workflow: &Workflow, decisions: &Ids<StepId, Decision<Outcome>>) -> Walk {
        let end = workflow.steps.len();
        let mut walk = Walk {
            predecessors: vec![Vec::new(); end + 1],
            followers: vec![BTreeSet::new(); end],
            retried: vec![BTreeSet::new(); end],
            reads: BTreeMap::new(),
            changed: BTreeSet::new(),
            copied: BTreeSet::new(),
            seen: vec![0; end + 1],
            walks: 0,
        };
        for (index, step) in workflow.steps.enumerate() {
            walk.add(index.index(), step, workflow, &decisions[index]);
        }
        for output in workflow.outputs.iter().flat_map(|output| output.value.outputs()) {
            walk.read(output, end);
        }
        walk
    }

    fn add(&mut self, index: usize, step: &Step, workflow: &Workflow, decision: &Decision<Outcome>) {
        for (value, _) in step.call.values() {
            value.outputs().into_iter().for_each(|output| self.read(output, index));
        }
        for test in decision.tests() {
            test.each_value(&mut |value| value.outputs().into_iter().for_each(|output| self.read(output, index)));
        }
        for leaf in decision.leaves() {
            if let OutcomeKind::Again { detour: Some(detour) } = leaf.kind {
                for output in detour_reads(&workflow.steps[detour]) {
                    self.read(output, index);
                }
                self.retried[detour.index()].insert(index);
            }
            let target = match following(step, leaf.kind) {
                Following::Step(target) => target.index(),
                Following::End => workflow.steps.len(),
                Following::Nothing => continue,
            };
            if self.followers[index].insert(target) {
                self.predecessors[target].push(index);
            }
        }
    }

    fn read(&mut self, output: OutputRef, at: usize) {
        let reads = self.reads.entry(output).or_default();
        if !reads.contains(&at) {
            reads.push(at);
            self.changed.insert(output);
        }
    }

    /// What an output is made of is read by its step.
    fn read_by_output(&mut self, workflow: &Workflow, output: OutputRef) {
        let value = &workflow.steps[output.step].outputs[output.output].value;
        value.outputs().into_iter().for_each(|copied| self.read(copied, output.step.index()));
    }

    fn follows(&self, step: StepId, target: Following) -> bool {
        self.followers[step.index()].contains(&self.node(target))
    }

    fn node(&self, target: Following) -> usize {
        match target {
            Following::Step(step) => step.index(),
            Following::End | Following::Nothing => self.followers.len(),
        }
    }

    /// From where an output is read to its own step; the targets of that step at which it is live.
    fn backwards(&mut self, output: OutputRef) -> Vec<Following> {
        self.walks += 1;
        let mut open = self.reads.get(&output).cloned().unwrap_or_default();
        for node in &open {
            self.seen[*node] = self.walks;
        }
        while let Some(node) = open.pop() {
            for before in &self.predecessors[node] {
                if *before != output.step.index() && self.seen[*before] != self.walks {
                    self.seen[*before] = self.walks;
                    open.push(*before);
                }
            }
        }
        let end = self.followers.len();
        let targets = self.followers[output.step.index()].union(&self.retried[output.step.index()]);
        let live = targets.filter(|target| self.seen[**target] == self.walks);
        live.map(|target| if *target == end { Following::End } else { Following::Step(StepId::new(*target)) }).collect()
    }
}
