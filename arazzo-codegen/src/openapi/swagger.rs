//! Swagger 2.0 in the words of version 3: `collectionFormat` is a style, `body` and `formData` are a request body, `produces` and
//! `schema` are content.

use serde_json::{Value as Json, json};

use super::library::Library;
use super::node::Node;
use super::normalise::reference_to;
use super::operation::{Media, RequestBody, Response, Style};
use super::responses::{Header, status_key};
use crate::diagnostic::Report;
use crate::value::{Object, Value};

/// Members of a parameter that are not of its schema.
const NOT_OF_SCHEMA: [&str; 6] = ["name", "in", "required", "collectionFormat", "allowEmptyValue", "description"];

/// The key of a list beside its style: no Encoding Object of version 3 has it.
pub(super) const LIST: &str = "(list of Swagger 2.0)";

const MULTIPART: &str = "multipart/form-data";
const FORM: &str = "application/x-www-form-urlencoded";

/// Whether a parameter is a part of the request body.
pub(super) fn is_body(parameter: &Node) -> bool {
    matches!(parameter.value.text("in"), Some("body" | "formData"))
}

/// A parameter as version 3.0 would say it, for `openapiv3`; its schema is the parameter itself.
pub(super) fn parameter(node: &Node) -> Json {
    let (_, explode) = collection(node);
    json!({
        "name": node.value.text("name"),
        "in": node.value.text("in"),
        "required": node.value.get("required") == Some(&Value::Bool(true)),
        "explode": explode,
        "schema": reference_to(node),
    })
}

/// The style of a list, where it is another one than its place has by default; and whether each element has its own name.
pub(super) fn collection(node: &Node) -> (Option<Style>, bool) {
    match node.value.text("collectionFormat") {
        Some("ssv") => (Some(Style::SpaceDelimited), false),
        Some("tsv") => (Some(Style::TabDelimited), false),
        Some("pipes") => (Some(Style::PipeDelimited), false),
        Some("multi") => (None, true),
        _ => (None, false),
    }
}

/// The styles of lists in a list, the outer ones first: their default is `csv` too.
pub(super) fn within(list: &Value) -> Vec<Style> {
    let inner = list.get("items").filter(|items| items.text("type") == Some("array"));
    let Some(inner) = inner else { return Vec::new() };
    let own = match inner.text("collectionFormat") {
        Some("ssv") => Style::SpaceDelimited,
        Some("tsv") => Style::TabDelimited,
        Some("pipes") => Style::PipeDelimited,
        _ => Style::Simple,
    };
    std::iter::once(own).chain(within(inner)).collect()
}

/// The body of an operation, from those of its parameters that are parts of it.
pub(super) fn body(parameters: &[Node], operation: &Node, root: &Node) -> Option<RequestBody> {
    let consumed = types(operation, root, "consumes");
    if let Some(body) = parameters.iter().find(|parameter| parameter.value.text("in") == Some("body")) {
        let consumed = if consumed.is_empty() { vec!["application/json".to_owned()] } else { consumed };
        let media = |content_type| Media { content_type, schema: body.get("schema"), encoding: None, has_styles: true };
        let required = body.value.get("required") == Some(&Value::Bool(true));
        let content = consumed.into_iter().map(media).collect();
        return Some(RequestBody {
            required,
            content,
            place: body.place.clone(),
            slips: super::slips::of_body(parameters),
        });
    }
    let fields: Vec<&Node> = parameters.iter().filter(|field| field.value.text("in") == Some("formData")).collect();
    if fields.is_empty() {
        return None;
    }
    let (schema, encoding) = form(&fields, operation);
    let media = |content_type: String| Media {
        content_type,
        schema: Some(schema.clone()),
        encoding: Some(encoding.clone()),
        has_styles: true,
    };
    let required = fields.iter().any(|field| field.value.get("required") == Some(&Value::Bool(true)));
    let content = form_types(consumed, &fields).into_iter().map(media).collect();
    Some(RequestBody { required, content, place: operation.place.key("parameters"), slips: Vec::new() })
}

/// The types of a form that an operation takes; a file needs parts.
fn form_types(consumed: Vec<String>, fields: &[&Node]) -> Vec<String> {
    let has_file = fields.iter().any(|field| field.value.text("type") == Some("file"));
    let is_form = |name: &String| name.starts_with(MULTIPART) || name.starts_with(FORM) && !has_file;
    let forms: Vec<String> = consumed.into_iter().filter(is_form).collect();
    match (forms.is_empty(), has_file) {
        (false, _) => forms,
        (true, true) => vec![MULTIPART.to_owned()],
        (true, false) => vec![FORM.to_owned()],
    }
}

/// The schema of a form, and how its lists are written.
fn form(fields: &[&Node], operation: &Node) -> (Node, Node) {
    let (mut properties, mut required, mut encoding) = (Vec::new(), Vec::new(), Vec::new());
    for field in fields {
        let Some(name) = field.value.text("name") else { continue };
        properties.push((name.to_owned(), field_schema(field)));
        if field.value.get("required") == Some(&Value::Bool(true)) {
            required.push(Value::String(name.into()));
        }
        if field.value.text("type") == Some("array") {
            encoding.push((name.to_owned(), field_encoding(field)));
        }
    }
    let place = operation.place.key("parameters");
    let schema = object([
        ("type".to_owned(), Value::String("object".into())),
        ("properties".to_owned(), object(properties)),
        ("required".to_owned(), Value::Array(required.into())),
    ]);
    (Node { value: schema, place: place.clone() }, Node { value: object(encoding), place })
}

fn object(members: impl IntoIterator<Item = (String, Value)>) -> Value {
    Value::Object(Object::Parsed(members.into_iter().collect()).into())
}

fn field_schema(field: &Node) -> Value {
    let members = field.members().into_iter().filter(|(key, _)| !NOT_OF_SCHEMA.contains(&key.as_str()));
    if field.value.text("type") == Some("file") {
        let bytes = [("type", "string"), ("format", "binary")];
        return object(bytes.map(|(key, value)| (key.to_owned(), Value::String(value.into()))));
    }
    object(members.map(|(key, node)| (key, node.value)))
}

fn field_encoding(field: &Node) -> Value {
    let (style, explode) = collection(field);
    let style = match style {
        Some(Style::SpaceDelimited) => "spaceDelimited",
        Some(Style::TabDelimited) => "tabDelimited",
        Some(Style::PipeDelimited) => "pipeDelimited",
        _ => "form",
    };
    object([
        ("style".to_owned(), Value::String(style.into())),
        ("explode".to_owned(), Value::Bool(explode)),
        (LIST.to_owned(), field.value.clone()),
    ])
}

/// The documented responses: those with a schema have it in every type that the operation produces.
pub(super) fn responses(library: &mut Library, operation: &Node, root: &Node, report: &mut Report) -> Vec<Response> {
    let produced = types(operation, root, "produces");
    let produced = if produced.is_empty() { vec!["application/json".to_owned()] } else { produced };
    let mut responses = Vec::new();
    for (key, node) in operation.get("responses").map(|responses| responses.members()).unwrap_or_default() {
        let Some(status) = status_key(&key) else { continue };
        let Some(node) = library.resolve(node, report) else { continue };
        let schema = node.get("schema");
        let described = produced.iter().filter(|_| schema.is_some());
        let content = described.map(|name| Media {
            content_type: name.clone(),
            schema: schema.clone(),
            encoding: None,
            has_styles: true,
        });
        let headers = node.get("headers").map(|headers| headers.members()).unwrap_or_default();
        let headers = headers.into_iter().map(|(name, header)| Header { name, schema: Some(header) });
        responses.push(Response { status, content: content.collect(), headers: headers.collect() });
    }
    responses
}

/// The media types of an operation, or of the whole description.
fn types(operation: &Node, root: &Node, key: &str) -> Vec<String> {
    let list = operation.get(key).or_else(|| root.get(key)).map(|list| list.items()).unwrap_or_default();
    list.iter().filter_map(|name| name.value.as_str().map(str::to_owned)).collect()
}
