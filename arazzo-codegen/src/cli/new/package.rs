//! A package around a new document.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::write_new;
use crate::cli::output::complain;
use crate::cli::runtime::dependency;
use crate::names;

/// Writes a package with the document and a copy of the description, in a folder that is not there yet. Gives the document.
pub(super) fn write(
    folder: &Path,
    description: &Path,
    workflow: &str,
    document: &impl Fn(&str) -> String,
) -> io::Result<(PathBuf, String)> {
    let name = folder.file_name().map(|name| names::snake(&name.to_string_lossy()).replace('_', "-"));
    let name = name.unwrap_or_else(|| "workflow".to_owned());
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", folder.display()));
    fs::create_dir(folder).map_err(named)?;
    fs::create_dir(folder.join("src"))?;
    fs::create_dir(folder.join("workflows"))?;
    let file = description.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    fs::copy(description, folder.join("workflows").join(&file))?;
    let (path, text) = (folder.join("workflows").join(format!("{workflow}.arazzo.yml")), document(&file));
    write_new(&path, &text)?;
    write_new(&folder.join("Cargo.toml"), &manifest(&name))?;
    write_new(&folder.join("src/main.rs"), &program(workflow))?;
    let shown = folder.display();
    complain(&format!(
        "wrote the package `{name}`; `cargo run` in {shown} runs the workflow with inputs in JSON: cargo run -- '{{}}'"
    ))?;
    Ok((path, text))
}

fn manifest(name: &str) -> String {
    format!(
        "[package]
name = {name:?}
version = \"0.1.0\"
edition = \"2024\"

[dependencies]
arazzo = {}
tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}
",
        dependency(&[])
    )
}

fn program(workflow: &str) -> String {
    let module = names::module(workflow);
    format!(
        "//! Runs the workflow `{workflow}` with inputs in JSON: `cargo run -- '{{ … }}'`.

arazzo::arazzo!(\"workflows/{workflow}.arazzo.yml\");

use arazzo::{{Client, serde_json}};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {{
    // Credentials come here: `.credential({module}::…, …)` completes those that the API asks for.
    let client = Client::builder().build()?;
    let text = std::env::args().nth(1).unwrap_or_else(|| \"{{}}\".to_owned());
    let input: {module}::Input = serde_json::from_str(&text)?;
    let output = {module}(&client, input).await?;
    println!(\"{{}}\", serde_json::to_string_pretty(&output)?);
    Ok(())
}}
"
    )
}
