//! Merge keys in descriptions.

use crate::diagnostic::{Kind, Report};
use crate::place::Place;

/// A `<<` that merges nothing (SPEC D-11).
pub(crate) fn report_merge(place: &Place, report: &mut Report) {
    report.add(place.name(), Kind::MergeKey { merged: false });
}
