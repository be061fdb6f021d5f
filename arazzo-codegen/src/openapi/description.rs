//! A description and the index of its operations.

use std::collections::HashMap;
use std::rc::Rc;

use super::library::Library;
use super::node::Node;
use super::slips::check_minor;
use crate::diagnostic::{Kind, Report};
use crate::locate::is_version;
use crate::merge;
use crate::parse::SyntaxError;
use crate::place::FileId;
use crate::place::{Mark, Place};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// The methods of a Path Item Object that are fields of their own.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// An OpenAPI description.
#[derive(Clone, Debug)]
pub(crate) struct Description {
    pub(crate) root: Node,
    pub(crate) version: Version,
    /// Shared by the copies that are made for steps.
    index: Rc<Index>,
}

/// What a description is written in. All of version 3 is read alike: no version means something else by a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// Swagger 2.0.
    Two,
    Three,
}

/// Where the operations of a description stand.
#[derive(Clone, Debug, Default)]
struct Index {
    by_id: HashMap<String, Vec<Entry>>,
    /// By the way from the Path Item: `get`, or `additionalOperations` and a method.
    by_path: HashMap<(String, Vec<String>), Entry>,
    /// In the order of the file, for suggestions.
    ids: Vec<String>,
    /// Why some operations may be missing here. It counts only when one is looked for in vain.
    unread: Vec<(FileId, SyntaxError)>,
    /// Where operations would be merged into the paths. That counts only then, too.
    unmerged: Vec<Place>,
    /// Path Items that stand elsewhere. They are read where nothing here has the name that is looked for.
    elsewhere: Vec<(String, Node)>,
}

/// One operation: its path, its method and its Path Item.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) path: String,
    pub(crate) method: String,
    pub(crate) item: Node,
    pub(crate) operation: Node,
    /// The Path Item that refers to `item`, where that one stands elsewhere.
    pub(crate) beside: Option<Node>,
}

impl Entry {
    /// As messages name it: `GET /orders/{id}`.
    pub(crate) fn request(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// The JSON Pointer to it, as the fragment of an `operationPath`.
    pub(crate) fn pointer(&self) -> String {
        let method = METHODS.into_iter().find(|method| method.eq_ignore_ascii_case(&self.method));
        let way = method.map_or_else(|| vec!["additionalOperations", &self.method], |method| vec![method]);
        let tokens = ["paths", &self.path].into_iter().chain(way).map(str::to_owned);
        Pointer::from_tokens(tokens.collect()).to_string().replace('%', "%25")
    }

    /// Where its name stands.
    pub(crate) fn id(&self) -> Mark {
        self.operation.place.key("operationId").value()
    }
}

impl Description {
    /// The operations with an id: more than one is a mistake of the description.
    pub(crate) fn operations(&mut self, id: &str, library: &mut Library, report: &mut Report) -> &[Entry] {
        if !self.index.by_id.contains_key(id) {
            let mut found = Report::default();
            Rc::make_mut(&mut self.index).read_elsewhere(|_| true, library, &mut found);
            // A reference that is broken matters where it may be what was looked for.
            if !self.index.by_id.contains_key(id) {
                report.absorb(found);
            }
        }
        self.index.by_id.get(id).map_or(&[], Vec::as_slice)
    }

    /// The operation at a JSON Pointer.
    pub(crate) fn operation_at(
        &mut self,
        pointer: &Pointer,
        library: &mut Library,
        report: &mut Report,
    ) -> Option<&Entry> {
        let [paths, path, way @ ..] = pointer.tokens() else { return None };
        let key = (path.clone(), way.to_vec());
        if !self.index.by_path.contains_key(&key) {
            Rc::make_mut(&mut self.index).read_elsewhere(|known| known == path, library, report);
        }
        self.index.by_path.get(&key).filter(|_| paths == "paths")
    }

    /// All operations, by path and method.
    #[cfg(feature = "cli")]
    pub(crate) fn all(&mut self, library: &mut Library, report: &mut Report) -> Vec<Entry> {
        Rc::make_mut(&mut self.index).read_elsewhere(|_| true, library, report);
        let mut all: Vec<Entry> = self.index.by_path.values().cloned().collect();
        all.sort_by(|left, right| (&left.path, &left.method).cmp(&(&right.path, &right.method)));
        all
    }

    /// The JSON Pointers of all operations, sorted.
    pub(crate) fn pointers(&self) -> Vec<String> {
        let tokens = self.index.by_path.keys().map(|(path, way)| {
            let start = ["paths".to_owned(), path.clone()];
            Pointer::from_tokens(start.into_iter().chain(way.iter().cloned()).collect())
        });
        let mut pointers: Vec<String> = tokens.map(|pointer| pointer.to_string()).collect();
        pointers.sort_unstable();
        pointers
    }

    /// Whether it is of the first version of OpenAPI 3.
    pub(super) fn is_3_0(&self) -> bool {
        self.version == Version::Three && version(&self.root, "openapi").unwrap_or_default().starts_with("3.0")
    }

    /// Whether it may have what OpenAPI 3.2 has: as any later version, which is read as that.
    pub(super) fn is_3_2(&self) -> bool {
        let version = version(&self.root, "openapi").unwrap_or_default();
        self.version == Version::Three && !version.starts_with("3.0") && !version.starts_with("3.1")
    }

    /// Why an operation may be missing: parts of the description that cannot be parsed.
    pub(crate) fn unread(&self) -> &[(FileId, SyntaxError)] {
        &self.index.unread
    }

    /// Another reason: they stand behind `<<`, which merges nothing (SPEC D-11).
    pub(crate) fn unmerged(&self) -> &[Place] {
        &self.index.unmerged
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.index.ids.iter().map(String::as_str)
    }

    /// Recognises a description by its root and indexes it. `at` is where the document names it.
    pub(crate) fn open(
        library: &Library,
        root: Node,
        source: &str,
        at: &Place,
        report: &mut Report,
    ) -> Option<Description> {
        let version = match (version(&root, "openapi"), version(&root, "swagger")) {
            (Some(version), _) if version.starts_with('3') => {
                check_minor(&root, &version, report);
                Version::Three
            }
            (None, Some(version)) if version == "2.0" => Version::Two,
            _ => {
                report.add(at.value(), Kind::NotOpenApi { source: source.to_owned(), found: found(&root) });
                return None;
            }
        };
        let mut index = Index::default();
        for (path, item) in root.get("paths").map(|paths| paths.members()).unwrap_or_default() {
            if path == merge::KEY {
                index.unmerged.push(item.place);
            } else if !path.starts_with("x-") {
                index.add(path, item, None);
            }
        }
        index.unread = library.take_broken();
        Some(Description { root, version, index: Rc::new(index) })
    }
}

/// The version behind a key, if it is one; without quotes it is a number.
fn version(root: &Node, key: &str) -> Option<String> {
    let text = match root.value.get(key)? {
        Value::String(version) => version.to_string(),
        Value::Integer(version) => version.to_string(),
        Value::Float(version) => format!("{version:?}"),
        _ => return None,
    };
    // Of a file that is no description, what stands there is not repeated.
    is_version(&text).then_some(text)
}

/// How a message names a file that is no description.
fn found(root: &Node) -> String {
    match (version(root, "openapi"), version(root, "swagger")) {
        (Some(version), _) => format!("OpenAPI {version}"),
        (_, Some(version)) => format!("Swagger {version}"),
        _ if root.value.get("arazzo").is_some() => "an Arazzo document".to_owned(),
        _ if root.value.get("asyncapi").is_some() => "an AsyncAPI description".to_owned(),
        _ if root.value.get("openapi").is_some() => "a file of which `openapi` is not a version".to_owned(),
        _ => format!("{} without `openapi`", root.value.kind()),
    }
}

impl Index {
    /// A Path Item: its own operations now, those of its reference when they are looked for.
    fn add(&mut self, path: String, item: Node, beside: Option<&Node>) {
        let entry = |path: &str, method: String, operation: Node| {
            let (path, item, beside) = (path.to_owned(), item.clone(), beside.cloned());
            Entry { path, method, item, operation, beside }
        };
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                let entry = entry(&path, method.to_uppercase(), operation);
                self.add_operation(vec![method.to_owned()], entry);
            }
        }
        for (method, operation) in item.get("additionalOperations").map(|more| more.members()).unwrap_or_default() {
            let way = vec!["additionalOperations".to_owned(), method.clone()];
            self.add_operation(way, entry(&path, method, operation));
        }
        if item.value.get(merge::KEY).is_some() {
            self.unmerged.push(item.place.key(merge::KEY));
        }
        if item.value.get("$ref").is_some() {
            self.elsewhere.push((path, item));
        }
    }

    fn add_operation(&mut self, way: Vec<String>, entry: Entry) {
        let key = (entry.path.clone(), way);
        if self.by_path.contains_key(&key) {
            return;
        }
        let id = entry.operation.value.text("operationId").map(str::to_owned);
        self.by_path.insert(key, entry.clone());
        if let Some(id) = id {
            self.by_id.entry(id.clone()).or_default().push(entry);
            self.ids.push(id);
        }
    }

    /// Follows the references of Path Items. What is in the way of one is no matter for the others.
    fn read_elsewhere(&mut self, wanted: impl Fn(&str) -> bool, library: &mut Library, report: &mut Report) {
        let (wanted, rest) = std::mem::take(&mut self.elsewhere).into_iter().partition(|(path, _)| wanted(path));
        self.elsewhere = rest;
        let wanted: Vec<(String, Node)> = wanted;
        for (path, item) in wanted {
            if let Some(target) = library.resolve(item.clone(), report) {
                self.add(path, target, Some(&item));
            }
        }
        self.unread.extend(library.take_broken());
    }
}
