//! A description and the index of its operations.

use std::collections::HashMap;

use super::library::{Library, Node};
use crate::diagnostic::{Kind, Report};
use crate::place::{Mark, Place};
use crate::source::{FileId, SyntaxError};
use crate::syntax::pointer::Pointer;

/// The methods of a Path Item Object that are fields of their own.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// An OpenAPI description.
#[derive(Clone, Debug)]
pub(crate) struct Description {
    pub(crate) root: Node,
    pub(crate) index: Index,
}

/// Where the operations of a description stand.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    by_id: HashMap<String, Vec<Entry>>,
    by_path: HashMap<(String, String), Entry>,
    /// In the order of the file, for suggestions.
    ids: Vec<String>,
    /// Why some operations may be missing here. It counts only when one is looked for in vain.
    pub(crate) unread: Vec<(FileId, SyntaxError)>,
}

/// One operation: its path, its method and its Path Item.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) path: String,
    pub(crate) method: String,
    pub(crate) item: Node,
    pub(crate) operation: Node,
}

impl Entry {
    /// Where its name stands.
    pub(crate) fn id(&self) -> Mark {
        self.operation.place.key("operationId").value()
    }
}

impl Index {
    pub(crate) fn get(&self, id: &str) -> &[Entry] {
        self.by_id.get(id).map_or(&[], Vec::as_slice)
    }

    /// The operation at a path; the method as in a Path Item Object.
    pub(crate) fn at(&self, path: &str, method: &str) -> Option<&Entry> {
        self.by_path.get(&(path.to_owned(), method.to_owned()))
    }

    /// The JSON Pointers of all operations, sorted.
    pub(crate) fn pointers(&self) -> Vec<String> {
        let tokens = self.by_path.keys().map(|(path, method)| vec!["paths".to_owned(), path.clone(), method.clone()]);
        let mut pointers: Vec<String> = tokens.map(|tokens| Pointer::from_tokens(tokens).to_string()).collect();
        pointers.sort_unstable();
        pointers
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }
}

impl Description {
    /// Recognises a description by its root and indexes it. `at` is where the document names it.
    pub(crate) fn open(
        library: &mut Library,
        root: Node,
        source: &str,
        at: &Place,
        report: &mut Report,
    ) -> Option<Description> {
        let found = match (root.value.text("openapi"), root.value.text("swagger")) {
            (Some(version), _) if version.starts_with("3.") => None,
            (_, Some("2.0")) => Some("Swagger 2.0, which is not supported yet".to_owned()),
            (Some(version), _) => Some(format!("OpenAPI {version}")),
            _ if root.value.get("arazzo").is_some() => Some("an Arazzo document".to_owned()),
            _ if root.value.get("asyncapi").is_some() => Some("an AsyncAPI description".to_owned()),
            _ => match root.value.text("swagger") {
                Some(version) => Some(format!("Swagger {version}")),
                None => Some(format!("{} without `openapi`", root.value.kind())),
            },
        };
        if let Some(found) = found {
            report.add(at.value(), Kind::NotOpenApi { source: source.to_owned(), found });
            return None;
        }
        let index = build_index(library, &root, report);
        Some(Description { root, index })
    }
}

fn build_index(library: &mut Library, root: &Node, report: &mut Report) -> Index {
    let mut index = Index::default();
    let paths = root.get("paths").map(|paths| paths.members()).unwrap_or_default();
    for (path, item) in paths.into_iter().filter(|(path, _)| path.starts_with('/')) {
        let Some(item) = library.resolve(item, report) else { continue };
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let id = operation.value.text("operationId").map(str::to_owned);
            let entry = Entry { path: path.clone(), method: method.to_uppercase(), item: item.clone(), operation };
            index.by_path.insert((path.clone(), method.to_owned()), entry.clone());
            let Some(id) = id else { continue };
            index.by_id.entry(id.clone()).or_default().push(entry);
            index.ids.push(id);
        }
    }
    index.unread = library.take_broken();
    index
}
