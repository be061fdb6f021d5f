//! The texts that an editor has open, and what is known of the documents among them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use super::meaning::{Compiled, Meaning, compile};
use super::outline::{Node, outline};
use super::package::root_of;
use super::published::{self, Published};
use super::text::Text;
use super::uri::{path_of, uri_of};
use crate::Document;
use crate::diagnostic::Diagnostic;
use crate::files::{Overlay, format_of};
use crate::locate::has_root_key;
use crate::settings::settings;

/// All that the server remembers.
#[derive(Default)]
pub(super) struct Session {
    open: HashMap<PathBuf, Open>,
    /// Of each document, what was said of each file.
    said: HashMap<PathBuf, published::ByFile>,
    /// Files of which something was said that may not be true any longer.
    outdated: BTreeSet<PathBuf>,
}

/// A text that is open.
struct Open {
    uri: Uri,
    version: i32,
    text: Text,
    overlay: Overlay,
    /// Made when somebody asks: descriptions are long, and nobody does.
    outline: OnceCell<Rc<Node>>,
    /// The line that was changed last, from 0.
    line: usize,
    /// What is known is not of the texts as they are.
    is_dirty: bool,
    diagnostics: Vec<Diagnostic>,
    meaning: Option<Meaning>,
}

/// A document of which something is asked.
pub(super) struct Desk<'s> {
    pub(super) uri: &'s Uri,
    pub(super) path: &'s Path,
    pub(super) text: &'s Text,
    pub(super) outline: Rc<Node>,
    pub(super) diagnostics: &'s [Diagnostic],
    /// Of the text as it is; or, where nothing of it can be read, of what it was before.
    pub(super) meaning: Option<&'s mut Meaning>,
}

impl Session {
    pub(super) fn open(&mut self, item: TextDocumentItem) {
        let Some(path) = path_of(&item.uri) else { return };
        self.open.insert(path, Open::new(item));
        self.soil();
    }

    pub(super) fn change(&mut self, uri: &Uri, version: i32, changes: &[TextDocumentContentChangeEvent]) {
        let Some(open) = path_of(uri).and_then(|path| self.open.get_mut(&path)) else { return };
        open.change(version, changes);
        self.soil();
    }

    pub(super) fn close(&mut self, uri: &Uri) {
        let Some(path) = path_of(uri) else { return };
        self.open.remove(&path);
        self.outdated.extend(self.said.remove(&path).unwrap_or_default().into_keys());
        self.soil();
    }

    /// Any document may have read what has changed.
    pub(super) fn soil(&mut self) {
        self.open.values_mut().for_each(|open| open.is_dirty = true);
    }

    /// A document that is open, and what is known of it now.
    pub(super) fn desk(&mut self, uri: &Uri) -> Option<Desk<'_>> {
        let path = path_of(uri)?;
        self.refresh(&path);
        let (path, open) = self.open.iter_mut().find(|(known, _)| **known == path)?;
        open.is_document().then_some(())?;
        Some(Desk {
            uri: &open.uri,
            path,
            text: &open.text,
            outline: open.outline(),
            diagnostics: &open.diagnostics,
            meaning: open.meaning.as_mut(),
        })
    }

    /// Compiles a document anew where it, or what it may read, has changed.
    fn refresh(&mut self, path: &Path) {
        let Some(open) = self.open.get(path).filter(|open| open.is_dirty) else { return };
        if !open.is_document() {
            self.outdated.extend(self.said.remove(path).unwrap_or_default().into_keys());
            return;
        }
        let texts: Vec<(&Path, Overlay)> =
            self.open.iter().map(|(path, open)| (path.as_path(), open.overlay.clone())).collect();
        let root = root_of(path);
        let settings = settings(&root);
        let asked = settings.as_ref().cloned().unwrap_or_default().applied(Document::new(path).edits(true));
        let Some(compiled) = compile(&root, &asked, &texts) else { return };
        let (mut by_file, diagnostics) = (published::by_file(&compiled, path), compiled.diagnostics.clone());
        if let Err(mistake) = settings {
            by_file.insert(mistake.file.clone(), vec![published::mistake(&mistake)]);
        }
        let mended = |line: &usize| {
            let mut texts = texts.clone();
            texts.push((path, open.mended(path, *line)));
            compile(&root, &asked, &texts).and_then(|compiled: Compiled| compiled.into_meaning(&asked.options))
        };
        let meaning = compiled.into_meaning(&asked.options);
        let meaning = meaning.or_else(|| open.suspects(&diagnostics).iter().find_map(mended));
        let before = self.said.insert(path.to_owned(), by_file);
        self.outdated.extend(before.unwrap_or_default().into_keys());
        self.outdated.extend(self.said.get(path).into_iter().flat_map(|said| said.keys().cloned()));
        if let Some(open) = self.open.get_mut(path) {
            open.is_dirty = false;
            open.diagnostics = diagnostics;
            open.meaning = meaning.or_else(|| open.meaning.take());
        }
    }

    /// What has to be said of files now.
    pub(super) fn publish(&mut self) -> Vec<Published> {
        let paths: Vec<PathBuf> = self.open.keys().cloned().collect();
        for path in &paths {
            self.refresh(path);
        }
        let outdated = std::mem::take(&mut self.outdated);
        outdated.iter().filter_map(|path| self.published(path)).collect()
    }

    /// What all documents say of a file.
    fn published(&self, path: &Path) -> Option<Published> {
        let open = self.open.get(path);
        let uri = open.map_or_else(|| uri_of(path), |open| Some(open.uri.clone()))?;
        let mut said: BTreeMap<String, lsp_types::Diagnostic> = BTreeMap::new();
        for diagnostic in self.said.values().filter_map(|by_file| by_file.get(path)).flatten() {
            // Documents that share a description say the same of it.
            let start = diagnostic.range.start;
            let key = format!("{:08}:{:08} {:?} {}", start.line, start.character, diagnostic.code, diagnostic.message);
            said.insert(key, diagnostic.clone());
        }
        Some(Published { uri, version: open.map(|open| open.version), diagnostics: said.into_values().collect() })
    }
}

impl Open {
    fn new(item: TextDocumentItem) -> Open {
        let overlay = Overlay::new(&item.text);
        Open {
            uri: item.uri,
            version: item.version,
            text: Text::new(item.text),
            overlay,
            outline: OnceCell::new(),
            line: 0,
            is_dirty: true,
            diagnostics: Vec::new(),
            meaning: None,
        }
    }

    fn change(&mut self, version: i32, changes: &[TextDocumentContentChangeEvent]) {
        for change in changes {
            self.line = match change.range {
                Some(range) => range.start.line as usize + change.text.matches('\n').count(),
                None => Text::new(change.text.clone()).line_of(changed_end(self.text.as_str(), &change.text)),
            };
            self.text.change(change);
        }
        self.version = version;
        self.overlay = Overlay::new(self.text.as_str());
        self.outline = OnceCell::new();
    }

    fn outline(&self) -> Rc<Node> {
        Rc::clone(self.outline.get_or_init(|| Rc::new(outline(self.text.as_str()))))
    }

    /// Whether it calls itself a document. Broken ones do, too.
    fn is_document(&self) -> bool {
        path_of(&self.uri).is_some_and(|path| format_of(&path).is_ok())
            && has_root_key(self.text.as_str(), None, "arazzo")
    }

    /// The text without one line: the one that is being typed, or where it cannot be read.
    fn mended(&self, path: &Path, line: usize) -> Overlay {
        let line = self.text.line(line);
        let text = self.text.as_str();
        let (before, after) = (text.get(..line.start).unwrap_or_default(), text.get(line.end..).unwrap_or_default());
        let typed = text.get(line).unwrap_or_default();
        Overlay::new(&[before, &blanked(typed, path), after].concat())
    }

    /// The lines that may be why it cannot be read.
    fn suspects(&self, diagnostics: &[Diagnostic]) -> Vec<usize> {
        let said = diagnostics.iter().filter(|found| found.code == "syntax").map(|found| found.line.saturating_sub(1));
        let said = said.flat_map(|line| [line, line.saturating_sub(1)]);
        std::iter::once(self.line).chain(said).take(3).collect()
    }
}

/// Where what has changed ends in the text after the change.
fn changed_end(before: &str, after: &str) -> usize {
    let same = |(left, right): &(char, char)| left == right;
    let start: usize = before.chars().zip(after.chars()).take_while(same).map(|(char, _)| char.len_utf8()).sum();
    let (before, after) = (before.get(start..).unwrap_or_default(), after.get(start..).unwrap_or_default());
    let tail = before.chars().rev().zip(after.chars().rev()).take_while(same);
    start + after.len() - tail.map(|(char, _)| char.len_utf8()).sum::<usize>()
}

/// A line of blanks; of an item of a list the dash is left, so that the others keep their numbers.
fn blanked(line: &str, path: &Path) -> String {
    let is_item = line.trim_start().starts_with("- ") && path.extension().is_some_and(|extension| extension != "json");
    let dash = line.find('-').filter(|_| is_item);
    line.char_indices().map(|(at, _)| if Some(at) == dash { '-' } else { ' ' }).collect()
}
