//! Parts of outputs that contradict their schemas and may be absent: under `lenient` they are, and the observer is told.
//!
//! Requests have been sent by the time an output is read. Who must not get an error then gets what there is:
//!
//! ```text
//! #[serde(deserialize_with = "rt::lenient")]     { "id": "r-1", "total": "free" }   →   total: None
//! total: Option<f64>
//! ```
//!
//! Only the reader of responses (`typed`) leaves anything out. All others, such as `serde_json`, refuse it as they always do: they
//! could not tell anybody.

use super::body::Unread;
use super::decode::{Decode, FromHeader};
use super::exact::exact;
use super::given::{Give, To};
use super::response::Answer;
use super::run::Run;
use super::typed::{Contradiction, Reader, read_telling};
use crate::{Error, ErrorKind, Event};
use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// What a reader of responses is asked for where it may leave a value out.
pub(super) const SPARED: &str = "$arazzo::spared";

/// A place for what is left out; or none, where nothing is.
#[derive(Clone, Copy)]
pub(crate) struct Told<'t>(Option<&'t Cell<Vec<Contradiction>>>);

impl Told<'_> {
    pub(super) const fn nothing() -> Self {
        Self(None)
    }

    pub(super) const fn is_asked(self) -> bool {
        self.0.is_some()
    }

    fn change<T>(self, change: impl FnOnce(&mut Vec<Contradiction>) -> T) -> Option<T> {
        let place = self.0?;
        let mut told = place.take();
        let changed = change(&mut told);
        place.set(told);
        Some(changed)
    }

    fn count(self) -> usize {
        self.change(|told| told.len()).unwrap_or_default()
    }

    /// Reads what is below a token of a pointer, and says so of all that is wrong there.
    pub(super) fn below<T>(
        self,
        token: &impl fmt::Display,
        read: impl FnOnce() -> Result<T, Contradiction>,
    ) -> Result<T, Contradiction> {
        let before = self.count();
        let result = read();
        self.change(|told| told.iter_mut().skip(before).for_each(|why| why.step_below(token)));
        result.map_err(|mut why| {
            why.step_below(token);
            why
        })
    }
}

/// A value that may be left out, as a list of one.
pub(super) struct Spared<'t>(Option<Reader<'t>>);

impl<'t> Spared<'t> {
    pub(super) const fn new(reader: Reader<'t>) -> Self {
        Self(Some(reader))
    }
}

impl<'de> SeqAccess<'de> for Spared<'_> {
    type Error = Contradiction;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Contradiction> {
        let Some(reader) = self.0.take() else { return Ok(None) };
        let told = reader.told;
        let before = told.count();
        Ok(seed
            .deserialize(reader)
            .map_err(|why| {
                told.change(|told| {
                    // What was left out inside is left out with the whole.
                    told.truncate(before);
                    told.push(why);
                })
            })
            .ok())
    }
}

/// Reads a member that may be absent. A value that contradicts its schema is `None` where the response itself is read.
pub fn lenient<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_newtype_struct(SPARED, Member(PhantomData))
}

struct Member<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Member<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        Option::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut spared: A) -> Result<Option<T>, A::Error> {
        Ok(spared.next_element::<Option<T>>()?.flatten())
    }
}

impl Run {
    /// A value as the output `output`, which is one of step `step`, with the type that its description gives it. An absent value
    /// is null.
    pub fn typed<T: DeserializeOwned>(&self, step: &str, output: &str, value: impl Serialize) -> Result<T, Error> {
        self.read_output(step, output, value, Told::nothing())
    }

    /// The same without the parts that contradict the description and may be absent.
    pub fn typed_leniently<T: DeserializeOwned>(
        &self,
        step: &str,
        output: &str,
        value: impl Serialize,
    ) -> Result<T, Error> {
        let told = Cell::default();
        let read = self.read_output(step, output, value, Told(Some(&told)))?;
        self.tell(step, output, &told.take());
        Ok(read)
    }

    fn read_output<T: DeserializeOwned>(
        &self,
        step: &str,
        output: &str,
        value: impl Serialize,
        told: Told<'_>,
    ) -> Result<T, Error> {
        let failed = |why: String| self.error_before(ErrorKind::Decode, step, format!("output `{output}`: {why}"));
        let value = exact(value).map_err(|why| failed(why.to_string()))?;
        read_telling(value.unwrap_or_default(), told).map_err(|why| failed(why.to_string()))
    }

    /// The same of an output that may be absent itself.
    pub fn typed_or_none<T: DeserializeOwned>(&self, step: &str, output: &str, value: impl Serialize) -> Option<T> {
        let value = match exact(value) {
            Ok(value) => value.filter(|value| !value.is_null())?,
            Err(why) => return self.tell_one(step, output, &why.to_string()),
        };
        let told = Cell::default();
        match read_telling(value, Told(Some(&told))) {
            Ok(read) => {
                self.tell(step, output, &told.take());
                Some(read)
            }
            Err(why) => self.tell_one(step, output, &why.to_string()),
        }
    }

    /// A value as the output `output` where it may be absent: `None` where the type of the output does not hold it.
    pub fn give_or_none<T: Give>(&self, step: &str, output: &str, value: Option<T>) -> Option<T::Given> {
        let to = if self.caller.depth > 1 { To::Workflow } else { To::Program };
        match value?.give(to) {
            Ok(given) => Some(given),
            Err(why) => self.tell_one(step, output, why),
        }
    }

    /// The value of a step output at a pointer into the body, where nothing but the output reads it and it may be absent: `None` where
    /// it is not of its type.
    pub fn spared<T: Decode>(&self, answer: &impl Answer, output: &str, pointer: &str) -> Result<Option<T>, Error> {
        let exchange = answer.exchange().0;
        let Some(body) = exchange.body() else { return Ok(None) };
        match T::read(body, pointer) {
            Err(Unread::Mismatch(mismatch)) => {
                let why = super::read::mismatched(&mismatch, pointer);
                Ok(self.tell_one(exchange.sending.step, output, &why))
            }
            read => read.map_err(|why| self.unread(answer, output, pointer, &why)),
        }
    }

    /// The same of a response header.
    pub fn spared_header<T: FromHeader>(&self, answer: &impl Answer, output: &str, name: &str) -> Option<T> {
        let exchange = answer.exchange().0;
        let value = exchange.outcome.as_ref().ok()?.headers.get(name)?;
        let read = std::str::from_utf8(value.as_bytes()).ok().and_then(T::from_header);
        read.or_else(|| {
            let why = format!("the header `{name}` is not {}", T::WHAT);
            self.tell_one(exchange.sending.step, output, &why)
        })
    }

    /// Tells each mistake once, whichever items of a list have it.
    fn tell(&self, step: &str, output: &str, whys: &[Contradiction]) {
        let mut kinds: BTreeMap<_, (&Contradiction, usize)> = BTreeMap::new();
        for why in whys {
            kinds.entry(why.kind()).or_insert((why, 0)).1 += 1;
        }
        for (why, times) in kinds.values() {
            self.observe_left_out(step, output, &why.to_string(), *times);
        }
    }

    fn tell_one<T>(&self, step: &str, output: &str, why: &str) -> Option<T> {
        self.observe_left_out(step, output, why, 1);
        None
    }

    fn observe_left_out(&self, step: &str, output: &str, why: &str, times: usize) {
        let workflow = self.workflow;
        self.client().settings.observe(Event::LeftOut { workflow, step, output, why, times });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rt::json::Value;
    use crate::rt::json::tests::json;
    use crate::rt::typed::read;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Order {
        id: String,
        #[serde(default, deserialize_with = "lenient")]
        lines: Option<Vec<Line>>,
        #[serde(default, deserialize_with = "lenient")]
        to: Option<Address>,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Line {
        price: f64,
        #[serde(default, deserialize_with = "lenient")]
        note: Option<String>,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Address {
        town: String,
        #[serde(default, deserialize_with = "lenient")]
        code: Option<i64>,
    }

    fn order(lines: Option<Vec<Line>>, to: Option<Address>) -> Order {
        Order { id: "o-1".to_owned(), lines, to }
    }

    /// The order, and what is told.
    fn read_order(value: Value) -> (Result<Order, String>, Vec<String>) {
        let told = Cell::default();
        let read = read_telling(value, Told(Some(&told))).map_err(|why| why.to_string());
        (read, told.take().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_may_be_absent_is_left_out_and_told_with_its_place() {
        let read = read_order(json!({"id": "o-1", "lines": [{"price": 1, "note": 2}, {"price": 3, "note": "n"}]}));
        let lines = vec![Line { price: 1.0, note: None }, Line { price: 3.0, note: Some("n".to_owned()) }];
        let told = "expected a string at `/lines/0/note` of its value, found an integer";
        assert_eq!(read, (Ok(order(Some(lines), None)), vec![told.to_owned()]));
    }

    #[test]
    fn a_mistake_in_what_must_be_there_is_one_of_the_part_that_may_be_absent() {
        // The code is left out with the address.
        let read = read_order(json!({"id": "o-1", "to": {"code": "x", "town": 7}}));
        let told = "expected a string at `/to/town` of its value, found an integer";
        assert_eq!(read, (Ok(order(None, None)), vec![told.to_owned()]));
    }

    #[test]
    fn what_must_be_there_is_refused() {
        let (read, _) = read_order(json!({"id": 7}));
        assert_eq!(read, Err("expected a string at `/id` of its value, found an integer".to_owned()));
    }

    #[test]
    fn null_and_nothing_are_no_mistake() {
        for value in [json!({"id": "o-1"}), json!({"id": "o-1", "lines": null, "to": null})] {
            assert_eq!(read_order(value), (Ok(order(None, None)), Vec::new()));
        }
    }

    #[test]
    fn others_who_read_the_type_are_strict() {
        let wrong = r#"{"id": "o-1", "to": {"town": 7}}"#;
        assert!(serde_json::from_str::<Order>(wrong).is_err());
        assert!(read::<Order>(json!({"id": "o-1", "to": {"town": 7}})).is_err());
        let right = r#"{"id": "o-1", "to": {"town": "t", "code": 7}}"#;
        let to = Address { town: "t".to_owned(), code: Some(7) };
        assert_eq!(serde_json::from_str::<Order>(right).ok(), Some(order(None, Some(to))));
    }
}
