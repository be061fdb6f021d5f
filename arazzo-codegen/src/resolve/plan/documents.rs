//! The documents that are open.

use std::rc::Rc;

use crate::diagnostic::Kind;
use crate::document::{self, Document};
use crate::names::Names;
use crate::options::Options;
use crate::place::FileId;
use crate::resolve::operations::Operations;
use crate::suggest::similar;

/// All documents, in the order in which they were opened.
pub(crate) struct Documents {
    /// The one that is compiled.
    first: Open,
    others: Vec<Open>,
}

struct Open {
    document: Rc<Document>,
    operations: Operations,
    /// The name of the module for its workflows; that of the first document is never used.
    module: String,
}

impl Open {
    fn new(document: Document, module: String, options: &Options) -> Open {
        let operations = Operations::new(&document, options);
        Open { document: Rc::new(document), operations, module }
    }
}

impl Documents {
    pub(crate) fn new(first: Document, options: &Options) -> Documents {
        Documents { first: Open::new(first, String::new(), options), others: Vec::new() }
    }

    /// Opens one more document; workflows of it are generated in a module of this name.
    pub(crate) fn open(&mut self, document: Document, module: String, options: &Options) -> usize {
        self.others.push(Open::new(document, module, options));
        self.others.len()
    }

    pub(crate) fn len(&self) -> usize {
        self.all().count()
    }

    fn all(&self) -> impl Iterator<Item = &Open> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Indices come from here, so that there is always one.
    fn at(&self, index: usize) -> &Open {
        self.all().nth(index).unwrap_or(&self.first)
    }

    pub(crate) fn get(&self, index: usize) -> &Rc<Document> {
        &self.at(index).document
    }

    /// What the sources of a document have.
    pub(crate) fn operations(&self, index: usize) -> &Operations {
        &self.at(index).operations
    }

    pub(crate) fn operations_mut(&mut self, index: usize) -> &mut Operations {
        let other = index.checked_sub(1).and_then(|index| self.others.get_mut(index));
        &mut other.unwrap_or(&mut self.first).operations
    }

    /// The index of the document of a file, if it was opened.
    pub(crate) fn of_file(&self, file: FileId) -> Option<usize> {
        self.all().position(|open| open.document.root.place.file == file)
    }

    /// The index of a source of a document by its name; or what is wrong with the name.
    pub(crate) fn source(&self, document: usize, name: &str) -> Result<usize, Kind> {
        let operations = self.operations(document);
        if let Some(position) = operations.position(name) {
            return Ok(position);
        }
        let known = operations.names();
        let similar = similar(name, known.iter().map(String::as_str));
        Err(Kind::UnknownSource { source: name.to_owned(), similar })
    }

    pub(crate) fn module(&self, index: usize) -> &str {
        &self.at(index).module
    }

    pub(super) fn modules(&self) -> impl Iterator<Item = &str> {
        self.all().map(|open| open.module.as_str())
    }

    /// Gives the modules names that differ.
    pub(crate) fn name_modules(&mut self, mut names: Names) {
        let all = std::iter::once(&mut self.first).chain(&mut self.others);
        all.for_each(|open| open.module = names.claim(std::mem::take(&mut open.module)));
    }

    pub(crate) fn workflow(&self, document: usize, index: usize) -> Option<&document::Workflow> {
        self.get(document).workflows.get(index)
    }
}
