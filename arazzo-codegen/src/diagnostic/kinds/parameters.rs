//! Parameters and credentials of a request.

use crate::diagnostic::facts::Unusable;
use crate::diagnostic::sentences::{Sentences, say};

topic! { $ parameters
    UnboundPathParameter { parameter: String, path: String } => Error, "unbound-path-parameter",
        say(format!("the step gives no value to `{parameter}` of the path `{path}`"))
            .label(format!("`{parameter}` is missing"))
            .help(format!("add a parameter with `name: {parameter}` and `in: path`"));

    /// One that neither the description nor the document says anything of.
    AskedVariable { variable: String, path: String } => Warning, "asked-variable",
        say(format!(
            "the step gives no value to `{variable}` of the path `{path}`, and the description declares no such parameter"
        ))
        .label(format!("the caller gives `{variable}`: it becomes a field of `Input`"))
        .help(format!("add a parameter with `name: {variable}` and `in: path`"));

    UnknownPathParameter {
        parameter: String,
        path: String,
        closest: Option<String>,
    } => Error, "unknown-path-parameter",
        say(format!("the path `{path}` has no parameter `{parameter}`"))
            .label("not in the path")
            .misspelled(parameter, closest.as_deref(), is_slip);

    UndeclaredParameter {
        parameter: String,
        location: &'static str,
        operation: String,
        closest: Option<String>,
    } => Warning, "undeclared-parameter",
        say(format!("operation `{operation}` declares no {location} parameter `{parameter}`"))
            .label("sent anyway")
            .misspelled(parameter, closest.as_deref(), is_slip);

    RequiredParameterMissing {
        parameter: String,
        location: &'static str,
        operation: String,
    } => Warning, "required-parameter-missing",
        say(format!(
            "operation `{operation}` requires the {location} parameter `{parameter}`, and the step does not send it"
        ))
        .label(format!("`{parameter}` is missing"))
        .help(format!("add a parameter with `name: {parameter}` and `in: {location}`"));

    /// It goes into a path, and its default is no value there.
    EmptyDefault { input: String, parameter: String } => Warning, "empty-default",
        say(format!(
            "path parameter `{parameter}` has no value where the input `{input}` is left out: its `default` is empty"
        ))
        .label("may be empty")
        .help(
            "with nothing there it would be another path, so the workflow stops here with an error; require the input instead",
        );

    MixedQuery { whole: String, other: String } => Error, "mixed-query",
        say(format!("the parameter `{whole}` is the whole of the query, so `{other}` cannot be a part of it"))
            .label("also in the query")
            .help(format!("write it into the value of `{whole}`"));

    RefusedHeader { header: String } => Warning, "refused-header",
        say(format!("the header `{header}` belongs to the connection: a request with a value for it is refused"))
            .label("set by the client itself")
            .help("leave the parameter out");

    UndefinedStyle { what: String, found: &'static str, style: &'static str } => Warning, "undefined-style",
        say(format!("the style {style} of {what} does not define how {found} is written"))
            .label(format!("this is {found}"));

    StructureAsText { found: &'static str, into: &'static str } => Warning, "structure-as-text",
        say(format!("this is {found}, and {into} gets its JSON as text"))
            .label(format!("this is {found}"))
            .help("name a part of it that is no object and no list: `…#/name`");

    UnusableScheme { scheme: String, operation: String, why: Unusable } => Warning, "unusable-scheme",
        parameters::unusable(&format!("operation `{operation}` demands the credential `{scheme}`"), why);

    LeakedCredential {
        /// `None` where only its name says that it is one.
        scheme: Option<String>,
        owner: String,
        other: String,
        host: String,
        /// Both are hosts of one domain, so probably of one vendor.
        same_site: bool,
    } => if scheme.is_some() && !same_site { Warning } else { Lint }, "leaked-credential",
        match scheme {
            Some(scheme) => say(format!(
                "this value is the credential `{scheme}` of source `{owner}`, and is sent to source `{other}`, which does not ask for it"
            )),
            None => say(format!(
                "source `{owner}` calls this value like a credential, and it is sent to source `{other}`, which does not ask for one here"
            )),
        }
        .label(format!("goes to {host}"))
        .help(format!("send it to `{owner}` alone"));

    BareToken { scheme: String, word: &'static str } => Lint, "bare-token",
        say(format!("the header for the credential `{scheme}` begins with `{word} `, and nothing here says so"))
            .label("sent as it is")
            .help(format!("write `{word} {{…}}`, unless the value itself begins so"));
}

/// `demands` is the beginning of the message: "operation `pay` demands the credential `key`".
pub(super) fn unusable(demands: &str, why: &Unusable) -> Sentences {
    let sentences = match why {
        Unusable::Certificate => say(format!("{demands}, which is a TLS client certificate: no request can carry it"))
            .help("give it to the HTTP client: `Client::builder().http(…)`"),
        Unusable::Invalid => say(format!("{demands}, whose definition is not valid: nothing is sent for it")),
        Unusable::Unknown { closest } => {
            say(format!("{demands}, which its description does not define: nothing is sent for it"))
                .help("define it under `components.securitySchemes` of the description")
                .did_you_mean(closest.as_deref())
        }
    };
    sentences.label("sent without it")
}
