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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Kind, Report};
    use crate::document;
    use crate::place::{FileId, Place};
    use crate::value::Value;

    /// The words that the reader of documents takes in the place of `wrong`.
    fn taken(step: &str) -> Vec<&'static str> {
        let head = "{ arazzo: 1.1.0, info: { title: a, version: 1.0.0 }, sourceDescriptions: [";
        let text = format!("{head}{{ name: a, url: a.yml }}], workflows: [{{ workflowId: a, steps: [{step}] }}] }}");
        let mut report = Report::default();
        document::read(&Value::from_yaml(&text).unwrap(), &Place::root(FileId::default()), &mut report);
        let allowed = report.into_findings().into_iter().find_map(|finding| match finding.kind {
            Kind::InvalidValue { allowed, .. } => Some(allowed),
            _ => None,
        });
        sorted(&allowed.unwrap_or_else(|| panic!("{step}")))
    }

    fn sorted(words: &[&'static str]) -> Vec<&'static str> {
        let mut words = words.to_vec();
        words.sort_unstable();
        words
    }

    #[test]
    fn what_is_offered_is_what_is_taken() {
        let step = |fields: &str| taken(&format!("{{ stepId: a, operationId: a, {fields} }}"));
        assert_eq!(step("parameters: [{ name: a, in: wrong, value: 1 }]"), sorted(&LOCATIONS));
        assert_eq!(step("onFailure: [{ name: a, type: wrong }]"), sorted(&ACTION_TYPES));
        assert_eq!(step("successCriteria: [{ condition: a, type: wrong }]"), sorted(&CRITERION_TYPES));
        let selector = "outputs: { a: { context: $response.body, selector: a, type: wrong } }";
        assert_eq!(step(selector), sorted(&SELECTOR_TYPES));
    }
}
