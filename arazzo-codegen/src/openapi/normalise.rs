//! Makes a slice of any description one of version 3.0 that the `openapiv3` types accept.
//!
//! Schemas become references to themselves: the types then carry where a schema stands, and `schema` reads it there, in the
//! version it is written in. Examples and extensions are dropped: nothing is generated from them.

use serde_json::{Map, Value as Json, json};

use super::node::Node;

/// Members that no stage reads.
const IGNORED: [&str; 6] = ["example", "examples", "externalDocs", "links", "callbacks", "summary"];

/// The JSON of an object other than a schema, ready for `openapiv3`.
pub(super) fn normalise(node: &Node) -> Json {
    let mut object = Map::new();
    for (key, member) in node.members() {
        if key.starts_with("x-") || IGNORED.contains(&key.as_str()) {
            continue;
        }
        object.insert(key.clone(), normalise_member(&key, &member));
    }
    Json::Object(object)
}

fn normalise_member(key: &str, member: &Node) -> Json {
    match key {
        "schema" => reference_to(member),
        "content" | "headers" | "encoding" => {
            let members = member.members().into_iter();
            Json::Object(members.map(|(key, value)| (key, normalise(&value))).collect())
        }
        _ => member.value.to_json(),
    }
}

/// A reference to where a schema stands.
pub(super) fn reference_to(schema: &Node) -> Json {
    json!({ "$ref": format!("#{}", pointer(schema)) })
}

fn pointer(node: &Node) -> String {
    use crate::place::Segment;
    use crate::syntax::pointer::Pointer;
    let tokens = node.place.path.segments().into_iter().map(|segment| match segment {
        Segment::Key(key) => key,
        Segment::Index(index) => index.to_string(),
    });
    Pointer::from_tokens(tokens.collect()).to_string()
}

/// Adds a member that version 3.0 demands and later versions, and many authors, leave out.
pub(super) fn with_default(mut object: Json, key: &str, value: Json) -> Json {
    if let Json::Object(members) = &mut object {
        members.entry(key).or_insert(value);
    }
    object
}

/// Leaves out a member that version 3.0 does not know.
pub(super) fn without(mut object: Json, key: &str, when: bool) -> Json {
    if let Json::Object(members) = &mut object
        && when
    {
        members.remove(key);
    }
    object
}
