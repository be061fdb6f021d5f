//! Which API description a request belongs to.

use std::fmt;
use std::hash::{Hash, Hasher};

/// One source description of a workflow document: an API.
///
/// Generated modules have a constant for each. Two constants that name the same description file of the same package
/// are *one* source: a base URL or a credential set through one counts for the other, so all workflows of a crate
/// share their settings, and two vendors that both call their API `billingApi` never share a key.
#[derive(Clone, Copy)]
pub struct Source {
    package: &'static str,
    path: &'static str,
    name: &'static str,
    constant: &'static str,
}

impl Source {
    /// A source: the package that compiled the workflow, the description's path relative to that package's root, the
    /// name that the document gives it, and the Rust path under which a user finds the constant.
    ///
    /// ```
    /// const API: arazzo::Source = arazzo::Source::new("shop", "openapi/billing.yml", "billingApi", "pay::BILLING_API");
    /// assert_eq!(API.name(), "billingApi");
    /// ```
    pub const fn new(package: &'static str, path: &'static str, name: &'static str, constant: &'static str) -> Self {
        Self { package, path, name, constant }
    }

    /// The name that the workflow document gives this source.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The constant's path in generated code, such as `upsert_customer::BILLING_API`.
    pub const fn constant(&self) -> &'static str {
        self.constant
    }

    /// What makes two sources one.
    fn identity(&self) -> (&'static str, &'static str) {
        (self.package, self.path)
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for Source {}

impl Hash for Source {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({} = {}/{})", self.name, self.package, self.path)
    }
}
