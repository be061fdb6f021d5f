//! Files, and what they are said to be.

use std::path::Path;

use crate::diagnostic::cure;
use crate::diagnostic::facts::Named;
use crate::diagnostic::sentences::{Sentences, say};
use crate::diagnostic::words::sources;
use crate::value::FOREIGN_TAG;

topic! { $ files
    FileNotFound { path: String, reason: String, named: Named, closest: Option<String> } => Error, "file-not-found",
        files::not_found(path, reason, named, closest.as_deref());

    Syntax {
        message: String,
        /// As the parser counts: lines from 1, columns of bytes in JSON and of characters in YAML.
        position: Option<(usize, usize)>,
    } => Error, "syntax",
        say(format!("the file cannot be parsed: {message}")).help_if(files::parse_help(message));

    RemoteSource { source: String, url: String } => Error, "remote-source",
        say(format!("source `{source}` is not a file here, and nothing is fetched at build time: `{url}`"))
            .label("not fetched")
            .help(format!(
                "download the description and set the option {} in the macro, on the builder or for the command",
                sources(source)
            ));

    NotArazzo { found: String } => Error, "not-arazzo",
        say(format!("this is not an Arazzo document but {found}"))
            .help("an Arazzo document begins with its version: `arazzo: 1.0.1`");

    NotOpenApi { source: String, found: String } => Error, "not-openapi",
        say(format!("source `{source}` is not an OpenAPI description but {found}"))
            .label("this file")
            .help("an OpenAPI description begins with its version: `openapi: 3.1.0`");

    UnsupportedVersion { version: String } => Error, "unsupported-version",
        say(format!("version {version} of Arazzo is not supported"))
            .label("not a version that can be compiled")
            .help("the versions 1.0 and 1.1 are supported, written in full: `arazzo: 1.0.1`");

    /// The file is of another kind than its source says.
    SourceType { source: String, declared: &'static str, found: String } => Error, "source-type",
        say(format!("source `{source}` is said to be `{declared}`, and its file is {found}"))
            .label("not what the file is");

    UnknownSource {
        source: String,
        similar: Similar,
    } => Error, "unknown-source",
        say(format!("there is no source description `{source}`"))
            .label("not in `sourceDescriptions`")
            .unknown(source, similar, own_name);

    /// By the `$self` of the document its `url` means something that no file is called; it is found by where it is.
    OtherIdentity {
        source: String,
        uri: String,
        /// What the file there says that it is called.
        own: Option<String>,
    } => Warning, "other-identity",
        say(format!(
            "by the `$self` of the document source `{source}` is `{uri}`, and the file that is found here {}",
            own.as_deref().map_or_else(|| "has no `$self`".to_owned(), |own| format!("is called `{own}`"))
        ))
        .label("found beside the document")
        .help(format!("give that file this `$self`; or say which one is meant with the option {}", sources(source)));

    RepeatedSource { source: String, other: String } => Lint, "repeated-source",
        say(format!("source `{source}` is the same file as `{other}`"))
            .label("the same file")
            .help("both are one API with one setting; one name is enough");

    MergeKey {
        /// In the document; in a description nothing is.
        merged: bool,
    } => Warning, "merge-key",
        if *merged {
            say("`<<` merges mappings in YAML 1.1 only, and Arazzo documents are YAML 1.2")
                .label("merged anyway")
                .help("other tools take it for a field: write out what is the same, or make it a component")
        } else {
            say("`<<` merges mappings in YAML 1.1 only, and OpenAPI descriptions are YAML 1.2")
                .label("not merged")
                .help("what it would add is not known here: write it out, or refer to it with `$ref`")
        };

    UnquotedVersion { text: String } => Warning, "unquoted-version",
        say(format!("`version` is a string, and this is a number; it is read as `{text}`"))
            .label("not a string")
            .help(format!("write `'{text}'`"));

    UnusedOption { option: &'static str, value: String, closest: Option<String> } => Warning, "unused-option",
        say(format!("`{value}` in the option `{option}` has no effect: nothing has this name"))
            .did_you_mean(closest.as_deref());
}

/// What the path is relative to depends on who names the file.
pub(super) fn not_found(path: &str, reason: &str, named: &Named, closest: Option<&str>) -> Sentences {
    let description = |source: &str| format!("the description `{path}` of source `{source}` cannot be read: {reason}");
    let sentences = match named {
        Named::Caller(base) if Path::new(path).is_relative() => {
            say(format!("the file `{path}` cannot be read: {reason}"))
                .help(format!("the path is relative to {}", base.words()))
        }
        Named::Caller(_) => say(format!("the file `{path}` cannot be read: {reason}")),
        // The mark is the `url` of the source.
        Named::Document(source) => say(description(source))
            .label("named here")
            .help(format!("the path is relative to this document; the option {} names another file", sources(source)))
            .cure(cure::path(path, closest)),
        Named::Options(source, base) => say(description(source))
            .label("the option `sources` says where it is instead")
            .help(format!("the path in the option is relative to {}", base.words())),
    };
    sentences.did_you_mean(closest)
}

/// What to do about the mistakes of YAML whose messages do not say it.
pub(super) fn parse_help(message: &str) -> Option<&'static str> {
    if message == "found character that cannot start any token" {
        return Some("text that begins with `@`, `%` or a backtick stands in quotes");
    }
    message
        .starts_with(FOREIGN_TAG)
        .then_some("a word with `!` in front is a tag in YAML; text that begins with `!` stands in quotes")
}
