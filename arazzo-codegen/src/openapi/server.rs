//! Where an API is.

use super::node::Node;
use super::slips::slip;
use crate::diagnostic::{Kind, Relation, Report};
use crate::value::Value;

/// The first server of the nearest list: the operation's, the path item's, the description's (OpenAPI 3.1, section 4.8.5).
/// `None` where a caller has to say it: there is none, it is relative to wherever the description was published, or a variable
/// has no default.
pub(super) fn read_server(levels: &[&Node], report: &mut Report) -> Option<String> {
    let servers = levels.iter().find_map(|level| level.get("servers").filter(|servers| !servers.items().is_empty()))?;
    let server = servers.items().into_iter().next()?;
    check_variables(&server, report);
    let mut url = server.value.text("url")?.to_owned();
    for (name, variable) in server.get("variables").map(|variables| variables.members()).unwrap_or_default() {
        if let Some(default) = variable.value.get("default").and_then(text) {
            url = url.replace(&format!("{{{name}}}"), &default);
        }
    }
    let usable = usable(&url);
    if usable.as_deref().is_some_and(|url| !has_host(url)) {
        let what = format!("the server `{url}`");
        let (mark, kind) = slip(server.place.key("url").value(), what, "it has no valid host", "not used");
        report.add(mark, kind);
        return None;
    }
    usable
}

/// Whether an absolute URL has a host, and a port that there is, if any.
fn has_host(url: &str) -> bool {
    let authority = url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let (host, port) = match host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')) {
        Some((host, port)) => (host, port),
        None => (host, ""),
    };
    let forbidden = |char: char| char.is_whitespace() || matches!(char, '<' | '>' | '"' | '^' | '|' | '\\' | '`');
    !host.is_empty() && !host.contains(forbidden) && (port.is_empty() || port.parse::<u16>().is_ok())
}

/// Variables that have no value, or one that their own list does not have.
fn check_variables(server: &Node, report: &mut Report) {
    let variables = server.get("variables");
    let url = server.value.text("url").unwrap_or_default();
    for name in url.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)) {
        let defined = variables.as_ref().and_then(|variables| variables.get(name));
        let default = defined.as_ref().and_then(|variable| text(variable.value.get("default")?));
        let Some((variable, default)) = defined.zip(default) else {
            let kind = Kind::ServerVariable { variable: name.to_owned(), default: None };
            report.add(server.place.key("url").value(), kind);
            continue;
        };
        let listed = variable.value.get("enum").and_then(Value::as_array).unwrap_or_default();
        if !listed.is_empty() && !listed.iter().any(|value| text(value).as_ref() == Some(&default)) {
            let kind = Kind::ServerVariable { variable: name.to_owned(), default: Some(default) };
            let second = variable.place.key("enum").name();
            report.add(variable.place.key("default").value(), kind).also(second, Relation::Candidate);
        }
    }
}

/// Swagger 2.0: `schemes`, `host` and `basePath`. Without a host or a scheme it is where the description was published.
pub(super) fn read_host(operation: &Node, root: &Node) -> Option<String> {
    let schemes = operation.get("schemes").or_else(|| root.get("schemes"))?.items();
    let schemes: Vec<&str> = schemes.iter().filter_map(|scheme| scheme.value.as_str()).collect();
    let scheme = ["https", "http"].into_iter().find(|scheme| schemes.contains(scheme))?;
    let host = root.value.text("host")?;
    let path = root.value.text("basePath").unwrap_or_default();
    usable(&format!("{scheme}://{host}/{}", path.trim_start_matches('/'))).filter(|url| has_host(url))
}

fn usable(url: &str) -> Option<String> {
    let url = url.trim();
    let start = url.split_at_checked(url.find("://")? + 3)?.0.to_ascii_lowercase();
    let absolute = start == "https://" || start == "http://";
    (absolute && !url.contains('{')).then(|| url.trim_end_matches('/').to_owned())
}

/// A default that an author may have left without quotes, such as a port.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::has_host;

    #[test]
    fn an_address_has_a_host_and_perhaps_a_port() {
        for url in [
            "https://a.example",
            "https://a.example:8443/v1",
            "http://[::1]:8080/x",
            "http://[::1]",
            "https://me@a.example?x=1",
            "https://größe.example",
            "http://localhost:",
        ] {
            assert!(has_host(url), "{url}");
        }
        for url in [
            "https:///v1",
            "https://<host>/v1",
            "https://a.example:99999",
            "https://a b/",
            "https://:80",
            "https://a:b",
        ] {
            assert!(!has_host(url), "{url}");
        }
    }
}
