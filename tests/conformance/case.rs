//! What a `case.yml` says.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// A document, and what becomes of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Case {
    #[serde(skip)]
    pub(crate) name: String,
    #[serde(skip)]
    pub(crate) folder: PathBuf,
    #[serde(default)]
    pub(crate) found: Vec<String>,
    // The build script reads the next four.
    #[serde(default, rename = "workflow")]
    _workflow: Option<String>,
    #[serde(default, rename = "function")]
    _function: Option<String>,
    #[serde(default, rename = "credentials")]
    _credentials: Value,
    #[serde(default, rename = "base-urls")]
    _base_urls: Value,
    pub(crate) runs: Vec<Run>,
}

/// One call of the workflow.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Run {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// The rows that the run shows.
    pub(crate) rows: Vec<String>,
    /// The input as JSON; nothing is an empty object.
    #[serde(default = "empty")]
    pub(crate) input: Value,
    /// Whether the case's credentials are given to the client.
    #[serde(default = "yes")]
    pub(crate) credentials: bool,
    /// Requests that the run may send, when it is not the usual limit.
    #[serde(default)]
    pub(crate) limit: Option<u32>,
    /// The requests that must come, in this order and no other, and their answers.
    #[serde(default)]
    pub(crate) script: Vec<Exchange>,
    /// How many seconds are waited between them.
    #[serde(default)]
    pub(crate) waits: Vec<f64>,
    /// The whole output.
    #[serde(default)]
    pub(crate) output: Option<Value>,
    /// Or the error.
    #[serde(default)]
    pub(crate) error: Option<Failure>,
    /// What the observer is told of parts that are left out: `step.output: what is wrong (how often)`.
    #[serde(default)]
    pub(crate) left_out: Vec<String>,
    /// Texts that neither the error nor any `Debug` shows.
    #[serde(default)]
    pub(crate) hidden: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Happy,
    Boundary,
    Refused,
}

/// A request, and its answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Exchange {
    /// Method and URL: scheme, host, path and query as they are sent.
    pub(crate) request: String,
    /// All headers, besides those that [`play`](crate::play) expects of every request; `null` for one that must not come.
    #[serde(default)]
    pub(crate) headers: serde_json::Map<String, Value>,
    /// The body as JSON, declared as such; or a text, byte for byte. No body when neither is said.
    #[serde(default, deserialize_with = "present")]
    pub(crate) body: Option<Value>,
    #[serde(default)]
    pub(crate) text: Option<String>,
    /// Or bytes, as pairs of hexadecimal digits between blanks.
    #[serde(default)]
    pub(crate) hex: Option<String>,
    /// The status of the answer; `null` when the connection is lost.
    #[serde(default = "ok")]
    pub(crate) status: Option<u16>,
    /// The body of the answer, as JSON; or as it is; or bytes, as pairs of hexadecimal digits between blanks.
    #[serde(default, deserialize_with = "present")]
    pub(crate) answer: Option<Value>,
    #[serde(default)]
    pub(crate) answer_text: Option<String>,
    #[serde(default)]
    pub(crate) answer_hex: Option<String>,
    /// Its headers; a body that is not empty is JSON when nothing else is said.
    #[serde(default)]
    pub(crate) answer_headers: serde_json::Map<String, Value>,
}

/// An error, as a caller can see it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Failure {
    /// The name of its kind; `Refused` when the input cannot be read.
    pub(crate) kind: String,
    /// The whole sentence.
    pub(crate) says: String,
    #[serde(default)]
    pub(crate) step: Option<String>,
    #[serde(default)]
    pub(crate) status: Option<u16>,
    #[serde(default)]
    pub(crate) attempt: u32,
    /// The start of the body of the response.
    #[serde(default)]
    pub(crate) body: Option<String>,
    /// The steps before: name, status, attempts.
    #[serde(default)]
    pub(crate) completed: Vec<(String, Option<u16>, u32)>,
    /// The outputs that were known.
    #[serde(default)]
    pub(crate) outputs: serde_json::Map<String, Value>,
}

fn empty() -> Value {
    Value::Object(serde_json::Map::new())
}

fn yes() -> bool {
    true
}

// What serde asks for.
#[expect(clippy::unnecessary_wraps)]
fn ok() -> Option<u16> {
    Some(200)
}

/// The bytes that pairs of hexadecimal digits mean.
pub(crate) fn bytes(hex: &str) -> Vec<u8> {
    hex.split_whitespace().map(|pair| u8::from_str_radix(pair, 16).expect("two hexadecimal digits")).collect()
}

/// Bytes as such pairs.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

/// `null` is a body too.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Every case, in the order of their names.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    collect(&crate::root(), &mut cases);
    cases.sort_by(|left, right| left.name.cmp(&right.name));
    cases
}

fn collect(folder: &Path, cases: &mut Vec<Case>) {
    if let Ok(text) = fs::read_to_string(folder.join("case.yml")) {
        let name = folder.strip_prefix(crate::root()).expect("below the root").display().to_string().replace('\\', "/");
        let case: Case = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}/case.yml: {error}"));
        cases.push(Case { name, folder: folder.to_owned(), ..case });
        return;
    }
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, cases);
        }
    }
}
