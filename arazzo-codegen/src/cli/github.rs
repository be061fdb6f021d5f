//! `check --format github`: workflow commands, which GitHub shows as annotations of the changed lines.
//!
//! Format: <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use std::io;

use super::output::relative;
use crate::{Diagnostic, Severity};

/// The command for a diagnostic: `::error file=a.yml,line=3,endLine=3,col=7,title=unknown-step::…`.
pub(super) fn line(diagnostic: &Diagnostic) -> io::Result<String> {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note | Severity::Lint => "notice",
    };
    let (file, title) = (property(&relative(&diagnostic.file)?), property(diagnostic.code));
    let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
    let message = data(&std::iter::once(diagnostic.message.clone()).chain(help).collect::<String>());
    let (line, column, end) = (diagnostic.line, diagnostic.column, diagnostic.end.line);
    Ok(format!("::{command} file={file},line={line},endLine={end},col={column},title={title}::{message}\n"))
}

/// What stands behind the colons: one line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands behind a name: it must not end the property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_message_or_a_property_is_escaped() {
        assert_eq!(data("100 %\r\nof it, a:b"), "100 %25%0D%0Aof it, a:b");
        assert_eq!(property("a,b:c%.yml"), "a%2Cb%3Ac%25.yml");
    }
}
