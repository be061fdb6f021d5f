//! The file of a journal: recognised before it is opened, made whole or not at all.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::trouble::{Trouble, TroubleKind};

/// `ARZO`: what SQLite calls the application id, in the file's header.
const APPLICATION: u32 = 0x4152_5A4F;
/// Which form the tables have.
const FORM: u32 = 1;
/// How long a process that ends may still have the file.
const PATIENCE: Duration = Duration::from_millis(500);

/// An exchange has an entry with a record, or with none while its request may be on the way.
const TABLES: &str = "
    CREATE TABLE run (id TEXT PRIMARY KEY, input BLOB NOT NULL, started INTEGER NOT NULL, state INTEGER NOT NULL) STRICT;
    CREATE TABLE entry (
        run TEXT NOT NULL REFERENCES run ON DELETE CASCADE, name TEXT NOT NULL, record BLOB, PRIMARY KEY (run, name)
    ) STRICT;
    CREATE INDEX unfinished ON run (started) WHERE state = 0;
";

/// Opens the journal, or makes one where there is no file.
pub(crate) fn open(path: &Path) -> Result<Connection, Trouble> {
    if !recognised(path)? {
        make(path)?;
    }
    let sqlite = |why| Trouble::sqlite(path, &why);
    let connection = Connection::open_with_flags(path, flags()).map_err(sqlite)?;
    if connection.is_readonly("main").map_err(sqlite)? {
        return Err(Trouble::new(path, TroubleKind::ReadOnly, "it cannot be written"));
    }
    prepare(&connection).map_err(sqlite)?;
    let checked: String = connection.query_row("PRAGMA quick_check(1)", (), |row| row.get(0)).map_err(sqlite)?;
    if checked != "ok" {
        return Err(Trouble::new(path, TroubleKind::Damaged, "it is damaged"));
    }
    Ok(connection)
}

fn flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// One process has the file, so that no run goes on in two of them.
fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Only now is it locked.
    connection.execute_batch("BEGIN EXCLUSIVE; COMMIT")
}

/// Whether there is a file; an error if it is no journal. SQLite would change some files when it opens them.
fn recognised(path: &Path) -> Result<bool, Trouble> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(why) if why.kind() == ErrorKind::NotFound => return Ok(false),
        Err(why) => return Err(Trouble::io(path, &why)),
    };
    let mut header = [0; 100];
    let foreign = || Trouble::new(path, TroubleKind::Foreign, "it is no journal of arazzo");
    match file.read_exact(&mut header) {
        Ok(()) => {}
        // A journal of which nothing is left must not be taken for a new one.
        Err(why) if why.kind() == ErrorKind::UnexpectedEof => return Err(foreign()),
        Err(why) => return Err(Trouble::io(path, &why)),
    }
    if !header.starts_with(b"SQLite format 3\0") || number(&header, 68) != Some(APPLICATION) {
        return Err(foreign());
    }
    if is_cut(path, &header).map_err(|why| Trouble::io(path, &why))? {
        return Err(Trouble::new(path, TroubleKind::Damaged, "it is damaged"));
    }
    match number(&header, 60) {
        Some(FORM) => Ok(true),
        form => {
            let form = form.unwrap_or_default();
            let why = format!("it has form {form}, and this version of arazzo-sqlite reads and writes form {FORM}");
            Err(Trouble::new(path, TroubleKind::Version, why))
        }
    }
}

/// Whether the file ends before its last page. What SQLite has still to write into it stands beside it, where there is any.
fn is_cut(path: &Path, header: &[u8]) -> std::io::Result<bool> {
    let beside = fs::metadata(beside(path, "-wal")).map_or(0, |file| file.len());
    // The size of a page is the number before this one, with 16 bits. This crate makes pages of 4096 bytes.
    let (size, pages) = (number(header, 14).unwrap_or_default() & 0xFFFF, number(header, 28).unwrap_or_default());
    Ok(beside == 0 && fs::metadata(path)?.len() < u64::from(size) * u64::from(pages))
}

/// A number of the header.
fn number(header: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*header.get(at..)?.first_chunk()?))
}

/// Makes a journal beside, and puts it in its place as a whole.
fn make(path: &Path) -> Result<(), Trouble> {
    let left = beside(path, "-wal");
    if left.exists() {
        let why = format!("it is gone, but `{}` is left of it", left.display());
        return Err(Trouble::new(path, TroubleKind::Damaged, why));
    }
    let draft = beside(path, &format!(".{}.new", std::process::id()));
    let made = fill(&draft).map_err(|why| Trouble::sqlite(path, &why));
    let made = made.and_then(|()| put(&draft, path).map_err(|why| Trouble::io(path, &why)));
    // What cannot be removed is in nobody's way.
    let _ = fs::remove_file(&draft);
    made?;
    keep_folder(path);
    Ok(())
}

/// A link replaces nothing, as a new name could. Not all file systems have them.
fn put(draft: &Path, path: &Path) -> std::io::Result<()> {
    match fs::hard_link(draft, path) {
        Ok(()) => Ok(()),
        // Another process was faster, which is as good.
        Err(_) if path.exists() => Ok(()),
        Err(_) => fs::rename(draft, path),
    }
}

fn fill(draft: &Path) -> rusqlite::Result<()> {
    let _ = fs::remove_file(draft);
    let connection = Connection::open_with_flags(draft, flags() | OpenFlags::SQLITE_OPEN_CREATE)?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", FORM)?;
    connection.execute_batch(&format!("BEGIN; {TABLES} COMMIT"))
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// The name of a new file survives a power failure once its folder is written. Not all systems can do that, or need it.
fn keep_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}
