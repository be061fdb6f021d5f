//! Which Rust integer holds all that a schema admits.

use crate::value::Value;

/// How a program whose numbers are floating-point ones writes the limits of 64-bit integers, and how it reads them.
const ROUNDED_I64: i128 = 9_223_372_036_854_776_000;
const ROUNDED_U64: i128 = 18_446_744_073_709_552_000;

/// An integer type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whole {
    /// `i64`, also where nothing is said.
    Signed,
    /// `u64`: there may be values beyond `i64`, and none below zero.
    Unsigned,
    /// None: below zero and beyond `i64`, or beyond 64 bits.
    Wide,
}

/// The type for what all these schemas admit together.
pub(crate) fn whole<'a>(schemas: impl Iterator<Item = &'a Value>) -> Whole {
    let mut range = Range::default();
    schemas.for_each(|schema| range.narrow(schema));
    range.whole()
}

/// Whether a format is one of integers.
pub(crate) fn is_whole_format(format: &str) -> bool {
    matches!(format, "int32" | "int64" | "uint32" | "uint64")
}

#[derive(Default)]
struct Range {
    least: Option<i128>,
    most: Option<i128>,
}

impl Range {
    fn narrow(&mut self, schema: &Value) {
        let strict = |key: &str| schema.get(key).and_then(Value::as_bool) == Some(true);
        let limit = |key: &str| schema.get(key).and_then(limit);
        let step = |is_strict: bool| i128::from(is_strict);
        self.at_least(limit("minimum").map(|least| least.saturating_add(step(strict("exclusiveMinimum")))));
        self.at_most(limit("maximum").map(|most| most.saturating_sub(step(strict("exclusiveMaximum")))));
        self.at_least(limit("exclusiveMinimum").map(|least| least.saturating_add(1)));
        self.at_most(limit("exclusiveMaximum").map(|most| most.saturating_sub(1)));
        match schema.text("format") {
            Some("uint64") => {
                self.at_least(Some(0));
                self.at_most(self.most.is_none().then_some(u64::MAX.into()));
            }
            Some("uint32") => self.at_least(Some(0)),
            _ => {}
        }
        let listed = schema.get("enum").and_then(Value::as_array).unwrap_or_default().iter().chain(schema.get("const"));
        let listed: Vec<i128> = listed.filter_map(self::limit).collect();
        self.at_least(listed.iter().min().copied());
        self.at_most(listed.iter().max().copied());
    }

    fn at_least(&mut self, limit: Option<i128>) {
        self.least = self.least.max(limit);
    }

    fn at_most(&mut self, limit: Option<i128>) {
        self.most = [self.most, limit].into_iter().flatten().min();
    }

    fn whole(&self) -> Whole {
        let is_signed = |number: i128| i64::try_from(number).is_ok();
        let (least, most) = (self.least.unwrap_or(i64::MIN.into()), self.most.unwrap_or(i64::MAX.into()));
        let most = if self.most.is_none() && least > i64::MAX.into() { u64::MAX.into() } else { most };
        match (is_signed(least), is_signed(most)) {
            (true, true) => Whole::Signed,
            _ if least >= 0 && u64::try_from(most).is_ok() => Whole::Unsigned,
            _ => Whole::Wide,
        }
    }
}

/// A number that limits integers. What was rounded to the next floating-point number meant the limit of a type.
fn limit(value: &Value) -> Option<i128> {
    #[expect(clippy::cast_possible_truncation, reason = "far beyond every limit that matters, it saturates")]
    let (number, rounded) = match value {
        Value::Integer(number) => (*number, false),
        Value::Float(number) => (*number as i128, true),
        _ => return None,
    };
    let is = |limit: i128, exact: i128| number.abs() == limit || rounded && number.abs() == exact;
    Some(match () {
        () if is(ROUNDED_I64, 1 << 63) && number < 0 => i64::MIN.into(),
        () if is(ROUNDED_I64, 1 << 63) => i64::MAX.into(),
        () if is(ROUNDED_U64, 1 << 64) && number > 0 => u64::MAX.into(),
        () => number,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(yaml: &str) -> Whole {
        whole([Value::from_yaml(yaml).unwrap()].iter())
    }

    #[test]
    fn what_reaches_beyond_i64_is_unsigned() {
        for yaml in [
            "{format: uint64}",
            "{minimum: 0, maximum: 18446744073709551615}",
            "{minimum: 0, maximum: 9223372036854775808}",
            "{exclusiveMinimum: -1, exclusiveMaximum: 18446744073709551616}",
            "{minimum: 0, maximum: 18446744073709551616, exclusiveMaximum: true}",
            "{minimum: 0, maximum: 18446744073709552000}",
            "{minimum: 0, maximum: 1.8446744073709552e+19}",
            "{minimum: 9223372036854775808}",
            "{enum: [1, 18446744073709551615]}",
            "{const: 9223372036854775808}",
            "{format: int64, minimum: 0, maximum: 18446744073709551615}",
        ] {
            assert_eq!(of(yaml), Whole::Unsigned, "{yaml}");
        }
    }

    #[test]
    fn what_does_not_is_signed() {
        for yaml in [
            "{}",
            "{format: uint32}",
            "{format: uint64, maximum: 100}",
            "{minimum: -9223372036854775808, maximum: 9223372036854775807}",
            "{minimum: -9223372036854776000, maximum: 9223372036854776000}",
            "{minimum: -9.223372036854776e+18, maximum: 9.223372036854776e+18}",
            "{exclusiveMaximum: 9223372036854775808}",
            "{enum: [-1, 5]}",
        ] {
            assert_eq!(of(yaml), Whole::Signed, "{yaml}");
        }
    }

    #[test]
    fn what_no_type_holds_is_wide() {
        for yaml in [
            "{maximum: 18446744073709551615}",
            "{minimum: -1, maximum: 9223372036854775808}",
            "{minimum: 0, maximum: 18446744073709551616}",
            "{minimum: -9223372036854775809}",
            "{enum: [-1, 18446744073709551615]}",
            "{minimum: 0, maximum: 1.0e+40}",
        ] {
            assert_eq!(of(yaml), Whole::Wide, "{yaml}");
        }
    }
}
