//! Bytes as JSON, looked through once.

use super::body::Declared;
use super::charset::{self, NotText};
use super::project::{Flaw, Json};
use bytes::Bytes;
use std::borrow::Cow;
use std::sync::OnceLock;

/// What is known of the bytes of a body as JSON, once somebody has asked.
#[derive(Debug, Default)]
pub(crate) struct Checked(OnceLock<Result<Json, NoJson>>);

/// Why bytes are not JSON.
#[derive(Clone, Debug)]
pub(crate) enum NoJson {
    Charset(NotText),
    Flaw(Flaw),
}

impl Checked {
    pub(crate) fn of(bytes: &Bytes, media_type: Option<&str>) -> Self {
        let checked = Self::default();
        // Kept for those who read the body.
        let _ = checked.json(bytes, Declared::As(media_type));
        checked
    }

    /// The JSON in UTF-8, which is valid as a whole.
    pub(crate) fn json(&self, bytes: &Bytes, declared: Declared<'_>) -> Result<&Json, &NoJson> {
        self.0.get_or_init(|| checked(bytes, declared.media_type())).as_ref()
    }
}

fn checked(bytes: &Bytes, media_type: Option<&str>) -> Result<Json, NoJson> {
    let text = match charset::json(bytes, media_type).map_err(NoJson::Charset)? {
        Cow::Borrowed(_) => bytes.clone(),
        Cow::Owned(text) => text.into(),
    };
    Json::of(text).map_err(NoJson::Flaw)
}
