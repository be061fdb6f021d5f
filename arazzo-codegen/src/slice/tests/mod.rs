//! Slices against the parser: whatever a table finds must be what the whole text has there.

mod broken;
mod compile;
mod mutations;
pub(crate) mod samples;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path as FilePath, PathBuf};

use super::*;
use crate::locate::yaml_key;

/// How often something was compared, so that no test passes because it compared nothing.
#[derive(Debug, Default)]
struct Tally {
    decided: usize,
    undecided: usize,
    equal: usize,
    /// Slices that need an anchor from elsewhere.
    anchors: usize,
    keys: usize,
}

/// Compares every entry, down to a depth, with the whole text; nothing when the text is not valid.
fn compare(text: &str, format: Format, depth: usize, tally: &mut Tally) {
    let Ok(whole) = parse(text, format) else {
        // Nothing to compare with, but it must not panic, nor hang.
        let _ = Slices::default().tree(&Rc::new(text.to_owned()), format).map(|root| root == Value::Null);
        return;
    };
    let slices = Slices::default();
    let Some(root) = slices.tree(&Rc::new(text.to_owned()), format) else {
        tally.undecided += 1;
        return;
    };
    tally.decided += 1;
    let tree = slices.tree.get().unwrap();
    let members = match &tree.table {
        Table::Json(brackets) => json::members(text, brackets, &(0..text.len())),
        Table::Yaml(lines) => lines.root(text),
    };
    deep(tree, &members.unwrap(), &whole, depth, tally);
    check_places(tree, text, tally);
    // As a compilation reads it, aliases included.
    assert!(root == whole, "another value:\n{text}");
    assert_eq!(slices.take_broken(), [], "{text}");
}

fn deep(tree: &Tree, members: &[(String, Range<usize>)], whole: &Value, depth: usize, tally: &mut Tally) {
    let text = &tree.text;
    let object = whole.as_object().unwrap_or_else(|| panic!("entries of what is no object:\n{text}"));
    let keys: Vec<&String> = members.iter().map(|(key, _)| key).collect();
    assert_eq!(keys, object.keys().collect::<Vec<_>>(), "{text}");
    for (key, range) in members {
        let expected = object.get(key).unwrap();
        match tree.parsed(range) {
            Ok(value) => {
                assert!(value == *expected, "another value of `{key}`: {value:?}\nnot {expected:?}:\n{text}");
                tally.equal += 1;
            }
            Err(error) if error.is_unknown_anchor() => tally.anchors += 1,
            Err(error) => panic!("`{key}` cannot be parsed alone: {error:?}\n{text}"),
        }
        if depth > 0
            && let Some(members) = tree.members(range)
        {
            deep(tree, &members, expected, depth - 1, tally);
        }
    }
}

/// The keys of the table stand where libyaml sees them: it says so only in errors, one in a walk, so long texts are left out.
fn check_places(tree: &Tree, text: &str, tally: &mut Tally) {
    let Table::Yaml(lines) = &tree.table else { return };
    if text.len() > 2000 {
        return;
    }
    let mut entries: Vec<(Vec<Segment>, Range<usize>)> = Vec::new();
    let root = lines.root(text).unwrap_or_default();
    entries.extend(root.into_iter().map(|(key, range)| (vec![Segment::Key(key)], range)));
    while let Some((path, range)) = entries.pop() {
        for (key, inner) in lines.children(text, &range).unwrap_or_default() {
            let path = path.iter().cloned().chain([Segment::Key(key)]).collect();
            entries.push((path, inner));
        }
        let Some(start) = yaml_key(text, &path) else { continue };
        let line = range.start;
        let entry = &text[range];
        let indentation = entry.len() - entry.trim_start_matches(' ').len();
        // Of an explicit entry the parser gives the place of the key, behind the `?`.
        if entry[indentation..].starts_with('?')
            && entry[indentation + 1..].chars().next().is_none_or(char::is_whitespace)
        {
            continue;
        }
        assert_eq!(start, line + indentation, "{path:?} in\n{text}");
        tally.keys += 1;
    }
}

/// All documents of a folder.
fn documents(folder: &FilePath, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let extension = path.extension().and_then(OsStr::to_str);
        if path.is_dir() {
            documents(&path, found);
        } else if matches!(extension, Some("yml" | "yaml" | "json")) {
            found.push(path);
        }
    }
}

fn format(path: &FilePath) -> Format {
    if path.extension().is_some_and(|extension| extension == "json") { Format::Json } else { Format::Yaml }
}

/// The documents of this repository.
pub(crate) fn own_documents() -> Vec<PathBuf> {
    let root = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in ["workflows", "tests/fail", "tests/shapes", "tests/run", "tests/rebuild"] {
        documents(&root.join(folder), &mut found);
    }
    found.sort();
    found
}

fn compare_files(files: &[PathBuf]) -> Tally {
    let mut tally = Tally::default();
    for path in files {
        let Ok(text) = fs::read_to_string(path) else { continue };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        compare(text, format(path), 6, &mut tally);
        if text.len() < 100_000 && !text.contains('\r') {
            compare(&text.replace('\n', "\r\n"), format(path), 2, &mut tally);
        }
    }
    tally
}

#[test]
fn slices_of_the_repository_are_the_whole() {
    let tally = compare_files(&own_documents());
    assert!(tally.decided > 100 && tally.equal > 3000 && tally.keys > 1000, "{tally:?}");
}

/// The folder `ARAZZO_CORPUS` holds more documents.
#[test]
fn slices_of_the_corpus_are_the_whole() {
    let Some(folder) = std::env::var_os("ARAZZO_CORPUS") else { return };
    let mut files = Vec::new();
    documents(FilePath::new(&folder), &mut files);
    let tally = compare_files(&files);
    println!("{} files: {tally:?}", files.len());
    assert!(tally.decided > 100 && tally.equal > 5000, "{tally:?}");
}

#[test]
fn slices_of_odd_texts_are_the_whole() {
    let mut tally = Tally::default();
    for text in samples::YAML {
        assert!(parse(text, Format::Yaml).is_ok(), "not YAML:\n{text}");
        compare(text, Format::Yaml, 6, &mut tally);
        compare(&text.replace('\n', "\r\n"), Format::Yaml, 6, &mut tally);
    }
    for text in samples::JSON {
        assert!(parse(text, Format::Json).is_ok(), "not JSON:\n{text}");
        compare(text, Format::Json, 6, &mut tally);
        // The same as YAML in flow style.
        compare(&format!("a: {text}\nb:\n  {text}\n"), Format::Yaml, 6, &mut tally);
    }
    assert!(tally.decided > 60, "{tally:?}");
}

#[test]
fn no_cut_makes_the_tables_panic() {
    let mut tally = Tally::default();
    for (format, texts) in [(Format::Yaml, samples::YAML), (Format::Json, samples::JSON)] {
        for text in texts {
            for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
                compare(&text[..cut], format, 2, &mut tally);
            }
        }
    }
}

#[test]
fn what_is_not_decided() {
    for text in samples::UNDECIDED {
        assert!(lines::scan(text).is_none(), "{text}");
    }
}
