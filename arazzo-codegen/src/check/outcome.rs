//! What is known of a value and a schema: it fits, it does not, or nobody knows.

use indexmap::IndexSet;

use super::kinds::words;
use crate::model::{InputPath, OutputRef};
use crate::openapi::Node;
use crate::place::{Mark, Segment};

/// The answer in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Fits,
    Unknown,
    Unfit,
}

/// The answer, with what there is to say about it.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    pub(super) faults: Vec<Fault>,
    pub(super) remarks: Vec<Remark>,
    pub(super) questions: Vec<Question>,
    pub(super) handed: Vec<Handed>,
    /// Something could not be judged.
    pub(super) unknown: bool,
}

/// Something that a schema does not admit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Fault {
    /// The way to it from the value that is judged.
    pub(super) at: Vec<Segment>,
    pub(super) why: Why,
    /// What in the schema says so.
    pub(super) schema: Mark,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Why {
    Type {
        kinds: Vec<String>,
        found: &'static str,
        /// No API could read it as one of them.
        hopeless: bool,
    },
    Unlisted {
        found: String,
        allowed: Vec<String>,
        /// Of these, the texts that a scalar can be a misspelling of.
        near: Vec<String>,
        /// Some of them are of the kind of what is there.
        alike: bool,
    },
    /// A keyword: what it asks for, as `at least 3 items`, and what is there, as `it has fewer than 3 items`.
    Keyword { expected: String, found: String },
    /// None of several alternatives, each with its reason.
    NoneOf { reasons: Vec<String> },
    /// A member that an object does not admit, and those that it declares.
    Refused { property: String, known: Vec<String> },
    /// A member that is missing.
    Missing { property: String },
}

/// What a property says of itself.
#[derive(Clone, Debug)]
pub(super) struct Remark {
    pub(super) at: Vec<Segment>,
    pub(super) property: String,
    pub(super) about: About,
}

#[derive(Clone, Debug)]
pub(super) enum About {
    /// Requests do not have it, and where that is said.
    ReadOnly(Mark),
    Deprecated,
}

/// Whether an output of a step, whose type is known later, may be of one of these kinds.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) at: Vec<Segment>,
    pub(super) output: OutputRef,
    pub(super) kinds: Vec<String>,
    pub(super) schema: Mark,
}

/// A value that is sent as it is, where a schema describes it.
#[derive(Clone, Debug)]
pub(super) struct Handed {
    pub(super) at: Vec<Segment>,
    pub(super) value: Whence,
    pub(super) schema: Node,
}

/// Where it comes from.
#[derive(Clone, Debug)]
pub(super) enum Whence {
    Input(InputPath),
    Output(OutputRef),
}

impl Outcome {
    pub(super) fn unknown() -> Outcome {
        Outcome { unknown: true, ..Outcome::default() }
    }

    pub(super) fn unfit(why: Why, schema: Mark) -> Outcome {
        Outcome { faults: vec![Fault { at: Vec::new(), why, schema }], ..Outcome::default() }
    }

    /// A keyword that is broken: what it asks for, and what is there.
    pub(super) fn broken(expected: impl Into<String>, found: impl Into<String>, schema: Mark) -> Outcome {
        Outcome::unfit(Why::Keyword { expected: expected.into(), found: found.into() }, schema)
    }

    pub(super) fn verdict(&self) -> Verdict {
        match (self.faults.is_empty(), self.unknown) {
            (false, _) => Verdict::Unfit,
            (true, true) => Verdict::Unknown,
            (true, false) => Verdict::Fits,
        }
    }

    /// Both must hold.
    pub(super) fn and(&mut self, other: Outcome) {
        self.faults.extend(other.faults);
        self.remarks.extend(other.remarks);
        self.questions.extend(other.questions);
        self.handed.extend(other.handed);
        self.unknown |= other.unknown;
    }

    /// The same with what several parts say said once.
    pub(super) fn distinct(self) -> Outcome {
        let faults: IndexSet<Fault> = self.faults.into_iter().collect();
        Outcome { faults: faults.into_iter().collect(), ..self }
    }

    /// The same about a part of a larger value.
    pub(super) fn below(mut self, segment: &Segment) -> Outcome {
        let ways = self.faults.iter_mut().map(|fault| &mut fault.at);
        let ways = ways.chain(self.remarks.iter_mut().map(|remark| &mut remark.at));
        let ways = ways.chain(self.handed.iter_mut().map(|handed| &mut handed.at));
        for way in ways.chain(self.questions.iter_mut().map(|question| &mut question.at)) {
            way.insert(0, segment.clone());
        }
        self
    }
}

impl Fault {
    /// As a reason, behind the name of the value.
    pub(super) fn reason(&self) -> String {
        let mut reason = String::new();
        // What is refused is the last part of the way to it.
        let own = usize::from(matches!(self.why, Why::Refused { .. }));
        for segment in self.at.iter().take(self.at.len().saturating_sub(own)) {
            match segment {
                Segment::Key(key) => reason.extend(["in `", key, "`, "]),
                Segment::Index(_) => reason.push_str("in an item, "),
            }
        }
        reason + &self.why.reason()
    }
}

impl Why {
    fn reason(&self) -> String {
        match self {
            Why::Type { kinds, found, .. } => format!("it is {found}, and {} is expected", words(kinds)),
            Why::Unlisted { allowed, .. } => {
                let allowed: Vec<String> = allowed.iter().map(|text| format!("`{text}`")).collect();
                match allowed.as_slice() {
                    [only] => format!("it is not {only}"),
                    all => format!("it is not one of {}", all.join(", ")),
                }
            }
            Why::Keyword { found, .. } => found.clone(),
            Why::NoneOf { reasons } => format!("it fits none of the alternatives: {}", reasons.join("; or ")),
            Why::Refused { property, .. } => format!("`{property}` is not declared"),
            Why::Missing { property } => format!("`{property}` is missing"),
        }
    }
}
