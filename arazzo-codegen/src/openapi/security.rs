//! Security schemes.

use serde_json::json;

use super::library::Library;
use super::node::Node;
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

/// Reads a scheme by its name, which since version 3.2 may be a reference. `None` when it is not defined, or when nothing we
/// send could satisfy it (mutual TLS).
pub(crate) fn read_scheme(
    library: &mut Library,
    root: &Node,
    name: &str,
    report: &mut Report,
) -> Option<SecurityScheme> {
    let known = root.get("components").and_then(|components| components.get("securitySchemes"));
    let known = known.or_else(|| root.get("securityDefinitions")).and_then(|schemes| schemes.get(name));
    let node = known.or_else(|| library.follow(name, root).filter(|_| name.contains(['/', '#'])))?;
    let node = library.resolve(node, report)?;
    let kind = kind(&node, report)?;
    let name = scheme_name(name).to_owned();
    Some(SecurityScheme { name, kind, description: node.value.text("description").map(str::to_owned) })
}

/// The schemes that a description defines.
pub(crate) fn defined_schemes(root: &Node) -> Vec<(String, Node)> {
    let known = root.get("components").and_then(|components| components.get("securitySchemes"));
    let known = known.or_else(|| root.get("securityDefinitions"));
    known.map(|schemes| schemes.members()).unwrap_or_default()
}

/// The name of a scheme that a requirement names, or refers to.
pub(crate) fn scheme_name(requirement: &str) -> &str {
    requirement.rsplit('/').next().unwrap_or(requirement)
}

fn kind(node: &Node, report: &mut Report) -> Option<SecurityKind> {
    use openapiv3::{APIKeyLocation, SecurityScheme as Typed};
    let json = match node.value.text("type") {
        Some("mutualTLS") => return None,
        // Swagger 2.0.
        Some("basic") => return Some(SecurityKind::Basic),
        // The flows are the caller's business: only the token is ours.
        Some("oauth2") => json!({ "type": "oauth2", "flows": {} }),
        Some("openIdConnect") => with_default(normalise(node), "openIdConnectUrl", json!("")),
        _ => normalise(node),
    };
    match typed(json, "a security scheme", &node.place, report)? {
        Typed::APIKey { location, name, .. } => {
            let location = match location {
                APIKeyLocation::Query => KeyLocation::Query,
                APIKeyLocation::Header => KeyLocation::Header,
                APIKeyLocation::Cookie => KeyLocation::Cookie,
            };
            Some(SecurityKind::ApiKey { location, name })
        }
        Typed::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => Some(SecurityKind::Basic),
        Typed::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => Some(SecurityKind::Bearer),
        // Another scheme: the caller knows what the whole header says.
        Typed::HTTP { .. } => {
            Some(SecurityKind::ApiKey { location: KeyLocation::Header, name: "Authorization".to_owned() })
        }
        Typed::OAuth2 { .. } | Typed::OpenIDConnect { .. } => Some(SecurityKind::Bearer),
    }
}
