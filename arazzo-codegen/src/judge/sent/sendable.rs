//! Values of parameters that the runtime would refuse to send, whatever the inputs are.

use super::Values;
use crate::diagnostic::{Kind, Relation};
use crate::document::Word;
use crate::model::{Expr, Fragment, InputPath, Serialisation};
use crate::openapi::{Location, Operation, Style};
use crate::place::Mark;
use crate::resolve::{Carried, Sent, is_token};
use crate::value::Value;

impl Values<'_> {
    /// Reports a parameter that cannot be sent.
    pub(super) fn check_sendable(&mut self, sent: &Sent, Carried { name, location, written, template }: &Carried) {
        match location {
            Location::Path => self.check_path_value(sent, name, written.style, template),
            Location::Header => self.check_header(sent, name, written.json),
            Location::Cookie => self.check_cookie(sent, name, written),
            Location::Query | Location::QueryString => {}
        }
    }

    /// Reports a method that HTTP has no place for.
    pub(super) fn check_method_name(&mut self, operation: &Operation) {
        if operation.method.is_empty() || !operation.method.bytes().all(is_token) {
            self.refuse(operation.place.name(), "a method of HTTP", &operation.method);
        }
    }

    fn check_header(&mut self, sent: &Sent, name: &Word, json: bool) {
        // Whoever sets these changes where a request goes or where it ends.
        const OURS: [&str; 5] = ["host", "content-length", "transfer-encoding", "connection", "upgrade"];
        let kind = if OURS.contains(&name.text.to_ascii_lowercase().as_str()) {
            Some(Kind::RefusedHeader { header: name.text.clone() })
        } else if !name.text.is_empty() && name.text.bytes().all(is_token) {
            None
        } else {
            let (what, found) = ("the name of a header", name.text.clone());
            Some(Kind::InvalidValue { what, found, allowed: Vec::new(), closest: None })
        };
        if let Some(kind) = kind {
            self.report.add(name.place.value(), kind);
        }
        // JSON has escapes for the rest.
        let is_refused = |char: char| !json && (!char.is_ascii() || char.is_ascii_control() && char != '\t');
        if let Some(text) = texts(&sent.value).into_iter().find(|text| text.contains(is_refused)) {
            let what = "the value of a header, which is one line of ASCII without control characters";
            self.refuse(sent.place.value(), what, &text.escape_debug().to_string());
        }
    }

    /// A name or value that would be two cookies, or another one.
    fn check_cookie(&mut self, sent: &Sent, name: &Word, written: &Serialisation) {
        let ends = |char: char| char.is_control() || char == ';';
        let is_name = |name: &str| {
            !name.is_empty() && !name.contains(|char: char| ends(char) || char == '=' || char.is_whitespace())
        };
        if !is_name(&name.text) {
            self.refuse(name.place.value(), "the name of a cookie", &name.text);
        }
        let spread = matches!(written.style, Style::Form | Style::Cookie) && written.explode && !written.json;
        if let Expr::Object(members) = &sent.value
            && let Some((name, _)) = members.iter().find(|(name, _)| spread && !is_name(name))
        {
            self.refuse(sent.place.value(), "the name of a cookie", name);
        }
        // Other styles encode it.
        let as_it_is = written.style == Style::Cookie;
        if let Some(text) = texts(&sent.value).into_iter().find(|text| as_it_is && text.contains(ends)) {
            let what = "the value of a cookie, which has no semicolon and no control character";
            self.refuse(sent.place.value(), what, &text.escape_debug().to_string());
        }
    }

    /// Without a value in it, or with dots alone in a segment, a path would be another path.
    fn check_path_value(&mut self, sent: &Sent, name: &Word, style: Style, template: &str) {
        let segment = format!("{{{}}}", name.text);
        let is_segment = template.split('/').any(|part| part == segment);
        let is_nothing = |text: &str| match style {
            Style::Matrix => false,
            Style::Label => is_segment && is_dots(&format!(".{text}")),
            _ => text.is_empty() || is_segment && is_dots(text),
        };
        let found = match &sent.value {
            Expr::Literal(Value::Null) => "null",
            Expr::Array(items) if items.is_empty() => "[]",
            Expr::Object(members) if members.is_empty() => "{}",
            Expr::Literal(Value::String(text)) if is_nothing(text) => text,
            _ if is_nothing("") => return self.check_path_default(sent, name),
            _ => return,
        };
        self.refuse(sent.place.value(), "the value of a path parameter", found);
    }

    fn refuse(&mut self, mark: Mark, what: &'static str, found: &str) {
        let kind = Kind::InvalidValue { what, found: found.to_owned(), allowed: Vec::new(), closest: None };
        self.report.add(mark, kind);
    }

    /// The same of an input that is nothing where it is left out.
    fn check_path_default(&mut self, sent: &Sent, name: &Word) {
        let input = match &sent.value {
            Expr::Template(fragments) => match fragments.as_slice() {
                [Fragment::Hole(inner) | Fragment::Escaped(_, inner)] => inner,
                _ => return,
            },
            value => value,
        };
        let Expr::Input(InputPath { fields, root, pointer, .. }) = input else { return };
        let field =
            self.subject.workflow.inputs.fields().get(*root).filter(|_| fields.len() == 1 && pointer.is_empty());
        let is_empty = |default: &Value| default.as_str() == Some("");
        let Some(field) = field.filter(|field| field.default.as_ref().is_some_and(is_empty)) else { return };
        let kind = Kind::EmptyDefault { input: field.name.clone(), parameter: name.text.clone() };
        let default =
            self.subject.written.inputs.as_ref().map(|inputs| inputs.place.key("properties").key(&field.name));
        let default = default.map(|place| place.key("default")).filter(|at| self.library.peek(at).is_some());
        let mark = self.subject.hole(self.library, input, &sent.place);
        self.report.add(mark, kind).also_if(default.map(|place| place.value()), Relation::Default);
    }
}

/// What the document writes of a value.
fn texts(value: &Expr) -> Vec<String> {
    let mut texts = Vec::new();
    value.each(&mut |value| match value {
        Expr::Literal(Value::String(text)) => texts.push(text.to_string()),
        Expr::Template(fragments) => texts.extend(fragments.iter().filter_map(|fragment| match fragment {
            Fragment::Literal(text) => Some(text.clone()),
            _ => None,
        })),
        _ => {}
    });
    texts
}

/// Whether a segment goes up or nowhere, however often a server decodes it.
fn is_dots(segment: &str) -> bool {
    let mut plain = segment.to_ascii_lowercase();
    while let (len, next) = (plain.len(), plain.replace("%25", "%").replace("%2e", "."))
        && next.len() < len
    {
        plain = next;
    }
    plain == "." || plain == ".."
}
