//! Bytes out of strings: files and other binary bodies.
//!
//! A string is sent as its UTF-8 bytes. What is not text is passed as a data URL (RFC 2397) in base64, such as
//! `data:image/png;base64,iVBORw0KGgo=`, which says what the bytes are as well.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A string as bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) bytes: Vec<u8>,
    /// What a data URL says of its bytes.
    pub(crate) media_type: Option<String>,
    /// The parameter `name` of a data URL.
    pub(crate) name: Option<String>,
}

/// Decodes a data URL in base64; any other string is its own bytes.
pub(crate) fn content(text: String) -> Result<Content, &'static str> {
    let Some((described, encoded)) = text.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")) else {
        return Ok(Content { bytes: text.into_bytes(), media_type: None, name: None });
    };
    let described_well = |char: char| char.is_ascii_graphic() && char != ',' && char != '"';
    if !described.chars().all(described_well) {
        return Ok(Content { bytes: text.into_bytes(), media_type: None, name: None });
    }
    let bytes = STANDARD.decode(encoded).map_err(|_| "what stands behind `;base64,` is not base64")?;
    let mut parts = described.split(';');
    let mut media_type = parts.next().filter(|kind| kind.contains('/')).map(str::to_owned);
    let mut name = None;
    for parameter in parts {
        match (parameter.strip_prefix("name="), &mut media_type) {
            (Some(given), _) => name = Some(given.to_owned()),
            (None, Some(kind)) => kind.extend([";", parameter]),
            (None, None) => {}
        }
    }
    Ok(Content { bytes, media_type, name })
}

/// Bytes as an input of a workflow that sends them: as a file, or as a body that is not text.
///
/// Such an input is a string. One that is a data URL in base64 (RFC 2397) is sent as the bytes it stands for, with its media
/// type where the document names none; any other string is sent as its UTF-8 bytes. A parameter `name` of the media type is
/// the name of the file.
///
/// ```
/// assert_eq!(arazzo::data_url("image/png;name=dot.png", &[137, 80]), "data:image/png;name=dot.png;base64,iVA=");
/// ```
pub fn data_url(media_type: &str, bytes: impl AsRef<[u8]>) -> String {
    format!("data:{media_type};base64,{}", STANDARD.encode(bytes.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Content, &'static str> {
        content(text.to_owned())
    }

    fn expected(bytes: &[u8], media_type: Option<&str>, name: Option<&str>) -> Content {
        let (media_type, name) = (media_type.map(str::to_owned), name.map(str::to_owned));
        Content { bytes: bytes.to_owned(), media_type, name }
    }

    #[test]
    fn data_urls_are_decoded_and_all_else_is_text() {
        assert_eq!(read("é"), Ok(expected("é".as_bytes(), None, None)));
        assert_eq!(read("data:image/png;base64,AP8="), Ok(expected(&[0, 255], Some("image/png"), None)));
        assert_eq!(
            read("data:text/plain;charset=utf-8;name=a.txt;base64,YQ=="),
            Ok(expected(b"a", Some("text/plain;charset=utf-8"), Some("a.txt")))
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
    }
}
