//! Numbers as they are written, digit by digit: floating-point numbers do not hold all of them.

use std::cmp::Ordering;

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

/// Whether a text without quotes is a number that no parser takes for one.
pub(crate) fn is_beyond_floats(text: &str) -> bool {
    Decimal::parse(text).is_some() && text.parse::<f64>().is_ok_and(f64::is_infinite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_refused() {
        assert!(Decimal::parse("-2") < Decimal::parse("-1.5"));
        assert_eq!((Decimal::parse("x"), Decimal::parse("1e"), Decimal::parse("")), (None, None, None));
    }
}
