//! What the program is told: inputs, base URLs, and in which variables its credentials are. The reader is `program.rs`.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::inputs;
use super::target::{Scheme, Source, Target};
use crate::cli::arguments::{Credential, Run};
use crate::cli::paths::absolute;
use crate::suggest::closest;

pub(super) fn order(run: &Run, target: &Target) -> io::Result<String> {
    let har = har(run.har.as_deref())?;
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

/// By the paths of their constants. A URL without a name is that of the only source.
fn base_urls(given: &[(Option<String>, String)], target: &Target) -> io::Result<Value> {
    let names: Vec<&str> = target.sources.iter().map(|source| source.name.as_str()).collect();
    let mut urls = Map::new();
    for (name, url) in given {
        let is_meant = |source: &&Source| {
            name.as_ref().is_none_or(|name| *name == source.name || *name == source.constant.join("::"))
        };
        let meant: Vec<&Source> = target.sources.iter().filter(is_meant).collect();
        match (meant.as_slice(), name) {
            ([], Some(name)) => return Err(unknown("source", name, &names)),
            // Several names may be one API: then one of them is enough.
            ([first, others @ ..], _) if others.iter().all(|other| other.path == first.path) => {
                urls.insert(first.constant.join("::"), url.as_str().into());
            }
            _ => {
                let all: Vec<String> = meant.iter().map(|source| source.constant.join("::")).collect();
                return Err(ambiguous("--base-url", "several sources", &all));
            }
        }
    }
    Ok(urls.into())
}

/// By the paths of their constants: the variable each is in.
fn credentials(given: &[Credential], target: &Target) -> io::Result<Value> {
    let mut credentials = Map::new();
    for Credential { name, variable } in given {
        let is_meant = |scheme: &&Scheme| {
            let (constant, path) = (scheme.constant.last(), scheme.constant.join("::"));
            [&scheme.name, &scheme.full_name(), &path].contains(&name) || constant == Some(name)
        };
        let meant: Vec<&Scheme> = target.schemes.iter().filter(is_meant).collect();
        match meant.as_slice() {
            [scheme] => credentials.insert(scheme.constant.join("::"), variable.as_str().into()),
            [] => {
                let names: Vec<&str> = target.schemes.iter().map(|scheme| scheme.name.as_str()).collect();
                return Err(unknown("security scheme", name, &names));
            }
            // A key of one vendor is nobody else's business.
            several => {
                let all: Vec<String> = several.iter().map(|scheme| scheme.constant.join("::")).collect();
                return Err(ambiguous("--credential", &format!("several APIs have a security scheme `{name}`"), &all));
            }
        };
    }
    Ok(credentials.into())
}

fn ambiguous(option: &str, why: &str, names: &[String]) -> io::Error {
    io::Error::other(format!("{option}: {why}; write one of {}", names.join(", ")))
}

/// Where to write exchanges. A file that is there is written anew only where this command has written it.
fn har(path: Option<&Path>) -> io::Result<Option<PathBuf>> {
    let Some(path) = path.map(absolute).transpose()? else { return Ok(None) };
    let is_ours = |text: &String| {
        let har = serde_json::from_str::<Value>(text);
        har.is_ok_and(|har| har.pointer("/log/creator/name").is_some_and(|name| name == "arazzo"))
    };
    if path.exists() && !std::fs::read_to_string(&path).is_ok_and(|text| is_ours(&text)) {
        let path = path.display();
        return Err(io::Error::other(format!("--har: {path} is there, and was not written by this command")));
    }
    Ok(Some(path))
}

fn unknown(what: &str, name: &str, names: &[&str]) -> io::Error {
    let hint = match closest(name, names.iter().copied()) {
        Some(closest) => format!("did you mean `{closest}`?"),
        None if names.is_empty() => "the workflow needs none".to_owned(),
        None => format!("there is {}", names.join(", ")),
    };
    io::Error::other(format!("there is no {what} `{name}`; {hint}"))
}
