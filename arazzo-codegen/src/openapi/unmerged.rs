//! Merge keys in descriptions.

use crate::diagnostic::{Kind, Report};
use crate::place::Place;

/// A `<<` that merges nothing (SPEC D-11). Once is enough.
pub(crate) fn report_merge(place: &Place, report: &mut Report) {
    let mark = place.name();
    if !report.knows(&mark, |kind| matches!(kind, Kind::MergeKey { .. })) {
        report.add(mark, Kind::MergeKey { merged: false });
    }
}
