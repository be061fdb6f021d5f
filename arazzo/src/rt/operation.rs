//! What the compiler knows about workflows and the operations that their steps call.

use std::collections::VecDeque;

use super::xml::On;
use crate::scheme::AnyScheme;
use crate::{Scheme, Source};

/// A workflow: its id, the operations of its steps, and the workflows that they call.
#[derive(Debug)]
pub struct Workflow {
    pub(crate) id: &'static str,
    pub(crate) operations: &'static [&'static Operation],
    pub(crate) calls: &'static [&'static Self],
    pub(crate) fingerprint: u64,
}

impl Workflow {
    /// A workflow.
    pub const fn new(id: &'static str, operations: &'static [&'static Operation]) -> Self {
        Self { id, operations, calls: &[], fingerprint: 0 }
    }

    /// Which version of the workflow this is: the same for the same code.
    #[must_use]
    pub const fn version(mut self, fingerprint: u64) -> Self {
        self.fingerprint = fingerprint;
        self
    }

    /// The workflows that it can call.
    #[must_use]
    pub const fn calling(mut self, workflows: &'static [&'static Self]) -> Self {
        self.calls = workflows;
        self
    }

    /// The operations of this workflow and of all that it can reach.
    pub(crate) fn reachable(&self) -> Vec<&'static Operation> {
        let mut operations = self.operations.to_vec();
        let mut reached: Vec<&'static Self> = Vec::new();
        let mut open: VecDeque<&'static Self> = self.calls.iter().copied().collect();
        while let Some(workflow) = open.pop_front() {
            let is_new = !std::ptr::eq(self, workflow) && !reached.iter().any(|known| std::ptr::eq(*known, workflow));
            if is_new {
                reached.push(workflow);
                operations.extend(workflow.operations);
                open.extend(workflow.calls);
            }
        }
        operations
    }
}

/// A step's call of an API operation.
#[derive(Debug)]
pub struct Operation {
    pub(crate) step: &'static str,
    pub(crate) method: &'static str,
    pub(crate) source: Source,
    pub(crate) path: &'static str,
    pub(crate) server: Option<&'static str>,
    pub(crate) accept: Option<&'static str>,
    pub(crate) security: &'static [&'static [Demand]],
    pub(crate) xml: &'static [On],
    pub(crate) reads: Option<&'static [&'static str]>,
    pub(crate) read_headers: &'static [&'static str],
    pub(crate) idempotency: Option<&'static str>,
}

impl Operation {
    /// The operation that step `step` calls: its method and path template in `source`.
    pub const fn new(step: &'static str, method: &'static str, source: Source, path: &'static str) -> Self {
        Self {
            step,
            method,
            source,
            path,
            server: None,
            accept: None,
            security: &[],
            xml: &[],
            reads: None,
            read_headers: &[],
            idempotency: None,
        }
    }

    /// The server of the description, absolute and with its variables filled in. Without it the client must have a
    /// base URL.
    #[must_use]
    pub const fn server(mut self, url: &'static str) -> Self {
        self.server = Some(url);
        self
    }

    /// The header `Accept`, unless the step sets it.
    #[must_use]
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// Alternatives of credentials, all of one alternative together. An empty alternative makes them optional.
    #[must_use]
    pub const fn security(mut self, alternatives: &'static [&'static [Demand]]) -> Self {
        self.security = alternatives;
        self
    }

    /// The pointers into the bodies of its responses whose values the workflow reads, and nothing else of them; by default the whole.
    #[must_use]
    pub const fn reads(mut self, pointers: &'static [&'static str]) -> Self {
        self.reads = Some(pointers);
        self
    }

    /// The headers of its responses that the workflow reads.
    #[must_use]
    pub const fn reads_headers(mut self, names: &'static [&'static str]) -> Self {
        self.read_headers = names;
        self
    }

    /// The header that the operation declares for a key by which it recognises a request.
    #[must_use]
    pub const fn idempotency(mut self, header: &'static str) -> Self {
        self.idempotency = Some(header);
        self
    }

    /// What the XML of its responses is, by their statuses.
    #[must_use]
    pub const fn xml(mut self, responses: &'static [On]) -> Self {
        self.xml = responses;
        self
    }
}

/// A credential that an operation asks for.
#[derive(Clone, Copy, Debug)]
pub struct Demand {
    pub(crate) scheme: AnyScheme,
    pub(crate) unless_sent: bool,
}

impl Demand {
    /// A demand for the credential of this scheme.
    pub const fn new<K>(scheme: &Scheme<K>) -> Self {
        Self { scheme: scheme.any(), unless_sent: false }
    }

    /// A parameter of the step may supply it, which is only known when the step is reached.
    #[must_use]
    pub const fn unless_sent(mut self) -> Self {
        self.unless_sent = true;
        self
    }
}
