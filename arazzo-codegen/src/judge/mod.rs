//! What is wrong with a document whose meaning is known.
//!
//! Everything here reads what other stages have finished and writes to the `Report` alone: without this stage the same code would be
//! generated. So there is one rule for where a report stands. What keeps a part of the model from being made, and how something
//! unusual was read, is reported where it is read; what is only an opinion of something finished is reported here.
//!
//! ```text
//! behind resolve (`model`)
//!     sent         what requests send
//!     responses    what is read of responses
//!     comparisons  what criteria compare
//!     actions      steps and their actions
//!     leaks        credentials of others
//!     unread       inputs and outputs that nothing reads
//!     unused       sources and components that nothing names
//! behind flow (`flow`)
//!     flow         values that are not there, loops, branches, order, steps that never run
//! ```

mod actions;
#[cfg(test)]
mod bench;
mod comparisons;
mod flow;
mod leaks;
mod responses;
mod sent;
mod subject;
#[cfg(test)]
mod tests;
mod unread;
mod unused;

pub(crate) use flow::flow;
pub(crate) use subject::Subject;

use crate::diagnostic::Report;
use crate::openapi::Library;
use crate::resolve::Resolved;
use leaks::Leaks;

/// Judges all workflows of a model, as far as they could be made.
pub(crate) fn model(resolved: &Resolved, library: &mut Library, report: &mut Report) {
    let workflows = resolved.model.workflows.as_slice();
    let mut exposures = Vec::new();
    for subject in Subject::all(resolved) {
        sent::report(&subject, library, report);
        responses::report(&subject, library, report);
        comparisons::report(&subject, library, report);
        actions::report(&subject, library, report);
        let leaks = Leaks { subject: &subject, workflows, exposures: &exposures, library, report }.check();
        exposures.push(leaks);
    }
    // What has a mistake was perhaps meant to use what nothing uses.
    if report.propagate().is_ok() {
        Subject::all(resolved).for_each(|subject| unread::report(&subject, report));
        unused::report(resolved, report);
    }
}
