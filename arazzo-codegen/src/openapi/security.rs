//! Security schemes.

use serde_json::json;

use super::library::{Library, Node};
use super::normalise::{normalise, with_default};
use super::operation::typed;
use crate::diagnostic::Report;

/// A credential that an API asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SecurityScheme {
    pub(crate) name: String,
    pub(crate) kind: SecurityKind,
    pub(crate) description: Option<String>,
}

/// How the credential travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SecurityKind {
    ApiKey {
        location: KeyLocation,
        name: String,
    },
    /// `Authorization: Bearer …`: HTTP bearer, `OAuth` 2 and `OpenID` Connect alike; the caller brings the token.
    Bearer,
    Basic,
}

/// Where an API key travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyLocation {
    Header,
    Query,
    Cookie,
}

/// Reads a scheme by its name. `None` when it is not defined, or when nothing we send could satisfy it (mutual TLS).
pub(crate) fn read_scheme(
    library: &mut Library,
    root: &Node,
    name: &str,
    report: &mut Report,
) -> Option<SecurityScheme> {
    use openapiv3::{APIKeyLocation, SecurityScheme as Typed};
    let node = root.get("components")?.get("securitySchemes")?.get(name)?;
    let node = library.resolve(node, report)?;
    let json = match node.value.text("type") {
        Some("mutualTLS") => return None,
        // The flows are the caller's business: only the token is ours.
        Some("oauth2") => json!({ "type": "oauth2", "flows": {} }),
        Some("openIdConnect") => with_default(normalise(&node), "openIdConnectUrl", json!("")),
        _ => normalise(&node),
    };
    let scheme: Typed = typed(json, "a security scheme", &node.place, report)?;
    let kind = match scheme {
        Typed::APIKey { location, name, .. } => SecurityKind::ApiKey {
            location: match location {
                APIKeyLocation::Query => KeyLocation::Query,
                APIKeyLocation::Header => KeyLocation::Header,
                APIKeyLocation::Cookie => KeyLocation::Cookie,
            },
            name,
        },
        Typed::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => SecurityKind::Basic,
        Typed::HTTP { .. } | Typed::OAuth2 { .. } | Typed::OpenIDConnect { .. } => SecurityKind::Bearer,
    };
    let description = node.value.text("description").map(str::to_owned);
    Some(SecurityScheme { name: name.to_owned(), kind, description })
}
