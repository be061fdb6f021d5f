//! Bytes of files and of other bodies that are not text.

use crate::rt::charset::{self, NotText};
use crate::rt::media;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::str::FromStr;
use std::{fmt, io};

/// By this name the runtime's own serializer knows a [`Content`] again; to all others it is a string.
pub(crate) const CONTENT: &str = "$arazzo::private::Content";

/// Bytes, and what they are: a file, or any other body that its description does not call text.
///
/// An output of a workflow is a `Content` where the description says that the body is binary, and an input where it is only sent as such a
/// body, or as a file in one. Clones share the bytes.
///
/// As JSON it is a data URL in base64 (RFC 2397): `data:image/png;base64,iVA=`. `Debug` shows neither bytes nor text.
///
/// ```
/// use arazzo::Content;
/// let file = Content::from(vec![137, 80]).with_media_type("image/png");
/// assert_eq!(file.bytes(), [137, 80]);
/// assert_eq!(file.data_url(), "data:image/png;base64,iVA=");
/// assert!(file.text().is_err());
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Content {
    bytes: Bytes,
    media_type: Option<String>,
    name: Option<String>,
}

impl Content {
    pub(crate) fn received(bytes: Bytes, media_type: Option<&str>) -> Self {
        Self { bytes, media_type: media_type.map(str::to_owned), name: None }
    }

    /// The same bytes under a media type, such as `image/png`.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// The same bytes as a file of this name.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The file at a path, with its name, and with the media type that its extension says, where that is a usual one. Files are read on a
    /// thread for blocking work, so this is called where a Tokio runtime is.
    ///
    /// # Errors
    ///
    /// What the operating system says where the file cannot be read.
    pub async fn read(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let media_type = path.extension().and_then(OsStr::to_str).and_then(media_type_of).map(str::to_owned);
        let bytes = tokio::task::spawn_blocking(move || std::fs::read(path)).await.map_err(io::Error::other)??;
        Ok(Self { bytes: bytes.into(), media_type, name })
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, without copying them where nobody else has them.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes.into()
    }

    pub(crate) fn shared(&self) -> Bytes {
        self.bytes.clone()
    }

    /// What the response, or whoever made it, says that the bytes are: a media type with its parameters.
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// The name of the file, where it has one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The bytes as text: by a byte order mark, the `charset` of the media type or an XML declaration, else as UTF-8. An error
    /// where they are no such text; nothing is replaced.
    pub fn text(&self) -> Result<Cow<'_, str>, NotText> {
        charset::decode(&self.bytes, self.media_type())
    }

    /// The bytes as a data URL in base64, with their media type; the name of the file is its parameter `name`.
    pub fn data_url(&self) -> String {
        let media_type = self.media_type().map(|media_type| escaped(media_type, "")).unwrap_or_default();
        let name = self.name().map(|name| format!(";name={}", crate::rt::encode::strict(name)));
        format!("data:{media_type}{};base64,{}", name.unwrap_or_default(), base64(&self.bytes))
    }

    /// Reads a data URL in base64; `None` for any other string.
    pub(crate) fn of_data_url(text: &str) -> Option<Result<Self, &'static str>> {
        let (described, encoded) = text.strip_prefix("data:")?.split_once(";base64,")?;
        let described_well = |char: char| char.is_ascii_graphic() && char != ',' && char != '"';
        if !described.chars().all(described_well) {
            return None;
        }
        let decoded = STANDARD.decode(encoded).map_err(|_| "what stands behind `;base64,` is not base64");
        Some(decoded.map(|bytes| Self { bytes: bytes.into(), ..described_as(described) }))
    }

    /// The content that a string means: of a data URL its bytes, else its own.
    pub(crate) fn of_string(text: String) -> Result<Self, &'static str> {
        Self::of_data_url(&text).unwrap_or_else(|| Ok(text.into()))
    }

    /// How an input of a workflow says it: text as it is, unless that could be read as a data URL; and a data URL for all else.
    pub(crate) fn into_input(self) -> String {
        let is_utf_8 = self.media_type().and_then(media::charset).is_none_or(|charset| charset == "utf-8");
        match std::str::from_utf8(&self.bytes) {
            Ok(text) if is_utf_8 && Self::of_data_url(text).is_none() => text.to_owned(),
            _ => self.data_url(),
        }
    }
}

/// The media type and the name in front of the bytes of a data URL.
fn described_as(described: &str) -> Content {
    let mut parts = described.split(';');
    let mut media_type = parts.next().filter(|kind| kind.contains('/')).map(unescaped);
    let mut name = None;
    for parameter in parts {
        match (parameter.strip_prefix("name="), &mut media_type) {
            (Some(given), _) => name = Some(unescaped(given)),
            (None, Some(kind)) => kind.extend([";", &unescaped(parameter)]),
            (None, None) => {}
        }
    }
    Content { bytes: Bytes::new(), media_type, name }
}

/// A media type inside a URL: without blanks between its parameters, and with `%XX` for what a URL cannot have. `more` is kept, too.
fn escaped(media_type: &str, more: &str) -> String {
    let keeps =
        |char: char| char.is_ascii_alphanumeric() || "!#$&'*+./:=?@^_`{|}~-".contains(char) || more.contains(char);
    let escape = |char: char| if keeps(char) { char.to_string() } else { crate::rt::encode::strict(&char.to_string()) };
    let parts = media::split(media_type).into_iter().map(|part| part.trim().chars().map(escape).collect::<String>());
    parts.collect::<Vec<_>>().join(";")
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = behind.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let hex = hex.filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { behind.get(2..).unwrap_or_default() } else { behind };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Content");
        shown.field("bytes", &self.bytes.len()).field("media_type", &self.media_type);
        if let Some(name) = &self.name {
            shown.field("name", name);
        }
        shown.finish()
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes: bytes.into(), ..Self::default() }
    }
}

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        Self { bytes, ..Self::default() }
    }
}

impl From<&[u8]> for Content {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_owned().into()
    }
}

/// The UTF-8 bytes of a text. It is not read as a data URL.
impl From<String> for Content {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

/// The UTF-8 bytes of a text. It is not read as a data URL.
impl From<&str> for Content {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// A data URL in base64 is the bytes that it stands for; any other string is its own UTF-8 bytes. So inputs are read from JSON.
impl FromStr for Content {
    type Err = NotBase64;

    fn from_str(text: &str) -> Result<Self, NotBase64> {
        Self::of_string(text.to_owned()).map_err(NotBase64)
    }
}

/// Why a data URL stands for no bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotBase64(&'static str);

impl fmt::Display for NotBase64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NotBase64 {}

/// The media type of files with an extension.
fn media_type_of(extension: &str) -> Option<&'static str> {
    let known = match extension.to_ascii_lowercase().as_str() {
        "avif" => "image/avif",
        "csv" => "text/csv",
        "gif" => "image/gif",
        "html" | "htm" => "text/html",
        "jpeg" | "jpg" => "image/jpeg",
        "json" => "application/json",
        "md" => "text/markdown",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "tar" => "application/x-tar",
        "tif" | "tiff" => "image/tiff",
        "txt" => "text/plain",
        "wav" => "audio/wav",
        "webm" => "video/webm",
        "webp" => "image/webp",
        "xml" => "application/xml",
        "zip" => "application/zip",
        _ => return None,
    };
    Some(known)
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(CONTENT, &self.data_url())
    }
}

/// A data URL in base64 is the bytes that it stands for; any other string is its own UTF-8 bytes.
impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of_string(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Bytes as an input of a workflow that sends them: as a file, or as a body that is not text.
///
/// An input that is only sent so is a [`Content`], which says the same with less. Any other is a string. One that is a data URL in base64 (RFC 2397) is sent as the bytes it stands for, with its media
/// type where the document names none; any other string is sent as its UTF-8 bytes. A parameter `name` of the media type is
/// the name of the file; it may have any characters but `;`, for which there is [`Content::with_name`], and `%XX` stands for a byte.
/// Where a schema wants base64 (`format: byte`, `contentEncoding: base64`) and an expression names the input alone, a data URL is sent
/// as that text, and any other string is base64 already. In an object that is sent as a whole, strings are sent as they are.
///
/// ```
/// assert_eq!(arazzo::data_url("image/png;name=dot.png", &[137, 80]), "data:image/png;name=dot.png;base64,iVA=");
/// ```
pub fn data_url(media_type: &str, bytes: impl AsRef<[u8]>) -> String {
    format!("data:{};base64,{}", escaped(media_type, "%"), base64(bytes.as_ref()))
}

/// Bytes in base64 (RFC 4648, section 4).
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Content, &'static str> {
        Content::of_string(text.to_owned())
    }

    fn expected(bytes: &[u8], media_type: Option<&str>, name: Option<&str>) -> Content {
        let content = Content::received(bytes.to_vec().into(), media_type);
        Content { name: name.map(str::to_owned), ..content }
    }

    #[test]
    fn data_urls_are_decoded_and_all_else_is_text() {
        assert_eq!(read("é"), Ok(expected("é".as_bytes(), None, None)));
        assert_eq!(read("data:image/png;base64,AP8="), Ok(expected(&[0, 255], Some("image/png"), None)));
        assert_eq!(
            read("data:text/plain;charset=utf-8;name=a%20b.txt;base64,YQ=="),
            Ok(expected(b"a", Some("text/plain;charset=utf-8"), Some("a b.txt")))
        );
        assert_eq!(read("data:;base64,"), Ok(expected(&[], None, None)));
        for text in ["data: 1\n\n", "data:text/plain,abc", "data:x y;base64,AP8=", "data:"] {
            assert_eq!(read(text), Ok(expected(text.as_bytes(), None, None)), "{text}");
        }
        assert!(read("data:image/png;base64,§").is_err());
    }

    #[test]
    fn what_is_written_is_read() {
        let url = data_url("image/png", [0, 159, 146, 150]);
        assert_eq!(read(&url), Ok(expected(&[0, 159, 146, 150], Some("image/png"), None)));
        let text = Content::from("data:;base64,AP8=");
        assert_eq!(serde_json::to_value(&text).ok(), Some("data:;base64,ZGF0YTo7YmFzZTY0LEFQOD0=".into()));
    }

    #[test]
    fn a_media_type_may_have_any_characters() {
        for (written, media_type, name) in [
            ("text/plain; charset=windows-1252", "text/plain;charset=windows-1252", None),
            ("image/png;name=døt, 1.png", "image/png", Some("døt, 1.png")),
            ("image/png; name=a%20b.png", "image/png", Some("a b.png")),
        ] {
            assert_eq!(read(&data_url(written, [0])), Ok(expected(&[0], Some(media_type), name)), "{written}");
        }
    }

    #[test]
    fn a_string_is_read_as_json_is() {
        let parsed: Result<Content, _> = "data:image/png;base64,AP8=".parse();
        assert_eq!(parsed, Ok(expected(&[0, 255], Some("image/png"), None)));
        assert_eq!("a".parse(), Ok(Content::from("a")));
        let error = "data:image/png;base64,§".parse::<Content>().expect_err("it is not base64");
        assert_eq!(error.to_string(), "what stands behind `;base64,` is not base64");
    }

    #[tokio::test]
    async fn a_file_has_its_name_and_the_type_of_its_extension() {
        let folder = std::env::temp_dir().join(format!("arazzo-content-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        for (name, media_type) in [("a b.PNG", Some("image/png")), ("notes", None), ("x.unheard", None)] {
            std::fs::write(folder.join(name), [0, 255]).expect("a file");
            let read = Content::read(folder.join(name)).await.expect("it is there");
            assert_eq!(read, expected(&[0, 255], media_type, Some(name)));
        }
        let error = Content::read(folder.join("none")).await.expect_err("it is not there");
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        std::fs::remove_dir_all(&folder).expect("the folder");
    }

    #[test]
    fn an_input_says_the_same_bytes() {
        for content in ["é", "data:;base64,AP8=", "data:,"].map(Content::from).into_iter().chain([vec![255].into()]) {
            assert_eq!(read(&content.clone().into_input()).map(|read| read.bytes), Ok(content.bytes));
        }
        assert_eq!(Content::from("é").into_input(), "é");
    }

    #[test]
    fn debug_shows_no_bytes() {
        let content = Content::from("secret").with_media_type("text/plain").with_name("n");
        assert_eq!(format!("{content:?}"), r#"Content { bytes: 6, media_type: Some("text/plain"), name: "n" }"#);
    }

    proptest! {
        #[test]
        fn json_has_all_of_it(bytes in prop::collection::vec(any::<u8>(), 0..16), media_type in "[a-z]{1,3}/[a-z+]{1,3}(;a=\"[a;, é%]{0,4}\")?", name in "\\PC{0,4}") {
            let content = Content::from(bytes).with_media_type(media_type).with_name(name);
            let json = serde_json::to_string(&content).unwrap_or_default();
            prop_assert_eq!(serde_json::from_str::<Content>(&json).ok(), Some(content));
        }
    }
}
