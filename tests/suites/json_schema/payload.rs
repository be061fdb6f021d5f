//! A datum as a part of a request body.

use serde_json::json;

use crate::Otherwise;
use crate::documents::{Folder, content, schema_of};
use crate::suite::Case;

/// What the checks of a payload say, and nothing else does here.
const ACCUSATIONS: [&str; 6] = [
    "impossible-value",
    "refused-property",
    "required-property-missing",
    "unfit-type",
    "unfit-value",
    "unlisted-value",
];

/// Valid data that are accused on purpose.
pub(crate) const OTHERWISE: Otherwise = &[];

/// What is said against the datum.
pub(crate) fn codes(folder: &Folder, case: &Case) -> Vec<String> {
    let step = json!({"stepId": "s", "operationId": "op", "requestBody": {"payload": {"v": case.datum}}});
    let operation = json!({
        "requestBody": {"content": content(&schema_of(case))},
        "responses": {"200": {"description": "ok"}},
    });
    let compiled = folder.compile(case, &json!({"steps": [step]}), &operation);
    let codes = compiled.diagnostics.iter().map(|diagnostic| diagnostic.code);
    codes.filter(|code| ACCUSATIONS.contains(code)).map(str::to_owned).collect()
}
