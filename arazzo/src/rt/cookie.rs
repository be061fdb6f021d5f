//! What a cookie can hold (RFC 6265, section 4.1.1).

/// Why a pair cannot be a cookie: its name or value would become a second one, or another name.
pub(super) fn check_cookie(name: &str, value: &str) -> Result<(), &'static str> {
    let ends = |char: char| char.is_control() || char == ';';
    if name.is_empty() || name.contains(|char: char| ends(char) || char == '=' || char.is_whitespace()) {
        return Err(
            "the name of a cookie cannot be empty, and holds no semicolon, equals sign, blank or control character",
        );
    }
    if value.contains(ends) {
        return Err("a cookie cannot hold a semicolon or a control character");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check_cookie;

    #[test]
    fn a_cookie_stays_one_cookie() {
        for (name, value, fits) in [
            ("a", "", true),
            ("a", "b=c==", true),
            ("a", "b; c=d", false),
            ("a", "b\r\nc", false),
            ("", "b", false),
            ("a;b", "c", false),
            ("a=b", "c", false),
            ("a b", "c", false),
            ("a\n", "c", false),
        ] {
            assert_eq!(check_cookie(name, value).is_ok(), fits, "{name:?} {value:?}");
        }
    }
}
