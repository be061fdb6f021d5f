//! From `operationId` and `operationPath` to operations.

use super::finder::{Finder, Found};
use super::fitting::Given;
use super::sources::read;
use crate::diagnostic::{Kind, Relation, Report, Reported};
use crate::document::{SourceKind, Target, Word, report_syntax};
use crate::openapi::{Entry, report_merge};
use crate::place::Mark;
use crate::resolve::plan::is_asynchronous;
use crate::suggest::similar;
use crate::syntax::expression::Expression;
use crate::value::Value;

impl Finder<'_> {
    /// Finds the operation that a step calls, if it calls one.
    pub(super) fn find_operation(&mut self, target: &Target, given: &Given) -> Result<Option<Found>, Reported> {
        let found = match target {
            Target::WorkflowId(_) => return Ok(None),
            target => self.find_target(target, given)?,
        };
        let source = self.operations().source_name(found.source).to_owned();
        self.uses(&source);
        Ok(Some(found))
    }

    fn find_target(&mut self, target: &Target, given: &Given) -> Result<Found, Reported> {
        match target {
            target if is_asynchronous(self.document(), target) => {
                let what = "a step of AsyncAPI".to_owned();
                Err(self.report.refuse(target.word().place.name(), Kind::Unsupported { what }))
            }
            Target::ChannelPath(word) | Target::WorkflowId(word) => Err(self.report.refused(word.place.value())),
            Target::OperationPath(word) => self.find_by_path(word),
            Target::OperationId(word) => match Expression::parse(&word.text) {
                Ok(Expression::Source { source, reference }) => {
                    let position = self.find_source(&source.value, &word.place, source.range)?;
                    self.find_in(position, &reference.value, word.place.range(reference.range), given)
                }
                _ => self.find_anywhere(word, given),
            },
        }
    }

    fn find_in(&mut self, position: usize, id: &str, mark: Mark, given: &Given) -> Result<Found, Reported> {
        let source = self.operations().source_name(position).to_owned();
        self.open(position)?;
        match self.entries(position, id).as_slice() {
            [entry] => Ok(Found { source: position, entry: entry.clone() }),
            [] => {
                if let Some(found) = self.in_other_case(&[position], id, &mark) {
                    return Ok(found);
                }
                let similar = similar(id, self.ids(position).iter().map(String::as_str));
                let meant = similar.name().and_then(|meant| self.entries(position, meant).first().map(Entry::id));
                let kind = Kind::UnknownOperation { operation: id.to_owned(), source: Some(source), similar };
                let refused = self.report.add(mark.clone(), kind).also_if(meant, Relation::Meant).refused(mark);
                self.report_unread(position);
                Err(refused)
            }
            entries => {
                let found = entries.iter().map(|entry| Found { source: position, entry: entry.clone() });
                self.one_of(found.collect(), id, mark, given)
            }
        }
    }

    /// An unqualified id: it must be the only one of its name in all descriptions of the document.
    fn find_anywhere(&mut self, word: &Word, given: &Given) -> Result<Found, Reported> {
        let candidates = self.operations().apis();
        if let [only] = candidates.as_slice() {
            return self.find_in(*only, &word.text, word.place.value(), given);
        }
        let mut found = Vec::new();
        for position in candidates.iter().copied() {
            self.open(position)?;
            let entries = self.entries(position, &word.text).into_iter();
            found.extend(entries.map(|entry| Found { source: position, entry }));
        }
        // Descriptions of one vendor often share operations: it does not matter which of them says it.
        if let [first, others @ ..] = found.as_slice()
            && others.iter().all(|other| self.is_same(first, other))
        {
            found.truncate(1);
        }
        if found.len() > 1 {
            return self.one_of(found, &word.text, word.place.value(), given);
        }
        let Some(found) = found.pop().or_else(|| self.in_other_case(&candidates, &word.text, &word.place.value()))
        else {
            return Err(self.not_anywhere(word, &candidates));
        };
        let source = self.operations().source_name(found.source).to_owned();
        self.report.add(word.place.value(), Kind::UnqualifiedOperation { operation: word.text.clone(), source });
        Ok(found)
    }

    /// The only operation whose id is the same but for upper and lower case.
    fn in_other_case(&mut self, candidates: &[usize], id: &str, mark: &Mark) -> Option<Found> {
        let mut alike = Vec::new();
        for position in candidates.iter().copied() {
            let known = self.ids(position).into_iter().filter(|known| known.eq_ignore_ascii_case(id));
            alike.extend(known.map(|known| (position, known)));
        }
        let [(source, known)] = alike.as_slice() else { return None };
        let entry = self.entries(*source, known).first().cloned()?;
        let kind = Kind::OperationCase { written: id.to_owned(), operation: known.clone() };
        self.report.add(mark.clone(), kind).also(entry.id(), Relation::Called);
        Some(Found { source: *source, entry })
    }

    /// The only one of several operations that the step can mean; else a report that it could be any of them.
    fn one_of(&mut self, mut found: Vec<Found>, id: &str, mark: Mark, given: &Given) -> Result<Found, Reported> {
        let candidates: Vec<Mark> = found.iter().map(|found| found.entry.id()).collect();
        let Some(index) = self.fitting(&found, given) else {
            let sources = found.iter().map(|found| self.operations().source_name(found.source).to_owned());
            let mut sources: Vec<String> = sources.collect();
            sources.dedup();
            let requests = found.iter().map(|found| found.entry.request()).collect();
            let kind = Kind::AmbiguousOperation { operation: id.to_owned(), sources, requests };
            return Err(self.report.add(mark.clone(), kind).also_if(candidates, Relation::Candidate).refused(mark));
        };
        let called = candidates.get(index).cloned();
        let found = found.swap_remove(index);
        let source = self.operations().source_name(found.source).to_owned();
        let kind = Kind::DeducedOperation {
            operation: id.to_owned(),
            request: found.entry.request(),
            path: format!("{{$sourceDescriptions.{source}.url}}#{}", found.entry.pointer()),
        };
        self.report.add(mark, kind).also_if(called, Relation::Called);
        Ok(found)
    }

    /// Whether two sources mean the same request.
    fn is_same(&self, left: &Found, right: &Found) -> bool {
        let servers = |found: &Found| {
            let root = self.operations().description(found.source).map(|description| &description.root);
            let levels = [Some(&found.entry.operation), Some(&found.entry.item), root];
            levels.into_iter().flatten().find_map(|level| level.value.get("servers").cloned())
        };
        (&left.entry.path, &left.entry.method) == (&right.entry.path, &right.entry.method)
            && servers(left) == servers(right)
            && servers(left).is_some()
    }

    /// Reports that none of these sources has an operation.
    fn not_anywhere(&mut self, word: &Word, candidates: &[usize]) -> Reported {
        let mark = word.place.value();
        if self.report_types() {
            return self.report.refused(mark);
        }
        let ids: Vec<String> = candidates.iter().flat_map(|position| self.ids(*position)).collect();
        let similar = similar(&word.text, ids.iter().map(String::as_str));
        let meant = similar.name().and_then(|meant| {
            candidates.iter().find_map(|position| self.entries(*position, meant).first().map(Entry::id))
        });
        let kind = Kind::UnknownOperation { operation: word.text.clone(), source: None, similar };
        let refused = self.report.add(mark.clone(), kind).also_if(meant, Relation::Meant).refused(mark);
        for position in candidates {
            self.report_unread(*position);
        }
        refused
    }

    /// Opens the APIs that the document calls other documents, and reports each. Whether there are any.
    fn report_types(&mut self) -> bool {
        let is_api = |root: &Value| root.get("openapi").or_else(|| root.get("swagger")).is_some();
        let mut found = false;
        for position in 0..self.operations().sources.len() {
            let sources = &self.documents.operations(self.at).sources;
            let Some(source) = sources.get(position).filter(|source| source.kind == Some(SourceKind::Arazzo)) else {
                continue;
            };
            // A file that cannot be read is a mistake where it is needed.
            let file = read(source, &self.documents.get(self.at).root.place, self.library, &mut Report::default());
            if file.is_ok_and(|file| self.library.root(file).is_ok_and(|root| is_api(&root.value))) {
                found |= self.open(position).is_ok();
            }
        }
        found
    }

    /// Says why an operation may be missing in the index: a part of the description cannot be parsed, or is not merged.
    pub(super) fn report_unread(&mut self, position: usize) {
        let Some(description) = self.documents.operations(self.at).description(position) else { return };
        for (file, error) in description.unread() {
            report_syntax(*file, error, self.report);
        }
        for place in description.unmerged() {
            report_merge(place, self.report);
        }
    }
}
