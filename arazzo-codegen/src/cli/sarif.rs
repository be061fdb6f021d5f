//! `check --format sarif`: one log of SARIF 2.1.0, which code scanning and editors read.
//!
//! Format: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use serde_json::{Value, json};

use super::output::{link, relative};
use crate::diagnostic::explanations;
use crate::{Diagnostic, End, Severity};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The log of all diagnostics of a call, with a rule for each code among them.
pub(super) fn log(diagnostics: &[Diagnostic]) -> io::Result<String> {
    let codes: BTreeSet<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let results = diagnostics.iter().map(result).collect::<io::Result<Vec<Value>>>()?;
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo-arazzo",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules(&codes),
            } },
            // Columns are counted in characters.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&log)?))
}

/// What the codes mean, from the catalogue.
fn rules(codes: &BTreeSet<&str>) -> Vec<Value> {
    let explained = explanations().into_iter().filter(|explanation| codes.contains(explanation.code));
    let rule = |explanation: crate::diagnostic::Explanation| {
        json!({
            "id": explanation.code,
            "helpUri": link(explanation.code),
            "shortDescription": { "text": explanation.first_sentence() },
            "help": { "text": explanation.text(), "markdown": explanation.text() },
        })
    };
    explained.map(rule).collect()
}

fn result(diagnostic: &Diagnostic) -> io::Result<Value> {
    let help = diagnostic.help.iter().map(|help| format!("; {help}"));
    let message: String = std::iter::once(diagnostic.message.clone()).chain(help).collect();
    let related = diagnostic.related.iter().map(|related| {
        let mut location = location(&related.file, related.line, related.column, related.end)?;
        location["message"] = json!({ "text": related.label });
        Ok(location)
    });
    Ok(json!({
        "ruleId": diagnostic.code,
        "level": level(diagnostic.severity),
        "message": { "text": message },
        "locations": [location(&diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.end)?],
        "relatedLocations": related.collect::<io::Result<Vec<Value>>>()?,
    }))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note | Severity::Lint => "note",
    }
}

/// Where something stands.
fn location(file: &Path, line: usize, column: usize, end: End) -> io::Result<Value> {
    let region = json!({ "startLine": line, "startColumn": column, "endLine": end.line, "endColumn": end.column });
    Ok(json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&relative(file)?) }, "region": region } }))
}

/// A path as a reference (RFC 3986): what may not stand in one is percent-encoded. A path that begins with `/` is a `file:` URI.
fn uri(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
    let encoded: String = path
        .bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("flows/buy.yml"), "flows/buy.yml");
        assert_eq!(uri("a b/ü:1#.yml"), "a%20b/%C3%BC%3A1%23.yml");
        assert_eq!(uri("/flows/buy.yml"), "file:///flows/buy.yml");
    }
}
