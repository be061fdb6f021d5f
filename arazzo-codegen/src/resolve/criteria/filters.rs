//! What a filter on the root looks at.

use super::condition::Criteria;
use super::room::Tests;
use crate::diagnostic::Kind;
use crate::model::{Exchange, Expr, LooksAt};
use crate::openapi::Node;
use crate::resolve::responses::{Answers, FilterNames};
use crate::resolve::written::written;
use crate::syntax::condition::{Query, Reader, tokens};

impl Tests<'_> {
    /// What a query's filter on the root looks at: members of an object are never meant where it reads `@.name`.
    pub(super) fn looks_at(&mut self, query: &Query, criteria: &Criteria<'_>) -> LooksAt {
        let Some(filter) = query.root_filter() else { return LooksAt::Children };
        let names = FilterNames::of(filter);
        let (Some(name), false) = (names.members.into_iter().next(), names.reads_root) else {
            return LooksAt::Children;
        };
        let declares = |schema: &Node| schema.value.get("properties").is_some_and(|known| known.get(&name).is_some());
        let known = self.context_schemas(criteria, &Answers::any()).filter(|all| all.iter().any(is_described));
        match known {
            Some(schemas) if !schemas.iter().any(declares) => return LooksAt::Children,
            Some(_) => {}
            None => {
                let admitted = self.context_schemas(criteria, criteria.answers);
                if !admitted.is_some_and(|schemas| schemas.iter().any(declares)) {
                    return LooksAt::ObjectOrElements;
                }
            }
        }
        let written = written(self.values.library, criteria.place, ..);
        let standard: String = tokens(filter, Reader::Author).into_iter().map(|token| token.shown(&written)).collect();
        self.values.report.add(criteria.place.value(), Kind::RootFilter { standard: format!("$[?{standard}]") });
        LooksAt::ObjectOrElements
    }

    /// The schemas of the part of a body that a criterion is about.
    fn context_schemas(&mut self, criteria: &Criteria<'_>, answers: &Answers) -> Option<Vec<Node>> {
        match &criteria.context {
            Some(Expr::Exchange(Exchange::Body(pointer))) => {
                let pointer = pointer.clone();
                self.values.responses().schemas_of(criteria.step, &pointer, answers)
            }
            _ => None,
        }
    }
}

/// Whether a schema says what is inside of its values.
fn is_described(schema: &Node) -> bool {
    let keys = ["properties", "additionalProperties", "items"];
    keys.into_iter().any(|key| schema.value.get(key).is_some())
}
