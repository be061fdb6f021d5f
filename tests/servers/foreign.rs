//! Servers of other languages, installed once below `target/` and run as processes.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::{folder, say};

/// A running server. It ends with its owner.
pub(crate) struct Server {
    pub(crate) url: String,
    /// What it exports.
    pub(crate) description: String,
    process: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// FastAPI from PyPI; nothing, with a note, where it is not to be had.
pub(crate) fn fastapi() -> Option<Server> {
    let home = home("fastapi")?;
    let python = home.join("bin/python");
    if !python.is_file() {
        run("python3", Command::new("python3").args(["-m", "venv"]).arg(&home))?;
    }
    let requirements = folder("fastapi").join("requirements.txt");
    run("pip", Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(requirements))?;
    start(&python, &folder("fastapi").join("server.py"))
}

/// Hono from npm; nothing, with a note, where it is not to be had.
pub(crate) fn hono() -> Option<Server> {
    let home = home("hono")?;
    // Node looks for packages beside the program.
    for file in ["package.json", "server.mjs"] {
        std::fs::copy(folder("hono").join(file), home.join(file)).expect("the program can be copied");
    }
    let npm = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
    run("npm", Command::new("npm").args(npm).current_dir(&home))?;
    start(Path::new("node"), &home.join("server.mjs"))
}

/// Where a framework is installed, when that is wanted.
fn home(framework: &str) -> Option<PathBuf> {
    if std::env::var_os("ARAZZO_SERVERS").is_none() {
        say(&format!("NOTE: ARAZZO_SERVERS is not set: the server of {framework} is not run."));
        return None;
    }
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("servers").join(framework);
    std::fs::create_dir_all(&home).expect("a folder below target/");
    Some(home)
}

/// Whether an installer succeeds; says so where it does not.
fn run(program: &str, command: &mut Command) -> Option<()> {
    let succeeded = command.stdin(Stdio::null()).status().is_ok_and(|status| status.success());
    if !succeeded {
        say(&format!("NOTE: {program} does not install what a server needs: it is not run."));
    }
    succeeded.then_some(())
}

/// Comes back when the server listens.
fn start(program: &Path, script: &Path) -> Option<Server> {
    let described = Command::new(program).arg(script).arg("describe").output().expect("the program starts");
    assert!(described.status.success(), "{}", String::from_utf8_lossy(&described.stderr));
    let mut process = Command::new(program)
        .arg(script)
        .arg("serve")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut url = String::new();
    let output = process.stdout.take().expect("it is piped");
    BufReader::new(output).read_line(&mut url).expect("it prints its address");
    let description = String::from_utf8(described.stdout).expect("JSON is UTF-8");
    Some(Server { url: url.trim().to_owned(), description, process })
}
