//! A peer on the loopback interface that answers as it should, but for one exchange. It runs in the runtime of the test, whose
//! clock goes on as soon as nobody has anything to do: a peer that says nothing for an hour takes no time.

use crate::rows::{Do, Row};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub(crate) const GOOD: &str = r#"{"id":"x-1","state":"done"}"#;
const PENDING: &str = r#"{"id":"x-1","state":"pending"}"#;

/// Which exchange of the workflow is the one of the row: `find`, `charge`, `poll` that is to be repeated, `poll`.
pub(crate) const FIRST: usize = 0;
pub(crate) const LATER: usize = 1;
pub(crate) const POLLED: usize = 3;
pub(crate) const ALL: usize = 4;

/// A request that arrived, and on which connection.
#[derive(Clone, Debug)]
pub(crate) struct Arrived {
    pub(crate) request: String,
    pub(crate) connection: usize,
}

#[derive(Clone)]
pub(crate) struct Peer {
    row: &'static Row,
    /// The exchange that goes wrong.
    wrong: usize,
    /// Whether connections are kept for the next request.
    keeps: bool,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// The exchange that is next.
    next: usize,
    arrived: Vec<Arrived>,
    listening: Option<JoinHandle<()>>,
}

impl Peer {
    /// A peer, and where it is.
    pub(crate) async fn start(row: &'static Row, wrong: usize, keeps: bool) -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let peer = Self { row, wrong, keeps, state: Arc::default() };
        peer.state().listening = Some(tokio::spawn(peer.clone().listen(listener)));
        peer.leave_in_time().await;
        tokio::spawn(tick());
        (peer, url)
    }

    /// The requests so far.
    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        self.state().arrived.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    async fn listen(self, listener: TcpListener) {
        for connection in 1.. {
            let (stream, _) = listener.accept().await.unwrap();
            // What is sent in two pieces would wait for the other side, and the clock would not.
            stream.set_nodelay(true).unwrap();
            tokio::spawn(self.clone().handle(BufReader::new(stream), connection));
        }
    }

    /// Listens no more where the next connection is to be refused.
    async fn leave_in_time(&self) {
        let listening = match self.row.script {
            [Do::Refuse] if self.state().next == self.wrong => self.state().listening.take(),
            _ => None,
        };
        if let Some(listening) = listening {
            listening.abort();
            let _ = listening.await;
        }
    }

    async fn handle(self, mut stream: BufReader<TcpStream>, connection: usize) {
        while let Some(goes_on) = self.exchange(&mut stream, connection).await {
            if !goes_on {
                return;
            }
        }
    }

    /// One exchange; whether another one may follow on the connection. `None` where the client has left.
    async fn exchange(&self, stream: &mut BufReader<TcpStream>, connection: usize) -> Option<bool> {
        if let [Do::Unread, rest @ ..] = self.row.script
            && self.state().next == self.wrong
        {
            stream.get_ref().readable().await.ok()?;
            return Some(play(rest, stream, "").await);
        }
        let (request, length) = head(stream).await?;
        let is_moved = request.ends_with(" /moved");
        let place = {
            let mut state = self.state();
            state.arrived.push(Arrived { request, connection });
            state.next += usize::from(!is_moved);
            state.next - 1
        };
        if place == self.wrong
            && let [Do::Early, rest @ ..] = self.row.script
        {
            return Some(play(rest, stream, status(place)).await);
        }
        tokio::io::copy(&mut stream.take(length), &mut tokio::io::sink()).await.ok()?;
        Some(match place {
            _ if is_moved => play(self.row.moved, stream, status(place)).await,
            place if place == self.wrong => play(self.row.script, stream, status(place)).await,
            place => self.answer(stream, place).await,
        })
    }

    /// Answers as it should; whether the connection is kept.
    async fn answer(&self, stream: &mut BufReader<TcpStream>, place: usize) -> bool {
        self.leave_in_time().await;
        let close = if self.keeps { "" } else { "Connection: close\r\n" };
        let body = if place + 1 == POLLED { PENDING } else { GOOD };
        send(stream, status(place), close, body.as_bytes()).await && self.keeps
    }
}

/// Makes the clock go on in small steps. Where everybody waits it would jump, though bytes may still be on their way through the
/// machine.
async fn tick() {
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The status of a good answer.
fn status(place: usize) -> &'static str {
    if place == LATER { "201" } else { "200" }
}

/// The method and path of a request, and how long its body is.
async fn head(stream: &mut BufReader<TcpStream>) -> Option<(String, u64)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    let request = head.split(" HTTP/").next()?.to_owned();
    let lower = head.to_ascii_lowercase();
    let length = lower.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()?.parse().ok());
    Some((request, length.unwrap_or(0)))
}

/// A whole answer. Whether it was sent: the client may have had enough of it.
async fn send(stream: &mut BufReader<TcpStream>, status: &str, headers: &str, body: &[u8]) -> bool {
    let head = format!("HTTP/1.1 {status} OK\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), body].concat()).await.is_ok()
}

/// Does what a row says, and says whether another request may follow on the connection.
async fn play(script: &[Do], stream: &mut BufReader<TcpStream>, status: &str) -> bool {
    for step in script {
        let done = match step {
            Do::Refuse | Do::Unread | Do::Early => true,
            Do::Next => return true,
            Do::Reset => return stream.get_ref().set_zero_linger().is_err(),
            Do::Silence => std::future::pending().await,
            Do::HalfClose => stream.shutdown().await.is_ok(),
            Do::Send(text) => stream.write_all(filled(text, status).as_bytes()).await.is_ok(),
            Do::Bytes(bytes) => stream.write_all(bytes).await.is_ok(),
            Do::Answer(headers, body) => send(stream, status, headers, body).await,
            Do::Status(status, headers) => send(stream, &status.to_string(), headers, b"").await,
            Do::Repeat(text, times) => stream.write_all(text.repeat(*times).as_bytes()).await.is_ok(),
            Do::Drip(text, pause) => drip(stream, &filled(text, status), *pause).await,
        };
        if !done {
            return false;
        }
    }
    false
}

async fn drip(stream: &mut BufReader<TcpStream>, text: &str, pause: u64) -> bool {
    for byte in text.bytes() {
        tokio::time::sleep(Duration::from_secs(pause)).await;
        if stream.write_all(&[byte]).await.is_err() {
            return false;
        }
    }
    true
}

/// A text with a good status and a good body in it.
fn filled(text: &str, status: &str) -> String {
    text.replace("{status}", status).replace("{length}", &GOOD.len().to_string()).replace("{good}", GOOD)
}
