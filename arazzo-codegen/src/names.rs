//! Rust names for names of a document: one total function, used everywhere.
//!
//! `heck` decides the case; characters that no identifier has are separators; `_` stands before a leading digit; keywords
//! become raw identifiers, or get `_` behind them where Rust allows no raw one. Names that meet get `_2`, `_3` in document order.

use std::collections::HashMap;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// Keywords of every edition, and reserved words.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that cannot be raw identifiers.
const NEVER_RAW: [&str; 4] = ["self", "super", "crate", "Self"];

/// A variable, field, function or module.
pub(crate) fn snake(name: &str) -> String {
    identifier(&separated(name).to_snake_case(), "value")
}

/// A type or a variant.
pub(crate) fn camel(name: &str) -> String {
    identifier(&separated(name).to_upper_camel_case(), "Value")
}

/// A constant.
pub(crate) fn shouty(name: &str) -> String {
    identifier(&separated(name).to_shouty_snake_case(), "VALUE")
}

/// Characters that cannot stand in an identifier part words.
fn separated(name: &str) -> String {
    name.chars().map(|char| if char.is_alphanumeric() && is_xid(char) { char } else { ' ' }).collect()
}

/// Whether a character may stand in an identifier. `proc_macro2` has the table; asking it through a name keeps it the only one.
fn is_xid(char: char) -> bool {
    char.is_ascii_alphanumeric() || (!char.is_ascii() && is_identifier(&format!("a{char}")))
}

fn is_identifier(text: &str) -> bool {
    use std::str::FromStr;
    let Ok(tokens) = proc_macro2::TokenStream::from_str(text) else { return false };
    let mut tokens = tokens.into_iter();
    matches!((tokens.next(), tokens.next()), (Some(proc_macro2::TokenTree::Ident(ident)), None) if ident == text)
}

fn identifier(text: &str, empty: &str) -> String {
    if text.is_empty() {
        return empty.to_owned();
    }
    if NEVER_RAW.contains(&text) {
        return format!("{text}_");
    }
    if KEYWORDS.contains(&text) {
        return format!("r#{text}");
    }
    let starts_well =
        text.chars().next().is_some_and(|char| char.is_ascii_alphabetic() || is_identifier(&char.to_string()));
    if starts_well { text.to_owned() } else { format!("_{text}") }
}

/// Names of one scope, each given once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// With the number that was given last to others of the name.
    taken: HashMap<String, usize>,
}

impl Names {
    pub(crate) fn reserving<'a>(names: impl IntoIterator<Item = &'a str>) -> Names {
        Names { taken: names.into_iter().map(|name| (name.to_owned(), 1)).collect() }
    }

    /// The name itself, or the name with the first free number behind it.
    pub(crate) fn claim(&mut self, name: String) -> String {
        self.numbered(name, "_")
    }

    /// The same for the name of a type or a variant, in which an underscore stands between digits only.
    pub(crate) fn claim_type(&mut self, name: String) -> String {
        let between = if name.ends_with(|last: char| last.is_numeric()) { "_" } else { "" };
        self.numbered(name, between)
    }

    fn numbered(&mut self, name: String, between: &str) -> String {
        let Some(mut number) = self.taken.get(&name).copied() else {
            self.taken.insert(name.clone(), 1);
            return name;
        };
        let base = name.strip_prefix("r#").unwrap_or(&name);
        loop {
            number += 1;
            let candidate = format!("{base}{between}{number}");
            if !self.taken.contains_key(&candidate) {
                self.taken.insert(candidate.clone(), 1);
                self.taken.insert(name, number);
                return candidate;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_becomes_an_identifier() {
        for (name, expected) in [
            ("customerId", "customer_id"),
            ("X-API-KEY", "x_api_key"),
            ("yyyyMM", "yyyy_mm"),
            ("2fa", "_2fa"),
            ("type", "r#type"),
            ("self", "self_"),
            ("größe", "größe"),
            ("a.b/c", "a_b_c"),
            ("---", "value"),
            ("", "value"),
            ("名前", "名前"),
            ("😀", "value"),
        ] {
            assert_eq!(snake(name), expected, "{name}");
        }
        assert_eq!(camel("customer-id"), "CustomerId");
        assert_eq!(camel("self"), "Self_");
        assert_eq!(shouty("billingApi"), "BILLING_API");
        assert_eq!(shouty("ApiKeyAuth"), "API_KEY_AUTH");
    }

    #[test]
    fn names_that_meet_are_numbered() {
        let mut names = Names::reserving(["input"]);
        assert_eq!(names.claim("input".into()), "input_2");
        assert_eq!(names.claim("a".into()), "a");
        assert_eq!(names.claim("a".into()), "a_2");
        assert_eq!(names.claim("r#type".into()), "r#type");
        assert_eq!(names.claim("r#type".into()), "type_2");
        let types = ["Kind", "Kind2", "Kind", "V1", "V1"].map(|name| names.claim_type(name.into()));
        assert_eq!(types, ["Kind", "Kind2", "Kind3", "V1", "V1_2"]);
    }
}
