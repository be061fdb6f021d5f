//! Names of operations, and what descriptions say of them.

use crate::diagnostic::words::{list, qualify};

topic! { $ operations
    UnknownOperation {
        operation: String,
        source: Option<String>,
        similar: Similar,
    } => Error, "unknown-operation",
        say(format!("there is no operation `{operation}` in {}", source_or("any source", source.as_deref())))
            .label("unknown operation")
            .unknown(operation, similar, is_typo);

    AmbiguousOperation {
        operation: String,
        sources: Vec<String>,
        /// Each of them: `GET /orders/{id}`.
        requests: Vec<String>,
    } => Error, "ambiguous-operation",
        match sources.as_slice() {
            [source] => {
                say(format!("source `{source}` has several operations `{operation}`: {}", list(requests, "and")))
                    .help(operations::by_path(source))
            }
            sources => {
                say(format!("several sources have an operation `{operation}`: {}", list(sources, "and")))
                    .help(operations::by_source(sources, operation))
            }
        }
        .label("which one?");

    UnqualifiedOperation { operation: String, source: String } => Warning, "unqualified-operation",
        say(format!("operation `{operation}` is named without its source `{source}`"))
            .label("the document has several sources")
            .help(format!("write `{}`", qualify(source, operation)))
            .cure(replace(operation, qualify(source, operation)));

    /// Of several operations of one name only one fits what the step gives.
    DeducedOperation {
        operation: String,
        /// As `GET /orders/{id}`.
        request: String,
        /// What names it: the value of an `operationPath`.
        path: String,
    } => Warning, "deduced-operation",
        say(format!(
            "there are several operations `{operation}`; what the step gives fits `{request}` only, which is called"
        ))
        .label("the name of several operations")
        .help(format!("name it by its path: `operationPath: '{path}'`"));

    OperationCase { written: String, operation: String } => Note, "operation-case",
        say(
            "upper and lower case make a difference in the id of an operation; this is understood as the only one it can be",
        )
        .label("another case")
        .help(format!("write `{operation}`"))
        .cure(replace(written, operation));

    OperationPathForm { canonical: String } => Note, "operation-path-form",
        say("an operation path has the `url` of its source in braces; this form is understood as well")
            .label("understood")
            .help(format!("write `{canonical}`"))
            .cure(write(canonical));

    OperationHasId { id: String } => Lint, "operation-has-id",
        say("the operation has an id, which does not change with its path")
            .label("a path")
            .help(format!("write `operationId: {id}`"));

    /// A part of a path in a description that may be left out.
    OptionalSegment {
        segment: String,
        /// Without it.
        path: String,
    } => Note, "optional-segment",
        say(format!(
            "the paths of OpenAPI have no optional parts: `{segment}` is left out, and requests go to `{path}`"
        ))
        .label("left out")
        .help("declare a parameter in `path` where a request needs a value there");

    ServerVariable {
        variable: String,
        /// One that is not listed; or there is none.
        default: Option<String>,
    } => Warning, "server-variable",
        match default {
            Some(default) => say(format!(
                "the variable `{variable}` of the server is `{default}` by default, which its `enum` does not list"
            ))
            .label("requests go there anyway"),
            None => say(format!("the variable `{variable}` of the server has no default: its address is not known"))
                .label("no address")
                .help("define the variable with a `default`, or say where the API is: `Client::builder().base_url(…)`"),
        };

    InvalidOpenApi {
        what: String,
        reason: String,
        /// How it is still read; nothing that it says is used otherwise.
        read: Option<&'static str>,
    } => Warning, "invalid-openapi",
        match read {
            Some(read) => say(format!("{what} is not valid OpenAPI: {reason}")).label(*read),
            None => say(format!("{what} is not valid OpenAPI, and nothing that it says is used: {reason}")),
        };

    DanglingReference { reference: String, why: Astray } => Error, "dangling-reference",
        match why {
            Astray::Missing => say(format!("the reference `{reference}` leads nowhere")),
            why => say(format!("the reference `{reference}` is not followed: {}", why.reason())),
        }
        .label(why.label());

    BrokenReference { reference: String, why: Astray } => Warning, "broken-reference",
        match why {
            Astray::Missing => say(format!(
                "the description refers to `{reference}`, which is not there: what it says at this place is unknown"
            )),
            why => say(format!(
                "the reference `{reference}` of the description is not followed, so what it says at this place is \
                 unknown: {}",
                why.reason()
            )),
        }
        .label(why.label());

    Deprecated { what: String } => Lint, "deprecated",
        say(format!("{what} is deprecated")).label("deprecated");
}

/// How to say which of several operations of one source is meant.
pub(super) fn by_path(source: &str) -> String {
    format!("name it by its path: `operationPath: '{{$sourceDescriptions.{source}.url}}#/paths/~1PATH/METHOD'`")
}

/// How to say which of the operations of several sources is meant.
pub(super) fn by_source(sources: &[String], operation: &str) -> String {
    let qualified: Vec<String> = sources.iter().map(|source| qualify(source, operation)).collect();
    format!("write {}", list(&qualified, "or"))
}
