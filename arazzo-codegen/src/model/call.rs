//! What a step calls.

use std::time::Duration;

use super::{Expr, ModulePath, SchemeId, SourceId, XmlId};
use crate::diagnostic::Reported;
use crate::openapi::Location;
use crate::openapi::{StatusKey, Style};
use crate::place::Place;

/// What a step calls.
#[derive(Clone, Debug)]
pub(crate) enum Call<N = String> {
    Operation {
        request: Box<Request>,
        /// The name of the constant that describes it.
        constant: N,
    },
    Workflow(WorkflowCall),
    /// Nobody knows what is called: there is no such operation or workflow.
    Unknown(Reported),
}

impl<N> Call<N> {
    /// The request, where an operation is called.
    pub(crate) fn request(&self) -> Option<&Request> {
        match self {
            Call::Operation { request, .. } => Some(request),
            Call::Workflow(_) | Call::Unknown(_) => None,
        }
    }

    /// The name of the constant that describes the operation, where one is called.
    pub(crate) fn constant(&self) -> Option<&N> {
        match self {
            Call::Operation { constant, .. } => Some(constant),
            Call::Workflow(_) | Call::Unknown(_) => None,
        }
    }

    /// The workflow that is called.
    pub(crate) fn workflow(&self) -> Option<&WorkflowCall> {
        match self {
            Call::Operation { .. } | Call::Unknown(_) => None,
            Call::Workflow(call) => Some(call),
        }
    }

    /// The values that the call cannot be made without, and how a message names their places.
    pub(crate) fn required(&self) -> Vec<(&Expr, String)> {
        match self {
            Call::Operation { request, .. } => request.required().collect(),
            Call::Workflow(call) => call.required().collect(),
            Call::Unknown(_) => Vec::new(),
        }
    }

    /// Every value that is handed over, and where it stands.
    pub(crate) fn values(&self) -> Vec<(&Expr, Place)> {
        match self {
            Call::Operation { request, .. } => request.values().collect(),
            Call::Workflow(call) => call.values().collect(),
            Call::Unknown(_) => Vec::new(),
        }
    }
}

/// Another workflow's function, called by a step.
#[derive(Clone, Debug)]
pub(crate) struct WorkflowCall {
    /// Its index in the model.
    pub(crate) workflow: usize,
    /// Its id, for messages.
    pub(crate) id: String,
    /// Where its module is, seen from the caller's.
    pub(crate) module: ModulePath,
    pub(crate) input: CallInput,
    /// How long it may take.
    pub(crate) timeout: Option<Duration>,
    /// It may call the caller again: its future is boxed.
    pub(crate) recursive: bool,
    /// Other workflows depend on it too: it runs once for all of them.
    pub(crate) once: bool,
}

/// How the input of a called workflow is made.
#[derive(Clone, Debug)]
pub(crate) enum CallInput {
    /// Field by field, each of the field's own type.
    Fields(Vec<Passed>),
    /// By way of JSON: some value is of another type than its field, or may be missing where the field has a default.
    Json(Vec<Passed>),
    /// A field of the caller's own input.
    Whole(Expr),
    /// There is nothing to say.
    Nothing,
}

/// An input that a call gives a value.
#[derive(Clone, Debug)]
pub(crate) struct Passed {
    /// As the called workflow declares it.
    pub(crate) name: String,
    /// Its index among the fields; `None` for one that is allowed without being declared.
    pub(crate) field: Option<usize>,
    /// The call cannot be made without it.
    pub(crate) required: bool,
    pub(crate) value: Expr,
    pub(crate) place: Place,
    /// That it does not fit was reported.
    pub(crate) refused: bool,
}

impl WorkflowCall {
    pub(crate) fn passed(&self) -> &[Passed] {
        match &self.input {
            CallInput::Fields(passed) | CallInput::Json(passed) => passed,
            CallInput::Whole(_) | CallInput::Nothing => &[],
        }
    }

    fn required(&self) -> impl Iterator<Item = (&Expr, String)> {
        let required = self.passed().iter().filter(|passed| passed.required);
        required.map(|passed| (&passed.value, format!("input `{}` of workflow `{}`", passed.name, self.id)))
    }

    fn values(&self) -> impl Iterator<Item = (&Expr, Place)> {
        self.passed().iter().map(|passed| (&passed.value, passed.place.key("value")))
    }
}

/// The request of a step.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) source: SourceId,
    pub(crate) method: String,
    /// With `{variables}`.
    pub(crate) path: String,
    pub(crate) server: Option<String>,
    pub(crate) accept: Option<String>,
    /// What is left to demand of the client, once certain parameters have supplied their part: alternatives of lists.
    pub(crate) security: Vec<Vec<Demand>>,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) body: Option<Body>,
    /// How the XML of its responses is read, by statics of the workflow; nothing for those that are something else. The first that
    /// names a status decides.
    pub(crate) xml: Vec<(StatusKey, Option<XmlId>)>,
    /// The header that the operation declares for a key by which it recognises a request.
    pub(crate) idempotency: Option<String>,
    /// How long an attempt may take.
    pub(crate) timeout: Option<Duration>,
}

/// A scheme that a call needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Demand {
    pub(crate) scheme: SchemeId,
    /// A parameter carries the credential when its value is there.
    pub(crate) unless_sent: bool,
}

/// A parameter of a request.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    pub(crate) name: String,
    pub(crate) location: Location,
    pub(crate) style: Serialisation,
    pub(crate) value: Expr,
    pub(crate) place: Place,
}

impl Request {
    /// The values that it cannot be made without, and how a message names their places.
    fn required(&self) -> impl Iterator<Item = (&Expr, String)> {
        let arguments = self.arguments.iter().filter(|argument| argument.location == Location::Path);
        let arguments = arguments.map(|argument| (&argument.value, format!("path parameter `{}`", argument.name)));
        let body = self.body.iter().filter(|body| body.required);
        arguments.chain(body.map(|body| (&body.value, "the request body".to_owned())))
    }

    /// Every value that is sent, and where it stands.
    fn values(&self) -> impl Iterator<Item = (&Expr, Place)> {
        let arguments = self.arguments.iter().map(|argument| (&argument.value, argument.place.key("value")));
        arguments.chain(self.body.iter().map(|body| (&body.value, body.place.clone())))
    }
}

/// How a parameter becomes text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Serialisation {
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
    /// As JSON text.
    pub(crate) json: bool,
    /// How lists in a list are written, the outer ones first.
    pub(crate) within: Vec<Style>,
}

impl Serialisation {
    /// What OpenAPI does where a description says nothing.
    pub(crate) fn default_for(location: Location) -> Serialisation {
        let style = match location {
            Location::Path | Location::Header => Style::Simple,
            Location::Query | Location::QueryString | Location::Cookie => Style::Form,
        };
        Serialisation { style, explode: style == Style::Form, allow_reserved: false, json: false, within: Vec::new() }
    }
}

/// The body of a request.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) content_type: String,
    pub(crate) form: BodyForm,
    pub(crate) value: Expr,
    /// The operation cannot do without it.
    pub(crate) required: bool,
    pub(crate) place: Place,
}

/// How a body becomes bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BodyForm {
    Json,
    /// XML of a value, by a static of the workflow. A string is XML already.
    Xml(XmlId),
    /// `application/x-www-form-urlencoded`: the members of an object, and those that are not written as their values say.
    UrlEncoded(Vec<(String, Serialisation)>),
    /// Text as it is.
    Text,
    /// The bytes of a string. The content type may be a range; then the bytes say what they are.
    Bytes,
    /// `multipart/form-data`: a part for each member of an object.
    Multipart(Parts),
}

/// What is special about the parts of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// Those that are not sent as their values say.
    pub(crate) forms: Vec<(String, PartForm)>,
    pub(crate) headers: Vec<PartHeader>,
}

/// A header of a part, whose value the description has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PartHeader {
    pub(crate) part: String,
    pub(crate) name: String,
    pub(crate) value: String,
}

/// How a part of a body is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PartForm {
    Json,
    /// Text of a media type.
    Typed(String),
    /// Texts as a style writes them.
    Styled {
        style: Style,
        explode: bool,
        within: Vec<Style>,
    },
    /// A file of a media type or range.
    File(String),
    /// A file where the value is bytes or a data URL, and else what the value says.
    Open,
    /// Bytes in base64, of a media type.
    Base64(String),
}
