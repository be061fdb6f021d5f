//! Values that are read where they never or perhaps have none, and the way that leads there without them (SPEC O-07, O-08,
//! P-23).

use std::collections::BTreeSet;

use super::ways::{shortest, steps_on};
use crate::diagnostic::{Kind, Report, Without};
use crate::flow::{Analysis, Dominators, ENTRY, Graph, How, NodeId, NodeKind, Slot, Values, Version, Visit};
use crate::model::{Exchange, Expr, OutputRef, StepId, Workflow};
use crate::place::Place;

/// What every part of this check needs.
struct Reads<'a> {
    workflow: &'a Workflow,
    graph: &'a Graph,
}

pub(super) fn report(workflow: &Workflow, analysis: &Analysis, report: &mut Report) {
    let Analysis { graph, dominators, values, .. } = analysis;
    let reads = Reads { workflow, graph };
    let reported = reads.report_never(values, report);
    reads.report_outputs(values, report);
    reads.report_uncertain(dominators, values, &reported, report);
    reads.report_undeclared(dominators, report);
}

impl Reads<'_> {
    /// Reads of outputs that no path has assigned; the steps that read, and what.
    fn report_never(&self, values: &Values, report: &mut Report) -> BTreeSet<(StepId, Slot)> {
        let mut seen = BTreeSet::new();
        for (node, slot) in values.unassigned_reads() {
            let Some(step) = self.graph.called_step(node).filter(|step| seen.insert((*step, slot))) else { continue };
            if let Slot::Output(output) = slot {
                let mark = self.place_of_read(step, slot).value();
                let without = self.way_without(node, output).unwrap_or_default();
                report.add(mark, Kind::NeverAssigned { expression: self.expression(output), without });
            }
        }
        seen
    }

    /// Outputs of the workflow whose value is never there when it ends.
    fn report_outputs(&self, values: &Values, report: &mut Report) {
        for output in &self.workflow.outputs {
            let Some(slot @ Slot::Output(read)) = Slot::of(&output.value) else { continue };
            if values.never_returned(slot) {
                let ends = |node: NodeId| self.graph.ends(node);
                let way = shortest(self.graph, ENTRY, ends, |_| false).unwrap_or_default();
                let without = Without { at_end: true, ..self.without(&way, read) };
                report.add(output.place.value(), Kind::NeverAssigned { expression: self.expression(read), without });
            }
        }
    }

    /// What a request cannot be made without, and may be absent: there is a check in front of the request.
    fn report_uncertain(
        &self,
        dominators: &Dominators,
        values: &Values,
        reported: &BTreeSet<(StepId, Slot)>,
        report: &mut Report,
    ) {
        let mut seen = BTreeSet::new();
        for node in dominators.order() {
            let NodeKind::Require { visit: Visit { step, .. }, slot } = self.graph.nodes[node].action else { continue };
            // An input is left out everywhere, or nowhere.
            let reader = if matches!(slot, Slot::Input(_)) { None } else { Some(step) };
            if reported.contains(&(step, slot)) || !seen.insert((reader, slot)) {
                continue;
            }
            let required = self.workflow.steps[step].call.required();
            let Some(needed_by) =
                required.into_iter().find(|(value, _)| Slot::of(value) == Some(slot)).map(|(_, name)| name)
            else {
                continue;
            };
            let never = values.at(node, slot).is_none_or(|version| version == Version::Absent);
            let kind = match slot {
                Slot::Output(output) if never => {
                    let without = self.way_without(node, output).unwrap_or_default();
                    Some(Kind::NeverAssigned { expression: self.expression(output), without })
                }
                _ => self.uncertain(node, slot, needed_by),
            };
            if let Some(kind) = kind {
                report.add(self.place_of_read(step, slot).value(), kind);
            }
        }
    }

    /// Inputs that are not declared, where a request cannot be made without them.
    fn report_undeclared(&self, dominators: &Dominators, report: &mut Report) {
        let mut seen = BTreeSet::new();
        for step in dominators.order().filter_map(|node| self.graph.called_step(node)) {
            let call = &self.workflow.steps[step].call;
            for (value, needed_by) in call.required() {
                let Expr::Input(path) = value else { continue };
                let Some((key, _)) = path.undeclared().filter(|(key, _)| seen.insert((*key).to_owned())) else {
                    continue;
                };
                let place = call.values().into_iter().find(|(other, _)| *other == value).map(|(_, place)| place);
                let mark = place.unwrap_or_else(|| self.workflow.steps[step].place.clone()).value();
                report.add(mark, Kind::OptionalInput { input: key.to_owned(), needed_by });
            }
        }
    }

    fn uncertain(&self, node: NodeId, slot: Slot, needed_by: String) -> Option<Kind> {
        match slot {
            Slot::Input(field) => {
                let field = self.workflow.inputs.fields().get(field)?;
                // What has to be said and may be null was meant to be null.
                let left_out = !field.required && field.default.is_none();
                left_out.then(|| Kind::OptionalInput { input: field.name.clone(), needed_by })
            }
            Slot::Output(output) => {
                let expression = self.expression(output);
                if let Some(without) = self.way_without(node, output) {
                    return Some(Kind::PerhapsUnassigned { expression, needed_by, without });
                }
                let step = self.workflow.steps.get(output.step)?;
                let is_taken = matches!(
                    step.outputs.get(output.output)?.value,
                    Expr::Exchange(Exchange::Body(_) | Exchange::Header(_) | Exchange::Output { .. })
                );
                is_taken.then(|| Kind::UnpromisedValue { expression, needed_by, step: step.name.clone() })
            }
            Slot::Response(_) | Slot::Next(_) => None,
        }
    }

    /// The way to a node on which the step of an output does not run, or does not succeed.
    fn way_without(&self, node: NodeId, output: OutputRef) -> Option<Without> {
        let is_here = |at: NodeId| at == node;
        let calls = |at: NodeId| self.graph.called_step(at) == Some(output.step);
        let takes = |at: NodeId| match &self.graph.nodes[at].action {
            NodeKind::Take { step, outputs } => {
                let gives = |how: How| !matches!(how, How::Lenient | How::Absent);
                *step == output.step && outputs.iter().any(|(index, how)| *index == output.output && gives(*how))
            }
            _ => false,
        };
        let skipped = shortest(self.graph, ENTRY, is_here, calls);
        let way = skipped.or_else(|| shortest(self.graph, ENTRY, is_here, takes))?;
        Some(self.without(&self.to_the_call(way), output))
    }

    /// The way, as far as the call that a check stands in front of.
    fn to_the_call(&self, mut way: Vec<NodeId>) -> Vec<NodeId> {
        while let Some(last) = way.last().copied().filter(|last| self.graph.called_step(*last).is_none()) {
            let Some(next) = self.graph.first_successor(last).filter(|next| !way.contains(next)) else {
                break;
            };
            way.push(next);
        }
        way
    }

    fn without(&self, way: &[NodeId], output: OutputRef) -> Without {
        let step = self.workflow.steps[output.step].name.clone();
        Without { way: steps_on(self.workflow, self.graph, way), step, at_end: false }
    }

    fn expression(&self, output: OutputRef) -> String {
        let step = &self.workflow.steps[output.step];
        format!("$steps.{}.outputs.{}", step.name, step.outputs[output.output].name)
    }

    fn place_of_read(&self, step: StepId, slot: Slot) -> Place {
        let step = &self.workflow.steps[step];
        let reads = |value: &Expr| Slot::read_by(value).contains(&slot);
        let found = step.call.values().into_iter().find(|(value, _)| reads(value));
        found.map_or_else(|| step.place.clone(), |(value, place)| part_that(value, place, &reads))
    }
}

/// The innermost member or item of a value that reads something.
fn part_that(value: &Expr, place: Place, reads: &impl Fn(&Expr) -> bool) -> Place {
    let part = match value {
        Expr::Object(members) => {
            members.iter().find(|(_, value)| reads(value)).map(|(name, value)| (value, place.key(name)))
        }
        Expr::Array(items) => {
            items.iter().enumerate().find(|(_, item)| reads(item)).map(|(index, item)| (item, place.index(index)))
        }
        _ => None,
    };
    part.map_or(place, |(value, place)| part_that(value, place, reads))
}
