//! What a step calls.

use super::Expr;
use crate::document::Location;
use crate::openapi::Style;
use crate::place::Place;

/// What a step calls.
#[derive(Clone, Debug)]
pub(crate) enum Call {
    Operation(Box<Request>),
}

impl Call {
    /// The request, where an operation is called.
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) fn request(&self) -> Option<&Request> {
        match self {
            Call::Operation(request) => Some(request),
        }
    }

    /// The values that the call cannot be made without, and how a message names their places.
    pub(crate) fn required(&self) -> Vec<(&Expr, String)> {
        match self {
            Call::Operation(request) => request.required().collect(),
        }
    }

    /// Every value that is handed over, and where it stands.
    pub(crate) fn values(&self) -> Vec<(&Expr, Place)> {
        match self {
            Call::Operation(request) => request.values().collect(),
        }
    }
}

/// The request of a step.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) source: usize,
    pub(crate) method: String,
    /// With `{variables}`.
    pub(crate) path: String,
    pub(crate) server: Option<String>,
    pub(crate) accept: Option<String>,
    /// What is left to demand of the client, once certain parameters have supplied their part: alternatives of lists.
    pub(crate) security: Vec<Vec<Demand>>,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) body: Option<Body>,
    /// How long an attempt may take, in milliseconds.
    pub(crate) timeout: Option<u64>,
}

/// A scheme that a call needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Demand {
    pub(crate) scheme: usize,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Serialisation {
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
}

impl Serialisation {
    /// What OpenAPI does where a description says nothing.
    pub(crate) fn default_for(location: Location) -> Serialisation {
        let style = match location {
            Location::Path | Location::Header => Style::Simple,
            Location::Query | Location::QueryString | Location::Cookie => Style::Form,
        };
        Serialisation { style, explode: style == Style::Form, allow_reserved: false }
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
    /// `application/x-www-form-urlencoded`: the members of an object.
    UrlEncoded,
    /// Text as it is.
    Text,
    /// The bytes of a string. The content type may be a range; then the bytes say what they are.
    Bytes,
    /// `multipart/form-data`: a part for each member of an object, and those that are not sent as their values say.
    Multipart(Vec<(String, PartForm)>),
}

/// How a part of a body is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PartForm {
    Json,
    /// Text of a media type.
    Typed(String),
    /// A file of a media type or range.
    File(String),
}
