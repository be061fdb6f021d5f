//! A server that does as little as it can: what is measured is what asks it.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{Read as _, Result, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

const CUSTOMER: &str = r#"{"customerId":"customer-7","customerName":"Blue Harbour Ltd","customerEmail":"office@harbour.example","lifecycleStage":"ACTIVE","createTime":1764500000123,"updateTime":1764500000123}"#;
const NO_CUSTOMER: &str = r#"{"errorCode":404,"errorMessage":"nobody has this number"}"#;
const BILL: &str = r#"{"amount":1280,"currency":"JPY","paymentStatus":"paid","paymentTransactionId":"b7d1c2e4-55aa-4c7e-9a3d-0f7c2f6f8d11","state":"closed","yearMonth":"202208"}"#;
const WORKING: &str = r#"{"status":"processing","url":null}"#;
const READY: &str =
    r#"{"status":"exported","url":"https://files.example/export/202208.csv?signature=0f7c2f6f8d11b7d1c2e455aa"}"#;

/// A server that runs until the process ends.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    /// Of 127.0.0.1.
    pub port: u16,
}

#[derive(Default)]
struct World {
    /// The lists of one and of ten megabytes.
    lists: [String; 2],
    /// How many exports were begun.
    exports: Mutex<u64>,
    /// Those that were asked for once.
    asked: Mutex<HashSet<String>>,
}

/// Starts a server, with a thread for each connection.
///
/// # Panics
///
/// If this machine has no loopback interface.
pub fn serve() -> Server {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a loopback interface");
    let port = listener.local_addr().expect("the listener has an address").port();
    let world = Arc::new(World { lists: [list(1_000_000), list(10_000_000)], ..World::default() });
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let world = Arc::clone(&world);
            thread::spawn(move || converse(stream, &world));
        }
    });
    Server { port }
}

/// Of its members the first and the last are read.
fn list(bytes: usize) -> String {
    let mut text = String::from(r#"{"list":"stock","parts":["#);
    let mut count = 0;
    while text.len() < bytes {
        let comma = if count == 0 { "" } else { "," };
        let _ = write!(
            text,
            r#"{comma}{{"part":"part-{count}","label":"A bolt with the number {count}","price":{}.{:02},"inStock":{},"rooms":["north","south","cellar"],"maker":{{"number":{count},"mail":"maker-{count}@harbour.example"}},"note":null}}"#,
            count % 983,
            count % 100,
            count % 3 == 0,
        );
        count += 1;
    }
    let _ = write!(text, r#"],"count":{count}}}"#);
    text
}

fn converse(mut stream: TcpStream, world: &World) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut read = Vec::new();
    while let Some(length) = request(&mut stream, &mut read)? {
        let head = String::from_utf8_lossy(&read[..length]).into_owned();
        let mut words = head.split([' ', '?']);
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (status, more, body) = world.answer(method, path);
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ndate: Mon, 30 Nov 2026 10:00:00 GMT\r\nx-request-id: 51c0\r\n{more}content-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(&[head.as_bytes(), body.as_bytes()].concat())?;
        read.drain(..length);
    }
    Ok(())
}

/// Reads until a request is complete: how long it is.
fn request(stream: &mut TcpStream, read: &mut Vec<u8>) -> Result<Option<usize>> {
    let mut chunk = [0; 4096];
    loop {
        if let Some(length) = complete(read) {
            return Ok(Some(length));
        }
        match stream.read(&mut chunk)? {
            0 => return Ok(None),
            count => read.extend_from_slice(&chunk[..count]),
        }
    }
}

fn complete(read: &[u8]) -> Option<usize> {
    let head = read.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&read[..head]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    Some(head + length.unwrap_or(0)).filter(|length| read.len() >= *length)
}

impl World {
    /// The status, more headers, and the body.
    fn answer(&self, method: &str, path: &str) -> (&'static str, &'static str, String) {
        let ok = |body: &str| ("200 OK", "", body.to_owned());
        match (method, path) {
            ("GET", "/parts/1") => ok(&self.lists[0]),
            ("GET", "/parts/10") => ok(&self.lists[1]),
            ("GET", path) if path.starts_with("/customers/new") => ("404 Not Found", "", NO_CUSTOMER.to_owned()),
            ("GET" | "PUT" | "POST", path) if path.starts_with("/customers") => ok(CUSTOMER),
            ("GET", path) if path.starts_with("/bills/") => ok(BILL),
            ("POST", path) if path.starts_with("/bills/") => ok(&self.begun()),
            ("GET", path) if path.starts_with("/files/exported/") => {
                let first = self.asked.lock().expect("no thread panics").insert(path.to_owned());
                if first { ("200 OK", "retry-after: 0\r\n", WORKING.to_owned()) } else { ok(READY) }
            }
            _ => ("500 Internal Server Error", "", "{}".to_owned()),
        }
    }

    /// The answer to a request for an export. Numbers have one length, so that all runs cost the same.
    fn begun(&self) -> String {
        let mut exports = self.exports.lock().expect("no thread panics");
        *exports += 1;
        let id = format!("export-{:024}", *exports);
        format!(r#"{{"exportedFileId":"{id}","exportedFilePath":"/files/exported/{id}"}}"#)
    }
}
