//! Parsed files, and references between and inside them.

use std::collections::HashMap;

use crate::diagnostic::{Kind, Report};
use crate::place::{Place, Segment};
use crate::slice;
use crate::source::{FileId, Files, SyntaxError, parse};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// A chain of references longer than this is a circle.
const MAX_HOPS: usize = 64;

/// A node of a description, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) place: Place,
}

impl Node {
    /// The member of an object.
    pub(crate) fn get(&self, key: &str) -> Option<Node> {
        Some(Node { value: self.value.get(key)?.clone(), place: self.place.key(key) })
    }

    /// The items of a list; nothing for anything else.
    pub(crate) fn items(&self) -> Vec<Node> {
        let items = self.value.as_array().unwrap_or_default().iter().enumerate();
        items.map(|(index, value)| Node { value: value.clone(), place: self.place.index(index) }).collect()
    }

    /// The members of an object; nothing for anything else.
    pub(crate) fn members(&self) -> Vec<(String, Node)> {
        let Some(object) = self.value.as_object() else { return Vec::new() };
        object
            .iter()
            .map(|(key, value)| (key.clone(), Node { value: value.clone(), place: self.place.key(key) }))
            .collect()
    }

    fn at(&self, pointer: &Pointer) -> Option<Node> {
        pointer.tokens().iter().try_fold(self.clone(), |node, token| match &node.value {
            Value::Array(_) => node.items().into_iter().nth(token.parse().ok()?),
            _ => node.get(token),
        })
    }
}

/// Every file of a compilation, parsed at most once.
#[derive(Debug)]
pub(crate) struct Library {
    pub(crate) files: Files,
    roots: HashMap<FileId, Result<Value, SyntaxError>>,
}

impl Library {
    pub(crate) fn new(files: Files) -> Library {
        Library { files, roots: HashMap::new() }
    }

    /// The document: a mistake anywhere in it counts.
    pub(crate) fn document(&mut self, file: FileId) -> Result<Node, SyntaxError> {
        let read = self.files.get(file);
        let value = parse(&read.text, read.format)?;
        self.roots.insert(file, Ok(value.clone()));
        Ok(Node { value, place: Place::root(file) })
    }

    /// A description: what stands in it is parsed when it is asked for.
    pub(crate) fn root(&mut self, file: FileId) -> Result<Node, SyntaxError> {
        let files = &self.files;
        let root = self.roots.entry(file).or_insert_with(|| files.get(file).root());
        root.clone().map(|value| Node { value, place: Place::root(file) })
    }

    /// The mistakes that were met since the last call, in parts of descriptions that were asked for.
    pub(crate) fn take_broken(&self) -> Vec<(FileId, SyntaxError)> {
        let roots = self.roots.iter().filter_map(|(file, root)| Some((*file, root.as_ref().ok()?)));
        let mut broken: Vec<_> = roots
            .flat_map(|(file, root)| slice::take_broken(root).into_iter().map(move |error| (file, error)))
            .collect();
        broken.sort_by_key(|(file, error)| (*file, error.position));
        broken
    }

    /// The node at a place of a file that was parsed.
    pub(crate) fn peek(&self, place: &Place) -> Option<Node> {
        let value = self.roots.get(&place.file)?.as_ref().ok()?.clone();
        let root = Node { value, place: Place::root(place.file) };
        place.path.segments().into_iter().try_fold(root, |node, segment| match segment {
            Segment::Key(key) => node.get(&key),
            Segment::Index(index) => node.items().into_iter().nth(index),
        })
    }

    /// Follows `$ref` until something else stands there, in a description: what leads nowhere is unknown, and a warning.
    pub(crate) fn resolve(&mut self, node: Node, report: &mut Report) -> Option<Node> {
        self.resolve_or(node, report, |reference| Kind::BrokenReference { reference })
    }

    /// The same in the document itself, where it is an error.
    pub(crate) fn resolve_own(&mut self, node: Node, report: &mut Report) -> Option<Node> {
        self.resolve_or(node, report, |reference| Kind::DanglingReference { reference })
    }

    fn resolve_or(&mut self, node: Node, report: &mut Report, otherwise: fn(String) -> Kind) -> Option<Node> {
        let mut current = node;
        let mut hops = 0;
        while let Some(reference) = current.value.text("$ref").map(str::to_owned) {
            let place = current.place.key("$ref");
            hops += 1;
            match self.follow(&reference, &current).filter(|_| hops <= MAX_HOPS) {
                Some(target) => current = target,
                None => {
                    report.add(place.value(), otherwise(reference));
                    return None;
                }
            }
        }
        Some(current)
    }

    /// `#/pointer`, `file.yml` or `file.yml#/pointer`; a file is relative to the one the reference stands in.
    fn follow(&mut self, reference: &str, from: &Node) -> Option<Node> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if file.is_empty() { from.place.file } else { self.neighbour(file, from.place.file)? };
        let pointer = Pointer::parse(&percent_decode(fragment)?).ok()?;
        self.root(file).ok()?.at(&pointer)
    }

    fn neighbour(&mut self, url: &str, from: FileId) -> Option<FileId> {
        if url.contains("://") {
            return None;
        }
        let folder = self.files.get(from).path.parent()?.to_owned();
        self.files.read(&folder.join(percent_decode(url)?)).ok()
    }
}

/// Undoes percent-encoding; `None` for what does not decode to text.
pub(crate) fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok())?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &tail[2..];
    }
    String::from_utf8(bytes).ok()
}
