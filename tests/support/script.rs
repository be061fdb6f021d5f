//! What a client is expected to send, and what it gets.

use std::fmt;

use serde_json::Value;

/// A request as it was on the wire, without what belongs to the connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// Path and query, encoded as they were sent.
    pub target: String,
    /// All headers but `host`, `user-agent`, `connection` and `content-length`: names in lower case, sorted.
    pub headers: Vec<(String, String)>,
    /// The body as JSON; one that is not JSON is a string.
    pub body: Option<Value>,
}

/// As HTTP would write it.
impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.target)?;
        for (name, value) in &self.headers {
            writeln!(f, "    {name}: {value}")?;
        }
        match &self.body {
            Some(body) => writeln!(f, "    {body}"),
            None => Ok(()),
        }
    }
}

/// What a server does with a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A complete response.
    Response {
        /// The status code.
        status: u16,
        /// Headers besides those of the connection.
        headers: Vec<(String, String)>,
        /// The body.
        body: String,
    },
    /// The start of a response that promises more.
    Cut,
    /// Nothing: the connection is closed.
    HangUp,
}

/// A request that must come, and its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub(super) request: Request,
    pub(super) answer: Answer,
}

/// Expects a request with exactly this method, this path and query as they are sent, no header and no body, until more
/// is said; it gets an empty 200.
#[must_use]
pub fn expect(method: &str, target: &str) -> Exchange {
    Exchange {
        request: Request { method: method.to_owned(), target: target.to_owned(), headers: Vec::new(), body: None },
        answer: Answer::Response { status: 200, headers: Vec::new(), body: String::new() },
    }
}

impl Exchange {
    /// Expects this header with this value, instead of another value. The name is in lower case.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        let mut this = self.without(name);
        this.request.headers.push((name.to_owned(), value.to_owned()));
        this.request.headers.sort();
        this
    }

    /// Expects no header of this name, after [`header`](Self::header) has asked for one.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.request.headers.retain(|(given, _)| given != name);
        self
    }

    /// Expects this JSON body, instead of another one, with the header that declares it.
    #[must_use]
    pub fn json(mut self, body: Value) -> Self {
        self.request.body = Some(body);
        self.header("content-type", "application/json")
    }

    /// Expects this text as the body, instead of another one, with the header that declares its type.
    #[must_use]
    pub fn body(mut self, content_type: &str, body: &str) -> Self {
        self.request.body = Some(Value::from(body));
        self.header("content-type", content_type)
    }

    /// Expects another path and query.
    #[must_use]
    pub fn at(mut self, target: &str) -> Self {
        target.clone_into(&mut self.request.target);
        self
    }

    /// Answers with this status and body; a body that is not empty is declared as JSON, whatever it is.
    #[must_use]
    pub fn answer(mut self, status: u16, body: impl fmt::Display) -> Self {
        let body = body.to_string();
        let declared = ("content-type".to_owned(), "application/json".to_owned());
        let headers = if body.is_empty() { Vec::new() } else { vec![declared] };
        self.answer = Answer::Response { status, headers, body };
        self
    }

    /// Adds a header to the answer.
    ///
    /// # Panics
    ///
    /// If there is no response to add it to.
    #[must_use]
    pub fn answer_header(mut self, name: &str, value: &str) -> Self {
        match &mut self.answer {
            Answer::Response { headers, .. } => headers.push((name.to_owned(), value.to_owned())),
            other => panic!("{other:?} has no headers"),
        }
        self
    }

    /// Answers with a response that ends before its body does.
    #[must_use]
    pub fn cut(mut self) -> Self {
        self.answer = Answer::Cut;
        self
    }

    /// Closes the connection instead of answering.
    #[must_use]
    pub fn hang_up(mut self) -> Self {
        self.answer = Answer::HangUp;
        self
    }
}
