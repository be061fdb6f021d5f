//! What to compile.

use std::path::PathBuf;

use crate::options::{Contradictions, Ends, Inference, Options, RequiredOutputs};

/// A workflow document to compile, and how.
///
/// ```
/// use arazzo_codegen::Document;
///
/// let document = Document::new("workflows/upsert-customer.yml")
///     .workflow("upsert-customer")
///     .source("billingApi", "openapi/amberflo.yml")
///     .allow("unqualified-operation")
///     .strict(true);
/// # let _ = document;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub(crate) path: PathBuf,
    pub(crate) options: Options,
}

impl Document {
    /// A document at a path; relative ones are relative to the package.
    pub fn new(path: impl Into<PathBuf>) -> Document {
        Document { path: path.into(), options: Options::default() }
    }

    /// Only this workflow, and others that are named so. Without it all workflows of the document are compiled.
    #[must_use]
    pub fn workflow(mut self, id: impl Into<String>) -> Document {
        self.options.workflows.get_or_insert_default().push(id.into());
        self
    }

    /// Where the description of a source is, whatever the document says. Needed for `http(s)` sources: nothing is fetched.
    #[must_use]
    pub fn source(mut self, name: impl Into<String>, path: impl Into<PathBuf>) -> Document {
        self.options.sources.push((name.into(), path.into()));
        self
    }

    /// Do not show warnings or notes with this code, or of a group: `warnings`, `notes`, `lints`. A level for a code comes before
    /// one for its group.
    #[must_use]
    pub fn allow(mut self, code: impl Into<String>) -> Document {
        self.options.allow.push(code.into());
        self
    }

    /// Make notes and lints with this code, or of a group, warnings, and let warnings with it stay so under [`strict`](Document::strict).
    #[must_use]
    pub fn warn(mut self, code: impl Into<String>) -> Document {
        self.options.warn.push(code.into());
        self
    }

    /// Make warnings, notes and lints with this code, or of a group, errors.
    #[must_use]
    pub fn deny(mut self, code: impl Into<String>) -> Document {
        self.options.deny.push(code.into());
        self
    }

    /// Make all warnings and notes errors, except those with a level of their own: `deny` comes before `allow`, and `allow` before `warn`.
    /// Lints are shown then, and are no errors.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Document {
        self.options.strict = strict;
        self
    }

    /// Which workflow outputs must not be missing from a response.
    #[must_use]
    pub fn required_outputs(mut self, required: RequiredOutputs) -> Document {
        self.options.required_outputs = required;
        self
    }

    /// The Rust type of a workflow output, instead of the one that the description gives it: any type of yours that implements
    /// `Clone`, `Debug`, `PartialEq`, `serde::Serialize` and `serde::Deserialize`, by a path from `crate` on, or one of the standard
    /// library. `serde_json::Value` is the value as it comes. A value that is not of the type is an error of the kind `Decode`.
    ///
    /// ```
    /// let document = arazzo_codegen::Document::new("buy.yml").output_type("receipt", "crate::Receipt");
    /// ```
    #[must_use]
    pub fn output_type(mut self, output: impl Into<String>, rust: impl Into<String>) -> Document {
        self.options.output_types.push((output.into(), rust.into()));
        self
    }

    /// Let a workflow with several ends return `Outcome`, an enum with a variant for each end that can be reached, in place of `Output`.
    /// A variant is called after the action that ends the workflow, or after the last step. Its fields are the outputs that have a
    /// value there, each as certain as it is on that way. `Output::from(outcome)` is what the workflow returns otherwise.
    #[must_use]
    pub fn outcome_enum(mut self, outcome_enum: bool) -> Document {
        self.options.ends = if outcome_enum { Ends::Told } else { Ends::Joined };
        self
    }

    /// Let a part of an output that contradicts its schema be `None` where it may be absent, and tell the observer of the client
    /// (`arazzo::Event::LeftOut`). For callers who must not get an error after a charge. What must be there is an error in any case, and
    /// so is a value that a later step reads.
    #[must_use]
    pub fn lenient(mut self, lenient: bool) -> Document {
        self.options.contradictions = if lenient { Contradictions::LeftOut } else { Contradictions::Refused };
        self
    }

    /// Whether an input that the document leaves open, such as `type: object` without properties, has the type of the schema that it is
    /// sent to. It has where it is only sent, whole, and all schemas agree; the type keeps members that its schema does not name, in
    /// `extra`, and they are sent too. `false`: it is a `serde_json::Value`.
    #[must_use]
    pub fn infer_inputs(mut self, infer_inputs: bool) -> Document {
        self.options.inference = if infer_inputs { Inference::On } else { Inference::Off };
        self
    }

    /// Let diagnostics say what to write instead ([`Diagnostic::edit`](crate::Diagnostic::edit)), where that is known exactly. Each
    /// edit is tried before it is offered, which takes two more looks at the whole file; of more than a hundred mistakes the first
    /// hundred have one.
    #[must_use]
    pub fn edits(mut self, edits: bool) -> Document {
        self.options.edits = edits;
        self
    }

    /// Name files in messages relative to this folder where they are inside of it, else by their whole paths; without it relative to
    /// the package.
    #[doc(hidden)]
    #[must_use]
    pub fn shown_from(mut self, folder: impl Into<PathBuf>) -> Document {
        self.options.shown_from = Some(folder.into());
        self
    }

    /// Compile this text as if the file of the document held it, such as one that an editor has not saved.
    #[doc(hidden)]
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Document {
        self.options.text = Some(text.into());
        self
    }

    /// Render diagnostics with the colours of a terminal.
    #[doc(hidden)]
    #[must_use]
    pub fn colour(mut self, colour: bool) -> Document {
        self.options.colour = colour;
        self
    }
}
