//! What the program is told: inputs, base URLs, and in which variables its credentials are. The reader is `program.rs`.

use std::io;

use serde_json::{Map, Value, json};

use super::inputs;
use super::target::{Scheme, Target};
use crate::cli::arguments::{Credential, Run};
use crate::cli::paths::absolute;
use crate::suggest::closest;

pub(super) fn order(run: &Run, target: &Target) -> io::Result<String> {
    let har = run.har.as_deref().map(absolute).transpose()?;
    let order = json!({
        "input": inputs::inputs(run.input_file.as_deref(), &run.input, target)?,
        "base_urls": base_urls(&run.base_url, target)?,
        "credentials": credentials(&run.credential, target)?,
        "dry_run": run.dry,
        "quiet": run.quiet,
        "har": har,
    });
    Ok(order.to_string())
}

/// A URL without a name is that of the only source.
fn base_urls(given: &[(Option<String>, String)], target: &Target) -> io::Result<Value> {
    let names: Vec<&str> = target.sources.iter().map(|source| source.name.as_str()).collect();
    let mut urls = Map::new();
    for (name, url) in given {
        let name = match (name, names.as_slice()) {
            (Some(name), _) if names.contains(&name.as_str()) => name.as_str(),
            (None, [only]) => only,
            (Some(name), _) => return Err(unknown("source", name, &names)),
            (None, _) => {
                let all = names.join(", ");
                return Err(io::Error::other(format!("--base-url {url}: write NAME={url}; the sources are {all}")));
            }
        };
        urls.insert(name.to_owned(), url.as_str().into());
    }
    Ok(urls.into())
}

/// By the full names of the schemes: the variable each is in.
fn credentials(given: &[Credential], target: &Target) -> io::Result<Value> {
    let mut credentials = Map::new();
    for Credential { name, variable } in given {
        let is_meant = |scheme: &&Scheme| {
            let constant = scheme.constant.last();
            scheme.name == *name || scheme.full_name() == *name || constant.is_some_and(|constant| constant == name)
        };
        let meant: Vec<String> = target.schemes.iter().filter(is_meant).map(Scheme::full_name).collect();
        if meant.is_empty() {
            let names: Vec<&str> = target.schemes.iter().map(|scheme| scheme.name.as_str()).collect();
            return Err(unknown("security scheme", name, &names));
        }
        for name in meant {
            credentials.insert(name, variable.as_str().into());
        }
    }
    Ok(credentials.into())
}

fn unknown(what: &str, name: &str, names: &[&str]) -> io::Error {
    let hint = match closest(name, names.iter().copied()) {
        Some(closest) => format!("did you mean `{closest}`?"),
        None if names.is_empty() => "the workflow needs none".to_owned(),
        None => format!("there is {}", names.join(", ")),
    };
    io::Error::other(format!("there is no {what} `{name}`; {hint}"))
}
