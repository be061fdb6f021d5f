//! What is read of responses, held against those that the descriptions document.

mod pointers;
mod queries;
#[cfg(test)]
mod tests;

use crate::diagnostic::Report;
use crate::judge::subject::Subject;
use crate::openapi::Library;
use crate::resolve::{PartRead, Responses};
use queries::Asked;

/// Judges what the expressions of a workflow read of responses.
pub(super) fn report(subject: &Subject<'_>, library: &mut Library, report: &mut Report) {
    let operations = &subject.material.operations;
    let mut responses = Responses { operations, library, report };
    for read in &subject.material.responses_read {
        let (step, mark) = (read.step, &read.mark);
        match &read.part {
            PartRead::Body(pointer, answers) => responses.check_body_pointer(step, pointer, answers, mark.clone()),
            PartRead::Header(name) => responses.check_response_header(step, name, mark.clone()),
            PartRead::Query { at, query, answers } => responses.check_query(query, Asked { step, at, answers }, mark),
        }
    }
}
