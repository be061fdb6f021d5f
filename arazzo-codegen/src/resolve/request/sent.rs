//! What a step sends, as the document has it: it is judged when the types of all outputs are known.

use super::room::Requests;
use crate::check::{Form, Styling};
use crate::document::Word;
use crate::model::{Expr, PartForm, Serialisation};
use crate::openapi::{Location, Node};
use crate::place::{Mark, Place};

/// A value that is sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) value: Expr,
    pub(crate) place: Place,
    /// What the description says of it.
    pub(crate) wants: Vec<Wants>,
}

/// What a description wants of a value that is sent.
#[derive(Clone, Debug)]
pub(crate) enum Wants {
    /// The schema of a parameter, or of the body.
    Schema { schema: Node, operation: String, name: String, form: Form },
    /// The members of the body that its schema demands.
    Members { schema: Node },
    /// A parameter that must be there.
    Parameter { name: String, location: &'static str, operation: String, declared: Mark },
    /// A style that says how the value is written.
    Style(Styling),
    /// A value that HTTP can carry.
    Carried(Carried),
    /// A field of a form that is a text of a media type.
    Field,
    /// A part of a body of several.
    Part { name: String, form: PartForm },
    /// A text that can stand in one of another language, as in: this XML.
    TextIn(&'static str),
}

/// A parameter as it is written into a request.
#[derive(Clone, Debug)]
pub(crate) struct Carried {
    pub(crate) name: Word,
    pub(crate) location: Location,
    pub(crate) written: Serialisation,
    /// The path of the operation; empty where that was not found.
    pub(crate) template: String,
}

impl Requests<'_> {
    /// Notes a value that something is wanted of.
    pub(super) fn note_sent(&mut self, value: &Expr, place: &Place, wants: Vec<Wants>) {
        if !wants.is_empty() {
            self.outgoing.sent.push(Sent { value: value.clone(), place: place.clone(), wants });
        }
    }
}
