//! Which responses a condition is about: those that the status criteria beside it admit.

use crate::document::{self, Criterion};
use crate::model::{Exchange, Expr, Id, StepId, Test};
use crate::resolve::compare::compare;
use crate::resolve::lookup::Lookup;
use crate::status::StatusSet;
use crate::syntax::condition::{Condition, Dialect, Operand, OperandKind};
use crate::syntax::expression::Expression;
use crate::value::Value;

/// The responses that a criterion looks at.
#[derive(Clone, Debug)]
pub(crate) struct Answers {
    pub(crate) statuses: StatusSet,
    /// No criterion says so: successful ones are probably meant.
    pub(crate) assumed: bool,
}

impl Answers {
    pub(crate) fn any() -> Answers {
        Answers { statuses: StatusSet::any_response(), assumed: false }
    }

    /// What criteria that must all hold admit.
    pub(crate) fn admitted_by(criteria: &[Criterion]) -> Answers {
        let sets = criteria.iter().map(statuses_admitted);
        let statuses = sets.fold(StatusSet::any_response(), |all, set| all.intersection(&set));
        Answers::narrowed(statuses)
    }

    /// What the success criteria of a step admit.
    pub(crate) fn wanted_by(step: Option<&document::Step>) -> Answers {
        match step.and_then(|step| step.success_criteria.as_ref()) {
            Some(criteria) => Answers::admitted_by(criteria),
            None => Answers { statuses: StatusSet::of(200..=299), assumed: false },
        }
    }

    /// These; or, where they are all that there are, successful ones.
    fn narrowed(statuses: StatusSet) -> Answers {
        let assumed = statuses == StatusSet::any_response();
        Answers { statuses: if assumed { StatusSet::of(200..=299) } else { statuses }, assumed }
    }

    /// Whether they are errors, each of them: the step tests how an API refuses a request.
    pub(crate) fn are_errors(&self) -> bool {
        !self.assumed && !self.statuses.is_empty() && self.statuses.is_subset(&StatusSet::of(400..=999))
    }

    /// Whether one of the statuses is one with which a criterion can hold.
    pub(crate) fn admit(&self, criterion: &Criterion) -> bool {
        statuses_admitted(criterion).intersects(&self.statuses)
    }

    /// Where a step has succeeded.
    pub(crate) fn of_success(success: &Test) -> Answers {
        Answers::narrowed(success.statuses().intersection(&StatusSet::any_response()))
    }

    /// Where a step has failed, which a response of any status may be when something else than the status decides.
    pub(crate) fn of_failure(success: &Test) -> Answers {
        let failed = success.as_status().map_or_else(StatusSet::everything, |set| set.complement());
        Answers { statuses: failed, assumed: false }
    }
}

impl Lookup<'_> {
    /// What the success criteria of a step admit.
    pub(crate) fn answers(&self, step: StepId) -> Answers {
        Answers::wanted_by(self.workflow.steps.get(step.index()))
    }
}

/// The statuses with which a criterion can hold, as far as it speaks of nothing else.
pub(crate) fn statuses_admitted(criterion: &Criterion) -> StatusSet {
    match &criterion.test {
        document::Test::Simple(condition) => statuses_of(condition),
        _ => StatusSet::everything(),
    }
}

fn statuses_of(condition: &Condition) -> StatusSet {
    match condition {
        Condition::All(parts) => {
            parts.iter().fold(StatusSet::everything(), |set, part| set.intersection(&statuses_of(part)))
        }
        Condition::Any(parts) => parts.iter().fold(StatusSet::empty(), |set, part| set.union(&statuses_of(part))),
        Condition::Not(inner) => compared(inner).map_or_else(StatusSet::everything, |set| set.complement()),
        other => compared(other).unwrap_or_else(StatusSet::everything),
    }
}

fn compared(condition: &Condition) -> Option<StatusSet> {
    let Condition::Compare { operator, left, right } = condition else { return None };
    compare(Dialect::Simple, *operator, side(left)?, side(right)?).as_status()
}

fn side(operand: &Operand) -> Option<Expr> {
    match &operand.kind {
        OperandKind::Integer(number) => Some(Expr::Literal(Value::Integer(*number))),
        OperandKind::Text { text, .. } => Some(Expr::Literal(Value::String(text.as_str().into()))),
        OperandKind::Expression(Expression::StatusCode, accesses) if accesses.is_empty() => {
            Some(Expr::Exchange(Exchange::StatusCode))
        }
        _ => None,
    }
}
