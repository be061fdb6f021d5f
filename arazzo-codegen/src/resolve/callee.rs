//! What is read of workflows that steps call: their outputs, and what they were given.

use super::expression::{Form, Meant, Position, meant};
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::model::{Call, CallInput, Exchange, Expr, InputPath, Step, Test, Ty};
use crate::place::Place;
use crate::status::StatusSet;
use crate::suggest::closest;
use crate::syntax::expression::{Name, Named, WorkflowField};
use crate::syntax::pointer::Pointer;

/// An output of a workflow that a step calls.
pub(super) struct CalleeOutput {
    pub(super) name: String,
    pub(super) ty: Ty,
}

impl Scope<'_, '_> {
    /// The workflow that a step calls, by its index in the plan.
    pub(super) fn callee(&self, step: usize) -> Option<usize> {
        self.callees.iter().find(|(known, _)| *known == step).map(|(_, callee)| *callee)
    }

    pub(super) fn callee_id(&self, callee: usize) -> String {
        self.context.plan.order.get(callee).map(|at| self.context.id_of(*at).to_owned()).unwrap_or_default()
    }

    /// What a called workflow returns, as far as it is known: of one that calls back, only the names.
    pub(super) fn callee_outputs(&self, callee: usize) -> Vec<CalleeOutput> {
        if let Some(workflow) = self.context.resolved.get(callee) {
            let outputs = workflow.outputs.iter();
            let outputs = outputs.filter(|output| !matches!(output.value, Expr::Transfer(_)));
            return outputs.map(|output| CalleeOutput { name: output.name.clone(), ty: output.ty.clone() }).collect();
        }
        let names = self.context.output_names(callee);
        names.into_iter().map(|name| CalleeOutput { name, ty: Ty::Value }).collect()
    }

    /// `$outputs.name` in a step that calls a workflow; what stands before the name is for notes.
    pub(super) fn callee_output(
        &mut self,
        step: usize,
        (before, output): (&str, &Named),
        place: &Place,
    ) -> Option<Expr> {
        let callee = self.callee(step)?;
        let outputs = self.callee_outputs(callee);
        let name = &output.name.value;
        let Some(Meant { index, pointer, form }) = meant(output, &outputs.iter().map(|known| known.name.as_str()))
        else {
            let closest = closest(name, outputs.iter().map(|known| known.name.as_str()));
            let kind = Kind::UnknownWorkflowOutput { output: name.clone(), workflow: self.callee_id(callee), closest };
            self.context.report.add(place.range(output.name.range.clone()), kind);
            return None;
        };
        if form == Form::Dotted {
            self.note_dotted(output, (before, &outputs[index].name), &pointer, place);
        }
        self.context.read_by_callers.insert((callee, index));
        Some(Expr::Exchange(Exchange::Output { output: index, pointer }))
    }

    /// The same, read from elsewhere in the workflow.
    pub(super) fn callee_output_later(
        &mut self,
        step: usize,
        (before, output): (&str, &Named),
        place: &Place,
    ) -> Option<Expr> {
        let value = self.callee_output(step, (before, output), place)?;
        let name = format!("{}{}", output.name.value, pointer_suffix(&output.pointer.value));
        let output = self.implicit_output(step, value, name, place);
        Some(Expr::Output { output, pointer: Pointer::default() })
    }

    /// The output of the workflow that a step calls which is meant, by its name.
    pub(super) fn named_callee_output(&self, step: usize, output: &Named) -> Option<String> {
        let outputs = self.callee_outputs(self.callee(step)?);
        let meant = meant(output, &outputs.iter().map(|known| known.name.as_str()))?;
        outputs.into_iter().nth(meant.index).map(|known| known.name)
    }

    /// `$workflows.id.outputs.name` and `$workflows.id.inputs.name`: of a workflow that runs before (SPEC A-37).
    pub(super) fn other_workflow(
        &mut self,
        workflow: &Name,
        field: WorkflowField,
        value: &Named,
        place: &Place,
        position: Position,
    ) -> Option<Expr> {
        let is_ours = self.document.workflows.iter().any(|known| known.id.text == workflow.value);
        let own = self.context.plan.order.get(self.index).map(|at| at.document);
        let is_meant = |callee: usize| {
            // A workflow of another document is meant only where none here is called so.
            let is_here = self.context.plan.order.get(callee).map(|at| at.document) == own;
            (is_here || !is_ours) && self.callee_id(callee) == workflow.value
        };
        let callers = self.callees.iter().filter(|(_, callee)| is_meant(*callee));
        let callers: Vec<usize> = callers.map(|(step, _)| *step).collect();
        let [step] = callers.as_slice() else {
            self.report_other_workflow(workflow, callers.is_empty(), place);
            return None;
        };
        let before = |field: &str| format!("$workflows.{}.{field}.", workflow.value);
        match field {
            WorkflowField::Outputs if position == (Position::Response { step: *step }) => {
                self.callee_output(*step, (&before("outputs"), value), place)
            }
            WorkflowField::Outputs => self.callee_output_later(*step, (&before("outputs"), value), place),
            WorkflowField::Inputs => self.callee_input(*step, (&before("inputs"), value), place),
        }
    }

    fn report_other_workflow(&mut self, workflow: &Name, never: bool, place: &Place) {
        let mark = place.range(workflow.range.clone());
        let known: Vec<String> = self.document.workflows.iter().map(|known| known.id.text.clone()).collect();
        let kind = if !known.contains(&workflow.value) && never {
            let closest = closest(&workflow.value, known.iter().map(String::as_str));
            Kind::UnknownWorkflow { workflow: workflow.value.clone(), source: None, closest }
        } else {
            let reason = if never {
                "this workflow neither calls it in a step nor depends on it"
            } else {
                "several steps call it; read the outputs of one of these steps"
            };
            Kind::WrongScope { expression: format!("$workflows.{}", workflow.value), reason }
        };
        self.context.report.add(mark, kind);
    }

    /// What a called workflow was given: the same value once more, when it cannot have changed.
    fn callee_input(&mut self, step: usize, (before, value): (&str, &Named), place: &Place) -> Option<Expr> {
        let name = &value.name.value;
        if let Some(Step { call: Call::Workflow(call), .. }) =
            self.appended.get(step.wrapping_sub(self.workflow.steps.len()))
            && let CallInput::Whole(Expr::Input(path)) = &call.input
        {
            let pointer = Pointer::from_tokens(vec![name.clone()]).join(&value.pointer.value);
            return Some(Expr::Input(InputPath { pointer, ty: Ty::Value, optional: true, ..path.clone() }));
        }
        let components = &self.document.components.parameters;
        let parameters = self.workflow.steps.get(step).map(|step| step.parameters.as_slice()).unwrap_or_default();
        let given = self.given(parameters, components);
        let found = meant(value, &given.iter().map(|parameter| parameter.name.text.as_str()));
        let found = found.and_then(|meant| given.get(meant.index).map(|parameter| (parameter, meant)));
        let Some((parameter, Meant { pointer, form, .. })) = found else {
            let closest = closest(name, given.iter().map(|parameter| parameter.name.text.as_str()));
            let workflow = self.callee(step).map(|callee| self.callee_id(callee)).unwrap_or_default();
            let kind = Kind::UnknownInput { input: name.clone(), workflow, closest };
            self.context.report.add(place.range(value.name.range.clone()), kind);
            return None;
        };
        if form == Form::Dotted {
            self.note_dotted(value, (before, &parameter.name.text), &pointer, place);
        }
        let given = self.payload(&parameter.value, Position::Request)?;
        let part = self.inside(given, &pointer);
        if matches!(part, Expr::Input(_) | Expr::Literal(_)) {
            return Some(part);
        }
        self.unsupported("an input of another workflow that is itself computed", place)
    }

    /// A criterion of a step that calls a workflow: there is no status, but one that means success is understood (SPEC A-41).
    pub(super) fn criterion_of_call(&mut self, test: Test, place: &Place) -> Option<Test> {
        match (&test, test.as_status()) {
            (Test::Always(_), _) => Some(test),
            (_, Some(set)) if !set.is_empty() && set.is_subset(&StatusSet::of(200..=299)) => {
                self.context.report.add(place.value(), Kind::StatusOfWorkflow);
                Some(Test::Always(true))
            }
            (_, None) if !test.reads_status() => Some(test),
            _ => {
                let reason = "a step that calls a workflow has outputs, and no response of its own";
                let kind = Kind::WrongScope { expression: "$statusCode".to_owned(), reason };
                self.context.report.add(place.value(), kind);
                None
            }
        }
    }
}

fn pointer_suffix(pointer: &Pointer) -> String {
    if pointer.is_empty() { String::new() } else { format!("#{pointer}") }
}
