//! An Arazzo document as it was written (Arazzo 1.0 and 1.1).
//!
//! Invariant: the form is right. Every field is known and of its type, every expression, condition and pointer is parsed.
//! Whether the names in them exist is the business of `resolve`.

mod action;
mod common;
mod criterion;
mod expression_type;
mod fields;
pub(crate) mod known;
mod limits;
mod newer;
mod open;
mod parameter;
mod payload;
mod read;
mod request_body;
mod selector;
mod step;

pub(crate) use fields::{Fields, check_repeated, fields, word};
pub(crate) use open::{open, report_syntax};
pub(crate) use payload::note as note_of_form;
pub(crate) use read::read;
pub(crate) use selector::{read_pointer, read_query, read_xpath};

use std::time::Duration;

use crate::openapi::Location;
use crate::place::Place;
use crate::syntax::condition::{Condition, Operand};
use crate::syntax::expression::Expression;
use crate::syntax::pointer::Pointer;
use crate::syntax::template::Text;
use crate::syntax::xpath::XPath;
use crate::value::Value;

/// A string of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) place: Place,
}

/// A subtree whose meaning another stage knows (an input schema).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Raw {
    pub(crate) value: Value,
    pub(crate) place: Place,
}

/// The Arazzo Object.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) self_uri: Option<String>,
    pub(crate) sources: Vec<SourceDescription>,
    pub(crate) workflows: Vec<Workflow>,
    pub(crate) components: Components,
    /// The root, for `$ref`s inside input schemas.
    pub(crate) root: Raw,
}

impl Document {
    /// Whether the document is of a version before 1.1.
    pub(crate) fn is_1_0(&self) -> bool {
        is_1_0(&self.root.value)
    }
}

fn is_1_0(root: &Value) -> bool {
    root.text("arazzo").is_some_and(|version| version.starts_with("1.0"))
}

/// The Source Description Object.
#[derive(Clone, Debug)]
pub(crate) struct SourceDescription {
    pub(crate) name: Word,
    pub(crate) url: Word,
    pub(crate) kind: Option<SourceKind>,
}

/// What a source description describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SourceKind {
    OpenApi,
    Arazzo,
    AsyncApi,
}

impl SourceKind {
    pub(crate) fn text(self) -> &'static str {
        match self {
            SourceKind::OpenApi => "openapi",
            SourceKind::Arazzo => "arazzo",
            SourceKind::AsyncApi => "asyncapi",
        }
    }
}

/// The Workflow Object.
#[derive(Clone, Debug)]
pub(crate) struct Workflow {
    pub(crate) id: Word,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) inputs: Option<Raw>,
    pub(crate) depends_on: Vec<Word>,
    pub(crate) steps: Vec<Step>,
    pub(crate) success_actions: Vec<OrReference<Action>>,
    pub(crate) failure_actions: Vec<OrReference<Action>>,
    pub(crate) outputs: Vec<Output>,
    pub(crate) parameters: Vec<OrReference<Parameter>>,
}

/// The Step Object.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) id: Word,
    /// Steps before it have its name.
    pub(crate) repeats: bool,
    pub(crate) description: Option<String>,
    pub(crate) target: Target,
    /// Steps that must have run before this one (Arazzo 1.1).
    pub(crate) depends_on: Vec<Word>,
    pub(crate) parameters: Vec<OrReference<Parameter>>,
    pub(crate) request_body: Option<RequestBody>,
    /// Absent: any 2xx status is success.
    pub(crate) success_criteria: Option<Vec<Criterion>>,
    pub(crate) on_success: Vec<OrReference<Action>>,
    pub(crate) on_failure: Vec<OrReference<Action>>,
    pub(crate) outputs: Vec<Output>,
    /// Milliseconds.
    pub(crate) timeout: Option<Duration>,
    /// The fields that it has and only a step of AsyncAPI may have.
    pub(crate) of_asyncapi: Vec<&'static str>,
    pub(crate) place: Place,
}

/// What a step calls.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    OperationId(Word),
    OperationPath(Word),
    WorkflowId(Word),
    /// A channel of an AsyncAPI description (Arazzo 1.1).
    ChannelPath(Word),
}

impl Target {
    pub(crate) fn word(&self) -> &Word {
        match self {
            Target::OperationId(word)
            | Target::OperationPath(word)
            | Target::WorkflowId(word)
            | Target::ChannelPath(word) => word,
        }
    }
}

/// An object written in place, or the Reusable Object that stands for it.
#[derive(Clone, Debug)]
pub(crate) enum OrReference<T> {
    Inline(T),
    Reference(Box<Reference>),
}

impl<T> OrReference<T> {
    /// The object itself, or the component it refers to.
    pub(crate) fn inline<'a>(&'a self, components: &'a [(String, T)]) -> Option<&'a T> {
        match self {
            OrReference::Inline(item) => Some(item),
            OrReference::Reference(reference) => match &reference.expression {
                Expression::Component { name, .. } => {
                    components.iter().find(|(known, _)| *known == name.value).map(|(_, item)| item)
                }
                _ => None,
            },
        }
    }
}

/// The Reusable Object.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) expression: Expression,
    pub(crate) value: Option<Payload>,
    pub(crate) place: Place,
}

/// The Parameter Object.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: Word,
    pub(crate) location: Option<Location>,
    pub(crate) value: Payload,
    pub(crate) place: Place,
}

/// The Request Body Object.
#[derive(Clone, Debug)]
pub(crate) struct RequestBody {
    pub(crate) content_type: Option<Word>,
    pub(crate) payload: Option<Payload>,
    pub(crate) replacements: Vec<Replacement>,
    pub(crate) place: Place,
}

/// The Payload Replacement Object.
#[derive(Clone, Debug)]
pub(crate) struct Replacement {
    pub(crate) target: Word,
    /// Absent: the content type decides.
    pub(crate) target_type: Option<(TargetType, Place)>,
    pub(crate) value: Payload,
}

/// The language of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TargetType {
    JsonPointer,
    JsonPath,
    XPath,
}

impl TargetType {
    pub(crate) fn text(self) -> &'static str {
        match self {
            TargetType::JsonPointer => "jsonpointer",
            TargetType::JsonPath => "jsonpath",
            TargetType::XPath => "xpath",
        }
    }
}

/// A value with expressions in its strings.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    pub(crate) kind: PayloadKind,
    pub(crate) place: Place,
}

/// What a payload is made of.
#[derive(Clone, Debug)]
pub(crate) enum PayloadKind {
    /// A number, a boolean or null.
    Scalar(Value),
    Text(Text),
    Array(Vec<Payload>),
    Object(Vec<(String, Payload)>),
    /// An object that is a Selector Object since Arazzo 1.1, and its members for documents of before.
    Selector(Box<Selector>, Vec<(String, Payload)>),
}

/// The Criterion Object.
#[derive(Clone, Debug)]
pub(crate) struct Criterion {
    pub(crate) test: Test,
    /// Where the version of its type stands, where Arazzo 1.1 alone has it.
    pub(crate) newer_version: Option<Place>,
    /// Where the condition stands.
    pub(crate) place: Place,
}

/// A criterion by its type.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    Simple(Condition),
    /// A pattern in the text of the context.
    Regex {
        context: Located,
        pattern: Text,
    },
    /// A query into the context, or a comparison in its place.
    JsonPath {
        context: Located,
        condition: Condition,
    },
    /// An XPath on XML.
    XPath {
        context: Located,
        xpath: XPath,
    },
}

/// An expression and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Located {
    pub(crate) expression: Expression,
    pub(crate) place: Place,
}

/// The Success Action Object and the Failure Action Object: the list an action stands in tells them apart.
#[derive(Clone, Debug)]
pub(crate) struct Action {
    pub(crate) name: Word,
    pub(crate) kind: ActionKind,
    pub(crate) criteria: Vec<Criterion>,
    /// Inputs for the workflow that it leads to.
    pub(crate) parameters: Vec<OrReference<Parameter>>,
    pub(crate) place: Place,
}

/// What an action does.
#[derive(Clone, Debug)]
pub(crate) enum ActionKind {
    End,
    Goto(Destination),
    Retry {
        after: Duration,
        limit: u32,
        /// What runs before the step is tried again.
        detour: Option<Destination>,
    },
}

/// Where an action leads.
#[derive(Clone, Debug)]
pub(crate) enum Destination {
    Step(Word),
    /// An id of this document, or one that is qualified by its source.
    Workflow(Word),
}

/// A named output of a step or of a workflow.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    pub(crate) name: String,
    pub(crate) value: OutputValue,
    pub(crate) place: Place,
}

impl Output {
    /// Where the text stands that says what the output is.
    pub(crate) fn written_at(&self) -> &Place {
        match &self.value {
            OutputValue::Expression(_) => &self.place,
            OutputValue::Selector(selector) => &selector.place,
        }
    }
}

/// What an output is.
#[derive(Clone, Debug)]
pub(crate) enum OutputValue {
    Expression(Expression),
    Selector(Box<Selector>),
}

/// The Selector Object.
#[derive(Clone, Debug)]
pub(crate) struct Selector {
    pub(crate) context: Located,
    pub(crate) kind: SelectorKind,
    /// Where the query stands.
    pub(crate) place: Place,
}

/// How a selector finds what it selects.
#[derive(Clone, Debug)]
pub(crate) enum SelectorKind {
    Pointer(Pointer),
    /// A JSONPath query.
    Query(Operand),
    XPath(XPath),
}

/// The Components Object. Input schemas are reached by `$ref` through the root.
#[derive(Clone, Debug, Default)]
pub(crate) struct Components {
    pub(crate) parameters: Vec<(String, Parameter)>,
    pub(crate) success_actions: Vec<(String, Action)>,
    pub(crate) failure_actions: Vec<(String, Action)>,
}
