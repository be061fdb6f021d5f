//! The one place that opens files: regular ones, of YAML or JSON, up to a size.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::parse::Format;

/// The byte order mark. libyaml counts it as a column and then sees two documents.
pub(super) const MARK: char = '\u{feff}';

/// Larger files are refused: no description is this large, and an expansion must not eat the machine.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

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

pub(super) fn metadata(path: &Path) -> Result<fs::Metadata, ReadError> {
    let metadata = fs::metadata(path).map_err(|error| read_error(&error))?;
    if !metadata.is_file() {
        return Err(ReadError::NotAFile);
    }
    if metadata.len() > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    Ok(metadata)
}

fn read_error(error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound => ReadError::NotFound,
        _ => ReadError::Io(error.to_string()),
    }
}
