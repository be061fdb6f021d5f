//! `operationPath`: an operation by its place in a description.

use std::ops::Range;

use super::finder::{Finder, Found};
use crate::diagnostic::{Kind, Relation, Reported, qualify};
use crate::document::Word;
use crate::openapi::{Description, Entry, percent_decode};
use crate::suggest::similar;
use crate::syntax::pointer::Pointer;

impl Finder<'_> {
    /// `{$sourceDescriptions.name.url}#/paths/~1a/get`
    pub(super) fn find_by_path(&mut self, word: &Word) -> Result<Found, Reported> {
        let Some((source, fragment)) = operation_path(&word.text) else {
            let reason = "an operation path is `{$sourceDescriptions.NAME.url}#/paths/~1PATH/METHOD`".to_owned();
            let closest = self.meant_path(&word.text);
            let kind = Kind::BadExpression { text: word.text.clone(), reason, closest };
            return Err(self.report.refuse(word.place.value(), kind));
        };
        let name = &word.text[source.clone()];
        let canonical = format!("{{$sourceDescriptions.{name}.url}}#{fragment}");
        let position = self.find_source(name, &word.place, source)?;
        if canonical != word.text {
            self.report.add(word.place.value(), Kind::OperationPathForm { canonical });
        }
        let pointer = self.pointer(word, fragment)?;
        self.open(position)?;
        let Some(entry) = self.operation_at(position, &pointer) else {
            return Err(self.not_there(position, word, fragment));
        };
        self.check_id(&entry, position, word);
        Ok(Found { source: position, entry })
    }

    /// The pointer that ends an operation path.
    fn pointer(&mut self, word: &Word, fragment: &str) -> Result<Pointer, Reported> {
        let start = word.text.len() - fragment.len();
        let whole = word.place.range(start..word.text.len());
        let (mark, reason) = match percent_decode(fragment).map(|text| Pointer::parse(&text)) {
            Some(Ok(pointer)) => return Ok(pointer),
            // Where something was decoded, the parser's range is not the author's.
            Some(Err(problem)) if fragment.contains('%') => (whole, problem.reason),
            Some(Err(problem)) => {
                (word.place.range(problem.range.start + start..problem.range.end + start), problem.reason)
            }
            None => (whole, "`%` is followed by two hexadecimal digits".into()),
        };
        Err(self.report.refuse(mark, Kind::BadPointer { reason }))
    }

    fn not_there(&mut self, position: usize, word: &Word, fragment: &str) -> Reported {
        let pointers = self.operations().description(position).map(Description::pointers).unwrap_or_default();
        let similar = similar(fragment, pointers.iter().map(String::as_str));
        let meant = similar.name().and_then(|meant| Pointer::parse(meant).ok());
        let meant = meant.and_then(|meant| Some(self.operation_at(position, &meant)?.operation.place.name()));
        let source = Some(self.operations().source_name(position).to_owned());
        let mark = word.place.range(word.text.len() - fragment.len()..word.text.len());
        let kind = Kind::UnknownOperation { operation: fragment.to_owned(), source, similar };
        let refused = self.report.add(mark.clone(), kind).also_if(meant, Relation::Meant).refused(mark);
        self.report_unread(position);
        refused
    }

    /// Says that an operation that is named by its path has an id.
    fn check_id(&mut self, entry: &Entry, position: usize, word: &Word) {
        let Some(id) = entry.operation.value.text("operationId") else { return };
        if self.entries(position, id).len() != 1 {
            return;
        }
        let several = self.operations().are_several();
        let id = if several { qualify(self.operations().source_name(position), id) } else { id.to_owned() };
        self.report.add(word.place.name(), Kind::OperationHasId { id }).also(entry.id(), Relation::Called);
    }

    fn operation_at(&mut self, position: usize, pointer: &Pointer) -> Option<Entry> {
        let description = self.documents.operations_mut(self.at).description_mut(position)?;
        description.operation_at(pointer, self.library, self.report).cloned()
    }

    /// The operation path of the only operation that a text of another form can mean: the address of a file with a pointer, a
    /// pointer alone, or a path with or without its method.
    fn meant_path(&mut self, text: &str) -> Option<String> {
        let (url, spelled) = text.split_once('#').unwrap_or(("", text));
        let mut meant = Vec::new();
        for position in self.operations().apis() {
            if !url.is_empty() && !self.operations().is_called(position, url) {
                continue;
            }
            let pointers = self.open(position).map(Description::pointers).unwrap_or_default();
            let pointers = pointers.into_iter().filter(|pointer| is_spelling(spelled, pointer));
            meant.extend(pointers.map(|pointer| (position, pointer)));
        }
        let [(position, pointer)] = meant.as_slice() else { return None };
        let name = self.operations().source_name(*position);
        Some(format!("{{$sourceDescriptions.{name}.url}}#{}", pointer.replace('%', "%25")))
    }
}

/// Whether a text is a spelling of the JSON Pointer to an operation: that itself, the path, or the path and the method.
fn is_spelling(text: &str, pointer: &str) -> bool {
    let Ok(parsed) = Pointer::parse(pointer) else { return false };
    let [_, path, method] = parsed.tokens() else { return false };
    let spellings = [pointer.to_owned(), path.clone(), format!("{method} {path}"), format!("{path}/{method}")];
    spellings.iter().any(|spelling| spelling.eq_ignore_ascii_case(text))
}

/// The bytes of the source's name in an operation path, and the pointer behind it. Beside the one that the specification has,
/// two forms are common: `$sourceDescriptions.NAME#…` and `NAME#…`.
fn operation_path(text: &str) -> Option<(Range<usize>, &str)> {
    let (before, fragment) = text.split_once('#')?;
    let inner = before.strip_prefix('{').map_or(Some(before), |inner| inner.strip_suffix('}'))?;
    let start = before.len() - before.trim_start_matches('{').len();
    let (name, start) = match inner.strip_prefix("$sourceDescriptions.") {
        Some(rest) => (rest.strip_suffix(".url").unwrap_or(rest), start + inner.len() - rest.len()),
        None if inner.len() == before.len() => (inner, start),
        None => return None,
    };
    let is_name =
        !name.is_empty() && name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_'));
    is_name.then(|| (start..start + name.len(), fragment))
}
