//! A draft as a document.

use std::path::{Component, Path, PathBuf};

use serde_yaml::{Mapping, Value};

use super::draft::{Body, Call, Draft, Payload, Step};
use crate::openapi::Location;

/// The name of the only source.
const SOURCE: &str = "api";

/// `url` is the description, relative to the document.
pub(super) fn document(draft: &Draft, workflow: &str, url: &str) -> String {
    let required: Vec<Value> = draft.inputs.iter().map(|input| input.name.as_str().into()).collect();
    let properties = draft.inputs.iter().map(|input| {
        let kind = Some(("type", input.kind.into())).filter(|_| !input.kind.is_empty());
        let first = input.description.as_deref().and_then(|text| text.lines().next());
        let description = first.map(|text| ("description", text.into()));
        (input.name.as_str(), mapping(kind.into_iter().chain(description)))
    });
    let inputs =
        mapping([("type", "object".into()), ("required", required.into()), ("properties", mapping(properties))]);
    let steps: Vec<Value> = draft.steps.iter().map(step).collect();
    let outputs = draft.outputs.iter().map(|(name, value)| (name.as_str(), value.as_str().into()));
    let workflow = mapping(
        [("workflowId", Some(workflow.into()))]
            .into_iter()
            .chain([("inputs", Some(inputs).filter(|_| !draft.inputs.is_empty()))])
            .chain([("steps", Some(steps.into()))])
            .chain([("outputs", Some(mapping(outputs)).filter(|_| !draft.outputs.is_empty()))])
            .filter_map(|(name, value)| Some((name, value?))),
    );
    let source = mapping([("name", SOURCE.into()), ("url", url.into()), ("type", "openapi".into())]);
    let whole = mapping([
        ("arazzo", "1.0.1".into()),
        ("info", mapping([("title", title(draft).into()), ("version", "1.0.0".into())])),
        ("sourceDescriptions", vec![source].into()),
        ("workflows", vec![workflow].into()),
    ]);
    // A mapping of texts can be written.
    serde_yaml::to_string(&whole).unwrap_or_default()
}

fn title(draft: &Draft) -> String {
    let steps: Vec<&str> = draft.steps.iter().map(|step| step.id.as_str()).collect();
    steps.join(", then ")
}

fn step(step: &Step) -> Value {
    let call = match &step.call {
        Call::OperationId(id) => ("operationId", id.as_str().into()),
        Call::OperationPath(pointer) => {
            ("operationPath", format!("{{$sourceDescriptions.{SOURCE}.url}}#{pointer}").into())
        }
    };
    let parameters: Vec<Value> = step.parameters.iter().map(self::parameter).collect();
    let success = vec![mapping([("condition", step.success.as_str().into())])];
    let outputs = step.outputs.iter().map(|(name, value)| (name.as_str(), value.as_str().into()));
    let parts = [
        Some(("stepId", step.id.as_str().into())),
        Some(call),
        Some(("parameters", parameters.clone().into())).filter(|_| !parameters.is_empty()),
        step.body.as_ref().map(|body| ("requestBody", self::body(body))),
        Some(("successCriteria", success.into())),
        Some(("outputs", mapping(outputs))).filter(|_| !step.outputs.is_empty()),
    ];
    mapping(parts.into_iter().flatten())
}

fn parameter((name, location, value): &(String, Location, String)) -> Value {
    mapping([("name", name.as_str().into()), ("in", location.text().into()), ("value", value.as_str().into())])
}

fn body(body: &Body) -> Value {
    let payload = match &body.payload {
        Payload::Whole(value) => value.as_str().into(),
        Payload::Members(members) => {
            mapping(members.iter().map(|(name, value)| (name.as_str(), value.as_str().into())))
        }
    };
    mapping([("contentType", body.content_type.as_str().into()), ("payload", payload)])
}

fn mapping<'a>(members: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    members.into_iter().map(|(name, value)| (Value::from(name), value)).collect::<Mapping>().into()
}

/// The way to a file from a folder; both are absolute.
pub(super) fn url(file: &Path, folder: &Path) -> String {
    let common = file.components().zip(folder.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(file.components().skip(common)).collect();
    way.to_string_lossy()
        .replace('\\', "/")
        .replace('%', "%25")
        .replace(' ', "%20")
        .replace('#', "%23")
        .replace('?', "%3F")
}
