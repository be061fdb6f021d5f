//! Values as numbers, with all their digits.

use super::Value;
use crate::decimal::Decimal;

/// Every whole floating-point number below it is an integer of 64 bits.
const U64_END: f64 = 18_446_744_073_709_551_616.0;

impl Decimal {
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
}

impl Value {
    /// The number that a text spells, if it spells one: its digits where no other value holds them. JSON's parser has no integers
    /// beyond 64 bits, and what it reads of a fraction is only near.
    pub(crate) fn number(text: &str) -> Option<Value> {
        let written = Decimal::parse(text)?;
        let integer = text.parse().ok().map(Value::Integer);
        let float =
            || text.parse().ok().map(Value::Float).filter(|float| Decimal::of(float).as_ref() == Some(&written));
        integer.or_else(float).or_else(|| Some(Value::Number(text.into())))
    }
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
            assert_eq!(Value::number(text) == Some(Value::Number(text.into())), kept, "{text}");
        }
    }

    #[test]
    fn integers_and_floats_compare_exactly() {
        let (integer, float) = (Value::Integer(9_007_199_254_740_993), Value::Float(9_007_199_254_740_992.0));
        assert!(Decimal::of(&integer) > Decimal::of(&float));
        assert_eq!(Decimal::of(&Value::Integer(200)), Decimal::parse("2e2"));
    }
}
