//! `$steps.list.outputs.items[*].id`: a JSONPath query behind an expression, which is understood as a Selector Object.

use std::ops::Range;

use super::meant::{Meant, meant};
use super::notes::Values;
use super::site::Site;
use crate::diagnostic::{Kind, Reported};
use crate::model::{Expr, Finds};
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
    /// `None` for a name that does not go on with brackets that are more than an index. Empty ones are all items, as in many
    /// languages that are not JSONPath.
    pub(crate) fn of(output: &Named) -> Option<Projection<'_>> {
        let text = output.name.value.as_str();
        let start = output.unusual.as_ref().and(first_selector(text))?;
        let (name, rest) = (text.get(..start)?, text.get(start..)?);
        let selector = format!("${}", rest.replace("[]", "[*]"));
        let parsed = JsonPath::parse(&selector).ok().filter(|parsed| parsed.is_standard)?;
        match parsed.condition {
            Condition::Operand(Operand { kind: OperandKind::Query(query), .. }) => {
                Some(Projection { name, selector, query })
            }
            _ => None,
        }
    }
}

/// Where the first brackets begin that hold no index.
fn first_selector(text: &str) -> Option<usize> {
    let is_index = |start: usize| {
        let inner = text.get(start + 1..).and_then(|rest| rest.split(']').next()).unwrap_or_default();
        !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_digit())
    };
    text.match_indices('[').map(|(start, _)| start).find(|start| !is_index(*start))
}

impl Values<'_> {
    /// What a query finds in an output.
    pub(super) fn projected(
        &mut self,
        step: (&str, &Range<usize>),
        output: &Named,
        projection: &Projection<'_>,
        site: Site<'_>,
    ) -> Result<Expr, Reported> {
        let Projection { name, selector, query } = projection;
        let start = output.name.range.start;
        let range = start..start + name.len();
        let pointer = Located { value: Pointer::default(), range: range.end..range.end };
        let mut list = Named { name: Located { value: (*name).to_owned(), range }, pointer, unusual: None };
        let declared = self.known.workflow.steps.iter().find(|known| known.id.text == step.0).map(|step| &step.outputs);
        let outputs = declared.into_iter().flatten().map(|known| known.name.as_str());
        if let Some(Meant { index, pointer, .. }) = meant(&list, &outputs) {
            // With its part as a pointer, of which nothing more is to be said.
            list.name.value = outputs.clone().nth(index).unwrap_or(name).to_owned();
            list.pointer.value = pointer;
        }
        let sign = if list.pointer.value.is_empty() { "" } else { "#" };
        let context = format!("$steps.{}.outputs.{}{sign}{}", step.0, list.name.value, list.pointer.value);
        let mark = site.place.range(output.name.range.clone());
        self.report.add(mark, Kind::QueryPart { context, selector: selector.clone() });
        let context = self.step_output(step.0, step.1, &list, site);
        let program = self.query(query, site);
        let (context, finds) = (Box::new(context?), if query.is_singular() { Finds::One } else { Finds::All });
        Ok(Expr::Select { context, query: program?, finds })
    }
}
