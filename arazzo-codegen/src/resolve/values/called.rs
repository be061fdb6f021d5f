//! What is read of workflows that steps call: their outputs, and what they were given.

use super::inside::inside;
use super::meant::{Form, Meant, meant};
use super::notes::Values;
use super::site::Site;
use crate::diagnostic::{Kind, Reported};
use crate::model::{CallInput, Exchange, Expr, Id, InputPath, StepId, Ty};
use crate::place::Place;
use crate::resolve::draft::{Call, Step};
use crate::suggest::similar;
use crate::syntax::expression::{Name, Named, WorkflowField};
use crate::syntax::pointer::Pointer;

impl Values<'_> {
    /// `$outputs.name` in a step that calls a workflow; what stands before the name is for notes.
    pub(super) fn callee_output(
        &mut self,
        step: StepId,
        (before, output): (&str, &Named),
        site: Site<'_>,
    ) -> Result<Expr, Reported> {
        let callee = self.known.callee(step).ok_or_else(|| self.report.refused(site.mark()))?;
        let outputs = self.known.callee_outputs(callee);
        let name = &output.name.value;
        let Some(Meant { index, pointer, form }) = meant(output, &outputs.iter().map(|known| known.name.as_str()))
        else {
            let similar = similar(name, outputs.iter().map(|known| known.name.as_str()));
            let kind =
                Kind::UnknownWorkflowOutput { output: name.clone(), workflow: self.known.callee_id(callee), similar };
            return Err(self.report.refuse(site.place.range(output.name.range.clone()), kind));
        };
        if form == Form::Dotted {
            self.note_dotted(output, (before, &outputs[index].name), &pointer, site);
        }
        self.notes.read_of_callees.push((callee, index));
        Ok(Expr::Exchange(Exchange::Output { output: index, pointer }))
    }

    /// The same, read from elsewhere in the workflow.
    pub(super) fn callee_output_later(
        &mut self,
        step: StepId,
        (before, output): (&str, &Named),
        site: Site<'_>,
    ) -> Result<Expr, Reported> {
        let value = self.callee_output(step, (before, output), site)?;
        let name = format!("{}{}", output.name.value, pointer_suffix(&output.pointer.value));
        let output = self.implicit_output(step, value, name, site.place);
        Ok(Expr::Output { output, pointer: Pointer::default() })
    }

    /// The output of the workflow that a step calls which is meant, by its name.
    pub(super) fn named_callee_output(&self, step: StepId, output: &Named) -> Option<String> {
        let outputs = self.known.callee_outputs(self.known.callee(step)?);
        let meant = meant(output, &outputs.iter().map(|known| known.name.as_str()))?;
        outputs.into_iter().nth(meant.index).map(|known| known.name)
    }

    /// `$workflows.id.outputs.name` and `$workflows.id.inputs.name`: of a workflow that runs before (SPEC A-37).
    pub(super) fn other_workflow(
        &mut self,
        workflow: &Name,
        field: WorkflowField,
        value: &Named,
        site: Site<'_>,
    ) -> Result<Expr, Reported> {
        let is_ours = self.known.document.workflows.iter().any(|known| known.id.text == workflow.value);
        let own = self.known.project.document_of(self.known.index);
        let is_meant = |callee: usize| {
            // A workflow of another document is meant only where none here is called so.
            let is_here = self.known.project.document_of(callee) == own;
            (is_here || !is_ours) && self.known.callee_id(callee) == workflow.value
        };
        let callers = self.known.callees.iter().filter(|(_, callee)| is_meant(*callee));
        let callers: Vec<StepId> = callers.map(|(step, _)| *step).collect();
        let [step] = callers.as_slice() else {
            return Err(self.refuse_other_workflow(workflow, callers.is_empty(), site.place));
        };
        let before = |field: &str| format!("$workflows.{}.{field}.", workflow.value);
        match field {
            WorkflowField::Outputs if site.step() == Some(*step) => {
                self.callee_output(*step, (&before("outputs"), value), site)
            }
            WorkflowField::Outputs => self.callee_output_later(*step, (&before("outputs"), value), site),
            WorkflowField::Inputs => self.callee_input(*step, (&before("inputs"), value), site),
        }
    }

    fn refuse_other_workflow(&mut self, workflow: &Name, never: bool, place: &Place) -> Reported {
        let mark = place.range(workflow.range.clone());
        let known: Vec<String> = self.known.document.workflows.iter().map(|known| known.id.text.clone()).collect();
        let kind = if !known.contains(&workflow.value) && never {
            let similar = similar(&workflow.value, known.iter().map(String::as_str));
            Kind::UnknownWorkflow { workflow: workflow.value.clone(), source: None, similar }
        } else {
            let reason = if never {
                "this workflow neither calls it in a step nor depends on it"
            } else {
                "several steps call it; read the outputs of one of these steps"
            };
            Kind::WrongScope { expression: format!("$workflows.{}", workflow.value), reason }
        };
        self.report.refuse(mark, kind)
    }

    /// What a called workflow was given: the same value once more, when it cannot have changed.
    fn callee_input(
        &mut self,
        step: StepId,
        (before, value): (&str, &Named),
        site: Site<'_>,
    ) -> Result<Expr, Reported> {
        let name = &value.name.value;
        if let Some(Step { call: Call::Workflow(call), .. }) =
            step.index().checked_sub(self.known.listed()).and_then(|index| self.known.dependencies.get(index))
            && let CallInput::Whole(Expr::Input(path)) = &call.input
        {
            let pointer = Pointer::from_tokens(vec![name.clone()]).join(&value.pointer.value);
            return Ok(Expr::Input(InputPath { pointer, ty: Ty::Value, optional: true, ..path.clone() }));
        }
        let parameters =
            self.known.workflow.steps.get(step.index()).map(|step| step.parameters.as_slice()).unwrap_or_default();
        let given = self.known_parameters(parameters);
        let found = meant(value, &given.iter().map(|parameter| parameter.name.text.as_str()));
        let found = found.and_then(|meant| given.get(meant.index).map(|parameter| (parameter, meant)));
        let Some((parameter, Meant { pointer, form, .. })) = found else {
            let similar = similar(name, given.iter().map(|parameter| parameter.name.text.as_str()));
            let workflow = self.known.callee(step).map(|callee| self.known.callee_id(callee)).unwrap_or_default();
            let kind = Kind::UnknownInput { input: name.clone(), workflow, similar };
            return Err(self.report.refuse(site.place.range(value.name.range.clone()), kind));
        };
        if form == Form::Dotted {
            self.note_dotted(value, (before, &parameter.name.text), &pointer, site);
        }
        let given = self.payload(&parameter.value, site.in_request())?;
        let part = inside(given, &pointer, &self.known.inputs);
        if matches!(part, Expr::Input(_) | Expr::Literal(_)) {
            return Ok(part);
        }
        self.unsupported("an input of another workflow that is itself computed", site)
    }
}

fn pointer_suffix(pointer: &Pointer) -> String {
    if pointer.is_empty() { String::new() } else { format!("#{pointer}") }
}
