//! Levels and sources for the documents of a package: `arazzo.toml` beside its `Cargo.toml`, or `[package.metadata.arazzo]` there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::outline::Node;
use super::text::Text;
use crate::Document;

/// The options of the macro, under the same names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Settings {
    allow: Vec<String>,
    warn: Vec<String>,
    deny: Vec<String>,
    strict: bool,
    lenient: bool,
    /// Files of descriptions by the names of their sources, relative to the package.
    sources: BTreeMap<String, PathBuf>,
}

/// What is wrong with a file of settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) file: PathBuf,
    pub(super) range: lsp_types::Range,
    pub(super) message: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Manifest {
    package: Package,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Package {
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    arazzo: Settings,
}

/// The settings of a package; none where there are none, and the reason where they cannot be read.
pub(super) fn settings(package: &Path) -> Result<Settings, Mistake> {
    let own = package.join("arazzo.toml");
    if let Ok(text) = fs::read_to_string(&own) {
        return toml::from_str(&text).map_err(|error| mistake(own, text, &error));
    }
    let manifest = package.join("Cargo.toml");
    let Ok(text) = fs::read_to_string(&manifest) else { return Ok(Settings::default()) };
    let read = toml::from_str::<Manifest>(&text).map(|manifest| manifest.package.metadata.arazzo);
    read.map_err(|error| mistake(manifest, text, &error))
}

fn mistake(file: PathBuf, text: String, error: &toml::de::Error) -> Mistake {
    let range = Text::new(text).range(&error.span().unwrap_or_default());
    Mistake { file, range, message: error.message().to_owned() }
}

impl Settings {
    /// A document with these settings, as far as they are about it.
    pub(super) fn document(&self, path: &Path, outline: &Node) -> Document {
        let document = Document::new(path).edits(true).strict(self.strict).lenient(self.lenient);
        let document = self.allow.iter().fold(document, Document::allow);
        let document = self.warn.iter().fold(document, Document::warn);
        let document = self.deny.iter().fold(document, Document::deny);
        let declared = outline.get("sourceDescriptions").map(Node::items).unwrap_or_default();
        let is_declared = |name: &str| declared.iter().any(|source| source.node.text("name") == Some(name));
        let sources = self.sources.iter().filter(|(name, _)| is_declared(name));
        sources.fold(document, |document, (name, path)| document.source(name, path))
    }
}
