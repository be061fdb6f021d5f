//! `dependsOn` of steps (Arazzo 1.1): which steps must have run before a step, and what that means for their order
//! (SPEC DO-07, DO-08, A-52).

use std::collections::BTreeSet;
use std::ops::Range;

use super::room::Steps;
use crate::cycles::components;
use crate::diagnostic::Kind;
use crate::document::Word;
use crate::model::{Id, Ids, InnerStep, StepId};
use crate::resolve::draft::Step;
use crate::suggest::{Similar, similar};
use crate::syntax::expression::Located;

impl Steps<'_> {
    /// The steps that must have run before a step. One of another workflow stands for the step that runs that workflow.
    pub(super) fn prerequisites(&mut self, index: StepId) -> Vec<StepId> {
        let step = &self.known.workflow.steps[index.index()];
        step.depends_on.iter().filter_map(|word| self.prerequisite(word)).collect()
    }

    fn prerequisite(&mut self, word: &Word) -> Option<StepId> {
        let steps = &self.known.workflow.steps;
        if let Some(index) = steps.iter().position(|step| step.id.text == word.text) {
            if steps[index].repeats {
                self.report.add(word.place.value(), Kind::AmbiguousStep { step: word.text.clone() });
            }
            return Some(StepId::new(index));
        }
        if let Some(foreign) = ForeignStep::parse(&word.text) {
            return self.foreign_prerequisite(word, &foreign);
        }
        // In expressions a step has a root in front of it; here it has none.
        let meant = word.text.strip_prefix("$steps.").unwrap_or(&word.text);
        let exact = steps.iter().find(|step| step.id.text == meant).map(|step| step.id.text.clone());
        let near = || similar(meant, steps.iter().map(|step| step.id.text.as_str()));
        let kind = unknown_step(&word.text, &self.known.workflow.id.text, exact.map_or_else(near, Similar::Closest));
        self.report.add(word.place.value(), kind);
        None
    }

    /// The step or dependency that runs the workflow of another step, which is one that it cannot leave out.
    fn foreign_prerequisite(&mut self, word: &Word, foreign: &ForeignStep<'_>) -> Option<StepId> {
        let own = self.known.own_document()?;
        let document = match &foreign.source {
            Some(source) => {
                let documents = &self.known.project.documents;
                match documents.source(own, source.value) {
                    Ok(position) => documents.operations(own).called_document(position),
                    Err(kind) => {
                        self.report.add(word.place.range(source.range.clone()), kind);
                        return None;
                    }
                }
            }
            None => Some(own),
        };
        let runs = |callee: usize| {
            let project = &self.known.project;
            document.is_some()
                && project.document_of(callee) == document
                && project.id_of(callee) == foreign.workflow.value
        };
        let runners: Vec<(StepId, usize)> =
            self.known.callees.iter().filter(|(_, callee)| runs(*callee)).copied().collect();
        let [(runner, callee)] = *runners.as_slice() else {
            self.report_not_run(word, foreign, document, runners.is_empty());
            return None;
        };
        let step = self.foreign_step(word, foreign, callee)?;
        self.inner.push(InnerStep { workflow: callee, step, mark: word.place.range(foreign.step.range.clone()) });
        Some(runner)
    }

    fn report_not_run(&mut self, word: &Word, foreign: &ForeignStep<'_>, document: Option<usize>, never: bool) {
        let name = foreign.workflow.value;
        let known = document.map(|document| self.known.project.workflow_names(document)).unwrap_or_default();
        if never && document.is_some() && !known.iter().any(|known| known == name) {
            let similar = similar(name, known.iter().map(String::as_str));
            let source = foreign.source.as_ref().map(|source| source.value.to_owned());
            let kind = Kind::UnknownWorkflow { workflow: name.to_owned(), source, similar };
            self.report.add(word.place.range(foreign.workflow.range.clone()), kind);
            return;
        }
        let reason = if never {
            "this workflow neither calls the other one in a step nor depends on it"
        } else {
            "several steps call the other workflow; depend on those of them that are meant"
        };
        let kind = Kind::WrongScope { expression: word.text.clone(), reason };
        self.report.add(word.place.value(), kind);
    }

    /// A step of a workflow that is called, by its index there; its output only has to exist.
    fn foreign_step(&mut self, word: &Word, foreign: &ForeignStep<'_>, callee: usize) -> Option<StepId> {
        let workflow = self.known.project.planned(callee)?;
        let Some(index) = workflow.steps.iter().position(|step| step.id.text == foreign.step.value) else {
            let similar = similar(foreign.step.value, workflow.steps.iter().map(|step| step.id.text.as_str()));
            let kind = unknown_step(foreign.step.value, foreign.workflow.value, similar);
            self.report.add(word.place.range(foreign.step.range.clone()), kind);
            return None;
        };
        let outputs = &workflow.steps.get(index)?.outputs;
        if let Some(output) =
            foreign.output.as_ref().filter(|name| outputs.iter().all(|known| known.name != name.value))
        {
            let similar = similar(output.value, outputs.iter().map(|known| known.name.as_str()));
            let (name, step) = (output.value.to_owned(), foreign.step.value.to_owned());
            let kind = Kind::UnknownOutput { output: name, step, similar };
            self.report.add(word.place.range(output.range.clone()), kind);
            return None;
        }
        Some(StepId::new(index))
    }

    /// Links the listed steps in their order; where no step has an action, in one in which every step stands behind those
    /// that it depends on. Which one begins.
    pub(crate) fn link(&mut self, steps: &mut Ids<StepId, Step>) -> Option<StepId> {
        let order = self.order(steps);
        for (position, index) in order.iter().enumerate() {
            steps[*index].next = order.get(position + 1).copied();
        }
        order.first().copied()
    }

    fn order(&mut self, steps: &Ids<StepId, Step>) -> Vec<StepId> {
        let listed: Vec<StepId> = steps.ids().collect();
        let is_late = |(index, step): (StepId, &Step)| {
            step.after.iter().any(|before| *before < steps.next_id() && *before >= index)
        };
        if !steps.enumerate().any(is_late) {
            return listed;
        }
        if self.report_circle(steps)
            || steps.iter().any(|step| !step.on_success.is_empty() || !step.on_failure.is_empty())
        {
            return listed;
        }
        let order = sorted(steps);
        let moved = order.iter().zip(&listed).find(|(new, old)| new != old).map(|(_, old)| *old);
        if let Some(step) = moved.and_then(|index| self.known.workflow.steps.get(index.index())) {
            let kind = Kind::ReorderedSteps { step: step.id.text.clone() };
            self.report.add(step.place.key("dependsOn").name(), kind);
        }
        order
    }

    /// Whether steps depend on each other.
    fn report_circle(&mut self, steps: &Ids<StepId, Step>) -> bool {
        let nodes: BTreeSet<StepId> = steps.ids().collect();
        let parts = components(&nodes, |index| steps[index].after.clone());
        let circles = parts
            .iter()
            .filter_map(|part| part.first().filter(|first| part.len() > 1 || steps[**first].after.contains(first)));
        let mut any = false;
        for step in circles.filter_map(|index| self.known.workflow.steps.get(index.index())) {
            any = true;
            let kind = Kind::DependencyCircle { what: "step", name: step.id.text.clone() };
            self.report.add(step.place.key("dependsOn").name(), kind);
        }
        any
    }
}

/// Every step behind those that it depends on, otherwise as they are listed.
fn sorted(steps: &Ids<StepId, Step>) -> Vec<StepId> {
    let mut order: Vec<StepId> = Vec::new();
    let mut left: Vec<StepId> = steps.ids().collect();
    while !left.is_empty() {
        let is_free = |index: &StepId| {
            steps[*index].after.iter().all(|before| *before >= steps.next_id() || order.contains(before))
        };
        let Some(position) = left.iter().position(is_free) else {
            order.append(&mut left);
            break;
        };
        order.push(left.remove(position));
    }
    order
}

fn unknown_step(step: &str, workflow: &str, similar: Similar) -> Kind {
    let (step, workflow, from) = (step.to_owned(), workflow.to_owned(), "the step depends on".to_owned());
    Kind::UnknownStep { step, workflow, from, similar }
}

/// `$workflows.workflow.steps.step` and `$sourceDescriptions.source.workflow.steps.step`, where `.outputs.name` may follow: only
/// here is such an expression one (SPEC DO-07, RE-16).
struct ForeignStep<'a> {
    source: Option<Located<&'a str>>,
    workflow: Located<&'a str>,
    step: Located<&'a str>,
    output: Option<Located<&'a str>>,
}

impl<'a> ForeignStep<'a> {
    fn parse(text: &'a str) -> Option<ForeignStep<'a>> {
        let part = |range: Range<usize>| text.get(range.clone()).map(|value| Located { value, range });
        let (source, start) = match text.strip_prefix("$sourceDescriptions.") {
            Some(rest) => {
                let start = text.len() - rest.len();
                let end = start + rest.find('.')?;
                (Some(part(start..end)?), end + 1)
            }
            None => (None, text.len() - text.strip_prefix("$workflows.")?.len()),
        };
        let (workflow, rest) = text.get(start..)?.split_once(".steps.")?;
        let (begin, workflow) = (text.len() - rest.len(), part(start..start + workflow.len())?);
        let (step, output) = rest.split_once(".outputs.").map_or((rest, None), |(step, output)| (step, Some(output)));
        let output = output.and_then(|output| part(text.len() - output.len()..text.len()));
        Some(ForeignStep { source, workflow, step: part(begin..begin + step.len())?, output })
    }
}
