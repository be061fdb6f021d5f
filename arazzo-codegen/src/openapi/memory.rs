//! What was found out about schemas, for whoever asks the same again: each value that a workflow reads is looked for in the schema of
//! all of a body, and a schema may have a hundred variants.

use std::collections::HashMap;
use std::rc::Rc;

use super::node::Node;
use crate::diagnostic::Report;
use crate::place::Place;
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// Answers to one question, by the schemas that it is about and by a pointer.
#[derive(Debug)]
pub(super) struct Memory<T>(HashMap<(Vec<Place>, Pointer), Rc<Known<T>>>);

/// An answer, and what belongs to it.
#[derive(Debug)]
pub(super) struct Known<T> {
    /// Schemas that are made up have the place of another one.
    schemas: Vec<Node>,
    pub(super) answer: Rc<T>,
    /// What was reported on the way to it.
    pub(super) found: Report,
    /// How many schemas were read.
    pub(super) cost: usize,
}

impl<T> Default for Memory<T> {
    fn default() -> Memory<T> {
        Memory(HashMap::new())
    }
}

impl<T> Memory<T> {
    pub(super) fn get(&self, schemas: &[Node], pointer: &Pointer) -> Option<Rc<Known<T>>> {
        let known = self.0.get(&key(schemas, pointer))?;
        let mut pairs = known.schemas.iter().zip(schemas);
        pairs.all(|(known, schema)| is_one(&known.value, &schema.value)).then(|| Rc::clone(known))
    }

    pub(super) fn keep(&mut self, schemas: &[Node], pointer: &Pointer, known: (Rc<T>, Report, usize)) {
        let (answer, found, cost) = known;
        let known = Known { schemas: schemas.to_vec(), answer, found, cost };
        self.0.insert(key(schemas, pointer), Rc::new(known));
    }
}

fn key(schemas: &[Node], pointer: &Pointer) -> (Vec<Place>, Pointer) {
    (schemas.iter().map(|schema| schema.place.clone()).collect(), pointer.clone())
}

/// Whether two values are one, and not only equal.
fn is_one(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => Rc::ptr_eq(left, right),
        (Value::Bool(left), Value::Bool(right)) => left == right,
        _ => false,
    }
}
