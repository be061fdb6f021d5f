//! Parsed files, and references between and inside them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use super::alternative::Alternatives;
use super::identity::{Identities, against, base_of, has_scheme, self_uri};
use super::memory::Memory;
use super::node::{Node, reference_of};
use super::part::is_part;
use super::passwords::Hides;
use super::reach::{Dead, Reach};
use super::unmerged::report_merge;
use crate::diagnostic::{Astray, Kind, Report};
use crate::files::Files;
use crate::merge::{self, merged};
use crate::parse::{Format, SyntaxError, parse_document};
use crate::place::FileId;
use crate::place::{Place, Segment};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// A chain of references longer than this is a circle.
const MAX_HOPS: usize = 64;

/// Every file of a compilation, parsed at most once.
#[derive(Debug)]
pub(crate) struct Library {
    pub(crate) files: Files,
    roots: HashMap<FileId, Result<Value, SyntaxError>>,
    /// Of files in which something has a name of its own.
    identities: HashMap<FileId, Option<Identities>>,
    /// The first file that refers to each.
    referrers: HashMap<FileId, FileId>,
    /// Whether files have `<<` somewhere.
    merges: HashMap<FileId, bool>,
    /// What values may be that fit schemas.
    pub(super) alternatives: Memory<Alternatives>,
    /// What is not to be shown of such values.
    pub(super) hidden: Memory<Hides>,
    /// What is behind pointers into schemas.
    pub(super) reached: Memory<Result<Reach, Dead>>,
    /// Mistakes that were met before something was read quietly.
    broken: RefCell<Vec<(FileId, SyntaxError)>>,
}

impl Library {
    pub(crate) fn new(files: Files) -> Library {
        Library {
            files,
            roots: HashMap::new(),
            identities: HashMap::new(),
            referrers: HashMap::new(),
            merges: HashMap::new(),
            alternatives: Memory::default(),
            hidden: Memory::default(),
            reached: Memory::default(),
            broken: RefCell::default(),
        }
    }

    /// The document: a mistake anywhere in it counts. Where something was merged with `<<` is noted.
    pub(crate) fn document(&mut self, file: FileId, merges: &mut Vec<Place>) -> Result<Node, SyntaxError> {
        let read = self.files.get(file);
        let mut value = parse_document(&read.text, read.format)?;
        if read.format == Format::Yaml && read.text.contains("<<") {
            value = merged(&value, &Place::root(file), merges);
        }
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
        let mut broken = self.broken.take();
        let files = self.roots.keys().map(|file| (*file, self.files.get(*file)));
        broken.extend(files.flat_map(|(file, read)| read.take_broken().into_iter().map(move |error| (file, error))));
        broken.sort_by_key(|(file, error)| (*file, error.position));
        broken
    }

    /// Reads what nobody has asked for: mistakes in it do not count.
    pub(crate) fn quietly<T>(&mut self, read: impl FnOnce(&mut Library) -> T) -> T {
        let before = self.take_broken();
        let result = read(self);
        self.take_broken();
        *self.broken.get_mut() = before;
        result
    }

    /// The node at a place of a file that was parsed.
    pub(crate) fn peek(&self, place: &Place) -> Option<Node> {
        let root = self.roots.get(&place.file)?.as_ref().ok()?;
        let value = place.path.segments().into_iter().try_fold(root, |value, segment| match segment {
            Segment::Key(key) => value.get(&key),
            Segment::Index(index) => value.as_array()?.get(index),
        })?;
        Some(Node { value: value.clone(), place: place.clone() })
    }

    /// Follows `$ref` until something else stands there, in a description: what leads nowhere is unknown, and a warning.
    pub(crate) fn resolve(&mut self, node: Node, report: &mut Report) -> Option<Node> {
        let from = node.place.clone();
        let found = self.resolve_or(node, report, |reference, why| Kind::BrokenReference { reference, why })?;
        if found.place != from {
            self.check_merges(&found, report);
        }
        Some(found)
    }

    /// Says where a part of a description would have something merged into it.
    pub(super) fn check_merges(&mut self, node: &Node, report: &mut Report) {
        let file = self.files.get(node.place.file);
        let has_some = || file.format == Format::Yaml && merge::may_have(&file.text);
        let mut found = Vec::new();
        if *self.merges.entry(node.place.file).or_insert_with(has_some) {
            merge::unmerged(&node.value, &node.place, &mut found);
        }
        for place in &found {
            report_merge(place, report);
        }
    }

    /// The same in the document itself, where it is an error.
    pub(crate) fn resolve_own(&mut self, node: Node, report: &mut Report) -> Option<Node> {
        self.resolve_or(node, report, |reference, why| Kind::DanglingReference { reference, why })
    }

    fn resolve_or(&mut self, node: Node, report: &mut Report, otherwise: fn(String, Astray) -> Kind) -> Option<Node> {
        let mut current = node;
        let mut hops = 0;
        while let Some((key, reference)) = reference_of(&current.value) {
            let place = current.place.key(key);
            hops += 1;
            let target = self.find(&reference, &current);
            match if hops > MAX_HOPS { Err(Astray::Missing) } else { target } {
                Ok(target) => current = target,
                Err(why) => {
                    report.add(place.value(), otherwise(reference, why));
                    return None;
                }
            }
        }
        Some(current)
    }

    /// One step along a reference, or a report that it leads nowhere. `None` where there is no reference, too.
    pub(crate) fn hop(&mut self, node: &Node, report: &mut Report) -> Option<Node> {
        let found = self.hop_or(node, report, |reference, why| Kind::BrokenReference { reference, why })?;
        self.check_merges(&found, report);
        Some(found)
    }

    /// The same in the document itself, where it is an error.
    pub(crate) fn hop_own(&mut self, node: &Node, report: &mut Report) -> Option<Node> {
        self.hop_or(node, report, |reference, why| Kind::DanglingReference { reference, why })
    }

    fn hop_or(&mut self, node: &Node, report: &mut Report, otherwise: fn(String, Astray) -> Kind) -> Option<Node> {
        let (key, reference) = reference_of(&node.value)?;
        let target = self.find(&reference, node);
        target.map_err(|why| report.add(node.place.key(key).value(), otherwise(reference, why))).ok()
    }

    /// `#/pointer`, `#anchor`, `file.yml` or `file.yml#/pointer`; a file is relative to the one the reference stands in, and
    /// a schema with an `$id` is found by it.
    pub(crate) fn follow(&mut self, reference: &str, from: &Node) -> Option<Node> {
        self.find(reference, from).ok()
    }

    fn find(&mut self, reference: &str, from: &Node) -> Result<Node, Astray> {
        let (url, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = percent_decode(fragment).ok_or(Astray::Missing)?;
        if self.identities(from.place.file).is_some()
            && let Some(found) = self.follow_identity(url, &fragment, from)
        {
            return Ok(found);
        }
        let file = if url.is_empty() { from.place.file } else { self.neighbour(url, from.place.file)? };
        let found = self.find_in(file, &fragment).ok_or(Astray::Missing)?;
        if self.files.get(file).is_recognised() || is_part(&found.value) { Ok(found) } else { Err(Astray::NotAPart) }
    }

    fn find_in(&mut self, file: FileId, fragment: &str) -> Option<Node> {
        let root = self.root(file).ok()?;
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let uri = self_uri(&root.value).unwrap_or_default();
            let place = self.identities(file)?.anchor(&uri, fragment)?.clone();
            return self.peek(&place);
        }
        root.at(&Pointer::parse(fragment).ok()?)
    }

    /// What a reference means among the schemas of its own file that have names.
    fn follow_identity(&mut self, url: &str, fragment: &str, from: &Node) -> Option<Node> {
        let base = base_of(self.roots.get(&from.place.file)?.as_ref().ok()?, &from.place);
        let uri = against(&base, url);
        let identities = self.identities(from.place.file)?;
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let place = identities.anchor(&uri, fragment)?.clone();
            return self.peek(&place);
        }
        let place = identities.resource(&uri)?.clone();
        self.peek(&place)?.at(&Pointer::parse(fragment).ok()?)
    }

    /// The names in a file. Most have none, and need not be searched.
    fn identities(&mut self, file: FileId) -> Option<&Identities> {
        if !self.identities.contains_key(&file) {
            let has_names = has_names(&self.files.get(file).text);
            let root = self.root(file).ok().filter(|_| has_names);
            self.identities.insert(file, root.map(|root| Identities::of(&root)));
        }
        self.identities.get(&file)?.as_ref()
    }

    /// The file that a URL means: beside the one it stands in, and not fetched. An absolute URL is beside it when `$self` says that
    /// the file itself is.
    fn neighbour(&mut self, url: &str, from: FileId) -> Result<FileId, Astray> {
        let relative = if has_scheme(url) { self.beside_self(url, from).ok_or(Astray::Missing)? } else { url };
        let relative = relative_path(relative).map_err(Astray::Path)?;
        let folder = self.files.get(from).path.parent().unwrap_or(Path::new("")).to_owned();
        let file = self.files.read(&folder.join(relative)).map_err(|_| Astray::Missing)?;
        self.referrers.entry(file).or_insert(from);
        if self.is_ours(file) { Ok(file) } else { Err(Astray::Outside) }
    }

    /// An absolute URL as a relative one, when `$self` says that the file it stands in is in the same folder.
    fn beside_self<'u>(&self, url: &'u str, from: FileId) -> Option<&'u str> {
        let own = self_uri(self.roots.get(&from)?.as_ref().ok()?)?;
        let (folder, _) = own.rsplit_once('/')?;
        url.strip_prefix(folder)?.strip_prefix('/')
    }

    /// Whether a file that a reference names may be looked into: one that says what it is, one of the package, and what lies
    /// beside or below a file that says what it is and leads here. Any other may be a file that only its owner should read.
    fn is_ours(&self, file: FileId) -> bool {
        let path = &self.files.get(file).path;
        let mut at = Some(file);
        for _ in 0..MAX_HOPS {
            let Some(near) = at else { break };
            let read = self.files.get(near);
            let is_beside = read.path.parent().is_some_and(|folder| path.starts_with(folder));
            if read.is_recognised() && (near == file || is_beside) {
                return true;
            }
            at = self.referrers.get(&near).copied();
        }
        self.files.is_in_package(path)
    }

    /// Whether the schemas of a file are those of OpenAPI before version 3.1, which have their own dialect. A file without a version
    /// is a part of what refers to it.
    pub(crate) fn is_old(&mut self, file: FileId) -> bool {
        let mut at = file;
        for _ in 0..MAX_HOPS {
            let Ok(root) = self.root(at) else { return false };
            match (root.value.get("openapi"), root.value.get("swagger")) {
                (Some(version), _) => return !is_modern(version),
                (None, Some(_)) => return true,
                (None, None) => {}
            }
            match self.referrers.get(&at) {
                Some(referrer) => at = *referrer,
                None => return false,
            }
        }
        false
    }
}

/// Whether a version of OpenAPI has the schemas of JSON Schema, draft 2020-12.
fn is_modern(version: &Value) -> bool {
    match version {
        Value::String(version) => version.starts_with("3.") && !version.starts_with("3.0"),
        Value::Float(version) => *version > 3.0,
        _ => false,
    }
}

/// Whether a file gives names to its parts. A search for one character is quick where nothing is optimised, as in procedural macros;
/// one for a word is not.
fn has_names(text: &str) -> bool {
    const NAMES: [&str; 4] = ["$id", "$self", "$anchor", "$dynamicAnchor"];
    let mut dollars = text.match_indices('$').filter_map(|(at, _)| text.get(at..));
    dollars.any(|rest| !rest.starts_with("$ref") && NAMES.iter().any(|name| rest.starts_with(name)))
}

/// The path that a relative reference means (RFC 3986, section 4.2), or why it means none. What an escape stands for is a part of a
/// name: `%2f` begins no folder, and `%2e%2e` leaves none.
pub(crate) fn relative_path(reference: &str) -> Result<PathBuf, &'static str> {
    if reference.starts_with('/') {
        return Err("it is not a relative path");
    }
    if reference.contains('\\') {
        return Err("folders are separated by `/`, not by a backslash");
    }
    let mut path = PathBuf::new();
    for segment in reference.split('/') {
        let name = percent_decode(segment).ok_or("`%` must be followed by two hexadecimal digits")?;
        let is_plain = matches!(segment, "" | "." | "..") || is_name(&name);
        if !is_plain || name.contains(['/', '\\', '\0']) {
            return Err("an escape in it stands for `/`, for a backslash or for dots");
        }
        path.push(name);
    }
    Ok(path)
}

fn is_name(name: &str) -> bool {
    let mut components = Path::new(name).components();
    matches!(components.next(), Some(Component::Normal(_))) && components.next().is_none()
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::files::tests::folder;

    /// The text of a description, and its root.
    pub(crate) fn library_of(text: &str) -> (Library, Node) {
        let folder = folder();
        std::fs::write(folder.join("all.yml"), text).unwrap();
        let mut library = Library::new(Files::new(folder.clone()));
        let file = library.files.read(&folder.join("all.yml")).unwrap();
        let root = library.root(file).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        (library, root)
    }
}
