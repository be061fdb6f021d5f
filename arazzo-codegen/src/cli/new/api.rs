//! The description that a document is made from.

use std::fmt::Write;
use std::io;
use std::path::Path;

use crate::cli::paths::root_of;
use crate::diagnostic::{Report, levelled};
use crate::files::Files;
use crate::openapi::{Description, Entry, Library, Operation, read_operation};
use crate::options::Options;
use crate::suggest::{Similar, similar};

pub(super) struct Api {
    pub(super) library: Library,
    description: Description,
    entries: Vec<Entry>,
}

impl Api {
    pub(super) fn open(path: &Path) -> io::Result<Api> {
        let mut library = Library::new(Files::new(root_of(path)?));
        let wrong = |why: &str| io::Error::other(format!("{}: {why}", path.display()));
        let file = library.files.read(path).map_err(|error| wrong(&error.to_string()))?;
        let root = library.root(file).map_err(|error| wrong(&error.message()))?;
        let mut report = Report::default();
        let place = root.place.clone();
        let Some(mut description) = Description::open(&library, root, "api", &place, &mut report) else {
            let found = levelled(&library.files, report.into_findings(), &Options::default());
            let why = found.first().map_or("this is no OpenAPI description", |found| found.message.as_str());
            return Err(wrong(why));
        };
        let entries = description.all(&mut library, &mut report);
        Ok(Api { library, description, entries })
    }

    /// An operation a line: its id, its request, its summary.
    pub(super) fn list(&self) -> String {
        let name =
            |entry: &Entry| entry.operation.value.text("operationId").map_or_else(|| entry.request(), str::to_owned);
        let width = self.entries.iter().map(|entry| name(entry).chars().count()).max().unwrap_or_default().min(40);
        let mut list = String::new();
        for entry in &self.entries {
            let (name, request) = (name(entry), entry.request());
            let request = if name == request { String::new() } else { format!("  {request}") };
            let summary = entry.operation.value.text("summary").and_then(|text| text.lines().next());
            let summary = summary.map(|text| format!("  {text}")).unwrap_or_default();
            // Writing to a string cannot fail.
            let _ = writeln!(list, "{name:width$}{request}{summary}");
        }
        list
    }

    /// By its id, or by its method and path: `GET /orders/{id}`.
    pub(super) fn operation(&mut self, name: &str) -> io::Result<(Entry, Operation)> {
        let id = |entry: &Entry| entry.operation.value.text("operationId").map(str::to_owned);
        let is_meant = |entry: &&Entry| id(entry).as_deref() == Some(name) || entry.request() == name;
        if let Some(entry) = self.entries.iter().find(is_meant).cloned() {
            let operation = read_operation(&mut self.library, &self.description, &entry, &mut Report::default());
            return Ok((entry, operation));
        }
        let known: Vec<String> =
            self.entries.iter().map(|entry| id(entry).unwrap_or_else(|| entry.request())).collect();
        let hint = match similar(name, known.iter().map(String::as_str)) {
            Similar::Closest(meant) | Similar::Related(meant) => format!("did you mean `{meant}`?"),
            Similar::Among(names) => format!("there are {}", names.join(", ")),
            Similar::Unknown => "without --operation all are listed".to_owned(),
        };
        Err(io::Error::other(format!("there is no operation `{name}`; {hint}")))
    }
}
