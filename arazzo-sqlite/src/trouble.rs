//! What can be wrong with a journal's file.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a journal cannot be opened, read or written. The sentence names the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    path: PathBuf,
    kind: TroubleKind,
    why: String,
}

/// What kind of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TroubleKind {
    /// The file is no journal, and nothing of it was changed.
    Foreign,
    /// Another version of this crate has made it.
    Version,
    /// It is not as it was written.
    Damaged,
    /// Another process, or another [`Journal`](crate::Journal) of this one, has it open.
    InUse,
    /// It cannot be written.
    ReadOnly,
    /// There is no room for more.
    Full,
    /// The file system fails in another way.
    Io,
}

impl Trouble {
    pub(crate) fn new(path: &Path, kind: TroubleKind, why: impl Into<String>) -> Self {
        Self { path: path.to_owned(), kind, why: why.into() }
    }

    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        Self::new(path, TroubleKind::Io, error.to_string())
    }

    pub(crate) fn sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        let (kind, why) = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (TroubleKind::InUse, "it is in use elsewhere"),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => (TroubleKind::ReadOnly, "it cannot be written"),
            Some(ErrorCode::DiskFull) => (TroubleKind::Full, "the disk is full"),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => (TroubleKind::Damaged, "it is damaged"),
            _ => return Self::new(path, TroubleKind::Io, error.to_string()),
        };
        Self::new(path, kind, why)
    }

    /// What kind of thing is wrong.
    pub fn kind(&self) -> TroubleKind {
        self.kind
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the journal `{}`: {}", self.path.display(), self.why)
    }
}

impl std::error::Error for Trouble {}
