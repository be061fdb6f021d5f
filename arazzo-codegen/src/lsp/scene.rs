//! Around a position: the workflow and the step there, as the text has them and as the compiler knows them.

use std::collections::BTreeSet;

use super::meaning::Meaning;
use super::outline::Node;
use crate::document::{self, Document};
use crate::judge::Subject;
use crate::model::{Id, Step, StepId, Then};
use crate::place::Segment;

/// The workflow and the step that a path leads through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Scene {
    /// As the text numbers them.
    pub(super) workflow: Option<usize>,
    pub(super) step: Option<usize>,
}

impl Scene {
    pub(super) fn of(path: &[Segment]) -> Scene {
        match path {
            [Segment::Key(key), Segment::Index(workflow), rest @ ..] if key == "workflows" => {
                let step = match rest {
                    [Segment::Key(key), Segment::Index(step), ..] if key == "steps" => Some(*step),
                    _ => None,
                };
                Scene { workflow: Some(*workflow), step }
            }
            _ => Scene::default(),
        }
    }

    pub(super) fn workflow_node(self, outline: &Node) -> Option<&Node> {
        outline.get("workflows")?.items().get(self.workflow?).map(|item| &item.node)
    }

    pub(super) fn step_node(self, outline: &Node) -> Option<&Node> {
        self.workflow_node(outline)?.get("steps")?.items().get(self.step?).map(|item| &item.node)
    }

    /// The workflow, by its id; while that is typed, by its number.
    pub(super) fn subject<'m>(self, outline: &Node, meaning: &'m Meaning) -> Option<Subject<'m>> {
        let id = self.workflow_node(outline)?.text("workflowId");
        let mut subjects = subjects(meaning);
        subjects.find(|subject| Some(subject.written.id.text.as_str()) == id).or_else(|| {
            let document = meaning.document()?;
            let number = self.workflow?;
            self::subjects(meaning).find(|subject| number_of(document, subject.written) == Some(number))
        })
    }

    /// The index of the step in the workflow of the model.
    pub(super) fn step_in(self, outline: &Node, subject: &Subject<'_>) -> Option<StepId> {
        let id = self.step_node(outline)?.text("stepId");
        let named = id.and_then(|id| subject.index_of(id));
        let listed = subject.workflow.listed;
        let numbered = self.step.filter(|step| *step < listed && listed == self.count(outline));
        named.or_else(|| numbered.map(StepId::new))
    }

    fn count(self, outline: &Node) -> usize {
        self.workflow_node(outline).and_then(|node| node.get("steps")).map_or(0, |steps| steps.items().len())
    }
}

/// The workflows of the document itself.
pub(super) fn subjects(meaning: &Meaning) -> impl Iterator<Item = Subject<'_>> {
    Subject::all(&meaning.resolved).filter(|subject| subject.material.at.document == 0)
}

fn number_of(document: &Document, workflow: &document::Workflow) -> Option<usize> {
    document.workflows.iter().position(|known| known.id.place == workflow.id.place)
}

impl<'m> Subject<'m> {
    pub(super) fn step(&self, index: StepId) -> Option<&'m Step> {
        self.workflow.steps.get(index)
    }

    pub(super) fn written_step(&self, step: StepId) -> Option<&'m document::Step> {
        self.written.steps.get(step.index())
    }

    /// The step of a name; of several the last, which the others give way to.
    pub(super) fn index_of(&self, name: &str) -> Option<StepId> {
        let mut listed = self.workflow.steps.enumerate().take(self.workflow.listed);
        listed.rfind(|(_, step)| step.name == name).map(|(index, _)| index)
    }

    /// The steps that can have run when one begins; when the workflow ends, all that can run.
    pub(super) fn before(&self, step: Option<StepId>) -> BTreeSet<StepId> {
        match step {
            Some(step) => {
                let all = self.workflow.steps.ids();
                all.filter(|from| self.reachable(self.behind(*from)).contains(&step)).collect()
            }
            None => self.reachable(vec![self.workflow.first]),
        }
    }

    fn behind(&self, step: StepId) -> Vec<StepId> {
        let Some(found) = self.workflow.steps.get(step) else { return Vec::new() };
        let actions = found.on_success.iter().chain(&found.on_failure);
        let leads = actions.filter_map(|action| match action.then {
            Then::Goto(to) => Some(to),
            Then::Retry { detour, .. } => Some(detour.unwrap_or(step)),
            Then::End => None,
        });
        found.next.into_iter().chain(leads).collect()
    }

    fn reachable(&self, mut left: Vec<StepId>) -> BTreeSet<StepId> {
        let mut found = BTreeSet::new();
        while let Some(step) = left.pop() {
            if found.insert(step) {
                left.extend(self.behind(step));
            }
        }
        found
    }
}
