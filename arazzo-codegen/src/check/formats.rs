//! Formats, where they are certain: the sizes of OpenAPI's integers, and dates where OpenAPI itself defines them.

use crate::decimal::Decimal;
use crate::value::Value;

pub(super) enum Judged {
    Fits,
    Unknown,
    /// What is expected instead.
    Unfit(&'static str),
}

/// Whether a value has a format. Those of texts are judged where they bind.
pub(super) fn judge(format: &str, value: &Value, binds: bool) -> Judged {
    match (format, value) {
        ("int32", _) if is_beyond(value, i32::MIN.into(), i32::MAX.into()) => Judged::Unfit("an integer of 32 bits"),
        ("int64", _) if is_beyond(value, i64::MIN.into(), i64::MAX.into()) => Judged::Unfit("an integer of 64 bits"),
        ("date", Value::String(text)) if binds && !is_date(text) => Judged::Unfit("a date such as 2024-12-31"),
        ("date-time", Value::String(text)) if binds && !is_date_time(text) => {
            Judged::Unfit("a date and time such as 2024-12-31T23:59:59Z")
        }
        (_, Value::String(_)) => Judged::Unknown,
        _ => Judged::Fits,
    }
}

/// Whether a value is a number outside of two limits.
fn is_beyond(value: &Value, least: i128, most: i128) -> bool {
    let limit = |number: i128| Decimal::of(&Value::Integer(number));
    let Some(number) = Decimal::of(value) else { return false };
    limit(least).is_some_and(|least| number < least) || limit(most).is_some_and(|most| number > most)
}

/// `full-date` of RFC 3339.
fn is_date(text: &str) -> bool {
    let digits = has_form(text, "0000-00-00");
    let number = |from: usize| text.get(from..from + 2).and_then(|part| part.parse::<u8>().ok()).unwrap_or_default();
    digits && (1..=12).contains(&number(5)) && (1..=31).contains(&number(8))
}

/// `date-time` of RFC 3339, with a second that may be a leap second.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let clock = time.get(..8).is_some_and(|clock| has_form(clock, "00:00:00"));
    let rest = time.get(8..).unwrap_or_default();
    let fraction =
        rest.strip_prefix('.').map_or(rest, |rest| rest.trim_start_matches(|char: char| char.is_ascii_digit()));
    let zone = matches!(fraction, "Z" | "z") || has_form(fraction, "+00:00") || has_form(fraction, "-00:00");
    is_date(date) && clock && zone
}

/// Whether a text has digits where the form has `0`, and else the same characters.
fn has_form(text: &str, form: &str) -> bool {
    let same = |(char, form): (u8, u8)| if form == b'0' { char.is_ascii_digit() } else { char == form };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_limited_however_they_are_written() {
        for (text, expected) in [
            ("9223372036854775807", false),
            ("9223372036854775807.0", false),
            ("9223372036854775808.0", true),
            ("-9.3e18", true),
            ("1e400", true),
            ("1e-400", false),
        ] {
            let value = Value::number(text).unwrap();
            assert_eq!(matches!(judge("int64", &value, false), Judged::Unfit(_)), expected, "{text}");
        }
        assert!(matches!(judge("int32", &Value::String("3000000000".into()), false), Judged::Unknown));
    }

    #[test]
    fn dates_are_those_of_rfc_3339() {
        for (text, expected) in [("2024-02-29", true), ("2024-13-01", false), ("24-01-01", false), ("1/2/2024", false)]
        {
            assert_eq!(is_date(text), expected, "{text}");
        }
        for (text, expected) in [
            ("2024-12-31T23:59:60Z", true),
            ("2024-12-31t23:59:59.123+01:00", true),
            ("2024-12-31 23:59:59Z", true),
            ("2024-12-31T23:59:59", false),
            ("2024-12-31", false),
            ("2024-12-31Té", false),
        ] {
            assert_eq!(is_date_time(text), expected, "{text}");
        }
    }
}
