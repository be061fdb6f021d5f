//! What is the same in all requests of an operation: worked out when a client sends the first one, for its settings never change.

use super::encode::{Keep, encode};
use super::entry;
use super::operation::{Operation, Workflow};
use super::security::{Demanded, demanded};
use crate::ErrorKind;
use crate::base::is_readable_on_the_way;
use crate::client::Settings;
use reqwest::header::HeaderValue;
use reqwest::{Method, Url};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// An operation as a client calls it.
pub(crate) struct Plan {
    pub(crate) operation: &'static Operation,
    pub(crate) method: Method,
    /// Where the API is.
    base: Url,
    /// The path of the API, with a slash at its end.
    pub(crate) prefix: String,
    /// The operation's own path, behind that slash.
    pub(crate) path: Vec<Piece<'static>>,
    /// The pairs of the query that belongs to the path, with their names.
    pub(crate) query: Vec<(&'static str, Vec<Piece<'static>>)>,
    /// The URL of a path without variables.
    fixed: OnceLock<Option<Url>>,
    pub(crate) accept: Option<HeaderValue>,
    /// Whether others could read what is sent, and the client does not allow that.
    pub(crate) is_exposed: bool,
    pub(crate) security: Vec<Vec<Demanded>>,
}

/// A part of a template such as `/customers/{id}`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// Text, encoded.
    Text(String),
    Variable(&'t str),
}

/// The pieces of a template; its text is encoded as `keep` says.
pub(crate) fn pieces(mut template: &str, keep: Keep) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    while let Some((text, name, rest)) = next_variable(template) {
        pieces.extend([Piece::Text(encode(text, keep)), Piece::Variable(name)]);
        template = rest;
    }
    pieces.push(Piece::Text(encode(template, keep)));
    pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    pieces
}

/// Splits at the first `{name}`: the text before it, the name, the text after it.
fn next_variable(template: &str) -> Option<(&str, &str, &str)> {
    let (text, after) = template.split_once('{')?;
    let (name, after) = after.split_once('}')?;
    Some((text, name, after))
}

impl Plan {
    fn new(operation: &'static Operation, settings: &Settings) -> Result<Self, (ErrorKind, String)> {
        let input = |why: &str| (ErrorKind::Input, why.to_owned());
        let method = Method::from_bytes(operation.method.as_bytes())
            .map_err(|_| input("the operation's method is not an HTTP method"))?;
        let base = entry::base(operation, settings).map_err(|why| (ErrorKind::Configuration, why))?;
        let base = base.url().ok_or_else(|| input("the path would become another one on the way"))?;
        let accept = operation.accept.map(HeaderValue::from_str).transpose();
        let accept = accept.map_err(|_| input("the value of `accept` has a control character"))?;
        let (path, query) = operation.path.split_once('?').unwrap_or((operation.path, ""));
        Ok(Self {
            operation,
            method,
            prefix: format!("{}/", base.path().trim_end_matches('/')),
            path: pieces(path.trim_start_matches('/'), Keep::PathText),
            query: query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect(),
            fixed: OnceLock::new(),
            accept,
            is_exposed: is_readable_on_the_way(&base) && !settings.plain_http.contains(&operation.source),
            security: demanded(operation, settings),
            base,
        })
    }

    /// The URL of a path, if it is still that path once a URL parser has read it.
    pub(crate) fn url(&self, path: &str) -> Option<Url> {
        let fixed = self.fixed.get_or_init(|| self.has_no_variable().then(|| self.read(path)).flatten());
        fixed.clone().or_else(|| self.read(path))
    }

    fn has_no_variable(&self) -> bool {
        !self.path.iter().any(|piece| matches!(piece, Piece::Variable(_)))
    }

    fn read(&self, path: &str) -> Option<Url> {
        let mut url = self.base.clone();
        url.set_path(path);
        Some(url).filter(|url| url.path() == path)
    }
}

fn pair(pair: &'static str) -> (&'static str, Vec<Piece<'static>>) {
    (pair.split('=').next().unwrap_or_default().trim(), pieces(pair, Keep::QueryText))
}

/// The plans of a client, and the workflows that it has all settings for; both by their addresses.
#[derive(Default)]
pub(crate) struct Plans {
    checked: RwLock<HashSet<usize>>,
    operations: RwLock<HashMap<usize, Arc<Plan>>>,
}

impl Plans {
    /// The plan of an operation; an error is found anew every time.
    pub(crate) fn of(
        &self,
        operation: &'static Operation,
        settings: &Settings,
    ) -> Result<Arc<Plan>, (ErrorKind, String)> {
        let address = std::ptr::from_ref(operation).addr();
        let known = self.operations.read().unwrap_or_else(PoisonError::into_inner).get(&address).map(Arc::clone);
        if let Some(plan) = known {
            return Ok(plan);
        }
        let plan = Arc::new(Plan::new(operation, settings)?);
        self.operations.write().unwrap_or_else(PoisonError::into_inner).insert(address, Arc::clone(&plan));
        Ok(plan)
    }

    /// Finds what is missing for any operation that the workflow can reach; see [`entry::check`].
    pub(crate) fn check(&self, workflow: &'static Workflow, settings: &Settings) -> Result<(), (&'static str, String)> {
        let address = std::ptr::from_ref(workflow).addr();
        if self.checked.read().unwrap_or_else(PoisonError::into_inner).contains(&address) {
            return Ok(());
        }
        entry::check(workflow, settings)?;
        self.checked.write().unwrap_or_else(PoisonError::into_inner).insert(address);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_text_and_variables() {
        let text = |text: &str| Piece::Text(text.to_owned());
        assert_eq!(pieces("/a b", Keep::PathText), [text("/a%20b")]);
        assert_eq!(
            pieces("/c/{id}.{f}", Keep::PathText),
            [text("/c/"), Piece::Variable("id"), text("."), Piece::Variable("f")]
        );
        assert_eq!(pieces("/c/{id", Keep::PathText), [text("/c/%7Bid")]);
    }
}
