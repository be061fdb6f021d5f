//! What may stand where in XML.

/// Appends the text of an element. A carriage return would become a line break on the way.
pub(super) fn push_text(into: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '\r' => into.push_str("&#13;"),
            char => into.push(char),
        }
    }
}

/// Appends the value of an attribute, without its quotes. Line breaks and tabs would become blanks on the way.
pub(super) fn push_attribute(into: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '"' => into.push_str("&quot;"),
            '\t' => into.push_str("&#9;"),
            '\n' => into.push_str("&#10;"),
            char => push_text(into, char.encode_utf8(&mut [0; 4])),
        }
    }
}

/// Appends a CDATA section. What cannot stand in one is written between two.
pub(super) fn push_cdata(into: &mut String, text: &str) {
    let inside = text.replace("]]>", "]]]]><![CDATA[>").replace('\r', "]]>&#13;<![CDATA[");
    into.extend(["<![CDATA[", &inside, "]]>"]);
}

/// The first character that no XML can hold (XML 1.0, section 2.2).
pub(super) fn forbidden(text: &str) -> Option<char> {
    let is_fine = |char: char| match char {
        '\t' | '\n' | '\r' => true,
        char => char >= ' ' && !matches!(char, '\u{fffe}' | '\u{ffff}'),
    };
    text.chars().find(|char| !is_fine(*char))
}

/// Whether a text can be the name of an element or an attribute, without a prefix (Namespaces in XML 1.0, section 3).
pub(super) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(starts_name) && chars.all(|char| starts_name(char) || continues_name(char))
}

fn starts_name(char: char) -> bool {
    matches!(char,
        'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

fn continues_name(char: char) -> bool {
    matches!(char, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_its_escapes() {
        let (mut text, mut attribute, mut cdata) = (String::new(), String::new(), String::new());
        let written = "<a> & \"b\" 'c' ]]> \t\r\n";
        push_text(&mut text, written);
        push_attribute(&mut attribute, written);
        push_cdata(&mut cdata, written);
        assert_eq!(text, "&lt;a&gt; &amp; \"b\" 'c' ]]&gt; \t&#13;\n");
        assert_eq!(attribute, "&lt;a&gt; &amp; &quot;b&quot; 'c' ]]&gt; &#9;&#13;&#10;");
        assert_eq!(cdata, "<![CDATA[<a> & \"b\" 'c' ]]]]><![CDATA[> \t]]>&#13;<![CDATA[\n]]>");
    }

    #[test]
    fn names_are_those_of_xml() {
        for name in ["a", "_a-1.b", "größe", "名前"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "1a", "-a", "a b", "a:b", "a<", "{0}", ".a"] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn control_characters_are_forbidden() {
        assert_eq!(forbidden("a\t\n\ré\u{10ffff}"), None);
        assert_eq!(
            (forbidden("a\u{0}"), forbidden("\u{1b}"), forbidden("\u{ffff}")),
            (Some('\0'), Some('\u{1b}'), Some('\u{ffff}'))
        );
    }
}
