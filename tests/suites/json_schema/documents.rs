//! A workflow and its description for one case of the suite.
//!
//! The schema is that of the member `v`, of what is sent or of what comes back. It stands in a file of its own, `schema.json`,
//! because its references begin at its root.

use std::fs;
use std::path::{Path, PathBuf};

use arazzo_codegen::{Compiled, Document, compile};
use quote::quote;
use serde_json::{Value, json};

use crate::suite::Case;

/// A folder below `target/`, which is gone when it is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("json-schema").join(name);
        fs::create_dir_all(&path).expect("a folder below target/");
        Folder(path)
    }

    /// Compiles a workflow, and the operation `op` that it calls.
    pub(crate) fn compile(&self, case: &Case, workflow: &Value, operation: &Value) -> Compiled {
        self.write("schema.json", &case.schema);
        self.write("api.json", &description(operation));
        self.write("workflow.json", &document(workflow));
        compile(&self.0, &Document::new("workflow.json"), &quote! { ::arazzo })
    }

    fn write(&self, name: &str, value: &Value) {
        fs::write(self.0.join(name), value.to_string()).expect("a file below target/");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The schema of a case, as a description names it. No file holds `true` alone.
pub(crate) fn schema_of(case: &Case) -> Value {
    if case.schema.is_boolean() { case.schema.clone() } else { json!({"$ref": "schema.json"}) }
}

/// `application/json` with a member `v` of a schema.
pub(crate) fn content(schema: &Value) -> Value {
    json!({"application/json": {"schema": {"type": "object", "required": ["v"], "properties": {"v": schema}}}})
}

fn description(operation: &Value) -> Value {
    let mut operation = operation.clone();
    operation["operationId"] = json!("op");
    json!({
        "openapi": "3.1.0",
        "info": {"title": "a", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {"/x": {"post": operation}},
    })
}

fn document(workflow: &Value) -> Value {
    let mut workflow = workflow.clone();
    workflow["workflowId"] = json!("w");
    json!({
        "arazzo": "1.0.1",
        "info": {"title": "t", "version": "1"},
        "sourceDescriptions": [{"name": "api", "url": "api.json", "type": "openapi"}],
        "workflows": [workflow],
    })
}
