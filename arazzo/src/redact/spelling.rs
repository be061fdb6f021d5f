//! The ways in which a secret can be written in a text.
//!
//! `a/b"c` is `a/b\"c` or `a\/b\u0022c` in JSON, `a\\/b\\\"c` in JSON inside of a JSON string, and `a%2Fb%22c` in a URL or a form. All
//! these are the same secret. They are read while the secret is compared, so that no list of all spellings is needed.

/// Strings inside of strings of JSON are read so deep.
const LEVELS: u32 = 3;

/// What a spelling can begin with that is not the character itself.
pub(super) const ESCAPES: [u8; 3] = *b"\\%+";

/// The length of the longest spelling of `secret` that `text` begins with.
pub(super) fn length(text: &str, secret: &str) -> Option<usize> {
    let plain = plain(text, secret);
    let rest = secret.get(plain..).filter(|rest| !rest.is_empty());
    let Some(rest) = rest else { return Some(plain) };
    // Nearly every position of a text ends here.
    if !text.as_bytes().get(plain).is_some_and(|byte| ESCAPES.contains(byte)) {
        return None;
    }
    // What one character is may be open until the next: `\\` is one backslash of JSON, or two of plain text.
    let mut ends = vec![plain];
    for char in rest.chars() {
        let lengths =
            |at: usize| spelled(text.get(at..).unwrap_or_default(), char).into_iter().map(move |own| at + own);
        ends = ends.into_iter().flat_map(lengths).collect();
        ends.sort_unstable();
        ends.dedup();
    }
    ends.last().copied()
}

/// How much of a secret a text begins with that can be read in no other way: as it is, without what may begin an escape.
fn plain(text: &str, secret: &str) -> usize {
    let bytes = text.bytes().zip(secret.bytes());
    let mut same = bytes.take_while(|(byte, own)| byte == own && !ESCAPES.contains(byte)).count();
    while !secret.is_char_boundary(same) {
        same -= 1;
    }
    same
}

/// The lengths of all spellings of a character that a text begins with.
fn spelled(text: &str, char: char) -> Vec<usize> {
    let mut lengths = Vec::new();
    if text.starts_with(char) {
        lengths.push(char.len_utf8());
    }
    match text.bytes().next() {
        Some(b'\\') => lengths.extend(escaped(text, char)),
        Some(b'%' | b'+') => lengths.extend(in_a_url(text, char)),
        _ => {}
    }
    lengths
}

/// As an escape of JSON: `\n`, `\/`, `\u002F`; inside of another string with that one's escapes: `\\n`, `\\/`, `\\u002F`.
fn escaped(text: &str, char: char) -> Vec<usize> {
    let name = match char {
        '\u{8}' => Some('b'),
        '\u{c}' => Some('f'),
        '\n' => Some('n'),
        '\r' => Some('r'),
        '\t' => Some('t'),
        '"' | '\\' | '/' => Some(char),
        _ => None,
    };
    let numbers: Vec<String> = char.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect();
    let mut lengths = Vec::new();
    for mut escape in name.map(|name| format!("\\{name}")).into_iter().chain([numbers.concat()]) {
        for _ in 0..LEVELS {
            if text.get(..escape.len()).is_some_and(|start| start.eq_ignore_ascii_case(&escape)) {
                lengths.push(escape.len());
            }
            escape = escape.replace('\\', "\\\\").replace('"', "\\\"");
        }
    }
    lengths
}

/// `%2F`, one for each byte; `+` for a blank.
fn in_a_url(text: &str, char: char) -> Option<usize> {
    if char == ' ' && text.starts_with('+') {
        return Some(1);
    }
    let encoded: Vec<String> = char.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02x}")).collect();
    let encoded = encoded.concat();
    let start = text.get(..encoded.len())?;
    start.eq_ignore_ascii_case(&encoded).then_some(encoded.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json(text: &str) -> String {
        let quoted = serde_json::Value::from(text).to_string();
        quoted[1..quoted.len() - 1].to_owned()
    }

    /// Every character as an escape by number.
    fn numbers(text: &str) -> String {
        text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect::<Vec<_>>().concat()
    }

    fn form(text: &str) -> String {
        url_encoded(text).replace("%20", "+")
    }

    fn url_encoded(text: &str) -> String {
        crate::rt::encode::strict(text)
    }

    fn spellings(secret: &str) -> Vec<String> {
        let once = [json(secret), json(secret).replace('/', "\\/"), numbers(secret)];
        let twice: Vec<String> = once.iter().map(|text| json(text)).collect();
        let thrice: Vec<String> = twice.iter().map(|text| json(text)).collect();
        let url = [secret.to_owned(), url_encoded(secret), url_encoded(secret).to_lowercase(), form(secret)];
        once.into_iter().chain(twice).chain(thrice).chain(url).collect()
    }

    #[test]
    fn every_spelling_is_the_secret() {
        for secret in ["abc", "a/b\"c", "a b+c", "\\", "\\\\", "a\\\"b", "é😀", "tab\tline\n", "%41"] {
            for spelling in spellings(secret) {
                assert_eq!(length(&format!("{spelling}!"), secret), Some(spelling.len()), "{secret:?} {spelling}");
            }
        }
    }

    #[test]
    fn others_are_not() {
        for (text, secret) in
            [("ab", "abc"), ("a\\nb", "anb"), ("%4", "A"), ("\\u004", "A"), ("a%2fc", "a/b"), ("", "a")]
        {
            assert_eq!(length(text, secret), None, "{text} {secret}");
        }
    }

    proptest! {
        #[test]
        fn no_secret_survives(secret in "\\PC{1,12}|[a\"/\\\\ \n%+é]{1,8}") {
            for spelling in spellings(&secret).into_iter().take(9) {
                prop_assert_eq!(length(&spelling, &secret), Some(spelling.len()), "{} {}", secret, spelling);
            }
        }
    }
}
