//! Reading files: the only module that touches the file system.
//!
//! Invariant: nothing is read twice, nothing comes from the network, only regular YAML and JSON files up to 64 MiB are read,
//! and every file that was read, or should have been, is on the list that build tools watch.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::closest;
use crate::value::Value;

/// Larger files are refused: no description is this large, and an expansion must not eat the machine.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A file that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FileId(usize);

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
    pub(crate) text: String,
    pub(crate) format: Format,
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
    /// Files that could not be read: when one appears, the result is another.
    missing: Vec<PathBuf>,
}

impl FileId {
    /// The position in the order of reading.
    pub(crate) fn index(self) -> usize {
        self.0
    }
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
        let (format, text) = match format_of(&path).and_then(|format| Ok((format, read_text(&path)?))) {
            Ok(read) => read,
            Err(error) => {
                self.missing.push(path);
                return Err(error);
            }
        };
        let shown = self.shown(&path);
        let file = FileId(self.files.len());
        self.files.push(File { path: path.clone(), shown, text, format });
        self.by_path.insert(path, file);
        Ok(file)
    }

    /// How much text is in memory.
    #[cfg(feature = "cli")]
    pub(crate) fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.text.len()).sum()
    }

    /// A path of the caller's: relative ones are relative to the package.
    pub(crate) fn in_package(&self, path: &Path) -> PathBuf {
        self.root.join(path)
    }

    pub(crate) fn get(&self, file: FileId) -> &File {
        // A `FileId` is only made by `read`, and files are never removed.
        &self.files[file.0]
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
    let metadata = fs::metadata(path).map_err(|error| read_error(&error))?;
    if !metadata.is_file() {
        return Err(ReadError::NotAFile);
    }
    if metadata.len() > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    let bytes = fs::read(path).map_err(|error| read_error(&error))?;
    let text = String::from_utf8(bytes).map_err(|_| ReadError::NotUtf8)?;
    // libyaml counts the mark as a column and then sees two documents.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
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
    pub(crate) message: String,
    /// 1-based line, and column in characters; absent when the parser does not say.
    pub(crate) position: Option<(usize, usize)>,
}

/// Parses the text of a file.
pub(crate) fn parse(file: &File) -> Result<Value, SyntaxError> {
    match file.format {
        // libyaml reads JSON too, but refuses surrogate pairs such as `\ud83d\ude00`.
        Format::Json => serde_json::from_str(&file.text).map_err(|error| SyntaxError {
            position: Some((error.line(), error.column())),
            message: sentence(&error.to_string()),
        }),
        Format::Yaml => serde_yaml::from_str(&file.text).map_err(|error| SyntaxError {
            position: error.location().map(|location| (location.line(), location.column())),
            message: sentence(&error.to_string()),
        }),
    }
}

/// What a parser says, without the position, which the caret shows, and without the path that `serde` puts in front of our own
/// words. The second position of libyaml is where the thing begins that it could not finish.
fn sentence(message: &str) -> String {
    let message = message.find("duplicate key `").map_or(message, |start| &message[start..]);
    let Some((problem, rest)) = message.split_once(" at line ") else { return message.to_owned() };
    let Some((context, line)) = rest.split_once(", ").and_then(|(_, context)| context.split_once(" at line ")) else {
        return problem.to_owned();
    };
    let line = line.split_once(' ').map_or(line, |(line, _)| line);
    format!("{problem}, {context} that begins in line {line}")
}
