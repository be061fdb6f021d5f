//! Typed values out of responses.

use super::body::{Unread, shown};
use super::decode::{Decode, FromHeader, Mismatch};
use super::json::Value;
use super::operand::Operand;
use super::query::Query;
use super::response::Answer;
use super::run::Run;
use super::text::Text;
use super::xpath::{Found, XPath};
use crate::{Error, ErrorKind};

impl Run {
    /// The value of a step output at a pointer into the body; an error if there is none, or if it is null.
    pub fn required<T: Decode>(&self, answer: &impl Answer, output: &str, pointer: &str) -> Result<T, Error> {
        let value = self.optional(answer, output, pointer)?;
        value.ok_or_else(|| self.missing(answer, output, &format!("the body has no value at {}", shown(pointer))))
    }

    /// The value of a step output at a pointer into the body, if there is one. Null counts as none, except where any
    /// JSON value is wanted.
    pub fn optional<T: Decode>(&self, answer: &impl Answer, output: &str, pointer: &str) -> Result<Option<T>, Error> {
        let Some(body) = answer.exchange().0.body() else { return Ok(None) };
        T::read(body, pointer).map_err(|why| self.unread(answer, output, pointer, &why))
    }

    /// The same without errors, for outputs of a step that has failed: what cannot be read is absent.
    // The name is not needed, but the three readers are called alike.
    pub fn lenient<T: Decode>(&self, answer: &impl Answer, _output: &str, pointer: &str) -> Option<T> {
        T::read(answer.exchange().0.body()?, pointer).ok().flatten()
    }

    /// All that a query finds in a body that is JSON, below a pointer.
    pub fn selected(
        &self,
        answer: &impl Answer,
        output: &str,
        pointer: &str,
        query: &Query,
    ) -> Result<Option<Vec<Value>>, Error> {
        let Some(body) = answer.exchange().0.body() else { return Ok(None) };
        let value = body.json(pointer).map_err(|why| self.unread(answer, output, pointer, &why))?;
        Ok(query.select(Operand::from(value)))
    }

    /// The first that a query finds there.
    pub fn selected_one(
        &self,
        answer: &impl Answer,
        output: &str,
        pointer: &str,
        query: &Query,
    ) -> Result<Option<Value>, Error> {
        Ok(self.selected(answer, output, pointer, query)?.and_then(|found| found.into_iter().next()))
    }

    /// What an XPath finds in a body that is XML, or in a text of a body that is JSON, at a pointer.
    pub fn xpath<T: Decode>(
        &self,
        answer: &impl Answer,
        output: &str,
        pointer: &str,
        xpath: &XPath,
    ) -> Result<Option<T>, Error> {
        let unread = |why: Unread| self.unread(answer, output, pointer, &why);
        let context = match answer.exchange().0.body() {
            Some(body) if !pointer.is_empty() => body.value(pointer).map_err(unread)?.into(),
            Some(body) if !body.bytes.is_empty() => Operand::Text(body.text().map_err(unread)?),
            _ => Operand::Nothing,
        };
        self.found(answer, output, xpath.find(context))
    }

    /// What an XPath has found, as a step output; that it could find nothing at all is an error.
    pub fn found<T: Decode>(&self, answer: &impl Answer, output: &str, found: Found) -> Result<Option<T>, Error> {
        let failed = |why: String| self.error_of(ErrorKind::Decode, answer, format!("output `{output}`: {why}"));
        let found = found.into_result().map_err(|problem| failed(format!("an XPath has no value: {problem}")))?;
        found.map(T::decode).transpose().map_err(|mismatch| {
            failed(format!("expected {} from an XPath, found {}", mismatch.expected, mismatch.found))
        })
    }

    /// What a query has found, as a step output; an error if it is nothing.
    pub fn demanded<T>(&self, answer: &impl Answer, output: &str, found: Option<T>) -> Result<T, Error> {
        found.ok_or_else(|| self.missing(answer, output, "its selector finds nothing"))
    }

    /// A response header as a step output; an error if it is absent.
    pub fn required_header<T: FromHeader>(&self, answer: &impl Answer, output: &str, name: &str) -> Result<T, Error> {
        let value = self.optional_header(answer, output, name)?;
        value.ok_or_else(|| self.missing(answer, output, &format!("the response has no header `{name}`")))
    }

    /// A response header as a step output, if it is there. A value that is not of the type, or not UTF-8, is an error.
    pub fn optional_header<T: FromHeader>(
        &self,
        answer: &impl Answer,
        output: &str,
        name: &str,
    ) -> Result<Option<T>, Error> {
        let incoming = answer.exchange().0.outcome.as_ref().ok();
        let Some(value) = incoming.and_then(|incoming| incoming.headers.get(name)) else {
            return Ok(None);
        };
        let read = std::str::from_utf8(value.as_bytes()).ok().and_then(T::from_header);
        read.map(Some).ok_or_else(|| {
            let message = format!("output `{output}`: the header `{name}` is not {}", T::WHAT);
            self.error_of(ErrorKind::Decode, answer, message)
        })
    }

    /// A text that is made of values, as an output or an input; an error where bytes in it are no text.
    pub fn text(&self, text: Text) -> Result<Option<String>, Error> {
        text.into_result().map_err(|why| self.error(ErrorKind::Decode, format!("a text cannot be made: {why}")))
    }

    pub(super) fn unread(&self, answer: &impl Answer, output: &str, pointer: &str, why: &Unread) -> Error {
        let kind = why.kind();
        let why = match why {
            Unread::Unreadable(why) | Unread::TooMuch(why) => why.clone(),
            Unread::Mismatch(mismatch) => mismatched(mismatch, pointer),
        };
        self.error_of(kind, answer, format!("output `{output}`: {why}"))
    }

    fn missing(&self, answer: &impl Answer, output: &str, why: &str) -> Error {
        self.error_of(ErrorKind::MissingValue, answer, format!("output `{output}`: {why}"))
    }
}

/// What is wrong at a pointer into the body.
pub(super) fn mismatched(mismatch: &Mismatch, pointer: &str) -> String {
    let Mismatch { expected, found } = mismatch;
    format!("expected {expected} at {} of the body, found {found}", shown(pointer))
}
