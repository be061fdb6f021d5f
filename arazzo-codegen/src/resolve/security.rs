//! Credentials: which the operations demand, which the document brings, and what must never be shown.

use super::replacements::last_name;
use super::request::same_name;
use super::workflow::Scope;
use crate::diagnostic::{Kind, Unusable, closest};
use crate::document::Location;
use crate::model::{
    Argument, Demand, Exchange, Expr, Fragment, InputTypes, OutputRef, Passed, Program, Scheme, Workflow,
};
use crate::openapi::{KeyLocation, Operation, SecurityKind, defined_schemes, read_scheme, scheme_name};
use crate::place::Mark;
use crate::secret_names::is_secret_name;
use crate::value::Value;

impl Scope<'_, '_> {
    /// What the client has to bring: alternatives of schemes, without what parameters surely carry (SPEC OX-02, OX-07).
    pub(super) fn security(
        &mut self,
        source: usize,
        operation: &Operation,
        arguments: &[Argument],
        mark: &Mark,
    ) -> Vec<Vec<Demand>> {
        let mut alternatives = Vec::new();
        let mut unusable = None;
        let security = operation.security.clone();
        for alternative in &security {
            match self.alternative(source, alternative, arguments) {
                // What is sent anyhow is enough.
                Ok(demands) if demands.is_empty() && !alternative.is_empty() => return Vec::new(),
                Ok(demands) => alternatives.push(demands),
                Err(scheme) => unusable = unusable.or(Some(scheme)),
            }
        }
        // Where another alternative can be had, nobody needs to know.
        if let (true, Some(scheme)) = (alternatives.is_empty(), unusable) {
            let (operation, why) = (operation.name.clone(), self.why_unusable(source, &scheme));
            self.context.report.add(mark.clone(), Kind::UnusableScheme { scheme, operation, why });
            return self.usable_part(source, &security, arguments);
        }
        alternatives
    }

    /// What the client has to bring for one alternative; or the first scheme that nothing we send could satisfy.
    fn alternative(
        &mut self,
        source: usize,
        alternative: &[String],
        arguments: &[Argument],
    ) -> Result<Vec<Demand>, String> {
        let mut demands = Vec::new();
        for name in alternative {
            let scheme = self.scheme(source, name).ok_or_else(|| name.clone())?;
            let kind = self.schemes[scheme].kind.clone();
            let carrier = arguments.iter().find(|argument| carries(&kind, argument.location, &argument.name));
            match carrier {
                Some(argument) if Self::is_certain(&argument.value) => self.check_prefix(&kind, name, argument),
                carrier => {
                    if let Some(argument) = carrier {
                        self.check_prefix(&kind, name, argument);
                    }
                    demands.push(Demand { scheme, unless_sent: carrier.is_some() });
                }
            }
        }
        Ok(demands)
    }

    /// Whether a header that carries a token begins with the word of its scheme, as far as the document says. Nothing is added to
    /// what it says: the value may begin so itself.
    fn check_prefix(&mut self, kind: &SecurityKind, scheme: &str, argument: &Argument) {
        let word = match kind {
            SecurityKind::Bearer => "Bearer",
            SecurityKind::Basic => "Basic",
            SecurityKind::ApiKey { .. } => return,
        };
        let begins = |text: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let is_said = match &argument.value {
            Expr::Literal(Value::String(text)) => begins(text),
            Expr::Template(fragments) => matches!(fragments.first(), Some(Fragment::Literal(text)) if begins(text)),
            Expr::Input(path) => {
                let described = self.inputs.fields().get(path.root).and_then(|field| field.description.as_deref());
                described.is_some_and(|text| text.contains(word))
            }
            _ => false,
        };
        if !is_said {
            let kind = Kind::BareToken { scheme: scheme.to_owned(), word };
            self.context.report.add(argument.place.key("value").value(), kind);
        }
    }

    /// What keeps a request from carrying a scheme.
    fn why_unusable(&mut self, source: usize, scheme: &str) -> Unusable {
        let position = self.source_positions.get(source).copied();
        let root =
            position.and_then(|position| self.context.operations.description(position)).map(|it| it.root.clone());
        let Some(root) = root else { return Unusable::Unknown { closest: None } };
        let defined = defined_schemes(&root);
        match defined.iter().find(|(name, _)| name == scheme) {
            Some((_, node)) if node.value.text("type") == Some("mutualTLS") => Unusable::Certificate,
            Some(_) => Unusable::Invalid,
            None => {
                let closest = closest(scheme, defined.iter().map(|(name, _)| name.as_str()));
                Unusable::Unknown { closest }
            }
        }
    }

    /// Of alternatives that cannot be satisfied as a whole, what the first one has that can be sent: a client certificate and an
    /// API key are often asked for together.
    fn usable_part(&mut self, source: usize, security: &[Vec<String>], arguments: &[Argument]) -> Vec<Vec<Demand>> {
        let Some(first) = security.first() else { return Vec::new() };
        let usable: Vec<String> = first.iter().filter(|name| self.scheme(source, name).is_some()).cloned().collect();
        let demands = self.alternative(source, &usable, arguments).unwrap_or_default();
        if demands.is_empty() { Vec::new() } else { vec![demands] }
    }

    /// Whether a parameter carries a credential that the operation names.
    pub(super) fn is_credential(
        &mut self,
        source: usize,
        operation: &Operation,
        location: Location,
        name: &str,
    ) -> bool {
        let names: Vec<String> = operation.security.iter().flatten().cloned().collect();
        names.iter().any(|scheme| {
            let scheme = self.scheme(source, scheme);
            scheme.is_some_and(|scheme| carries(&self.schemes[scheme].kind, location, name))
        })
    }

    /// The index of a scheme among those that the workflow may need.
    fn scheme(&mut self, source: usize, name: &str) -> Option<usize> {
        let own = scheme_name(name);
        let known = self.schemes.iter().position(|scheme| scheme.source == source && scheme.name == own);
        if known.is_some() {
            return known;
        }
        let position = *self.source_positions.get(source)?;
        let root = self.context.operations.description(position)?.root.clone();
        let scheme = read_scheme(self.context.library, &root, name, self.context.report)?;
        self.schemes.push(Scheme {
            source,
            name: scheme.name,
            constant: String::new(),
            kind: scheme.kind,
            description: scheme.description,
        });
        Some(self.schemes.len() - 1)
    }
}

/// Whether a credential of this kind travels in a parameter.
pub(super) fn carries(kind: &SecurityKind, location: Location, parameter: &str) -> bool {
    match kind {
        SecurityKind::ApiKey { location: key, name } => {
            let place = match key {
                KeyLocation::Header => Location::Header,
                KeyLocation::Query => Location::Query,
                KeyLocation::Cookie => Location::Cookie,
            };
            place == location && same_name(location, parameter, name)
        }
        SecurityKind::Bearer | SecurityKind::Basic => {
            location == Location::Header && parameter.eq_ignore_ascii_case("authorization")
        }
    }
}

/// Marks the inputs and outputs that are secrets by their use: they flow into a credential, or into a member that is called like one.
pub(super) fn mark_secrets(workflow: &mut Workflow, inputs: &[InputTypes]) {
    let mut flows = Vec::new();
    for step in &workflow.steps {
        if let Some(call) = step.call.workflow() {
            let fields = inputs.get(call.workflow).map(InputTypes::fields).unwrap_or_default();
            let is_secret = |passed: &&Passed| match passed.field {
                Some(field) => fields.get(field).is_some_and(|field| field.secret),
                None => is_secret_name(&passed.name),
            };
            flows.extend(call.passed().iter().filter(is_secret).map(|passed| passed.value.clone()));
        }
        let Some(request) = step.call.request() else { continue };
        for argument in &request.arguments {
            let by_scheme = workflow.schemes.iter().any(|scheme| {
                scheme.source == request.source && carries(&scheme.kind, argument.location, &argument.name)
            });
            let by_name = argument.location == Location::Header && is_secret_header(&argument.name);
            if by_scheme || by_name || is_secret_name(&argument.name) {
                flows.push(argument.value.clone());
            }
        }
        if let Some(body) = &request.body {
            collect_secret_members(&body.value, &mut flows);
        }
    }
    for value in &flows {
        value.each(&mut |part| mark(workflow, part));
    }
    mark_by_own_name(workflow);
    mark_copies(workflow);
    mark_workflow_outputs(workflow);
}

fn mark(workflow: &mut Workflow, value: &Expr) {
    match value {
        Expr::Input(path) => workflow.inputs.conceal(path),
        Expr::Output { output: OutputRef { step, output }, .. } => {
            if let Some(output) = workflow.steps.get_mut(*step).and_then(|step| step.outputs.get_mut(*output)) {
                output.secret = true;
            }
        }
        _ => {}
    }
}

fn collect_secret_members(value: &Expr, flows: &mut Vec<Expr>) {
    match value {
        Expr::Object(members) => {
            for (name, value) in members {
                if is_secret_name(name) {
                    flows.push(value.clone());
                }
                collect_secret_members(value, flows);
            }
        }
        Expr::Array(items) => items.iter().for_each(|item| collect_secret_members(item, flows)),
        Expr::Replaced(_, parts) => {
            for (target, value) in parts {
                if target.name().is_some_and(is_secret_name) {
                    flows.push(value.clone());
                }
                collect_secret_members(value, flows);
            }
        }
        _ => {}
    }
}

/// Outputs taken from a member, or from an element, that is called like a credential.
fn mark_by_own_name(workflow: &mut Workflow) {
    for output in workflow.steps.iter_mut().flat_map(|step| &mut step.outputs) {
        let name = match &output.value {
            Expr::Exchange(Exchange::Body(pointer)) => pointer.tokens().last().cloned(),
            Expr::Select { query: Program::Static(index), .. } => {
                workflow.statics.get(*index).and_then(|query| last_name(&query.text))
            }
            Expr::Select { query: Program::Bound { texts, .. }, .. } => {
                texts.iter().rev().find_map(|text| last_name(text))
            }
            _ => None,
        };
        output.secret |= name.is_some_and(|name| is_secret_name(&name));
    }
}

/// Outputs of steps that are made of secrets, such as a header that was sent.
fn mark_copies(workflow: &mut Workflow) {
    // A copy of a copy needs a second look.
    let mut changed = true;
    while std::mem::take(&mut changed) {
        let secret: Vec<Vec<bool>> =
            workflow.steps.iter().map(|step| step.outputs.iter().map(|output| output.secret).collect()).collect();
        let is_secret = |output: &OutputRef| {
            secret.get(output.step).and_then(|outputs| outputs.get(output.output)).copied().unwrap_or_default()
        };
        let inputs = &workflow.inputs;
        for output in workflow.steps.iter_mut().flat_map(|step| &mut step.outputs) {
            let mut found = false;
            output.value.each(&mut |part| match part {
                Expr::Input(path) => found |= inputs.is_secret(path),
                Expr::Output { output, .. } => found |= is_secret(output),
                _ => {}
            });
            changed |= found && !output.secret;
            output.secret |= found;
        }
    }
}

fn mark_workflow_outputs(workflow: &mut Workflow) {
    for output in &mut workflow.outputs {
        output.secret = match &output.value {
            Expr::Input(path) => {
                let root = workflow.inputs.fields().get(path.root);
                workflow.inputs.is_secret(path)
                    || root.is_some_and(|field| !workflow.inputs.secret_parts(&field.ty).is_empty())
            }
            Expr::Output { output: OutputRef { step, output }, .. } => {
                let of = workflow.steps.get(*step).and_then(|step| step.outputs.get(*output));
                of.is_some_and(|output| output.secret)
            }
            other => other.outputs().iter().any(|OutputRef { step, output }| {
                let of = workflow.steps.get(*step).and_then(|step| step.outputs.get(*output));
                of.is_some_and(|output| output.secret)
            }),
        };
    }
}

pub(super) fn is_secret_header(name: &str) -> bool {
    ["authorization", "proxy-authorization", "cookie"].iter().any(|known| name.eq_ignore_ascii_case(known))
}
