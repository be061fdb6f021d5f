//! The parts of `multipart/form-data`: how OpenAPI says that they are sent.

use super::base64::{Encoded, encoded};
use super::room::Requests;
use super::sent::Wants;
use crate::check::scalar_text;
use crate::diagnostic::Kind;
use crate::model::{Expr, PartForm, PartHeader, Parts};
use crate::openapi::{Encoding, Media, Node, Written, flag, reach, slip};
use crate::place::Place;
use crate::resolve::responses::{Family, family, is_json, is_range};
use crate::resolve::written::member;
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// What stands for bytes of which nothing more is known.
pub(crate) const OCTETS: &str = "application/octet-stream";

/// The type of a file that says itself what it is, or else is [`OCTETS`].
pub(crate) const ANYTHING: &str = "*/*";

impl Requests<'_> {
    /// What is special about the parts: of an object that the document writes, else of what the description knows.
    pub(crate) fn parts(&mut self, value: &Expr, media: &Media, place: &Place) -> Parts {
        let names = match value {
            Expr::Object(members) => members.iter().map(|(name, _)| name.clone()).collect(),
            _ => self.part_names(media),
        };
        let mut parts = Parts::default();
        for name in names {
            parts.headers.extend(self.part_headers(&name, media));
            self.check_encoding_of_bytes(&name, value, media, place);
            let Some(form) = self.part_form(&name, media) else { continue };
            if let Expr::Object(members) = value
                && let Some((_, value)) = members.iter().find(|(known, _)| *known == name)
            {
                // What is surely no file needs no form.
                if form == PartForm::Open && !self.base64().may_hold_bytes(value) {
                    continue;
                }
                let at = member(self.library, place, &name);
                self.note_sent(value, &at, vec![Wants::Part { name: name.clone(), form: form.clone() }]);
            }
            parts.forms.push((name, form));
        }
        parts
    }

    /// Reports bytes in a part that wants them in another encoding than base64.
    fn check_encoding_of_bytes(&mut self, name: &str, value: &Expr, media: &Media, place: &Place) {
        let Some(schema) = self.part_schema(name, media) else { return };
        let (Some(Encoded::Otherwise(encoding)), Expr::Object(members)) = (encoded(&schema.value), value) else {
            return;
        };
        let sent = members.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        let items = match sent {
            Some(Expr::Array(items)) => items.iter().collect(),
            sent => Vec::from_iter(sent),
        };
        if items.into_iter().any(|item| self.base64().may_be_bytes(item)) {
            let at = member(self.library, place, name);
            let what = format!("a part of bytes in the encoding `{encoding}`");
            self.report.add(at.value(), Kind::Unsupported { what });
        }
    }

    fn part_names(&mut self, media: &Media) -> Vec<String> {
        let mut names = self.property_names(media.schema.as_ref());
        let encoded: Vec<String> = media.encoded().into_iter().filter(|name| !names.contains(name)).collect();
        names.extend(encoded);
        names
    }

    /// The headers of a part whose values the description has. Nothing else could say them.
    fn part_headers(&mut self, part: &str, media: &Media) -> Vec<PartHeader> {
        let headers = media.encoding_of(part).and_then(|encoding| encoding.node.get("headers"));
        let mut found = Vec::new();
        for (name, header) in headers.map(|headers| headers.members()).unwrap_or_default() {
            let is_ours = ["content-type", "content-disposition"].iter().any(|ours| name.eq_ignore_ascii_case(ours));
            let Some(header) = self.library.resolve(header, self.report).filter(|_| !is_ours) else {
                continue;
            };
            let schema = header.get("schema");
            let schema = schema.and_then(|schema| self.library.resolve(schema, self.report));
            match schema.as_ref().and_then(only_value).filter(|value| is_line(value)) {
                Some(value) if name.bytes().all(is_token) => {
                    found.push(PartHeader { part: part.to_owned(), name, value });
                }
                _ if flag(&header, "required") == Some(true) => {
                    let (what, reason) = (format!("the header `{name}` of a part"), "a required one needs a `const`");
                    let (mark, kind) = slip(header.place.name(), what, reason, "not sent");
                    self.report.add(mark, kind);
                }
                _ => {}
            }
        }
        found
    }

    fn property_names(&mut self, schema: Option<&Node>) -> Vec<String> {
        let schema = schema.and_then(|schema| self.library.resolve(schema.clone(), self.report));
        let properties = schema.and_then(|schema| schema.get("properties")).map(|properties| properties.members());
        properties.unwrap_or_default().into_iter().map(|(name, _)| name).collect()
    }

    fn part_form(&mut self, name: &str, media: &Media) -> Option<PartForm> {
        let schema = self.part_schema(name, media);
        let described = |key: &str| schema.as_ref().and_then(|schema| schema.value.text(key));
        let encoding = self.part_encoding(name, media);
        let written = schema.as_ref().and_then(|schema| encoded(&schema.value));
        let is_base64 = written == Some(Encoded::Base64) || encoding.as_ref().is_some_and(transfers_base64);
        let is_file =
            written.is_none() && (described("format") == Some("binary") || described("contentEncoding").is_some());
        // Bytes have no style.
        if let Some(Written { style, explode, within, .. }) = encoding.as_ref().and_then(|known| known.written.clone())
            && !is_file
            && !is_base64
        {
            return Some(PartForm::Styled { style, explode, within });
        }
        let said = encoding.as_ref().and_then(|encoding| encoding.content_type.as_deref());
        match said.or(described("contentMediaType")) {
            Some(types) if types.split(',').all(is_json) => Some(PartForm::Json),
            one if is_base64 => {
                let one = one.filter(|one| !one.contains(',') && !is_range(one));
                Some(PartForm::Base64(one.unwrap_or(OCTETS).to_owned()))
            }
            // Of several types only the caller knows which it is.
            Some(types) if types.contains(',') => Some(PartForm::File(ANYTHING.to_owned())),
            Some(one) if is_file || is_range(one) || family(one) == Family::Binary => {
                Some(PartForm::File(one.to_owned()))
            }
            // What every part is that does not say what it is.
            Some("text/plain") if said.is_none() => None,
            Some(one) => Some(PartForm::Typed(one.to_owned())),
            None if is_file => Some(PartForm::File(ANYTHING.to_owned())),
            None => schema.is_none_or(|schema| says_nothing(&schema.value)).then_some(PartForm::Open),
        }
    }

    /// What the description says of a part, without parts inside it.
    fn part_encoding(&mut self, name: &str, media: &Media) -> Option<Encoding> {
        let encoding = media.encoding_of(name)?;
        for (mark, kind) in encoding.slips.iter().cloned() {
            self.report.add(mark, kind);
        }
        if encoding.content_type.as_ref().is_some_and(|types| types.trim().starts_with("multipart/")) {
            let place = encoding.node.place.key("contentType");
            let what = "a part of `multipart/form-data` that has parts itself".to_owned();
            self.report.add(place.value(), Kind::Unsupported { what });
        }
        Some(encoding)
    }

    /// The schema of a part; of a list, which is a part for each element, that of the elements.
    fn part_schema(&mut self, name: &str, media: &Media) -> Option<Node> {
        let pointer = Pointer::default().child(name);
        let reached = reach(self.library, media.schema.as_ref(), &pointer, self.report).ok()?;
        let schema = self.library.resolve(reached.schema?, self.report)?;
        let schema = match schema.get("items") {
            Some(items) => self.library.resolve(items, self.report)?,
            None => schema,
        };
        Some(schema)
    }
}

/// Whether a description wants a part in base64 by its header, which is the same as `contentEncoding` (OpenAPI 3.1.1, section
/// 4.8.15.1).
fn transfers_base64(encoding: &Encoding) -> bool {
    let headers = encoding.node.get("headers").map(|headers| headers.members()).unwrap_or_default();
    headers.into_iter().any(|(name, header)| {
        let value = header.get("schema").as_ref().and_then(only_value);
        name.eq_ignore_ascii_case("content-transfer-encoding")
            && value.is_some_and(|value| value.eq_ignore_ascii_case("base64"))
    })
}

/// Whether a schema admits anything, bytes included: a file is described so since version 3.1.
fn says_nothing(schema: &Value) -> bool {
    const SAYS: [&str; 12] = [
        "type",
        "properties",
        "items",
        "allOf",
        "anyOf",
        "oneOf",
        "enum",
        "const",
        "format",
        "contentEncoding",
        "$ref",
        "contentMediaType",
    ];
    !SAYS.iter().any(|key| schema.get(key).is_some()) && schema != &Value::Bool(false)
}

/// The value that a schema leaves no choice about.
fn only_value(schema: &Node) -> Option<String> {
    let listed = schema.value.get("enum").and_then(Value::as_array).unwrap_or_default();
    let only = match (schema.value.get("const"), listed) {
        (Some(value), _) => value,
        (None, [only]) => only,
        _ => return None,
    };
    scalar_text(only)
}

fn is_line(value: &str) -> bool {
    value.chars().all(|char| char == ' ' || char.is_ascii_graphic())
}

/// A character of an HTTP token (RFC 9110).
pub(crate) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
