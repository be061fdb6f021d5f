//! Values that are handed on with a schema of their own: outputs of steps to requests, and inputs to called workflows.

use super::room::Requests;
use crate::check::{HandedOutput, Passed, Receiver};
use crate::document::OutputValue;
use crate::model::{Exchange, Expr, OutputRef};
use crate::openapi::Node;
use crate::status::StatusSet;
use crate::syntax::expression::{Expression, Part};
use crate::syntax::pointer::Pointer;

impl Requests<'_> {
    /// Holds what the responses say of outputs against the schemas that these are sent to.
    pub(super) fn check_handed(&mut self, handed: Vec<HandedOutput>, operation: &str, as_text: bool) {
        for HandedOutput { output, schema, mark, what } in handed {
            let Some(facets) = self.output_facets(output) else { continue };
            let (library, report) = (&mut *self.library, &mut *self.report);
            let mut passed = Passed::new(library, report, Receiver::Operation(operation), as_text, mark);
            passed.check_response(&facets, &schema, &what);
        }
    }

    /// The schemas of an output, all of which hold, where one response alone has it, and in one way.
    fn output_facets(&mut self, OutputRef { step, output }: OutputRef) -> Option<Vec<Node>> {
        let pointer = self.body_pointer(step, output)?;
        let fine = StatusSet::of(200..=299);
        let mut told = self
            .responses()
            .told(step, &pointer)
            .into_iter()
            .filter(|told| told.status.statuses().is_none_or(|set| set.intersects(&fine)));
        let reach = told.next()?.reach.ok()?;
        (told.next().is_none() && reach.variants.len() == 1).then_some(reach.facets)
    }

    /// The part of the body that an output is.
    fn body_pointer(&self, step: usize, output: usize) -> Option<Pointer> {
        let declared = &self.known.workflow.steps.get(step)?.outputs;
        if let Some(declared) = declared.get(output) {
            let OutputValue::Expression(Expression::Response(Part::Body(pointer))) = &declared.value else {
                return None;
            };
            return Some(pointer.value.clone());
        }
        match &self.notes.implicit.of_step(step).nth(output - declared.len())?.value {
            Expr::Exchange(Exchange::Body(pointer)) => Some(pointer.clone()),
            _ => None,
        }
    }
}
