//! The options of a case, from the file `options` in its folder: one a line, as the command calls them.
//!
//! `allow CODE`, `warn CODE`, `deny CODE`, `strict`, `source NAME=PATH`, `workflow ID`, `output NAME=TYPE`, `outcome enum`, `lenient`,
//! `infer-inputs false`,
//! `required-outputs all` or a list of names;
//! `document NAME` compiles another file than the workflow.

use std::fs;
use std::path::Path;

use arazzo_codegen::{Document, RequiredOutputs};

/// The document of a folder below `root`, with its options. `workflow` is the file to compile when nothing else is said.
pub(crate) fn document(root: &Path, folder: &Path, workflow: &str) -> Document {
    let options = fs::read_to_string(folder.join("options")).unwrap_or_default();
    let lines = || options.lines().map(|line| line.split_once(' ').unwrap_or((line, "")));
    let file = lines().find(|(option, _)| *option == "document").map_or(workflow, |(_, file)| file);
    let below = folder.strip_prefix(root).unwrap_or(folder);
    lines().fold(Document::new(below.join(file)), |document, (option, value)| match option {
        "allow" => document.allow(value),
        "warn" => document.warn(value),
        "deny" => document.deny(value),
        "strict" => document.strict(true),
        "workflow" => document.workflow(value),
        "source" => {
            let (name, path) = value.split_once('=').expect("NAME=PATH");
            document.source(name, folder.join(path))
        }
        "output" => {
            let (name, rust) = value.split_once('=').expect("NAME=TYPE");
            document.output_type(name, rust)
        }
        "required-outputs" if value == "all" => document.required_outputs(RequiredOutputs::All),
        "required-outputs" => {
            let names = value.split(' ').map(str::to_owned).collect();
            document.required_outputs(RequiredOutputs::Named(names))
        }
        "lenient" => document.lenient(true),
        "infer-inputs" => document.infer_inputs(value == "true"),
        "outcome" if value == "enum" => document.outcome_enum(true),
        "document" => document,
        other => panic!("{}: `{other}` is not an option", folder.display()),
    })
}
