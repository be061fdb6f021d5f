//! `dependsOn` of steps (Arazzo 1.1): which steps must have run before a step, and what that means for their order
//! (SPEC DO-07, DO-08, A-52).

use std::collections::BTreeSet;

use super::workflow::Scope;
use crate::cycles::components;
use crate::diagnostic::{Kind, closest};
use crate::document::Word;
use crate::model::Step;

impl Scope<'_, '_> {
    /// The steps that must have run before a step. One of another workflow stands for the step that runs that workflow.
    pub(super) fn prerequisites(&mut self, index: usize) -> Vec<usize> {
        let step = &self.workflow.steps[index];
        step.depends_on.iter().filter_map(|word| self.prerequisite(word)).collect()
    }

    fn prerequisite(&mut self, word: &Word) -> Option<usize> {
        let steps = &self.workflow.steps;
        if let Some(index) = steps.iter().position(|step| step.id.text == word.text) {
            return Some(index);
        }
        match foreign_step(&word.text) {
            Some((workflow, step)) => self.foreign_prerequisite(word, workflow, step),
            None => {
                let meant = word.text.strip_prefix("$steps.").unwrap_or(&word.text);
                let closest = closest(meant, steps.iter().map(|step| step.id.text.as_str()));
                let workflow = self.workflow.id.text.clone();
                let from = "the step depends on".to_owned();
                let kind = Kind::UnknownStep { step: word.text.clone(), workflow, from, closest };
                self.context.report.add(word.place.value(), kind);
                None
            }
        }
    }

    /// The step or dependency that runs the other workflow.
    fn foreign_prerequisite(&mut self, word: &Word, workflow: &str, step: &str) -> Option<usize> {
        let runs = self.callees.iter().find(|(_, callee)| self.callee_id(*callee) == workflow).copied();
        let Some((runner, callee)) = runs else {
            let reason = "this workflow neither calls the other one in a step nor depends on it";
            let kind = Kind::WrongScope { expression: word.text.clone(), reason };
            self.context.report.add(word.place.value(), kind);
            return None;
        };
        let known = self.context.step_names(callee);
        if !known.iter().any(|name| name == step) {
            let closest = closest(step, known.iter().map(String::as_str));
            let (step, workflow) = (step.to_owned(), workflow.to_owned());
            let from = "the step depends on".to_owned();
            self.context.report.add(word.place.value(), Kind::UnknownStep { step, workflow, from, closest });
            return None;
        }
        Some(runner)
    }

    /// Links the listed steps in their order; where no step has an action, in one in which every step stands behind those
    /// that it depends on.
    pub(super) fn link(&mut self, steps: &mut [Step]) {
        let order = self.order(steps);
        self.first = order.first().copied();
        for (position, index) in order.iter().enumerate() {
            steps[*index].next = order.get(position + 1).copied();
        }
    }

    fn order(&mut self, steps: &[Step]) -> Vec<usize> {
        let listed: Vec<usize> = (0..steps.len()).collect();
        let is_late =
            |(index, step): (usize, &Step)| step.after.iter().any(|before| *before < steps.len() && *before >= index);
        if !steps.iter().enumerate().any(is_late) {
            return listed;
        }
        if self.report_circle(steps)
            || steps.iter().any(|step| !step.on_success.is_empty() || !step.on_failure.is_empty())
        {
            return listed;
        }
        let order = sorted(steps);
        let moved = order.iter().zip(&listed).find(|(new, old)| new != old).map(|(_, old)| *old);
        if let Some(step) = moved.and_then(|index| self.workflow.steps.get(index)) {
            let kind = Kind::ReorderedSteps { step: step.id.text.clone() };
            self.context.report.add(step.place.key("dependsOn").name(), kind);
        }
        order
    }

    /// Whether steps depend on each other.
    fn report_circle(&mut self, steps: &[Step]) -> bool {
        let nodes: BTreeSet<usize> = (0..steps.len()).collect();
        let parts = components(&nodes, |index| steps[index].after.clone());
        let circles = parts
            .iter()
            .filter_map(|part| part.first().filter(|first| part.len() > 1 || steps[**first].after.contains(first)));
        let mut any = false;
        for step in circles.filter_map(|index| self.workflow.steps.get(*index)) {
            any = true;
            let kind = Kind::DependencyCircle { what: "step", name: step.id.text.clone() };
            self.context.report.add(step.place.key("dependsOn").name(), kind);
        }
        any
    }
}

/// Every step behind those that it depends on, otherwise as they are listed.
fn sorted(steps: &[Step]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    let mut left: Vec<usize> = (0..steps.len()).collect();
    while !left.is_empty() {
        let is_free =
            |index: &usize| steps[*index].after.iter().all(|before| *before >= steps.len() || order.contains(before));
        let Some(position) = left.iter().position(is_free) else {
            order.append(&mut left);
            break;
        };
        order.push(left.remove(position));
    }
    order
}

/// `$workflows.workflow.steps.step` and `$sourceDescriptions.source.workflow.steps.step`.
fn foreign_step(text: &str) -> Option<(&str, &str)> {
    let rest = match text.strip_prefix("$workflows.") {
        Some(rest) => rest,
        None => text.strip_prefix("$sourceDescriptions.")?.split_once('.')?.1,
    };
    rest.split_once(".steps.")
}
