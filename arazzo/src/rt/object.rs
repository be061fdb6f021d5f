//! JSON bodies, member by member.

use super::exact::{Inexact, exact};
use super::json::{Map, Value};
use serde::ser::{Error as _, Serialize, Serializer};

/// A JSON object in the making.
///
/// A member that cannot be serialised is remembered and becomes an error of the step that sends the object.
#[derive(Clone, Debug, Default)]
pub struct Object {
    members: Map,
    problem: Option<Inexact>,
}

impl Object {
    /// An empty object.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a member; an absent value leaves it out.
    #[must_use]
    pub fn set(self, key: &str, value: impl Serialize) -> Self {
        self.member(key, exact(value))
    }

    /// Sets a member; an absent value is null.
    #[must_use]
    pub fn set_or_null(self, key: &str, value: impl Serialize) -> Self {
        self.member(key, exact(value).map(|value| value.or(Some(Value::Null))))
    }

    /// Sets what another object has: long ones are made of parts.
    #[must_use]
    pub fn and(mut self, other: Object) -> Self {
        self.members.extend(other.members);
        self.problem = self.problem.or(other.problem);
        self
    }

    fn member(mut self, key: &str, value: Result<Option<Value>, Inexact>) -> Self {
        match value {
            Ok(Some(value)) => {
                self.members.insert(key.to_owned(), value);
            }
            Ok(None) => {}
            Err(problem) => self.problem = self.problem.or(Some(problem)),
        }
        self
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.problem {
            Some(problem) => Err(S::Error::custom(problem)),
            None => self.members.serialize(serializer),
        }
    }
}

/// A JSON array in the making; see [`Object`].
#[derive(Clone, Debug, Default)]
pub struct Array {
    elements: Vec<Value>,
    problem: Option<Inexact>,
}

impl Array {
    /// An empty array.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends an element; an absent value is null.
    #[must_use]
    pub fn push(mut self, value: impl Serialize) -> Self {
        match exact(value) {
            Ok(value) => self.elements.push(value.unwrap_or(Value::Null)),
            Err(problem) => self.problem = self.problem.or(Some(problem)),
        }
        self
    }

    /// Appends the elements of another array: long ones are made of parts.
    #[must_use]
    pub fn and(mut self, other: Array) -> Self {
        self.elements.extend(other.elements);
        self.problem = self.problem.or(other.problem);
        self
    }
}

impl Serialize for Array {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.problem {
            Some(problem) => Err(S::Error::custom(problem)),
            None => self.elements.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rt::json::tests::json;

    #[test]
    fn absent_members_stay_out_and_null_stays_in() {
        let object = Object::new()
            .set("a", 1.0)
            .set("b", None::<i64>)
            .set("c", ())
            .set("d", Some(Value::Null))
            .set_or_null("f", None::<i64>)
            .set_or_null("g", Some("h"))
            .set("e", Array::new().push("x").push(None::<i64>));
        assert_eq!(
            exact(&object),
            Ok(Some(json!({"a": 1, "c": null, "d": null, "e": ["x", null], "f": null, "g": "h"})))
        );
    }

    #[test]
    fn long_ones_are_made_of_parts() {
        let object = Object::new().and(Object::new().set("b", 1)).and(Object::new().set("a", Array::new().push(2)));
        let array = Array::new().and(Array::new().push(&object).push(3)).and(Array::new().push(4));
        assert_eq!(exact(&array), Ok(Some(json!([{"b": 1, "a": [2]}, 3, 4]))));
        let broken = Object::new().and(Object::new().set("a", f64::NAN)).and(Object::new().set("b", 1));
        assert!(exact(&broken).is_err());
        assert!(exact(Array::new().and(Array::new().push(f64::NAN)).and(Array::new())).is_err());
    }

    #[test]
    fn the_first_problem_is_kept() {
        let object = Object::new().set("a", Array::new().push(f64::NAN)).set("b", f64::INFINITY);
        assert_eq!(exact(&object).map_err(|e| e.to_string()), Err("NaN and infinity cannot be sent".to_owned()));
    }
}
