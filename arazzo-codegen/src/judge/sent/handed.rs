//! Outputs of steps that are sent: what the responses say of them, held against what the request takes.

use super::Values;
use crate::check::{HandedOutput, Passed, Receiver};
use crate::model::{Exchange, Expr, OutputRef};
use crate::openapi::Node;
use crate::resolve::Responses;
use crate::status::StatusSet;

impl Values<'_> {
    /// Holds what the responses say of outputs against the schemas that these are sent to.
    pub(super) fn check_handed(&mut self, handed: Vec<HandedOutput>, receiver: Receiver<'_>, as_text: bool) {
        for HandedOutput { output, schema, mark, what } in handed {
            let Some(facets) = self.output_facets(output) else { continue };
            let mut passed = Passed::new(self.library, self.report, receiver, as_text, mark);
            passed.check_response(&facets, &schema, &what);
        }
    }

    /// The schemas of an output, all of which hold, where one response alone has it, and in one way.
    fn output_facets(&mut self, of: OutputRef) -> Option<Vec<Node>> {
        let Expr::Exchange(Exchange::Body(pointer)) = &self.subject.workflow.output(of)?.value else { return None };
        let fine = StatusSet::of(200..=299);
        let operations = &self.subject.material.operations;
        let mut responses = Responses { operations, library: self.library, report: self.report };
        let told = responses.told(of.step, pointer).into_iter();
        let mut told = told.filter(|told| told.status.statuses().is_none_or(|set| set.intersects(&fine)));
        let reach = told.next()?.reach.ok()?;
        (told.next().is_none() && reach.variants.len() == 1).then_some(reach.facets)
    }
}
