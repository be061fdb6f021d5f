//! Percent-encoding.

/// Which characters pass unencoded besides letters, digits and `-._~`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// None: the value is data and nothing else.
    Nothing,
    /// Reserved characters and percent-encoded triples (RFC 6570, section 3.2.3), except those that may not stand in a segment of
    /// a path (RFC 3986, section 3.3).
    ReservedInPath,
    /// The same for a value in a query or a form: `/` and `?` are ordinary there, `&` ends a value, and `+` is read as a blank.
    ReservedInQuery,
    /// The same for a cookie, which a comma or a semicolon ends (RFC 6265, section 4.1.1).
    ReservedInCookie,
    /// What may stand in a query as a whole, percent-encoded triples included.
    QueryText,
    /// What may stand in the literal text of a path, slashes and percent-encoded triples included.
    PathText,
}

impl Keep {
    fn keeps(self, c: u8) -> bool {
        match self {
            Self::Nothing => false,
            Self::ReservedInPath => b":@!$&'()*+,;=%".contains(&c),
            Self::ReservedInQuery => b":/?@!$'()*,;=%".contains(&c),
            Self::ReservedInCookie => b":/?#[]@!$&'()*+=%".contains(&c),
            Self::QueryText => b":/?@!$&'()*+,;=[]%".contains(&c),
            Self::PathText => b"/:@!$&'()*+,;=%".contains(&c),
        }
    }
}

/// Encodes everything but RFC 3986 unreserved characters.
pub(crate) fn strict(text: &str) -> String {
    encode(text, Keep::Nothing)
}

/// Encodes everything but unreserved characters and those to keep. A `%` is kept only where it starts a triple.
pub(crate) fn encode(text: &str, keep: Keep) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(bytes.len());
    for (at, &c) in bytes.iter().enumerate() {
        let plain = if c == b'%' { keep.keeps(c) && is_triple(bytes, at) } else { is_unreserved(c) || keep.keeps(c) };
        if plain { out.push(char::from(c)) } else { push_triple(&mut out, c) }
    }
    out
}

/// The encoding of `application/x-www-form-urlencoded` (WHATWG URL, section 5.2), except what is kept.
pub(crate) fn form(text: &str, keep: Keep) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    for (at, &c) in bytes.iter().enumerate() {
        let plain = match c {
            b'%' => keep.keeps(c) && is_triple(bytes, at),
            b'*' | b'-' | b'.' | b'_' => true,
            _ => c.is_ascii_alphanumeric() || keep.keeps(c),
        };
        match c {
            b' ' => out.push('+'),
            _ if plain => out.push(char::from(c)),
            _ => push_triple(&mut out, c),
        }
    }
    out
}

/// Whether a character means itself wherever it stands in a URL (RFC 3986, section 2.3).
pub(crate) fn is_unreserved(c: u8) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, b'-' | b'.' | b'_' | b'~')
}

fn is_triple(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at + 1..at + 3), Some(hex) if hex.iter().all(u8::is_ascii_hexdigit))
}

fn push_triple(out: &mut String, c: u8) {
    out.push('%');
    for nibble in [c >> 4, c & 15] {
        out.extend(char::from_digit(u32::from(nibble), 16).map(|digit| digit.to_ascii_uppercase()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_keeps_unreserved_only() {
        assert_eq!(strict("aZ09-._~"), "aZ09-._~");
        assert_eq!(strict("a/b c?d#e%f+g&h=é"), "a%2Fb%20c%3Fd%23e%25f%2Bg%26h%3D%C3%A9");
    }

    #[test]
    fn reserved_stays_where_it_is_harmless() {
        let all = "a:/?#[]@!$&'()*+,;=%2f%g";
        assert_eq!(encode(all, Keep::ReservedInPath), "a:%2F%3F%23%5B%5D@!$&'()*+,;=%2f%25g");
        assert_eq!(encode(all, Keep::ReservedInQuery), "a:/?%23%5B%5D@!$%26'()*%2B,;=%2f%25g");
        assert_eq!(encode(all, Keep::ReservedInCookie), "a:/?#[]@!$&'()*+%2C%3B=%2f%25g");
        assert_eq!(encode(all, Keep::QueryText), "a:/?%23[]@!$&'()*+,;=%2f%25g");
        assert_eq!(encode("/v1/a b:{x}", Keep::PathText), "/v1/a%20b:%7Bx%7D");
    }

    #[test]
    fn forms_use_plus() {
        assert_eq!(form("a b*~+é", Keep::Nothing), "a+b*%7E%2B%C3%A9");
        assert_eq!(form("a b/~+&%20%2", Keep::ReservedInQuery), "a+b/%7E%2B%26%20%252");
    }
}
