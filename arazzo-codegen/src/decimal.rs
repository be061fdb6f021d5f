//! Numbers as they are written, digit by digit: floating-point numbers do not hold all of them.

use std::cmp::Ordering;

use indexmap::IndexMap;

use crate::locate::written;
use crate::place::Place;
use crate::source::Files;
use crate::value::{Object, Value};

/// Every whole floating-point number below it is an integer of 64 bits.
const U64_END: f64 = 18_446_744_073_709_551_616.0;

/// Numbers with a longer exponent are none.
const MAX_EXPONENT: i64 = 1_000_000_000_000_000;

/// `-12.50` is minus 0.125 by ten to the second power.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    /// Where the point stands, counted from the first digit.
    point: i64,
    /// Without zeros at either end; none for zero.
    digits: String,
}

impl Decimal {
    /// The number that a text spells in decimal notation.
    pub(crate) fn parse(text: &str) -> Option<Decimal> {
        let negative = text.starts_with('-');
        let text = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i64 =
            exponent.parse().ok().filter(|exponent| (-MAX_EXPONENT..MAX_EXPONENT).contains(exponent))?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || !all.bytes().all(|char| char.is_ascii_digit()) {
            return None;
        }
        let digits = all.trim_start_matches('0');
        let leading = all.len() - digits.len();
        let point = exponent + i64::try_from(whole.len()).ok()? - i64::try_from(leading).ok()?;
        let digits = digits.trim_end_matches('0').to_owned();
        let is_zero = digits.is_empty();
        Some(Decimal { negative: negative && !is_zero, point: if is_zero { 0 } else { point }, digits })
    }

    /// The number that a value of a document is.
    pub(crate) fn of(value: &Value) -> Option<Decimal> {
        match value {
            Value::Integer(number) => Decimal::parse(&number.to_string()),
            // As the runtime sends it: the integer that it is, or the shortest text.
            Value::Float(number) if number.fract() == 0.0 && number.abs() < U64_END => {
                Decimal::parse(&format!("{number:.0}"))
            }
            Value::Float(number) => Decimal::parse(&format!("{number:e}")),
            Value::Number(text) => Decimal::parse(text),
            _ => None,
        }
    }

    /// A text that all equal numbers have, and no others.
    pub(crate) fn key(&self) -> String {
        format!("{}{}e{}", if self.negative { "-" } else { "" }, self.digits, self.point)
    }

    /// An integer, and the power of ten that it is multiplied by, where the integer is not too long.
    pub(crate) fn parts(&self) -> Option<(i128, i64)> {
        let number: i128 = if self.is_zero() { 0 } else { self.digits.parse().ok()? };
        let length = i64::try_from(self.digits.len()).ok()?;
        Some((if self.negative { -number } else { number }, self.point - length))
    }

    /// Whether it is an integer, however it is written.
    pub(crate) fn is_whole(&self) -> bool {
        i64::try_from(self.digits.len()).is_ok_and(|length| self.point >= length)
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    fn sign(&self) -> i8 {
        match (self.is_zero(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let sizes = || self.point.cmp(&other.point).then_with(|| self.digits.cmp(&other.digits));
        let by_size = || if self.negative { sizes().reverse() } else { sizes() };
        self.sign().cmp(&other.sign()).then_with(by_size)
    }
}

/// A value of a document with all the digits that the document has for its numbers: where a parser read a number as a
/// floating-point one, or as text because it is beyond all of these, the file is looked at.
pub(crate) fn exact(value: &Value, place: &Place, files: &Files) -> Value {
    let text = || written(files.get(place.file), &place.value());
    match value {
        Value::Float(number) => text().and_then(read).filter(|_| number.is_finite()).unwrap_or_else(|| value.clone()),
        Value::String(read) if is_beyond_floats(read) && text() == Some(read) => Value::Number(read.clone()),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| exact(item, &place.index(index), files)).collect()
        }
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| (key.clone(), exact(value, &place.key(key), files)));
            Value::Object(Object::Parsed(members.collect::<IndexMap<_, _>>()).into())
        }
        other => other.clone(),
    }
}

/// Whether a text without quotes is a number that no parser takes for one.
pub(crate) fn is_beyond_floats(text: &str) -> bool {
    Decimal::parse(text).is_some() && text.parse::<f64>().is_ok_and(f64::is_infinite)
}

/// The number that a text spells, if it spells one: its digits where no other value holds them. JSON's parser has no integers
/// beyond 64 bits, and what it reads of a fraction is only near.
pub(crate) fn read(text: &str) -> Option<Value> {
    let written = Decimal::parse(text)?;
    let integer = text.parse().ok().map(Value::Integer);
    let float = || text.parse().ok().map(Value::Float).filter(|float| Decimal::of(float).as_ref() == Some(&written));
    integer.or_else(float).or_else(|| Some(Value::Number(text.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_where_no_value_has_their_digits() {
        for (text, kept) in [
            ("0.1", false),
            ("1.10", false),
            ("-0.0", false),
            ("1e23", false),
            ("18446744073709551617", false),
            ("340282366920938463463374607431768211457", true),
            ("3915.9100898918396", false),
            ("3.14159265358979323846", true),
            ("1e400", true),
            ("1e-400", true),
            ("9223372036854775808.0", false),
            ("9.223372036854776e18", true),
        ] {
            assert_eq!(read(text) == Some(Value::Number(text.into())), kept, "{text}");
        }
    }

    #[test]
    fn integers_and_floats_compare_exactly() {
        let (integer, float) = (Value::Integer(9_007_199_254_740_993), Value::Float(9_007_199_254_740_992.0));
        assert!(Decimal::of(&integer) > Decimal::of(&float));
        assert_eq!(Decimal::of(&Value::Integer(200)), Decimal::parse("2e2"));
        assert!(Decimal::parse("-2") < Decimal::parse("-1.5"));
        assert_eq!((Decimal::parse("x"), Decimal::parse("1e"), Decimal::parse("")), (None, None, None));
    }
}
