//! Prism, a mock server that checks every request against an OpenAPI description.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::say;

const PACKAGE: &str = "@stoplight/prism-cli@5.14.2";

/// The program, which npm installs once below `target/`; nothing, with a note, where there is no Node.
pub(crate) fn installed() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("prism/node");
    let program = folder.join("node_modules/.bin/prism");
    if program.is_file() {
        return Some(program);
    }
    std::fs::create_dir_all(&folder).expect("a folder below target/");
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]).arg(&folder).arg(PACKAGE);
    let Ok(status) = npm.status() else {
        say("NOTE: npm is not installed: no requests are checked by Prism.");
        return None;
    };
    assert!(status.success(), "npm does not install {PACKAGE}");
    Some(program)
}

/// A running server. It ends with its owner.
pub(crate) struct Server {
    pub(crate) url: String,
    process: Child,
    output: BufReader<ChildStdout>,
    log: String,
}

impl Server {
    /// Comes back when the server listens.
    pub(crate) fn start(program: &Path, description: &Path) -> Server {
        let port = free_port();
        let mut command = Command::new(program);
        command.args(["mock", "--host", "127.0.0.1", "--port", &port.to_string()]).arg(description);
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("Prism starts");
        let output = BufReader::new(process.stdout.take().expect("it is piped"));
        let mut server = Server { url: format!("http://127.0.0.1:{port}"), process, output, log: String::new() };
        while !server.log.contains("Prism is listening") {
            let read = server.output.read_line(&mut server.log).expect("text");
            assert!(read > 0, "Prism does not start: {}", server.log);
        }
        server
    }

    /// Ends the server; what it has said.
    pub(crate) fn stop(mut self) -> String {
        let _ = self.process.kill();
        let mut rest = Vec::new();
        let _ = self.output.read_to_end(&mut rest);
        std::mem::take(&mut self.log) + &String::from_utf8_lossy(&rest)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One that nobody listens at.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}
