//! What the test targets of this package share.

#[cfg(doctest)]
mod guide;
pub mod support;

#[cfg(test)]
mod tests {
    /// `arazzo` and `arazzo-codegen` cannot depend on each other, and must call the same names secret.
    #[test]
    fn compiler_and_runtime_have_one_list_of_secret_names() {
        let compiler = include_str!("../arazzo-codegen/src/secret_names.rs");
        let runtime = include_str!("../arazzo/src/secret_names.rs");
        assert_eq!(compiler, runtime);
    }

    /// What stands in a text from one line to the line that ends the item there.
    fn item<'t>(text: &'t str, begins: &str, ends: &str) -> &'t str {
        let start = text.find(begins).unwrap_or_else(|| panic!("`{begins}` is there"));
        let rest = &text[start..];
        &rest[..rest.find(ends).unwrap_or_else(|| panic!("`{begins}` ends"))]
    }

    /// What is written as XML is checked by both.
    #[test]
    fn compiler_and_runtime_take_the_same_names_for_those_of_xml() {
        let compiler = include_str!("../arazzo-codegen/src/openapi/xml.rs");
        let runtime = include_str!("../arazzo/src/rt/xml/text.rs");
        for begins in ["fn starts_name(", "fn continues_name("] {
            assert_eq!(item(compiler, begins, "\n}\n"), item(runtime, begins, "\n}\n"));
        }
    }

    /// A number that the compiler compares with a limit is the one that the runtime sends and compares.
    #[test]
    fn compiler_and_runtime_read_and_compare_numbers_alike() {
        let own = |text: &str| text.replace("Decimal", "Self").replace("self.is_zero()", "self.digits.is_empty()");
        let compiler = own(include_str!("../arazzo-codegen/src/decimal.rs"));
        let runtime = own(include_str!("../arazzo/src/rt/number.rs"));
        let items = [
            ("const MAX_EXPONENT", ";"),
            ("fn parse(text: &str) -> Option<Self> {\n        let negative", "\n    }\n"),
        ];
        let order =
            [("fn sign(", "\n    }\n"), ("fn cmp(&self, other: &Self) -> Ordering {\n        let sizes", "\n    }\n")];
        for (begins, ends) in items.into_iter().chain(order) {
            assert_eq!(item(&compiler, begins, ends), item(&runtime, begins, ends));
        }
    }
}
