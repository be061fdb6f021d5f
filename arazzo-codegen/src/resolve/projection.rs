//! `$steps.list.outputs.items[*].id`: a JSONPath query behind an expression, which is understood as a Selector Object.

use std::ops::Range;

use super::expression::{Meant, Position, meant};
use super::program::Spot;
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::model::{Expr, Finds};
use crate::place::Place;
use crate::syntax::condition::{Condition, JsonPath, Operand, OperandKind, Query};
use crate::syntax::expression::{Located, Named};
use crate::syntax::pointer::Pointer;

/// A name that goes on with a query.
pub(super) struct Projection<'n> {
    name: &'n str,
    selector: String,
    query: Query,
}

impl Projection<'_> {
    /// `None` for a name that does not go on with `[*]`.
    pub(super) fn of(output: &Named) -> Option<Projection<'_>> {
        let (name, rest) = output.name.value.split_once("[*]").filter(|_| output.unusual.is_some())?;
        let selector = format!("$[*]{rest}");
        let parsed = JsonPath::parse(&selector).ok().filter(|parsed| parsed.is_standard)?;
        match parsed.condition {
            Condition::Operand(Operand { kind: OperandKind::Query(query), .. }) => {
                Some(Projection { name, selector, query })
            }
            _ => None,
        }
    }
}

impl Scope<'_, '_> {
    /// What a query finds in an output.
    pub(super) fn projected(
        &mut self,
        step: (&str, &Range<usize>),
        output: &Named,
        projection: &Projection<'_>,
        place: &Place,
        position: Position,
    ) -> Option<Expr> {
        let Projection { name, selector, query } = projection;
        let start = output.name.range.start;
        let range = start..start + name.len();
        let pointer = Located { value: Pointer::default(), range: range.end..range.end };
        let mut list = Named { name: Located { value: (*name).to_owned(), range }, pointer, unusual: None };
        let declared = self.workflow.steps.iter().find(|known| known.id.text == step.0).map(|step| &step.outputs);
        let outputs = declared.into_iter().flatten().map(|known| known.name.as_str());
        if let Some(Meant { index, pointer, .. }) = meant(&list, &outputs) {
            // With its part as a pointer, of which nothing more is to be said.
            list.name.value = outputs.clone().nth(index)?.to_owned();
            list.pointer.value = pointer;
        }
        let sign = if list.pointer.value.is_empty() { "" } else { "#" };
        let context = format!("$steps.{}.outputs.{}{sign}{}", step.0, list.name.value, list.pointer.value);
        let mark = place.range(output.name.range.clone());
        self.context.report.add(mark, Kind::QueryPart { context, selector: selector.clone() });
        let context = self.step_output(step.0, step.1, &list, place, position);
        let program = self.query(query, Spot { place, position });
        let (context, finds) = (Box::new(context?), if query.is_singular() { Finds::One } else { Finds::All });
        Some(Expr::Select { context, query: program?, finds })
    }
}
