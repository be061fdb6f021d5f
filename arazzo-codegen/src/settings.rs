//! Levels and sources for the documents of a package: `arazzo.toml` beside its `Cargo.toml`, or `[package.metadata.arazzo]` there. The
//! command and the language server read them; the macro has its options.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::Document;
use crate::options::Contradictions;

const FILE: &str = "arazzo.toml";

/// The options of the macro, under the same names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
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
pub(crate) struct Mistake {
    pub(crate) file: PathBuf,
    pub(crate) text: String,
    /// In bytes.
    pub(crate) range: Range<usize>,
    pub(crate) message: String,
}

impl Mistake {
    /// With its place, as a command says it.
    pub(crate) fn sentence(&self) -> String {
        let before = self.text.get(..self.range.start).unwrap_or_default();
        let (line, column) =
            (before.matches('\n').count() + 1, before.chars().rev().take_while(|char| *char != '\n').count() + 1);
        format!("{}:{line}:{column}: {}", self.file.display(), self.message)
    }
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

/// The package that a document belongs to: the nearest folder above it with a `Cargo.toml`, else the nearest with settings.
pub(crate) fn package_of(document: &Path) -> Option<&Path> {
    let with = |file: &'static str| document.ancestors().skip(1).find(move |folder| folder.join(file).is_file());
    with("Cargo.toml").or_else(|| with(FILE))
}

/// The settings of a package; none where there are none, and the reason where they cannot be read.
pub(crate) fn settings(package: &Path) -> Result<Settings, Mistake> {
    let own = package.join(FILE);
    match fs::read_to_string(&own) {
        Ok(text) => return toml::from_str(&text).map_err(|error| mistake(own, text, &error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        // Without it levels would not be those that were wanted.
        Err(error) => return Err(Mistake { file: own, text: String::new(), range: 0..0, message: error.to_string() }),
    }
    let manifest = package.join("Cargo.toml");
    let Ok(text) = fs::read_to_string(&manifest) else { return Ok(Settings::default()) };
    let read = toml::from_str::<Manifest>(&text).map(|manifest| manifest.package.metadata.arazzo);
    read.map_err(|error| mistake(manifest, text, &error))
}

fn mistake(file: PathBuf, text: String, error: &toml::de::Error) -> Mistake {
    Mistake { file, text, range: error.span().unwrap_or_default(), message: error.message().to_owned() }
}

impl Settings {
    /// A document with these settings, where its own options say nothing.
    pub(crate) fn applied(&self, mut document: Document) -> Document {
        let options = &mut document.options;
        let own: Vec<String> = [&options.allow, &options.warn, &options.deny].into_iter().flatten().cloned().collect();
        for (list, codes) in
            [(&mut options.allow, &self.allow), (&mut options.warn, &self.warn), (&mut options.deny, &self.deny)]
        {
            list.extend(codes.iter().filter(|code| !own.contains(code)).cloned());
        }
        options.strict |= self.strict;
        options.package_sources.extend(self.sources.clone());
        let lenient = self.lenient || options.contradictions == Contradictions::LeftOut;
        document.lenient(lenient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_for_one_document_comes_first() {
        let text = "allow = [\"optional-input\", \"notes\"]\nstrict = true\n[sources]\nshop = \"shop.yml\"\n";
        let settings: Settings = toml::from_str(text).unwrap();
        let document = settings.applied(Document::new("a.yml").deny("optional-input"));
        assert_eq!(
            (document.options.allow, document.options.deny),
            (vec!["notes".into()], vec!["optional-input".into()])
        );
        assert!(document.options.strict && document.options.sources.is_empty());
        assert_eq!(document.options.package_sources, [("shop".to_owned(), PathBuf::from("shop.yml"))]);
    }

    #[test]
    fn a_mistake_has_a_place() {
        let text = "strict = true\n  deni = []\n";
        let error = toml::from_str::<Settings>(text).unwrap_err();
        let sentence = mistake("arazzo.toml".into(), text.to_owned(), &error).sentence();
        assert!(sentence.starts_with("arazzo.toml:2:3: unknown field `deni`"), "{sentence}");
    }
}
