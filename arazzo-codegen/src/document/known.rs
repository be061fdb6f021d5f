//! The fields of each object of the specification, in its order: what a reader takes, and what an editor offers.

/// The Arazzo Object.
pub(crate) const DOCUMENT: [&str; 6] = ["arazzo", "$self", "info", "sourceDescriptions", "workflows", "components"];

/// The Info Object.
pub(crate) const INFO: [&str; 4] = ["title", "summary", "description", "version"];

/// The Source Description Object.
pub(crate) const SOURCE: [&str; 3] = ["name", "url", "type"];

/// The Workflow Object.
pub(crate) const WORKFLOW: [&str; 10] = [
    "workflowId",
    "summary",
    "description",
    "inputs",
    "dependsOn",
    "steps",
    "successActions",
    "failureActions",
    "outputs",
    "parameters",
];

/// The Step Object.
pub(crate) const STEP: [&str; 16] = [
    "stepId",
    "description",
    "operationId",
    "operationPath",
    "workflowId",
    "parameters",
    "requestBody",
    "successCriteria",
    "onSuccess",
    "onFailure",
    "outputs",
    "timeout",
    "dependsOn",
    "channelPath",
    "action",
    "correlationId",
];

/// The Parameter Object.
pub(crate) const PARAMETER: [&str; 3] = ["name", "in", "value"];

/// The Reusable Object.
pub(crate) const REFERENCE: [&str; 2] = ["reference", "value"];

/// The Request Body Object.
pub(crate) const REQUEST_BODY: [&str; 3] = ["contentType", "payload", "replacements"];

/// The Payload Replacement Object.
pub(crate) const REPLACEMENT: [&str; 3] = ["target", "targetSelectorType", "value"];

/// The Criterion Object; beside `type` the schema of version 1.0 had a `version`.
pub(crate) const CRITERION: [&str; 4] = ["context", "condition", "type", "version"];

/// The Expression Type Object.
pub(crate) const EXPRESSION_TYPE: [&str; 2] = ["type", "version"];

/// The Selector Object.
pub(crate) const SELECTOR: [&str; 3] = ["context", "selector", "type"];

/// The Success Action Object.
pub(crate) const SUCCESS_ACTION: [&str; 6] = ["name", "type", "workflowId", "stepId", "criteria", "parameters"];

/// The Failure Action Object.
pub(crate) const FAILURE_ACTION: [&str; 8] =
    ["name", "type", "workflowId", "stepId", "criteria", "parameters", "retryAfter", "retryLimit"];

/// The Components Object.
pub(crate) const COMPONENTS: [&str; 4] = ["inputs", "parameters", "successActions", "failureActions"];
