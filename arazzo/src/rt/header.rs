//! Headers that a document names: their names are looked at once.

use crate::client::check_header;
use crate::secret_names::is_secret_name;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue, PROXY_AUTHORIZATION};
use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

#[derive(Clone)]
struct Known {
    name: HeaderName,
    is_secret: bool,
}

/// There are as many as the documents of a program name.
static KNOWN: LazyLock<RwLock<HashMap<&'static str, Known>>> = LazyLock::new(RwLock::default);

/// A header that may be sent, or what is wrong with it. One that is secret by its name is kept out of the logs of the layers below.
pub(crate) fn header(name: &'static str, value: String) -> Result<(HeaderName, HeaderValue), &'static str> {
    let Known { name, is_secret } = known(name)?;
    let mut value = HeaderValue::try_from(value).map_err(|_| "the value has a control character")?;
    value.set_sensitive(is_secret);
    Ok((name, value))
}

fn known(name: &'static str) -> Result<Known, &'static str> {
    if let Some(known) = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(name) {
        return Ok(known.clone());
    }
    let checked = check_header(name)?;
    let is_secret = says_secret(&checked);
    let known = Known { name: checked, is_secret };
    KNOWN.write().unwrap_or_else(PoisonError::into_inner).insert(name, known.clone());
    Ok(known)
}

/// Whether the name of a header says that it is secret.
pub(crate) fn says_secret(name: &HeaderName) -> bool {
    [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name) || is_secret_name(name.as_str())
}
