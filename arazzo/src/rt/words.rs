//! Strings of which a description lists some.

/// Gives an enum whose last variant, `Other`, holds what is not listed all that a string has: `as_str`, `Display`, both
/// conversions, and comparison with strings.
#[doc(hidden)]
#[macro_export]
macro_rules! __words {
    ($name:ident, $($variant:ident = $text:literal),*) => {
        impl $name {
            /// The value as the API spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                match text.as_str() {
                    $($text => Self::$variant,)*
                    _ => Self::Other(text),
                }
            }
        }
        impl ::core::convert::From<$name> for ::std::string::String {
            fn from(value: $name) -> Self {
                match value {
                    $name::Other(text) => text,
                    listed => ::std::borrow::ToOwned::to_owned(listed.as_str()),
                }
            }
        }
        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }
        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }
    };
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "as generated modules allow it")]
mod tests {
    #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    #[serde(from = "String", into = "String")]
    enum Door {
        Open,
        Shut,
        Other(String),
    }
    crate::__words!(Door, Open = "open", Shut = "is-shut");

    #[test]
    fn a_word_is_the_same_as_a_string() {
        for (word, door) in [("open", Door::Open), ("is-shut", Door::Shut), ("Open", Door::Other("Open".to_owned()))] {
            assert_eq!(Door::from(word.to_owned()), door);
            assert_eq!(
                (door.as_str(), door.to_string(), String::from(door.clone())),
                (word, word.to_owned(), word.to_owned())
            );
            assert!(door == word && door == *word);
            assert_eq!(serde_json::to_value(&door).ok(), Some(word.into()));
            assert_eq!(serde_json::from_value(word.into()).ok(), Some(door));
        }
    }
}
