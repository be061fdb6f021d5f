//! What must never be shown: inputs and outputs that are secrets by their names, by what a description says of them, or by where
//! they go, in this workflow or in one that it calls.

use std::collections::BTreeSet;

use crate::model::{Argument, Exchange, Expr, Fragment, InputTypes, OutputRef, Passed, Program, Request, SchemeId};
use crate::openapi::{Hides, KeyLocation, Location, SecurityKind};
use crate::resolve::draft::{Draft, StepOutput};
use crate::resolve::request::{carries, last_name};
use crate::secret_names::is_secret_name;

/// Marks secrets in all workflows. What one of them does with an input may be known only when those that it calls are marked, and
/// they may call each other; each round marks more, or is the last.
pub(crate) fn mark_secrets(workflows: &mut [Draft]) {
    let mut marked = 0;
    loop {
        for index in 0..workflows.len() {
            let flows = workflows.get(index).map(|workflow| flows(workflow, workflows)).unwrap_or_default();
            let returned = workflows.get(index).map(|workflow| returned(workflow, workflows)).unwrap_or_default();
            let Some(workflow) = workflows.get_mut(index) else { continue };
            for (value, hides) in &flows {
                follow(workflow, value, hides);
            }
            for (output, hides) in &returned {
                mark_output(workflow, *output, hides);
            }
            mark_by_own_name(workflow);
            mark_copies(workflow);
            mark_workflow_outputs(workflow);
        }
        let all = workflows.iter().map(count).sum();
        if std::mem::replace(&mut marked, all) == all {
            return;
        }
    }
}

/// How much is marked.
fn count(workflow: &Draft) -> usize {
    let outputs = workflow.steps.iter().flat_map(|step| &step.outputs);
    let outputs = outputs.map(|output| usize::from(output.secret) + output.hides.as_ref().map_or(0, BTreeSet::len));
    let own = workflow.outputs.iter().map(|output| usize::from(output.secret) + output.hides.len());
    workflow.inputs.count_secrets() + outputs.chain(own).sum::<usize>()
}

static WHOLE: Hides = Hides { whole: true, members: BTreeSet::new() };
static BY_NAME: Hides = Hides { whole: false, members: BTreeSet::new() };

/// The values that go where secrets go.
fn flows(workflow: &Draft, all: &[Draft]) -> Vec<(Expr, Hides)> {
    let mut flows: Vec<(Expr, Hides)> = Vec::new();
    for step in &workflow.steps {
        if let Some(call) = step.call.workflow()
            && let Some(callee) = all.get(call.workflow)
        {
            flows.extend(
                call.passed().iter().map(|passed| (passed.value.clone(), passed_hides(passed, &callee.inputs))),
            );
        }
        let Some(request) = step.call.request() else { continue };
        let secret = request.arguments.iter().filter(|argument| is_secret(workflow, request, argument));
        flows.extend(secret.map(|argument| (argument.value.clone(), WHOLE.clone())));
        flows.extend(request.body.iter().map(|body| (body.value.clone(), BY_NAME.clone())));
    }
    flows.extend(workflow.confided.iter().map(|confided| (confided.value.clone(), confided.hides.clone())));
    flows
}

/// What a called workflow hides of what it is given.
fn passed_hides(passed: &Passed, callee: &InputTypes) -> Hides {
    match passed.field.and_then(|field| callee.fields().get(field)) {
        Some(field) => Hides { whole: field.secret, members: callee.secret_members(&field.ty) },
        None => Hides { whole: callee.is_secret_key(&passed.name), members: callee.hidden.clone() },
    }
}

/// Whether a parameter carries a credential, or is called like one.
fn is_secret(workflow: &Draft, request: &Request, argument: &Argument) -> bool {
    let by_scheme = workflow
        .schemes
        .iter()
        .any(|scheme| scheme.source == request.source && carries(&scheme.kind, argument.location, &argument.name));
    by_scheme
        || is_secret_name(&argument.name)
        || match argument.location {
            Location::Header => is_secret_header(&argument.name),
            Location::Cookie => is_session(&argument.name),
            _ => false,
        }
}

pub(crate) fn is_secret_header(name: &str) -> bool {
    ["authorization", "proxy-authorization", "cookie"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether a cookie is called like one that stands for a login.
fn is_session(name: &str) -> bool {
    let name = name.to_lowercase();
    ["session", "sess", "sid", "auth"].iter().any(|end| name.ends_with(end))
}

/// What called workflows hide of what they return.
fn returned(workflow: &Draft, all: &[Draft]) -> Vec<(OutputRef, Hides)> {
    let mut found = Vec::new();
    for (step, definition) in workflow.steps.enumerate() {
        let Some(callee) = definition.call.workflow().and_then(|call| all.get(call.workflow)) else { continue };
        for (output, declared) in definition.outputs.enumerate() {
            let Expr::Exchange(Exchange::Output { output: of, .. }) = &declared.value else { continue };
            let Some(of) = callee.outputs.get(*of) else { continue };
            found.push((OutputRef { step, output }, Hides { whole: of.secret, members: of.hides.clone() }));
        }
    }
    found
}

/// Marks what a value is made of: the whole of it, or what has a secret's name in it.
fn follow(workflow: &mut Draft, value: &Expr, hides: &Hides) {
    if hides.whole {
        value.each(&mut |part| mark(workflow, part, hides));
        return;
    }
    let is_secret = |name: &str| hides.members.contains(name) || is_secret_name(name);
    match value {
        Expr::Object(members) => {
            for (name, value) in members {
                follow(workflow, value, if is_secret(name) { &WHOLE } else { hides });
            }
        }
        Expr::Array(items) => items.iter().for_each(|item| follow(workflow, item, hides)),
        Expr::Replaced(whole, parts) => {
            follow(workflow, whole, hides);
            for (target, value) in parts {
                follow(workflow, value, if target.name().is_some_and(is_secret) { &WHOLE } else { hides });
            }
        }
        Expr::Template(fragments) => {
            let mut before = "";
            for fragment in fragments {
                match fragment {
                    Fragment::Literal(text) => before = text,
                    Fragment::Hole(value) | Fragment::Escaped(_, value) => {
                        follow(
                            workflow,
                            value,
                            if name_before(before).is_some_and(is_secret) { &WHOLE } else { hides },
                        );
                        before = "";
                    }
                }
            }
        }
        Expr::Input(_) | Expr::Output { .. } if !hides.is_empty() => mark(workflow, value, hides),
        _ => {}
    }
}

/// The name of the value that follows a text: of a field of a form, an element, or a member of JSON.
pub(super) fn name_before(text: &str) -> Option<&str> {
    let start = text.trim_end_matches(|c: char| c.is_whitespace() || "\"'\\=:>".contains(c));
    text.get(start.len()..)?.contains(['=', ':', '>']).then_some(())?;
    start.rsplit(|c: char| !(c.is_alphanumeric() || "_-.".contains(c))).next()
}

fn mark(workflow: &mut Draft, value: &Expr, hides: &Hides) {
    match value {
        Expr::Input(path) if hides.whole => workflow.inputs.conceal(path),
        Expr::Input(path) => workflow.inputs.conceal_members(&path.ty, &hides.members),
        Expr::Output { output, .. } => mark_output(workflow, *output, hides),
        _ => {}
    }
}

fn mark_output(workflow: &mut Draft, OutputRef { step, output }: OutputRef, hides: &Hides) {
    let output = workflow.steps.get_mut(step).and_then(|step| step.outputs.get_mut(output));
    let Some(output) = output.filter(|_| !hides.is_empty()) else { return };
    output.secret |= hides.whole;
    if !hides.members.is_empty() {
        output.hides.get_or_insert_default().extend(hides.members.iter().cloned());
    }
}

/// Outputs taken from a member, an element or a header that is called like a credential, and addresses with one in the query.
fn mark_by_own_name(workflow: &mut Draft) {
    let shown: Vec<bool> = workflow
        .steps
        .iter()
        .map(|step| step.call.request().is_none_or(|request| !has_secret_address(workflow, request)))
        .collect();
    for (step, shows_address) in workflow.steps.iter_mut().zip(shown) {
        for output in &mut step.outputs {
            let name = match &output.value {
                Expr::Exchange(Exchange::Body(pointer)) => pointer.tokens().last().cloned(),
                Expr::Exchange(Exchange::Header(name)) => Some(name.clone()),
                Expr::Select { query: Program::Static(index), .. } => {
                    workflow.statics.get(*index).and_then(|query| last_name(&query.text))
                }
                Expr::Select { query: Program::Bound { texts, .. }, .. } => {
                    texts.iter().rev().find_map(|text| last_name(text))
                }
                _ => None,
            };
            output.secret |= name.is_some_and(|name| is_secret_name(&name) || is_secret_header(&name));
            output.secret |= !shows_address && output.value == Expr::Exchange(Exchange::Url);
        }
    }
}

/// Whether the address of a request holds a secret, one of the client's included.
fn has_secret_address(workflow: &Draft, request: &Request) -> bool {
    let in_query = |scheme: SchemeId| {
        let kind = workflow.schemes.get(scheme).map(|scheme| &scheme.kind);
        matches!(kind, Some(SecurityKind::ApiKey { location: KeyLocation::Query, .. }))
    };
    let in_address = |location| matches!(location, Location::Query | Location::QueryString | Location::Path);
    request.security.iter().flatten().any(|demand| in_query(demand.scheme))
        || request.arguments.iter().any(|argument| {
            in_address(argument.location)
                && (is_secret(workflow, request, argument) || holds(workflow, &argument.value))
        })
}

/// Whether a value is made of secrets.
fn holds(workflow: &Draft, value: &Expr) -> bool {
    let mut found = false;
    value.each(&mut |part| match part {
        Expr::Input(path) => found |= workflow.inputs.is_secret(path),
        Expr::Output { output, .. } => found |= step_output(workflow, *output).is_some_and(|output| output.secret),
        _ => {}
    });
    found
}

fn step_output(workflow: &Draft, OutputRef { step, output }: OutputRef) -> Option<&StepOutput> {
    workflow.steps.get(step).and_then(|step| step.outputs.get(output))
}

/// Outputs of steps that are made of secrets, such as a header that was sent.
fn mark_copies(workflow: &mut Draft) {
    // A copy of a copy needs a second look.
    let mut left = workflow.steps.iter().map(|step| step.outputs.len()).sum::<usize>();
    loop {
        let before = count(workflow);
        for (output, hides) in copies(workflow) {
            mark_output(workflow, output, &hides);
        }
        if count(workflow) == before || left == 0 {
            return;
        }
        left -= 1;
    }
}

/// What outputs hide that are made of others, or of inputs.
fn copies(workflow: &Draft) -> Vec<(OutputRef, Hides)> {
    let mut found = Vec::new();
    for (step, definition) in workflow.steps.enumerate() {
        for (output, declared) in definition.outputs.enumerate() {
            let hides =
                Hides { whole: holds(workflow, &declared.value), members: members_in(workflow, &declared.value) };
            found.push((OutputRef { step, output }, hides));
        }
    }
    found
}

/// The names of the members that are not to be shown of a value.
fn members_in(workflow: &Draft, value: &Expr) -> BTreeSet<String> {
    match value {
        Expr::Input(path) => workflow.inputs.secret_members(&path.ty),
        Expr::Output { output, .. } => {
            step_output(workflow, *output).and_then(|output| output.hides.clone()).unwrap_or_default()
        }
        Expr::Select { context, .. } => members_in(workflow, context),
        _ => BTreeSet::new(),
    }
}

fn mark_workflow_outputs(workflow: &mut Draft) {
    let marks: Vec<(bool, BTreeSet<String>)> = workflow
        .outputs
        .iter()
        .map(|output| (holds(workflow, &output.value), members_in(workflow, &output.value)))
        .collect();
    for (output, (secret, members)) in workflow.outputs.iter_mut().zip(marks) {
        output.secret |= secret;
        output.hides.extend(members);
    }
}
