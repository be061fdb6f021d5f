//! Generates every workflow of the repository, the shapes of control flow, and documents of names that are hard to say.

mod names;

use std::path::Path;

use arazzo_codegen::{Builder, Document};

fn main() {
    let workflows = [
        "amberflo/arazzo/amberflo-upsert-customer-workflow.yml",
        "amberflo/arazzo/amberflo-create-customer-and-assign-plan-workflow.yml",
        "viam/arazzo/viam-bill-customer-location-workflow.yml",
        "1password/arazzo/1password-provision-partner-billing-workflow.yml",
        "soracom/arazzo/soracom-export-monthly-billing-workflow.yml",
    ];
    let documents = workflows.iter().map(|path| {
        // What the authors of these documents would be told is not this package's business.
        Document::new(Path::new("../../workflows").join(path))
            .allow("unqualified-operation")
            .allow("jsonpath-comparison")
    });
    let builder = documents.fold(Builder::new(), Builder::document);
    let shapes = Document::new("../shapes/shapes.yml").allow("jsonpath-comparison").allow("length-suffix");
    let calls = Document::new("../shapes/calls.yml").allow("undeclared-parameter").allow("recursive-call");
    let typed = Document::new("../shapes/typed-outputs.yml");
    let ends = Document::new("../shapes/ends.yml").outcome_enum(true);
    names::add(builder.document(shapes).document(calls).document(typed).document(ends)).generate();
}
