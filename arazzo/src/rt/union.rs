//! Values that are one of several things, by what the description says to tell them apart.

use super::exact::exact;
use super::typed::read;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How the variants of a union are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By the text of a member of this name.
    Tag(&'static str),
    /// By the members that they declare: an object is the one variant that declares all of its members that any variant declares.
    /// Where several do, nothing tells them apart.
    Members,
}

impl By {
    /// The value as a variant; `None` if it is another one. `own`: the texts of the tag, or the members of this variant; `all`:
    /// those of all variants.
    pub fn read<T: DeserializeOwned>(self, value: &Value, own: &[&str], all: &[&[&str]]) -> Option<T> {
        let is_it = match (self, value) {
            (Self::Tag(tag), _) => value.get(tag).and_then(Value::as_str).is_some_and(|text| own.contains(&text)),
            (Self::Members, Value::Object(members)) => {
                let declared = |name: &str| all.iter().any(|known| known.contains(&name));
                let admits =
                    |known: &[&str]| members.keys().all(|name| known.contains(&name.as_str()) || !declared(name));
                admits(own) && all.iter().filter(|known| admits(known)).count() == 1
            }
            (Self::Members, _) => true,
        };
        if !is_it {
            return None;
        }
        read(exact(value).ok().flatten()?).ok()
    }
}

/// Reads an enum whose last variant, `Other`, holds what is none of the others.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:ident, $by:expr, $($variant:ident = [$($text:literal),*]),*) => {
        impl<'de> $crate::rt::serde::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::rt::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                let value = <$crate::rt::serde_json::Value as $crate::rt::serde::Deserialize>::deserialize(deserializer)?;
                let all: &[&[&str]] = &[$(&[$($text),*]),*];
                $(if let ::core::option::Option::Some(held) = $by.read(&value, &[$($text),*], all) {
                    return ::core::result::Result::Ok(Self::$variant(held));
                })*
                ::core::result::Result::Ok(Self::Other(value))
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Card {
        number: Option<String>,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Bank {
        iban: Option<i64>,
    }

    #[derive(Debug, PartialEq)]
    enum Tagged {
        Card(Card),
        Bank(Bank),
        Other(Value),
    }
    crate::__union!(Tagged, By::Tag("kind"), Card = ["card"], Bank = ["bank", "iban"]);

    #[derive(Debug, PartialEq)]
    enum Untagged {
        Text(String),
        Card(Card),
        Bank(Bank),
        Other(Value),
    }
    crate::__union!(Untagged, By::Members, Text = [], Card = ["number"], Bank = ["iban"]);

    fn tagged(value: Value) -> Tagged {
        serde_json::from_value(value).unwrap()
    }

    fn untagged(value: Value) -> Untagged {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_tag_decides() {
        assert_eq!(tagged(json!({"kind": "iban", "iban": 1.0})), Tagged::Bank(Bank { iban: Some(1) }));
        assert_eq!(tagged(json!({"kind": "card"})), Tagged::Card(Card { number: None }));
        for other in [json!({"kind": "cash"}), json!({"kind": "bank", "iban": "x"}), json!({}), json!(1)] {
            assert_eq!(tagged(other.clone()), Tagged::Other(other));
        }
    }

    #[test]
    fn without_a_tag_nothing_declared_gets_lost() {
        assert_eq!(untagged(json!("c-1")), Untagged::Text("c-1".to_owned()));
        assert_eq!(untagged(json!({"iban": 1, "new": 2})), Untagged::Bank(Bank { iban: Some(1) }));
        assert_eq!(untagged(json!({"number": "1"})), Untagged::Card(Card { number: Some("1".to_owned()) }));
        for other in [json!({"iban": 1, "number": "1"}), json!({"iban": "x"}), json!([]), json!(null)] {
            assert_eq!(untagged(other.clone()), Untagged::Other(other));
        }
        // More than one could be it.
        for other in [json!({}), json!({"new": 1})] {
            assert_eq!(untagged(other.clone()), Untagged::Other(other));
        }
    }
}
