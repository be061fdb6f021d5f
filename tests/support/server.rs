//! A server on the loopback interface that plays a script.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use super::script::{Answer, Exchange, Request};

/// Headers that belong to the connection, or are the same for everything.
const IGNORED: [&str; 5] = ["host", "user-agent", "connection", "content-length", "accept-encoding"];

/// How long a client may take to send its request before the server gives up on it: only ever reached by a mistake.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server.
///
/// It answers as the script says, request by request. One that is not the next one of the script gets a 599 that says
/// so; in any case it is logged, and [`finish`](Server::finish) compares the log with the script.
#[must_use = "call `.finish()`"]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    script: Vec<Exchange>,
    log: Mutex<Vec<Request>>,
    stopping: AtomicBool,
}

impl Server {
    /// Starts a server with this script.
    ///
    /// # Panics
    ///
    /// If the loopback interface cannot be used.
    pub fn start(script: impl IntoIterator<Item = Exchange>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback interface has a free port");
        let address = listener.local_addr().expect("it has an address");
        let script = script.into_iter().collect();
        let shared = Arc::new(Shared { script, log: Mutex::default(), stopping: AtomicBool::new(false) });
        let serving = Arc::clone(&shared);
        let thread = std::thread::spawn(move || serving.serve(&listener));
        Self { address, shared, thread: Some(thread) }
    }

    /// Where it is, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far.
    pub fn log(&self) -> Vec<Request> {
        self.shared.log().clone()
    }

    /// Stops the server.
    ///
    /// # Panics
    ///
    /// If it has not seen exactly the requests of the script.
    pub fn finish(mut self) {
        self.stop();
        let (seen, script) = (self.log(), &self.shared.script);
        let expected: Vec<_> = script.iter().map(|exchange| exchange.request.clone()).collect();
        assert!(seen == expected, "the server expected\n{}\nand saw\n{}", text(&expected), text(&seen));
    }

    /// Stops the server, whatever it has seen.
    pub fn abandon(mut self) {
        self.stop();
    }

    fn stop(&mut self) {
        if let Some(thread) = self.thread.take() {
            self.shared.stopping.store(true, Ordering::SeqCst);
            // Wakes it up.
            drop(TcpStream::connect(self.address));
            thread.join().expect("the server does not panic");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let forgotten = self.thread.is_some() && !std::thread::panicking();
        self.stop();
        assert!(!forgotten, "a test has forgotten to call `.finish()`");
    }
}

fn text(requests: &[Request]) -> String {
    let mut text = String::new();
    for request in requests {
        let _ = write!(text, "  {request}");
    }
    if text.is_empty() { "  nothing\n".to_owned() } else { text }
}

impl Shared {
    fn log(&self) -> std::sync::MutexGuard<'_, Vec<Request>> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One request for each connection, one connection after the other.
    fn serve(&self, listener: &TcpListener) {
        for stream in listener.incoming() {
            if self.stopping.load(Ordering::SeqCst) {
                return;
            }
            // A client that goes away, or has had enough of a long answer, is its own test's business.
            let _ = stream.and_then(|stream| self.answer(stream));
        }
    }

    fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        let request = read(&stream)?;
        let next = {
            let mut log = self.log();
            log.push(request.clone());
            self.script.get(log.len() - 1)
        };
        match next {
            Some(Exchange { request: expected, answer }) if *expected == request => respond(&mut stream, answer),
            Some(Exchange { request: expected, .. }) => respond(&mut stream, &off_script(&expected.to_string())),
            None => respond(&mut stream, &off_script("nothing more")),
        }
    }
}

fn off_script(expected: &str) -> Answer {
    Answer::Response { status: 599, headers: Vec::new(), body: format!("the script expected {expected}") }
}

fn read(stream: &TcpStream) -> io::Result<Request> {
    let mut reader = BufReader::new(stream);
    let line = line(&mut reader)?;
    let mut words = line.split(' ').map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = headers(&mut reader)?;
    let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    headers.retain(|(name, _)| !IGNORED.contains(&name.as_str()));
    headers.sort();
    Ok(Request { method, target, headers, body: json(&body) })
}

fn line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    if reader.read_until(b'\n', &mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
}

fn headers(reader: &mut impl BufRead) -> io::Result<Vec<(String, String)>> {
    let mut headers = Vec::new();
    loop {
        let line = line(reader)?;
        if line.is_empty() {
            return Ok(headers);
        }
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

fn json(body: &[u8]) -> Option<Value> {
    let text = || Value::String(String::from_utf8_lossy(body).into_owned());
    (!body.is_empty()).then(|| serde_json::from_slice(body).unwrap_or_else(|_| text()))
}

fn respond(stream: &mut TcpStream, answer: &Answer) -> io::Result<()> {
    match answer {
        Answer::Response { status, headers, body } => {
            let mut head = format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
            for (name, value) in headers {
                let _ = write!(head, "{name}: {value}\r\n");
            }
            stream.write_all(format!("{head}\r\n{body}").as_bytes())
        }
        Answer::Cut => {
            stream.write_all(b"HTTP/1.1 200 X\r\nConnection: close\r\nContent-Length: 100\r\n\r\n{\"start\": ")
        }
        Answer::HangUp => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::expect;

    /// Sends text and returns the answer.
    fn send(server: &Server, text: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn a_script_is_played() {
        let server = Server::start([
            expect("POST", "/a%2Fb?c=d").header("x-a", "é").json(serde_json::json!({"n": 1})).answer(201, "yes"),
            expect("GET", "/").answer_header("Location", "/b"),
        ]);
        let request = "POST /a%2Fb?c=d HTTP/1.1\r\nHost: h\r\nX-A: é\r\nContent-Type: application/json\r\n\
            Content-Length: 9\r\n\r\n{\"n\" : 1}";
        let answer = send(&server, request);
        assert!(answer.starts_with("HTTP/1.1 201 ") && answer.ends_with("\r\n\r\nyes"), "{answer}");
        assert!(send(&server, "GET / HTTP/1.1\r\n\r\n").contains("\r\nLocation: /b\r\n"));
        server.finish();
    }

    fn played(script: Vec<Exchange>, requests: &[&str]) -> bool {
        let server = Server::start(script);
        for request in requests {
            send(&server, request);
        }
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| server.finish())).is_ok()
    }

    #[test]
    fn every_difference_is_told() {
        let get = || vec![expect("GET", "/a").header("x-a", "b")];
        assert!(played(get(), &["GET /a HTTP/1.1\r\nx-a: b\r\n\r\n"]));
        for requests in [
            &[][..],
            &["GET /b HTTP/1.1\r\nx-a: b\r\n\r\n"],
            &["PUT /a HTTP/1.1\r\nx-a: b\r\n\r\n"],
            &["GET /a HTTP/1.1\r\n\r\n"],
            &["GET /a HTTP/1.1\r\nx-a: c\r\n\r\n"],
            &["GET /a HTTP/1.1\r\nx-a: b\r\nx-b: c\r\n\r\n"],
            &["GET /a HTTP/1.1\r\nx-a: b\r\ncontent-length: 1\r\n\r\n1"],
            &["GET /a HTTP/1.1\r\nx-a: b\r\n\r\n", "GET /a HTTP/1.1\r\nx-a: b\r\n\r\n"],
        ] {
            assert!(!played(get(), requests), "{requests:?}");
        }
    }
}
