//! What an observer sees.

use std::time::Duration;

/// Something that happened in a run; see [`ClientBuilder::observer`](crate::ClientBuilder::observer).
///
/// Events carry no values: URLs are shown as path and query names, with known secrets replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A workflow was called.
    #[non_exhaustive]
    Started {
        /// The workflow's id.
        workflow: &'a str,
    },
    /// A request of a step is about to be sent.
    #[non_exhaustive]
    Sending {
        /// The workflow's id.
        workflow: &'a str,
        /// The step's id.
        step: &'a str,
        /// 1 for the first attempt.
        attempt: u32,
        /// The HTTP method.
        method: &'a str,
        /// Path and names of the query parameters, such as `/customers/c-42?limit&cursor`.
        url: &'a str,
    },
    /// The response is there.
    #[non_exhaustive]
    Answered {
        /// The workflow's id.
        workflow: &'a str,
        /// The step's id.
        step: &'a str,
        /// 1 for the first attempt.
        attempt: u32,
        /// The HTTP status code.
        status: u16,
    },
    /// No response came, or it was cut short.
    #[non_exhaustive]
    Unanswered {
        /// The workflow's id.
        workflow: &'a str,
        /// The step's id.
        step: &'a str,
        /// 1 for the first attempt.
        attempt: u32,
    },
    /// The response is known from the journal of a durable run: an earlier process got it. Nothing was sent.
    #[non_exhaustive]
    Replayed {
        /// The workflow's id.
        workflow: &'a str,
        /// The step's id.
        step: &'a str,
        /// 1 for the first attempt.
        attempt: u32,
        /// The HTTP status code; `None` if no response came, or it was cut short.
        status: Option<u16>,
    },
    /// A step waits before it is tried again.
    #[non_exhaustive]
    Retrying {
        /// The workflow's id.
        workflow: &'a str,
        /// The step's id.
        step: &'a str,
        /// The action that asked for the retry.
        action: &'a str,
        /// The number of the attempt that will follow.
        attempt: u32,
        /// How long it waits first.
        delay: Duration,
    },
    /// A part of an output contradicts its schema. It may be absent, so it is `None`: the document was compiled with `lenient: true`.
    #[non_exhaustive]
    LeftOut {
        /// The workflow's id.
        workflow: &'a str,
        /// The step's id.
        step: &'a str,
        /// The output's name.
        output: &'a str,
        /// What is wrong and where, such as ``expected a number at `/lines/0/price` of its value, found a string``. Of several items of
        /// a list the place is that of the first one.
        why: &'a str,
        /// How many items of lists have this mistake; 1 where it is in none.
        times: usize,
    },
    /// A workflow ended, in whatever way; also when its future was dropped.
    #[non_exhaustive]
    Finished {
        /// The workflow's id.
        workflow: &'a str,
    },
}
