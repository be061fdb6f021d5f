//! What calls of workflows hand over: whether every value is of its field's type (SPEC WF-04).

use crate::diagnostic::{Kind, Report};
use crate::model::{CallInput, Expr, Field, InputTypes, Passed, Ty, fits};
use crate::resolve::draft::{Call, Draft, Step};
use crate::resolve::inputs::untyped_field;
use crate::value::Value;

/// Decides how each call makes its input, now that the types of all values are known.
pub(crate) fn settle(workflow: &mut Draft, inputs: &[InputTypes], report: &mut Report) {
    let settled: Vec<Option<CallInput>> =
        workflow.steps.iter().map(|step| input_of(workflow, step, inputs, report)).collect();
    for (step, settled) in workflow.steps.iter_mut().zip(settled) {
        if let (Call::Workflow(call), Some(input)) = (&mut step.call, settled) {
            call.input = input;
        }
    }
}

fn input_of(workflow: &Draft, step: &Step, inputs: &[InputTypes], report: &mut Report) -> Option<CallInput> {
    let call = step.call.workflow()?;
    let CallInput::Fields(passed) = &call.input else { return None };
    let callee = inputs.get(call.workflow)?;
    let mut by_json = false;
    for passed in passed {
        let declared = passed.field.and_then(|index| callee.fields().get(index)).cloned();
        // What is not declared goes into a map.
        by_json |= declared.is_none();
        let Some(field) = declared.or_else(|| undeclared(passed, callee)) else { continue };
        match fit(workflow, passed, &field, callee) {
            Fit::Never { found } if !passed.refused => {
                let reason = format!("is {}, and it is given {found}", kind_of(&field.ty));
                let (input, workflow) = (passed.name.clone(), call.id.clone());
                report.add(passed.place.key("value").value(), Kind::InputMismatch { input, workflow, reason });
            }
            Fit::Same | Fit::Never { .. } => {}
            Fit::Convertible => by_json = true,
        }
    }
    by_json.then(|| CallInput::Json(passed.clone()))
}

/// What an input would be if it was declared.
fn undeclared(passed: &Passed, callee: &InputTypes) -> Option<Field> {
    let ty = callee.extra()?.clone();
    Some(Field { ty, required: false, ..untyped_field(&passed.name) })
}

/// How a value and a field go together.
enum Fit {
    /// The value is of the field's type.
    Same,
    /// It may be by its JSON form.
    Convertible,
    Never {
        found: &'static str,
    },
}

fn fit(workflow: &Draft, passed: &Passed, field: &Field, callee: &InputTypes) -> Fit {
    if let Expr::Literal(value) = &passed.value {
        return literal(value, field, callee);
    }
    let Some((ty, certain)) = static_type(workflow, &passed.value) else { return Fit::Convertible };
    if ty == field.ty && is_portable(&ty) {
        // What is left out leaves a field to its default, and is an error where there is none: both are known to the callee.
        let has_no_none = field.default.is_some() || !field.is_option();
        let may_lack = !certain && has_no_none && !is_checked(passed);
        return if may_lack { Fit::Convertible } else { Fit::Same };
    }
    match (&ty, field.ty.bare()) {
        // What a number or an integer is decides the value.
        (Ty::Integer | Ty::Unsigned, Ty::Number | Ty::Integer | Ty::Unsigned) | (Ty::Digits, Ty::Number) => {
            Fit::Convertible
        }
        (found, expected) if is_scalar(found) && (is_scalar(expected) || is_structure(expected, callee)) => {
            Fit::Never { found: kind_of(found) }
        }
        (Ty::Array(_), expected)
            if is_scalar(expected) || is_structure(expected, callee) && !matches!(expected, Ty::Array(_)) =>
        {
            Fit::Never { found: "a list" }
        }
        _ => Fit::Convertible,
    }
}

/// Whether control flow sees to it that the value is there: a part of an input has no variable of its own.
fn is_checked(passed: &Passed) -> bool {
    passed.required && !matches!(&passed.value, Expr::Input(path) if path.fields.len() > 1)
}

fn literal(value: &Value, field: &Field, callee: &InputTypes) -> Fit {
    match (value, field.ty.bare()) {
        (Value::Null, _) if field.is_option() => Fit::Convertible,
        (_, Ty::Named(_) | Ty::Boxed(_) | Ty::Map(_) | Ty::Value | Ty::Array(_)) => Fit::Convertible,
        (value, _) if fits(value, &field.ty, &callee.types) => Fit::Same,
        (value, _) => Fit::Never { found: value.kind() },
    }
}

/// The type of a value, and whether it is surely there as far as its declaration tells.
fn static_type(workflow: &Draft, value: &Expr) -> Option<(Ty, bool)> {
    match value {
        Expr::Input(path) if path.pointer.is_empty() => Some((path.ty.clone(), !path.optional)),
        Expr::Output { output, pointer } if pointer.is_empty() => {
            let output = workflow.steps.get(output.step)?.outputs.get(output.output)?;
            Some((output.ty(), false))
        }
        _ => None,
    }
}

/// Types that mean the same in every module.
fn is_portable(ty: &Ty) -> bool {
    match ty {
        Ty::Array(items) => is_portable(items),
        Ty::Value | Ty::InputOf(_) => true,
        other => is_scalar(other),
    }
}

fn is_scalar(ty: &Ty) -> bool {
    matches!(ty, Ty::String | Ty::Integer | Ty::Unsigned | Ty::Number | Ty::Digits | Ty::Boolean)
}

/// Whether every value of a type is a list or an object.
fn is_structure(ty: &Ty, callee: &InputTypes) -> bool {
    match ty {
        Ty::Array(_) | Ty::Map(_) => true,
        Ty::Named(id) | Ty::Boxed(id) => callee.object(*id).is_some(),
        _ => false,
    }
}

fn kind_of(ty: &Ty) -> &'static str {
    match ty.bare() {
        Ty::Null => "null",
        Ty::String => "a string",
        Ty::Integer | Ty::Unsigned => "an integer",
        Ty::Number | Ty::Digits => "a number",
        Ty::Boolean => "a boolean",
        Ty::Array(_) => "a list",
        Ty::Content => "a file",
        _ => "an object",
    }
}
