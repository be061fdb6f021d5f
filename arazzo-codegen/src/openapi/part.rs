//! Whether a value may be a part of a description: a schema, a parameter, a response. A file that a `$ref` names may be any file of
//! the machine, and what is no part of a description must not come out in a sentence.

use crate::value::{Object, Value};

/// Members that say nothing by themselves, and that we never repeat.
const PROSE: [&str; 9] = [
    "description",
    "summary",
    "title",
    "deprecated",
    "nullable",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "x-internal",
];

/// Where parameters and credentials go.
const LOCATIONS: [&str; 7] = ["query", "querystring", "header", "path", "cookie", "body", "formData"];

const TYPES: [&str; 8] = ["string", "number", "integer", "boolean", "array", "object", "null", "file"];

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Whether one of its members is what only a part of a description has, or none of them says anything.
pub(super) fn is_part(value: &Value) -> bool {
    match value {
        Value::Bool(_) => true,
        Value::Object(object) => {
            object.iter().any(|(name, member)| is_mark(name, member, object))
                || object.keys().all(|name| PROSE.contains(&name.as_str()))
        }
        _ => false,
    }
}

/// Whether a member tells what the object is.
fn is_mark(name: &str, value: &Value, object: &Object) -> bool {
    match name {
        "type" => is_type(value),
        "$ref" | "openIdConnectUrl" => value.as_str().is_some(),
        "items" | "additionalProperties" | "not" | "schema" => is_part(value),
        "properties" | "patternProperties" | "$defs" | "definitions" | "headers" => members(value, is_part),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" | "parameters" => {
            value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(is_part))
        }
        "enum" | "required" => value.as_array().is_some(),
        "minLength" | "maxLength" | "minimum" | "maximum" | "minItems" | "maxItems" => {
            matches!(value, Value::Integer(_) | Value::Float(_) | Value::Number(_))
        }
        "in" => value.as_str().is_some_and(|place| LOCATIONS.contains(&place)) && object.contains_key("name"),
        "content" => members(value, |media| media.as_object().is_some()) && media_types(value),
        "scheme" | "flow" => value.as_str().is_some() && object.contains_key("type"),
        "flows" => members(value, |flow| flow.get("scopes").is_some()),
        method => METHODS.contains(&method) && value.get("responses").is_some_and(|all| all.as_object().is_some()),
    }
}

/// The name of a type, or several.
fn is_type(value: &Value) -> bool {
    let is_name = |value: &Value| value.as_str().is_some_and(|name| TYPES.contains(&name));
    value.as_array().map_or_else(|| is_name(value), |names| !names.is_empty() && names.iter().all(is_name))
}

fn members(value: &Value, test: impl Fn(&Value) -> bool) -> bool {
    value.as_object().is_some_and(|object| object.iter().all(|(_, member)| test(member)))
}

fn media_types(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.keys().all(|name| name.contains('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_from_other_files() {
        for text in [
            "{}",
            "true",
            "{type: string}",
            "{type: [string, 'null'], extra: 1}",
            "{description: Not found}",
            "{enum: [a]}",
            "{properties: {a: {type: string}, b: {}, c: true}}",
            "{allOf: [{$ref: a}, {type: object}]}",
            "{name: a, in: query}",
            "{name: a, in: body, schema: {type: object}}",
            "{content: {application/json: {schema: {type: object}}}}",
            "{get: {responses: {}}}",
            "{type: http, scheme: bearer}",
            "{type: oauth2, flows: {implicit: {authorizationUrl: a, scopes: {}}}}",
        ] {
            assert!(is_part(&Value::from_yaml(text).unwrap()), "{text}");
        }
        for text in [
            "x",
            "[]",
            "null",
            "{password: x}",
            "{type: service_account, private_key: x}",
            "{type: oauth2, client_secret: x}",
            "{type: postgres}",
            "{name: a, value: x}",
            "{in: x, name: y}",
            "{properties: {password: x}}",
            "{const: x}",
            "{value: x}",
            "{get: x}",
            "{content: {text: x}}",
            "{items: [{password: x}]}",
        ] {
            assert!(!is_part(&Value::from_yaml(text).unwrap()), "{text}");
        }
    }
}
