//! One operation, independent of the version of its description.

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use super::description::{Description, Entry, Version};
use super::library::Library;
use super::node::{Node, flag};
use super::normalise::{normalise, with_default, without};
use super::responses::{Header, read_responses};
use super::server::{read_host, read_server};
use super::slips::{Slip, check_entry, check_location, check_objects, of_parameter, slip};
use super::swagger;
use super::template::{PathPart, fixes, path_parts, requested, with_braces, with_groups, with_names, without_optional};
use super::unmerged::report_merge;
use crate::diagnostic::{Kind, Report};
use crate::merge;
use crate::openapi::Location;
use crate::place::Place;
use crate::status::StatusSet;
use crate::value::Value;

/// What a step calls.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// How messages name it: its `operationId`, or its method and path.
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: Vec<PathPart>,
    /// The path with its variables, and what of the query belongs to it.
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
    pub(crate) deprecated: bool,
    /// A parameter that it declares could not be read: which was said, and it may be any.
    pub(crate) has_unread_parameters: bool,
    /// It declares a body that could not be read.
    pub(crate) has_unread_body: bool,
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
    /// The styles of lists in a list, the outer ones first. Only Swagger 2.0 has them.
    pub(crate) within: Vec<Style>,
    pub(crate) schema: Option<Node>,
    /// The type in which the value is written, where the parameter has `content` instead of a schema.
    pub(crate) content_type: Option<String>,
    pub(crate) place: Place,
    /// To be said where it is sent.
    pub(crate) slips: Vec<Slip>,
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
    /// Swagger 2.0 alone has it.
    TabDelimited,
    DeepObject,
    /// OpenAPI 3.2: a cookie as it is, without any escaping.
    Cookie,
}

/// The body that an operation takes.
#[derive(Clone, Debug)]
pub(crate) struct RequestBody {
    pub(crate) required: bool,
    pub(crate) content: Vec<Media>,
    pub(crate) place: Place,
    /// To be said where it is sent.
    pub(crate) slips: Vec<Slip>,
}

/// One content type of a body.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    pub(crate) content_type: String,
    pub(crate) schema: Option<Node>,
    /// How the members of a form are written, where it is said.
    pub(crate) encoding: Option<Node>,
    /// Whether that may be a style. In bodies of several parts it may since version 3.1.
    pub(crate) has_styles: bool,
}

/// One documented response.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: StatusKey,
    pub(crate) content: Vec<Media>,
    pub(crate) headers: Vec<Header>,
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

    /// As a description spells it.
    pub(crate) fn text(self) -> String {
        match self {
            StatusKey::Code(code) => code.to_string(),
            StatusKey::Range(hundreds) => format!("{hundreds}XX"),
            StatusKey::Default => "default".to_owned(),
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
    let (node, root) = (&entry.operation, &description.root);
    let name = node.value.text("operationId").map_or_else(|| format!("{} {}", entry.method, entry.path), str::to_owned);
    let levels = levels(library, entry);
    check_levels(library, &levels, root, report);
    library.check_merges(node, report);
    let (declared, mut has_unread_parameters) = declared(library, &levels, report);
    let sent = declared.iter().filter(|node| description.version == Version::Three || !swagger::is_body(node));
    let read: Vec<Option<Parameter>> = sent.map(|node| read_parameter(node, description, report)).collect();
    has_unread_parameters |= read.iter().any(Option::is_none);
    let mut parameters: Vec<Parameter> = read.into_iter().flatten().collect();
    let is_query =
        |name: &str| parameters.iter().any(|parameter| parameter.location == Location::Query && parameter.name == name);
    let in_path: Vec<&str> = parameters
        .iter()
        .filter(|parameter| parameter.location == Location::Path)
        .map(|parameter| parameter.name.as_str())
        .collect();
    let understood = with_names(&with_groups(&entry.path), &in_path);
    let decided = without_optional(&understood, &in_path);
    let named = requested(&decided.path, is_query);
    let template = template(&named, &mut parameters);
    let is_other = understood != entry.path || decided.stays || template != named;
    check_entry(entry, description, (&template, is_other), report);
    if let Some(segment) = decided.left_out {
        let mark = root.place.key("paths").key(&entry.path).name();
        report.add(mark, Kind::OptionalSegment { segment, path: template.clone() });
    }
    // What the path itself says need not be said again.
    for parameter in parameters.iter_mut().filter(|parameter| parameter.location == Location::Query) {
        parameter.required &= !fixes(&template, &parameter.name);
    }
    let (server, body, responses) = match description.version {
        Version::Two => (
            read_host(node, root),
            swagger::body(&declared, node, root),
            swagger::responses(library, node, root, report),
        ),
        Version::Three => (
            read_server(&levels.iter().rev().chain([root]).collect::<Vec<_>>(), report),
            node.get("requestBody").and_then(|body| read_body(library, body, description, report)),
            read_responses(library, node, report),
        ),
    };
    let has_unread_body = body.is_none() && node.get("requestBody").is_some();
    Operation {
        name,
        method: entry.method.clone(),
        path: path_parts(&template),
        template,
        place: node.place.clone(),
        path_place: root.place.key("paths").key(&entry.path),
        server,
        parameters,
        body,
        responses,
        security: read_security(node.get("security").or_else(|| root.get("security"))),
        deprecated: flag(node, "deprecated") == Some(true),
        has_unread_parameters,
        has_unread_body,
    }
}

/// What stands around an operation and would be lost without a word.
fn check_levels(library: &mut Library, levels: &[Node], root: &Node, report: &mut Report) {
    for level in levels.iter().chain([root]) {
        for field in ["servers", "security"] {
            check_objects(level, field, report);
        }
    }
    for level in levels {
        if level.value.get(merge::KEY).is_some() {
            report_merge(&level.place.key(merge::KEY), report);
        }
        if let Some(parameters) = level.get("parameters") {
            library.check_merges(&parameters, report);
        }
    }
}

/// A path with its variables in braces. Of a parameter that it has no place for, that is noted.
fn template(written: &str, parameters: &mut [Parameter]) -> String {
    let missing = |template: &str, parameter: &Parameter| {
        parameter.location == Location::Path && !template.contains(&format!("{{{}}}", parameter.name))
    };
    let elsewhere = parameters.iter().filter(|parameter| missing(written, parameter));
    let elsewhere: Vec<&str> = elsewhere.map(|parameter| parameter.name.as_str()).collect();
    let template = with_braces(written, &elsewhere).unwrap_or_else(|| written.to_owned());
    for parameter in parameters.iter_mut().filter(|parameter| missing(&template, parameter)) {
        let (what, reason) = (format!("the parameter `{}`", parameter.name), "its path has no such variable");
        parameter.slips.push(slip(parameter.place.key("name").value(), what, reason, "not sent"));
    }
    template
}

/// Types a normalised slice, or says at its place why it has no such type.
pub(super) fn typed<T: DeserializeOwned>(json: Json, what: &str, place: &Place, report: &mut Report) -> Option<T> {
    match serde_json::from_value(json) {
        Ok(value) => Some(value),
        Err(error) => {
            report.add(
                place.value(),
                Kind::InvalidOpenApi { what: what.to_owned(), reason: error.to_string(), read: None },
            );
            None
        }
    }
}

/// What holds for an operation, the nearest last: the Path Item, also where it refers to another one, and itself. That the
/// reference leads nowhere is said where something is looked for in vain.
fn levels(library: &mut Library, entry: &Entry) -> Vec<Node> {
    let target = entry.item.get("$ref").and_then(|_| library.resolve(entry.item.clone(), &mut Report::default()));
    let far = target.or_else(|| entry.beside.as_ref().map(|_| entry.item.clone()));
    let near = entry.beside.clone().unwrap_or_else(|| entry.item.clone());
    far.into_iter().chain([near, entry.operation.clone()]).collect()
}

/// Those of the path item, overridden by those of the operation; and whether a reference among them leads nowhere.
fn declared(library: &mut Library, levels: &[Node], report: &mut Report) -> (Vec<Node>, bool) {
    let identity = |node: &Node| (node.value.text("in").map(str::to_owned), node.value.text("name").map(str::to_owned));
    let (mut declared, mut has_unread) = (Vec::<Option<Node>>::new(), false);
    let mut known = HashMap::new();
    for level in levels {
        for node in level.get("parameters").map(|list| list.items()).unwrap_or_default() {
            let Some(node) = library.resolve(node, report) else {
                has_unread = true;
                continue;
            };
            let before = known.insert(identity(&node), declared.len());
            if let Some(overridden) = before.and_then(|before| declared.get_mut(before)) {
                *overridden = None;
            }
            declared.push(Some(node));
        }
    }
    (declared.into_iter().flatten().collect(), has_unread)
}

fn read_parameter(node: &Node, description: &Description, report: &mut Report) -> Option<Parameter> {
    use openapiv3::{Parameter as Typed, PathStyle, QueryStyle};
    let version = description.version;
    if node.value.text("in") == Some("querystring") {
        return Some(read_querystring(node));
    }
    if version == Version::Three {
        check_location(node, report)?;
    }
    let is_new_cookie = node.value.text("style") == Some("cookie");
    let json = match version {
        Version::Two => swagger::parameter(node),
        // Version 3.0 demands one of the two; a parameter without either is a string. It does not know the cookies of 3.2.
        Version::Three => without(with_schema(normalise(node)), "style", is_new_cookie),
    };
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
        Typed::Cookie { .. } => (Location::Cookie, if is_new_cookie { Style::Cookie } else { Style::Form }),
    };
    let reserved = flag(node, "allowReserved") == Some(true);
    let style = swagger::collection(node).0.filter(|_| version == Version::Two).unwrap_or(style);
    let content = node.get("content").and_then(|content| content.members().into_iter().next());
    Some(Parameter {
        name: data.name.clone(),
        location,
        required: data.required || location == Location::Path,
        style,
        explode: data.explode.unwrap_or(matches!(style, Style::Form | Style::Cookie)),
        allow_reserved: reserved && (location == Location::Query || description.is_3_2()),
        within: if version == Version::Two { swagger::within(&node.value) } else { Vec::new() },
        schema: match (&content, version) {
            (Some((_, media)), _) => media.get("schema"),
            (None, Version::Two) => Some(node.clone()),
            (None, Version::Three) => node.get("schema"),
        },
        content_type: content.map(|(name, _)| name),
        place: node.place.clone(),
        slips: of_parameter(node, version).into_iter().chain(unused_reserved(node, location, description)).collect(),
    })
}

/// Before version 3.2 only values in a query may keep reserved characters.
fn unused_reserved(node: &Node, location: Location, description: &Description) -> Option<Slip> {
    let is_said = flag(node, "allowReserved") == Some(true) && description.version == Version::Three;
    (is_said && location != Location::Query && !description.is_3_2()).then(|| {
        let what = format!("`allowReserved` of the {} parameter", location.text());
        slip(node.place.key("allowReserved").name(), what, "it is for queries before OpenAPI 3.2", "not used")
    })
}

/// The whole query as one value (OpenAPI 3.2).
fn read_querystring(node: &Node) -> Parameter {
    let content = node.get("content").and_then(|content| content.members().into_iter().next());
    Parameter {
        name: node.value.text("name").unwrap_or_default().to_owned(),
        location: Location::QueryString,
        required: node.value.get("required") == Some(&Value::Bool(true)),
        style: Style::Form,
        explode: true,
        allow_reserved: false,
        within: Vec::new(),
        schema: content.as_ref().and_then(|(_, media)| media.get("schema")),
        content_type: content.map(|(name, _)| name),
        place: node.place.clone(),
        slips: of_parameter(node, Version::Three),
    }
}

fn with_schema(json: Json) -> Json {
    if json.get("content").is_some() { json } else { with_default(json, "schema", json!({})) }
}

fn read_body(library: &mut Library, node: Node, description: &Description, report: &mut Report) -> Option<RequestBody> {
    let node = library.resolve(node, report)?;
    let required = node.value.get("required") == Some(&Value::Bool(true));
    let mut content = read_content(library, &node, report);
    for media in &mut content {
        media.has_styles = !(description.is_3_0() && media.content_type.starts_with("multipart/"));
    }
    Some(RequestBody { required, content, place: node.place, slips: Vec::new() })
}

/// The media types of a body; since version 3.2 one may be a reference.
pub(super) fn read_content(library: &mut Library, node: &Node, report: &mut Report) -> Vec<Media> {
    let content = node.get("content").map(|content| content.members()).unwrap_or_default();
    let content = content.into_iter().filter_map(|(content_type, media)| {
        let media = library.resolve(media, report)?;
        Some(Media { content_type, schema: media.get("schema"), encoding: media.get("encoding"), has_styles: true })
    });
    content.collect()
}

fn read_security(node: Option<Node>) -> Vec<Vec<String>> {
    let alternatives = node.map(|node| node.items()).unwrap_or_default();
    alternatives.iter().map(|alternative| alternative.members().into_iter().map(|(name, _)| name).collect()).collect()
}
