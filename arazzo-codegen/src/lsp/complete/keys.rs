//! Keys of objects: those that are still allowed.

use lsp_types::CompletionItemKind;

use super::at::At;
use super::candidate::{Candidate, Key};
use super::written::Opens;
use super::{expressions, payloads};
use crate::lsp::grammar::{Slot, slot};
use crate::lsp::outline::Node;
use crate::place::Segment;

/// The keys that an object at a position can have besides those that it has.
pub(super) fn keys(at: &mut At<'_, '_>) -> Vec<Key> {
    let mut keys = match at.slot {
        Slot::Payload => payloads::keys(at),
        Slot::Outputs => expressions::outputs(at),
        Slot::Properties => Vec::new(),
        _ => of_object(at),
    };
    let node = at.outline().at(&at.path);
    let is_there = |name: &str| {
        let members = node.map(Node::members).unwrap_or_default();
        // The one that is typed is not there yet.
        members.iter().any(|member| member.key.text == name && member.key.text != at.before)
    };
    keys.retain(|key| !is_there(key.label()));
    keys
}

fn of_object(at: &At<'_, '_>) -> Vec<Key> {
    let node = at.outline().at(&at.path);
    let has = |name: &str| node.is_some_and(|node| node.get(name).is_some());
    let is_old = at.outline().text("arazzo").is_some_and(|version| version.starts_with("1.0"));
    let allowed = |name: &&&str| !(excluded(at.slot, name, &has) || is_old && is_newer(at.slot, name));
    let reference = match at.slot {
        Slot::Parameter | Slot::Action(_) if !has("name") => Some("reference"),
        _ => None,
    };
    let names = at.slot.keys().iter().filter(allowed).copied().chain(reference);
    names.map(|name| Key::new(Candidate::new(name, CompletionItemKind::PROPERTY), opens(at, name))).collect()
}

/// Fields that Arazzo has since version 1.1.
fn is_newer(slot: Slot, name: &str) -> bool {
    match slot {
        Slot::Document => name == "$self",
        Slot::Step => ["timeout", "dependsOn", "channelPath", "action", "correlationId"].contains(&name),
        Slot::Action(_) => name == "parameters",
        Slot::Replacement => name == "targetSelectorType",
        _ => false,
    }
}

/// Fields that others rule out.
fn excluded(slot: Slot, name: &str, has: &dyn Fn(&str) -> bool) -> bool {
    const TARGETS: [&str; 4] = ["operationId", "operationPath", "workflowId", "channelPath"];
    match slot {
        Slot::Step => {
            let is_called = TARGETS.iter().any(|target| has(target));
            let is_other = TARGETS.contains(&name) && is_called;
            let is_asynchronous = ["action", "correlationId"].contains(&name) && !has("channelPath");
            is_other || is_asynchronous || name == "requestBody" && has("workflowId")
        }
        Slot::Action(_) => match name {
            "stepId" => has("workflowId"),
            "workflowId" => has("stepId"),
            "parameters" => !has("workflowId"),
            _ => has("reference"),
        },
        Slot::Parameter if has("reference") => name != "value",
        // Only the schema of version 1.0 has it there.
        Slot::Criterion => name == "version",
        _ => false,
    }
}

fn opens(at: &At<'_, '_>, name: &str) -> Opens {
    let path: Vec<Segment> = at.path.iter().cloned().chain([Segment::Key(name.to_owned())]).collect();
    match slot(&path) {
        Slot::Info
        | Slot::Sources
        | Slot::Workflows
        | Slot::Components
        | Slot::Dependencies(_)
        | Slot::Steps
        | Slot::Parameters
        | Slot::RequestBody
        | Slot::Replacements
        | Slot::Criteria
        | Slot::Actions(_)
        | Slot::Outputs
        | Slot::Payload
        | Slot::Properties
        | Slot::RequiredInputs
        | Slot::ComponentInputs
        | Slot::ComponentParameters
        | Slot::ComponentActions(_) => Opens::Lines,
        Slot::Inputs if ["inputs", "items"].contains(&name) => Opens::Lines,
        _ => Opens::Value,
    }
}
