//! Variables of paths that only the caller can give: neither the description nor the document says what they are.

use super::operations::variable;
use super::workflow::Scope;
use crate::diagnostic::{Kind, Relation};
use crate::document::{self, OrReference};
use crate::model::{Argument, Expr, Field, Serialisation, Ty};
use crate::names::{self, Names, Space};
use crate::openapi::Location;
use crate::openapi::{Operation, Parameter};
use crate::syntax::pointer::Pointer;

/// A variable of a path that is a field of `Input`.
pub(super) struct AskedVariable {
    path: String,
    variable: String,
    /// The field's index in `Input`.
    field: usize,
}

impl Scope<'_, '_> {
    /// Adds a field to `Input` for each such variable. No expression is resolved yet: they count the fields.
    ///
    /// Another workflow would not know of the field, so none is added where one calls this one.
    pub(super) fn ask_for_variables(&mut self) {
        if self.inputs.is_unknown() || self.context.project.plan.is_called(self.index) {
            return;
        }
        for (index, step) in self.workflow.steps.iter().enumerate() {
            let found = self.operations.get(index).and_then(Option::as_ref).map(|(_, operation)| operation);
            let Some(operation) = found.filter(|operation| declares_none(operation)) else { continue };
            if !self.gives_no_path_parameter(step) {
                continue;
            }
            let operation = operation.clone();
            for name in operation.path.iter().filter_map(variable) {
                self.ask_for(index, name, &operation);
            }
        }
    }

    /// The fields that the document declares: no expression names one of those that were added.
    pub(super) fn declared_fields(&self) -> &[Field] {
        let fields = self.inputs.fields();
        fields.get(..fields.len().saturating_sub(self.asked.len())).unwrap_or_default()
    }

    fn ask_for(&mut self, step: usize, name: &str, operation: &Operation) {
        let path = &operation.template;
        let known = self.asked.iter().any(|asked| asked.path == *path && asked.variable == name);
        let taken = self.inputs.fields().iter().any(|field| field.name == name);
        // Whether a declared input, or a variable of another path, means the same, nobody says.
        if known || taken {
            return;
        }
        let Some(root) = self.inputs.root_mut() else { return };
        let (field, ident) = (root.fields.len(), field_name(&root.fields, name));
        let description = Some(format!("The part `{{{name}}}` of the path `{path}`."));
        root.fields.push(Field { ident, description, ty: Ty::String, ..super::inputs::untyped_field(name) });
        self.read.inputs.insert(name.to_owned());
        self.asked.push(AskedVariable { path: path.clone(), variable: name.to_owned(), field });
        let mark = self.workflow.steps[step].target.word().place.value();
        let kind = Kind::AskedVariable { variable: name.to_owned(), path: path.clone() };
        self.context.report.add(mark, kind).also(operation.path_place.name(), Relation::Path);
    }

    /// Whether neither the step nor the workflow gives any path parameter, as far as can be seen at once.
    fn gives_no_path_parameter(&self, step: &document::Step) -> bool {
        let mut given = self.workflow.parameters.iter().chain(&step.parameters);
        given.all(|parameter| match parameter {
            OrReference::Inline(parameter) => parameter.location.is_some_and(|location| location != Location::Path),
            OrReference::Reference(_) => false,
        })
    }

    /// What the caller gives for the path of an operation.
    pub(super) fn asked_arguments(&self, step: &document::Step, operation: &Operation) -> Vec<Argument> {
        let asked = self.asked.iter().filter(|asked| asked.path == operation.template);
        let arguments = asked.map(|asked| Argument {
            name: asked.variable.clone(),
            location: Location::Path,
            style: Serialisation::default_for(Location::Path),
            value: Expr::Input(self.input_path(asked.field, &Pointer::default())),
            place: step.target.word().place.clone(),
        });
        if self.gives_no_path_parameter(step) { arguments.collect() } else { Vec::new() }
    }
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
