//! JSONPath queries (RFC 9535) that are more than a way to one place.

use super::exact::exact;
use super::json::Value;
use super::number::Number;
use super::operand::Operand;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;

/// A query, parsed once, when it is first needed. One that cannot be parsed finds nothing.
pub struct Query {
    text: Option<Cow<'static, str>>,
    #[cfg(feature = "jsonpath")]
    parsed: std::sync::OnceLock<Option<serde_json_path::JsonPath>>,
}

impl Query {
    /// A query that is the same in every call.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self::from_text(Some(Cow::Borrowed(text)))
    }

    /// A query that is a value; without a value it finds nothing.
    #[must_use]
    pub fn of(text: Option<String>) -> Self {
        Self::from_text(text.map(Cow::Owned))
    }

    const fn from_text(text: Option<Cow<'static, str>>) -> Self {
        Self {
            text,
            #[cfg(feature = "jsonpath")]
            parsed: std::sync::OnceLock::new(),
        }
    }

    /// Literals between pieces of a query; there is one piece more than literals.
    #[must_use]
    pub fn bound<const P: usize, const L: usize>(pieces: [&str; P], literals: [Option<String>; L]) -> Self {
        Self::of(joined(pieces, literals))
    }

    /// Whether it finds anything, be it null; never where there is no value.
    pub fn finds<'a>(&self, context: impl Into<Operand<'a>>) -> bool {
        json(context.into()).is_some_and(|context| self.finds_in(&context))
    }

    /// Whether a filter on the root, `$[?…]`, holds for the value itself.
    pub fn holds<'a>(&self, context: impl Into<Operand<'a>>) -> bool {
        json(context.into()).is_some_and(|context| self.finds_in(&Value::Array(vec![context])))
    }

    /// Whether a filter on the root holds for an object itself, or for an element of a list.
    pub fn finds_or_holds<'a>(&self, context: impl Into<Operand<'a>>) -> bool {
        match context.into() {
            Operand::Other(Value::Array(elements)) => self.finds_in(&Value::Array(elements)),
            other => self.holds(other),
        }
    }

    /// All that it finds, in the order of the document; nothing where there is no value.
    pub fn select<'a>(&self, context: impl Into<Operand<'a>>) -> Option<Vec<Value>> {
        json(context.into()).map(|context| self.found_in(&context))
    }

    /// The first that it finds.
    pub fn first<'a>(&self, context: impl Into<Operand<'a>>) -> Option<Value> {
        self.select(context)?.into_iter().next()
    }

    #[cfg(feature = "jsonpath")]
    fn parsed(&self) -> Option<&serde_json_path::JsonPath> {
        let parse = || serde_json_path::JsonPath::parse(self.text.as_deref()?).ok();
        self.parsed.get_or_init(parse).as_ref()
    }

    #[cfg(feature = "jsonpath")]
    fn finds_in(&self, context: &Value) -> bool {
        self.parsed().is_some_and(|query| !query.query(&readable(context)).is_empty())
    }

    #[cfg(feature = "jsonpath")]
    fn found_in(&self, context: &Value) -> Vec<Value> {
        // By their places: the library has other numbers.
        self.places(context).iter().filter_map(|place| context.pointer(place)).cloned().collect()
    }

    /// The places of all that it finds, as JSON Pointers.
    #[cfg(feature = "jsonpath")]
    pub(super) fn places(&self, whole: &Value) -> Vec<String> {
        let whole = readable(whole);
        let found = self.parsed().map(|query| query.query_located(&whole));
        found.iter().flat_map(|found| found.locations()).map(serde_json_path::NormalizedPath::to_json_pointer).collect()
    }

    /// Never called: generated code with a query does not compile without the feature.
    #[cfg(not(feature = "jsonpath"))]
    fn finds_in(&self, _: &Value) -> bool {
        let _ = &self.text;
        false
    }

    /// Never called either.
    #[cfg(not(feature = "jsonpath"))]
    pub(super) fn places(&self, _: &Value) -> Vec<String> {
        let _ = &self.text;
        Vec::new()
    }

    /// Never called either.
    #[cfg(not(feature = "jsonpath"))]
    fn found_in(&self, _: &Value) -> Vec<Value> {
        let _ = &self.text;
        Vec::new()
    }
}

/// A text, number, boolean or null as JSONPath writes it. `None` when there is no value, or none that a query can hold:
/// lists, objects, and numbers that the library does not tell from others: integers beyond 2^53, and decimals of many digits.
pub fn literal(value: impl Serialize) -> Option<String> {
    const EXACT: u64 = (1 << 53) - 1;
    let value = exact(value).ok().flatten()?;
    let fits = match &value {
        Value::Array(_) | Value::Object(_) => false,
        Value::Number(number) if number.is_whole() => {
            number.as_i64().is_some_and(|number| number.unsigned_abs() <= EXACT)
        }
        Value::Number(number) => number.as_f64().and_then(Number::from_f64).as_ref() == Some(number),
        _ => true,
    };
    fits.then(|| value.to_string())
}

/// What the library reads: of a number that it cannot hold the nearest one.
#[cfg(feature = "jsonpath")]
fn readable(value: &Value) -> serde_json::Value {
    let nearest = |number: &Number| Ok::<_, std::convert::Infallible>(number.as_f64().into());
    let Ok(value) = value.to_serde(&nearest);
    value
}

/// What stands between pieces goes there; nothing as soon as one of them is missing.
pub(super) fn joined<const P: usize, const V: usize>(
    pieces: [&str; P],
    between: [Option<String>; V],
) -> Option<String> {
    let mut joined = String::new();
    let mut between = between.into_iter();
    for (position, piece) in pieces.into_iter().enumerate() {
        if position > 0 {
            joined.push_str(&between.next().flatten()?);
        }
        joined.push_str(piece);
    }
    Some(joined)
}

/// A value that is there: JSON's null is no context of a criterion.
fn json(operand: Operand<'_>) -> Option<Value> {
    match operand {
        Operand::Nothing | Operand::Null => None,
        Operand::Bool(flag) => Some(flag.into()),
        Operand::Number(number) => Some(number.into()),
        Operand::Text(text) => Some(text.into()),
        Operand::Other(value) => Some(value),
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values in it may be secrets.
        f.debug_struct("Query").finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "jsonpath"))]
mod tests {
    use super::*;
    use crate::rt::json::tests::json;

    #[test]
    fn a_query_passes_when_it_finds_anything() {
        static FAILED: Query = Query::new("$.items[?@.status == 'failed']");
        assert!(FAILED.finds(json!({"items": [{"status": "ok"}, {"status": "failed"}]})));
        assert!(!FAILED.finds(json!({"items": [{"status": "ok"}]})));
        assert!(Query::new("$..a").finds(json!([{"a": null}])));
        assert!(!Query::new("$").finds(Value::Null) && !Query::new("$").finds(Operand::Nothing));
        assert!(!Query::new("$[").finds(json!({})));
    }

    #[test]
    fn a_filter_on_the_root_can_be_about_an_object_itself() {
        let query = Query::new("$[?count(@.pets[*]) > 0]");
        assert!(query.finds_or_holds(json!({"pets": [1]})) && !query.finds_or_holds(json!({"pets": []})));
        assert!(query.finds_or_holds(json!([{"pets": [1]}])) && !query.finds_or_holds(json!([])));
        assert!(!query.finds(json!({"pets": [1]})) && query.holds(json!({"pets": [1]})));
    }

    #[test]
    fn bound_values_are_literals() {
        let bound = |value: Option<String>| Query::bound(["$[?@.id == ", "]"], [value]);
        let list = json!([{"id": "a\"' || true"}, {"id": 7}]);
        assert_eq!(bound(literal("a\"' || true")).select(list.clone()), Some(vec![json!({"id": "a\"' || true"})]));
        assert_eq!(bound(literal(7)).select(list.clone()), Some(vec![json!({"id": 7})]));
        assert!(bound(literal(9_007_199_254_740_993_i64)).first(list.clone()).is_none());
        assert!(literal(Number::parse("0.10000000000000000555")).is_none());
        assert!(bound(literal("7")).first(list.clone()).is_none());
        assert!(bound(literal(json!([]))).first(list.clone()).is_none());
        assert!(bound(literal(None::<String>)).first(list).is_none());
    }
}
