//! Macros of generated code that fail where a feature is missing. Neither the macro nor a build script can see which features
//! their user has chosen; the crate itself can.

/// Fails unless the feature `regex` is enabled.
#[cfg(feature = "regex")]
#[doc(hidden)]
#[macro_export]
macro_rules! __need_regex {
    ($at:literal) => {};
}

/// Fails unless the feature `regex` is enabled.
#[cfg(not(feature = "regex"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __need_regex {
    ($at:literal) => {
        ::core::compile_error!(::core::concat!(
            $at,
            ": a regular expression needs the feature `regex` of arazzo: `arazzo = { version = \"0.1\", features = [\"regex\"] }`"
        ));
    };
}

/// Fails unless the feature `jsonpath` is enabled.
#[cfg(feature = "jsonpath")]
#[doc(hidden)]
#[macro_export]
macro_rules! __need_jsonpath {
    ($at:literal) => {};
}

/// Fails unless the feature `jsonpath` is enabled.
#[cfg(not(feature = "jsonpath"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __need_jsonpath {
    ($at:literal) => {
        ::core::compile_error!(::core::concat!(
            $at,
            ": this JSONPath query needs the feature `jsonpath` of arazzo: `arazzo = { version = \"0.1\", features = [\"jsonpath\"] }`"
        ));
    };
}

/// Fails unless the feature `xpath` is enabled.
#[cfg(feature = "xpath")]
#[doc(hidden)]
#[macro_export]
macro_rules! __need_xpath {
    ($at:literal) => {};
}

/// Fails unless the feature `xpath` is enabled.
#[cfg(not(feature = "xpath"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __need_xpath {
    ($at:literal) => {
        ::core::compile_error!(::core::concat!(
            $at,
            ": this XPath needs the feature `xpath` of arazzo: `arazzo = { version = \"0.1\", features = [\"xpath\"] }`"
        ));
    };
}

/// Fails unless the feature `xml` is enabled.
#[cfg(feature = "xml")]
#[doc(hidden)]
#[macro_export]
macro_rules! __need_xml {
    ($at:literal) => {};
}

/// Fails unless the feature `xml` is enabled.
#[cfg(not(feature = "xml"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __need_xml {
    ($at:literal) => {
        ::core::compile_error!(::core::concat!(
            $at,
            ": a part of a response in XML needs the feature `xml` of arazzo: `arazzo = { version = \"0.1\", features = [\"xml\"] }`"
        ));
    };
}
