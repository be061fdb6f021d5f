//! What the test targets of this package share.

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
}
