//! Files and their URIs.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use lsp_types::Uri;

use crate::files::normalise;
use crate::openapi::percent_decode;

/// The file that a URI names; none where it names something else, such as a text that was never saved.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    // A host in front of the path is this machine.
    let path = rest.find('/').and_then(|at| rest.get(at..))?;
    let path = path.split(['?', '#']).next()?;
    let path = percent_decode(path)?;
    let path = path.strip_prefix('/').filter(|path| has_drive(path)).unwrap_or(&path);
    Some(normalise(Path::new(path)))
}

/// `C:/…`
fn has_drive(path: &str) -> bool {
    cfg!(windows) && path.get(1..2) == Some(":")
}

/// The URI of a file.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    let text = path.to_str()?.replace('\\', "/");
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            write!(uri, "%{byte:02X}").ok()?;
        }
    }
    uri.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris_and_paths_again() {
        for path in ["/a/b.yml", "/with blank/ü#?.yml", "/%41.yml"] {
            let uri = uri_of(Path::new(path)).unwrap();
            assert_eq!(path_of(&uri), Some(path.into()), "{}", uri.as_str());
        }
        for other in ["untitled:Untitled-1", "file:", "https://example.com/a.yml", "file:///a%zz"] {
            let uri: Result<Uri, _> = other.parse();
            assert_eq!(uri.ok().and_then(|uri| path_of(&uri)), None, "{other}");
        }
    }
}
