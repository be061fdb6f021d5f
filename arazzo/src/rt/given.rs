//! What leaves a workflow: the outputs, as Rust has them.
//!
//! Between two requests every number keeps its digits. The caller gets `f64` for a `number` and `serde_json::Value` for any
//! JSON, which do not hold them all: of a fraction he gets the nearest that they hold. An integer that another workflow would
//! send on is exact or an error. For the program it is the nearest too: the schema says `number`, the program asked for an
//! `f64`, and an error would take away all other outputs of requests that have been sent. Who needs every digit says `integer`,
//! or `format: uint64`, in the schema.

use super::json::Value;
use super::number::Number;
use super::run::Run;
use crate::{Error, ErrorKind};

/// Who gets an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// The program, which asked for an `f64`.
    Program,
    /// A workflow that may send it.
    Workflow,
}

/// A value of a response, and what it is in `Output`.
pub trait Give {
    /// The type in `Output`.
    type Given;

    /// The value as that type, or why it is none.
    fn give(self, to: To) -> Result<Self::Given, &'static str>;
}

impl Give for Number {
    type Given = f64;

    fn give(self, to: To) -> Result<f64, &'static str> {
        let nearest = self.as_f64().ok_or("a number is beyond the range of `f64`")?;
        let is_other = || self.is_whole() && Self::from_f64(nearest).is_none_or(|nearest| nearest != self);
        if to == To::Workflow && is_other() {
            return Err("an integer has more digits than `f64` holds, and the workflow that gets it may send it");
        }
        Ok(nearest)
    }
}

impl Give for Value {
    type Given = serde_json::Value;

    fn give(self, _: To) -> Result<serde_json::Value, &'static str> {
        self.to_serde(&|number| match number.as_f64() {
            Some(nearest) if !number.is_whole() => Ok(nearest.into()),
            Some(_) => Err("a number has more digits than `serde_json::Value` holds without the feature \
                            `arbitrary_precision` of `serde_json`"),
            None => Err("a number is beyond the range that `serde_json::Value` holds without the feature \
                         `arbitrary_precision` of `serde_json`"),
        })
    }
}

impl<T: Give> Give for Vec<T> {
    type Given = Vec<T::Given>;

    fn give(self, to: To) -> Result<Self::Given, &'static str> {
        self.into_iter().map(|item| item.give(to)).collect()
    }
}

impl<T: Give> Give for Option<T> {
    type Given = Option<T::Given>;

    fn give(self, to: To) -> Result<Self::Given, &'static str> {
        self.map(|value| value.give(to)).transpose()
    }
}

impl Run {
    /// A value as the output `output`, which is one of step `step`.
    pub fn give<T: Give>(&self, step: &str, output: &str, value: T) -> Result<T::Given, Error> {
        let to = if self.caller.depth > 1 { To::Workflow } else { To::Program };
        value.give(to).map_err(|why| self.error_before(ErrorKind::Decode, step, format!("output `{output}`: {why}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn integers_that_may_be_sent_are_exact() {
        for to in [To::Program, To::Workflow] {
            assert_eq!(number("9007199254740992").give(to), Ok(9_007_199_254_740_992.0));
            assert_eq!(number("1e300").give(to), Ok(1e300));
            assert_eq!(number("0.10000000000000000555").give(to), Ok(0.1));
            assert!(number("1e400").give(to).is_err());
        }
        assert_eq!(number("9007199254740993").give(To::Program), Ok(9_007_199_254_740_992.0));
        assert!(vec![Some(number("9007199254740993"))].give(To::Workflow).is_err());
    }

    #[test]
    fn json_is_exact_but_for_fractions() {
        let given =
            |text: &str| Value::Array(vec![number(text).into()]).give(To::Program).map(|value| value.to_string());
        assert_eq!(given("18446744073709551615").as_deref(), Ok("[18446744073709551615]"));
        let long = "123456789012345678901234567890";
        // With `arbitrary_precision` in the user's tree there is no limit.
        assert!(given(long).is_err() || given(long) == Ok(format!("[{long}]")));
        assert!(given("0.10000000000000000555").is_ok_and(|text| text.starts_with("[0.1")));
    }
}
