//! The package that a workflow becomes: where it is, what is in it, and how it is built.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::target::Target;
use crate::cli::output::complain;
use crate::cli::runtime::{checkout, dependency};

/// The first line of each manifest: a folder without it is not ours, and nothing in it is overwritten.
const MARK: &str = "# Written by `cargo arazzo run`; may be deleted.";

pub(super) struct Package {
    folder: PathBuf,
    /// Shared by all packages: their dependencies are built once.
    target: PathBuf,
    name: String,
    manifest: String,
}

impl Package {
    pub(super) fn of(document: &Path, workflow: &Target) -> io::Result<Package> {
        let home = home()?;
        let mut hasher = DefaultHasher::new();
        (document, &workflow.id, env!("CARGO_PKG_VERSION")).hash(&mut hasher);
        // The name of the program has to be another one for each workflow, because they share a folder.
        let name = format!("workflow-{:016x}", hasher.finish());
        let manifest = manifest(&name, workflow);
        Ok(Package { folder: home.join(&name), target: home.join("target"), name, manifest })
    }

    pub(super) fn write(&self, workflow: &str, bindings: &str) -> io::Result<()> {
        let manifest = self.folder.join("Cargo.toml");
        let is_ours = fs::read_to_string(&manifest).map_or(!self.folder.exists(), |text| text.starts_with(MARK));
        if !is_ours {
            let folder = self.folder.display();
            return Err(io::Error::other(format!("{folder} was not written by this command; move it away")));
        }
        fs::create_dir_all(self.folder.join("src"))?;
        write(&manifest, &self.manifest)?;
        write(&self.folder.join("src/main.rs"), include_str!("program.rs"))?;
        write(&self.folder.join("src/bindings.rs"), bindings)?;
        write(&self.folder.join("src/workflow.rs"), workflow)?;
        // The versions that the runtime's own workspace was tested with, where it is built from there.
        let (lock, known) = (self.folder.join("Cargo.lock"), checkout().map(|folder| folder.join("../Cargo.lock")));
        match known.filter(|known| known.is_file() && !lock.exists()) {
            Some(known) => fs::copy(known, lock).map(drop),
            None => Ok(()),
        }
    }

    /// The path of the program.
    pub(super) fn build(&self) -> io::Result<PathBuf> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::new(cargo);
        command.arg("build").current_dir(&self.folder).env("CARGO_TARGET_DIR", &self.target);
        if !self.target.exists() {
            complain("the first run compiles the HTTP client, which takes a minute; later ones take seconds")?;
        }
        if !io::stderr().is_terminal() {
            command.arg("--quiet");
        }
        // Its result is the result of the workflow alone.
        command.stdout(io::stderr());
        if !command.status()?.success() {
            let folder = self.folder.display();
            return Err(io::Error::other(format!("the program in {folder} cannot be built; cargo said why")));
        }
        Ok(self.target.join("debug").join(format!("{}{}", self.name, env::consts::EXE_SUFFIX)))
    }
}

/// In cargo's home, where other things that all projects share are; in `CARGO_TARGET_DIR` where somebody wants all results there.
fn home() -> io::Result<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = set("CARGO_TARGET_DIR").or_else(|| set("CARGO_HOME"));
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let home = home.ok_or_else(|| io::Error::other("there is no home folder; set CARGO_HOME"))?;
    Ok(env::current_dir()?.join(home).join("arazzo-run"))
}

fn manifest(name: &str, workflow: &Target) -> String {
    let features: Vec<&str> = ["testing"].into_iter().chain(workflow.features.iter().copied()).collect();
    let arazzo = dependency(&features);
    format!(
        "{MARK}
[package]
name = {name:?}
version = \"0.0.0\"
edition = \"2024\"
publish = false

[dependencies]
arazzo = {arazzo}
tokio = {{ version = \"1\", features = [\"net\", \"rt\", \"time\"] }}

[profile.dev]
debug = \"none\"

[workspace]
"
    )
}

/// Leaves a file alone that is as it should be, so that cargo builds nothing again.
fn write(file: &Path, text: &str) -> io::Result<()> {
    match fs::read_to_string(file) {
        Ok(known) if known == text => Ok(()),
        _ => fs::write(file, text),
    }
}
