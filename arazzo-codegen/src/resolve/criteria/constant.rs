//! Criteria that decide nothing, and those that exclude each other.

use crate::diagnostic::{Kind, Report};
use crate::document::Criterion;
use crate::model::Test;
use crate::openapi::Library;
use crate::place::Place;
use crate::resolve::responses::statuses_admitted;
use crate::resolve::written::written;
use crate::status::StatusSet;
use crate::value::Value;

/// A criterion that decides nothing is a mistake, unless it is written as one word.
pub(crate) fn check_constant(test: &Test, place: &Place, library: &Library, report: &mut Report) {
    let Some(statuses) = test.as_status() else { return };
    let condition = library.peek(place).and_then(|node| shown(&node.value)).unwrap_or_default();
    if statuses.is_empty() {
        report.add(place.value(), Kind::ConditionNeverHolds { condition, because: None });
    } else if statuses == StatusSet::everything() && condition.trim() != "true" {
        report.add(place.value(), Kind::ConditionAlwaysHolds { condition });
    }
}

/// Criteria of which each can hold, but not all of them.
pub(super) fn check_together(criteria: &[Criterion], library: &Library, report: &mut Report) {
    let mut left = StatusSet::everything();
    for criterion in criteria {
        let set = statuses_admitted(criterion);
        let both = left.intersection(&set);
        if both.is_empty() && !left.is_empty() && !set.is_empty() {
            let because = Some("a criterion before it, which must hold as well, excludes it".to_owned());
            let kind = Kind::ConditionNeverHolds { condition: written(library, &criterion.place, ..), because };
            report.add(criterion.place.value(), kind);
        }
        left = both;
    }
}

/// A condition as the author wrote it: `condition: false` is a boolean in YAML.
fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        value => value.as_str().map(str::to_owned),
    }
}
