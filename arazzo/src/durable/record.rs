//! What a journal keeps of an exchange.

use super::Stopped;
use crate::transport::Reason;
use crate::{Error, ErrorKind};
use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A record.
#[derive(Debug)]
pub(crate) struct Record {
    pub(super) head: Head,
    /// The body of the response, or what is kept of it.
    pub(super) body: Bytes,
}

/// A record without its body.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    /// Nanoseconds since 1970.
    pub(super) at: u64,
    /// How long processes had worked on the run by then, in nanoseconds.
    pub(super) ran: u64,
    /// How many requests were sent: more than one after a redirect or a 401.
    pub(super) requests: u32,
    pub(super) what: What,
}

/// What came.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum What {
    /// A workflow was called.
    Begin(Begin),
    /// A response.
    Answer(Answer),
    /// None.
    Lost(Lost),
    /// An error instead.
    Refused(Refused),
}

/// The call of a workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Begin {
    pub(crate) nonce: u128,
    /// Which version of the workflow was called.
    pub(crate) fingerprint: u64,
}

/// A response, as far as it is kept.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The values byte for byte.
    headers: Vec<(String, Vec<u8>)>,
    /// The start of the body as an error shows it, where the status is none of success.
    pub(crate) shown: Option<String>,
}

impl Answer {
    /// The headers of these names.
    pub(crate) fn new<'h>(
        status: u16,
        headers: &HeaderMap,
        names: impl Iterator<Item = &'h str>,
        shown: Option<String>,
    ) -> Self {
        let all = names.flat_map(|name| headers.get_all(name).iter().map(move |value| (name, value)));
        let headers = all.map(|(name, value)| (name.to_owned(), value.as_bytes().to_owned())).collect();
        Self { status, headers, shown }
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        let header = |(name, value): &(String, Vec<u8>)| {
            Some((HeaderName::try_from(name).ok()?, HeaderValue::from_bytes(value).ok()?))
        };
        let mut headers = HeaderMap::new();
        for (name, value) in self.headers.iter().filter_map(header) {
            headers.append(name, value);
        }
        headers
    }
}

/// Why there was no response, in an earlier life of the run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Lost {
    pub(crate) why: String,
    /// None in time.
    pub(crate) timed_out: bool,
    /// No connection, and nothing was sent.
    pub(crate) unconnected: bool,
    /// The host that was asked.
    #[serde(default)]
    pub(crate) host: Option<String>,
    #[serde(default)]
    pub(crate) reason: Option<Reason>,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for Lost {}

/// An error of an exchange that every life of the run meets: a limit was exceeded, or the time is over that others give to the run.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Refused {
    /// Else the time was over.
    is_limit: bool,
    pub(crate) message: String,
    pub(crate) attempt: u32,
}

impl Refused {
    /// `None` for an error that somebody can do something about.
    pub(crate) fn new(error: &Error) -> Option<Self> {
        let is_limit = match error.kind() {
            ErrorKind::Limit => true,
            ErrorKind::Transport => false,
            _ => return None,
        };
        Some(Self { is_limit, message: error.message().to_owned(), attempt: error.attempt() })
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        if self.is_limit { ErrorKind::Limit } else { ErrorKind::Transport }
    }
}

impl Record {
    /// As bytes: the length of the head, the head as JSON, the body.
    pub(super) fn encode(&self) -> Result<Vec<u8>, Stopped> {
        let too_long = || Stopped::failed("a record is too long");
        let head = serde_json::to_vec(&self.head).map_err(Stopped::failed)?;
        let length = u32::try_from(head.len()).map_err(|_| too_long())?;
        Ok([&length.to_le_bytes()[..], &head, &self.body].concat())
    }

    pub(super) fn decode(bytes: Vec<u8>) -> Option<Self> {
        let mut bytes = Bytes::from(bytes);
        let length = u32::from_le_bytes(*bytes.first_chunk::<4>()?);
        let end = usize::try_from(length).ok()?.checked_add(4)?;
        let head = serde_json::from_slice(bytes.get(4..end)?).ok()?;
        Some(Self { head, body: bytes.split_off(end) })
    }
}

impl Head {
    pub(super) fn at(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_nanos(self.at)
    }

    pub(super) fn ran(&self) -> Duration {
        Duration::from_nanos(self.ran)
    }
}

/// A duration as a record has it. It holds 584 years.
pub(super) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(what: What) -> Record {
        Record { head: Head { at: 1, ran: 2, requests: 3, what }, body: Bytes::from_static(b"{}") }
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let mut headers = HeaderMap::new();
        headers.append("x-a", HeaderValue::from_static("1"));
        headers.append("x-a", HeaderValue::from_bytes(b"\xff").unwrap());
        headers.append("x-b", HeaderValue::from_static("3"));
        let answer = Answer::new(402, &headers, ["x-a", "x-c"].into_iter(), Some("no".to_owned()));
        let read = Record::decode(record(What::Answer(answer)).encode().unwrap()).unwrap();
        let What::Answer(answer) = &read.head.what else { panic!("{read:?}") };
        headers.remove("x-b");
        assert_eq!((answer.status, answer.headers(), answer.shown.as_deref()), (402, headers, Some("no")));
        assert_eq!((read.head.at, read.head.ran, read.head.requests, &*read.body), (1, 2, 3, &b"{}"[..]));
    }

    #[test]
    fn a_nonce_keeps_its_digits() {
        let begin = Begin { nonce: u128::MAX - 1, fingerprint: u64::MAX };
        let read = Record::decode(record(What::Begin(begin)).encode().unwrap()).unwrap();
        assert!(matches!(read.head.what, What::Begin(read) if read == begin));
    }

    #[test]
    fn what_is_no_record_is_none() {
        for bytes in [&b""[..], &[0; 4], &[1, 0, 0, 0], &[255; 8], &[2, 0, 0, 0, b'{', b'}']] {
            assert!(Record::decode(bytes.to_owned()).is_none(), "{bytes:?}");
        }
    }
}
