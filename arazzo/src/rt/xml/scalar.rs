//! Texts as values.

use super::Content;
use crate::rt::json::Value;
use crate::rt::number::Number;

/// What an element or attribute with this text holds: a value, or nothing that the text could stand for.
pub(super) fn scalar(content: Content, text: &str) -> Result<Value, &'static str> {
    match content {
        Content::Integer => integer(trimmed(text)).map(Value::Number).ok_or("an integer"),
        Content::Number => number(trimmed(text)).map(Value::Number).ok_or("a number"),
        Content::Boolean => boolean(trimmed(text)).map(Value::Bool).ok_or("a boolean"),
        _ => Ok(Value::String(text.to_owned())),
    }
}

/// White space of XML around anything but a string has no meaning (XML Schema, part 2, section 4.3.6).
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

/// Digits with or without a sign: more than JSON takes.
fn integer(text: &str) -> Option<Number> {
    let (sign, digits) = signed(text);
    let are_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    Number::parse(&format!("{sign}{}", without_zeros(digits))).filter(|_| are_digits)
}

/// Decimals and exponents; infinities are no numbers of JSON.
fn number(text: &str) -> Option<Number> {
    let (sign, text) = signed(text);
    let end = text.find(['e', 'E']).unwrap_or(text.len());
    let (decimal, exponent) = text.split_at(end);
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    // `.5` and `5.` are decimals of XML Schema.
    let fraction = if fraction.is_empty() { String::new() } else { format!(".{fraction}") };
    let written = format!("{sign}{}{fraction}{exponent}", without_zeros(whole));
    Number::parse(&written).filter(|_| decimal.bytes().any(|byte| byte.is_ascii_digit()))
}

fn signed(text: &str) -> (&'static str, &str) {
    match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    }
}

/// JSON has no zeros in front.
fn without_zeros(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    }
}

/// The words and digits of XML Schema, part 2, section 3.2.2.
fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}
