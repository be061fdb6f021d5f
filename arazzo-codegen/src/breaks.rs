//! Characters that the YAML parser takes for the end of a line, and YAML 1.2 takes for text: U+0085, U+2028 and U+2029, which
//! come with pasted prose.
//!
//! The parser sees other characters in their place, of the same length, that the text does not have.

use std::borrow::Cow;

pub(crate) const BREAKS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

/// A text as the parser may read it.
pub(crate) struct Shown<'t> {
    pub(crate) text: Cow<'t, str>,
    /// What stands for each of them.
    instead: Option<[char; 3]>,
}

impl<'t> Shown<'t> {
    pub(crate) fn of(text: &'t str) -> Shown<'t> {
        // Not `contains`: its search would be compiled here, at opt-level 0.
        let is_odd = !text.is_ascii() && BREAKS.iter().any(|char| text.find(*char).is_some());
        let instead = is_odd.then(|| stand_ins(text)).flatten();
        let Some(instead) = instead else { return Shown { text: text.into(), instead: None } };
        let shown =
            |char| BREAKS.iter().zip(instead).find(|(known, _)| **known == char).map_or(char, |(_, other)| other);
        Shown { text: text.chars().map(shown).collect::<String>().into(), instead: Some(instead) }
    }

    /// Of a parser that takes them for text.
    pub(crate) fn whole() -> Shown<'static> {
        Shown { text: "".into(), instead: None }
    }

    /// A text that the parser read, as it is in the file.
    pub(crate) fn restored<'r>(&self, read: Cow<'r, str>) -> Cow<'r, str> {
        let Some(instead) = self.instead.filter(|instead| read.contains(instead.as_slice())) else { return read };
        let written = |char| instead.iter().zip(BREAKS).find(|(known, _)| **known == char).map_or(char, |(_, own)| own);
        read.chars().map(written).collect::<String>().into()
    }
}

/// Three characters that a text does not have, as long as those that they stand for.
fn stand_ins(text: &str) -> Option<[char; 3]> {
    let mut short = ('\u{100}'..='\u{7ff}').filter(|char| !text.contains(*char));
    let mut long = ('\u{e000}'..='\u{f8ff}').filter(|char| !text.contains(*char));
    Some([short.next()?, long.next()?, long.next()?])
}

#[cfg(test)]
mod tests {
    use crate::value::Value;

    #[test]
    fn breaks_of_older_versions_are_text() {
        let text = "a: b\u{2028}c\nd\u{85}: 'e\u{2029}'\nf: |\n  g\u{85}h\n  i\nj: \u{100}\u{e000}\n\"k\\L\": \"l\\Nm\u{2028}\"\n";
        let value = Value::from_yaml(text).unwrap();
        let members: Vec<(&str, &str)> =
            value.as_object().unwrap().iter().map(|(key, value)| (key.as_str(), value.as_str().unwrap())).collect();
        let expected = [
            ("a", "b\u{2028}c"),
            ("d\u{85}", "e\u{2029}"),
            ("f", "g\u{85}h\ni\n"),
            ("j", "\u{100}\u{e000}"),
            ("k\u{2028}", "l\u{85}m\u{2028}"),
        ];
        assert_eq!(members, expected);
        let error = Value::from_yaml("a: b\u{2028}c\nd: [").unwrap_err();
        assert_eq!(error.location().map(|location| location.line()), Some(3));
    }
}
