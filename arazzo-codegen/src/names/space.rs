//! Where names are used.

/// The field of the members that are not declared; no other field is called so.
pub(crate) const EXTRA: &str = "extra";

/// Names of one space differ from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// The modules beside each other.
    Modules,
    /// The types in a module.
    Types,
    /// The variants of an enum.
    Variants,
    /// The fields of a struct of the inputs.
    Fields,
    /// The fields of `Output`.
    Outputs,
    /// The constants and statics in a module.
    Constants,
    /// The variables in a function.
    Variables,
    /// The members of an object, as JSON.
    Members,
}

/// What a module imports of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Import {
    ApiKey,
    Basic,
    Bearer,
    Client,
    Error,
    Scheme,
    Source,
    Runtime,
}

impl Import {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Import::ApiKey => "ApiKey",
            Import::Basic => "Basic",
            Import::Bearer => "Bearer",
            Import::Client => "Client",
            Import::Error => "Error",
            Import::Scheme => "Scheme",
            Import::Source => "Source",
            Import::Runtime => "rt",
        }
    }
}

/// Type names that a module needs for itself, or that everybody expects to mean something else. What only some modules import
/// is not here: they say so themselves.
const TYPES: [&str; 26] = [
    "Input",
    "Outcome",
    "Output",
    "Required",
    "Step",
    "Client",
    "Error",
    "Source",
    "Scheme",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "String",
    "Vec",
    "Box",
    "Default",
    "Clone",
    "Debug",
    "From",
    "Into",
    "Self",
    "Value",
    "PartialEq",
];

/// The parameters of the function, the variables that every function has, and what it names of the runtime.
const VARIABLES: [&str; 4] = ["client", "input", "run", "rt"];

/// The crates that code beside a workflow names: a module of that name would hide them there, `arazzo!` itself included.
const CRATES: [&str; 8] = ["alloc", "arazzo", "core", "reqwest", "serde", "serde_json", "std", "tokio"];

impl Space {
    /// What generated code uses there itself.
    pub(super) fn reserved(self) -> &'static [&'static str] {
        match self {
            Space::Types => &TYPES,
            Space::Fields => &[EXTRA],
            Space::Constants => &["WORKFLOW"],
            Space::Variables => &VARIABLES,
            Space::Modules => &CRATES,
            Space::Variants | Space::Outputs | Space::Members => &[],
        }
    }

    /// What stands between a name and its number: in names of types an underscore beside a letter is a warning.
    pub(super) fn before_number(self, name: &str) -> &'static str {
        let is_camel = matches!(self, Space::Types | Space::Variants);
        if is_camel && !name.ends_with(char::is_numeric) { "" } else { "_" }
    }
}
