//! What tells the values of a union apart.

/// How the values of a union are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    /// The member that says it.
    pub(crate) name: String,
    /// What it says for each variant.
    pub(crate) texts: Vec<Vec<String>>,
}
