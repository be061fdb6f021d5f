//! Variables of paths that only the caller can give: neither the description nor the document says what they are.

use super::builder::untyped_field;
use crate::diagnostic::{Kind, Relation, Report};
use crate::document::{self, OrReference};
use crate::model::{Field, Ids, InputTypes, SourceId, StepId, Ty};
use crate::names::{self, Names, Space};
use crate::openapi::{Location, Operation, Parameter};
use crate::resolve::operations::variable;

/// A variable of a path that is a field of `Input`.
pub(crate) struct AskedVariable {
    pub(crate) path: String,
    pub(crate) variable: String,
    /// The field's index in `Input`.
    pub(crate) field: usize,
}

/// Adds a field to `Input` for each such variable. No expression is resolved yet: they count the fields.
pub(crate) fn ask_for_variables(
    workflow: &document::Workflow,
    operations: &Ids<StepId, Option<(SourceId, Operation)>>,
    inputs: &mut InputTypes,
    report: &mut Report,
) -> Vec<AskedVariable> {
    let mut asked = Vec::new();
    for (step, found) in workflow.steps.iter().zip(operations) {
        let operation = found.as_ref().map(|(_, operation)| operation);
        let Some(operation) = operation.filter(|operation| declares_none(operation)) else { continue };
        if !gives_no_path_parameter(workflow, step) {
            continue;
        }
        for name in operation.path.iter().filter_map(variable) {
            if let Some(variable) = ask_for(name, operation, &asked, inputs) {
                let mark = step.target.word().place.value();
                let kind = Kind::AskedVariable { variable: name.to_owned(), path: variable.path.clone() };
                report.add(mark, kind).also(operation.path_place.name(), Relation::Path);
                asked.push(variable);
            }
        }
    }
    asked
}

fn ask_for(
    name: &str,
    operation: &Operation,
    asked: &[AskedVariable],
    inputs: &mut InputTypes,
) -> Option<AskedVariable> {
    let path = &operation.template;
    let known = asked.iter().any(|asked| asked.path == *path && asked.variable == name);
    let taken = inputs.fields().iter().any(|field| field.name == name);
    // Whether a declared input, or a variable of another path, means the same, nobody says.
    if known || taken {
        return None;
    }
    let root = inputs.root_mut()?;
    let (field, ident) = (root.fields.len(), field_name(&root.fields, name));
    let description = Some(format!("The part `{{{name}}}` of the path `{path}`."));
    root.fields.push(Field { ident, description, ty: Ty::String, ..untyped_field(name) });
    Some(AskedVariable { path: path.clone(), variable: name.to_owned(), field })
}

/// Whether neither the step nor the workflow gives any path parameter, as far as can be seen at once.
pub(crate) fn gives_no_path_parameter(workflow: &document::Workflow, step: &document::Step) -> bool {
    let mut given = workflow.parameters.iter().chain(&step.parameters);
    given.all(|parameter| match parameter {
        OrReference::Inline(parameter) => parameter.location.is_some_and(|location| location != Location::Path),
        OrReference::Reference(_) => false,
    })
}

/// Whether an operation has variables in its path, and no parameter for any of them.
fn declares_none(operation: &Operation) -> bool {
    let is_in_path = |parameter: &Parameter| parameter.location == Location::Path;
    operation.path.iter().any(|part| variable(part).is_some())
        && !operation.has_unread_parameters
        && !operation.parameters.iter().any(is_in_path)
}

/// A name that no field has.
fn field_name(fields: &[Field], name: &str) -> String {
    let own = fields.iter().map(|field| field.ident.as_str());
    Names::new(Space::Fields).reserving(own).claim(names::snake(name))
}
