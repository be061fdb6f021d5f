//! Bodies of the media type `multipart/form-data` (RFC 7578).

use super::exact::{Inexact, exact};
use super::json::Value;
use super::style::{Parameter, Style};
use super::text;
use crate::content::{Content, content};
use serde::Serialize;

/// How a part is sent that is not sent as its value says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// JSON text, whatever the value is.
    Json,
    /// Text of this media type.
    Typed(&'static str),
    /// Texts as a style writes them, spread or not.
    Styled(Style, bool),
    /// A file of this media type. Its bytes come from a string: its own, or those of a data URL in base64, which says its type
    /// where the description says a range.
    File(&'static str),
}

/// The parts of a body in the making, in their order. What is absent or null is left out.
#[derive(Clone, Debug, Default)]
pub struct Multipart {
    sections: Vec<Section>,
    absent: bool,
    problem: Option<String>,
}

/// One part as it is sent.
#[derive(Clone, Debug)]
struct Section {
    name: String,
    file: Option<String>,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
    bytes: Vec<u8>,
}

impl Multipart {
    /// No part yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One part for each member of an object, and no body when there is none.
    pub fn of(value: impl Serialize, parts: &[(&str, Part)]) -> Self {
        Self::new().members(exact(value), parts)
    }

    /// A part as its value says: text is text, an object is JSON, and a list is a part for each element.
    #[must_use]
    pub fn part(self, name: &str, value: impl Serialize) -> Self {
        self.add(name, None, exact(value))
    }

    /// A part in another form; a list of texts or files is a part for each element.
    #[must_use]
    pub fn part_as(self, name: &str, part: Part, value: impl Serialize) -> Self {
        self.add(name, Some(part), exact(value))
    }

    /// A header for all parts of a name so far.
    #[must_use]
    pub fn header(mut self, part: &str, name: &str, value: &str) -> Self {
        for section in self.sections.iter_mut().filter(|section| section.name == part) {
            section.headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// The content type and the bytes; `None` when there is no value at all.
    pub(crate) fn encode(self, content_type: &str) -> Result<Option<(String, Vec<u8>)>, String> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        if self.absent {
            return Ok(None);
        }
        let boundary = boundary(&self.sections);
        let mut body = Vec::new();
        for section in &self.sections {
            body.extend_from_slice(format!("--{boundary}\r\n{}\r\n", section.headers()).as_bytes());
            body.extend_from_slice(&section.bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Ok(Some((format!("{content_type}; boundary={boundary}"), body)))
    }
}

/// The parts without type parameters.
impl Multipart {
    fn members(mut self, value: Result<Option<Value>, Inexact>, parts: &[(&str, Part)]) -> Self {
        match value {
            Ok(Some(Value::Object(members))) => members.into_iter().fold(self, |this, (name, value)| {
                let part = parts.iter().find(|(known, _)| *known == name).map(|(_, part)| *part);
                this.add(&name, part, Ok(Some(value)))
            }),
            Ok(None | Some(Value::Null)) => {
                self.absent = true;
                self
            }
            Ok(Some(_)) => self.fail("a body of several parts is made of an object".to_owned()),
            Err(why) => self.fail(why.to_string()),
        }
    }

    fn add(mut self, name: &str, part: Option<Part>, value: Result<Option<Value>, Inexact>) -> Self {
        match (value, part) {
            (Ok(None | Some(Value::Null)), _) => self,
            (Ok(Some(value)), Some(Part::Styled(style, explode))) => {
                let pairs = Parameter::part(style, explode).pairs_of(name, &value).into_iter();
                self.sections.extend(pairs.map(|(name, text)| Section::text(name, text)));
                self
            }
            (Ok(Some(Value::Array(items))), part) if part != Some(Part::Json) => {
                items.into_iter().filter(|item| !item.is_null()).fold(self, |this, item| this.one(name, part, item))
            }
            (Ok(Some(value)), part) => self.one(name, part, value),
            (Err(why), _) => {
                self = self.fail(format!("part `{name}`: {why}"));
                self
            }
        }
    }

    fn one(mut self, name: &str, part: Option<Part>, value: Value) -> Self {
        match section(name, part, value) {
            Ok(section) => self.sections.push(section),
            Err(why) => return self.fail(format!("part `{name}`: {why}")),
        }
        self
    }

    fn fail(mut self, problem: String) -> Self {
        self.problem.get_or_insert(problem);
        self
    }
}

fn section(name: &str, part: Option<Part>, value: Value) -> Result<Section, &'static str> {
    let name = name.to_owned();
    let is_structure = matches!(value, Value::Array(_) | Value::Object(_));
    let part = part.or(is_structure.then_some(Part::Json));
    match (part, value) {
        (Some(Part::Json), value) => {
            Ok(Section { content_type: Some("application/json".to_owned()), ..Section::text(name, value.to_string()) })
        }
        (Some(Part::File(declared)), Value::String(value)) => {
            let Content { bytes, media_type, name: file } = content(value)?;
            let own = (!declared.contains('*')).then(|| declared.to_owned());
            let content_type = own.or(media_type).unwrap_or_else(|| "application/octet-stream".to_owned());
            let file = Some(file.unwrap_or_else(|| name.clone()));
            Ok(Section { name, file, content_type: Some(content_type), headers: Vec::new(), bytes })
        }
        (Some(Part::File(_)), _) => Err("a file is made of a string"),
        (Some(Part::Typed(content_type)), Value::Array(_) | Value::Object(_)) if !content_type.starts_with("text/") => {
            Err("it is made of a string")
        }
        (Some(Part::Typed(content_type)), value) => {
            let content_type = Some(content_type.to_owned());
            Ok(Section { content_type, ..Section::text(name, text::of(&value)) })
        }
        (None | Some(Part::Styled(..)), value) => Ok(Section::text(name, text::of(&value))),
    }
}

impl Section {
    fn text(name: String, text: String) -> Section {
        Section { name, file: None, content_type: None, headers: Vec::new(), bytes: text.into_bytes() }
    }

    fn headers(&self) -> String {
        let mut headers = format!("Content-Disposition: form-data; name=\"{}\"", quoted(&self.name));
        if let Some(file) = &self.file {
            headers.extend(["; filename=\"", &quoted(file), "\""]);
        }
        headers.push_str("\r\n");
        if let Some(content_type) = &self.content_type {
            headers.extend(["Content-Type: ", content_type, "\r\n"]);
        }
        for (name, value) in &self.headers {
            headers.extend([name, ": ", value, "\r\n"]);
        }
        headers
    }
}

/// What browsers do with names (WHATWG HTML, "multipart/form-data").
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// A line that occurs in no part. The same parts always have the same one.
fn boundary(sections: &[Section]) -> String {
    // FNV-1a: nobody meets it by accident.
    let bytes = sections.iter().flat_map(|section| &section.bytes);
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    boundary_from(hash, sections)
}

fn boundary_from(mut hash: u64, sections: &[Section]) -> String {
    loop {
        let boundary = format!("arazzo-{hash:016x}");
        if !sections.iter().any(|section| contains(&section.bytes, boundary.as_bytes())) {
            return boundary;
        }
        hash = hash.wrapping_add(1);
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rt::json::tests::json;

    fn body(multipart: Multipart) -> String {
        let (content_type, body) = multipart.encode("multipart/form-data").ok().flatten().unwrap_or_default();
        let boundary = content_type.split_once("boundary=").map_or("?", |(_, boundary)| boundary);
        String::from_utf8_lossy(&body).replace(boundary, "B").replace("\r\n", "|")
    }

    #[test]
    fn parts_are_what_their_values_say() {
        let multipart = Multipart::new()
            .part("text", "a b")
            .part("number", 1.0)
            .part("absent", None::<String>)
            .part("null", ())
            .part("object", json!({"a": 1}))
            .part("list", json!(["x", {"y": 2}, null]));
        let json = "|Content-Type: application/json||";
        assert_eq!(
            body(multipart),
            format!(
                "--B|Content-Disposition: form-data; name=\"text\"||a b|\
                --B|Content-Disposition: form-data; name=\"number\"||1|\
                --B|Content-Disposition: form-data; name=\"object\"{json}{{\"a\":1}}|\
                --B|Content-Disposition: form-data; name=\"list\"||x|\
                --B|Content-Disposition: form-data; name=\"list\"{json}{{\"y\":2}}|--B--|"
            )
        );
    }

    #[test]
    fn parts_have_the_form_that_is_asked_for() {
        let file = "data:text/csv;name=t.csv;base64,YSxi";
        let multipart = Multipart::new()
            .part_as("f", Part::File("application/octet-stream"), "bytes")
            .part_as("f", Part::File("*/*"), json!([file]))
            .part_as("t\"\r\n", Part::Typed("text/xml"), "<a/>")
            .part_as("j", Part::Json, "text")
            .header("j", "X-Kind", "a b");
        assert_eq!(
            body(multipart),
            "--B|Content-Disposition: form-data; name=\"f\"; filename=\"f\"|Content-Type: application/octet-stream||bytes|\
            --B|Content-Disposition: form-data; name=\"f\"; filename=\"t.csv\"|Content-Type: text/csv||a,b|\
            --B|Content-Disposition: form-data; name=\"t%22%0D%0A\"|Content-Type: text/xml||<a/>|\
            --B|Content-Disposition: form-data; name=\"j\"|Content-Type: application/json|X-Kind: a b||\"text\"|--B--|"
        );
    }

    #[test]
    fn a_whole_value_is_taken_apart() {
        let parts = [("f", Part::File("image/png"))];
        assert_eq!(
            body(Multipart::of(json!({"a": 1, "f": "x"}), &parts)),
            "--B|Content-Disposition: form-data; name=\"a\"||1|\
            --B|Content-Disposition: form-data; name=\"f\"; filename=\"f\"|Content-Type: image/png||x|--B--|"
        );
        assert_eq!(Multipart::of(None::<Value>, &parts).encode("a/b"), Ok(None));
        assert!(Multipart::of("text", &parts).encode("a/b").is_err());
        assert!(Multipart::of(json!({"f": 1}), &parts).encode("a/b").is_err());
        assert!(Multipart::new().part("x", f64::NAN).encode("a/b").is_err());
    }

    #[test]
    fn no_part_holds_the_boundary() {
        let section = |bytes: &str| Section::text("a".to_owned(), bytes.to_owned());
        let taken = [section("x arazzo-0000000000000005 y"), section("arazzo-0000000000000006")];
        assert_eq!(boundary_from(4, &taken), "arazzo-0000000000000004");
        assert_eq!(boundary_from(5, &taken), "arazzo-0000000000000007");
        assert_eq!(boundary(&[section("x")]), boundary(&[section("x")]));
        assert_ne!(boundary(&[section("x")]), boundary(&[section("y")]));
    }
}
