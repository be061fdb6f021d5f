//! The library, behind one door: what it does not answer is a problem, whatever the reason.

use super::{Bound, Problem, variable, xml};
use crate::rt::json::Value;
use crate::rt::number::Number;
use std::thread;
use xee_xpath::context::{StaticContextBuilder, Variables};
use xee_xpath::{Atomic, Documents, Item, Queries, Query, Sequence, error};
use xot::xmlname::OwnedName;
use xot::{Node, SpanInfo};

/// Deeper elements are refused: the time that the library takes grows with the square of the depth.
const MAX_DEPTH: usize = 512;

/// Bytes. Ten brackets inside of each other, which is what the compiler admits, take two million of them without optimisation.
const STACK: usize = 32 << 20;

/// A document, and what an expression found in it.
pub(super) struct Evaluated {
    pub(super) documents: Documents,
    pub(super) root: Node,
    /// Where the nodes stand in the text.
    pub(super) spans: SpanInfo,
    pub(super) sequence: Sequence,
}

/// The effective boolean value of what an expression finds.
pub(super) fn holds(xpath: &str, values: &[Bound], xml: &str) -> Result<bool, Problem> {
    guarded(|| {
        let found = evaluate(xpath, values, xml)?.sequence;
        found.effective_boolean_value().map_err(|why| failed(&why))
    })
}

/// The one value that an expression finds, as JSON: a node is its text, an array a list.
pub(super) fn finds(xpath: &str, values: &[Bound], xml: &str) -> Result<Option<Value>, Problem> {
    guarded(|| {
        let Evaluated { documents, sequence, .. } = evaluate(xpath, values, xml)?;
        let item = match sequence.len() {
            0 => return Ok(None),
            1 => sequence.one().map_err(|why| failed(&why))?,
            many => return Err(Problem::new(format!("it finds {many} values where one is wanted"))),
        };
        if item.to_array().is_err() {
            return scalar(&item, &documents).map(Some);
        }
        let members = Sequence::from(item);
        let members: Result<Vec<Atomic>, _> = members.atomized(documents.xot()).collect();
        let members = members.map_err(|why| failed(&why))?;
        members.into_iter().map(|member| scalar(&Item::Atomic(member), &documents)).collect::<Result<_, _>>().map(Some)
    })
}

/// Runs on a thread of its own. The library's parser takes more of a stack than that of a worker has, and there are places where
/// it panics on what it does not expect: nothing of it is used again then.
pub(super) fn guarded<T: Send>(work: impl FnOnce() -> Result<T, Problem> + Send) -> Result<T, Problem> {
    thread::scope(|scope| {
        let started = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let started = started.map_err(|_| Problem::new("no thread can be started for it"))?;
        started.join().unwrap_or_else(|_| Err(Problem::new("the XPath library fails on it")))
    })
}

/// Evaluates an expression on the document node of a text.
pub(super) fn evaluate(xpath: &str, values: &[Bound], text: &str) -> Result<Evaluated, Problem> {
    xml::check(text, MAX_DEPTH)?;
    let mut documents = Documents::new();
    // The library's own words may quote the document.
    let no_xml = || Problem::new("it is not well-formed XML, or has a document type");
    let (root, spans) = documents.xot_mut().parse_with_span_info(text).map_err(|_| no_xml())?;
    documents.documents().borrow_mut().add_root(None, root).map_err(|_| no_xml())?;
    let variables: Variables = values.iter().enumerate().map(|(index, value)| (name(index), bound(value))).collect();
    let mut context = StaticContextBuilder::default();
    context.variable_names(variables.keys().cloned());
    let query = Queries::new(context).sequence(xpath).map_err(|why| failed(&why.error))?;
    let sequence = query.execute_build_context(&mut documents, |builder| {
        builder.context_node(root);
        builder.variables(variables);
    });
    let sequence = sequence.map_err(|why| failed(&why.error))?;
    Ok(Evaluated { documents, root, spans, sequence })
}

/// Whether the library accepts an expression.
#[cfg(test)]
pub(super) fn compiles(xpath: &str) -> bool {
    guarded(|| Ok(Queries::default().sequence(xpath).is_ok())).unwrap_or(false)
}

fn failed(why: &error::ErrorValue) -> Problem {
    Problem::new(format!("it cannot be evaluated ({})", why.code()))
}

fn name(index: usize) -> OwnedName {
    OwnedName::new(variable(index), String::new(), String::new())
}

fn bound(value: &Bound) -> Sequence {
    let value = match value {
        Bound::Bool(flag) => Atomic::from(*flag),
        Bound::Signed(number) => Atomic::from(*number),
        Bound::Unsigned(number) => Atomic::from(*number),
        Bound::Float(number) => Atomic::from(*number),
        Bound::Text(text) => Atomic::from(text.as_str()),
    };
    Sequence::from(Item::from(value))
}

/// A value that is no list, as JSON; what JSON does not know is its text.
fn scalar(item: &Item, documents: &Documents) -> Result<Value, Problem> {
    let text = || item.string_value(documents.xot()).map_err(|why| failed(&why));
    let found = match item {
        Item::Atomic(Atomic::Boolean(flag)) => return Ok(Value::Bool(*flag)),
        Item::Atomic(Atomic::Integer(..) | Atomic::Decimal(..)) => Number::parse(&text()?),
        Item::Atomic(Atomic::Float(float)) => Number::from_f64(f64::from(float.into_inner())),
        Item::Atomic(Atomic::Double(float)) => Number::from_f64(float.into_inner()),
        _ => return text().map(Value::String),
    };
    found.map(Value::Number).ok_or_else(|| Problem::new("it finds NaN, or a number that JSON does not know"))
}
