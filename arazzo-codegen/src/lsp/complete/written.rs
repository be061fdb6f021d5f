//! How keys and values are written where they are completed.

use super::Candidate;

/// The surroundings that decide how something is written.
pub(super) struct Written {
    /// The quote that is open.
    quote: Option<char>,
    style: Style,
    /// A colon or a comma stands directly before it.
    needs_blank: bool,
    /// The column of the key that is typed.
    column: usize,
    /// Only a dash stands before it on its line, or nothing.
    may_begin_object: bool,
}

/// How the objects and lists around are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Json,
    /// YAML in brackets.
    Flow,
    Lines,
}

impl Written {
    pub(super) fn new(text: &str, offset: usize, quote: Option<char>) -> Written {
        let before = text.get(..offset).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
        let word = line.rsplit([' ', '\t', '{', '[', ',']).next().unwrap_or_default();
        let head = line.strip_suffix(word).unwrap_or(line);
        let open = |open, close| before.matches(open).count() > before.matches(close).count();
        let is_flow = open('[', ']') || opens_brace(line);
        Written {
            quote,
            style: match (is_json, is_flow) {
                (true, _) => Style::Json,
                (false, true) => Style::Flow,
                (false, false) => Style::Lines,
            },
            needs_blank: before.ends_with([':', ',']) && quote.is_none(),
            column: head.chars().count(),
            may_begin_object: !is_json && quote.is_none() && head.trim_start_matches([' ', '-']).is_empty(),
        }
    }

    /// Whether what is typed may become the first key of an object.
    pub(super) fn may_begin_object(&self) -> bool {
        self.may_begin_object
    }

    /// Text before it would have to be typed, for an editor to offer it.
    pub(super) fn filter(&self, label: &str) -> String {
        if self.needs_blank { format!(" {label}") } else { label.to_owned() }
    }

    /// The same of a key, whose quote is a part of it.
    pub(super) fn key_filter(&self, label: &str) -> String {
        self.quote.map_or_else(|| self.filter(label), |quote| format!("{quote}{label}"))
    }

    /// A key, with its colon where there is none.
    pub(super) fn key(&self, name: &str, has_colon: bool, opens: Opens) -> String {
        let key = if self.style == Style::Json { format!("\"{name}\"") } else { plain_or_quoted(name) };
        let colon = match opens {
            _ if has_colon => "",
            Opens::Value => ": ",
            Opens::Lines if self.style != Style::Lines => ": ",
            Opens::Lines => ":",
        };
        self.spaced(&format!("{key}{colon}"))
    }

    /// A value, in quotes where it would be something else without.
    pub(super) fn value(&self, candidate: Candidate, is_part: bool) -> Candidate {
        let text = candidate.text.clone().unwrap_or_else(|| candidate.label.clone());
        let text = match self.quote {
            _ if is_part || candidate.is_raw => text,
            Some('"') => escaped(&text),
            Some(_) => text.replace('\'', "''"),
            None if self.style == Style::Json => format!("\"{}\"", escaped(&text)),
            None => plain_or_quoted(&text),
        };
        Candidate { text: Some(self.spaced(&text)), ..candidate }
    }

    /// A value and another member behind it, as an object around them writes its members.
    pub(super) fn with_member(&self, value: &str, key: &str, other: &str) -> String {
        let quote = self.quote.map(String::from).unwrap_or_default();
        match (self.style, self.quote) {
            (Style::Json, Some(_)) => format!("{value}\", \"{key}\": \"{other}"),
            (Style::Json, None) => format!("\"{value}\", \"{key}\": \"{other}\""),
            (Style::Flow, _) => format!("{value}{quote}, {key}: {quote}{other}"),
            (Style::Lines, _) => format!("{value}{quote}\n{}{key}: {quote}{other}", " ".repeat(self.column)),
        }
    }

    fn spaced(&self, text: &str) -> String {
        if self.needs_blank { format!(" {text}") } else { text.to_owned() }
    }
}

/// What follows a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opens {
    Value,
    /// An object or a list, which stand below it.
    Lines,
}

/// Whether a brace of flow style is open at the end of a line.
fn opens_brace(line: &str) -> bool {
    let mut depth = 0_usize;
    let mut before = ' ';
    for char in line.chars() {
        match char {
            '{' if depth > 0 || " [-,".contains(before) => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = char;
    }
    depth > 0
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// A text as YAML writes it.
fn plain_or_quoted(text: &str) -> String {
    let begins_well = text.starts_with(|char: char| char.is_alphanumeric() || "$/_.".contains(char));
    let is_plain = begins_well && !text.contains(": ") && !text.contains(" #") && !text.ends_with([':', ' ']);
    let reads_as_text = serde_yaml::from_str::<String>(text).is_ok_and(|read| read == text);
    if is_plain && reads_as_text { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}
