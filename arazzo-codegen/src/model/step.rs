//! Steps, their actions and their outputs.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{Call, Expr, Ids, OutputId, StepId, Test, Ty};
use crate::openapi::Shape;
use crate::place::Place;
use crate::status::StatusSet;

/// A step.
#[derive(Clone, Debug)]
pub(crate) struct Step<N = String> {
    pub(crate) name: String,
    /// The name of the variable that holds its response.
    pub(crate) ident: N,
    pub(crate) description: Option<String>,
    pub(crate) call: Call<N>,
    pub(crate) success: Test,
    pub(crate) on_success: Vec<Action<N>>,
    pub(crate) on_failure: Vec<Action<N>>,
    pub(crate) outputs: Ids<OutputId, StepOutput<N>>,
    /// The step that comes next when no action says otherwise; `None` where the workflow ends.
    pub(crate) next: Option<StepId>,
    /// Steps that must have run before this one.
    pub(crate) after: Vec<StepId>,
    pub(crate) place: Place,
}

impl<N> Step<N> {
    /// The actions of its success, or of its failure.
    pub(crate) fn actions(&self, on_success: bool) -> &[Action<N>] {
        if on_success { &self.on_success } else { &self.on_failure }
    }
}

/// An action of a step.
#[derive(Clone, Debug)]
pub(crate) struct Action<N = String> {
    pub(crate) name: String,
    /// The name of the variable that counts its retries.
    pub(crate) ident: N,
    pub(crate) test: Test,
    pub(crate) then: Then,
    pub(crate) place: Place,
}

/// What an action does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Then {
    End,
    /// To a step of the workflow.
    Goto(StepId),
    Retry {
        after: Duration,
        limit: u32,
        /// The step that runs before this one is tried again: once, and without its own actions.
        detour: Option<StepId>,
    },
}

/// An output of a step.
#[derive(Clone, Debug)]
pub(crate) struct StepOutput<N = String> {
    pub(crate) name: String,
    /// The name of the variable that holds it.
    pub(crate) ident: N,
    pub(crate) value: Expr,
    pub(crate) shape: Shape,
    /// Whether a value is there, by the status of the response.
    pub(crate) presence: PresenceByStatus,
    /// It flows into a credential or is one by its name.
    pub(crate) secret: bool,
    /// The names of members that are not to be shown, besides those that say it themselves; `None` where no member can be a secret.
    pub(crate) hides: Option<BTreeSet<String>>,
    /// It is read from a response, whose numbers keep their digits.
    pub(crate) digits: bool,
}

impl<N> StepOutput<N> {
    /// The type of the variable that holds it.
    pub(crate) fn ty(&self) -> Ty {
        let ty = Ty::of_shape(&self.shape);
        if self.digits { ty.with_digits() } else { ty }
    }
}

/// Whether a value is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Presence {
    Never,
    Maybe,
    Certain,
}

impl Presence {
    /// What can be said when either may be the case.
    pub(crate) fn or(self, other: Presence) -> Presence {
        if self == other { self } else { Presence::Maybe }
    }
}

/// What the documented responses say about a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PresenceByStatus {
    pub(crate) documented: Vec<(StatusSet, Presence)>,
    /// The `default` response: it counts where no other is documented.
    pub(crate) otherwise: Option<Presence>,
}

impl PresenceByStatus {
    /// The same whatever the response was.
    pub(crate) fn always(presence: Presence) -> PresenceByStatus {
        PresenceByStatus { documented: Vec::new(), otherwise: Some(presence) }
    }

    /// Where there is a response, and its status is one of a set.
    pub(crate) fn within(&self, set: &StatusSet) -> Presence {
        let documented = self.documented.iter().filter(|(statuses, _)| statuses.intersects(set));
        let known = documented.map(|(_, presence)| *presence).reduce(Presence::or);
        known.or(self.otherwise).unwrap_or(Presence::Maybe)
    }
}
