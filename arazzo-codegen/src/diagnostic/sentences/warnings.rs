//! Sentences about likely mistakes.

use crate::syntax::regex::Difference;

use super::{Astray, Sentences, Unusable, Without, arrows, lint, list, note, qualify, reaches_without, warning};

pub(in super::super) fn unqualified_operation(operation: &str, source: &str) -> Sentences {
    warning(format!("operation `{operation}` is named without its source `{source}`"))
        .label("the document has several sources")
        .help(format!("write `{}`", qualify(source, operation)))
}

pub(in super::super) fn ignored_field(object: &str, field: &str) -> Sentences {
    warning(format!("{object} has no field `{field}`"))
        .label("nothing is made of it")
        .help("the names of extensions begin with `x-`")
}

pub(in super::super) fn repeated_step(step: &str) -> Sentences {
    warning(format!("a step before this one is called `{step}` too: what reads the name means the last of them"))
        .label("the same name")
        .help("give each of them a name of its own")
}

pub(in super::super) fn misplaced_retry() -> Sentences {
    warning("`retryAfter` and `retryLimit` are fields of an action; the step is retried as if its `onFailure` had them")
        .label("understood as a retry of the step")
        .help("write `onFailure: [{ name: retry, type: retry, retryAfter: …, retryLimit: … }]`")
}

pub(in super::super) fn deduced_operation(operation: &str, request: &str, path: &str) -> Sentences {
    warning(format!(
        "there are several operations `{operation}`; what the step gives fits `{request}` only, which is called"
    ))
    .label("the name of several operations")
    .help(format!("name it by its path: `operationPath: '{path}'`"))
}

pub(in super::super) fn undeclared_parameter(
    parameter: &str,
    location: &str,
    operation: &str,
    closest: Option<&str>,
) -> Sentences {
    warning(format!("operation `{operation}` declares no {location} parameter `{parameter}`"))
        .label("sent anyway")
        .did_you_mean(closest)
}

pub(in super::super) fn required_parameter_missing(parameter: &str, location: &str, operation: &str) -> Sentences {
    warning(format!(
        "operation `{operation}` requires the {location} parameter `{parameter}`, and the step does not send it"
    ))
    .label(format!("`{parameter}` is missing"))
    .help(format!("add a parameter with `name: {parameter}` and `in: {location}`"))
}

pub(in super::super) fn undeclared_body(operation: &str) -> Sentences {
    warning(format!("operation `{operation}` declares no request body")).label("sent anyway")
}

pub(in super::super) fn undeclared_content_type(content_type: &str, operation: &str) -> Sentences {
    warning(format!("operation `{operation}` does not declare that it takes `{content_type}`")).label("sent anyway")
}

pub(in super::super) fn media_range(operation: &str, range: &str, sent: Option<&str>) -> Sentences {
    let sent = sent.map_or_else(
        || "what its data URL says, and as `application/octet-stream` without one".to_owned(),
        |sent| format!("`{sent}`"),
    );
    warning(format!("operation `{operation}` takes `{range}`, and the step does not say which of them it sends"))
        .label(format!("sent as {sent}"))
        .help("say it with `contentType` beside the payload")
}

pub(in super::super) fn overridden_content_type(content_type: &str, header: &str) -> Sentences {
    warning(format!("the header says `{header}`, and `contentType` says `{content_type}`"))
        .label("this is what is sent")
        .help("keep one of them")
}

pub(in super::super) fn quoted_value(pointer: &str, expected: &str) -> Sentences {
    let place = if pointer.is_empty() { "this place".to_owned() } else { format!("`{pointer}`") };
    warning(format!("the operation needs {expected} at {place}, and the step writes the expression there as text"))
        .label("the value is sent with its own type")
        .help("an expression keeps its type without braces, and in JSON text without quotes")
}

pub(in super::super) fn missing_payload() -> Sentences {
    warning("there are `replacements` and no `payload` that they could be made in")
        .label("made in an empty object")
        .help("add a `payload`; an empty object is `{}`")
}

pub(in super::super) fn body_missing(operation: &str) -> Sentences {
    warning(format!("operation `{operation}` requires a request body, and the step has none"))
        .label("sent without a body")
        .help("add a `requestBody` with a `payload`")
}

/// `optional`: an input that is sent there may have it.
pub(in super::super) fn required_property_missing(property: &str, operation: &str, optional: bool) -> Sentences {
    if optional {
        return warning(format!("operation `{operation}` requires `{property}`, and this input may come without it"))
            .label(format!("`{property}` may be missing"))
            .help(format!("add `{property}` to the `required` of this object, or give it a `default`"));
    }
    warning(format!("operation `{operation}` requires `{property}` here, and the step does not send it"))
        .label(format!("`{property}` is missing"))
}

pub(in super::super) fn server_variable(variable: &str, default: Option<&str>) -> Sentences {
    match default {
        Some(default) => warning(format!(
            "the variable `{variable}` of the server is `{default}` by default, which its `enum` does not list"
        ))
        .label("requests go there anyway"),
        None => warning(format!("the variable `{variable}` of the server has no default: its address is not known"))
            .label("no address")
            .help("define the variable with a `default`, or say where the API is: `Client::builder().base_url(…)`"),
    }
}

pub(in super::super) fn refused_header(header: &str) -> Sentences {
    warning(format!("the header `{header}` belongs to the connection: a request with a value for it is refused"))
        .label("set by the client itself")
        .help("leave the parameter out")
}

pub(in super::super) fn no_json_body(operation: &str, reason: &str) -> Sentences {
    warning(format!("no response of operation `{operation}` that counts here {reason}")).label("never has a value")
}

pub(in super::super) fn unused_xml_name(name: &str, used: &str) -> Sentences {
    warning(format!("the name `{name}` of a list without `wrapped` means nothing: its items are called `{used}`"))
        .label("not used")
        .help("`xml: { name: … }` in `items` names the items; `wrapped: true` puts them into an element of the list's name")
}

pub(in super::super) fn whole_stream(operation: &str) -> Sentences {
    warning(format!("operation `{operation}` answers with a stream, and the workflow waits for its end"))
        .label("read to the end")
        .help("where the stream has no end of its own, the step fails: at its `timeout`, or at a limit of the client")
}

pub(in super::super) fn undocumented_header(header: &str, operation: &str, closest: Option<&str>) -> Sentences {
    warning(format!("no response of operation `{operation}` documents the header `{header}`"))
        .label("not documented")
        .did_you_mean(closest)
}

pub(in super::super) fn unsaid_content_type(operation: &str, sent: &str) -> Sentences {
    warning(format!("operation `{operation}` takes several types, and the step does not say which of them it sends"))
        .label(format!("sent as `{sent}`"))
        .help("say it with `contentType` beside the payload")
}

pub(in super::super) fn unsaid_xml_root(property: &str) -> Sentences {
    warning(format!(
        "the description has no name for the root of this XML: its only property, `{property}`, is the root"
    ))
    .label("sent as the root")
    .help("`xml: { name: … }` in the schema of the body names an element around it, where the API has one")
}

pub(in super::super) fn undefined_style(what: &str, found: &str, style: &str) -> Sentences {
    warning(format!("the style {style} of {what} does not define how {found} is written"))
        .label(format!("this is {found}"))
}

pub(in super::super) fn unusable_scheme(scheme: &str, operation: &str, why: &Unusable) -> Sentences {
    let demands = format!("operation `{operation}` demands the credential `{scheme}`");
    let sentences = match why {
        Unusable::Certificate => {
            warning(format!("{demands}, which is a TLS client certificate: no request can carry it"))
                .help("give it to the HTTP client: `Client::builder().http(…)`")
        }
        Unusable::Invalid => warning(format!("{demands}, whose definition is not valid: nothing is sent for it")),
        Unusable::Unknown { closest } => {
            warning(format!("{demands}, which its description does not define: nothing is sent for it"))
                .help("define it under `components.securitySchemes` of the description")
                .did_you_mean(closest.as_deref())
        }
    };
    sentences.label("sent without it")
}

pub(in super::super) fn leaked_credential(
    scheme: Option<&str>,
    owner: &str,
    other: &str,
    host: &str,
    same_site: bool,
) -> Sentences {
    let say = if scheme.is_some() && !same_site { warning } else { lint };
    let message = match scheme {
        Some(scheme) => format!(
            "this value is the credential `{scheme}` of source `{owner}`, and is sent to source `{other}`, which does not ask for it"
        ),
        None => format!(
            "source `{owner}` calls this value like a credential, and it is sent to source `{other}`, which does not ask for one here"
        ),
    };
    say(message).label(format!("goes to {host}")).help(format!("send it to `{owner}` alone"))
}

pub(in super::super) fn broken_reference(reference: &str, why: Astray) -> Sentences {
    let (reason, label) = super::astray(why);
    let unknown = "what it says at this place is unknown";
    let sentences = match why {
        Astray::Missing => warning(format!("the description refers to `{reference}`, which is not there: {unknown}")),
        _ => warning(format!("the reference `{reference}` of the description is not followed, so {unknown}: {reason}")),
    };
    sentences.label(label)
}

pub(in super::super) fn operation_path_form(canonical: &str) -> Sentences {
    note("an operation path has the `url` of its source in braces; this form is understood as well")
        .label("understood")
        .help(format!("write `{canonical}`"))
}

pub(in super::super) fn unreachable_step(step: &str) -> Sentences {
    warning(format!("step `{step}` never runs")).label("no way leads here")
}

pub(in super::super) fn undeclared_property(
    pointer: &str,
    operation: &str,
    reason: &str,
    closest: Option<&str>,
) -> Sentences {
    warning(format!("no response of operation `{operation}` declares `{pointer}`: {reason}"))
        .label("not declared")
        .did_you_mean(closest)
}

pub(in super::super) fn undocumented_status(status: u16, operation: &str) -> Sentences {
    warning(format!("operation `{operation}` documents no response with status {status}")).label("not documented")
}

pub(in super::super) fn unused_option(option: &str, value: &str, closest: Option<&str>) -> Sentences {
    warning(format!("`{value}` in the option `{option}` has no effect: nothing has this name")).did_you_mean(closest)
}

pub(in super::super) fn shadowed_action(action: &str, by: &str) -> Sentences {
    warning(format!("action `{action}` never runs: whenever it could, `{by}` before it does"))
        .label("never runs")
        .help("put it first, or give the other one criteria")
}

pub(in super::super) fn condition_never_holds(condition: &str, because: Option<&str>) -> Sentences {
    let because = because.map(|because| format!(": {because}")).unwrap_or_default();
    warning(format!("the condition `{condition}` is never true{because}")).label("never true")
}

pub(in super::super) fn unfit_type(what: &str, operation: &str, expected: &str, found: &str) -> Sentences {
    warning(format!("operation `{operation}` takes {expected} for {what}, and gets {found}"))
        .label(format!("this is {found}"))
}

pub(in super::super) fn passed_mismatch(input: &str, workflow: &str, reason: &str) -> Sentences {
    warning(format!("input `{input}` of workflow `{workflow}` {reason}")).label("is passed on")
}

pub(in super::super) fn structure_as_text(found: &str, into: &str) -> Sentences {
    warning(format!("this is {found}, and {into} gets its JSON as text"))
        .label(format!("this is {found}"))
        .help("name a part of it that is no object and no list: `…#/name`")
}

pub(in super::super) fn unfit_value(what: &str, operation: &str, expected: &str, reasons: &[String]) -> Sentences {
    let label = if reasons.is_empty() { format!("expected {expected}") } else { reasons.join("; or ") };
    warning(format!("operation `{operation}` takes {expected} for {what}")).label(label)
}

pub(in super::super) fn unlisted_value(
    what: &str,
    operation: &str,
    found: &str,
    allowed: &[String],
    closest: Option<&str>,
) -> Sentences {
    // A list of dozens says less than the description does.
    let label = if allowed.len() > 8 { "not one of those that it lists".to_owned() } else { expected(allowed) };
    warning(format!("operation `{operation}` does not list `{found}` for {what}")).label(label).did_you_mean(closest)
}

fn expected(allowed: &[String]) -> String {
    format!("expected {}", list(allowed, "or"))
}

pub(in super::super) fn refused_property(property: &str, operation: &str, closest: Option<&str>) -> Sentences {
    warning(format!("operation `{operation}` takes no `{property}` here, and refuses what it does not declare"))
        .label("not declared")
        .did_you_mean(closest)
}

pub(in super::super) fn literal_expression(expression: &str) -> Sentences {
    warning(format!("nothing is called `{expression}` here, so this is text like that around it"))
        .label("sent as it is")
        .help("declare it where it is meant as an expression, and write it in braces")
}

pub(in super::super) fn likely_selector() -> Sentences {
    warning("this looks like a Selector Object but is not one, so it is sent as a plain object")
        .label("sent as an object")
        .help("a selector has `context`, `selector` and `type`, which is `jsonpath` or `jsonpointer`, and nothing else")
}

pub(in super::super) fn likely_expression(meant: &str) -> Sentences {
    warning("this looks like an expression but does not start like one, so it is sent as plain text")
        .label("sent as it is")
        .did_you_mean(Some(meant))
}

pub(in super::super) fn operator_in_text() -> Sentences {
    warning("values are not evaluated: this operator is sent as text, after the preceding value")
        .label("text")
        .help("let the caller calculate it, and pass it as an input; where it is text, put the expressions in braces")
}

pub(in super::super) fn foreign_expression(meant: &str) -> Sentences {
    warning("this is expression syntax of another language; Arazzo sends it as plain text")
        .label("not all of it is an expression")
        .did_you_mean(Some(meant))
}

pub(in super::super) fn perhaps_unassigned(expression: &str, needed_by: &str, without: &Without) -> Sentences {
    warning(format!("{needed_by} needs `{expression}`, which does not always have a value here"))
        .label(reaches_without(without))
        .help("where it has none, the workflow stops here with an error")
}

pub(in super::super) fn other_identity(source: &str, uri: &str, own: Option<&str>) -> Sentences {
    let called = own.map_or_else(|| "has no `$self`".to_owned(), |own| format!("is called `{own}`"));
    warning(format!(
        "by the `$self` of the document source `{source}` is `{uri}`, and the file that is found here {called}"
    ))
    .label("found beside the document")
    .help(format!("give that file this `$self`; or say which one is meant with the option {}", super::sources(source)))
}

pub(in super::super) fn empty_default(input: &str, parameter: &str) -> Sentences {
    warning(format!("path parameter `{parameter}` has no value where the input `{input}` is left out: its `default` is empty"))
        .label("may be empty")
        .help("with nothing there it would be another path, so the workflow stops here with an error; require the input instead")
}

pub(in super::super) fn optional_input(input: &str, needed_by: &str) -> Sentences {
    warning(format!("{needed_by} needs the input `{input}`, which may be left out"))
        .label("may have no value")
        .help(format!("list `{input}` under `required` of the inputs, or give it a `default`"))
}

pub(in super::super) fn endless_loop(steps: &[String]) -> Sentences {
    let message = match steps {
        [step, again] if step == again => format!("step `{step}` repeats itself until a request fails"),
        steps => format!("{} goes round until a request fails", arrows(steps)),
    };
    warning(message).label("nothing leaves this loop").help("give an action criteria, and let another one `end`")
}

pub(in super::super) fn non_standard_name(what: &str, name: &str) -> Sentences {
    warning(format!("the {what} name `{name}` has characters that expressions cannot spell"))
        .label("unusual name")
        .help("use the letters a to z in either case, digits, `-` and `_`")
}

pub(in super::super) fn double_quotes() -> Sentences {
    warning("text in a condition stands in single quotes").label("double quotes").help("write `'…'` instead of `\"…\"`")
}

pub(in super::super) fn unquoted_condition(found: &str, text: &str) -> Sentences {
    warning(format!("a condition is a string, and this is {found}; it is read as `{text}`"))
        .label("not a string")
        .help(format!("write `'{text}'`"))
}

pub(in super::super) fn braced_condition(bare: &str) -> Sentences {
    warning("a simple condition has no braces around it")
        .label("understood without them")
        .help(format!("write `{bare}`"))
}

pub(in super::super) fn ineffective_context() -> Sentences {
    warning("`context` has no effect on a simple criterion")
        .label("not used")
        .help("name the type whose condition is about the context: `regex`, `jsonpath` or `xpath`")
}

pub(in super::super) fn newer_feature(what: &str, plain: bool) -> Sentences {
    let (sentence, label) = if plain {
        (format!("{what} is a plain object before Arazzo 1.1, and is sent as it is"), "sent as an object")
    } else {
        (format!("{what} is known since Arazzo 1.1 only"), "understood anyway")
    };
    warning(sentence).label(label).help("write `arazzo: 1.1.0` at the beginning of the document")
}

pub(in super::super) fn misplaced_version() -> Sentences {
    warning("the version of an expression type stands inside of `type`")
        .label("understood as the version of its type")
        .help("write `type: { type: …, version: … }`")
}

pub(in super::super) fn slashed_pattern() -> Sentences {
    warning("slashes are a part of the pattern: it matches texts with slashes only")
        .label("slashes around it")
        .help("leave them out; for a pattern without regard to case write `(?i)` in front of it")
}

pub(in super::super) fn regex_dialect(found: &str, difference: Difference) -> Sentences {
    let (here, there) = difference.meanings();
    warning(format!("in this pattern `{found}` {here}; for tools that read it by ECMA-262 it {there}"))
        .label("read in two ways")
        .help(difference.instead())
}

pub(in super::super) fn root_filter(standard: &str) -> Sentences {
    warning("in JSONPath a filter on the root looks at the members of an object; this one is understood as a test of the object")
        .label("a test of the object itself")
        .help(format!("write `{standard}`, which means the same everywhere"))
}

pub(in super::super) fn member_filter(name: &str, standard: Option<&str>, own: Option<&str>) -> Sentences {
    let sentences = warning(format!(
        "in JSONPath a filter on an object looks at its members, and none that the description knows has `{name}`"
    ))
    .label("looks at the members of an object");
    match (standard, own) {
        (Some(standard), _) => sentences.help(format!("write `{standard}`, which looks at the elements of the list")),
        (None, Some(own)) => {
            sentences.help(format!("the object itself has `{own}`, which a filter reads with `$.{own}`"))
        }
        (None, None) => sentences,
    }
}

pub(in super::super) fn impossible_comparison(reason: &str, always: bool) -> Sentences {
    let (what, label) = if always { ("always holds", "always true") } else { ("cannot hold", "never true") };
    warning(format!("the comparison {what}: {reason}")).label(label)
}

pub(in super::super) fn condition_always_holds(condition: &str) -> Sentences {
    warning(format!("the condition `{condition}` is always true")).label("always true")
}

pub(in super::super) fn body_may_be_missing() -> Sentences {
    warning("the step also succeeds where the body of the response has no such value, whatever its status")
        .label("holds without the value")
        .help("add a criterion for what the response is, such as `$statusCode == 200`")
}

pub(in super::super) fn ineffective_field(field: &str, object: &str, reason: &str) -> Sentences {
    warning(format!("`{field}` has no effect on {object}: {reason}")).label("not used")
}

pub(in super::super) fn never_retried() -> Sentences {
    warning("with a `retryLimit` of 0 the step is never tried again")
        .label("no retry")
        .help("leave out the action, or say how often; without `retryLimit` it is once")
}

pub(in super::super) fn repeated_item(what: &str) -> Sentences {
    warning(format!("this {what} is in the list already")).label("the same once more")
}

pub(in super::super) fn reserved_extension(name: &str) -> Sentences {
    warning(format!("`{name}` is a name for extensions of the OpenAPI Initiative"))
        .label("reserved")
        .help("names that begin with `x-oai-`, `x-oas-` or `x-arazzo` are reserved")
}

pub(in super::super) fn merge_key(merged: bool) -> Sentences {
    if !merged {
        return warning("`<<` merges mappings in YAML 1.1 only, and OpenAPI descriptions are YAML 1.2")
            .label("not merged")
            .help("what it would add is not known here: write it out, or refer to it with `$ref`");
    }
    warning("`<<` merges mappings in YAML 1.1 only, and Arazzo documents are YAML 1.2")
        .label("merged anyway")
        .help("other tools take it for a field: write out what is the same, or make it a component")
}

pub(in super::super) fn unquoted_version(text: &str) -> Sentences {
    warning(format!("`version` is a string, and this is a number; it is read as `{text}`"))
        .label("not a string")
        .help(format!("write `'{text}'`"))
}

pub(in super::super) fn undeclared_required(property: &str, closest: Option<&str>) -> Sentences {
    warning(format!("`required` demands `{property}`, which `properties` does not declare"))
        .label("an input of any type")
        .did_you_mean(closest)
}

pub(in super::super) fn unfit_default(input: &str, reason: &str) -> Sentences {
    warning(format!("the `default` of `{input}` does not meet its schema: {reason}")).label("does not fit")
}

pub(in super::super) fn required_flag(flag: bool) -> Sentences {
    warning(format!(
        "`required: {flag}` has no effect on a property: the object around it lists the names that it requires"
    ))
    .label("not a list of names")
    .help("write `required: […]` beside the `properties` in which this stands")
}

pub(in super::super) fn openapi_keyword(keyword: &str, instead: &str) -> Sentences {
    warning(format!("`{keyword}` is a keyword of OpenAPI 3.0, and inputs are JSON Schema"))
        .label("unknown to JSON Schema")
        .help(instead)
}

pub(in super::super) fn asked_variable(variable: &str, path: &str) -> Sentences {
    warning(format!(
        "the step gives no value to `{variable}` of the path `{path}`, and the description declares no such parameter"
    ))
    .label(format!("the caller gives `{variable}`: it becomes a field of `Input`"))
    .help(format!("add a parameter with `name: {variable}` and `in: path`"))
}
