//! A file that is to be an Arazzo document.

use super::{Document, read};
use crate::diagnostic::{Kind, Report};
use crate::openapi::Library;
use crate::parse::SyntaxError;
use crate::place::{FileId, Place};

/// Reads a document; what is wrong with it is reported.
pub(crate) fn open(library: &mut Library, file: FileId, report: &mut Report) -> Option<Document> {
    let mut merges = Vec::new();
    match library.document(file, &mut merges) {
        Ok(root) => {
            for place in merges {
                report.add(place.name(), Kind::MergeKey { merged: true });
            }
            read(&root.value, &root.place, report)
        }
        Err(error) => {
            report_syntax(file, &error, report);
            None
        }
    }
}

/// Reports a file that cannot be parsed.
pub(crate) fn report_syntax(file: FileId, error: &SyntaxError, report: &mut Report) {
    report.add(Place::root(file).value(), Kind::Syntax { message: error.message(), position: error.position });
}
