//! Bytes that are text, and text as bytes: nothing is replaced on the way.
//!
//! Of XML the order is that of RFC 7303, section 3: a byte order mark, the `charset` of the media type, the XML declaration. Other
//! text has no declaration. Without all of them it is UTF-8.

use super::json::ascii;
use super::media::{self, is_textual};
use std::borrow::Cow;
use std::fmt;

/// Why bytes are no text, or a text cannot be written in a charset.
///
/// It quotes neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText(String);

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotText {}

const UTF_8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The text of bytes of a media type.
pub(crate) fn decode<'b>(bytes: &'b [u8], media_type: Option<&str>) -> Result<Cow<'b, str>, NotText> {
    if let Some(text) = bytes.strip_prefix(UTF_8_MARK) {
        return of_charset("utf-8", text);
    }
    let charset = media_type.and_then(media::charset);
    // Bytes that are not described as text have no charset: the first two of them are no mark.
    if charset.is_none() && media_type.is_some_and(|media_type| !is_textual(media_type)) {
        return of_charset("utf-8", bytes);
    }
    if let Some((charset, text)) = marked(bytes) {
        return of_charset(charset, text);
    }
    of_charset(&charset.or_else(|| declared(bytes)).unwrap_or_else(|| "utf-8".to_owned()), bytes)
}

/// Bytes of JSON in UTF-8. It is never anything else (RFC 8259, section 8.1) and has no charset, so what can be UTF-8 is; but
/// where it cannot, a mark, its zeros or a `charset` say what it is.
pub(crate) fn json<'b>(bytes: &'b [u8], media_type: Option<&str>) -> Result<Cow<'b, [u8]>, NotText> {
    let charset = || media_type.and_then(media::charset);
    let charset = match bytes {
        // JSON begins with two characters of ASCII, or is one digit.
        [0, 0, ..] | [0xFF, 0xFE, 0, 0, ..] | [_, 0, 0, 0, ..] => Some("utf-32".to_owned()),
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, _, ..] | [_, 0, ..] => Some("utf-16".to_owned()),
        _ if std::str::from_utf8(bytes).is_ok() => None,
        _ => charset().filter(|charset| !is_utf_8(charset)),
    };
    let Some(charset) = charset else { return Ok(Cow::Borrowed(bytes)) };
    let (charset, bytes) = marked(bytes).map_or((charset, bytes), |(charset, text)| (charset.to_owned(), text));
    Ok(Cow::Owned(of_charset(&charset, bytes)?.into_owned().into_bytes()))
}

/// JSON under a content type that names a charset. It is UTF-8 whatever that says (RFC 8259, section 8.1); written in ASCII, it is the
/// same text for those who believe the charset.
pub(crate) fn written_json(json: String, content_type: &str) -> String {
    if media::charset(content_type).is_none_or(|charset| is_utf_8(&charset)) {
        return json;
    }
    ascii(&json)
}

/// A text in the charset that its media type, or its own XML declaration, names.
pub(crate) fn encode(text: &str, media_type: &str) -> Result<Vec<u8>, NotText> {
    let charset = media::charset(media_type).or_else(|| declaration(text));
    let charset = charset.unwrap_or_else(|| "utf-8".to_owned());
    let missing = || NotText(format!("it has a character that the charset `{charset}` does not have"));
    match charset.as_str() {
        charset if is_utf_8(charset) => Ok(text.as_bytes().to_owned()),
        charset if is_ascii(charset) => text.is_ascii().then(|| text.as_bytes().to_owned()).ok_or_else(missing),
        charset if is_latin(charset) => text.chars().map(u8::try_from).collect::<Result<_, _>>().map_err(|_| missing()),
        // With a mark, because the name says nothing of the order (RFC 2781, section 4.3).
        "utf-16" => Ok([0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()),
        "utf-16be" => Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        "utf-16le" => Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        charset => tables::encode(text, charset)?.ok_or_else(missing),
    }
}

fn of_charset<'b>(charset: &str, bytes: &'b [u8]) -> Result<Cow<'b, str>, NotText> {
    let invalid = || NotText(format!("its bytes are not valid in the charset `{charset}`"));
    let text = match charset {
        charset if is_utf_8(charset) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        charset if is_ascii(charset) => {
            std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii()).map(Cow::Borrowed)
        }
        "utf-16" => utf_16(bytes, if is_little(bytes) { u16::from_le_bytes } else { u16::from_be_bytes }),
        "utf-16be" => utf_16(bytes, u16::from_be_bytes),
        "utf-16le" => utf_16(bytes, u16::from_le_bytes),
        charset => tables::decode(bytes, charset)?,
    };
    text.ok_or_else(invalid)
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<Cow<'static, str>> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: String = char::decode_utf16(units).collect::<Result<_, _>>().ok()?;
    rest.is_empty().then_some(Cow::Owned(text))
}

/// Whether UTF-16 without a mark has its small bytes first, which the zeros of ASCII tell; without any it has not (RFC 2781,
/// section 4.3).
fn is_little(bytes: &[u8]) -> bool {
    let has_zero = |first: usize| bytes.iter().skip(first).step_by(2).any(|byte| *byte == 0);
    has_zero(1) && !has_zero(0)
}

/// The charset of a byte order mark, and the bytes behind it.
fn marked(bytes: &[u8]) -> Option<(&'static str, &[u8])> {
    let marks: [(&[u8], &str); 5] = [
        (UTF_8_MARK, "utf-8"),
        (&[0xFF, 0xFE, 0, 0], "utf-32"),
        (&[0, 0, 0xFE, 0xFF], "utf-32"),
        (&[0xFE, 0xFF], "utf-16be"),
        (&[0xFF, 0xFE], "utf-16le"),
    ];
    marks.into_iter().find_map(|(mark, charset)| Some((charset, bytes.strip_prefix(mark)?)))
}

/// What the XML declaration says that bytes begin with.
fn declared(bytes: &[u8]) -> Option<String> {
    const LONGEST: usize = 1024;
    let start = bytes.get(..LONGEST.min(bytes.len()))?;
    if start.starts_with(&[0, b'<', 0, b'?']) || start.starts_with(&[b'<', 0, b'?', 0]) {
        return Some("utf-16".to_owned());
    }
    let start: String = start.iter().map(|byte| char::from(*byte)).collect();
    // A declaration that can be read like this is not in UTF-16.
    declaration(&start).filter(|charset| !charset.starts_with("utf-16"))
}

/// What the XML declaration of a text says.
fn declaration(text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}');
    let (declaration, _) = text.strip_prefix("<?xml")?.split_once("?>")?;
    let (_, behind) = declaration.split_once("encoding")?;
    let value = behind.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let name = value.get(1..)?.split(quote).next()?.trim().to_ascii_lowercase();
    Some(name).filter(|name| !name.is_empty())
}

fn is_utf_8(charset: &str) -> bool {
    matches!(charset, "utf-8" | "utf8" | "unicode-1-1-utf-8")
}

fn is_ascii(charset: &str) -> bool {
    matches!(charset, "us-ascii" | "ascii" | "iso-ir-6" | "ansi_x3.4-1968" | "iso646-us")
}

/// ISO 8859-1 where it is written. Where it is read, it is what it is everywhere on the web: windows-1252, which has more.
fn is_latin(charset: &str) -> bool {
    matches!(charset, "iso-8859-1" | "iso_8859-1" | "iso8859-1" | "latin1" | "l1" | "iso-ir-100" | "cp819" | "ibm819")
}

/// All other charsets (WHATWG Encoding).
#[cfg(feature = "charset")]
mod tables {
    use super::NotText;
    use encoding_rs::Encoding;
    use std::borrow::Cow;

    fn table(charset: &str) -> Result<&'static Encoding, NotText> {
        let found = Encoding::for_label_no_replacement(charset.as_bytes());
        found.ok_or_else(|| NotText(format!("its charset `{charset}` is unknown")))
    }

    /// `None` where the bytes are not valid.
    pub(super) fn decode<'b>(bytes: &'b [u8], charset: &str) -> Result<Option<Cow<'b, str>>, NotText> {
        Ok(table(charset)?.decode_without_bom_handling_and_without_replacement(bytes))
    }

    /// `None` where a character is missing.
    pub(super) fn encode(text: &str, charset: &str) -> Result<Option<Vec<u8>>, NotText> {
        let (bytes, _, is_missing) = table(charset)?.encode(text);
        Ok((!is_missing).then(|| bytes.into_owned()))
    }
}

#[cfg(not(feature = "charset"))]
mod tables {
    use super::NotText;
    use std::borrow::Cow;

    fn missing(charset: &str) -> NotText {
        NotText(format!("its charset `{charset}` needs the feature `charset` of arazzo"))
    }

    pub(super) fn decode<'b>(_: &'b [u8], charset: &str) -> Result<Option<Cow<'b, str>>, NotText> {
        Err(missing(charset))
    }

    pub(super) fn encode(_: &str, charset: &str) -> Result<Option<Vec<u8>>, NotText> {
        Err(missing(charset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(bytes: &[u8], media_type: &str) -> String {
        decode(bytes, Some(media_type).filter(|it| !it.is_empty())).map_or_else(|why| why.to_string(), Cow::into_owned)
    }

    #[cfg(feature = "charset")]
    #[test]
    fn the_charset_says_how_bytes_are_read() {
        for (bytes, media_type, expected) in [
            (&b"Jos\xE9 \x80"[..], "text/html; charset=windows-1252", "José €"),
            (b"Jos\xE9", "text/plain;charset=ISO-8859-1", "José"),
            (b"\xA4", "text/plain; charset=iso-8859-15", "€"),
            (b"\x83e\x83X\x83g", "text/csv; charset=Shift_JIS", "テスト"),
            (
                b"<?xml version='1.0' encoding='ISO-8859-2'?>\xB1",
                "application/xml",
                "<?xml version='1.0' encoding='ISO-8859-2'?>ą",
            ),
            (
                b"<?xml version='1.0' encoding='ISO-8859-2'?>\xB1",
                "text/xml; charset=iso-8859-1",
                "<?xml version='1.0' encoding='ISO-8859-2'?>±",
            ),
            (b"\xEF\xBB\xBF\xC3\xA9", "text/xml; charset=iso-8859-1", "é"),
            (b"a", "text/plain; charset=klingon", "its charset `klingon` is unknown"),
            (b"\x83", "text/plain; charset=shift_jis", "its bytes are not valid in the charset `shift_jis`"),
        ] {
            assert_eq!(text(bytes, media_type), expected, "{media_type}");
        }
    }

    #[test]
    fn charsets_without_tables() {
        for (bytes, media_type, expected) in [
            (&b"\xC3\xA9"[..], "text/plain", "é"),
            (b"\xC3\xA9", "", "é"),
            (b"\xEF\xBB\xBFa", "text/plain", "a"),
            (b"\xE9", "text/plain", "its bytes are not valid in the charset `utf-8`"),
            (b"\xC3\xA9", "text/plain; charset=us-ascii", "its bytes are not valid in the charset `us-ascii`"),
            (b"\xFE\xFF\0a\0\xE9", "text/plain; charset=utf-16", "aé"),
            (b"\xFF\xFEa\0\xE9\0", "text/plain; charset=utf-16", "aé"),
            (b"\xFF\xFEa\0", "text/plain", "a"),
            (b"\0a\0\xE9", "text/plain; charset=utf-16", "aé"),
            (b"a\0\xE9\0", "text/plain; charset=utf-16", "aé"),
            (b"\x30\x42", "text/plain; charset=utf-16", "あ"),
            (b"a\0", "text/plain; charset=utf-16le", "a"),
            (b"\0a", "text/plain; charset=utf-16be", "a"),
            (b"a\0b", "text/plain; charset=utf-16le", "its bytes are not valid in the charset `utf-16le`"),
            (b"\xD8\0\0a", "text/plain; charset=utf-16be", "its bytes are not valid in the charset `utf-16be`"),
            (b"\0<\0?\0x", "application/xml", "<?x"),
            (b"<?xml encoding=\"utf-16\"?>\xC3\xA9", "application/xml", "<?xml encoding=\"utf-16\"?>é"),
            // What is not described as text has no marks.
            (b"\xFF\xFEa\0", "application/octet-stream", "its bytes are not valid in the charset `utf-8`"),
            (b"\xFF\xFEa\0", "application/octet-stream; charset=utf-16", "a"),
        ] {
            assert_eq!(text(bytes, media_type), expected, "{bytes:?} {media_type}");
        }
    }

    #[test]
    fn json_is_utf_8_where_it_can_be() {
        let read = |bytes: &[u8], media_type| {
            let json = json(bytes, Some(media_type)).map(Cow::into_owned);
            json.map_or_else(|why| why.to_string(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
        };
        assert_eq!(read("\"é\"".as_bytes(), "application/json; charset=iso-8859-1"), "\"é\"");
        assert_eq!(read(b"\xFF\xFE\"\0a\0\"\0", "application/json"), "\"a\"");
        assert_eq!(read(b"\0\"\0a\0\"", "application/json; charset=utf-8"), "\"a\"");
        assert!(read(b"\xFF\xFE\0\0", "application/json").contains("utf-32"));
        let written = |content_type: &str| written_json("\"é😀\"".to_owned(), content_type);
        assert_eq!(written("application/json; charset=iso-8859-1"), "\"\\u00e9\\ud83d\\ude00\"");
        assert_eq!(written("application/json; charset=UTF-8"), "\"é😀\"");
        #[cfg(feature = "charset")]
        assert_eq!(read(b"\"\xE9\"", "application/json; charset=iso-8859-1"), "\"é\"");
    }

    #[test]
    fn text_is_written_in_the_charset_that_is_named() {
        let written = |text: &str, media_type: &str| encode(text, media_type).map_err(|why| why.to_string());
        assert_eq!(written("é€", "text/plain"), Ok("é€".as_bytes().to_owned()));
        assert_eq!(written("é", "text/plain; charset=iso-8859-1"), Ok(b"\xE9".to_vec()));
        let why = "it has a character that the charset `iso-8859-1` does not have";
        assert_eq!(written("€", "text/plain; charset=ISO-8859-1"), Err(why.to_owned()));
        assert!(written("é", "text/plain; charset=us-ascii").is_err());
        assert_eq!(written("a", "text/plain; charset=utf-16"), Ok(b"\xFE\xFF\0a".to_vec()));
        assert_eq!(written("<?xml encoding='latin1'?>é", "text/xml"), Ok(b"<?xml encoding='latin1'?>\xE9".to_vec()));
        #[cfg(feature = "charset")]
        {
            assert_eq!(written("€", "text/plain; charset=windows-1252"), Ok(b"\x80".to_vec()));
            assert!(written("あ", "text/plain; charset=windows-1252").is_err());
            assert!(written("a", "text/plain; charset=klingon").is_err());
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(text in "\\PC*", charset in prop::sample::select(vec!["utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii"])) {
            let media_type = format!("text/plain; charset={charset}");
            if let Ok(bytes) = encode(&text, &media_type) {
                prop_assert_eq!(decode(&bytes, Some(&media_type)).map(Cow::into_owned), Ok(text));
            }
        }

        #[test]
        fn any_bytes_are_text_or_are_not(bytes in prop::collection::vec(any::<u8>(), 0..32), media_type in "[a-z/]{0,4}(; ?charset=[a-z0-9-]{0,8})?") {
            let _ = decode(&bytes, Some(&media_type));
            let _ = json(&bytes, Some(&media_type));
        }
    }
}
