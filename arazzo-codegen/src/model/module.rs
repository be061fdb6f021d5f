//! The modules of generated code.

/// The way to a module: `super`, `login`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ModulePath(pub(crate) Vec<String>);
