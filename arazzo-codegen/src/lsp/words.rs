//! Words that the specification gives, for those who choose one.

/// What a source describes.
pub(super) const SOURCE_TYPES: [&str; 3] = ["openapi", "arazzo", "asyncapi"];

/// Where a parameter is sent.
pub(super) const LOCATIONS: [&str; 5] = ["path", "query", "header", "cookie", "querystring"];

/// How a criterion looks at its context.
pub(super) const CRITERION_TYPES: [&str; 4] = ["simple", "regex", "jsonpath", "xpath"];

/// How a selector and a target name a part of a value.
pub(super) const SELECTOR_TYPES: [&str; 3] = ["jsonpath", "xpath", "jsonpointer"];

/// What an action does.
pub(super) const ACTION_TYPES: [&str; 3] = ["end", "goto", "retry"];

/// The versions of the specification that new documents should have.
pub(super) const VERSIONS: [&str; 2] = ["1.1.0", "1.0.1"];

/// Keywords of a schema of inputs, those that most have first.
pub(super) const SCHEMA: [&str; 16] = [
    "type",
    "properties",
    "required",
    "description",
    "default",
    "enum",
    "items",
    "format",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "additionalProperties",
    "const",
    "$ref",
];

/// The types of JSON Schema.
pub(super) const SCHEMA_TYPES: [&str; 7] = ["string", "integer", "number", "boolean", "array", "object", "null"];
