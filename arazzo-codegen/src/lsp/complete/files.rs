//! Files that a source may name: documents and descriptions near the document.

use std::fs;
use std::io::Read;
use std::path::Path;

use lsp_types::CompletionItemKind;

use super::at::At;
use super::candidate::Candidate;
use crate::files::format_of;
use crate::locate::has_root_key;
use crate::lsp::package::root_of;

/// What the root of a description or a document has.
const ROOTS: [&str; 4] = ["openapi", "swagger", "arazzo", "asyncapi"];

/// So many files are looked into.
const MOST: usize = 200;

/// So much of each: what a file is stands at its beginning.
const BEGINNING: u64 = 4 * 1024;

/// Files in the folder that is typed; before one is, those of the folder of the document and of the folders beside and below it.
pub(super) fn files(at: &At<'_, '_>) -> Vec<Candidate> {
    let Some(folder) = at.desk.path.parent() else { return Vec::new() };
    let mut found = Vec::new();
    collect(folder, "", 1, at.desk.path, &mut found);
    // What is outside of the package is not ours to list.
    let package = root_of(at.desk.path);
    if let Some(above) = folder.parent().filter(|above| above.starts_with(package)) {
        collect(above, "../", 1, at.desk.path, &mut found);
    }
    let file = |path: String| Candidate::new(path, CompletionItemKind::FILE);
    found.into_iter().map(file).collect()
}

/// Files of a folder and of those in it that say what they are.
fn collect(folder: &Path, prefix: &str, depth: usize, document: &Path, found: &mut Vec<String>) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut entries: Vec<_> = entries.take(MOST).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
        if found.len() >= MOST {
            return;
        }
        if depth > 0 && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&path, &format!("{prefix}{name}/"), depth - 1, document, found);
        } else if path != document && format_of(&path).is_ok() && says_what_it_is(&path) {
            let shown = format!("{prefix}{name}");
            if document.parent() != path.parent() || prefix.is_empty() {
                found.push(shown);
            }
        }
    }
}

fn says_what_it_is(path: &Path) -> bool {
    let mut beginning = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut beginning));
    let text = String::from_utf8_lossy(&beginning);
    read.is_ok() && ROOTS.iter().any(|root| has_root_key(&text, None, root))
}
