//! Numbers as a person writes them: in groups of three digits when they are long, and without a suffix that nobody needs.

use std::time::Duration;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::bug::bug;

/// More digits than these are hard to read without groups.
const PLAIN: usize = 4;

/// An integer of any length, without a suffix where `i32` holds it.
pub(super) fn whole(number: i128) -> TokenStream {
    let literal = match (i64::try_from(number), u64::try_from(number)) {
        (Ok(number), _) => integer(number),
        (_, Ok(number)) => unsigned(number),
        _ => long(number),
    };
    quote! { #literal }
}

/// An integer, without a suffix where `i32` holds it.
pub(super) fn integer(number: i64) -> Literal {
    let plain = if i32::try_from(number).is_ok() { Literal::i64_unsuffixed } else { Literal::i64_suffixed };
    grouped(plain(number))
}

/// An integer beyond 64 bits.
fn long(number: i128) -> Literal {
    grouped(Literal::i128_suffixed(number))
}

/// An integer beyond `i64` that `u64` holds.
fn unsigned(number: u64) -> Literal {
    grouped(Literal::u64_suffixed(number))
}

/// An argument whose type is known.
pub(super) fn count(number: u64) -> Literal {
    grouped(Literal::u64_unsuffixed(number))
}

/// A floating-point number; very large and very small ones with an exponent.
pub(super) fn float(number: f64) -> Literal {
    let plain = Literal::f64_unsuffixed(number);
    let size = number.abs();
    if size != 0.0 && !(1e-7..1e16).contains(&size) {
        return format!("{number:e}").parse().unwrap_or(plain);
    }
    grouped(plain)
}

/// `-12345.678901_f64` has a sign, a whole part, a fraction and a suffix.
fn grouped(literal: Literal) -> Literal {
    let text = literal.to_string();
    let (sign, rest) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let digits = rest.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(rest.len());
    let (number, suffix) = rest.split_at(digits);
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, fraction)| (whole, Some(fraction)));
    if whole.len() <= PLAIN && fraction.is_none_or(|fraction| fraction.len() <= PLAIN) {
        return literal;
    }
    let fraction = fraction.map(|fraction| format!(".{}", from_the_left(fraction))).unwrap_or_default();
    let separator = if suffix.is_empty() { "" } else { "_" };
    format!("{sign}{}{fraction}{separator}{suffix}", from_the_right(whole)).parse().unwrap_or(literal)
}

fn from_the_left(digits: &str) -> String {
    let groups = digits.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    groups.collect::<Vec<_>>().join("_")
}

fn from_the_right(digits: &str) -> String {
    let (first, rest) = digits.split_at(digits.len() % 3);
    let separator = if first.is_empty() || rest.is_empty() { "" } else { "_" };
    format!("{first}{separator}{}", from_the_left(rest))
}

/// A time: whole seconds as such; anything else in milliseconds, which is as fine as timers are.
pub(super) fn duration(duration: Duration) -> TokenStream {
    if duration.subsec_nanos() == 0 {
        let seconds = count(duration.as_secs());
        return quote! { rt::Duration::from_secs(#seconds) };
    }
    let Ok(milliseconds) = u64::try_from(duration.as_millis()).map(count) else { return bug("a time is too long") };
    quote! { rt::Duration::from_millis(#milliseconds) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_have_groups() {
        let integers =
            [(0, "0"), (-1234, "-1234"), (12_345, "12_345"), (-9_007_199_254_740_993, "-9_007_199_254_740_993_i64")];
        for (number, expected) in integers {
            assert_eq!(integer(number).to_string(), expected);
        }
        assert_eq!(long(1 << 64).to_string(), "18_446_744_073_709_551_616_i128");
        assert_eq!(count(100_000).to_string(), "100_000");
        let floats = [
            (0.0, "0.0"),
            (1.5, "1.5"),
            (-12_345.678_901, "-12_345.678_901"),
            (0.000_001, "0.000_001"),
            (1e300, "1e300"),
        ];
        for (number, expected) in floats {
            assert_eq!(float(number).to_string(), expected);
            assert_eq!(expected.replace('_', "").parse::<f64>().ok(), Some(number));
        }
    }
}
