//! Which schemas describe the outputs of a workflow: those of the responses that it can be read from.

use crate::model::{Exchange, Expr, Ids, OutputRef, StepId, Then, WorkflowOutput};
use crate::openapi::{Node, UNDECLARED, Unknown};
use crate::resolve::draft::{Step, StepOutput};
use crate::resolve::responses::Told;
use crate::resolve::values::Values;
use crate::status::StatusSet;
use crate::syntax::pointer::Pointer;

/// What the responses say of an output.
#[derive(Clone, Debug)]
pub(crate) enum Described {
    /// It is no part of a response.
    Elsewhere,
    /// By the schema of each body that it may be read from.
    By(Vec<Source>),
    /// Too little for a type.
    Vaguely(Unknown),
}

/// A schema of a body, and what is read of it.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) schema: Node,
    pub(crate) pointer: Pointer,
    pub(crate) operation: String,
}

/// What is known of each output of a workflow; `known` has the same of those that it calls, by their places in the plan.
pub(crate) fn describe(
    values: &mut Values<'_>,
    outputs: &[WorkflowOutput],
    steps: &Ids<StepId, Step>,
    known: &[Vec<Described>],
) -> Vec<Described> {
    outputs.iter().map(|output| values.described(&output.value, steps, known)).collect()
}

impl Values<'_> {
    fn described(&mut self, value: &Expr, steps: &Ids<StepId, Step>, known: &[Vec<Described>]) -> Described {
        let Some((at, output)) = source_of(value, steps) else { return Described::Elsewhere };
        match (&output.value, steps.get(at)) {
            (Expr::Exchange(Exchange::Body(pointer)), Some(step)) => self.described_body(at, step, pointer),
            (Expr::Exchange(Exchange::Output { output, pointer }), _) if pointer.is_empty() => {
                let callee = self.known.callee(at).and_then(|callee| known.get(callee));
                callee.and_then(|outputs| outputs.get(*output)).cloned().unwrap_or(Described::Elsewhere)
            }
            _ => Described::Elsewhere,
        }
    }

    fn described_body(&mut self, at: StepId, step: &Step, pointer: &Pointer) -> Described {
        let Some(operation) = self.known.operation(at) else { return Described::Elsewhere };
        let (operation, responses) = (operation.name.clone(), operation.place.key("responses").name());
        let vaguely = |reason| Described::Vaguely(Unknown { reason, schema: Some(responses.clone()) });
        let success = step.success.statuses();
        let told = self.responses().told(at, pointer);
        let meets = |told: &Told| told.status.statuses().is_some_and(|set| set.intersects(&success));
        let is_specific = told.iter().any(meets);
        let succeeds = |told: &Told| meets(told) || !is_specific && told.status.statuses().is_none();
        // The body of a failed response is another one, where the workflow goes on behind it.
        let goes_on = step.on_failure.iter().any(|action| matches!(action.then, Then::Goto(_)));
        let has_default = told.iter().any(|told| told.status.statuses().is_none());
        if goes_on && pointer.is_empty() && !has_default {
            return vaguely("it may be the body of any failed response");
        }
        if listed(&success).any(|status| !told.iter().any(|told| told.describes(status))) {
            return vaguely("no response describes one of the statuses that are a success");
        }
        let mut sources = Vec::new();
        for told in told.iter().filter(|told| succeeds(told) || goes_on) {
            // What a failed response does not declare, it hardly has.
            let is_declared = succeeds(told) || pointer.is_empty() || told.declares_it();
            if told.has_no_body() || told.reach.is_err() || !is_declared {
                continue;
            }
            let Some(schema) = told.json_schema() else { return vaguely("a response has no JSON schema") };
            sources.push(Source { schema: schema.clone(), pointer: pointer.clone(), operation: operation.clone() });
        }
        match sources.is_empty() {
            false => Described::By(sources),
            true if told.iter().any(|told| told.reach.is_err()) => vaguely(UNDECLARED),
            true => vaguely("no response describes it"),
        }
    }
}

/// The statuses that criteria name one by one; all of `2XX` are hardly named so.
fn listed(success: &StatusSet) -> impl Iterator<Item = u16> {
    success.ranges().iter().filter(|range| range.end() - range.start() < 10).cloned().flatten()
}

/// The output of a step that a value is, behind all copies.
fn source_of<'s>(value: &Expr, steps: &'s Ids<StepId, Step>) -> Option<(StepId, &'s StepOutput)> {
    let mut value = value;
    for _ in 0..=steps.iter().map(|step| step.outputs.len()).sum() {
        let Expr::Output { output: OutputRef { step, output }, pointer } = value else { return None };
        let found = steps.get(*step)?.outputs.get(*output).filter(|_| pointer.is_empty())?;
        if !matches!(found.value, Expr::Output { .. }) {
            return Some((*step, found));
        }
        value = &found.value;
    }
    None
}
