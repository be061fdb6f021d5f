//! Documents of a few lines, for the tests of what judges them.

use super::subject::Subject;
use crate::diagnostic::Report;
use crate::document;
use crate::files::Files;
use crate::files::tests::folder;
use crate::openapi::Library;
use crate::options::Options;
use crate::resolve::{self, Resolved};

/// A document that is resolved.
pub(crate) struct Bench {
    pub(crate) resolved: Resolved,
    pub(crate) library: Library,
}

/// Resolves the workflows of a document. `apis` are the descriptions of its sources, `a`, `b` and so on, from `paths` on; each is served
/// at `https://api.NAME.example`.
pub(crate) fn of(apis: &[&str], workflows: &str) -> Bench {
    let folder = folder();
    let named = || ["a", "b"].iter().zip(apis);
    let sources: Vec<String> =
        named().map(|(name, _)| format!("{{name: {name}, url: {name}.yml, type: openapi}}")).collect();
    for (name, paths) in named() {
        let server = format!("servers: [{{url: 'https://api.{name}.example'}}]");
        let api = format!("openapi: 3.1.0\ninfo: {{title: a, version: '1'}}\n{server}\npaths:\n{paths}");
        std::fs::write(folder.join(format!("{name}.yml")), api).unwrap();
    }
    let head = format!("arazzo: 1.1.0\ninfo: {{title: t, version: '1'}}\nsourceDescriptions: [{}]", sources.join(", "));
    std::fs::write(folder.join("w.yml"), format!("{head}\nworkflows:\n{workflows}")).unwrap();
    let mut library = Library::new(Files::new(folder.clone()));
    let (file, mut report) = (library.files.read(&folder.join("w.yml")).unwrap(), Report::default());
    let document = document::open(&mut library, file, &mut report).expect("the document has the form of one");
    let resolved = resolve::resolve(document, &Options::default(), &mut library, &mut report);
    std::fs::remove_dir_all(folder).unwrap();
    Bench { resolved, library }
}

impl Bench {
    /// What is found in the last workflow: the code, and the key or the index at which it stands.
    pub(crate) fn found(&self, judge: impl FnOnce(&Subject<'_>, &Library, &mut Report)) -> Vec<String> {
        let mut report = Report::default();
        let subject = Subject::all(&self.resolved).last().expect("there is a workflow");
        judge(&subject, &self.library, &mut report);
        found(report)
    }
}

/// The codes of what was found, and where.
pub(crate) fn found(report: Report) -> Vec<String> {
    let findings = report.into_findings().into_iter();
    findings.map(|finding| format!("{} {}", finding.kind.code(), finding.mark.place.path)).collect()
}
