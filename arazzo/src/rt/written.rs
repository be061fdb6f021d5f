//! JSON that a document writes: `json!` makes it in one text, member by member.

use super::exact::{Inexact, WRITTEN, write, write_some};
use super::sink::{Bracket, Sink, Text};
use serde::ser::{Error as _, Serialize, Serializer};

/// JSON with values in it: `json!({ "id": &id, "tags": ["new", &tag] })`. An absent member is left out, an absent item is null.
#[doc(hidden)]
#[macro_export]
macro_rules! __json {
    ($($json:tt)+) => {
        $crate::rt::json_calls! { ($crate) $($json)+ }
    };
}

/// A list or an object of a document.
///
/// A value in it that cannot be serialised is remembered and becomes an error of the step that sends it.
#[derive(Clone, Debug, Default)]
pub struct Written {
    text: Text,
    problem: Option<Inexact>,
}

/// What `json!` calls.
impl Written {
    /// Begins a list.
    pub fn list(&mut self) {
        self.text.open(Bracket::List);
    }

    /// Begins an object.
    pub fn object(&mut self) {
        self.text.open(Bracket::Object);
    }

    /// The name of the member that begins next.
    pub fn key(&mut self, name: &str) {
        self.text.key(name);
    }

    /// Sets a member; an absent value leaves it out.
    pub fn set(&mut self, name: &str, value: impl Serialize) {
        let before = self.text.length();
        self.text.key(name);
        let there = write_some(value, &mut self.text);
        if !self.checked(there) {
            self.text.truncate(before);
        }
    }

    /// Appends an element; an absent value is null.
    pub fn push(&mut self, value: impl Serialize) {
        let there = write(&value, &mut self.text).map(|()| true);
        self.checked(there);
    }

    /// Ends the list or object that was begun last.
    pub fn end(&mut self) {
        self.text.close();
    }

    fn checked(&mut self, there: Result<bool, Inexact>) -> bool {
        there.unwrap_or_else(|problem| {
            self.problem.get_or_insert(problem);
            false
        })
    }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.problem {
            Some(problem) => Err(S::Error::custom(problem)),
            None => serializer.serialize_newtype_struct(WRITTEN, self.text.json()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rt::Json;
    use crate::rt::exact::{exact, json_text};
    use crate::rt::json as written;
    use crate::rt::json::tests::json;

    #[test]
    fn absent_members_stay_out_and_null_stays_in() {
        let text = Some("b");
        let object = written!({
            "z": 1.0,
            "b": None::<i64>,
            "c": (),
            "d": Some(Json::Null),
            "f": Some(None::<i64>),
            "g": Some(text),
            "e": ["x", None::<i64>, {}, [], { "a": written!([1]) }],
            "l": {"only": None::<i64>},
        });
        let expected = r#"{"z":1,"c":null,"d":null,"f":null,"g":"b","e":["x",null,{},[],{"a":[1]}],"l":{}}"#;
        assert_eq!(json_text(&object), Ok(Some(expected.to_owned())));
        assert_eq!(exact(&object).ok().flatten().map(|value| value.pointer("/e/4/a/0").cloned()), Some(Some(json!(1))));
    }

    #[test]
    fn values_are_any_expressions() {
        let json = [1, 2];
        let double = |number: i64| number * 2;
        let object = written!({ "a": json[1], "b": double(4), "c": Vec::<u8>::from([7]), "d": {"json": &json} });
        assert_eq!(json_text(object), Ok(Some(r#"{"a":2,"b":8,"c":[7],"d":{"json":[1,2]}}"#.to_owned())));
    }

    #[test]
    fn the_first_problem_is_kept() {
        let object = written!({ "a": [f64::NAN], "b": written!([]), "c": f64::INFINITY });
        assert_eq!(exact(&object).map_err(|why| why.to_string()), Err("NaN and infinity cannot be sent".to_owned()));
        assert!(json_text(written!([{ "a": &object }])).is_err());
    }
}
