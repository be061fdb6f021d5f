//! The request of a step: its parameters and its body.

use super::expression::Position;
use super::outputs::is_json;
use super::workflow::Scope;
use crate::diagnostic::{Kind, closest};
use crate::document::{self, Location, OrReference};
use crate::model::{Argument, Body, BodyForm, Expr, Request, Serialisation};
use crate::openapi::{Operation, Parameter, PathPart};
use crate::syntax::expression::ComponentKind;
use crate::value::Value;

impl Scope<'_, '_> {
    pub(super) fn request(&mut self, index: usize) -> Request {
        let step = &self.workflow.steps[index];
        let Some((source, operation)) = self.operations[index].clone() else {
            // The step's own mistakes are worth reporting even if its operation is unknown.
            let (parameters, _) = self.parameters(index);
            self.arguments(&parameters, None);
            return unknown_request();
        };
        let (parameters, complete) = self.parameters(index);
        let arguments = self.arguments(&parameters, Some((source, &operation)));
        if complete {
            self.check_supplied(step, source, &operation, &parameters);
        }
        let body = self.body(step, &operation);
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
        }
    }

    /// Those of the workflow, which are marked so, overridden by those of the step; and whether each of them was found.
    fn parameters(&mut self, index: usize) -> (Vec<(bool, document::Parameter)>, bool) {
        let (workflow, components) = (self.workflow, &self.context.document.components.parameters);
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
                if level.iter().any(|known| same(known, &parameter)) {
                    let kind = Kind::Duplicate { what: "parameter", name: parameter.name.text.clone() };
                    self.context.report.add(parameter.name.place.value(), kind);
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

    fn parameter(
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
        let value = self.payload(&parameter.value, Position::Request)?;
        let style = declared.map_or(Serialisation::default_for(location), |declared| Serialisation {
            style: declared.style,
            explode: declared.explode,
            allow_reserved: declared.allow_reserved,
        });
        Some(Argument { name: name.clone(), location, style, value, place: parameter.place.clone() })
    }

    /// What is said about a parameter that the operation does not declare; whether it is sent all the same.
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
            let variables = || operation.path.iter().filter_map(variable);
            if variables().any(|variable| variable == name) {
                return true;
            }
            // A workflow's path parameter concerns the steps whose paths have it.
            if !inherited {
                let (closest, path) = (meant(operation, location, &name), operation.template.clone());
                let kind = Kind::UnknownPathParameter { parameter: name, path, closest };
                self.context.report.add(parameter.name.place.value(), kind);
            }
            return false;
        }
        let reserved = ["accept", "content-type", "authorization"];
        let is_reserved = location == Location::Header && reserved.contains(&name.to_ascii_lowercase().as_str());
        if !is_reserved && !self.is_credential(source, operation, location, &name) {
            let (closest, operation) = (meant(operation, location, &name), operation.name.clone());
            let kind = Kind::UndeclaredParameter { parameter: name, location: location.text(), operation, closest };
            self.context.report.add(parameter.name.place.value(), kind);
        }
        true
    }

    /// Path variables without a value, and required parameters that nobody supplies. What was meant to supply them and has
    /// a mistake of its own was reported.
    fn check_supplied(
        &mut self,
        step: &document::Step,
        source: usize,
        operation: &Operation,
        parameters: &[(bool, document::Parameter)],
    ) {
        let supplied = |location: Location, name: &str| {
            parameters.iter().filter(|(_, parameter)| parameter.location.is_none_or(|own| own == location)).any(
                |(_, parameter)| {
                    let written = parameter.name.text.as_str();
                    same_name(location, written, name) || meant(operation, location, written).as_deref() == Some(name)
                },
            )
        };
        for name in operation.path.iter().filter_map(variable) {
            if !supplied(Location::Path, name) {
                let (parameter, path) = (name.to_owned(), operation.template.clone());
                let mark = step.target.word().place.value();
                self.context.report.add(mark, Kind::UnboundPathParameter { parameter, path });
            }
        }
        let reserved = ["accept", "content-type", "authorization"];
        for parameter in operation.parameters.iter().filter(|parameter| parameter.required) {
            let (location, name) = (parameter.location, parameter.name.as_str());
            let is_reserved = location == Location::Header && reserved.contains(&name.to_ascii_lowercase().as_str());
            let fine = location == Location::Path
                || is_reserved
                || supplied(location, name)
                || has_default(parameter)
                || self.is_credential(source, operation, location, name);
            if !fine {
                let (parameter, operation) = (name.to_owned(), operation.name.clone());
                let kind = Kind::RequiredParameterMissing { parameter, location: location.text(), operation };
                self.context.report.add(step.target.word().place.value(), kind);
            }
        }
    }

    fn body(&mut self, step: &document::Step, operation: &Operation) -> Option<Body> {
        let written = step.request_body.as_ref();
        let payload = written.and_then(|body| body.payload.as_ref());
        let (Some(written), Some(payload)) = (written, payload) else {
            if operation.body.as_ref().is_some_and(|body| body.required) {
                let kind = Kind::BodyMissing { operation: operation.name.clone() };
                self.context.report.add(step.target.word().place.value(), kind);
            }
            return None;
        };
        let content_type = self.content_type(written, operation);
        let value = self.payload(payload, Position::Request)?;
        let (form, value) = match formed(&content_type, value) {
            Ok(formed) => formed,
            Err(what) => {
                self.context.report.add(payload.place.value(), Kind::Unsupported { what });
                return None;
            }
        };
        self.check_required_properties(&value, &content_type, payload, operation);
        let required = operation.body.as_ref().is_some_and(|body| body.required);
        Some(Body { content_type, form, value, required, place: payload.place.clone() })
    }

    /// The one the step names, else the operation's, JSON first (SPEC RB-01).
    fn content_type(&mut self, body: &document::RequestBody, operation: &Operation) -> String {
        let Some(declared) = &operation.body else {
            let kind = Kind::UndeclaredBody { operation: operation.name.clone() };
            self.context.report.add(body.place.name(), kind);
            return body.content_type.as_ref().map_or("application/json".to_owned(), |word| word.text.clone());
        };
        let mut types = declared.content.iter().map(|media| media.content_type.as_str());
        let Some(written) = &body.content_type else {
            let json = types.clone().find(|name| is_json(name));
            return json.or_else(|| types.next()).unwrap_or("application/json").to_owned();
        };
        if declared.content.iter().all(|media| !admits(&media.content_type, &written.text)) {
            let (content_type, operation) = (written.text.clone(), operation.name.clone());
            self.context.report.add(written.place.value(), Kind::UndeclaredContentType { content_type, operation });
        }
        written.text.clone()
    }

    fn check_required_properties(
        &mut self,
        value: &Expr,
        content_type: &str,
        payload: &document::Payload,
        operation: &Operation,
    ) {
        let Expr::Object(members) = value else { return };
        let media = operation.body.iter().flat_map(|body| &body.content);
        let schema =
            media.filter(|media| admits(&media.content_type, content_type)).find_map(|media| media.schema.clone());
        let Some(schema) = schema.and_then(|schema| self.context.library.resolve(schema, self.context.report)) else {
            return;
        };
        let required = schema.get("required").map(|list| list.items()).unwrap_or_default();
        for property in required.iter().filter_map(|name| name.value.as_str()) {
            let read_only = schema
                .get("properties")
                .and_then(|properties| properties.get(property))
                .is_some_and(|property| property.value.get("readOnly").and_then(Value::as_bool) == Some(true));
            if !read_only && members.iter().all(|(name, _)| name != property) {
                let (property, operation) = (property.to_owned(), operation.name.clone());
                self.context.report.add(payload.place.name(), Kind::RequiredPropertyMissing { property, operation });
            }
        }
    }
}

/// How a payload becomes a body of its type; or what of it cannot be compiled.
fn formed(content_type: &str, value: Expr) -> Result<(BodyForm, Expr), String> {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if is_json(content_type) {
        return match value {
            Expr::Template(_) => Err("a JSON body written as a text template".to_owned()),
            // JSON written as text is JSON, not a string that holds it.
            Expr::Literal(Value::String(text)) => match serde_json::from_str(&text) {
                Ok(value) => Ok((BodyForm::Json, Expr::Literal(value))),
                Err(_) => Err("a JSON body written as text that is not JSON".to_owned()),
            },
            value => Ok((BodyForm::Json, value)),
        };
    }
    match (essence.as_str(), &value) {
        ("application/x-www-form-urlencoded", Expr::Object(_)) => Ok((BodyForm::UrlEncoded, value)),
        ("application/x-www-form-urlencoded", _) => Err("a form body written as a text template".to_owned()),
        (multipart, _) if multipart.starts_with("multipart/") => Err(format!("a request body of type `{essence}`")),
        (range, _) if range.contains('*') => {
            Err(format!("a request body of the range `{essence}`, without a type of its own,"))
        }
        (_, Expr::Object(_) | Expr::Array(_)) => Err(format!("an object as a body of type `{essence}`")),
        // What stands in a hole of XML would have to be escaped.
        (xml, Expr::Template(_)) if xml.ends_with("xml") => Err("an XML body written as a text template".to_owned()),
        _ => Ok((BodyForm::Text, value)),
    }
}

/// A request whose operation is not known: an error was reported, nothing will be generated from it.
fn unknown_request() -> Request {
    Request {
        source: 0,
        method: String::new(),
        path: String::new(),
        server: None,
        accept: None,
        security: Vec::new(),
        arguments: Vec::new(),
        body: None,
    }
}

fn variable(part: &PathPart) -> Option<&str> {
    match part {
        PathPart::Variable(name) => Some(name),
        PathPart::Literal(_) => None,
    }
}

fn same(left: &document::Parameter, right: &document::Parameter) -> bool {
    left.location == right.location
        && left.location.is_none_or(|location| same_name(location, &left.name.text, &right.name.text))
}

/// Header names are one name in any case.
pub(super) fn same_name(location: Location, left: &str, right: &str) -> bool {
    match location {
        Location::Header => left.eq_ignore_ascii_case(right),
        _ => left == right,
    }
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

fn declared<'o>(operation: &'o Operation, location: Location, name: &str) -> Option<&'o Parameter> {
    let same = |parameter: &&Parameter| parameter.location == location && same_name(location, &parameter.name, name);
    operation.parameters.iter().find(same)
}

/// A server that is not told knows what to assume.
fn has_default(parameter: &Parameter) -> bool {
    parameter.schema.as_ref().is_some_and(|schema| {
        let single = schema.value.get("enum").and_then(Value::as_array).is_some_and(|values| values.len() == 1);
        single || schema.value.get("default").is_some() || schema.value.get("const").is_some()
    })
}

/// Whether a declared media type or range (`image/*`) admits a content type; parameters do not matter.
fn admits(declared: &str, content_type: &str) -> bool {
    let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (declared, content_type) = (essence(declared), essence(content_type));
    match declared.strip_suffix("/*") {
        Some("*") => true,
        Some(kind) => content_type.split('/').next() == Some(kind),
        None => declared == content_type,
    }
}

/// The content types of the documented responses, JSON first.
fn accept(operation: &Operation) -> Option<String> {
    let mut types: Vec<&str> = Vec::new();
    for media in operation.responses.iter().flat_map(|response| &response.content) {
        if !types.contains(&media.content_type.as_str()) {
            types.push(&media.content_type);
        }
    }
    types.sort_by_key(|name| !is_json(name));
    (!types.is_empty()).then(|| types.join(", "))
}
