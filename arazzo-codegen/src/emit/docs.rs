//! Documentation from documents. Their text is untrusted: it passes one filter here.

use std::borrow::Cow;

use proc_macro2::TokenStream;
use quote::quote;

use crate::flow::Function;
use crate::model::{Demand, Ids, Model, Scheme, SchemeId, Workflow};

/// Doc attributes of a text, one a line.
pub(super) fn docs(text: &str) -> TokenStream {
    lines(text).into_iter().map(|line| quote! { #[doc = #line] }).collect()
}

/// The document's own words, or ours where it has none.
pub(super) fn docs_or(text: Option<&str>, otherwise: &str) -> TokenStream {
    match text.filter(|text| !text.trim().is_empty()) {
        Some(text) => docs(text),
        None => docs(otherwise),
    }
}

/// The docs of a workflow's module.
pub(super) fn module(model: &Model, workflow: &Workflow) -> TokenStream {
    let document = model.documents.get(workflow.document);
    let document = document.map(|document| format!("{} {}", document.title, document.version)).unwrap_or_default();
    let origin = format!("Workflow `{}` of \"{}\".", workflow.id, document.trim());
    let mut own: Vec<&str> =
        [&workflow.summary, &workflow.description].into_iter().filter_map(|text| said(text.as_ref())).collect();
    own.dedup_by(|description, summary| is_same(description, summary));
    docs(&own.into_iter().chain([origin.as_str()]).collect::<Vec<_>>().join("\n\n"))
}

/// What a document says, where it says anything.
fn said(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// Whether two texts differ in spaces and the full stop at the end only.
fn is_same(left: &str, right: &str) -> bool {
    let words = |text: &str| text.trim_end_matches('.').split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(left) == words(right)
}

/// One sentence about a workflow.
pub(super) fn summary(workflow: &Workflow) -> String {
    said(workflow.summary.as_ref()).map_or_else(|| format!("The workflow `{}`.", workflow.id), str::to_owned)
}

/// What the docs say of the credentials that the client has to bring, because no parameter carries them (SPEC OX-02).
pub(super) fn needed_credentials(workflow: &Workflow, function: &Function) -> String {
    let mut needed: Vec<String> = Vec::new();
    let requests = function.steps.iter().filter_map(|step| workflow.steps.get(*step)?.call.request());
    for request in requests {
        let is_needed = |alternative: &Vec<Demand>| alternative.iter().any(|demand| !demand.unless_sent);
        if request.security.is_empty() || !request.security.iter().all(is_needed) {
            continue;
        }
        let text = alternatives(&workflow.schemes, &request.security);
        if !needed.contains(&text) {
            needed.push(text);
        }
    }
    if needed.is_empty() {
        return String::new();
    }
    format!("\n\nThe client needs a credential for {}.", needed.join(", and for "))
}

/// The credentials of which a request needs one, or one group: `A`, `A` or `B`, either (`A` and `B`) or `C`.
fn alternatives(schemes: &Ids<SchemeId, Scheme>, security: &[Vec<Demand>]) -> String {
    let named = |demand: &Demand| Some(format!("`{}`", schemes.get(demand.scheme)?.constant));
    let mut groups: Vec<Vec<String>> = Vec::new();
    for alternative in security {
        let group = alternative.iter().filter_map(named).collect();
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    let several = groups.len() > 1 && groups.iter().any(|group| group.len() > 1);
    let text = |group: &Vec<String>| match group.join(" and ") {
        text if several && group.len() > 1 => format!("({text})"),
        text => text,
    };
    let texts: Vec<String> = groups.iter().map(text).collect();
    format!("{}{}", if several { "either " } else { "" }, texts.join(" or "))
}

/// A text as one line of a comment.
pub(super) fn line(text: &str) -> String {
    visible(&text.replace(['\n', '\r'], " ")).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines that are safe as documentation: no invisible characters, nothing that rustdoc would compile or link.
fn lines(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut lines: Vec<String> = Vec::new();
    for line in broken(text.trim()) {
        let line = visible(line);
        let line = line.trim();
        if line.starts_with("```") || line.starts_with("~~~") {
            fenced = !fenced;
            lines.push(if fenced { " ```text".to_owned() } else { " ```".to_owned() });
        } else if line.is_empty() {
            lines.push(String::new());
        } else if fenced {
            lines.push(format!(" {line}"));
        } else {
            lines.push(format!(" {}", prose(line)));
        }
    }
    if fenced {
        lines.push(" ```".to_owned());
    }
    lines.dedup_by(|next, previous| next.is_empty() && previous.is_empty());
    lines
}

/// What stands between the breaks of a text. Nearly all texts are ASCII, where it takes far less to find them.
fn broken(text: &str) -> Vec<&str> {
    if text.bytes().all(|byte| byte.is_ascii() && byte != b'\r') {
        return text.split('\n').collect();
    }
    text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).collect()
}

/// Without control and bidi characters.
fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.into();
    }
    let hidden = |char: char| matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let char = |char: char| if char == '\t' { ' ' } else { char };
    text.chars().map(char).filter(|char| !char.is_control() && !hidden(*char)).collect()
}

/// Escapes links and HTML, and gives bare addresses the brackets that rustdoc wants. Code spans stay as they are.
fn prose(line: &str) -> String {
    let spans: Vec<&str> = line.split('`').collect();
    let closed = spans.len() % 2 == 1;
    let mut result = String::new();
    for (index, span) in spans.iter().enumerate() {
        let code = index % 2 == 1 && closed;
        if index > 0 {
            result.push_str(if closed { "`" } else { "\\`" });
        }
        if code {
            result.push_str(span);
        } else {
            result.push_str(&words(span));
        }
    }
    result
}

fn words(text: &str) -> Cow<'_, str> {
    if !text.contains("://") {
        return escaped(text);
    }
    let words = text.split(' ').map(|word| {
        let trimmed = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '>', '"', '\'', '*', '_']);
        match trimmed.find("http://").or_else(|| trimmed.find("https://")) {
            Some(start) => {
                let (before, address) = trimmed.split_at(start);
                let after = &word[trimmed.len()..];
                let address = address.replace(['<', '>', '[', ']', '(', ')', '\\'], "");
                format!("{}<{address}>{}", escaped(before), escaped(after)).into()
            }
            None => escaped(word),
        }
    });
    words.collect::<Vec<_>>().join(" ").into()
}

fn escaped(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'[' | b']' | b'<' | b'>' | b'\\')) {
        return text.into();
    }
    let mut result = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '[' | ']' | '<' | '>' | '\\') {
            result.push('\\');
        }
        result.push(char);
    }
    result.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Id, SourceId};
    use crate::openapi::SecurityKind;

    #[test]
    fn nothing_in_a_description_can_break_a_build() {
        for (text, expected) in [
            ("Plain.", vec![" Plain."]),
            ("A [link](x) and <b>", vec![" A \\[link\\](x) and \\<b\\>"]),
            ("See https://example.com/a.", vec![" See <https://example.com/a>."]),
            ("    indented", vec![" indented"]),
            ("a\r\nb\rc", vec![" a", "", " b", " c"]),
            ("```rust\nfn main() {}\n```", vec![" ```text", " fn main() {}", " ```"]),
            ("```\nopen", vec![" ```text", " open", " ```"]),
            ("code `a[0]` stays", vec![" code `a[0]` stays"]),
            ("odd ` tick", vec![" odd \\` tick"]),
            ("bidi \u{202e}x\u{0}", vec![" bidi x"]),
        ] {
            assert_eq!(lines(text), expected, "{text:?}");
        }
    }
    #[test]
    fn each_way_to_bring_credentials_is_named_once() {
        let scheme = |name: &str| Scheme {
            source: SourceId::new(0),
            name: name.to_owned(),
            constant: name.to_owned(),
            kind: SecurityKind::Bearer,
            description: None,
        };
        let schemes = ["A", "B", "C"].into_iter().map(scheme).collect();
        let group = |names: &[usize]| {
            names.iter().map(|scheme| Demand { scheme: SchemeId::new(*scheme), unless_sent: false }).collect::<Vec<_>>()
        };
        for (security, expected) in [
            (vec![group(&[0])], "`A`"),
            (vec![group(&[0, 1])], "`A` and `B`"),
            (vec![group(&[0]), group(&[1]), group(&[0])], "`A` or `B`"),
            (vec![group(&[0, 1]), group(&[2])], "either (`A` and `B`) or `C`"),
        ] {
            assert_eq!(alternatives(&schemes, &security), expected);
        }
    }
}
