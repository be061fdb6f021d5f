//! The request of a step: its parameters and its body.

use super::room::Requests;
use super::sent::{Carried, Wants};
use super::styles::styling;
use super::supplied::has_variable;
use crate::check::Form;
use crate::diagnostic::{Kind, Relation, Reported};
use crate::document;
use crate::model::{Argument, Expr, Id, Request, Serialisation, SourceId, StepId};
use crate::openapi::{Location, Operation, Parameter};
use crate::resolve::inputs::gives_no_path_parameter;
use crate::resolve::lookup::Lookup;
use crate::resolve::operations::{declared, has_default, is_reserved, same_name};
use crate::resolve::responses::is_json;
use crate::resolve::values::{input_path, parameter as parameter_of};
use crate::syntax::pointer::Pointer;

impl Requests<'_> {
    pub(crate) fn request(&mut self, index: StepId) -> Result<Request, Reported> {
        let step = &self.known.workflow.steps[index.index()];
        let Some((source, operation)) = self.known.operations.get(index).and_then(Option::as_ref) else {
            // The step's own mistakes are worth reporting even if its operation is unknown.
            let (parameters, _) = self.parameters(index);
            self.arguments(&parameters, None);
            return Err(self.report.refused(step.target.word().place.value()));
        };
        let source = *source;
        if operation.deprecated {
            let what = format!("operation `{}`", operation.name);
            self.report.add(step.target.word().place.value(), Kind::Deprecated { what });
        }
        let (parameters, complete) = self.parameters(index);
        let mut arguments = self.arguments(&parameters, Some((source, operation)));
        self.check_querystring(&parameters, operation);
        let asked = asked_arguments(self.known, step, operation);
        if complete {
            self.check_supplied(step, source, operation, (&parameters, &asked));
        }
        arguments.extend(asked);
        let body = self.body(step, operation, &mut arguments);
        let security = self.security().demands(source, operation, &arguments, &step.target.word().place.value());
        Ok(Request {
            source,
            accept: accept(operation),
            method: operation.method.clone(),
            path: operation.template.clone(),
            server: operation.server.clone(),
            security,
            arguments,
            body,
            xml: Vec::new(),
            idempotency: idempotency(operation),
            timeout: step.timeout,
        })
    }

    /// Those of the workflow, which are marked so, overridden by those of the step; and whether each of them was found.
    fn parameters(&mut self, index: StepId) -> (Vec<(bool, document::Parameter)>, bool) {
        let (workflow, components) = (self.known.workflow, &self.known.document.components.parameters);
        let step = &workflow.steps[index.index()];
        let mut parameters: Vec<(bool, document::Parameter)> = Vec::new();
        let mut complete = true;
        for (inherited, list) in [(true, &workflow.parameters), (false, &step.parameters)] {
            let mut level: Vec<document::Parameter> = Vec::new();
            for parameter in list {
                let Ok(parameter) = parameter_of(parameter, components, self.library, self.report) else {
                    complete = false;
                    continue;
                };
                if let Some(first) = level.iter().find(|known| same(known, &parameter)) {
                    let kind = Kind::Duplicate { what: "parameter", name: parameter.name.text.clone() };
                    let report = self.report.add(parameter.name.place.value(), kind);
                    report.also(first.name.place.value(), Relation::First);
                    continue;
                }
                level.push(parameter);
            }
            for parameter in level {
                parameters.retain(|(_, known)| !same(known, &parameter));
                parameters.push((inherited, parameter));
            }
        }
        (parameters, complete)
    }

    /// What an operation wants of a parameter that is sent.
    fn wants_of(
        &mut self,
        declared: &Parameter,
        (written, is_json): (&str, bool),
        (source, operation): (SourceId, &Operation),
    ) -> Vec<Wants> {
        let (location, name) = (declared.location, declared.name.as_str());
        let form = if is_json { Form::Json } else { Form::Parameter };
        let schema = declared.schema.clone().map(|schema| {
            let name = format!("{} parameter `{written}`", location.text());
            Wants::Schema { schema, operation: operation.name.clone(), name, form }
        });
        let is_wanted = declared.required
            && location != Location::Path
            && !is_reserved(location, name)
            && !has_default(declared)
            && !self.security().is_credential(source, operation, location, name);
        let demanded = is_wanted.then(|| Wants::Parameter {
            name: name.to_owned(),
            location: location.text(),
            operation: operation.name.clone(),
            declared: declared.place.key("name").value(),
        });
        schema.into_iter().chain(demanded).collect()
    }

    fn arguments(
        &mut self,
        parameters: &[(bool, document::Parameter)],
        operation: Option<(SourceId, &Operation)>,
    ) -> Vec<Argument> {
        parameters.iter().filter_map(|(inherited, parameter)| self.argument(parameter, *inherited, operation)).collect()
    }

    fn argument(
        &mut self,
        parameter: &document::Parameter,
        inherited: bool,
        operation: Option<(SourceId, &Operation)>,
    ) -> Option<Argument> {
        let Some(location) = parameter.location else {
            let kind = Kind::MissingField { object: "a parameter of an operation", field: "in" };
            self.report.add(parameter.place.value(), kind);
            return None;
        };
        let name = &parameter.name.text;
        let declared = operation.and_then(|(_, operation)| declared(operation, location, name));
        if let (None, Some((source, operation))) = (declared, operation) {
            let used = self.check_undeclared(parameter, location, inherited, source, operation);
            if !used {
                return None;
            }
        }
        let value = self.parameter_value(parameter, location, declared).ok()?;
        if let Some(declared) = declared {
            for (mark, kind) in declared.slips.iter().cloned() {
                self.report.add(mark, kind);
            }
            // That the path has no place for it is among what was just said.
            if location == Location::Path && operation.is_some_and(|(_, operation)| !has_variable(operation, name)) {
                return None;
            }
            self.check_deprecated(declared, operation, parameter);
        }
        let style = declared.map_or(Serialisation::default_for(location), |declared| Serialisation {
            style: declared.style,
            explode: declared.explode,
            allow_reserved: declared.allow_reserved,
            json: declared.content_type.as_deref().is_some_and(is_json),
            within: declared.within.clone(),
        });
        if let Some(schema) = declared.and_then(|declared| declared.schema.as_ref()) {
            self.confide(&value, schema);
        }
        let template = operation.map(|(_, operation)| operation.template.clone()).unwrap_or_default();
        let carried = Carried { name: parameter.name.clone(), location, written: style.clone(), template };
        let mut wants = declared.and_then(styling).map(Wants::Style).into_iter().collect::<Vec<_>>();
        wants.push(Wants::Carried(carried));
        if let (Some(declared), Some(called)) = (declared, operation) {
            wants.extend(self.wants_of(declared, (name, style.json), called));
        }
        self.note_sent(&value, &parameter.value.place, wants);
        let value = match declared.and_then(|declared| declared.schema.as_ref()) {
            Some(schema) => self.base64().write(value, schema, &Pointer::default()),
            None => value,
        };
        Some(Argument { name: name.clone(), location, style, value, place: parameter.place.clone() })
    }
}

/// What the caller gives for the path of an operation.
fn asked_arguments(known: &Lookup<'_>, step: &document::Step, operation: &Operation) -> Vec<Argument> {
    let asked = known.asked.iter().filter(|asked| asked.path == operation.template);
    let arguments = asked.map(|asked| Argument {
        name: asked.variable.clone(),
        location: Location::Path,
        style: Serialisation::default_for(Location::Path),
        value: Expr::Input(input_path(&known.inputs, asked.field, &Pointer::default())),
        place: step.target.word().place.clone(),
    });
    if gives_no_path_parameter(known.workflow, step) { arguments.collect() } else { Vec::new() }
}

fn same(left: &document::Parameter, right: &document::Parameter) -> bool {
    left.location == right.location
        && left.location.is_none_or(|location| same_name(location, &left.name.text, &right.name.text))
}

/// A server that has none of the types that its description promises may answer in another one, and not with 406.
const ANY_TYPE: &str = "*/*";

/// The content types of the documented responses, JSON first, and any other rather than none (RFC 9110 section 12.5.1).
fn accept(operation: &Operation) -> Option<String> {
    let mut types: Vec<&str> = Vec::new();
    for media in operation.responses.iter().flat_map(|response| &response.content) {
        if !types.contains(&media.content_type.as_str()) {
            types.push(&media.content_type);
        }
    }
    types.sort_by_key(|name| !is_json(name));
    let all = types.join(", ");
    match types.as_slice() {
        [] => None,
        types if types.contains(&ANY_TYPE) => Some(all),
        _ => Some(format!("{all}, {ANY_TYPE};q=0.1")),
    }
}
/// The header that an operation declares for a key by which it recognises a request, such as `Idempotency-Key`.
fn idempotency(operation: &Operation) -> Option<String> {
    let mut headers = operation.parameters.iter().filter(|parameter| parameter.location == Location::Header);
    let header = headers.find(|header| header.name.to_ascii_lowercase().contains("idempoten"))?;
    Some(header.name.clone())
}
