//! A part of a description, and what every reader asks of one.

use crate::place::Place;
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// A node of a description, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) place: Place,
}

impl Node {
    /// The member of an object.
    pub(crate) fn get(&self, key: &str) -> Option<Node> {
        Some(Node { value: self.value.get(key)?.clone(), place: self.place.key(key) })
    }

    /// The items of a list; nothing for anything else.
    pub(crate) fn items(&self) -> Vec<Node> {
        let items = self.value.as_array().unwrap_or_default().iter().enumerate();
        items.map(|(index, value)| Node { value: value.clone(), place: self.place.index(index) }).collect()
    }

    /// The members of an object; nothing for anything else.
    pub(crate) fn members(&self) -> Vec<(String, Node)> {
        let Some(object) = self.value.as_object() else { return Vec::new() };
        object
            .iter()
            .map(|(key, value)| (key.clone(), Node { value: value.clone(), place: self.place.key(key) }))
            .collect()
    }

    pub(super) fn at(&self, pointer: &Pointer) -> Option<Node> {
        pointer.tokens().iter().try_fold(self.clone(), |node, token| match &node.value {
            Value::Array(_) => node.items().into_iter().nth(token.parse().ok()?),
            _ => node.get(token),
        })
    }
}

/// The reference of an object, and the member that holds it. A dynamic one means its nearest target here.
pub(crate) fn reference_of(value: &Value) -> Option<(&'static str, String)> {
    ["$ref", "$dynamicRef"].into_iter().find_map(|key| Some((key, value.text(key)?.to_owned())))
}

/// A member that is true or false.
pub(crate) fn flag(schema: &Node, key: &str) -> Option<bool> {
    schema.value.get(key).and_then(Value::as_bool)
}
