//! What a description says is not to be shown of a response.

use super::media::is_json;
use super::told::{Responses, Told};
use crate::model::{Exchange, Expr, StepId};
use crate::openapi::{Hides, Node, Response, hides};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

impl Responses<'_> {
    /// What the description says is not to be shown of a value that comes out of a response; `None` where nothing can be in it that
    /// is a secret, as far as anybody knows.
    pub(crate) fn response_hides(&mut self, step: StepId, value: &Expr) -> Option<Hides> {
        let pointer = match value {
            Expr::Exchange(Exchange::Header(name)) => {
                let schemas = self.header_schemas(step, name);
                return Some(hides(self.library, &schemas)).filter(|found| !found.is_empty());
            }
            Expr::Exchange(Exchange::Body(pointer)) => pointer.clone(),
            Expr::Select { context, .. } if **context == Expr::Exchange(Exchange::Body(Pointer::default())) => {
                Pointer::default()
            }
            _ => return None,
        };
        let told: Vec<Told> = self.told(step, &pointer);
        let mut facets: Vec<Node> =
            told.into_iter().filter_map(|told| told.reach.ok()).flat_map(|reach| reach.facets).collect();
        let is_unknown = pointer.is_empty() && facets.iter().all(|facet| says_nothing(&facet.value));
        if pointer.is_empty() {
            facets.extend(self.text_schemas(step));
        }
        let found = hides(self.library, &facets);
        (is_unknown || !found.is_empty()).then_some(found)
    }

    fn responses(&self, step: StepId) -> &[Response] {
        self.operation(step).map_or(&[], |operation| &operation.responses)
    }

    fn header_schemas(&self, step: StepId, name: &str) -> Vec<Node> {
        let headers = self.responses(step).iter().flat_map(|response| &response.headers);
        headers
            .filter(|header| header.name.eq_ignore_ascii_case(name))
            .filter_map(|header| header.schema.clone())
            .collect()
    }

    /// The schemas of bodies without parts.
    fn text_schemas(&self, step: StepId) -> Vec<Node> {
        let content = self.responses(step).iter().flat_map(|response| &response.content);
        content.filter(|media| !is_json(&media.content_type)).filter_map(|media| media.schema.clone()).collect()
    }
}

/// Whether a schema admits anything.
fn says_nothing(schema: &Value) -> bool {
    schema.as_object().is_none_or(|keywords| keywords.iter().next().is_none())
}
