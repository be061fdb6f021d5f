//! Texts to values: the two parsers, and what they say of a text that cannot be read.

mod anchors;
pub(crate) mod bytes;
mod causes;
mod error;
mod format;
mod nesting;
mod tags;
pub(crate) mod tokens;
mod usual;

#[cfg(test)]
use std::cell::Cell;

use crate::value::Value;
pub(crate) use error::SyntaxError;
pub(crate) use format::Format;
pub(crate) use usual::{is_its_own_text, parsed_key};

/// Longer documents are refused: the largest that are published have a thirtieth of it.
const MAX_DOCUMENT: usize = 4 * 1024 * 1024;

/// Documents with more values are refused.
const MAX_VALUES: usize = 100_000;

/// Parses a text.
pub(crate) fn parse(text: &str, format: Format) -> Result<Value, SyntaxError> {
    #[cfg(test)]
    PARSED.set(PARSED.get() + text.len());
    match format {
        // libyaml reads JSON too, but refuses surrogate pairs such as `\ud83d\ude00`.
        Format::Json => Value::from_json(text)
            .map_err(|error| SyntaxError::parsed(&error.to_string(), Some((error.line(), error.column())))),
        Format::Yaml => {
            anchors::check(text)?;
            match usual::read(text) {
                Some(value) => {
                    // Whatever a test parses is held against the parser.
                    #[cfg(test)]
                    assert_eq!(format!("{:?}", parse_yaml(text)), format!("Ok({value:?})"), "{text}");
                    Ok(value)
                }
                None => parse_yaml(text),
            }
        }
    }
}

fn parse_yaml(text: &str) -> Result<Value, SyntaxError> {
    nesting::check(text)?;
    Value::from_yaml(text).map_err(|error| {
        let said = error.to_string();
        if let Some((problem, offset)) = unreadable(&said) {
            let problem = causes::control(text, offset).unwrap_or_else(|| problem.to_owned());
            return SyntaxError::at(text, offset, &problem);
        }
        let position = error.location().map(|location| (location.line(), location.column()));
        SyntaxError::parsed(&said, position).with_cause(text)
    })
}

/// Parses the text of a document, in which no tags may be that JSON has not. All of it is kept in memory, and much is made of each
/// value, so its size has a limit; a description is read in pieces, and has none but that of files.
pub(crate) fn parse_document(text: &str, format: Format) -> Result<Value, SyntaxError> {
    if text.len() > MAX_DOCUMENT {
        return Err(SyntaxError::new("a document has at most 4 MiB; large values can be inputs"));
    }
    let value = parse_whole(text, format)?;
    if value.count() > MAX_VALUES {
        return Err(SyntaxError::new("a document has at most 100,000 values; large lists can be inputs"));
    }
    Ok(value)
}

fn parse_whole(text: &str, format: Format) -> Result<Value, SyntaxError> {
    let value = parse(text, format).map_err(|error| error.at_tag(text))?;
    let shown = if format == Format::Yaml { tags::shown(text) } else { None };
    match shown.map(|shown| parse(&shown, format)) {
        Some(Err(error)) if error.is_about_tag() => Err(error.at_tag(text)),
        _ => Ok(value),
    }
}

/// Of a character that libyaml does not read, it says the offset alone.
fn unreadable(message: &str) -> Option<(&str, usize)> {
    let (problem, offset) = message.split_once(" at position ")?;
    let digits = offset.split(|char: char| !char.is_ascii_digit()).next()?;
    Some((problem, digits.parse().ok()?))
}

#[cfg(test)]
thread_local! {
    static PARSED: Cell<usize> = const { Cell::new(0) };
}

/// How much text this thread has parsed.
#[cfg(test)]
pub(crate) fn parsed_bytes() -> usize {
    PARSED.get()
}
