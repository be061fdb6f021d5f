//! Bodies of the media type `multipart/form-data` (RFC 7578).

use super::charset;
use super::exact::{Carried, Inexact, carried, exact};
use super::json::Value;
use super::request::OCTETS;
use super::style::{Parameter, Style};
use super::text;
use crate::content::Content;
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
    /// The same of lists in a list, which have styles of their own (Swagger 2.0).
    Within(Style, bool, &'static [Style]),
    /// A file of this media type. Its bytes came in a response, or come from a string: its own, or those of a data URL in base64.
    /// Where the description says a range, they have a type of their own.
    File(&'static str),
    /// A file where the value is bytes or a data URL, and else what the value says.
    Open,
    /// Text of this media type that is base64: of bytes, or of a data URL. Any other string is base64 already.
    Base64(&'static str),
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
        Self::new().members(exact(value), parts, Carried::Json)
    }

    /// The same for an object that came in a response: its texts are not read as data URLs.
    pub fn received(value: impl Serialize, parts: &[(&str, Part)]) -> Self {
        Self::new().members(exact(value), parts, Carried::Verbatim)
    }

    /// A part as its value says: text is text, an object is JSON, and a list is a part for each element.
    #[must_use]
    pub fn part(self, name: &str, value: impl Serialize) -> Self {
        self.add(name, None, carried(value))
    }

    /// A part in another form; a list of texts or files is a part for each element.
    #[must_use]
    pub fn part_as(self, name: &str, part: Part, value: impl Serialize) -> Self {
        self.add(name, Some(part), carried(value))
    }

    /// A part of several with one name. A list in it is JSON.
    #[must_use]
    pub fn item(self, name: &str, value: impl Serialize) -> Self {
        self.add_one(name, None, carried(value))
    }

    /// The same in another form.
    #[must_use]
    pub fn item_as(self, name: &str, part: Part, value: impl Serialize) -> Self {
        self.add_one(name, Some(part), carried(value))
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
    fn members(
        mut self,
        value: Result<Option<Value>, Inexact>,
        parts: &[(&str, Part)],
        carry: fn(Value) -> Carried,
    ) -> Self {
        match value {
            Ok(Some(Value::Object(members))) => members.into_iter().fold(self, |this, (name, value)| {
                let part = parts.iter().find(|(known, _)| *known == name).map(|(_, part)| *part);
                this.add(&name, part, Ok(Some(carry(value))))
            }),
            Ok(None | Some(Value::Null)) => {
                self.absent = true;
                self
            }
            Ok(Some(_)) => self.fail("a body of several parts is made of an object".to_owned()),
            Err(why) => self.fail(why.to_string()),
        }
    }

    fn add(self, name: &str, part: Option<Part>, value: Result<Option<Carried>, Inexact>) -> Self {
        match (value, part) {
            (Ok(Some(value)), Some(Part::Styled(style, explode))) if !value.is_null() => {
                self.styled(name, &Parameter::part(style, explode, &[]), value)
            }
            (Ok(Some(value)), Some(Part::Within(style, explode, within))) if !value.is_null() => {
                self.styled(name, &Parameter::part(style, explode, within), value)
            }
            (Ok(Some(value)), part) if part != Some(Part::Json) => {
                value.items().into_iter().fold(self, |this, item| this.add_one(name, part, Ok(Some(item))))
            }
            (value, part) => self.add_one(name, part, value),
        }
    }

    fn add_one(self, name: &str, part: Option<Part>, value: Result<Option<Carried>, Inexact>) -> Self {
        match value {
            Ok(Some(value)) if !value.is_null() => self.one(name, part, value),
            Ok(_) => self,
            Err(why) => self.fail(format!("part `{name}`: {why}")),
        }
    }

    fn styled(mut self, name: &str, parameter: &Parameter, value: Carried) -> Self {
        match exact(value) {
            Ok(value) => {
                let pairs = parameter.pairs_of(name, &value.unwrap_or_default()).into_iter();
                self.sections.extend(pairs.map(|(name, text)| Section::new(&name, None, text)));
                self
            }
            Err(why) => self.fail(format!("part `{name}`: {why}")),
        }
    }

    fn one(mut self, name: &str, part: Option<Part>, value: Carried) -> Self {
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

fn section(name: &str, part: Option<Part>, value: Carried) -> Result<Section, String> {
    match (part, value) {
        (Some(Part::File(declared)), value) => file(name, declared, value),
        (Some(Part::Base64(content_type)), value) => match text::encoded(value).map_err(|why| why.to_string())? {
            Value::String(text) => Ok(Section::new(name, Some(content_type), text)),
            _ => Err("base64 is made of a string".to_owned()),
        },
        (None | Some(Part::Open), value @ Carried::Bytes(_)) => file(name, "*/*", value),
        (Some(Part::Open), Carried::Json(Value::String(text))) => match Content::of_data_url(&text) {
            Some(content) => file(name, "*/*", Carried::Bytes(content?)),
            None => Ok(Section::new(name, None, text)),
        },
        (Some(Part::Typed(content_type)), Carried::Bytes(content)) => {
            Ok(Section::new(name, Some(content_type), content.into_bytes()))
        }
        (part, value) => {
            let value = exact(value).map_err(|why| why.to_string())?.unwrap_or_default();
            written(name, part, &value)
        }
    }
}

/// A part that is text.
fn written(name: &str, part: Option<Part>, value: &Value) -> Result<Section, String> {
    let is_structure = matches!(value, Value::Array(_) | Value::Object(_));
    let json = || Section::new(name, Some("application/json"), value.to_string());
    match part {
        Some(Part::Typed(content_type)) if is_structure && !content_type.starts_with("text/") => {
            Err("it is made of a string".to_owned())
        }
        Some(Part::Typed(content_type)) => {
            let bytes = charset::encode(&text::of(value), content_type).map_err(|why| why.to_string())?;
            Ok(Section::new(name, Some(content_type), bytes))
        }
        Some(Part::Json) => Ok(json()),
        None | Some(Part::Open) if is_structure => Ok(json()),
        _ => Ok(Section::new(name, None, text::of(value))),
    }
}

/// A file, of the type that is declared, unless that is a range.
fn file(name: &str, declared: &str, value: Carried) -> Result<Section, String> {
    let content = match value {
        Carried::Bytes(content) => content,
        Carried::Verbatim(Value::String(text)) => Content::from(text),
        Carried::Json(Value::String(text)) => Content::of_string(text)?,
        Carried::Json(_) | Carried::Verbatim(_) => return Err("a file is made of a string".to_owned()),
    };
    let own = Some(declared).filter(|declared| !declared.contains('*'));
    let content_type = own.or(content.media_type()).unwrap_or(OCTETS).to_owned();
    let file = Some(content.name().unwrap_or(name).to_owned());
    Ok(Section { file, ..Section::new(name, Some(&content_type), content.into_bytes()) })
}

impl Section {
    fn new(name: &str, content_type: Option<&str>, bytes: impl Into<Vec<u8>>) -> Section {
        let content_type = content_type.map(str::to_owned);
        Section { name: name.to_owned(), file: None, content_type, headers: Vec::new(), bytes: bytes.into() }
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
    fn bytes_go_where_they_are_wanted() {
        let (url, bytes) = ("data:a/b;base64,Yg==", Content::from("b").with_media_type("a/b"));
        let multipart = Multipart::new()
            .part_as("o", Part::Open, json!([url, "t", {"x": 1}]))
            .part_as("c", Part::Base64("a/c"), url)
            .item("l", &bytes)
            .item("l", json!([1]))
            .item_as("l", Part::Base64("a/c"), &bytes)
            .item_as("l", Part::File("a/c"), None::<String>);
        assert_eq!(
            body(multipart),
            "--B|Content-Disposition: form-data; name=\"o\"; filename=\"o\"|Content-Type: a/b||b|\
            --B|Content-Disposition: form-data; name=\"o\"||t|\
            --B|Content-Disposition: form-data; name=\"o\"|Content-Type: application/json||{\"x\":1}|\
            --B|Content-Disposition: form-data; name=\"c\"|Content-Type: a/c||Yg==|\
            --B|Content-Disposition: form-data; name=\"l\"; filename=\"l\"|Content-Type: a/b||b|\
            --B|Content-Disposition: form-data; name=\"l\"|Content-Type: application/json||[1]|\
            --B|Content-Disposition: form-data; name=\"l\"|Content-Type: a/c||Yg==|--B--|"
        );
        assert!(Multipart::new().part_as("c", Part::Base64("a/c"), 1).encode("a/b").is_err());
        assert!(Multipart::new().item_as("f", Part::File("a/c"), json!(["x"])).encode("a/b").is_err());
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
        let section = |bytes: &str| Section::new("a", None, bytes);
        let taken = [section("x arazzo-0000000000000005 y"), section("arazzo-0000000000000006")];
        assert_eq!(boundary_from(4, &taken), "arazzo-0000000000000004");
        assert_eq!(boundary_from(5, &taken), "arazzo-0000000000000007");
        assert_eq!(boundary(&[section("x")]), boundary(&[section("x")]));
        assert_ne!(boundary(&[section("x")]), boundary(&[section("y")]));
    }
}
