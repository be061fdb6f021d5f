//! Each block of Rust in the guide is a test of documentation: it is compiled, and run where it does not say otherwise.

macro_rules! pages {
    ($($page:ident: $file:literal,)*) => {
        $(#[doc = include_str!(concat!("../docs/guide/src/", $file))] mod $page {})*
    };
}

pages! {
    introduction: "introduction.md",
    first_workflow: "first-workflow.md",
    mapping: "mapping.md",
    mistakes: "mistakes.md",
    inputs_and_outputs: "inputs-and-outputs.md",
    branches_and_retries: "branches-and-retries.md",
    files_and_forms: "files-and-forms.md",
    servers: "servers.md",
    credentials: "credentials.md",
    errors: "errors.md",
    watching: "watching.md",
    durable: "durable.md",
    running: "running.md",
    testing: "testing.md",
    build_scripts: "build-scripts.md",
    moving: "moving.md",
    ci: "ci.md",
    editors: "editors.md",
    versions: "versions.md",
    questions: "questions.md",
}
