//! Credentials that are sent to somebody else than the API that they belong to.
//!
//! What is certain is that a value which a request carries for a security scheme opens the API of that request. Where the same
//! value goes to another origin, and nothing there asks for a credential, its owner loses it. Sending a token
//! back to the API that issued it reveals nothing; and where a scheme, a declared parameter or a member is named like a credential,
//! it is asked for.

use super::site::site_of;
use crate::diagnostic::{Kind, Relation, Report};
use crate::judge::subject::Subject;
use crate::model::{
    Argument, Exchange, Expr, Id, Ids, InputPath, OutputRef, Request, Step, StepId, Workflow, WorkflowCall,
};
use crate::openapi::{Library, Location, Operation, scheme_name};
use crate::place::{Mark, Place};
use crate::resolve::{carries, declared, is_secret_header, same_name};
use crate::secret_names::is_secret_name;
use crate::syntax::pointer::Pointer;

/// An input in a request that does not ask for a credential there.
#[derive(Clone, Debug)]
pub(crate) struct Exposure {
    /// The field of `Input`, as Rust spells it.
    field: String,
    /// The name of the source that gets it.
    source: String,
    /// Its scheme, host and port.
    origin: String,
    mark: Mark,
}

/// A value that has no parts, by where it comes from.
#[derive(Clone, Debug, PartialEq)]
enum Origin {
    Input(Vec<String>, Pointer),
    Output(OutputRef, Pointer),
}

/// A value that must not go anywhere else.
struct Secret {
    origin: Origin,
    /// The step that sends it as a credential, or whose response it is called like one in.
    step: StepId,
    /// The name of the scheme; `None` where only its name says that it is a credential.
    scheme: Option<String>,
    mark: Mark,
}

/// A value at a place of a request.
struct Sent<'s> {
    value: &'s Expr,
    asked: bool,
    place: Place,
}

/// A value on its way to another origin, in a request of a step or of a workflow that it calls.
struct Way<'s> {
    value: &'s Expr,
    place: Place,
    to: Exposure,
    /// The request is one of a called workflow.
    called: bool,
}

/// What the requests of a workflow may give away.
pub(crate) struct Leaks<'l> {
    pub(crate) subject: &'l Subject<'l>,
    /// All of the model.
    pub(crate) workflows: &'l [Workflow],
    /// What becomes of the inputs of those that were judged before.
    pub(crate) exposures: &'l [Vec<Exposure>],
    pub(crate) library: &'l Library,
    pub(crate) report: &'l mut Report,
}

impl Leaks<'_> {
    /// Reports secrets that go elsewhere; what becomes of the inputs is for the workflows that call this one.
    pub(crate) fn check(&mut self) -> Vec<Exposure> {
        let steps = &self.subject.workflow.steps;
        let secrets = self.secrets(steps);
        let mut exposures: Vec<Exposure> = Vec::new();
        let ways = steps.enumerate().flat_map(|(index, step)| self.ways(index, step));
        for way in ways.collect::<Vec<_>>() {
            let origins = origins(way.value, steps);
            self.check_way(&way, &origins, &secrets, steps);
            for (origin, part) in &origins {
                let here = || self.subject.hole(self.library, part, &way.place);
                let mark = if way.called { way.to.mark.clone() } else { here() };
                let is_same = |known: &Exposure, new: &Exposure| known.field == new.field && known.origin == new.origin;
                // Once for each origin: workflows in workflows would make very many of them.
                let new = exposed(origin, &way.to, mark);
                exposures.extend(new.filter(|new| !exposures.iter().any(|known| is_same(known, new))));
            }
        }
        exposures
    }

    /// Whether what goes on a way is a secret, and of somebody else.
    fn check_way(&mut self, way: &Way<'_>, origins: &[(Origin, Expr)], secrets: &[Secret], steps: &Ids<StepId, Step>) {
        let leaked = origins.iter().find_map(|(origin, part)| {
            let is_it = |secret: &&Secret| secret.origin == *origin && is_elsewhere(secret, &way.to.origin, steps);
            secrets.iter().find(is_it).map(|secret| (secret, part))
        });
        if let Some((secret, part)) = leaked {
            let mark = self.subject.hole(self.library, part, &way.place);
            self.report_leak(secret, way, mark, steps);
        }
    }

    /// The ways on which values leave a step, as far as nothing there asks for a credential.
    fn ways<'s>(&self, index: StepId, step: &'s Step) -> Vec<Way<'s>> {
        if let Some(call) = step.call.workflow() {
            return self.ways_of_call(call);
        }
        let (Some(request), Some(operation)) = (step.call.request(), self.subject.operation(index)) else {
            return Vec::new();
        };
        let Some(origin) = request.server.as_deref().map(host_of) else { return Vec::new() };
        let source =
            self.subject.workflow.sources.get(request.source).map(|source| source.name.clone()).unwrap_or_default();
        let sent = self.sent_values(request, operation).into_iter().filter(|sent| !sent.asked);
        let ways = sent.map(|Sent { value, place, .. }| {
            let mark = place.value();
            let to = Exposure { field: String::new(), source: source.clone(), origin: origin.clone(), mark };
            Way { value, place, to, called: false }
        });
        ways.collect()
    }

    /// What a called workflow sends of the inputs that it is given.
    fn ways_of_call<'s>(&self, call: &'s WorkflowCall) -> Vec<Way<'s>> {
        let callee = self.workflows.get(call.workflow).zip(self.exposures.get(call.workflow));
        let Some((callee, exposures)) = callee else { return Vec::new() };
        let ways = call.passed().iter().flat_map(|passed| {
            let field = passed.field.and_then(|index| callee.inputs.fields().get(index));
            let goes_on = move |to: &&Exposure| field.is_some_and(|field| field.ident == to.field);
            exposures.iter().filter(goes_on).map(|to| Way {
                value: &passed.value,
                place: passed.place.key("value"),
                to: to.clone(),
                called: true,
            })
        });
        ways.collect()
    }

    /// What the steps send for schemes, and what responses call like a credential.
    fn secrets(&self, steps: &Ids<StepId, Step>) -> Vec<Secret> {
        let mut secrets = Vec::new();
        for (step, definition) in steps.enumerate() {
            let (Some(request), Some(operation)) = (definition.call.request(), self.subject.operation(step)) else {
                continue;
            };
            for argument in &request.arguments {
                let Some(scheme) = self.carried(request, operation, argument) else { continue };
                let mark = argument.place.key("value").value();
                secrets.extend(origins(&argument.value, steps).into_iter().map(|(origin, _)| Secret {
                    origin,
                    step,
                    scheme: Some(scheme.clone()),
                    mark: mark.clone(),
                }));
            }
            secrets.extend(self.called_secrets(step, definition));
        }
        secrets
    }

    /// Outputs that a response calls like a credential, as far as the document declares them.
    fn called_secrets(&self, step: StepId, definition: &Step) -> Vec<Secret> {
        let written =
            self.subject.written.steps.get(step.index()).map(|step| step.outputs.as_slice()).unwrap_or_default();
        let is_secret = |value: &Expr| {
            matches!(value, Expr::Exchange(Exchange::Body(pointer))
                if pointer.tokens().last().is_some_and(|name| is_secret_name(name)))
        };
        let outputs = definition.outputs.enumerate().filter(|(_, output)| is_secret(&output.value));
        let secrets = outputs.filter_map(|(output, made)| {
            let declared = written.iter().find(|declared| declared.name == made.name)?;
            let origin = Origin::Output(OutputRef { step, output }, Pointer::default());
            Some(Secret { origin, step, scheme: None, mark: declared.place.value() })
        });
        secrets.collect()
    }

    /// The scheme of the operation whose credential a parameter carries.
    fn carried(&self, request: &Request, operation: &Operation, argument: &Argument) -> Option<String> {
        let demanded = |name: &str| operation.security.iter().flatten().any(|known| scheme_name(known) == name);
        let mut schemes = self.subject.workflow.schemes.iter().filter(|scheme| scheme.source == request.source);
        let found = schemes
            .find(|scheme| demanded(&scheme.name) && carries(&scheme.kind, argument.location, &argument.name))?;
        Some(found.name.clone())
    }

    /// Every value of a request, and whether the API asks for a credential there.
    fn sent_values<'s>(&self, request: &'s Request, operation: &Operation) -> Vec<Sent<'s>> {
        let mut sent: Vec<Sent<'s>> = Vec::new();
        for argument in &request.arguments {
            let asked = self.carried(request, operation, argument).is_some() || is_asked(operation, argument);
            let place = argument.place.key("value");
            sent.push(Sent { value: &argument.value, asked, place });
        }
        if let Some(body) = &request.body {
            self.members(&body.value, &body.place, false, &mut sent);
        }
        sent
    }

    fn members<'s>(&self, value: &'s Expr, place: &Place, asked: bool, sent: &mut Vec<Sent<'s>>) {
        // A constant has come from nobody.
        let is_given = |value: &Expr| !matches!(value, Expr::Literal(_));
        match value {
            Expr::Object(members) => {
                for (name, value) in members.iter().filter(|(_, value)| is_given(value)) {
                    let inner = place.key(name);
                    let inner = if self.library.peek(&inner).is_some() { inner } else { place.clone() };
                    self.members(value, &inner, asked || is_secret_name(name), sent);
                }
            }
            Expr::Array(items) => {
                for (index, item) in items.iter().enumerate().filter(|(_, item)| is_given(item)) {
                    self.members(item, &place.index(index), asked, sent);
                }
            }
            value => sent.push(Sent { value, asked, place: place.clone() }),
        }
    }

    fn report_leak(&mut self, secret: &Secret, way: &Way<'_>, mark: Mark, steps: &Ids<StepId, Step>) {
        let own = steps.get(secret.step).and_then(|step| step.call.request());
        let owner =
            own.and_then(|request| self.subject.workflow.sources.get(request.source)).map(|source| source.name.clone());
        let (owner, other, host) = (owner.unwrap_or_default(), way.to.source.clone(), way.to.origin.clone());
        let own = own.and_then(|request| request.server.as_deref()).map(host_of);
        let same_site = own.is_some_and(|own| site_of(&own) == site_of(&host));
        let kind = Kind::LeakedCredential { scheme: secret.scheme.clone(), owner, other, host, same_site };
        let second = (secret.mark != mark).then(|| secret.mark.clone());
        let sent = way.called.then(|| way.to.mark.clone());
        self.report.add(mark, kind).also_if(second, Relation::Credential).also_if(sent, Relation::Sent);
    }
}

/// Whether a declared parameter is called like a credential.
fn is_asked(operation: &Operation, argument: &Argument) -> bool {
    let is_header = argument.location == Location::Header;
    let is_authorization = is_header && same_name(Location::Header, &argument.name, "authorization");
    let is_called_so = is_secret_name(&argument.name) || is_header && is_secret_header(&argument.name);
    is_authorization || is_called_so && declared(operation, argument.location, &argument.name).is_some()
}

/// Where the parts of a value come from, and the parts; a copy comes from what it is a copy of.
fn origins(value: &Expr, steps: &Ids<StepId, Step>) -> Vec<(Origin, Expr)> {
    let of_input = |path: &InputPath| Origin::Input(path.fields.clone(), path.pointer.clone());
    let mut found = Vec::new();
    value.each(&mut |part| match part {
        Expr::Input(path) => found.push((of_input(path), part.clone())),
        Expr::Output { output, pointer } => {
            let copied = steps.get(output.step).and_then(|step| step.outputs.get(output.output));
            let origin = match copied.map(|output| &output.value) {
                Some(Expr::Input(path)) if pointer.is_empty() => of_input(path),
                _ => Origin::Output(*output, pointer.clone()),
            };
            found.push((origin, part.clone()));
        }
        _ => {}
    });
    found
}

/// The input of which a value is made, when it is a whole field.
fn exposed(origin: &Origin, to: &Exposure, mark: Mark) -> Option<Exposure> {
    match origin {
        Origin::Input(fields, pointer) if pointer.is_empty() => {
            let [field] = fields.as_slice() else { return None };
            Some(Exposure { field: field.clone(), mark, ..to.clone() })
        }
        _ => None,
    }
}

/// Whether an origin is another one than that of a secret, and than the one that has given it out.
fn is_elsewhere(secret: &Secret, here: &str, steps: &Ids<StepId, Step>) -> bool {
    let server = |step: StepId| steps.get(step)?.call.request()?.server.as_deref().map(host_of);
    let issuer = match secret.origin {
        Origin::Output(output, _) => server(output.step),
        Origin::Input(..) => None,
    };
    server(secret.step).is_some_and(|own| own != here) && issuer.is_none_or(|issuer| issuer != here)
}

/// `https://api.example:8443/v1` → `https://api.example:8443`
fn host_of(server: &str) -> String {
    let start = server.find("://").map_or(0, |at| at + 3);
    let end = server.get(start..).and_then(|rest| rest.find(['/', '?', '#'])).map_or(server.len(), |at| start + at);
    server.get(..end).unwrap_or(server).to_ascii_lowercase()
}
