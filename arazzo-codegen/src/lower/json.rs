//! Lists and objects that a document writes: `rt::json!`.

use super::code::{Code, Json, json};
use super::site::Site;
use crate::model::Expr;
use crate::value::Value;

impl Site<'_> {
    /// A list or an object that the document writes.
    pub(super) fn json(&self, value: &Expr, other: fn(&Self, &Expr) -> Code) -> Code {
        json(self.json_part(value, other))
    }

    /// What stands for a value in `json!`. `other`: what stands for one that is no part of the document's JSON.
    pub(super) fn json_part(&self, value: &Expr, other: fn(&Self, &Expr) -> Code) -> Json {
        match value {
            Expr::Array(items) => Json::List(items.iter().map(|item| self.json_part(item, other)).collect()),
            Expr::Object(members) => {
                let members = members.iter().filter(|(_, value)| !self.is_absent(value));
                Json::Object(members.map(|(name, value)| (name.clone(), self.member(value, other))).collect())
            }
            Expr::Literal(literal) => constant(literal),
            value => Json::Value(other(self, value)),
        }
    }

    /// A member of an object. Without a value it is left out, unless it is null then.
    fn member(&self, value: &Expr, other: fn(&Self, &Expr) -> Code) -> Json {
        match self.json_part(value, other) {
            Json::Value(code) if self.is_null_none(value) => Json::Value(code.wrapped()),
            part => part,
        }
    }
}

/// A constant.
pub(super) fn literal(value: &Value) -> Code {
    match value {
        Value::Null => Code::Unit,
        Value::Array(_) | Value::Object(_) => json(constant(value)),
        plain => Code::Literal(plain.clone()),
    }
}

/// A constant in `json!`.
pub(super) fn constant(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Array(items) => Json::List(items.iter().map(constant).collect()),
        Value::Object(members) => {
            Json::Object(members.iter().map(|(name, value)| (name.clone(), constant(value))).collect())
        }
        plain => Json::Value(Code::Literal(plain.clone())),
    }
}
