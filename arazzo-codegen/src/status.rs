//! Sets of response statuses: what conditions on `$statusCode` become.

use std::ops::RangeInclusive;

/// The greatest status that HTTP allows.
pub(crate) const LAST: u16 = 999;

/// Every status that HTTP allows.
const ALL: RangeInclusive<u16> = 100..=LAST;

/// A set of statuses, and whether "there was no response" belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct StatusSet {
    /// Sorted, not touching.
    ranges: Vec<RangeInclusive<u16>>,
    none: bool,
}

impl StatusSet {
    pub(crate) fn empty() -> StatusSet {
        StatusSet { ranges: Vec::new(), none: false }
    }

    /// Every status, and no response at all.
    pub(crate) fn everything() -> StatusSet {
        StatusSet { ranges: vec![ALL], none: true }
    }

    /// Every status of a response.
    pub(crate) fn any_response() -> StatusSet {
        StatusSet { ranges: vec![ALL], none: false }
    }

    pub(crate) fn of(range: RangeInclusive<u16>) -> StatusSet {
        let (start, end) = (*range.start().max(ALL.start()), *range.end().min(ALL.end()));
        let ranges = if start <= end { vec![start..=end] } else { Vec::new() };
        StatusSet { ranges, none: false }
    }

    pub(crate) fn single(status: u16) -> StatusSet {
        StatusSet::of(status..=status)
    }

    pub(crate) fn ranges(&self) -> &[RangeInclusive<u16>] {
        &self.ranges
    }

    pub(crate) fn has_none(&self) -> bool {
        self.none
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty() && !self.none
    }

    /// Everything that is not in the set, "no response" included.
    pub(crate) fn complement(&self) -> StatusSet {
        let mut ranges = Vec::new();
        let mut next = *ALL.start();
        for range in &self.ranges {
            if next < *range.start() {
                ranges.push(next..=range.start() - 1);
            }
            next = range.end() + 1;
        }
        if next <= *ALL.end() {
            ranges.push(next..=*ALL.end());
        }
        StatusSet { ranges, none: !self.none }
    }

    pub(crate) fn intersection(&self, other: &StatusSet) -> StatusSet {
        let mut ranges = Vec::new();
        for left in &self.ranges {
            for right in &other.ranges {
                let (start, end) = (*left.start().max(right.start()), *left.end().min(right.end()));
                if start <= end {
                    ranges.push(start..=end);
                }
            }
        }
        ranges.sort_by_key(|range| *range.start());
        StatusSet { ranges, none: self.none && other.none }
    }

    pub(crate) fn union(&self, other: &StatusSet) -> StatusSet {
        self.complement().intersection(&other.complement()).complement()
    }

    pub(crate) fn without(&self, other: &StatusSet) -> StatusSet {
        self.intersection(&other.complement())
    }

    pub(crate) fn intersects(&self, other: &StatusSet) -> bool {
        !self.intersection(other).is_empty()
    }

    pub(crate) fn is_subset(&self, other: &StatusSet) -> bool {
        self.without(other).is_empty()
    }

    pub(crate) fn without_none(&self) -> StatusSet {
        StatusSet { ranges: self.ranges.clone(), none: false }
    }

    /// The only status of the set.
    pub(crate) fn as_single(&self) -> Option<u16> {
        match self.ranges.as_slice() {
            [range] if range.start() == range.end() && !self.none => Some(*range.start()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_behave_like_sets() {
        let success = StatusSet::of(200..=299);
        let known = StatusSet::single(200).union(&StatusSet::single(404));
        assert_eq!(known.ranges(), [200..=200, 404..=404]);
        assert_eq!(success.intersection(&known), StatusSet::single(200));
        assert_eq!(known.without(&success), StatusSet::single(404));
        assert_eq!(known.complement().complement(), known);
        assert!(known.complement().has_none());
        assert!(StatusSet::single(200).is_subset(&success));
        assert_eq!(StatusSet::of(200..=299).union(&StatusSet::of(300..=300)).ranges(), [200..=300]);
        assert_eq!(StatusSet::of(0..=99), StatusSet::empty());
        assert_eq!(StatusSet::everything().complement(), StatusSet::empty());
    }
}
