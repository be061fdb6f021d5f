//! The rows of the rule book, and which cases cite them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::case::{self, Kind};

/// What `rows.yml` says of a group of rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) rows: Vec<Row>,
}

/// A rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) level: Level,
    /// A few words, to know it again.
    pub(crate) about: String,
    /// Whether there is a document that breaks the rule and can be refused.
    #[serde(default = "yes")]
    pub(crate) refused: bool,
}

/// How binding it is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    Must,
    May,
    /// The specification recommends something, or is silent, and we do something.
    Ours,
}

fn yes() -> bool {
    true
}

/// Why rows are not shown by cases of some kinds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeftOut {
    pub(crate) rows: Vec<String>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) why: String,
}

/// Everything that is known of the rows.
pub(crate) struct Book {
    pub(crate) sections: Vec<Section>,
    pub(crate) left_out: Vec<LeftOut>,
    /// The folders of the cases, below `tests/`.
    pub(crate) citations: BTreeMap<(String, Kind), BTreeSet<String>>,
}

impl Book {
    pub(crate) fn read() -> Book {
        let mut book = Book { sections: data("rows.yml"), left_out: data("left-out.yml"), citations: BTreeMap::new() };
        for case in case::all() {
            let folder = format!("conformance/{}", case.name);
            for run in &case.runs {
                run.rows.iter().for_each(|row| book.cite(row, run.kind, &folder));
            }
        }
        book.refusals(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fail"));
        book
    }

    /// The files called `rows` below `tests/fail`.
    fn refusals(&mut self, folder: &Path) {
        let mut entries: Vec<_> =
            fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                self.refusals(&path);
            } else if path.ends_with("rows") {
                let root = Path::new(env!("CARGO_MANIFEST_DIR"));
                let folder =
                    folder.strip_prefix(root).expect("below the package").display().to_string().replace('\\', "/");
                let rows = fs::read_to_string(&path).expect("a text");
                rows.split_whitespace().for_each(|row| self.cite(row, Kind::Refused, &folder));
            }
        }
    }

    fn cite(&mut self, row: &str, kind: Kind, folder: &str) {
        self.citations.entry((row.to_owned(), kind)).or_default().insert(folder.to_owned());
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.sections.iter().flat_map(|section| &section.rows)
    }

    pub(crate) fn shown(&self, row: &str, kind: Kind) -> Option<&BTreeSet<String>> {
        self.citations.get(&(row.to_owned(), kind))
    }

    pub(crate) fn why_not(&self, row: &str, kind: Kind) -> Option<&LeftOut> {
        self.left_out.iter().find(|left_out| left_out.kinds.contains(&kind) && left_out.rows.iter().any(|id| id == row))
    }

    /// The kinds of cases that a row should have and has not.
    pub(crate) fn lacks(&self, row: &Row) -> Vec<Kind> {
        let kinds = match row.level {
            Level::Ours => &[][..],
            _ if row.refused => &[Kind::Happy, Kind::Boundary, Kind::Refused],
            _ => &[Kind::Happy, Kind::Boundary],
        };
        let missing = |kind: &Kind| self.shown(&row.id, *kind).is_none() && self.why_not(&row.id, *kind).is_none();
        kinds.iter().copied().filter(missing).collect()
    }

    /// What is wrong with the citations.
    pub(crate) fn mistakes(&self) -> Vec<String> {
        let mut known = BTreeSet::new();
        let mut mistakes = Vec::new();
        for row in self.rows() {
            if !known.insert(row.id.as_str()) {
                mistakes.push(format!("{} is listed twice", row.id));
            }
            let all = [Kind::Happy, Kind::Boundary, Kind::Refused];
            if !all.iter().any(|kind| self.shown(&row.id, *kind).is_some() || self.why_not(&row.id, *kind).is_some()) {
                mistakes.push(format!("{} is shown by no case, and left-out.yml has no reason", row.id));
            }
        }
        for ((row, _), folders) in &self.citations {
            if !known.contains(row.as_str()) {
                mistakes.push(format!("{row} is not in rows.yml, but cited by {folders:?}"));
            }
        }
        for left_out in &self.left_out {
            for (row, kind) in left_out.rows.iter().flat_map(|row| left_out.kinds.iter().map(move |kind| (row, *kind)))
            {
                if self.shown(row, kind).is_some() || !known.contains(row.as_str()) {
                    mistakes.push(format!(
                        "left-out.yml says why {row} is not shown ({kind:?}), but it is, or it does not exist"
                    ));
                }
            }
        }
        mistakes
    }
}

fn data<T: serde::de::DeserializeOwned>(file: &str) -> T {
    let text = fs::read_to_string(crate::root().join(file)).expect("it is there");
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}
