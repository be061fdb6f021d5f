//! What stops a text from being a tree of values, and where.

use super::{Format, causes, tags};
use crate::value::{FOREIGN_TAG, TOO_MANY, foreign_tag};

/// The deepest nesting of values that the parsers of YAML and JSON accept.
pub(super) const DEEPEST: usize = 128;

/// What they say then.
pub(super) const EXCEEDED: &str = "recursion limit exceeded";

/// What stops a text from being a tree of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(super) problem: String,
    /// What could not be finished, and the line in which it begins.
    context: Option<(String, usize)>,
    /// 1-based line, and column in characters; absent when the parser does not say.
    pub(crate) position: Option<(usize, usize)>,
}

impl SyntaxError {
    pub(crate) fn new(problem: &str) -> SyntaxError {
        SyntaxError { problem: problem.to_owned(), context: None, position: None }
    }

    /// What stands at an offset of a text.
    pub(super) fn at(text: &str, offset: usize, problem: &str) -> SyntaxError {
        SyntaxError { position: Some(position(text, offset)), ..SyntaxError::new(problem) }
    }

    /// What a parser says, without the position, which the caret shows, and without the path that `serde` puts in front of our
    /// own words. libyaml has a second position, where the thing begins that it could not finish.
    pub(super) fn parsed(said: &str, position: Option<(usize, usize)>) -> SyntaxError {
        if said.contains(EXCEEDED) {
            let problem = format!("values are nested more than {DEEPEST} levels deep");
            return SyntaxError { problem, context: None, position };
        }
        let own = ["duplicate key `", FOREIGN_TAG, TOO_MANY].into_iter().find_map(|words| said.find(words));
        let said = own.and_then(|start| said.get(start..)).unwrap_or(said);
        let (problem, rest) = said.split_once(" at line ").unwrap_or((said, ""));
        let context = rest.split_once(", ").and_then(|(_, context)| context.split_once(" at line "));
        let context = context.and_then(|(what, line)| {
            let line = line.split_once(' ').map_or(line, |(line, _)| line);
            Some((what.to_owned(), line.parse().ok()?))
        });
        SyntaxError { problem: problem.to_owned(), context, position }
    }

    pub(crate) fn message(&self) -> String {
        match &self.context {
            Some((context, line)) => format!("{}, {context} that begins in line {line}", self.problem),
            None => self.problem.clone(),
        }
    }

    /// The same with the tag that it is about as it is written, and where: an anchor may stand in front of it.
    pub(super) fn at_tag(self, text: &str) -> SyntaxError {
        let found = self.position.filter(|_| self.is_about_tag()).and_then(|at| tags::at(text, offset(text, at)?));
        let Some((start, tag)) = found else { return self };
        SyntaxError::at(text, start, &foreign_tag(tag))
    }

    /// The same with the cause, where that is a character which looks like another one.
    pub(super) fn with_cause(self, text: &str) -> SyntaxError {
        const STRUCTURE: [&str; 7] = [
            "found character that cannot start",
            "mapping values are not allowed",
            "could not find expected",
            "did not find expected",
            "block sequence entries are not allowed",
            "found a tab character",
            "while ",
        ];
        let is_structure = STRUCTURE.iter().any(|words| self.problem.starts_with(words));
        let begun = self.context.as_ref().map(|(_, line)| *line);
        let position = self.position.filter(|_| is_structure);
        match position.and_then(|(line, _)| causes::cause(text, line, begun)) {
            Some(cause) => SyntaxError { position: Some(cause.position), ..SyntaxError::new(&cause.problem) },
            None => self,
        }
    }

    /// Whether it is about a tag that JSON has not.
    pub(super) fn is_about_tag(&self) -> bool {
        self.problem.starts_with(FOREIGN_TAG)
    }

    /// Whether an alias has no anchor in the text, which may be a part of another.
    pub(crate) fn is_unknown_anchor(&self) -> bool {
        self.problem == "unknown anchor"
    }

    /// The same, of a text in which what was parsed begins at an offset.
    pub(crate) fn behind(self, text: &str, offset: usize, format: Format) -> SyntaxError {
        let before = text.get(..offset).unwrap_or_default();
        let lines = before.matches('\n').count();
        let columns = before.len() - before.rfind('\n').map_or(0, |newline| newline + 1);
        let shifted = |(line, column): (usize, usize)| {
            // Of YAML, a slice begins with its line.
            let on_first_line = line == 1 && format == Format::Json;
            (line + lines, column + if on_first_line { columns } else { 0 })
        };
        let context = self.context.map(|(what, line)| (what, line + lines));
        SyntaxError { problem: self.problem, context, position: self.position.map(shifted) }
    }
}

pub(super) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before.get(line..).unwrap_or_default().chars().count();
    (before.matches('\n').count() + 1, column + 1)
}

/// The other way round.
fn offset(text: &str, (line, column): (usize, usize)) -> Option<usize> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let (column, _) = text.get(start..)?.char_indices().nth(column.checked_sub(1)?)?;
    Some(start + column)
}
