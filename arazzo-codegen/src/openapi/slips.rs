//! What OpenAPI does not allow and still has one reading. It is reported where a workflow needs that part of a description.

use super::description::{Description, Entry, Version};
use super::node::Node;
use super::template::{has_wildcard, likely_pattern, likely_variable};
use crate::diagnostic::{Kind, Report};
use crate::place::Mark;
use crate::value::Value;

/// The versions of OpenAPI 3 that are known, and the one that any other is read as.
const MINORS: [&str; 3] = ["0", "1", "2"];

/// What may stand beside the reference of a Path Item without meaning anything to a request.
const WITHOUT_MEANING: [&str; 3] = ["$ref", "summary", "description"];

/// A mistake of a description that is said when it matters.
pub(crate) type Slip = (Mark, Kind);

/// `read` is what becomes of it, for the label.
pub(crate) fn slip(mark: Mark, what: String, reason: impl Into<String>, read: &'static str) -> Slip {
    (mark, Kind::InvalidOpenApi { what, reason: reason.into(), read: Some(read) })
}

/// A version of OpenAPI 3 that nobody knew when this was written.
pub(super) fn check_minor(root: &Node, version: &str, report: &mut Report) {
    let minor = version.split('.').nth(1).unwrap_or_default();
    if !MINORS.contains(&minor) {
        let reason = "of version 3, only 3.0, 3.1 and 3.2 are known";
        let mark = root.place.key("openapi").value();
        let (mark, kind) = slip(mark, format!("`openapi: {version}`"), reason, "read as 3.2");
        report.add(mark, kind);
    }
}

/// A field that is to be a list of objects, and is something else: nothing of it is used.
pub(super) fn check_objects(level: &Node, field: &'static str, report: &mut Report) {
    let Some(list) = level.get(field).filter(|list| list.value != Value::Null) else { return };
    let are_objects = |items: &[Value]| items.iter().all(|item| item.as_object().is_some());
    if !list.value.as_array().is_some_and(are_objects) {
        let (mark, kind) = slip(list.place.name(), format!("`{field}`"), "a list of objects is expected", "not used");
        report.add(mark, kind);
    }
}

/// What is wrong with a parameter, for the steps that send it.
pub(super) fn of_parameter(node: &Node, version: Version) -> Vec<Slip> {
    let what = || format!("the parameter `{}`", node.value.text("name").unwrap_or_default());
    let mut slips = Vec::new();
    if node.value.text("in") == Some("path") && node.value.get("required") != Some(&Value::Bool(true)) {
        let key = if node.get("required").is_some() { "required" } else { "name" };
        let reason = "one in `path` needs `required: true`";
        slips.push(slip(node.place.key(key).value(), what(), reason, "required anyway"));
    }
    slips.extend(of_type(&node.get("schema").unwrap_or_else(|| node.clone())));
    let Some(content) = node.get("content").filter(|_| version == Version::Three) else { return slips };
    if node.get("schema").is_some() {
        slips.push(slip(content.place.name(), what(), "it has `content` and `schema`", "`content` is used"));
    }
    if content.members().len() > 1 {
        let reason = "`content` may have one media type only";
        slips.push(slip(content.place.name(), what(), reason, "the first one is used"));
    }
    slips
}

/// The types of JSON Schema, and the one that Swagger 2.0 has for uploads.
const TYPES: [&str; 8] = ["string", "number", "integer", "boolean", "array", "object", "null", "file"];

/// The type of a schema, where that is a word which names none, such as `char`.
pub(super) fn of_type(schema: &Node) -> Option<Slip> {
    let kind = schema.get("type")?;
    let words = kind.value.as_array().unwrap_or(std::slice::from_ref(&kind.value));
    let unknown = words.iter().filter_map(Value::as_str).find(|word| !TYPES.contains(word))?;
    let reason = format!("JSON Schema has no type `{unknown}`");
    Some(slip(kind.place.value(), "this schema".to_owned(), reason, "any value may be there"))
}

/// The parts of a body that version 2.0 has among the parameters: in version 3 they are lost.
pub(super) fn check_location(node: &Node, report: &mut Report) -> Option<()> {
    let location = node.value.text("in").filter(|location| ["formData", "body"].contains(location));
    let Some(location) = location else { return Some(()) };
    let what = format!("the parameter `{}`", node.value.text("name").unwrap_or_default());
    let reason = format!("`in: {location}` is known in version 2.0 only, and a body in version 3 is a `requestBody`");
    let (mark, kind) = slip(node.place.key("in").value(), what, reason, "not known to the operation");
    report.add(mark, kind);
    None
}

/// Swagger 2.0 takes one body, or the fields of a form.
pub(super) fn of_body(parameters: &[Node]) -> Vec<Slip> {
    let is_in = |parameter: &&Node, place: &str| parameter.value.text("in") == Some(place);
    let bodies: Vec<&Node> = parameters.iter().filter(|parameter| is_in(parameter, "body")).collect();
    let Some((_, others)) = bodies.split_first() else { return Vec::new() };
    let field = parameters.iter().find(|parameter| is_in(parameter, "formData"));
    let second = others.first().copied().map(|other| (other, "there is another one in `body`"));
    let second = second.or(field.map(|field| (field, "there is another one in `body`, which is all of it")));
    let slips = second.map(|(node, reason)| {
        let what = format!("the parameter `{}`", node.value.text("name").unwrap_or_default());
        slip(node.place.key("in").value(), what, reason, "not used")
    });
    slips.into_iter().collect()
}

/// What is wrong with the operation as a whole. `template` is what is understood of its path, and may be other than what is
/// written.
pub(super) fn check_entry(
    entry: &Entry,
    description: &Description,
    (template, is_other): (&str, bool),
    report: &mut Report,
) {
    let path = || format!("the path `{}`", entry.path);
    let mark = || description.root.place.key("paths").key(&entry.path).name();
    let mut slips = Vec::new();
    if template.contains('?') {
        slips.push(slip(mark(), path(), "a query belongs into parameters", "sent as it stands"));
    }
    if is_other {
        let wildcard = if has_wildcard(&entry.path) { "; a `/` in its value is sent as `%2F`" } else { "" };
        let reason = format!("a variable is its name in braces, as in `{template}`{wildcard}");
        slips.push(slip(mark(), path(), reason, "understood as a variable"));
    }
    if let Some(segment) = likely_variable(template) {
        let reason = format!("`{segment}` looks like a variable, and no parameter has that name");
        slips.push(slip(mark(), path(), reason, "sent as it stands"));
    } else if let Some(segment) = likely_pattern(template) {
        let reason = format!("`{segment}` looks like a pattern, and is no variable in braces");
        slips.push(slip(mark(), path(), reason, "sent as it stands"));
    }
    if let Some(what) = entry.newer().filter(|_| !description.is_3_2()) {
        let mark = entry.operation.place.name();
        slips.push(slip(mark, what, "it is known since OpenAPI 3.2 only", "called anyway"));
    }
    if let Some(sibling) = entry.siblings().next() {
        let reason = format!("beside `$ref`, what `{}` means is undefined", sibling.0);
        slips.push(slip(sibling.1.place.name(), path(), reason, "used together with what is referred to"));
    }
    for (mark, kind) in slips {
        report.add(mark, kind);
    }
}

impl Entry {
    /// How a message names what OpenAPI has since version 3.2.
    fn newer(&self) -> Option<String> {
        let known = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];
        (!known.contains(&self.method.as_str())).then(|| format!("the method `{}`", self.method))
    }

    /// What has to do with this operation and stands beside the reference of its Path Item.
    fn siblings(&self) -> impl Iterator<Item = (String, Node)> {
        let own = Some(&self.item).filter(|item| item.get("$ref").is_some());
        let own = own.map(Node::members).unwrap_or_default();
        let beside = self.beside.as_ref().map(Node::members).unwrap_or_default().into_iter();
        // The other operations there are not this one.
        let beside = beside.filter(|(key, _)| key == "parameters" || key == "servers");
        own.into_iter()
            .filter(|(key, _)| !WITHOUT_MEANING.contains(&key.as_str()) && !key.starts_with("x-"))
            .chain(beside)
    }
}
