//! What is judged: a value, as far as the document says it.

use std::rc::Rc;

use super::kinds::{scalar_text, text_of};
use super::scalars::{compare, is_number};
use crate::model::Expr;
use crate::value::{Object, Value};

/// A value of which parts may be known at run time alone.
#[derive(Clone, Debug)]
pub(super) enum Datum<'a> {
    /// No list and no object.
    Scalar(Value),
    List(Vec<Datum<'a>>),
    Object(Vec<(String, Datum<'a>)>),
    /// Known at run time.
    Later(&'a Expr),
}

impl<'a> Datum<'a> {
    pub(super) fn of_expression(value: &'a Expr) -> Datum<'a> {
        match value {
            Expr::Literal(literal) => Datum::of_value(literal),
            Expr::Array(items) => Datum::List(items.iter().map(Datum::of_expression).collect()),
            Expr::Object(members) => {
                let member = |(name, value): &'a (String, Expr)| (name.clone(), Datum::of_expression(value));
                Datum::Object(members.iter().map(member).collect())
            }
            other => Datum::Later(other),
        }
    }

    pub(super) fn of_value(value: &Value) -> Datum<'static> {
        match value {
            Value::Array(items) => Datum::List(items.iter().map(Datum::of_value).collect()),
            Value::Object(members) => {
                Datum::Object(members.iter().map(|(name, value)| (name.clone(), Datum::of_value(value))).collect())
            }
            scalar => Datum::Scalar(scalar.clone()),
        }
    }

    /// Whether it is surely sent: an input that may be left out may be absent, and so may what comes from a response.
    pub(super) fn is_certain(&self) -> bool {
        match self {
            Datum::Later(Expr::Input(path)) => !path.optional,
            Datum::Later(_) => false,
            _ => true,
        }
    }

    /// How many values it is made of.
    pub(super) fn size(&self) -> usize {
        match self {
            Datum::Scalar(_) | Datum::Later(_) => 1,
            Datum::List(items) => 1 + items.iter().map(Datum::size).sum::<usize>(),
            Datum::Object(members) => 1 + members.iter().map(|(_, value)| value.size()).sum::<usize>(),
        }
    }

    /// A scalar besides null as a request writes it where it has no other form.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Datum::Scalar(value) => scalar_text(value),
            _ => None,
        }
    }

    /// Whether it is of the kind of another value.
    pub(super) fn is_alike(&self, value: &Value) -> bool {
        match self {
            Datum::Scalar(own) => own.kind() == value.kind(),
            Datum::List(_) => value.as_array().is_some(),
            Datum::Object(_) => value.as_object().is_some(),
            Datum::Later(_) => true,
        }
    }

    /// Whether it is a number that another one may be.
    pub(super) fn is_near(&self, value: &Value) -> bool {
        matches!(self, Datum::Scalar(own) if is_number(own) && is_number(value) && compare(own, value).is_none())
    }

    /// As a message writes it.
    pub(super) fn shown(&self) -> String {
        self.constant().map_or_else(|| "…".to_owned(), |value| text_of(&value))
    }

    fn constant(&self) -> Option<Value> {
        match self {
            Datum::Scalar(value) => Some(value.clone()),
            Datum::List(items) => Some(Value::Array(items.iter().map(Datum::constant).collect::<Option<_>>()?)),
            Datum::Object(members) => {
                let members = members.iter().map(|(name, value)| Some((name.clone(), value.constant()?)));
                Some(Value::Object(Rc::new(Object::Parsed(members.collect::<Option<_>>()?))))
            }
            Datum::Later(_) => None,
        }
    }

    /// A text that all equal values have, and no others; `None` where parts are known at run time alone.
    pub(super) fn key(&self) -> Option<String> {
        self.constant().map(|value| value.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_one_key_at_every_depth() {
        for (left, right, expected) in [
            ("1", "1.0", true),
            ("1", "1.5", false),
            ("1", "'1'", false),
            ("[1, [2.0]]", "[1.0, [2]]", true),
            ("{a: 1, b: {c: 2}}", "{b: {c: 2.0}, a: 1.0}", true),
            ("{a: 1}", "{a: 1, b: 2}", false),
            ("[true]", "[1]", false),
            ("[0]", "[false]", false),
            ("null", "'null'", false),
            ("['a,b']", "[a, b]", false),
            ("100000000000000000000", "1.0e+20", true),
        ] {
            let value = |text: &str| Value::from_yaml(text).unwrap();
            assert_eq!(value(left).key() == value(right).key(), expected, "{left} {right}");
            assert_eq!(Datum::of_value(&value(left)).key(), Some(value(left).key()));
        }
    }
    #[test]
    fn numbers_keep_their_digits() {
        let read = |text: &str| Value::number(text).unwrap();
        assert_eq!(read("1e400").key(), read("10.0e399").key());
        assert_eq!(read("-0.0").key(), read("0").key());
        let (long, near) = (read("2.71828182845904523536"), Value::Float("2.71828182845904523536".parse().unwrap()));
        assert_ne!(long.key(), near.key());
        assert!(Datum::of_value(&long).is_near(&near));
        assert!(!Datum::of_value(&long).is_near(&read("2.71828182845904523537")));
        assert!(!Datum::of_value(&long).is_near(&Value::Float(2.75)));
    }
}
