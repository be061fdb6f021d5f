//! What goes wrong between a workflow and an API, a row each: what the peer does in one exchange, and what comes of it.
//!
//! `{status}` is the status that the step wants, `{good}` a good body and `{length}` its length. A script that ends closes the
//! connection. The workflow is `order.yml`; `main.rs` runs each row at each of its steps.

use crate::peer::GOOD;
use Do::{Answer, Bytes, Drip, Early, HalfClose, Next, Refuse, Repeat, Reset, Send, Silence, Status, Unread};
use Then::{Absent, Done, Failed, Late, Lost, TooLongAWait, TooMuch, Unfit, Waited};

/// One thing that the peer does. It has read the request before the first, unless the script begins with one of the first three.
pub(crate) enum Do {
    /// Does not listen.
    Refuse,
    /// Does not read what is there.
    Unread,
    /// Reads the header of the request only.
    Early,
    Send(&'static str),
    Bytes(&'static [u8]),
    /// A whole answer with a good status: headers and a body of any kind.
    Answer(&'static str, &'static [u8]),
    /// A whole answer without a body: status and headers.
    Status(u16, &'static str),
    Repeat(&'static str, usize),
    /// Sends a byte after each so many seconds.
    Drip(&'static str, u64),
    HalfClose,
    /// Closes with an error for the other side.
    Reset,
    /// Nothing more, and the connection stays.
    Silence,
    /// The connection stays for the next request.
    Next,
}

/// What comes of it.
#[derive(Clone, Copy)]
pub(crate) enum Then {
    /// The output of the workflow.
    Done,
    /// The same, after the last step has waited so many seconds.
    Waited(u64),
    /// `Transport`: no complete response came.
    Lost,
    /// `Transport`, because of the client's limit of time for a response.
    Late,
    /// `Limit`, because of the response.
    TooMuch,
    /// `Limit`, because of the time that the response asks to wait.
    TooLongAWait,
    /// `StepFailed`, with this status.
    Failed(u16),
    /// `Decode`.
    Unfit,
    /// `MissingValue`.
    Absent,
}

/// A row.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) script: &'static [Do],
    pub(crate) then: Then,
    /// What comes of it at the step that is asked again, where that is another thing: its criteria read the body.
    pub(crate) polled: Then,
    /// What follows where a redirect leads, which is `/moved`.
    pub(crate) moved: &'static [Do],
    /// How many requests are sent there.
    pub(crate) hops: usize,
    /// Whether redirects are followed.
    pub(crate) follows: bool,
}

/// A good body.
pub(crate) const ORDER: &[u8] = GOOD.as_bytes();

pub(crate) const fn row(name: &'static str, script: &'static [Do], then: Then) -> Row {
    let polled = match then {
        Unfit | Absent => Failed(200),
        then => then,
    };
    Row { name, script, then, polled, moved: &[Answer("", ORDER), Next], hops: 0, follows: false }
}

impl Row {
    const fn polled(self, polled: Then) -> Self {
        Self { polled, ..self }
    }

    /// Whether the peer reads the request.
    pub(crate) fn arrives(&self) -> bool {
        !matches!(self.script, [Refuse | Unread, ..])
    }

    const fn follows(self, hops: usize) -> Self {
        Self { hops, follows: true, ..self }
    }

    const fn moved(self, moved: &'static [Do]) -> Self {
        Self { moved, ..self }
    }
}

const LONG: &str = "x";
const MEBIBYTE: usize = 1 << 20;

pub(crate) const CONNECTION: &[Row] = &[
    row("refused", &[Refuse], Lost),
    row("reset before the request is read", &[Unread, Reset], Lost),
    row("closed before the request is read", &[Unread], Lost),
    row("accepted, and nobody reads", &[Unread, Silence], Late),
    row("closed after the request", &[], Lost),
    row("reset after the request", &[Reset], Lost),
    row("half closed after the request", &[HalfClose, Silence], Lost),
    row("nothing after the request", &[Silence], Late),
    row("closed in the body of the request", &[Early], Lost),
    row("an answer to the header of the request", &[Early, Answer("Connection: close\r\n", ORDER)], Done),
    row("a refusal of the header of the request", &[Early, Status(413, "Connection: close\r\n")], Failed(413)),
    row("a refusal of the header, and nothing more", &[Early, Status(413, ""), Silence], Failed(413)),
];

pub(crate) const STATUS_LINE: &[Row] = &[
    row("closed in it", &[Send("HTTP/1.1 20")], Lost),
    row("reset in it", &[Send("HTTP/1.1 20"), Reset], Lost),
    row("nothing more in it", &[Send("HTTP/1.1 20"), Silence], Late),
    row("one byte a second", &[Drip("HTTP/1.1 {status} OK\r\nContent-Length: {length}\r\n\r\n{good}", 1), Next], Late),
    row("bytes of TLS", &[Bytes(b"\x15\x03\x01\x00\x02\x02\x28")], Lost),
    row("words", &[Send("hello\r\n\r\n")], Lost),
    row("NUL bytes", &[Bytes(&[0; 64])], Lost),
    row("HTTP/0.9", &[Send("{good}")], Lost),
    row("HTTP/1.0", &[Send("HTTP/1.0 {status} OK\r\n\r\n{good}")], Done),
    row("HTTP/2.0", &[Send("HTTP/2.0 {status} OK\r\nContent-Length: {length}\r\n\r\n{good}")], Lost),
    row("another protocol", &[Send("ICY {status} OK\r\nContent-Length: {length}\r\n\r\n{good}")], Lost),
    row("no reason", &[Send("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{good}"), Next], Done),
    row("a status of letters", &[Send("HTTP/1.1 2xx OK\r\nContent-Length: 0\r\n\r\n")], Lost),
    row("a status of two digits", &[Send("HTTP/1.1 99 OK\r\nContent-Length: 0\r\n\r\n")], Lost),
    row("a status of four digits", &[Send("HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n")], Lost),
    row("a negative status", &[Send("HTTP/1.1 -20 OK\r\nContent-Length: 0\r\n\r\n")], Lost),
    row("status 000", &[Send("HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n")], Lost),
    row(
        "blank lines in front",
        &[Send("\r\n\r\nHTTP/1.1 {status} OK\r\nContent-Length: {length}\r\n\r\n{good}"), Next],
        Done,
    ),
    row("lines that end with LF", &[Send("HTTP/1.1 {status} OK\nContent-Length: {length}\n\n{good}"), Next], Done),
    row("a reason of a mebibyte", &[Send("HTTP/1.1 {status} "), Repeat(LONG, MEBIBYTE)], Lost),
];

pub(crate) const STATUS: &[Row] = &[
    row("400", &[Status(400, ""), Next], Failed(400)),
    row("401", &[Status(401, ""), Next], Failed(401)),
    row("404", &[Status(404, ""), Next], Failed(404)),
    row("409", &[Status(409, ""), Next], Failed(409)),
    row("500", &[Status(500, ""), Next], Failed(500)),
    row("503", &[Status(503, ""), Next], Failed(503)).polled(Waited(3)),
    row("599", &[Status(599, ""), Next], Failed(599)),
    row("600", &[Status(600, ""), Next], Failed(600)),
    row("999", &[Status(999, ""), Next], Failed(999)),
    row(
        "202 with a good body",
        &[Send("HTTP/1.1 202 OK\r\nContent-Length: {length}\r\n\r\n{good}"), Next],
        Failed(202),
    ),
];

pub(crate) const HEADERS: &[Row] = &[
    row("closed in them", &[Send("HTTP/1.1 {status} OK\r\nContent-Le")], Lost),
    row("reset in them", &[Send("HTTP/1.1 {status} OK\r\nContent-Le"), Reset], Lost),
    row("nothing more in them", &[Send("HTTP/1.1 {status} OK\r\nContent-Le"), Silence], Late),
    row("closed behind the last", &[Send("HTTP/1.1 {status} OK\r\nContent-Length: {length}\r\n")], Lost),
    row("one of a mebibyte", &[Send("HTTP/1.1 {status} OK\r\nX-A: "), Repeat(LONG, MEBIBYTE)], Lost),
    row(
        "ninety",
        &[
            Send("HTTP/1.1 {status} OK\r\nContent-Length: {length}\r\n"),
            Repeat("X-A: b\r\n", 90),
            Send("\r\n{good}"),
            Next,
        ],
        Done,
    ),
    row(
        "a thousand",
        &[Send("HTTP/1.1 {status} OK\r\nContent-Length: {length}\r\n"), Repeat("X-A: b\r\n", 1000), Send("\r\n{good}")],
        Lost,
    ),
    row("more and more", &[Send("HTTP/1.1 {status} OK\r\n"), Repeat("X-A: b\r\n", 100_000)], Lost),
    row("a NUL in a value", &[Bytes(b"HTTP/1.1 200 OK\r\nX-A: \0\r\nContent-Length: 0\r\n\r\n")], Lost),
    row("a NUL in a name", &[Bytes(b"HTTP/1.1 200 OK\r\nX\0A: b\r\nContent-Length: 0\r\n\r\n")], Lost),
    row("a blank in a name", &[Send("HTTP/1.1 {status} OK\r\nX A: b\r\nContent-Length: 0\r\n\r\n")], Lost),
    row("no colon", &[Send("HTTP/1.1 {status} OK\r\nX-A\r\nContent-Length: 0\r\n\r\n")], Lost),
    row("a value on two lines", &[Send("HTTP/1.1 {status} OK\r\nX-A: b\r\n c\r\nContent-Length: 0\r\n\r\n")], Lost),
    row("a value that is not ASCII", &[Answer("X-A: \u{e9}\r\n", ORDER), Next], Done),
    row("an empty value", &[Answer("X-A:\r\n", ORDER), Next], Done),
];

pub(crate) const LENGTH: &[Row] = &[
    row("none, and closed", &[Send("HTTP/1.1 {status} OK\r\n\r\n{good}")], Done),
    row("none, and reset", &[Send("HTTP/1.1 {status} OK\r\n\r\n{good}"), Reset], Lost),
    row("none, and nothing more", &[Send("HTTP/1.1 {status} OK\r\n\r\n{good}"), Silence], Late),
    row("too long, and closed", &[Send("HTTP/1.1 {status} OK\r\nContent-Length: 100\r\n\r\n{good}")], Lost),
    row("too long, and reset", &[Send("HTTP/1.1 {status} OK\r\nContent-Length: 100\r\n\r\n{good}"), Reset], Lost),
    row(
        "too long, and nothing more",
        &[Send("HTTP/1.1 {status} OK\r\nContent-Length: 100\r\n\r\n{good}"), Silence],
        Late,
    ),
    row("too short", &[Send("HTTP/1.1 {status} OK\r\nContent-Length: 5\r\n\r\n{good}")], Unfit),
    row("no body of it comes", &[Send("HTTP/1.1 {status} OK\r\nContent-Length: 100\r\n\r\n")], Lost),
    row("0, and a body", &[Send("HTTP/1.1 {status} OK\r\nContent-Length: 0\r\n\r\n{good}")], Absent),
    row(
        "twice the same",
        &[Send("HTTP/1.1 {status} OK\r\nContent-Length: {length}\r\nContent-Length: {length}\r\n\r\n{good}"), Next],
        Done,
    ),
    row(
        "two of them",
        &[Send("HTTP/1.1 {status} OK\r\nContent-Length: {length}\r\nContent-Length: 5\r\n\r\n{good}")],
        Lost,
    ),
    row("two of them in one line", &[Send("HTTP/1.1 {status} OK\r\nContent-Length: {length}, 5\r\n\r\n{good}")], Lost),
    row("negative", &[Send("HTTP/1.1 {status} OK\r\nContent-Length: -1\r\n\r\n{good}")], Lost),
    row("with a sign", &[Send("HTTP/1.1 {status} OK\r\nContent-Length: +{length}\r\n\r\n{good}")], Lost),
    row("no number", &[Send("HTTP/1.1 {status} OK\r\nContent-Length: long\r\n\r\n{good}")], Lost),
    row("beyond 64 bits", &[Send("HTTP/1.1 {status} OK\r\nContent-Length: 99999999999999999999\r\n\r\n{good}")], Lost),
    row(
        "beyond the limit, and nothing more",
        &[Send("HTTP/1.1 {status} OK\r\nContent-Length: 65537\r\n\r\n"), Silence],
        TooMuch,
    ),
    row(
        "none, and a body beyond the limit",
        &[Send("HTTP/1.1 {status} OK\r\n\r\n"), Repeat(LONG, MEBIBYTE), Silence],
        TooMuch,
    ),
    row(
        "one byte a second",
        &[Send("HTTP/1.1 {status} OK\r\nContent-Length: {length}\r\n\r\n"), Drip("{good}", 1), Next],
        Done,
    ),
    row(
        "one byte a minute",
        &[Send("HTTP/1.1 {status} OK\r\nContent-Length: {length}\r\n\r\n"), Drip("{good}", 60), Next],
        Late,
    ),
];

const CHUNKED: &str = "HTTP/1.1 {status} OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const CHUNK: &str = "1b\r\n{good}\r\n";

pub(crate) const CHUNKS: &[Row] = &[
    row("as they should be", &[Send(CHUNKED), Send(CHUNK), Send("0\r\n\r\n"), Next], Done),
    row("a byte each", &[Send(CHUNKED), Send("1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"), Next], Absent),
    row("no end, and closed", &[Send(CHUNKED), Send(CHUNK)], Lost),
    row("no end, and reset", &[Send(CHUNKED), Send(CHUNK), Reset], Lost),
    row("no end, and nothing more", &[Send(CHUNKED), Send(CHUNK), Silence], Late),
    row("half an end", &[Send(CHUNKED), Send(CHUNK), Send("0\r\n")], Lost),
    row("closed in a chunk", &[Send(CHUNKED), Send("1b\r\n{\"id\"")], Lost),
    row("a size that is no number", &[Send(CHUNKED), Send("zz\r\n{good}\r\n0\r\n\r\n")], Lost),
    row("a size beyond 64 bits", &[Send(CHUNKED), Send("fffffffffffffffff\r\n{good}\r\n0\r\n\r\n")], Lost),
    row("a negative size", &[Send(CHUNKED), Send("-1\r\n{good}\r\n0\r\n\r\n")], Lost),
    row("more than the size says", &[Send(CHUNKED), Send("5\r\n{good}\r\n0\r\n\r\n")], Lost),
    row("less than the size says", &[Send(CHUNKED), Send("ff\r\n{good}\r\n0\r\n\r\n")], Lost),
    row("extensions", &[Send(CHUNKED), Send("1b;a=b\r\n{good}\r\n0;c\r\n\r\n"), Next], Done),
    row("an extension of a mebibyte", &[Send(CHUNKED), Send("1b;"), Repeat(LONG, MEBIBYTE)], Lost),
    row("trailers", &[Send(CHUNKED), Send(CHUNK), Send("0\r\nX-A: b\r\n\r\n"), Next], Done),
    row("trailers that are none", &[Send(CHUNKED), Send(CHUNK), Send("0\r\nX A\r\n\r\n")], Lost),
    row("trailers of a mebibyte", &[Send(CHUNKED), Send(CHUNK), Send("0\r\nX-A: "), Repeat(LONG, MEBIBYTE)], Lost),
    row("beyond the limit", &[Send(CHUNKED), Repeat("a\r\n0123456789\r\n", 10_000), Silence], TooMuch),
    row(
        "and a length",
        &[
            Send("HTTP/1.1 {status} OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"),
            Send(CHUNK),
            Send("0\r\n\r\n"),
        ],
        Done,
    ),
    row(
        "a length, and then they",
        &[
            Send("HTTP/1.1 {status} OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 500\r\n\r\n"),
            Send(CHUNK),
            Send("0\r\n\r\n"),
        ],
        Done,
    ),
    row("of another coding", &[Send("HTTP/1.1 {status} OK\r\nTransfer-Encoding: gzip\r\n\r\n{good}")], Done),
];

pub(crate) const INTERIM: &[Row] = &[
    row("100", &[Send("HTTP/1.1 100 Continue\r\n\r\n"), Answer("", ORDER), Next], Done),
    row("103", &[Send("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"), Answer("", ORDER), Next], Done),
    row("102, and closed", &[Send("HTTP/1.1 102 Processing\r\n\r\n")], Lost),
    row("102, and nothing more", &[Send("HTTP/1.1 102 Processing\r\n\r\n"), Silence], Late),
    row(
        "102 each second",
        &[Drip("HTTP/1.1 102 X\r\n\r\nHTTP/1.1 102 X\r\n\r\nHTTP/1.1 102 X\r\n\r\nHTTP/1.1 102 X\r\n\r\n", 1)],
        Late,
    ),
    row("a hundred of 100", &[Repeat("HTTP/1.1 100 Continue\r\n\r\n", 100), Answer("", ORDER), Next], Done),
    row("100,000 of 100, and closed", &[Repeat("HTTP/1.1 100 Continue\r\n\r\n", 100_000)], Lost),
    row(
        "101",
        &[Send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"), Silence],
        Failed(101),
    ),
];

pub(crate) const BODILESS: &[Row] = &[
    row("204", &[Send("HTTP/1.1 204 No Content\r\n\r\n"), Next], Failed(204)),
    row("204 with a length", &[Send("HTTP/1.1 204 No Content\r\nContent-Length: 65537\r\n\r\n"), Next], Failed(204)),
    row("204 with a body", &[Send("HTTP/1.1 204 No Content\r\nContent-Length: {length}\r\n\r\n{good}")], Failed(204)),
    row("205 with a body", &[Send("HTTP/1.1 205 Reset\r\nContent-Length: {length}\r\n\r\n{good}"), Next], Failed(205)),
    row("304", &[Send("HTTP/1.1 304 Not Modified\r\n\r\n"), Next], Failed(304)),
    row(
        "304 with the length of another body",
        &[Send("HTTP/1.1 304 Not Modified\r\nContent-Length: 65537\r\n\r\n"), Next],
        Failed(304),
    ),
    row("304 with a body", &[Send("HTTP/1.1 304 Not Modified\r\nContent-Length: {length}\r\n\r\n{good}")], Failed(304)),
    row("an empty body", &[Answer("Content-Type: application/json\r\n", b""), Next], Absent),
];

pub(crate) const CONTENT: &[Row] = &[
    row("HTML", &[Answer("Content-Type: text/html\r\n", b"<!DOCTYPE html><p>Sorry"), Next], Unfit),
    row("HTML that is called JSON", &[Answer("Content-Type: application/json\r\n", b"<html>"), Next], Unfit),
    row("JSON that is called text", &[Answer("Content-Type: text/plain\r\n", ORDER), Next], Done),
    row("JSON that is called an image", &[Answer("Content-Type: image/png\r\n", ORDER), Next], Done),
    row("JSON that is called something that is no media type", &[Answer("Content-Type: ;;\r\n", ORDER), Next], Done),
    row(
        "two media types",
        &[Answer("Content-Type: text/html\r\nContent-Type: application/json\r\n", ORDER), Next],
        Done,
    ),
    row(
        "a charset that is another one",
        &[Answer("Content-Type: application/json; charset=utf-16\r\n", ORDER), Next],
        Done,
    ),
    row("a charset that nobody knows", &[Answer("Content-Type: application/json; charset=x\r\n", ORDER), Next], Done),
    row("a byte order mark", &[Answer("", b"\xEF\xBB\xBF{\"id\":\"x-1\",\"state\":\"done\"}"), Next], Done),
    row("two byte order marks", &[Answer("", b"\xEF\xBB\xBF\xEF\xBB\xBF{\"id\":\"x-1\"}"), Next], Unfit),
    row(
        "UTF-16",
        &[
            Answer(
                "",
                b"\xFF\xFE{\0\"\0i\0d\0\"\0:\0\"\0x\0-\x001\0\"\0,\0\"\0s\0t\0a\0t\0e\0\"\0:\0\"\0d\0o\0n\0e\0\"\0}\0",
            ),
            Next,
        ],
        Done,
    ),
    row("half of a UTF-16 character", &[Answer("", b"\xFF\xFE{\0}\0\x3D"), Next], Unfit),
    row("UTF-32", &[Answer("", b"\xFF\xFE\0\0{\0\0\0}\0\0\0"), Next], Unfit),
    row(
        "bytes that are not UTF-8 in what is read",
        &[Answer("", b"{\"id\":\"\xFF\",\"state\":\"done\"}"), Next],
        Unfit,
    )
    .polled(Unfit),
    row(
        "bytes that are not UTF-8 beside it",
        &[Answer("", b"{\"a\":\"\xFF\",\"id\":\"x-1\",\"state\":\"done\"}"), Next],
        Done,
    ),
    row("half a character in what is read", &[Answer("", br#"{"id":"\ud800","state":"done"}"#), Next], Unfit)
        .polled(Unfit),
    row("NUL bytes", &[Answer("", &[0; 16]), Next], Unfit),
    row("a NUL in a text", &[Answer("", b"{\"id\":\"\0\"}"), Next], Unfit),
    row("blanks", &[Answer("", b"  \r\n"), Next], Unfit),
    row("null", &[Answer("", b"null"), Next], Absent),
    row("a list", &[Answer("", b"[]"), Next], Absent),
    row("a number where a text is", &[Answer("", br#"{"id":1e400,"state":"done"}"#), Next], Unfit).polled(Unfit),
    row("null where a text is", &[Answer("", br#"{"id":null,"state":"done"}"#), Next], Absent).polled(Absent),
    row("half of it", &[Answer("", br#"{"id":"x-1","#), Next], Unfit),
    row("something behind it", &[Answer("", br#"{"id":"x-1","state":"done"} x"#), Next], Unfit),
    row("it twice", &[Answer("", br#"{"id":"x-1","state":"done"}{"id":"x-1","state":"done"}"#), Next], Unfit),
    row("a member twice", &[Answer("", br#"{"id":1,"id":"x-1","state":"done"}"#), Next], Done),
    row("a callback around it", &[Answer("", br#"f({"id":"x-1","state":"done"})"#), Next], Unfit),
    row(
        "lists without an end",
        &[Send("HTTP/1.1 {status} OK\r\nContent-Length: 60000\r\n\r\n"), Repeat("[", 60_000), Next],
        Unfit,
    ),
];

const GZIP: &[u8] = b"\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\xABV\xCALQ\xB2R\xAA\xD05T\xD2Q*.I,I\x05\xF2R\xF2\xF3R\x95j\x01\xFA\xD4\xCBO\x1B\x00\x00\x00";
const CUT: &[u8] = b"\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\xABV\xCALQ\xB2R\xAA\xD05T\xD2Q*.I";
const OTHER_SUM: &[u8] = b"\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\xABV\xCALQ\xB2R\xAA\xD05T\xD2Q*.I,I\x05\xF2R\xF2\xF3R\x95j\x01\xFA\xD4\xCBN\x1B\x00\x00\x00";
const DEFLATE: &[u8] = b"x\xDA\xABV\xCALQ\xB2R\xAA\xD05T\xD2Q*.I,I\x05\xF2R\xF2\xF3R\x95j\x01k\xE9\x08\x13";
/// 200,000 of them.
const BLANKS: &[u8] = include_bytes!("blanks.gz");

pub(crate) const COMPRESSION: &[Row] = &[
    row("gzip", &[Answer("Content-Encoding: gzip\r\n", GZIP), Next], Done),
    row("GZIP, which is not undone", &[Answer("Content-Encoding: GZIP\r\n", GZIP), Next], Unfit),
    row("deflate", &[Answer("Content-Encoding: deflate\r\n", DEFLATE), Next], Done),
    row("identity", &[Answer("Content-Encoding: identity\r\n", ORDER), Next], Done),
    row("gzip that is none", &[Answer("Content-Encoding: gzip\r\n", ORDER), Next], Lost),
    row("gzip that ends too early", &[Answer("Content-Encoding: gzip\r\n", CUT), Next], Lost),
    row("gzip with another checksum", &[Answer("Content-Encoding: gzip\r\n", OTHER_SUM), Next], Lost),
    row("gzip that nobody declares", &[Answer("", GZIP), Next], Unfit),
    row("gzip of more than the limit", &[Answer("Content-Encoding: gzip\r\n", BLANKS), Next], TooMuch),
    row("gzip without a body", &[Answer("Content-Encoding: gzip\r\n", b""), Next], Absent),
    row("deflate that is none", &[Answer("Content-Encoding: deflate\r\n", GZIP), Next], Lost),
    row("a coding that was not asked for", &[Answer("Content-Encoding: br\r\n", b"\x0B\x0D\x80"), Next], Unfit),
];

pub(crate) const REDIRECTS: &[Row] = &[
    row("302 that is not followed", &[Status(302, "Location: /moved\r\n"), Next], Failed(302)),
    row("301", &[Status(301, "Location: /moved\r\n"), Next], Done).follows(1),
    row("302", &[Status(302, "Location: /moved\r\n"), Next], Done).follows(1),
    row("303", &[Status(303, "Location: /moved\r\n"), Next], Done).follows(1),
    row("307", &[Status(307, "Location: /moved\r\n"), Next], Done).follows(1),
    row("308", &[Status(308, "Location: /moved\r\n"), Next], Done).follows(1),
    row("300", &[Status(300, "Location: /moved\r\n"), Next], Failed(300)).follows(0),
    row("304 with a place", &[Status(304, "Location: /moved\r\n"), Next], Failed(304)).follows(0),
    row("201 with a place", &[Status(299, "Location: /moved\r\n"), Next], Failed(299)).follows(0),
    row("a place with a fragment", &[Status(302, "Location: /moved#x\r\n"), Next], Done).follows(1),
    row("in circles", &[Status(302, "Location: /moved\r\n"), Next], Failed(302))
        .follows(10)
        .moved(&[Status(302, "Location: /moved\r\n"), Next]),
    row("to another host", &[Status(302, "Location: http://localhost:1/moved\r\n"), Next], Failed(302)).follows(0),
    row("to another port", &[Status(307, "Location: http://127.0.0.1:1/moved\r\n"), Next], Failed(307)).follows(0),
    row("to another host without a scheme", &[Status(308, "Location: //localhost/moved\r\n"), Next], Failed(308))
        .follows(0),
    row("to https", &[Status(302, "Location: https://127.0.0.1/moved\r\n"), Next], Failed(302)).follows(0),
    row("to a file", &[Status(302, "Location: file:///etc/passwd\r\n"), Next], Failed(302)).follows(0),
    row("without a place", &[Status(302, ""), Next], Failed(302)).follows(0),
    row("to what is no URL", &[Status(302, "Location: http://[\r\n"), Next], Failed(302)).follows(0),
    row("to bytes that are not ASCII", &[Status(302, "Location: /\u{e9}\r\n"), Next], Failed(302)).follows(0),
    row("and closed there", &[Status(302, "Location: /moved\r\n"), Next], Lost).follows(1).moved(&[]),
    row("and nothing there", &[Status(303, "Location: /moved\r\n"), Next], Late).follows(1).moved(&[Silence]),
    row("and 500 there", &[Status(303, "Location: /moved\r\n"), Next], Failed(500))
        .follows(1)
        .moved(&[Status(500, ""), Next]),
];

pub(crate) const RETRY_AFTER: &[Row] = &[
    row("seconds", &[Status(503, "Retry-After: 7\r\n"), Next], Failed(503)).polled(Waited(7)),
    row("seconds of a 429", &[Status(429, "Retry-After: 7\r\n"), Next], Failed(429)).polled(Waited(7)),
    row("none", &[Status(503, "Retry-After: 0\r\n"), Next], Failed(503)).polled(Waited(0)),
    row("a date", &[Status(503, "Retry-After: Thu, 01 Jan 2026 00:01:03 GMT\r\n"), Next], Failed(503))
        .polled(Waited(60)),
    row("a date that is over", &[Status(503, "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n"), Next], Failed(503))
        .polled(Waited(0)),
    row("a date that is none", &[Status(503, "Retry-After: Thu, 41 Jan 2026 00:01:03 GMT\r\n"), Next], Failed(503))
        .polled(Waited(3)),
    row("words", &[Status(503, "Retry-After: soon\r\n"), Next], Failed(503)).polled(Waited(3)),
    row("nothing", &[Status(503, "Retry-After:\r\n"), Next], Failed(503)).polled(Waited(3)),
    row("a negative number", &[Status(503, "Retry-After: -1\r\n"), Next], Failed(503)).polled(Waited(3)),
    row("a fraction", &[Status(503, "Retry-After: 1.5\r\n"), Next], Failed(503)).polled(Waited(3)),
    row("two of them", &[Status(503, "Retry-After: 7\r\nRetry-After: 9\r\n"), Next], Failed(503)).polled(Waited(7)),
    row("beyond the limit", &[Status(503, "Retry-After: 301\r\n"), Next], Failed(503)).polled(TooLongAWait),
    row("beyond 64 bits", &[Status(503, "Retry-After: 99999999999999999999\r\n"), Next], Failed(503))
        .polled(TooLongAWait),
    row("a date beyond the limit", &[Status(503, "Retry-After: Fri, 01 Jan 2100 00:00:00 GMT\r\n"), Next], Failed(503))
        .polled(TooLongAWait),
    row("with a good answer", &[Answer("Retry-After: 301\r\n", ORDER), Next], Done),
    row("of what is not repeated", &[Status(500, "Retry-After: 7\r\n"), Next], Failed(500)),
    row("and closed", &[Status(503, "Retry-After: 7\r\nConnection: close\r\n")], Failed(503)).polled(Waited(7)),
    row("of a redirect", &[Status(302, "Retry-After: 7\r\nLocation: /moved\r\n"), Next], Done).follows(1),
    row("where a redirect leads", &[Status(302, "Location: /moved\r\n"), Next], Failed(503))
        .polled(Waited(7))
        .follows(1)
        .moved(&[Status(503, "Retry-After: 7\r\n"), Next]),
];

pub(crate) const AFTERWARDS: &[Row] = &[
    row("closed without a word", &[Answer("", ORDER)], Done),
    row(
        "closed as it is kept for long",
        &[Answer("Connection: keep-alive\r\nKeep-Alive: timeout=3600\r\n", ORDER)],
        Done,
    ),
    row("reset", &[Answer("", ORDER), Reset], Done),
    row("half closed", &[Answer("", ORDER), HalfClose, Silence], Done),
    row("kept, though it says that it is closed", &[Answer("Connection: close\r\n", ORDER), Next], Done),
    row("left open, though it says that it is closed", &[Answer("Connection: close\r\n", ORDER), Silence], Done),
];
