//! Parameters that the operation does not declare, and those that it needs and nobody supplies.

use std::collections::HashSet;

use super::room::Requests;
use crate::diagnostic::{Kind, Relation};
use crate::document;
use crate::model::{Argument, SourceId};
use crate::openapi::{Location, Operation, Parameter, slip};
use crate::place::Mark;
use crate::resolve::operations::{has_default, is_reserved, same_name, variable};
use crate::suggest::closest;

impl Requests<'_> {
    /// The message about a parameter that the operation does not declare; whether it is sent anyway.
    pub(super) fn check_undeclared(
        &mut self,
        parameter: &document::Parameter,
        location: Location,
        inherited: bool,
        source: SourceId,
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
                let report = self.report.add(parameter.name.place.value(), kind);
                report.also(operation.path_place.name(), Relation::Path);
            }
            return false;
        }
        // No description before OpenAPI 3.2 can declare the whole of a query.
        let known =
            location == Location::QueryString || is_reserved(location, &name) || operation.has_unread_parameters;
        if !known && !self.security().is_credential(source, operation, location, &name) {
            let closest = meant(operation, location, &name);
            let (second, relation) = declared_instead(operation, location, closest.as_deref());
            let (location, operation) = (location.text(), operation.name.clone());
            let kind = Kind::UndeclaredParameter { parameter: name, location, operation, closest };
            self.report.add(parameter.name.place.value(), kind).also(second, relation);
        }
        true
    }

    /// Says that the path has a variable which no parameter describes: it is sent as any other (SPEC OB-07).
    fn check_variable(&mut self, name: &str, operation: &Operation) {
        if !operation.has_unread_parameters {
            let what = format!("the path `{}`", operation.template);
            let reason = format!("no parameter in `path` is declared for `{{{name}}}`");
            let (mark, kind) = slip(operation.path_place.name(), what, reason, "sent anyway");
            self.report.add(mark, kind);
        }
    }

    /// Path variables without a value, and required parameters that nobody supplies. What was meant to supply them and has
    /// a mistake of its own was reported.
    pub(super) fn check_supplied(
        &mut self,
        step: &document::Step,
        source: SourceId,
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
                let report = self.report.add(mark, Kind::UnboundPathParameter { parameter, path });
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
                || self.security().is_credential(source, operation, location, name);
            if !fine {
                let (declared, operation) = (parameter.place.key("name").value(), operation.name.clone());
                let (parameter, location) = (name.to_owned(), location.text());
                let kind = Kind::RequiredParameterMissing { parameter, location, operation };
                let report = self.report.add(step.target.word().place.value(), kind);
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

pub(super) fn has_variable(operation: &Operation, name: &str) -> bool {
    operation.path.iter().filter_map(variable).any(|variable| variable == name)
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
