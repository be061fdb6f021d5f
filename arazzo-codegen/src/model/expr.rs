//! Values.

use std::rc::Rc;

use super::inputs::is_json;
use super::{Language, OutputId, Program, StepId, Ty};
use crate::names::EXTRA;
use crate::openapi::Shape;
use crate::syntax::pointer::Pointer;
use crate::value::{Object, Value};

/// An output of a step, by their indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct OutputRef {
    pub(crate) step: StepId,
    pub(crate) output: OutputId,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Literal(Value),
    Input(InputPath),
    Output {
        output: OutputRef,
        pointer: Pointer,
    },
    Exchange(Exchange),
    /// The outputs of the workflow that took over: of whichever of these steps has run.
    Transfer(Vec<StepId>),
    /// How many characters, bytes, elements or members a value has (conditions only).
    Length(Box<Expr>),
    /// A value that is sent as base64, where it is bytes.
    Base64(Box<Expr>),
    /// What a query finds in a value.
    Select {
        context: Box<Expr>,
        query: Program,
        finds: Finds,
    },
    Template(Vec<Fragment>),
    Array(Vec<Expr>),
    Object(Vec<(String, Expr)>),
    /// A value some of whose parts are replaced, in order, when it is known.
    Replaced(Box<Expr>, Vec<(Target, Expr)>),
}

/// What a query finds, by its language and form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Finds {
    /// A JSONPath query with one place: one value at most.
    One,
    /// Any other: a list, be there one value or none.
    All,
    /// An XPath: one value at most, of this shape.
    XPath(Shape),
}

/// What a replacement replaces.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Target {
    /// What is there; or what is added there.
    At(Pointer),
    /// All that a query finds, which must be something.
    Each {
        language: Language,
        query: Program,
        /// The last name in the query: what its value is called.
        name: Option<String>,
    },
}

impl Target {
    /// What the replaced value is called.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Target::At(pointer) => pointer.tokens().last().map(String::as_str),
            Target::Each { name, .. } => name.as_deref(),
        }
    }

    /// The values that go into it.
    fn values(&self) -> &[Expr] {
        match self {
            Target::At(_) => &[],
            Target::Each { query, .. } => query.values(),
        }
    }

    fn map(self, change: &mut impl FnMut(Expr) -> Expr) -> Target {
        match self {
            Target::Each { language, query, name } => Target::Each { language, query: query.map(change), name },
            at @ Target::At(_) => at,
        }
    }
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fragment {
    Literal(String),
    Hole(Expr),
    /// A value in a text of another language.
    Escaped(Escape, Expr),
}

/// How a value is written in a text of another language, so that it stays a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// The text of an XML element, or of an attribute.
    Xml,
    /// The inside of a CDATA section.
    Cdata,
    /// A form or a query.
    Percent,
}

/// A way into the inputs: through the fields of structs, then through untyped JSON. Through `extra`, the map of what is not
/// declared, the first part of the pointer is its key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct InputPath {
    /// The Rust names of the fields.
    pub(crate) fields: Vec<String>,
    /// The first field, by its index in the root struct.
    pub(crate) root: usize,
    pub(crate) pointer: Pointer,
    pub(crate) ty: Ty,
    pub(crate) optional: bool,
    /// `None` is a `null` that the caller had to say, not something left out.
    pub(crate) null: bool,
}

/// A part of the exchange of the step at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Exchange {
    StatusCode,
    Method,
    Url,
    Header(String),
    Body(Pointer),
    /// An output of the workflow that the step calls, by its index.
    Output {
        output: usize,
        pointer: Pointer,
    },
}

impl InputPath {
    /// The key of an input that is not declared, and what follows in its value.
    pub(crate) fn undeclared(&self) -> Option<(&str, Pointer)> {
        let [field] = self.fields.as_slice() else { return None };
        let (key, rest) = self.pointer.tokens().split_first().filter(|_| field == EXTRA)?;
        Some((key, Pointer::from_tokens(rest.to_vec())))
    }
}

impl Expr {
    /// Whether it is read from the body of a response that is at hand, or made of such a value.
    pub(crate) fn reads_body(&self) -> bool {
        let mut reads = false;
        self.each(&mut |part| reads |= matches!(part, Expr::Exchange(Exchange::Body(_))));
        reads
    }

    /// Visits this value and all inside it.
    pub(crate) fn each(&self, visit: &mut impl FnMut(&Expr)) {
        visit(self);
        match self {
            Expr::Template(fragments) => {
                for fragment in fragments {
                    if let Fragment::Hole(inner) | Fragment::Escaped(_, inner) = fragment {
                        inner.each(visit);
                    }
                }
            }
            Expr::Length(inner) | Expr::Base64(inner) => inner.each(visit),
            Expr::Select { context, query, .. } => {
                context.each(visit);
                query.values().iter().for_each(|value| value.each(visit));
            }
            Expr::Array(items) => items.iter().for_each(|item| item.each(visit)),
            Expr::Object(members) => members.iter().for_each(|(_, value)| value.each(visit)),
            Expr::Replaced(whole, parts) => {
                whole.each(visit);
                for (target, value) in parts {
                    target.values().iter().for_each(|value| value.each(visit));
                    value.each(visit);
                }
            }
            Expr::Literal(_) | Expr::Input(_) | Expr::Output { .. } | Expr::Exchange(_) | Expr::Transfer(_) => {}
        }
    }

    /// Whether it comes out of a response, whose numbers keep their digits. What the caller or a called workflow gave has the
    /// types of Rust already.
    pub(crate) fn has_digits(&self) -> bool {
        match self {
            Expr::Literal(value) => !is_json(value),
            Expr::Input(_) | Expr::Transfer(_) | Expr::Exchange(Exchange::Output { .. }) => false,
            _ => true,
        }
    }

    /// The step that it is an output of, or selected from.
    pub(crate) fn step(&self) -> Option<StepId> {
        match self {
            Expr::Output { output, .. } => Some(output.step),
            Expr::Select { context, .. } => context.step(),
            _ => None,
        }
    }

    /// The value itself, where the document writes it out. One with a null in it is none: that may mean an absent part.
    pub(crate) fn constant(&self) -> Option<Value> {
        match self {
            Expr::Literal(Value::Null) => None,
            Expr::Literal(value) => Some(value.clone()),
            Expr::Array(items) => Some(Value::Array(items.iter().map(Expr::constant).collect::<Option<_>>()?)),
            Expr::Object(members) => {
                let members = members.iter().map(|(name, value)| Some((name.clone(), value.constant()?)));
                Some(Value::Object(Rc::new(Object::Parsed(members.collect::<Option<_>>()?))))
            }
            _ => None,
        }
    }

    /// The same value with other values in its holes, or, where it has none, another value.
    pub(crate) fn map_parts(self, change: &mut impl FnMut(Expr) -> Expr) -> Expr {
        match self {
            Expr::Template(fragments) => {
                let fragments = fragments.into_iter().map(|fragment| match fragment {
                    Fragment::Hole(inner) => Fragment::Hole(change(inner)),
                    Fragment::Escaped(escape, inner) => Fragment::Escaped(escape, change(inner)),
                    literal @ Fragment::Literal(_) => literal,
                });
                Expr::Template(fragments.collect())
            }
            Expr::Length(inner) => Expr::Length(Box::new(change(*inner))),
            Expr::Base64(inner) => Expr::Base64(Box::new(change(*inner))),
            Expr::Select { context, query, finds } => {
                let (context, query) = (Box::new(change(*context)), query.map(change));
                Expr::Select { context, query, finds }
            }
            Expr::Array(items) => Expr::Array(items.into_iter().map(change).collect()),
            Expr::Object(members) => {
                Expr::Object(members.into_iter().map(|(name, value)| (name, change(value))).collect())
            }
            Expr::Replaced(whole, parts) => {
                let whole = Box::new(change(*whole));
                let parts = parts.into_iter().map(|(target, value)| (target.map(change), change(value))).collect();
                Expr::Replaced(whole, parts)
            }
            whole => whole,
        }
    }

    /// The step outputs it reads.
    pub(crate) fn outputs(&self) -> Vec<OutputRef> {
        let mut outputs = Vec::new();
        self.each(&mut |expr| {
            if let Expr::Output { output, .. } = expr {
                outputs.push(*output);
            }
        });
        outputs
    }
}
