//! Which of several operations of one name a step means: the only one that what the step gives is enough for.
//!
//! First the paths: where a variable has no value, or a path parameter no variable, there is no request. Where several operations
//! of one description are left, each is held against the others: it must take all that any of them takes of what the step
//! gives, and want nothing more than all of them do. If exactly one is left, it is meant. If several are left and all of them only
//! read, the one is meant whose parameters the step gives all: of the others it would leave something out. Else nobody can know.

use std::collections::BTreeSet;

use super::declared::{has_default, is_reserved, same_name, variable};
use super::finder::{Finder, Found};
use crate::diagnostic::Report;
use crate::document::{self, Document, OrReference, PayloadKind};
use crate::openapi::{Location, Node, Operation, reach, read_operation};
use crate::syntax::expression::Expression;
use crate::syntax::pointer::Pointer;

/// What a step gives to the operation that it calls.
pub(super) struct Given {
    /// Those of the workflow, which are marked so, and its own.
    parameters: Vec<(bool, Location, String)>,
    has_body: bool,
    /// The members of a payload that is written as an object.
    members: Vec<String>,
}

/// Something that speaks for an operation, or against it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fact {
    Parameter(&'static str, String),
    Member(String),
    Body,
}

/// An operation that could be meant.
struct Candidate {
    /// What it takes of what the step gives.
    takes: BTreeSet<Fact>,
    /// What it wants and the step does not give.
    lacks: BTreeSet<Fact>,
}

impl Given {
    pub(crate) fn of(document: &Document, workflow: &document::Workflow, step: &document::Step) -> Given {
        let lists = [(true, &workflow.parameters), (false, &step.parameters)];
        let all = lists.into_iter().flat_map(|(inherited, list)| list.iter().map(move |item| (inherited, item)));
        let parameters = all.filter_map(|(inherited, parameter)| {
            let parameter = named(parameter, document)?;
            Some((inherited, parameter.location?, parameter.name.text.clone()))
        });
        let payload = step.request_body.as_ref().and_then(|body| body.payload.as_ref());
        let members = match payload.map(|payload| &payload.kind) {
            Some(PayloadKind::Object(members)) => members.iter().map(|(name, _)| name.clone()).collect(),
            _ => Vec::new(),
        };
        Given { parameters: parameters.collect(), has_body: step.request_body.is_some(), members }
    }

    fn gives(&self, location: Location, name: &str) -> bool {
        self.parameters.iter().any(|(_, own, given)| *own == location && same_name(location, given, name))
    }

    /// Whether every variable of the path has a value, and the step's own values all have a variable.
    fn binds(&self, operation: &Operation) -> bool {
        let variables = || operation.path.iter().filter_map(variable);
        let own = self.parameters.iter().filter(|(inherited, location, _)| !inherited && *location == Location::Path);
        variables().all(|name| self.gives(Location::Path, name))
            && own.into_iter().all(|(_, _, name)| variables().any(|variable| variable == name))
    }

    /// `has_member`: whether the operation's body has a member of a name.
    fn takes(&self, operation: &Operation, mut has_member: impl FnMut(&str) -> bool) -> BTreeSet<Fact> {
        let is_declared = |location: Location, name: &str| {
            let mut declared = operation.parameters.iter();
            declared.any(|known| known.location == location && same_name(location, &known.name, name))
        };
        let parameters = self.parameters.iter().filter(|(_, location, name)| is_declared(*location, name));
        let parameters = parameters.map(|(_, location, name)| Fact::Parameter(location.text(), name.clone()));
        let body = (self.has_body && operation.body.is_some()).then_some(Fact::Body);
        let members = self.members.iter().filter(|name| has_member(name)).map(|name| Fact::Member(name.clone()));
        parameters.chain(body).chain(members).collect()
    }

    /// Whether the step gives every parameter of the operation.
    fn is_all_of(&self, operation: &Operation) -> bool {
        operation.parameters.iter().all(|known| self.gives(known.location, &known.name))
    }

    fn lacks(&self, operation: &Operation) -> BTreeSet<Fact> {
        let required = operation.parameters.iter().filter(|parameter| {
            let (location, name) = (parameter.location, parameter.name.as_str());
            let may_miss = location == Location::Path || has_default(parameter) || is_reserved(location, name);
            parameter.required && !may_miss && !self.gives(location, name)
        });
        let required = required.map(|parameter| Fact::Parameter(parameter.location.text(), parameter.name.clone()));
        let body = operation.body.as_ref().is_some_and(|body| body.required) && !self.has_body;
        required.chain(body.then_some(Fact::Body)).collect()
    }
}

impl Finder<'_> {
    /// The index of the only operation that fits.
    pub(super) fn fitting(&mut self, found: &[Found], given: &Given) -> Option<usize> {
        let operations: Option<Vec<Operation>> = found.iter().map(|found| self.candidate(found)).collect();
        let operations = operations?;
        let bound: Vec<usize> = (0..found.len()).filter(|index| given.binds(&operations[*index])).collect();
        // Descriptions of several APIs are not held against each other: their parameters have the same names by chance.
        let is_one_source = found.windows(2).all(|pair| pair[0].source == pair[1].source);
        if bound.len() < 2 || !is_one_source {
            return bound.first().copied().filter(|_| bound.len() == 1);
        }
        let candidates: Vec<Candidate> = bound.iter().map(|index| self.held(&operations[*index], given)).collect();
        let takes: BTreeSet<&Fact> = candidates.iter().flat_map(|candidate| &candidate.takes).collect();
        let fits = |candidate: &Candidate| {
            let mut lacks = candidate.lacks.iter();
            takes.iter().all(|fact| candidate.takes.contains(*fact))
                && lacks.all(|fact| candidates.iter().all(|other| other.lacks.contains(fact)))
        };
        let fitting = bound.iter().zip(&candidates).filter(|(_, candidate)| fits(candidate)).map(|(index, _)| *index);
        let fitting: Vec<usize> = fitting.collect();
        only(&fitting).or_else(|| {
            let may_be_chosen = fitting.iter().all(|index| is_safe(&operations[*index]));
            let exact = fitting.iter().filter(|index| given.is_all_of(&operations[**index])).copied();
            only(&exact.collect::<Vec<_>>()).filter(|_| may_be_chosen)
        })
    }

    /// What is wrong with an operation is said only when it is called.
    fn candidate(&mut self, found: &Found) -> Option<Operation> {
        let description = self.operations().description(found.source)?.clone();
        Some(read_operation(self.library, &description, &found.entry, &mut Report::default()))
    }

    fn held(&mut self, operation: &Operation, given: &Given) -> Candidate {
        let media = operation.body.iter().flat_map(|body| &body.content);
        let schemas: Vec<Node> = media.filter_map(|media| media.schema.clone()).collect();
        let library = &mut *self.library;
        let declares = |name: &str| {
            let pointer = Pointer::from_tokens(vec![name.to_owned()]);
            schemas.iter().any(|schema| {
                let reached = reach(library, Some(schema), &pointer, &mut Report::default());
                reached.is_ok_and(|reach| reach.schema.is_some() && reach.undeclared.is_none())
            })
        };
        Candidate { takes: given.takes(operation, declares), lacks: given.lacks(operation) }
    }
}

fn only(indices: &[usize]) -> Option<usize> {
    match indices {
        [only] => Some(*only),
        _ => None,
    }
}

/// Whether a request changes nothing (RFC 9110, section 9.2.1).
fn is_safe(operation: &Operation) -> bool {
    matches!(operation.method.as_str(), "GET" | "HEAD" | "OPTIONS" | "TRACE")
}

/// A parameter, or the component that it refers to.
fn named<'d>(
    parameter: &'d OrReference<document::Parameter>,
    document: &'d Document,
) -> Option<&'d document::Parameter> {
    match parameter {
        OrReference::Inline(parameter) => Some(parameter),
        OrReference::Reference(reference) => {
            let Expression::Component { name, .. } = &reference.expression else { return None };
            let components = &document.components.parameters;
            components.iter().find(|(known, _)| *known == name.value).map(|(_, parameter)| parameter)
        }
    }
}
