//! The request of a step: its parameters and its body.

use std::collections::HashSet;

use super::media::is_json;
use super::operations::{declared, has_default, is_reserved, same_name, variable};
use super::workflow::Scope;
use crate::check::Form;
use crate::diagnostic::{Kind, Relation};
use crate::document::{self, OrReference};
use crate::model::{Argument, Request, Serialisation};
use crate::openapi::Location;
use crate::openapi::{Operation, Parameter, slip};
use crate::place::Mark;
use crate::suggest::closest;
use crate::syntax::expression::ComponentKind;
use crate::syntax::pointer::Pointer;

impl Scope<'_, '_> {
    pub(super) fn request(&mut self, index: usize) -> Request {
        let step = &self.workflow.steps[index];
        let Some((source, operation)) = self.operations[index].clone() else {
            // The step's own mistakes are worth reporting even if its operation is unknown.
            let (parameters, _) = self.parameters(index);
            self.arguments(&parameters, None);
            return unknown_request();
        };
        if operation.deprecated {
            let what = format!("operation `{}`", operation.name);
            self.context.report.add(step.target.word().place.value(), Kind::Deprecated { what });
        }
        self.check_method_name(&operation);
        let (parameters, complete) = self.parameters(index);
        let mut arguments = self.arguments(&parameters, Some((source, &operation)));
        self.check_querystring(&parameters, &operation);
        let asked = self.asked_arguments(step, &operation);
        if complete {
            self.check_supplied(step, source, &operation, (&parameters, &asked));
        }
        arguments.extend(asked);
        let body = self.body(step, &operation, &mut arguments);
        let security = self.security(source, &operation, &arguments, &step.target.word().place.value());
        if self.sources[source].server.is_none() {
            self.sources[source].server.clone_from(&operation.server);
        }
        Request {
            source,
            accept: accept(&operation),
            method: operation.method,
            path: operation.template,
            server: operation.server,
            security,
            arguments,
            body,
            xml: Vec::new(),
            timeout: step.timeout,
        }
    }

    /// Those of the workflow, which are marked so, overridden by those of the step; and whether each of them was found.
    fn parameters(&mut self, index: usize) -> (Vec<(bool, document::Parameter)>, bool) {
        let (workflow, components) = (self.workflow, &self.document.components.parameters);
        let step = &workflow.steps[index];
        let mut parameters: Vec<(bool, document::Parameter)> = Vec::new();
        let mut complete = true;
        for (inherited, list) in [(true, &workflow.parameters), (false, &step.parameters)] {
            let mut level: Vec<document::Parameter> = Vec::new();
            for parameter in list {
                let Some(parameter) = self.parameter(parameter, components) else {
                    complete = false;
                    continue;
                };
                if let Some(first) = level.iter().find(|known| same(known, &parameter)) {
                    let kind = Kind::Duplicate { what: "parameter", name: parameter.name.text.clone() };
                    let report = self.context.report.add(parameter.name.place.value(), kind);
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

    fn arguments(
        &mut self,
        parameters: &[(bool, document::Parameter)],
        operation: Option<(usize, &Operation)>,
    ) -> Vec<Argument> {
        parameters.iter().filter_map(|(inherited, parameter)| self.argument(parameter, *inherited, operation)).collect()
    }

    pub(super) fn parameter(
        &mut self,
        parameter: &OrReference<document::Parameter>,
        components: &[(String, document::Parameter)],
    ) -> Option<document::Parameter> {
        let mut found = self.dereference(parameter, ComponentKind::Parameters, components)?;
        if let OrReference::Reference(reference) = parameter
            && let Some(value) = &reference.value
        {
            found.value = value.clone();
        }
        Some(found)
    }

    fn argument(
        &mut self,
        parameter: &document::Parameter,
        inherited: bool,
        operation: Option<(usize, &Operation)>,
    ) -> Option<Argument> {
        let Some(location) = parameter.location else {
            let kind = Kind::MissingField { object: "a parameter of an operation", field: "in" };
            self.context.report.add(parameter.place.value(), kind);
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
        let value = self.parameter_value(parameter, location, declared)?;
        if let Some(declared) = declared {
            for (mark, kind) in declared.slips.iter().cloned() {
                self.context.report.add(mark, kind);
            }
            // That the path has no place for it is among what was just said.
            if location == Location::Path && operation.is_some_and(|(_, operation)| !has_variable(operation, name)) {
                return None;
            }
            self.check_style(declared, &value, &parameter.value.place);
            self.check_deprecated(declared, operation, parameter);
        }
        let style = declared.map_or(Serialisation::default_for(location), |declared| Serialisation {
            style: declared.style,
            explode: declared.explode,
            allow_reserved: declared.allow_reserved,
            json: declared.content_type.as_deref().is_some_and(is_json),
            within: declared.within.clone(),
        });
        self.check_sendable(parameter, &value, &style, operation.map(|(_, operation)| operation));
        if let Some(schema) = declared.and_then(|declared| declared.schema.as_ref()) {
            self.confide(&value, schema);
        }
        if let (Some(schema), Some((_, operation))) =
            (declared.and_then(|declared| declared.schema.as_ref()), operation)
        {
            let form = if style.json { Form::Json } else { Form::Parameter };
            let sent = (format!("{} parameter `{name}`", location.text()), form);
            self.check_fit(&value, schema, &parameter.value.place, operation, sent);
        }
        if let (Some(declared), Some(called)) = (declared, operation) {
            self.want_parameter(declared, &value, (called.0, called.1), &parameter.value.place);
        }
        let value = match declared.and_then(|declared| declared.schema.as_ref()) {
            Some(schema) => self.in_base64(value, schema, &Pointer::default()),
            None => value,
        };
        Some(Argument { name: name.clone(), location, style, value, place: parameter.place.clone() })
    }

    /// The message about a parameter that the operation does not declare; whether it is sent anyway.
    fn check_undeclared(
        &mut self,
        parameter: &document::Parameter,
        location: Location,
        inherited: bool,
        source: usize,
        operation: &Operation,
    ) -> bool {
        let name = parameter.name.text.clone();
        if location == Location::Path {
            if has_variable(operation, &name) {
                self.check_variable(&name, operation);
                return true;
            }
            // A workflow's path parameter concerns the steps whose paths have it.
            if !inherited {
                let (closest, path) = (meant(operation, location, &name), operation.template.clone());
                let kind = Kind::UnknownPathParameter { parameter: name, path, closest };
                let report = self.context.report.add(parameter.name.place.value(), kind);
                report.also(operation.path_place.name(), Relation::Path);
            }
            return false;
        }
        // No description before OpenAPI 3.2 can declare the whole of a query.
        let known =
            location == Location::QueryString || is_reserved(location, &name) || operation.has_unread_parameters;
        if !known && !self.is_credential(source, operation, location, &name) {
            let closest = meant(operation, location, &name);
            let (second, relation) = declared_instead(operation, location, closest.as_deref());
            let (location, operation) = (location.text(), operation.name.clone());
            let kind = Kind::UndeclaredParameter { parameter: name, location, operation, closest };
            self.context.report.add(parameter.name.place.value(), kind).also(second, relation);
        }
        true
    }

    /// Says that the path has a variable which no parameter describes: it is sent as any other (SPEC OB-07).
    fn check_variable(&mut self, name: &str, operation: &Operation) {
        if !operation.has_unread_parameters {
            let what = format!("the path `{}`", operation.template);
            let reason = format!("no parameter in `path` is declared for `{{{name}}}`");
            let (mark, kind) = slip(operation.path_place.name(), what, reason, "sent anyway");
            self.context.report.add(mark, kind);
        }
    }

    /// Path variables without a value, and required parameters that nobody supplies. What was meant to supply them and has
    /// a mistake of its own was reported.
    fn check_supplied(
        &mut self,
        step: &document::Step,
        source: usize,
        operation: &Operation,
        (parameters, asked): (&[(bool, document::Parameter)], &[Argument]),
    ) {
        let supplied = supplied(operation, parameters);
        let supplied = |location: Location, name: &str| supplied.contains(&(location, key(location, name)));
        let is_asked = |name: &str| asked.iter().any(|argument| argument.name == name);
        for name in operation.path.iter().filter_map(variable).filter(|name| !is_asked(name)) {
            if !supplied(Location::Path, name) {
                let (parameter, path) = (name.to_owned(), operation.template.clone());
                let mark = step.target.word().place.value();
                let report = self.context.report.add(mark, Kind::UnboundPathParameter { parameter, path });
                report.also(operation.path_place.name(), Relation::Path);
            }
        }
        // The whole of a query may have everything in it.
        let whole = parameters.iter().any(|(_, parameter)| parameter.location == Some(Location::QueryString));
        let is_in_whole = |parameter: &Parameter| whole && parameter.location == Location::Query;
        let required = operation.parameters.iter().filter(|parameter| parameter.required);
        for parameter in required.filter(|parameter| !is_in_whole(parameter)) {
            let (location, name) = (parameter.location, parameter.name.as_str());
            let fine = location == Location::Path
                || is_reserved(location, name)
                || supplied(location, name)
                || has_default(parameter)
                || self.is_credential(source, operation, location, name);
            if !fine {
                let (declared, operation) = (parameter.place.key("name").value(), operation.name.clone());
                let (parameter, location) = (name.to_owned(), location.text());
                let kind = Kind::RequiredParameterMissing { parameter, location, operation };
                let report = self.context.report.add(step.target.word().place.value(), kind);
                report.also(declared, Relation::Required);
            }
        }
    }
}

/// Where a value is sent and by which name, for each parameter of a step: the name as it is written, and the one that was meant.
fn supplied(operation: &Operation, parameters: &[(bool, document::Parameter)]) -> HashSet<(Location, String)> {
    let mut supplied = HashSet::new();
    for (_, parameter) in parameters {
        let written = parameter.name.text.as_str();
        let everywhere = [Location::Path, Location::Query, Location::Header, Location::Cookie, Location::QueryString];
        for location in parameter.location.map_or(everywhere.to_vec(), |own| vec![own]) {
            supplied.insert((location, key(location, written)));
            supplied.extend(meant(operation, location, written).map(|meant| (location, key(location, &meant))));
        }
    }
    supplied
}

/// A name by which others are found that mean the same.
fn key(location: Location, name: &str) -> String {
    if location == Location::Header { name.to_ascii_lowercase() } else { name.to_owned() }
}

/// What the operation declares: the parameter that was probably meant, or all of them.
fn declared_instead(operation: &Operation, location: Location, closest: Option<&str>) -> (Mark, Relation) {
    let is_meant = |declared: &&Parameter| declared.location == location && Some(declared.name.as_str()) == closest;
    match operation.parameters.iter().find(is_meant) {
        Some(declared) => (declared.place.key("name").value(), Relation::Meant),
        None if operation.parameters.is_empty() => (operation.place.name(), Relation::Called),
        None => (operation.place.key("parameters").name(), Relation::Parameters),
    }
}

/// A request whose operation is not known: an error was reported, nothing will be generated from it.
pub(super) fn unknown_request() -> Request {
    Request::default()
}

fn has_variable(operation: &Operation, name: &str) -> bool {
    operation.path.iter().filter_map(variable).any(|variable| variable == name)
}

fn same(left: &document::Parameter, right: &document::Parameter) -> bool {
    left.location == right.location
        && left.location.is_none_or(|location| same_name(location, &left.name.text, &right.name.text))
}

/// The name that was probably meant by one that the operation does not declare.
fn meant(operation: &Operation, location: Location, name: &str) -> Option<String> {
    let variables = operation.path.iter().filter_map(variable).filter(|_| location == Location::Path);
    let parameters = operation.parameters.iter().filter(|parameter| parameter.location == location);
    let known: Vec<&str> = variables.chain(parameters.map(|parameter| parameter.name.as_str())).collect();
    if known.iter().any(|known| same_name(location, known, name)) {
        return None;
    }
    closest(name, known)
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
