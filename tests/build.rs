//! Generates the five workflows of the repository, the documents they were abridged from where those are at hand, the
//! shapes of control flow, everything that a step can send, the cases of `conformance/`, and values of all types in all places.

#[path = "build/conformance.rs"]
mod conformance;
#[path = "vectors/documents.rs"]
mod documents;
#[path = "build/draw.rs"]
mod draw;
#[path = "suites/json_schema/fetch.rs"]
mod fetch;
#[path = "build/json_schema.rs"]
mod json_schema;
mod options;
#[path = "build/places.rs"]
mod places;
#[path = "build/random.rs"]
mod random;
#[path = "build/vectors.rs"]
mod vectors;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use arazzo_codegen::{Builder, Document};

#[path = "benches/scale/steps.rs"]
#[expect(dead_code, reason = "the benchmark has more kinds of documents")]
mod steps;

const WORKFLOWS: [&str; 5] = [
    "1password/arazzo/1password-provision-partner-billing-workflow.yml",
    "amberflo/arazzo/amberflo-create-customer-and-assign-plan-workflow.yml",
    "amberflo/arazzo/amberflo-upsert-customer-workflow.yml",
    "soracom/arazzo/soracom-export-monthly-billing-workflow.yml",
    "viam/arazzo/viam-bill-customer-location-workflow.yml",
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(seeds)");
    generate(Path::new("../workflows"), "ours");
    let seeds = Path::new("../../shared/seeds");
    if seeds.is_dir() {
        println!("cargo::rustc-cfg=seeds");
        generate(seeds, "seeds");
    }
    let shapes = Document::new("shapes/shapes.yml").allow("jsonpath-comparison").allow("length-suffix");
    let codes = ["unbraced-expression", "quoted-value", "media-range", "missing-payload", "query-part"];
    let requests = codes.into_iter().fold(Document::new("requests/requests.yml"), Document::allow);
    // A parameter that the description lacks, and a workflow that calls itself: both on purpose.
    let calls = Document::new("shapes/calls.yml").allow("undeclared-parameter").allow("recursive-call");
    // They bend rules on purpose.
    let bent = ["body-may-be-missing", "jsonpath-comparison", "length-suffix", "root-filter", "unbraced-expression"];
    let criteria = bent.into_iter().fold(Document::new("criteria/criteria.yml"), Document::allow);
    let selectors = Document::new("criteria/selectors.yml");
    let descriptions = Document::new("descriptions/workflows.yml").allow("broken-reference");
    let inputs = Document::new("descriptions/inputs.yml").allow("undeclared-property");
    let steps = [steps_of("hundred", &steps::straight(100)), steps_of("nested", &steps::back(40))];
    let documents = [inputs, shapes, calls, requests, criteria, selectors, descriptions];
    let documents = documents.into_iter().chain(steps);
    documents.fold(Builder::new(), Builder::document).generate();
    servers().fold(Builder::new(), Builder::document).generate();
    conformance::generate();
    vectors::generate();
    json_schema::generate();
    places::generate(&PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")));
}

/// Workflows over what web frameworks export.
fn servers() -> impl Iterator<Item = Document> {
    ["fastapi/fastapi", "hono/hono", "poem/poem_openapi", "utoipa/utoipa_axum"]
        .into_iter()
        .map(|path| Document::new(format!("servers/{path}.yml")))
}

/// A workflow of many steps: for the size of its future.
fn steps_of(name: &str, text: &str) -> Document {
    println!("cargo::rerun-if-changed=benches/scale/steps.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let file = folder.join(name).with_extension("yml");
    fs::write(folder.join("steps.api.yml"), steps::API).expect("the folder is ours");
    fs::write(&file, text).expect("the folder is ours");
    Document::new(file)
}

/// Generates into a folder that `arazzo::include_workflows!("<set>/…")` reads.
fn generate(folder: &Path, set: &str) {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("arazzo").join(set);
    let documents = WORKFLOWS.map(|path| {
        // What the authors of these documents would be told is not this package's business.
        Document::new(folder.join(path)).allow("unqualified-operation").allow("jsonpath-comparison")
    });
    documents.into_iter().fold(Builder::new().out_dir(out), Builder::document).generate();
}
