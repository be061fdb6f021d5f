//! What a run is told of values before it goes on: which must never be shown, and which outputs of the workflow are known.

use super::block::{Env, Note, Stmt};
use crate::model::{EXTRA, Expr, Field, InputPath, OutputRef, StepOutput, Ty, TypeDef, Workflow, unsaid_secrets};
use crate::openapi::Shape;
use crate::syntax::pointer::Pointer;

/// What is told of the inputs before the first step.
pub(super) fn of_inputs(workflow: &Workflow) -> Vec<Stmt> {
    let check = has_numbers(workflow).then_some(Note::Check);
    let outputs = workflow.outputs.iter().filter(|output| matches!(output.value, Expr::Input(_)));
    let outputs = outputs.map(|output| Note::Output { name: output.name.clone(), value: output.value.clone() });
    let notes = check.into_iter().chain(secrets(workflow)).chain(outputs);
    notes.map(|note| Stmt::Note { note, env: Env::default() }).collect()
}

/// What is told of an output of a step. `recorded`: an error that follows shows the outputs of the workflow.
pub(super) fn of_output(workflow: &Workflow, of: OutputRef, recorded: bool) -> Vec<Note> {
    let definition = workflow.steps.get(of.step).and_then(|step| step.outputs.get(of.output));
    let secret = definition.and_then(|output| concealed(output, of));
    let is_made_of_it = |value: &Expr| matches!(value, Expr::Output { output, .. } if *output == of);
    let outputs = workflow.outputs.iter().filter(|output| recorded && is_made_of_it(&output.value));
    let outputs = outputs.map(|output| Note::Output { name: output.name.clone(), value: output.value.clone() });
    secret.into_iter().chain(outputs).collect()
}

fn concealed(output: &StepOutput, of: OutputRef) -> Option<Note> {
    let value = Expr::Output { output: of, pointer: Pointer::default() };
    if output.secret {
        return Some(Note::Conceal(value));
    }
    let hidden = output.hides.as_ref().filter(|_| !matches!(output.shape, Shape::Scalar(_)))?;
    Some(Note::ConcealIn(value, owned(unsaid_secrets(hidden))))
}

/// Inputs that must never be shown: as a whole, in part, or by the names of their members.
fn secrets(workflow: &Workflow) -> Vec<Note> {
    let inputs = &workflow.inputs;
    let (secret, open): (Vec<_>, Vec<_>) = inputs.fields().iter().enumerate().partition(|(_, field)| field.secret);
    let whole = secret.into_iter().map(|(index, field)| input(index, field, Pointer::default()));
    let undeclared = inputs.secret_extra().iter().map(|key| extra(Pointer::from_tokens(vec![key.clone()])));
    let parts = open.iter().flat_map(|(index, field)| {
        inputs.secret_parts(&field.ty).into_iter().map(|pointer| input(*index, field, pointer))
    });
    let hidden = owned(unsaid_secrets(&inputs.hidden));
    let any = open.iter().filter(|(_, field)| inputs.may_hold_any(&field.ty));
    let any = any.map(|(index, field)| input(*index, field, Pointer::default()));
    let any = any.chain(inputs.extra().map(|_| extra(Pointer::default())));
    let any = any.map(|value| Note::ConcealIn(value, hidden.clone()));
    whole.chain(undeclared).chain(parts).map(Note::Conceal).chain(any).collect()
}

fn input(index: usize, field: &Field, pointer: Pointer) -> Expr {
    path(field.ident.clone(), index, field.ty.clone(), pointer)
}

/// Of what is not declared.
fn extra(pointer: Pointer) -> Expr {
    path(EXTRA.to_owned(), usize::MAX, Ty::Value, pointer)
}

fn path(field: String, root: usize, ty: Ty, pointer: Pointer) -> Expr {
    Expr::Input(InputPath { fields: vec![field], root, pointer, ty, optional: true, null: false })
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// Whether an input can hold a number that JSON cannot say.
fn has_numbers(workflow: &Workflow) -> bool {
    fn is_number(ty: &Ty) -> bool {
        match ty {
            Ty::Number => true,
            Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) => is_number(inner),
            _ => false,
        }
    }
    workflow.inputs.types.iter().any(|definition| match definition {
        TypeDef::Struct(object) => {
            object.fields.iter().any(|field| is_number(&field.ty)) || object.extra.as_ref().is_some_and(is_number)
        }
        TypeDef::Union(union) => union.variants.iter().any(|(_, ty)| is_number(ty)),
        TypeDef::Enum(_) => false,
    })
}
