//! Numbers with all their digits.
//!
//! Of `serde_json` a number is one of 64 bits: an id of 2^53 + 1 that is declared as `number`, an integer of thirty digits or
//! `1.10` would go out as another number than came in. Here a number is its text, and two are compared digit by digit.

use serde::ser::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// Every whole floating-point number below it is an integer of 64 bits.
const U64_END: f64 = 18_446_744_073_709_551_616.0;

/// How a number passes through [`exact`](super::exact::exact): as a newtype of this name that holds its text.
pub(super) const NUMBER: &str = "$arazzo::Number";

/// Whole numbers of so many digits are written without an exponent: the widest integers that APIs have take 20.
const PLAIN: i64 = 20;

/// Numbers with a longer exponent are none.
const MAX_EXPONENT: i64 = 1_000_000_000_000_000;

/// A JSON number: its text, as it was written. Whole numbers are sent without a fraction, and without an exponent unless they
/// are very long: `12.0` and `1.2e1` are `12`. Every other text stays as it is: `1.10` is not `1.1`.
#[derive(Clone)]
pub struct Number(Box<str>);

impl Number {
    /// The number that a text spells in decimal notation. More is understood than JSON admits: `+1`, `.5`, `007`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Decimal::parse(text).map(|_| Self(normalised(text).into()))
    }

    /// A number that is written as it is sent.
    pub(super) fn sent(number: &dyn fmt::Display) -> Self {
        Self(number.to_string().into())
    }

    /// The same number as it is sent.
    pub(crate) fn plain(&self) -> Self {
        let any_length = !self.0.contains(['.', 'e', 'E']);
        let whole = Decimal::parse(&self.0).and_then(|decimal| decimal.whole(any_length));
        whole.map_or_else(|| self.clone(), |whole| Self(whole.into()))
    }

    /// The integer that a floating-point number is, and of others the shortest decimal number; none for NaN and infinity.
    pub(crate) fn from_f64(value: f64) -> Option<Self> {
        if value.fract() == 0.0 && value.abs() < U64_END {
            return Self::parse(&format!("{value:.0}")).map(|number| number.plain());
        }
        serde_json::Number::from_f64(value)
            .and_then(|number| Self::parse(&number.to_string()))
            .map(|number| number.plain())
    }

    /// The text as it was written, which is JSON.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The integer that it is, if it is one of 64 bits.
    pub(crate) fn as_i64(&self) -> Option<i64> {
        self.plain().0.parse().ok()
    }

    /// The unsigned integer that it is, if it is one of 64 bits.
    pub(crate) fn as_u64(&self) -> Option<u64> {
        self.plain().0.parse().ok()
    }

    /// The nearest floating-point number; none where that is infinite.
    pub(crate) fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok().filter(|value: &f64| value.is_finite())
    }

    pub(crate) fn is_zero(&self) -> bool {
        Decimal::parse(&self.0).is_some_and(|decimal| decimal.digits.is_empty())
    }

    /// Whether it has no fraction.
    pub(crate) fn is_whole(&self) -> bool {
        Decimal::parse(&self.0).is_some_and(|decimal| decimal.is_whole())
    }
}

/// A constant that no type of Rust holds.
pub fn digits(text: &str) -> Option<Number> {
    Number::parse(text)
}

/// The text with the digits that JSON demands, and none that it forbids.
fn normalised(text: &str) -> String {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let text = text.strip_prefix('+').unwrap_or(text);
    let (mantissa, exponent) = text.find(['e', 'E']).map_or((text, ""), |at| text.split_at(at));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = Some(whole.trim_start_matches('0')).filter(|whole| !whole.is_empty()).unwrap_or("0");
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}{exponent}")
}

/// As it is sent.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain().0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(NUMBER, &*self.0)
    }
}

macro_rules! integers {
    ($($type:ty),*) => {
        $(impl From<$type> for Number {
            fn from(value: $type) -> Self {
                Self(value.to_string().into())
            }
        })*
    };
}

integers!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, usize);

/// By value: `200` is `200.0`.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        // Every text is one that was parsed.
        Decimal::parse(&self.0).cmp(&Decimal::parse(&other.0))
    }
}

/// A number as a person compares it: `-12.50` is minus 0.125 by ten to the second power.
#[derive(Debug, PartialEq, Eq)]
struct Decimal {
    negative: bool,
    /// Where the point stands, counted from the first digit.
    point: i64,
    /// Without zeros at either end; none for zero.
    digits: String,
}

impl Decimal {
    fn parse(text: &str) -> Option<Self> {
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
        Some(Self { negative: negative && !is_zero, point: if is_zero { 0 } else { point }, digits })
    }

    fn is_whole(&self) -> bool {
        i64::try_from(self.digits.len()).is_ok_and(|length| length <= self.point.max(0))
    }

    /// A whole number without an exponent, where it is short enough for that.
    fn whole(&self, any_length: bool) -> Option<String> {
        if self.digits.is_empty() {
            return Some("0".to_owned());
        }
        if !self.is_whole() || self.point > PLAIN && !any_length {
            return None;
        }
        let sign = if self.negative { "-" } else { "" };
        let length = usize::try_from(self.point).ok()?;
        Some(format!("{sign}{:0<length$}", self.digits))
    }

    /// Larger numbers that are negative are less.
    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let sizes = || self.point.cmp(&other.point).then_with(|| self.digits.cmp(&other.digits));
        let by_size = || if self.negative { sizes().reverse() } else { sizes() };
        self.sign().cmp(&other.sign()).then_with(by_size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap_or_else(|| panic!("{text} is a number"))
    }

    #[test]
    fn texts_are_sent_as_they_are_except_of_whole_numbers() {
        for (text, expected) in [
            ("12", "12"),
            ("12.0", "12"),
            ("1e2", "100"),
            ("-1.5E+3", "-1500"),
            ("-0.0", "0"),
            ("-0", "0"),
            ("0e9", "0"),
            ("1.10", "1.10"),
            ("1e-2", "1e-2"),
            ("1e20", "1e20"),
            ("1.8e19", "18000000000000000000"),
            ("1e400", "1e400"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("3.14159265358979323846", "3.14159265358979323846"),
            ("+007", "7"),
            (".5", "0.5"),
            ("1.", "1"),
            ("-.25e1", "-0.25e1"),
        ] {
            assert_eq!(number(text).to_string(), expected);
        }
        for text in ["", "-", "e5", "1e", "0x1", "1_0", "NaN", "inf", "1e9999999999999999", " 1", "1.2.3", "--1"] {
            assert!(Number::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn whole_floats_are_the_integers_that_they_are() {
        for (value, expected) in [
            (12.0, "12"),
            (-0.0, "0"),
            (9_223_372_036_854_775_808.0, "9223372036854775808"),
            (-9_223_372_036_854_775_808.0, "-9223372036854775808"),
            (1e18, "1000000000000000000"),
            (0.1, "0.1"),
        ] {
            assert_eq!(Number::from_f64(value).map(|number| number.to_string()).as_deref(), Some(expected));
        }
        assert!(Number::from_f64(f64::NAN).is_none() && Number::from_f64(f64::INFINITY).is_none());
    }

    #[test]
    fn numbers_compare_by_their_digits() {
        let sorted = [
            "-1e400",
            "-9223372036854775809",
            "-1.5",
            "-1e-400",
            "0",
            "1e-400",
            "0.1",
            "0.1000000000000000055511151231257827",
            "2",
            "9007199254740992",
            "9007199254740992.5",
            "9007199254740993",
            "18446744073709551615",
            "18446744073709551616",
            "340282366920938463463374607431768211456",
            "1e400",
            "10e400",
        ];
        for (at, less) in sorted.iter().enumerate() {
            for more in &sorted[at + 1..] {
                assert_eq!(number(less).cmp(&number(more)), Ordering::Less, "{less} {more}");
            }
        }
        for (a, b) in [("200", "200.0"), ("1e2", "100"), ("0", "-0.0"), ("1.10", "1.1"), ("1e23", "100e21")] {
            assert_eq!(number(a), number(b));
        }
    }

    /// How many digits count.
    fn digits(text: &str) -> usize {
        let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
        let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
        digits.trim_matches('0').len()
    }

    proptest! {
        #[test]
        fn floats_are_their_shortest_text(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
            let number = Number::from_f64(value).unwrap();
            prop_assert_eq!(number.as_f64(), Some(value));
            // Where two texts are as short, libraries differ in which they take.
            let is_whole = value.fract() == 0.0 && value.abs() < U64_END;
            let shortest = format!("{value:e}");
            prop_assert!(is_whole || digits(&number.to_string()) == digits(&shortest));
        }

        #[test]
        fn integers_compare_as_integers(a in any::<i128>(), b in any::<i128>()) {
            prop_assert_eq!(Number::from(a).cmp(&Number::from(b)), a.cmp(&b));
            prop_assert_eq!(number(&format!("{a}.0")), Number::from(a));
        }

        #[test]
        fn floats_compare_as_floats(a in any::<f64>(), b in any::<f64>()) {
            if let (Some(left), Some(right)) = (Number::from_f64(a), Number::from_f64(b)) {
                prop_assert_eq!(Some(left.cmp(&right)), a.partial_cmp(&b));
            }
        }

        #[test]
        fn what_json_can_say_keeps_its_value(text in "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?") {
            let number = number(&text);
            let sent = number.to_string();
            prop_assert_eq!(Decimal::parse(&sent), Decimal::parse(&text));
            prop_assert!(serde_json::from_str::<serde::de::IgnoredAny>(&sent).is_ok());
            prop_assert_eq!(number.as_str(), &text);
            if !number.is_whole() {
                prop_assert_eq!(sent, text);
            }
        }

        #[test]
        fn takes_any_text(text in ".{0,20}") {
            let _ = Number::parse(&text);
        }
    }
}
