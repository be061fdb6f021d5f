//! Bodies of which nobody says beforehand what they are.

use super::body::{Body, Unread};
use super::decode::{Decode, Mismatch};
use super::exact::{VERBATIM, exact};
use super::given::{Give, To};
use super::json::Value;
use crate::content::Content;
use serde::{Serialize, Serializer};

/// The whole of a body without a description: JSON or text where it is that, and else bytes. What a workflow returns of it is
/// JSON, with a data URL for bytes.
#[derive(Clone, Debug, PartialEq)]
pub enum Received {
    /// JSON, with all digits, or text.
    Value(Value),
    /// What is not text by its type or its charset.
    Bytes(Content),
}

impl Give for Received {
    type Given = serde_json::Value;

    fn give(self, to: To) -> Result<serde_json::Value, &'static str> {
        match self {
            Self::Value(value) => value.give(to),
            Self::Bytes(content) => Ok(content.data_url().into()),
        }
    }
}

/// What a called workflow returns: a data URL is the bytes that it stands for.
impl From<serde_json::Value> for Received {
    fn from(value: serde_json::Value) -> Self {
        match value.as_str().and_then(Content::of_data_url) {
            Some(Ok(content)) => Self::Bytes(content),
            // Whatever `serde_json` holds can be sent.
            _ => Self::Value(exact(value).ok().flatten().unwrap_or_default()),
        }
    }
}

impl Decode for Received {
    fn decode(value: Value) -> Result<Self, Mismatch> {
        Ok(Self::Value(value))
    }

    fn null_is_absent() -> bool {
        false
    }

    fn read(body: Body<'_>, pointer: &str) -> Result<Option<Self>, Unread> {
        let is_undeclared = body.media_type().is_none() && std::str::from_utf8(body.bytes).is_err();
        if body.bytes.is_empty() || !pointer.is_empty() || body.is_json() && !is_undeclared {
            return Ok(body.value(pointer)?.map(Self::Value));
        }
        // A mark would be lost, so what is no text by its type keeps it as bytes.
        let is_marked = body.is_binary() && body.bytes.starts_with(b"\xEF\xBB\xBF");
        match body.text() {
            Ok(text) if !is_marked => Ok(Some(Self::Value(text.into_owned().into()))),
            // Sent on without its coding, it would be something else.
            Err(why) if !body.is_binary() && body.compressed().is_some() => Err(why),
            _ => Ok(Some(Self::Bytes(body.content()))),
        }
    }
}

impl Serialize for Received {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            // It is what came, and no data URL that a caller made.
            Self::Value(value) => serializer.serialize_newtype_struct(VERBATIM, value),
            Self::Bytes(content) => content.serialize(serializer),
        }
    }
}
