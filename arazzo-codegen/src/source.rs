//! Reading files: the only module that touches the file system.
//!
//! Invariant: nothing is read twice, nothing comes from the network, only regular YAML and JSON files up to 64 MiB are read, and no
//! more of them, and every file that was read, or should have been, is on the list that build tools watch.

mod causes;
mod nesting;
mod tags;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use crate::kept::{self, State};
use crate::locate::{self, Asked, Node};
use crate::place::{FileId, Path as Way, Segment};
use crate::slice::{Brackets, Slices};
use crate::suggest::closest;
use crate::value::{FOREIGN_TAG, TOO_MANY, Value, foreign_tag};

/// The byte order mark. libyaml counts it as a column and then sees two documents.
const MARK: char = '\u{feff}';

/// Larger files are refused: no description is this large, and an expansion must not eat the machine.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Longer documents are refused: the largest that are published have a thirtieth of it.
const MAX_DOCUMENT: usize = 4 * 1024 * 1024;

/// Documents with more values are refused.
const MAX_VALUES: usize = 100_000;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Yaml,
    Json,
}

/// A file and its text, without a byte order mark.
#[derive(Debug)]
pub(crate) struct File {
    /// Absolute.
    pub(crate) path: PathBuf,
    /// As a message shows it: relative to the package where possible.
    pub(crate) shown: String,
    /// Not `Rc<str>`, which would be a second copy of what was read.
    pub(crate) text: Rc<String>,
    pub(crate) format: Format,
    slices: Rc<Slices>,
    /// Places that were found together.
    nodes: RefCell<HashMap<Asked, Node>>,
    /// Whether it says what it is, as soon as somebody has asked.
    recognised: OnceCell<bool>,
}

impl File {
    /// Whether it says by its root what it is. Of other files nothing is shown.
    pub(crate) fn is_recognised(&self) -> bool {
        *self.recognised.get_or_init(|| locate::says_what_it_is(self))
    }

    /// The root of a description, read by slices.
    pub(crate) fn root(&self) -> Result<Value, SyntaxError> {
        self.slices.root(&self.text, self.format)
    }

    /// Of a JSON text: which brackets belong together, where they match.
    pub(crate) fn brackets(&self) -> Option<Rc<Brackets>> {
        self.slices.brackets(&self.text)
    }

    /// Keeps places that were found.
    pub(crate) fn know(&self, found: Vec<(Asked, Node)>) {
        self.nodes.borrow_mut().extend(found);
    }

    /// One of them: a node or its key.
    pub(crate) fn known(&self, path: &Way, key: bool) -> Option<Node> {
        let nodes = self.nodes.borrow();
        if nodes.is_empty() { None } else { nodes.get(&(path.clone(), key)).cloned() }
    }

    /// Where a line begins, counted from 1.
    pub(crate) fn line_start(&self, line: usize) -> usize {
        self.slices.line_start(&self.text, line)
    }

    /// The column of a byte in its line, in characters from 1.
    pub(crate) fn column(&self, at: usize) -> usize {
        let chars = |at| self.slices.chars(&self.text, at);
        chars(at).saturating_sub(chars(self.line_start(self.line(at)))) + 1
    }

    /// The line that a byte stands in, from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.slices.line(&self.text, at)
    }

    /// A small piece of a YAML text that has a node in it, and the path to the node from the root of the piece alone.
    pub(crate) fn around(&self, path: &[Segment]) -> Option<(Range<usize>, Vec<Segment>)> {
        self.slices.around(&self.text, path)
    }

    /// How many bytes of the file stand before the text: those of a byte order mark. Unknown when the file has changed.
    pub(crate) fn skipped(&self) -> Option<usize> {
        let length = usize::try_from(fs::metadata(&self.path).ok()?.len()).ok()?;
        length.checked_sub(self.text.len()).filter(|skipped| [0, MARK.len_utf8()].contains(skipped))
    }
}

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReadError {
    NotFound,
    NotAFile,
    TooLarge,
    WrongExtension,
    NotUtf8,
    Io(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            ReadError::NotFound => "there is no such file",
            ReadError::NotAFile => "it is not a regular file",
            ReadError::TooLarge => "it is larger than 64 MiB",
            ReadError::WrongExtension => "its name does not end in .yaml, .yml or .json",
            ReadError::NotUtf8 => "it is not UTF-8 text",
            ReadError::Io(text) => text,
        })
    }
}

/// Every file of one compilation.
#[derive(Debug)]
#[expect(clippy::struct_field_names, reason = "they are the files")]
pub(crate) struct Files {
    /// The package root: what messages and identities are relative to.
    root: PathBuf,
    files: Vec<File>,
    by_path: HashMap<PathBuf, FileId>,
    /// Files that could not be read: if one of them appears later, the output must be generated again.
    missing: Vec<PathBuf>,
}

impl Files {
    pub(crate) fn new(root: PathBuf) -> Files {
        Files { root, files: Vec::new(), by_path: HashMap::new(), missing: Vec::new() }
    }

    /// Reads a file once; a second call gives the same file.
    pub(crate) fn read(&mut self, path: &Path) -> Result<FileId, ReadError> {
        let path = normalise(path);
        if let Some(file) = self.by_path.get(&path) {
            return Ok(*file);
        }
        // Of a file that is not there the name does not matter.
        let there = metadata(&path).map(|_| ());
        let (format, (text, slices)) =
            match there.and(format_of(&path)).and_then(|format| Ok((format, read_kept(&path)?))) {
                Ok(read) => read,
                Err(error) => {
                    self.missing.push(path);
                    return Err(error);
                }
            };
        let shown = self.shown(&path);
        let file = FileId::new(self.files.len());
        self.files.push(File {
            path: path.clone(),
            shown,
            text,
            format,
            slices,
            nodes: RefCell::default(),
            recognised: OnceCell::new(),
        });
        self.by_path.insert(path, file);
        Ok(file)
    }

    /// A path of the caller's: relative ones are relative to the package.
    pub(crate) fn in_package(&self, path: &Path) -> PathBuf {
        self.root.join(path)
    }

    /// Whether a path is one of the package, by its name. The root of a machine is no package.
    pub(crate) fn is_in_package(&self, path: &Path) -> bool {
        let has_name = self.root.components().any(|component| matches!(component, Component::Normal(_)));
        has_name && normalise(path).starts_with(&self.root)
    }

    pub(crate) fn get(&self, file: FileId) -> &File {
        // A `FileId` is only made by `read`, and files are never removed.
        &self.files[file.index()]
    }

    /// How messages and identities name a path: relative to the package, with forward slashes; absolute only where the two
    /// have nothing in common.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let path = normalise(path);
        let common = self.root.components().zip(path.components()).take_while(|(left, right)| left == right).count();
        // The first component is the root of the file system.
        let shown = if common > 1 {
            let up = self.root.components().skip(common).map(|_| Component::ParentDir);
            up.chain(path.components().skip(common)).collect()
        } else {
            path
        };
        shown.to_string_lossy().replace('\\', "/")
    }

    /// Every file that was read, absolute, in the order of reading; then those that could not be.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        self.files.iter().map(|file| &file.path).chain(&self.missing).cloned().collect()
    }
}

/// The name of a file beside a path that does not exist, when one is nearly the same.
pub(crate) fn similar(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let entries = fs::read_dir(path.parent()?).ok()?;
    let names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    let mut known: Vec<&str> = names.iter().map(String::as_str).collect();
    // The order of a folder is the file system's.
    known.sort_unstable();
    closest(name, known.into_iter().filter(|known| format_of(Path::new(known)).is_ok()))
}

/// Resolves `.` and `..` by their names alone, so that a path that does not exist can be shown.
pub(crate) fn normalise(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(result.components().next_back(), Some(Component::Normal(_))) => {
                result.pop();
            }
            // Above the root there is nothing.
            Component::ParentDir
                if matches!(result.components().next_back(), Some(Component::RootDir | Component::Prefix(_))) => {}
            other => result.push(other),
        }
    }
    result
}

/// How a file is written, by its name.
pub(crate) fn format_of(path: &Path) -> Result<Format, ReadError> {
    let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
    match extension.as_deref() {
        Some("yaml" | "yml") => Ok(Format::Yaml),
        Some("json") => Ok(Format::Json),
        _ => Err(ReadError::WrongExtension),
    }
}

/// The text of a regular file, without a byte order mark.
pub(crate) fn read_text(path: &Path) -> Result<String, ReadError> {
    let length = metadata(path)?.len();
    let mut bytes = Vec::new();
    // Files that say they are empty and are not are those of the system, some of which never end.
    if length > 0 {
        let file = fs::File::open(path).map_err(|error| read_error(&error))?;
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| read_error(&error))?;
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    let text = String::from_utf8(bytes).map_err(|_| ReadError::NotUtf8)?;
    Ok(text.strip_prefix(MARK).map(str::to_owned).unwrap_or(text))
}

fn metadata(path: &Path) -> Result<fs::Metadata, ReadError> {
    let metadata = fs::metadata(path).map_err(|error| read_error(&error))?;
    if !metadata.is_file() {
        return Err(ReadError::NotAFile);
    }
    if metadata.len() > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    Ok(metadata)
}

/// The text of a file, and what earlier compilations know about it.
fn read_kept(path: &Path) -> Result<(Rc<String>, Rc<Slices>), ReadError> {
    let state = State::of(&metadata(path)?);
    if let Some(kept) = state.as_ref().and_then(|state| kept::find(path, state)) {
        return Ok(kept);
    }
    let text = Rc::new(read_text(path)?);
    let slices = Rc::<Slices>::default();
    if let Some(state) = state {
        kept::keep(path, state, &text, &slices);
    }
    Ok((text, slices))
}

fn read_error(error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound => ReadError::NotFound,
        _ => ReadError::Io(error.to_string()),
    }
}

/// What stops a text from being a tree of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    problem: String,
    /// What could not be finished, and the line in which it begins.
    context: Option<(String, usize)>,
    /// 1-based line, and column in characters; absent when the parser does not say.
    pub(crate) position: Option<(usize, usize)>,
}

impl SyntaxError {
    pub(crate) fn new(problem: &str) -> SyntaxError {
        SyntaxError { problem: problem.to_owned(), context: None, position: None }
    }

    /// What a parser says, without the position, which the caret shows, and without the path that `serde` puts in front of our
    /// own words. libyaml has a second position, where the thing begins that it could not finish.
    fn parsed(said: &str, position: Option<(usize, usize)>) -> SyntaxError {
        if said.contains(nesting::EXCEEDED) {
            let problem = format!("values are nested more than {} levels deep", nesting::DEEPEST);
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
    fn at_tag(self, text: &str) -> SyntaxError {
        let is_tag = self.problem.starts_with(FOREIGN_TAG);
        let found = self.position.filter(|_| is_tag).and_then(|at| tags::at(text, offset(text, at)?));
        let Some((start, tag)) = found else { return self };
        SyntaxError { position: Some(position(text, start)), ..SyntaxError::new(&foreign_tag(tag)) }
    }

    /// The same with the cause, where that is a character which looks like another one.
    fn with_cause(self, text: &str) -> SyntaxError {
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

/// Parses a text.
pub(crate) fn parse(text: &str, format: Format) -> Result<Value, SyntaxError> {
    #[cfg(test)]
    tests::count(text);
    match format {
        // libyaml reads JSON too, but refuses surrogate pairs such as `\ud83d\ude00`.
        Format::Json => Value::from_json(text)
            .map_err(|error| SyntaxError::parsed(&error.to_string(), Some((error.line(), error.column())))),
        Format::Yaml => nesting::check(text).and_then(|()| {
            Value::from_yaml(text).map_err(|error| {
                let said = error.to_string();
                if let Some((problem, offset)) = unreadable(&said) {
                    let problem = causes::control(text, offset).unwrap_or_else(|| problem.to_owned());
                    return SyntaxError { position: Some(position(text, offset)), ..SyntaxError::new(&problem) };
                }
                SyntaxError::parsed(&said, error.location().map(|location| (location.line(), location.column())))
                    .with_cause(text)
            })
        }),
    }
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
        Some(Err(error)) if error.problem.starts_with(FOREIGN_TAG) => Err(error.at_tag(text)),
        _ => Ok(value),
    }
}

/// Of a character that libyaml does not read, it says the offset alone.
fn unreadable(message: &str) -> Option<(&str, usize)> {
    let (problem, offset) = message.split_once(" at position ")?;
    let digits = offset.split(|char: char| !char.is_ascii_digit()).next()?;
    Some((problem, digits.parse().ok()?))
}

fn position(text: &str, offset: usize) -> (usize, usize) {
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

#[cfg(test)]
pub(crate) mod tests {
    //! What tests ask about files.

    use std::cell::Cell;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    thread_local! {
        static PARSED: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn count(text: &str) {
        PARSED.set(PARSED.get() + text.len());
    }

    /// How much text this thread has parsed.
    pub(crate) fn parsed_bytes() -> usize {
        PARSED.get()
    }

    /// A new folder, which the caller removes.
    pub(crate) fn folder() -> PathBuf {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("arazzo-codegen-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }
}
