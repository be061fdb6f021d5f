//! The data of the suite.

use serde::Deserialize;
use serde_json::Value;

/// A datum, and the schema that it is held against.
#[derive(Debug, Deserialize)]
pub(crate) struct Datum {
    pub(crate) file: String,
    group: String,
    test: usize,
    /// Whether the compiler takes the schema.
    pub(crate) compiled: bool,
    #[serde(rename = "datum")]
    pub(crate) value: Value,
    pub(crate) valid: bool,
}

impl Datum {
    /// As `items#3/0`: the file, the group in it, and the datum in that.
    pub(crate) fn name(&self) -> String {
        format!("{}#{}/{}", self.file, self.group, self.test)
    }

    /// The input that takes it.
    pub(crate) fn input_name(&self) -> String {
        format!("g{}", self.group)
    }

    /// The input whose default it is.
    pub(crate) fn default_name(&self) -> String {
        format!("g{}_{}", self.group, self.test)
    }
}

pub(crate) fn all() -> Vec<Datum> {
    let text = include_str!(concat!(env!("OUT_DIR"), "/json_schema/data.json"));
    serde_json::from_str(text).expect("the build script writes it")
}

/// Whether two values are the same to JSON Schema: numbers are by their value.
pub(crate) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| same(left, right)))
        }
        _ => left == right,
    }
}
