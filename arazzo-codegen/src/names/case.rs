//! The three cases of Rust.

use std::borrow::Cow;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

use super::{length, words};

/// A variable, field, function or module.
pub(crate) fn snake(name: &str) -> String {
    identifier(&separated(name, is_always_capital).to_snake_case(), "value")
}

/// A type or a variant.
pub(crate) fn camel(name: &str) -> String {
    let words = separated(name, |_| false).to_upper_camel_case();
    if words.starts_with(char::is_lowercase) {
        return identifier(&separated(name, is_always_small).to_upper_camel_case(), "Value");
    }
    identifier(&words, "Value")
}

/// A constant.
pub(crate) fn shouty(name: &str) -> String {
    identifier(&separated(name, is_always_small).to_shouty_snake_case(), "VALUE")
}

/// Characters that cannot stand in an identifier part words, and those that are `lost` in its case.
fn separated(name: &str, lost: fn(char) -> bool) -> String {
    // Of ASCII no letter is lost; most names have nothing else.
    let stands = |char: &char| {
        if char.is_ascii() {
            return char.is_ascii_alphanumeric();
        }
        char.is_alphanumeric() && is_xid_continue(*char) && !lost(*char)
    };
    composed(name).chars().map(|char| if stands(&char) { char } else { ' ' }).collect()
}

/// The form in which Rust compares names.
fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() { name.into() } else { name.nfc().collect() }
}

/// A capital that has no small letter: `𝐀`.
fn is_always_capital(char: char) -> bool {
    char.to_lowercase().any(char::is_uppercase)
}

/// A small letter that has no capital: `ĸ`.
fn is_always_small(char: char) -> bool {
    char.to_uppercase().any(char::is_lowercase)
}

/// Words as an identifier. The capital of a letter may be several characters, not all of which may stand there.
fn identifier(words: &str, empty: &str) -> String {
    let words: String = composed(words).chars().filter(|char| is_xid_continue(*char)).collect();
    let words = words.trim_matches('_');
    if words.is_empty() {
        return empty.to_owned();
    }
    let starts_well = words.chars().next().is_some_and(is_xid_start);
    let word = if starts_well { words.to_owned() } else { format!("_{words}") };
    length::fitting(&words::raw(&word), "")
}
