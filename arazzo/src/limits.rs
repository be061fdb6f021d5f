//! Bounds of one run, so that a document's mistake cannot flood somebody's API or this process.

use std::time::Duration;

/// How much one call of a workflow function may do. Going over a limit is [`ErrorKind::Limit`](crate::ErrorKind::Limit).
///
/// ```
/// use std::time::Duration;
/// let limits = arazzo::Limits::default().steps(50).time_off(Duration::from_secs(120));
/// # let _ = arazzo::Client::builder().limits(limits);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    pub(crate) steps: u32,
    pub(crate) depth: u32,
    pub(crate) response_bytes: usize,
    pub(crate) response_values: usize,
    pub(crate) retry_after: Duration,
    pub(crate) time_off: Duration,
    pub(crate) run_time: Option<Duration>,
    pub(crate) response_time: Option<Duration>,
    pub(crate) error_body: usize,
}

impl Default for Limits {
    /// 1,000 steps, 32 workflows deep, 64 MiB of response and a million values of it at once, `Retry-After` up to 300 s, one hour of
    /// waiting, 64 KiB of a body in an error; no limit of time for a run or a response.
    fn default() -> Self {
        Self {
            steps: 1000,
            depth: 32,
            response_bytes: 64 << 20,
            response_values: 1_000_000,
            retry_after: Duration::from_secs(300),
            time_off: Duration::from_secs(3600),
            run_time: None,
            response_time: None,
            error_body: 64 << 10,
        }
    }
}

impl Limits {
    /// The deepest that workflows can call workflows, whatever [`depth`](Self::depth) is given.
    pub const MAX_DEPTH: u32 = 128;

    /// Requests that one run may send, workflows that it calls included. Every attempt of a step counts.
    #[must_use]
    pub fn steps(mut self, steps: u32) -> Self {
        self.steps = steps;
        self
    }

    /// How deep workflows may call workflows; the one that was called from outside is at depth 1. At most
    /// [`MAX_DEPTH`](Self::MAX_DEPTH), because each workflow inside of another takes some of the thread's stack.
    #[must_use]
    pub fn depth(mut self, depth: u32) -> Self {
        self.depth = depth.min(Self::MAX_DEPTH);
        self
    }

    /// Bytes of one response body, decompressed where the client does that. A body whose `Content-Length` is beyond it is not read
    /// at all.
    ///
    /// A body of more than 256 KiB is checked to be JSON on a thread for blocking work, so that no other task waits for it, and a
    /// time limit ends it.
    #[must_use]
    pub fn response_bytes(mut self, bytes: usize) -> Self {
        self.response_bytes = bytes;
        self
    }

    /// Values that are read from the JSON of a response at once: the value that an output or a condition asks for, and all lists,
    /// objects, texts, numbers and the like in it. What is beside it in the body does not count.
    ///
    /// It bounds memory, as `[[],[],…]` takes twenty times its length: a value takes about 50 bytes, an object of few members 700.
    #[must_use]
    pub fn response_values(mut self, values: usize) -> Self {
        self.response_values = values;
        self
    }

    /// Bytes of the body of a failed response that an error keeps for [`Error::json`](crate::Error::json). A longer one is not kept.
    #[must_use]
    pub fn error_body(mut self, bytes: usize) -> Self {
        self.error_body = bytes;
        self
    }

    /// The longest `Retry-After` of a response that is honoured.
    #[must_use]
    pub fn retry_after(mut self, longest: Duration) -> Self {
        self.retry_after = longest;
        self
    }

    /// How long one run may wait between attempts in total.
    #[must_use]
    pub fn time_off(mut self, total: Duration) -> Self {
        self.time_off = total;
        self
    }

    /// How long one run may take in total, with its waits and the workflows that it calls.
    #[must_use]
    pub fn run_time(mut self, total: Duration) -> Self {
        self.run_time = Some(total);
        self
    }

    /// How long one complete response may take, from sending the request to the last byte of the body. The `timeout` of a step
    /// comes first. A response that takes longer is none: the step's failure actions decide what to do.
    #[must_use]
    pub fn response_time(mut self, longest: Duration) -> Self {
        self.response_time = Some(longest);
        self
    }
}
