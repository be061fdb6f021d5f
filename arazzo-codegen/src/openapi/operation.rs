//! One operation, independent of the version of its description.

use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use super::description::{Description, Entry};
use super::library::{Library, Node};
use super::normalise::{normalise, with_default};
use crate::diagnostic::{Kind, Report};
use crate::document::Location;
use crate::model::StatusSet;
use crate::place::Place;

/// What a step calls.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// How messages name it: its `operationId`, or its method and path.
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: Vec<PathPart>,
    /// The path as it is written.
    pub(crate) template: String,
    pub(crate) place: Place,
    /// Where the path stands.
    pub(crate) path_place: Place,
    /// The first server, its variables filled in; `None` when a caller has to say where the API is.
    pub(crate) server: Option<String>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<RequestBody>,
    pub(crate) responses: Vec<Response>,
    /// Alternatives, each a list of scheme names that are needed together.
    pub(crate) security: Vec<Vec<String>>,
}

/// A piece of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathPart {
    Literal(String),
    Variable(String),
}

/// A parameter that an operation declares.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) location: Location,
    pub(crate) required: bool,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
    pub(crate) schema: Option<Node>,
    pub(crate) place: Place,
}

/// How a value becomes text (OpenAPI, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

/// The body that an operation takes.
#[derive(Clone, Debug)]
pub(crate) struct RequestBody {
    pub(crate) required: bool,
    pub(crate) content: Vec<Media>,
    pub(crate) place: Place,
}

/// One content type of a body.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    pub(crate) content_type: String,
    pub(crate) schema: Option<Node>,
    /// How the members of a form are written, where it is said.
    pub(crate) encoding: Option<Node>,
}

/// One documented response.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: StatusKey,
    pub(crate) content: Vec<Media>,
}

/// The key of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatusKey {
    Code(u16),
    /// `2XX` is `Range(2)`.
    Range(u8),
    Default,
}

impl StatusKey {
    /// The statuses it means; `None` for `default`.
    pub(crate) fn statuses(self) -> Option<StatusSet> {
        match self {
            StatusKey::Code(code) => Some(StatusSet::single(code)),
            StatusKey::Range(hundreds) => {
                let start = u16::from(hundreds) * 100;
                Some(StatusSet::of(start..=start + 99))
            }
            StatusKey::Default => None,
        }
    }
}

/// Reads the operation at an entry of the index.
pub(crate) fn read_operation(
    library: &mut Library,
    description: &Description,
    entry: &Entry,
    report: &mut Report,
) -> Operation {
    let node = &entry.operation;
    let name = node.value.text("operationId").map_or_else(|| format!("{} {}", entry.method, entry.path), str::to_owned);
    let body = node.get("requestBody").and_then(|body| read_body(library, body, report));
    Operation {
        name,
        method: entry.method.clone(),
        path: path_parts(&entry.path),
        template: entry.path.clone(),
        place: node.place.clone(),
        path_place: description.root.place.key("paths").key(&entry.path),
        server: read_server(&[&entry.operation, &entry.item, &description.root], report),
        parameters: read_parameters(library, entry, report),
        body,
        responses: read_responses(library, node, report),
        security: read_security(node.get("security").or_else(|| description.root.get("security"))),
    }
}

/// Types a normalised slice, or says at its place why it has no such type.
pub(super) fn typed<T: DeserializeOwned>(json: Json, what: &str, place: &Place, report: &mut Report) -> Option<T> {
    match serde_json::from_value(json) {
        Ok(value) => Some(value),
        Err(error) => {
            report.add(place.value(), Kind::InvalidOpenApi { what: what.to_owned(), reason: error.to_string() });
            None
        }
    }
}

/// `/customers/{id}:clone` → literal, variable, literal.
fn path_parts(template: &str) -> Vec<PathPart> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        if !before.is_empty() {
            parts.push(PathPart::Literal(before.to_owned()));
        }
        parts.push(PathPart::Variable(name.to_owned()));
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(PathPart::Literal(rest.to_owned()));
    }
    parts
}

/// The nearest list of servers counts: the operation's, the path item's, the description's.
fn read_server(levels: &[&Node], report: &mut Report) -> Option<String> {
    let servers = levels.iter().find_map(|level| level.get("servers").filter(|servers| !servers.items().is_empty()))?;
    let server = servers.items().into_iter().next()?;
    let server: openapiv3::Server = typed(normalise(&server), "a server", &server.place, report)?;
    let mut url = server.url;
    for (name, variable) in server.variables.into_iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    let absolute = url.starts_with("https://") || url.starts_with("http://");
    (absolute && !url.contains('{')).then(|| url.trim_end_matches('/').to_owned())
}

/// Those of the path item, overridden by those of the operation.
fn read_parameters(library: &mut Library, entry: &Entry, report: &mut Report) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    for level in [&entry.item, &entry.operation] {
        for node in level.get("parameters").map(|list| list.items()).unwrap_or_default() {
            let Some(parameter) = library.resolve(node, report).and_then(|node| read_parameter(&node, report)) else {
                continue;
            };
            parameters.retain(|other| (other.location, &other.name) != (parameter.location, &parameter.name));
            parameters.push(parameter);
        }
    }
    parameters
}

fn read_parameter(node: &Node, report: &mut Report) -> Option<Parameter> {
    use openapiv3::{Parameter as Typed, PathStyle, QueryStyle};
    let json = normalise(node);
    // Version 3.0 demands one of the two; a parameter without either is a string.
    let json = if json.get("content").is_some() { json } else { with_default(json, "schema", json!({})) };
    let typed: Typed = typed(json, "a parameter", &node.place, report)?;
    let data = typed.parameter_data_ref();
    let (location, style) = match &typed {
        Typed::Query { style, .. } => (
            Location::Query,
            match style {
                QueryStyle::Form => Style::Form,
                QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                QueryStyle::PipeDelimited => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
            },
        ),
        Typed::Path { style, .. } => (
            Location::Path,
            match style {
                PathStyle::Matrix => Style::Matrix,
                PathStyle::Label => Style::Label,
                PathStyle::Simple => Style::Simple,
            },
        ),
        Typed::Header { .. } => (Location::Header, Style::Simple),
        Typed::Cookie { .. } => (Location::Cookie, Style::Form),
    };
    let allow_reserved = matches!(&typed, Typed::Query { allow_reserved: true, .. });
    Some(Parameter {
        name: data.name.clone(),
        location,
        required: data.required || location == Location::Path,
        style,
        explode: data.explode.unwrap_or(style == Style::Form),
        allow_reserved,
        schema: node.get("schema"),
        place: node.place.clone(),
    })
}

fn read_body(library: &mut Library, node: Node, report: &mut Report) -> Option<RequestBody> {
    let node = library.resolve(node, report)?;
    let json = with_default(normalise(&node), "content", json!({}));
    let body: openapiv3::RequestBody = typed(json, "a request body", &node.place, report)?;
    let content = read_content(&node, body.content.keys());
    Some(RequestBody { required: body.required, content, place: node.place })
}

fn read_content<'a>(node: &Node, types: impl Iterator<Item = &'a String>) -> Vec<Media> {
    let content = node.get("content");
    let member = |name: &str, key: &str| content.as_ref()?.get(name)?.get(key);
    let media = |name: &String| Media {
        content_type: name.clone(),
        schema: member(name, "schema"),
        encoding: member(name, "encoding"),
    };
    types.map(media).collect()
}

fn read_responses(library: &mut Library, operation: &Node, report: &mut Report) -> Vec<Response> {
    let responses = operation.get("responses").map(|responses| responses.members()).unwrap_or_default();
    let mut read = Vec::new();
    for (key, node) in responses {
        let Some(status) = status_key(&key) else { continue };
        let Some(node) = library.resolve(node, report) else { continue };
        let json = with_default(normalise(&node), "description", json!(""));
        // Headers are read where an expression names one.
        let json = match json {
            Json::Object(mut members) => {
                members.remove("headers");
                Json::Object(members)
            }
            other => other,
        };
        let Some(response) = typed::<openapiv3::Response>(json, "a response", &node.place, report) else { continue };
        read.push(Response { status, content: read_content(&node, response.content.keys()) });
    }
    read
}

fn status_key(key: &str) -> Option<StatusKey> {
    match key {
        "default" => Some(StatusKey::Default),
        _ => match key.as_bytes() {
            [digit @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => Some(StatusKey::Range(digit - b'0')),
            _ => key.parse().ok().filter(|code| (100..=999).contains(code)).map(StatusKey::Code),
        },
    }
}

fn read_security(node: Option<Node>) -> Vec<Vec<String>> {
    let alternatives = node.map(|node| node.items()).unwrap_or_default();
    alternatives.iter().map(|alternative| alternative.members().into_iter().map(|(name, _)| name).collect()).collect()
}
