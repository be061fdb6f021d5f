//! The body of a response as what is read from it: text, JSON, or bytes.

use super::charset::{self, NotText};
use super::checked::{Checked, NoJson};
use super::decode::{Decode, Mismatch};
use super::json::Value;
use super::media;
use super::operand::Operand;
use super::project::{Flaw, Json};
use super::xml::{self, Xml};
use crate::ErrorKind;
use crate::content::Content;
use crate::effects::text_of;
use bytes::Bytes;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};
use std::borrow::Cow;
use std::fmt;

/// A body, and what its response says of it.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a> {
    pub(crate) bytes: &'a Bytes,
    pub(crate) declared: Declared<'a>,
    /// What its XML is by the description, if it is XML.
    pub(crate) xml: Option<&'static Xml>,
    /// What is known of it as JSON.
    pub(crate) checked: &'a Checked,
    /// How many values may be read from it at once.
    pub(crate) values: usize,
}

/// What a body is declared to be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Declared<'a> {
    /// What the headers of its response say. They are read where it matters.
    By(&'a HeaderMap),
    /// This media type, if any.
    As(Option<&'a str>),
}

impl<'a> Declared<'a> {
    pub(crate) fn media_type(self) -> Option<&'a str> {
        match self {
            Self::By(headers) => text_of(headers.get(CONTENT_TYPE)?),
            Self::As(media_type) => media_type,
        }
    }

    /// The header `Content-Encoding`.
    fn encoding(self) -> Option<&'a str> {
        match self {
            Self::By(headers) => text_of(headers.get(CONTENT_ENCODING)?),
            Self::As(_) => None,
        }
    }
}

/// Why nothing can be read from a body.
#[derive(Debug)]
pub enum Unread {
    /// It is not what it would have to be. The text does not quote it.
    Unreadable(String),
    /// There is something of another type.
    Mismatch(Mismatch),
    /// There is more than the client's limits admit.
    TooMuch(String),
}

impl Unread {
    /// What kind of error it is where the value is needed.
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::TooMuch(_) => ErrorKind::Limit,
            Self::Unreadable(_) | Self::Mismatch(_) => ErrorKind::Decode,
        }
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) | Self::TooMuch(why) => f.write_str(why),
            Self::Mismatch(Mismatch { expected, found }) => write!(f, "expected {expected}, found {found}"),
        }
    }
}

impl<'a> Body<'a> {
    pub(crate) fn media_type(self) -> Option<&'a str> {
        self.declared.media_type()
    }

    /// Its text, whatever its media type.
    pub(crate) fn text(self) -> Result<Cow<'a, str>, Unread> {
        charset::decode(self.bytes, self.media_type()).map_err(|why| self.no_text(&why))
    }

    /// The value at a JSON Pointer, whatever its media type; an empty body has none.
    pub(crate) fn json(self, pointer: &str) -> Result<Option<Value>, Unread> {
        let Some(json) = self.checked(pointer)? else { return Ok(None) };
        json.find(pointer, self.values).map_err(|flaw| self.flawed(flaw, pointer))
    }

    /// The body as JSON; an empty one is none.
    fn checked(self, pointer: &str) -> Result<Option<&'a Json>, Unread> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        self.checked.json(self.bytes, self.declared).map(Some).map_err(|why| match why {
            NoJson::Charset(why) => self.no_json("", &why.to_string()),
            NoJson::Flaw(flaw) => self.flawed(*flaw, pointer),
        })
    }

    /// The value at a JSON Pointer. The whole of a body that is declared as something else than JSON is its text.
    pub(crate) fn value(self, pointer: &str) -> Result<Option<Value>, Unread> {
        match self.described() {
            Some(xml) if !pointer.is_empty() => xml::read(xml, &self.text()?, pointer).map_err(Unread::Unreadable),
            None if !pointer.is_empty() || self.is_json() || self.bytes.is_empty() => self.json(pointer),
            _ => self.text().map(|text| Some(text.into_owned().into())),
        }
    }

    /// The same for a comparison: a text is not copied if it can be read where it stands.
    pub(crate) fn operand(self, pointer: &str) -> Result<Option<Operand<'a>>, Unread> {
        if pointer.is_empty() || self.described().is_some() {
            return self.value(pointer).map(|value| value.map(Operand::from));
        }
        let Some(json) = self.checked(pointer)? else { return Ok(None) };
        json.operand(pointer, self.values).map_err(|flaw| self.flawed(flaw, pointer))
    }

    /// How the parts of a body that is XML are read. A body without a declared type is XML where it begins like it.
    fn described(self) -> Option<&'static Xml> {
        let xml = self.xml?;
        let is_xml = match self.media_type() {
            _ if self.bytes.is_empty() => false,
            Some(media_type) => media::is_xml(media_type),
            None => {
                let body = self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.bytes);
                body.trim_ascii_start().starts_with(b"<")
            }
        };
        is_xml.then_some(xml)
    }

    /// Its bytes, as they came.
    pub(crate) fn content(self) -> Content {
        Content::received(self.bytes.clone(), self.media_type())
    }

    pub(crate) fn is_json(self) -> bool {
        self.media_type().is_none_or(media::is_json)
    }

    /// Whether it is of a type that is no text, such as an image.
    pub(crate) fn is_binary(self) -> bool {
        self.media_type().is_some_and(|media_type| !media::is_textual(media_type))
    }

    fn no_text(self, why: &NotText) -> Unread {
        let why = self.compressed().unwrap_or_else(|| why.to_string());
        Unread::Unreadable(format!("the body ({}) cannot be read as text: {why}", media::shown(self.media_type())))
    }

    fn no_json(self, place: &str, why: &str) -> Unread {
        let why = self.compressed().unwrap_or_else(|| why.to_owned());
        let why = if why.is_empty() { why } else { format!(": {why}") };
        let declared = self.media_type().map_or("", |_| "declared as ");
        Unread::Unreadable(format!("the body is not JSON{place}{why}, {declared}{}", media::shown(self.media_type())))
    }

    /// Not the parser's own words: they may quote the body.
    fn flawed(self, flaw: Flaw, pointer: &str) -> Unread {
        Unread::Unreadable(match flaw {
            Flaw::NotJson(at) => return self.no_json(&format!(" ({at})"), self.likely()),
            Flaw::Number(at) => {
                format!("the body is JSON with a number that is not read ({at}): its exponent is too long")
            }
            Flaw::HalfCharacter(at) => {
                format!("the body is JSON with a text that is not read ({at}): an escape in it is half a character")
            }
            Flaw::Deep(at) => format!("the body is JSON that is nested too deep to be read ({at})"),
            Flaw::Many => {
                let limit = self.values;
                let what = format!("what the body has at {}", shown(pointer));
                return Unread::TooMuch(format!("{what} exceeds the client's limit of {limit} values"));
            }
        })
    }

    /// What a body looks like that is not JSON.
    fn likely(self) -> &'static str {
        let start: Vec<u8> = self.bytes.iter().take(32).map(u8::to_ascii_lowercase).collect();
        let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&start).trim_ascii_start();
        match start {
            [b'<', b'!', b'd', b'o', b'c', b't', b'y', b'p', b'e', rest @ ..]
                if rest.trim_ascii_start().starts_with(b"html") =>
            {
                "it is HTML"
            }
            [b'<', b'h', b't', b'm', b'l', ..] => "it is HTML",
            [b'<', b'?', b'x', b'm', b'l', ..] => "it is XML",
            [0x1F, 0x8B, ..] => "its bytes are compressed (gzip)",
            _ if std::str::from_utf8(self.bytes).is_err() => "it is not UTF-8",
            _ => "",
        }
    }

    /// That the client did not undo what the response says it is compressed with.
    pub(crate) fn compressed(self) -> Option<String> {
        const KNOWN: [&str; 7] = ["gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress"];
        let header = self.declared.encoding()?;
        let coding =
            header.split(',').map(|coding| coding.trim().to_ascii_lowercase()).rfind(|coding| coding != "identity")?;
        let known = KNOWN
            .contains(&coding.as_str())
            .then(|| format!("its bytes are compressed (Content-Encoding: {coding})"))?;
        let feature = match coding.as_str() {
            "gzip" | "x-gzip" if !cfg!(feature = "gzip") => "gzip",
            "deflate" if !cfg!(feature = "deflate") => "deflate",
            _ => return Some(format!("{known}, which the client has not undone")),
        };
        Some(format!("{known}, which needs the feature `{feature}` of arazzo"))
    }
}

/// A pointer as messages show it.
pub(crate) fn shown(pointer: &str) -> String {
    if pointer.is_empty() { "the root".to_owned() } else { format!("`{pointer}`") }
}

impl Decode for Content {
    /// A text is its UTF-8 bytes.
    fn decode(value: Value) -> Result<Self, Mismatch> {
        String::decode(value).map(Self::from)
    }

    /// The whole of the body, whatever it is, also where it is empty.
    fn read(body: Body<'_>, pointer: &str) -> Result<Option<Self>, Unread> {
        if pointer.is_empty() {
            return Ok(Some(body.content()));
        }
        body.value(pointer)?.map(Self::decode).transpose().map_err(Unread::Mismatch)
    }
}
