//! How long lists may be.
//!
//! An action is a branch of the generated code, a criterion is a part of one condition, and a parameter a call in one chain of calls.
//! rustc cannot compile thousands of them, and a stack can overflow before it says so. No document that people write comes near these
//! limits.

/// The actions of a list.
const ACTIONS: usize = 100;
/// The criteria of a list.
const CRITERIA: usize = 500;
/// The parameters of a list.
const PARAMETERS: usize = 500;
/// The actions and parameters that all steps of a document take over from their workflows. Each step has a copy of its own.
pub(super) const INHERITED: usize = 10_000;

/// How many items the list of a field may have.
pub(super) fn most(field: &str) -> Option<usize> {
    match field {
        "onSuccess" | "onFailure" | "successActions" | "failureActions" => Some(ACTIONS),
        "successCriteria" | "criteria" => Some(CRITERIA),
        "parameters" => Some(PARAMETERS),
        _ => None,
    }
}
