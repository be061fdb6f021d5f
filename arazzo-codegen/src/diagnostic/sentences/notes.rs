//! Sentences about forms that bend the specification, and about what is right and perhaps not meant.

use super::{Relation, Sentences, arrows, lint, note, warning};

pub(in super::super) fn jsonpath_comparison(standard: &str, direct: bool) -> Sentences {
    let need =
        if direct { ", for which the crate needs the feature `jsonpath`; as it stands it needs none" } else { "" };
    note("a comparison is not a JSONPath expression; it is understood as a test of the context")
        .label("a comparison")
        .help(format!("in JSONPath this is `{standard}`{need}"))
}

pub(in super::super) fn unbraced_expression(braced: &str) -> Sentences {
    note("an expression inside a string needs braces; this one is understood without them")
        .label("no braces")
        .help(format!("write `{braced}`"))
}

pub(in super::super) fn operation_case(operation: &str) -> Sentences {
    note("upper and lower case make a difference in the id of an operation; this is understood as the only one it can be")
        .label("another case")
        .help(format!("write `{operation}`"))
}

pub(in super::super) fn query_part(context: &str, selector: &str) -> Sentences {
    note("`[*]` is no part of an expression; it is understood as a JSONPath query")
        .label("understood as a query")
        .help(format!("write `{{ context: {context}, selector: '{selector}', type: jsonpath }}`"))
}

pub(in super::super) fn header_plural(canonical: &str) -> Sentences {
    note("a header is named by `header`; this is understood as one")
        .label("`headers`, with `s`")
        .help(format!("write `{canonical}`"))
}

pub(in super::super) fn whole_inputs() -> Sentences {
    note("`$inputs` names no input; it is understood as an object of all of them")
        .label("all inputs")
        .help("name one of them: `$inputs.NAME`")
}

pub(in super::super) fn dotted_part(canonical: &str) -> Sentences {
    note("a part of a value is named by a JSON Pointer; this is understood as one")
        .label("not a pointer")
        .help(format!("write `{canonical}`"))
}

pub(in super::super) fn length_suffix(standard: Option<&str>) -> Sentences {
    let help = standard.map_or_else(
        || "only a criterion of type `jsonpath` can ask for it: `$[?length($.items) > 0]`".to_owned(),
        |standard| format!("write `{standard}`"),
    );
    note("conditions know no `.length`; it is understood as the number of characters, elements or members")
        .label("understood as the length")
        .help(help)
}

pub(in super::super) fn retry_on_success() -> Sentences {
    note("the specification knows `retry` only as a failure action; here it repeats the step while it matches")
        .label("understood as polling")
}

pub(in super::super) fn optional_segment(segment: &str, path: &str) -> Sentences {
    note(format!("the paths of OpenAPI have no optional parts: `{segment}` is left out, and requests go to `{path}`"))
        .label("left out")
        .help("declare a parameter in `path` where a request needs a value there")
}

pub(in super::super) fn own_retry(step: &str) -> Sentences {
    note(format!("a retry repeats its own step anyway; naming `{step}` here does not run it one more time"))
        .label("the step itself")
        .help("leave out `stepId`")
}

pub(in super::super) fn untyped_value(what: &str, reason: &str) -> Sentences {
    note(format!("{what} is a `serde_json::Value`: {reason}")).label("has no type of its own")
}

// Lints.

pub(in super::super) fn one_way_property(property: &str, operation: &str, is_response: bool) -> Sentences {
    if is_response {
        return lint(format!("`{property}` is `writeOnly`: responses of operation `{operation}` do not have it"))
            .label("only in requests");
    }
    lint(format!("`{property}` is `readOnly`: operation `{operation}` does not look at it in requests"))
        .label("only in responses")
}

pub(in super::super) fn deprecated(what: &str) -> Sentences {
    lint(format!("{what} is deprecated")).label("deprecated")
}

pub(in super::super) fn bare_token(scheme: &str, word: &str) -> Sentences {
    lint(format!("the header for the credential `{scheme}` begins with `{word} `, and nothing here says so"))
        .label("sent as it is")
        .help(format!("write `{word} {{…}}`, unless the value itself begins so"))
}

pub(in super::super) fn other_case(found: &str, listed: &str) -> Sentences {
    lint(format!(
        "the description lists `{listed}`; a simple condition does not see that `{found}` is written in another case"
    ))
    .label("another case")
    .help(format!("write `{listed}`"))
}

pub(in super::super) fn unpromised_value(expression: &str, needed_by: &str, step: &str) -> Sentences {
    lint(format!("{needed_by} needs `{expression}`, which step `{step}` may not find"))
        .label("may have no value")
        .help("the description does not promise it; without it the workflow fails here")
}

pub(in super::super) fn busy_loop(steps: &[String]) -> Sentences {
    lint(format!("{} runs again at once, with the same requests", arrows(steps)))
        .label("no delay")
        .help("an action of type `retry` with `retryAfter` waits, and has a limit")
}

pub(in super::super) fn branch_falls_through(decider: &str, branch: &str, other: &str) -> Sentences {
    lint(format!("step `{decider}` decides between `{branch}` and `{other}`, and `{branch}` goes on into `{other}`"))
        .label(format!("goes on with `{other}`"))
        .help("where that is not meant, let this step `end`, or go to the step behind both")
}

pub(in super::super) fn unused_declaration(what: &str, name: &str) -> Sentences {
    lint(format!("{what} `{name}` is declared and never used")).label("not used")
}

pub(in super::super) fn unread_output(output: &str, step: &str) -> Sentences {
    lint(format!("nothing reads output `{output}` of step `{step}`")).label("not read")
}

pub(in super::super) fn repeated_source(source: &str, other: &str) -> Sentences {
    lint(format!("source `{source}` is the same file as `{other}`"))
        .label("the same file")
        .help("both are one API with one setting; one name is enough")
}

pub(in super::super) fn operation_has_id(id: &str) -> Sentences {
    lint("the operation has an id, which does not change with its path")
        .label("a path")
        .help(format!("write `operationId: {id}`"))
}

pub(in super::super) fn unsafe_retry(action: &str, method: &str) -> Sentences {
    lint(format!("action `{action}` sends a `{method}` once more, which may do its work a second time"))
        .label("tried again")
        .help("ask for statuses with which nothing was done, such as 429 and 503, or send an idempotency key")
}

pub(in super::super) fn unusual_body(operation: &str, method: &str) -> Sentences {
    lint(format!("operation `{operation}` is a `{method}`, in which a request body has no defined meaning"))
        .label("sent anyway")
        .help("servers and proxies may drop it, or refuse the request")
}

pub(in super::super) fn untyped_output(output: &str, reason: &str) -> Sentences {
    lint(format!("output `{output}` is a `serde_json::Value`: {reason}"))
        .label("has no type of its own")
        .help("a schema of the response that says what it is gives it a type")
}

pub(in super::super) fn implicit_object() -> Sentences {
    lint("a schema without `type` admits values that are no objects; this one is understood as that of an object")
        .label("of an object")
        .help("add `type: object`")
}

pub(in super::super) fn dependency_inputs(workflow: &str) -> Sentences {
    lint(format!("workflow `{workflow}` takes inputs, and no document can say them for a dependency"))
        .label("the caller gives its inputs")
        .help("they are a field of `Input`; other tools may run the dependency without them")
}

pub(in super::super) fn undeclared_input(input: &str, closest: Option<&str>) -> Sentences {
    let message = format!("the input `{input}` is not declared; the schema allows others, and it may be left out");
    let sentences = if closest.is_some() { warning(message) } else { lint(message) };
    sentences.label("read from `extra`").did_you_mean(closest)
}

/// What stands at a second place, in a few words.
pub(in super::super) fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Called => "the operation",
        Relation::Meant => "this one?",
        Relation::Candidate => "one of them",
        Relation::Path => "the path",
        Relation::Parameters => "its parameters",
        Relation::Types => "the types that it takes",
        Relation::Responses => "its responses",
        Relation::Required => "required here",
        Relation::Schema => "the schema there",
        Relation::Base => "by this",
        Relation::Default => "its default",
        Relation::Credential => "the credential",
        Relation::Sent => "sent here",
        Relation::Criteria => "the criteria of the step",
        Relation::First => "the first one",
        Relation::Always => "always runs",
    }
}
