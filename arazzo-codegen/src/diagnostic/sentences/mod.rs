//! Every sentence that a diagnostic can say, in one place: errors here, the rest in `warnings` and `notes`.
//!
//! One function for each kind of mistake: its code, what is wrong in the terms of the author, a few words for the caret, and
//! what to change. The text of names is printed as it is here; `render` makes invisible characters visible.

mod notes;
#[cfg(test)]
mod tests;
mod warnings;

pub(super) use notes::*;
pub(super) use warnings::*;

use std::path::Path;

use super::{Astray, Named, Relation, Sentences, Severity, Unusable, Without};
use crate::value::FOREIGN_TAG;

// How sentences are put together. The table adds the code.

pub(super) fn error(message: impl Into<String>) -> Sentences {
    Sentences {
        code: "",
        severity: Severity::Error,
        message: message.into(),
        label: String::new(),
        help: None,
        meant: None,
    }
}

pub(super) fn warning(message: impl Into<String>) -> Sentences {
    Sentences { severity: Severity::Warning, ..error(message) }
}

pub(super) fn note(message: impl Into<String>) -> Sentences {
    Sentences { severity: Severity::Note, ..error(message) }
}

pub(super) fn lint(message: impl Into<String>) -> Sentences {
    Sentences { severity: Severity::Lint, ..error(message) }
}

impl Sentences {
    fn label(self, label: impl Into<String>) -> Sentences {
        Sentences { label: label.into(), ..self }
    }

    fn help(self, help: impl Into<String>) -> Sentences {
        Sentences { help: Some(help.into()), ..self }
    }

    /// Help that names what was probably meant, if that is known.
    fn did_you_mean(self, closest: Option<&str>) -> Sentences {
        match closest {
            Some(closest) => {
                Sentences { meant: Some(closest.to_owned()), ..self.help(format!("did you mean `{closest}`?")) }
            }
            None => self,
        }
    }
}

/// `a`, `b` or `c`
pub(super) fn list<T: AsRef<str>>(names: &[T], and: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => format!("{} {and} {last}", head.join(", ")),
    }
}

// Files.

pub(super) fn file_not_found(path: &str, reason: &str, named: &Named, closest: Option<&str>) -> Sentences {
    let description = |source: &str| format!("the description `{path}` of source `{source}` cannot be read: {reason}");
    let sentences = match named {
        Named::Caller if Path::new(path).is_relative() => error(format!("the file `{path}` cannot be read: {reason}"))
            .help("the path is relative to the package, the folder of `Cargo.toml`"),
        Named::Caller => error(format!("the file `{path}` cannot be read: {reason}")),
        Named::Document(source) => error(description(source))
            .label("named here")
            .help(format!("the path is relative to this document; the option {} names another file", sources(source))),
        Named::Options(source) => error(description(source))
            .label("the option `sources` says where it is instead")
            .help("the path in the option is relative to the package, the folder of `Cargo.toml`"),
    };
    sentences.did_you_mean(closest)
}

pub(super) fn syntax(message: &str) -> Sentences {
    let sentences = error(format!("the file cannot be parsed: {message}"));
    match message {
        "found character that cannot start any token" => {
            sentences.help("text that begins with `@`, `%` or a backtick stands in quotes")
        }
        _ if message.starts_with(FOREIGN_TAG) => {
            sentences.help("a word with `!` in front is a tag in YAML; text that begins with `!` stands in quotes")
        }
        _ => sentences,
    }
}

pub(super) fn remote_source(source: &str, url: &str) -> Sentences {
    error(format!("source `{source}` is not a file here, and nothing is fetched at build time: `{url}`"))
        .label("not fetched")
        .help(format!(
            "download the description and set the option {} in the macro, on the builder or for the command",
            sources(source)
        ))
}

/// The option that says where a description is.
pub(super) fn sources(source: &str) -> String {
    format!("`sources: {{ \"{source}\": \"path/to/description.yml\" }}`")
}

pub(super) fn not_arazzo(found: &str) -> Sentences {
    error(format!("this is not an Arazzo document but {found}"))
        .help("an Arazzo document begins with its version: `arazzo: 1.0.1`")
}

pub(super) fn not_openapi(source: &str, found: &str) -> Sentences {
    error(format!("source `{source}` is not an OpenAPI description but {found}"))
        .label("this file")
        .help("an OpenAPI description begins with its version: `openapi: 3.1.0`")
}

pub(super) fn unsupported_version(version: &str) -> Sentences {
    error(format!("version {version} of Arazzo is not supported"))
        .label("not a version that can be compiled")
        .help("the versions 1.0 and 1.1 are supported, written in full: `arazzo: 1.0.1`")
}

// The form of a document.

pub(super) fn missing_field(object: &str, field: &str) -> Sentences {
    error(format!("{object} needs the field `{field}`")).label(format!("`{field}` is missing"))
}

pub(super) fn misplaced(field: &str, reason: &str) -> Sentences {
    error(format!("`{field}` cannot stand here: {reason}")).label("does not belong here")
}

pub(super) fn unknown_field(object: &str, field: &str, closest: Option<&str>) -> Sentences {
    let sentences = error(format!("{object} has no field `{field}`"))
        .label("unknown field")
        .help("the names of extensions begin with `x-`");
    sentences.did_you_mean(closest)
}

pub(super) fn wrong_type(what: &str, expected: &str, found: &str) -> Sentences {
    error(format!("{what} must be {expected}, but it is {found}")).label(format!("expected {expected}"))
}

pub(super) fn invalid_value(what: &str, found: &str, allowed: &[&str], closest: Option<&str>) -> Sentences {
    let sentences = error(format!("`{found}` cannot be {what}"));
    if allowed.is_empty() {
        return sentences.did_you_mean(closest);
    }
    sentences.label(format!("expected {}", list(allowed, "or"))).did_you_mean(closest)
}

pub(super) fn empty(what: &str) -> Sentences {
    error(format!("`{what}` must not be empty")).label("nothing in it")
}

pub(super) fn invalid_key(what: &str) -> Sentences {
    error(format!("the name of this {what} is empty"))
        .label("no name")
        .help("names consist of the letters a to z in either case, digits, `.`, `-` and `_`")
}

pub(super) fn out_of_range(what: &str, expected: &str) -> Sentences {
    error(format!("{what} must be {expected}")).label("out of range")
}

pub(super) fn too_many(what: &str, found: usize, most: usize) -> Sentences {
    error(format!("{what} may have {most} items, and has {found}"))
        .label("too many")
        .help("group them by one condition, or put a part of them into a workflow that a step calls")
}

pub(super) fn duplicate(what: &str, name: &str) -> Sentences {
    error(format!("{what} `{name}` occurs twice")).label("the second one").help("names must be unique")
}

pub(super) fn exclusive(object: &str, fields: &str, found: usize) -> Sentences {
    let (count, label) =
        if found == 0 { ("none".to_owned(), "none of them") } else { (found.to_string(), "one too many") };
    error(format!("{object} must have exactly one of {fields}, but it has {count}")).label(label)
}

pub(super) fn bad_expression(text: &str, reason: &str, closest: Option<&str>) -> Sentences {
    error(format!("`{text}` is not a runtime expression: {reason}")).label("not understood").did_you_mean(closest)
}

pub(super) fn unclear_end(value: &str, braced: &str, part: Option<&str>) -> Sentences {
    let help = match part {
        Some(part) => format!("write `{part}` for a part of the value, or `{braced}` in front of text"),
        None => format!("write `{braced}` in front of text, or the whole expression in braces"),
    };
    error(format!("it is not clear whether the text behind `{value}` belongs to the expression"))
        .label("where does it end?")
        .help(help)
}

pub(super) fn bad_condition(reason: &str, closest: Option<&str>, help: Option<&str>) -> Sentences {
    let sentences =
        error(format!("the condition is not understood: {reason}")).label("not understood").did_you_mean(closest);
    match help {
        Some(help) => sentences.help(help),
        None => sentences,
    }
}

pub(super) fn bad_selector(reason: &str, closest: Option<&str>) -> Sentences {
    error(format!("the selector is not understood: {reason}")).label("not understood").did_you_mean(closest)
}

pub(super) fn bad_pointer(reason: &str) -> Sentences {
    error(format!("this is not a JSON Pointer: {reason}"))
        .label("not a JSON Pointer")
        .help("a JSON Pointer is empty or begins with `/`: `/items/0/id`")
}

pub(super) fn bad_json(reason: &str) -> Sentences {
    error(format!("the payload is not JSON: {reason}"))
        .label("not JSON")
        .help("a JSON body is written as an object of the document, or as the text of one")
}

// Names.

pub(super) fn unknown_operation(operation: &str, source: Option<&str>, closest: Option<&str>) -> Sentences {
    let place = source.map_or_else(|| "any source".to_owned(), |source| format!("source `{source}`"));
    error(format!("there is no operation `{operation}` in {place}")).label("unknown operation").did_you_mean(closest)
}

pub(super) fn ambiguous_operation(operation: &str, sources: &[String], requests: &[String]) -> Sentences {
    if let [source] = sources {
        let requests = list(requests, "and");
        let message = format!("source `{source}` has several operations `{operation}`: {requests}");
        return error(message).label("which one?").help(format!(
            "name it by its path: `operationPath: '{{$sourceDescriptions.{source}.url}}#/paths/~1PATH/METHOD'`"
        ));
    }
    let qualified: Vec<String> = sources.iter().map(|source| qualify(source, operation)).collect();
    error(format!("several sources have an operation `{operation}`: {}", list(sources, "and")))
        .label("which one?")
        .help(format!("write {}", list(&qualified, "or")))
}

pub(crate) fn qualify(source: &str, operation: &str) -> String {
    format!("$sourceDescriptions.{source}.{operation}")
}

pub(super) fn unknown_source(source: &str, closest: Option<&str>, known: &[String]) -> Sentences {
    let sentences = error(format!("there is no source description `{source}`")).label("not in `sourceDescriptions`");
    match known {
        [] => sentences,
        known if closest.is_none() => sentences.help(format!("there is {}", list(known, "and"))),
        _ => sentences.did_you_mean(closest),
    }
}

/// `from` is the beginning of the sentence: "step `pay` goes to", "the expression reads".
pub(super) fn ambiguous_step(step: &str) -> Sentences {
    error(format!("several steps are called `{step}`")).label("which one?").help("give each of them a name of its own")
}

pub(super) fn unknown_step(step: &str, workflow: &str, from: &str, closest: Option<&str>) -> Sentences {
    error(format!("{from} a step that does not exist: `{step}`"))
        .label(format!("not a step of workflow `{workflow}`"))
        .did_you_mean(closest)
}

pub(super) fn unknown_workflow(workflow: &str, source: Option<&str>, closest: Option<&str>) -> Sentences {
    let place = source.map_or_else(|| "this document".to_owned(), |source| format!("source `{source}`"));
    error(format!("there is no workflow `{workflow}` in {place}")).label("unknown workflow").did_you_mean(closest)
}

pub(super) fn unknown_workflow_output(output: &str, workflow: &str, closest: Option<&str>) -> Sentences {
    error(format!("workflow `{workflow}` has no output `{output}`"))
        .label(format!("not in the `outputs` of `{workflow}`"))
        .did_you_mean(closest)
}

pub(super) fn output_type(output: &str, reason: &str, closest: Option<&str>) -> Sentences {
    error(format!("output `{output}` cannot have the type that the option `outputs` says: {reason}"))
        .did_you_mean(closest)
}

// Workflows that call workflows.

pub(super) fn async_workflow(workflow: &str, step: &str) -> Sentences {
    warning(format!("workflow `{workflow}` is left out: its step `{step}` is one of AsyncAPI, which is not supported"))
        .label("cannot be compiled")
        .help("the other workflows of the document are compiled")
}

pub(super) fn dependency_circle(what: &str, name: &str) -> Sentences {
    error(format!("{what} `{name}` depends on itself, by way of others or directly: neither can be first"))
        .label("closes the circle")
}

pub(super) fn input_missing(input: &str, workflow: &str, dependency: bool) -> Sentences {
    if dependency {
        return error(format!(
            "workflow `{workflow}` depends on `{input}`, and this call cannot say what that one takes"
        ))
        .label(format!("nothing to start `{input}` with"))
        .help(format!("let this workflow depend on `{input}` too: `dependsOn: [{input}]`"));
    }
    error(format!("workflow `{workflow}` requires the input `{input}`, and this call does not give it"))
        .label(format!("`{input}` is missing"))
        .help(format!("add a parameter with `name: {input}`"))
}

pub(super) fn input_mismatch(input: &str, workflow: &str, reason: &str) -> Sentences {
    error(format!("input `{input}` of workflow `{workflow}` {reason}")).label("does not fit")
}

pub(super) fn undeclared_output(step: &str, output: &str, meant: Option<&str>) -> Sentences {
    if let Some(meant) = meant {
        return warning(format!(
            "step `{step}` declares no output `{output}`; the only thing of this name that it has is taken: `{meant}`"
        ))
        .label("not declared")
        .help(format!("write `{output}: {meant}` below `outputs` of step `{step}`"));
    }
    warning(format!("step `{step}` declares no output `{output}`; that of the workflow it calls is taken"))
        .label("not declared")
        .help(format!("write `{output}: $outputs.{output}` below `outputs` of step `{step}`"))
}

pub(super) fn location_ignored(parameter: &str) -> Sentences {
    warning(format!("`{parameter}` is an input of a workflow, which has no place in a request"))
        .label("has no meaning here")
}

pub(super) fn status_of_workflow() -> Sentences {
    warning("a step that calls a workflow has no status; this is understood as its success, which is demanded anyway")
        .label("says nothing")
}

pub(super) fn reordered_steps(step: &str) -> Sentences {
    warning(format!(
        "step `{step}` depends on one that is listed behind it: the steps run in another order than they are listed"
    ))
    .label("runs later")
    .help("list every step behind those that it depends on")
}

pub(super) fn recursive_call(workflow: &str) -> Sentences {
    warning(format!("this call of workflow `{workflow}` may lead to itself again; the client's limit of depth ends it"))
        .label("a circle of calls")
}

pub(super) fn never_before(step: &str, prerequisite: &str) -> Sentences {
    error(format!("step `{step}` depends on step `{prerequisite}`, which never runs before it"))
        .label("cannot have run")
}

pub(super) fn perhaps_not_before(step: &str, prerequisite: &str) -> Sentences {
    warning(format!(
        "step `{step}` depends on step `{prerequisite}`, which does not run on every way to it: where it has not, the run \
         ends with an error"
    ))
    .label("may not have run")
}

pub(super) fn unknown_input(input: &str, workflow: &str, closest: Option<&str>) -> Sentences {
    error(format!("workflow `{workflow}` has no input `{input}`"))
        .label("not declared in `inputs`")
        .did_you_mean(closest)
}

pub(super) fn unknown_output(output: &str, step: &str, closest: Option<&str>) -> Sentences {
    error(format!("step `{step}` has no output `{output}`"))
        .label(format!("not in the `outputs` of `{step}`"))
        .did_you_mean(closest)
}

pub(super) fn unknown_component(kind: &str, name: &str, closest: Option<&str>) -> Sentences {
    error(format!("there is no component `{name}` under `{kind}`"))
        .label(format!("not in `components.{kind}`"))
        .did_you_mean(closest)
}

pub(super) fn name_collision(what: &str, first: &str, second: &str, rust: &str) -> Sentences {
    error(format!("{what}s `{first}` and `{second}` would both be called `{rust}` in Rust"))
        .label(format!("also `{rust}`"))
        .help("rename one of them")
}

pub(super) fn wrong_scope(expression: &str, reason: &str) -> Sentences {
    error(format!("`{expression}` cannot be used here: {reason}")).label("not available here")
}

// OpenAPI.

pub(super) fn invalid_openapi(what: &str, reason: &str, read: Option<&str>) -> Sentences {
    if let Some(read) = read {
        return warning(format!("{what} is not valid OpenAPI: {reason}")).label(read);
    }
    warning(format!("{what} is not valid OpenAPI, and nothing that it says is used: {reason}"))
}

pub(super) fn dangling_reference(reference: &str, why: Astray) -> Sentences {
    let (reason, label) = astray(why);
    match why {
        Astray::Missing => error(format!("the reference `{reference}` leads nowhere")).label(label),
        _ => error(format!("the reference `{reference}` is not followed: {reason}")).label(label),
    }
}

/// Why a reference is not followed, and a few words for the caret.
fn astray(why: Astray) -> (&'static str, &'static str) {
    match why {
        Astray::Missing => ("it is not there", "nothing is there"),
        Astray::Path(reason) => (reason, "not read"),
        Astray::Outside => (
            "the file is outside of the package and of the folder of the description, and it does not begin with a version of OpenAPI",
            "not read",
        ),
        Astray::NotAPart => (
            "the file does not begin with a version of OpenAPI, and what is there does not look like a part of a description",
            "not used",
        ),
    }
}

/// A slip of the pen is an error. Anything else may be a mistake of the description: the API may still answer what is read.
pub(super) fn impossible_pointer(
    pointer: &str,
    operation: &str,
    reason: &str,
    closest: Option<&str>,
    slip: bool,
) -> Sentences {
    let message = format!("`{pointer}` finds nothing in any response of operation `{operation}`: {reason}");
    if slip {
        return error(message).label("never has a value").did_you_mean(closest);
    }
    warning(message).label("has no value if the description is right").did_you_mean(closest)
}

pub(super) fn unbound_path_parameter(parameter: &str, path: &str) -> Sentences {
    error(format!("the step gives no value to `{parameter}` of the path `{path}`"))
        .label(format!("`{parameter}` is missing"))
        .help(format!("add a parameter with `name: {parameter}` and `in: path`"))
}

pub(super) fn reference_form(canonical: &str) -> Sentences {
    error("a schema refers by `$ref`, everything else by `reference` to a component of its kind")
        .label("no reference here")
        .help(format!("write `{canonical}`"))
}

pub(super) fn impossible_part(expression: &str, reason: &str, closest: Option<&str>) -> Sentences {
    error(format!("`{expression}` never has a value: {reason}")).label("leads nowhere").did_you_mean(closest)
}

pub(super) fn source_type(source: &str, declared: &str, found: &str) -> Sentences {
    error(format!("source `{source}` is said to be `{declared}`, and its file is {found}"))
        .label("not what the file is")
}

pub(super) fn unknown_path_parameter(parameter: &str, path: &str, closest: Option<&str>) -> Sentences {
    error(format!("the path `{path}` has no parameter `{parameter}`")).label("not in the path").did_you_mean(closest)
}

pub(super) fn not_sent(what: &str, closest: Option<&str>) -> Sentences {
    error(format!("the step sends no {what}, so the expression never has a value"))
        .label("not sent by this step")
        .did_you_mean(closest)
}

pub(super) fn mixed_query(whole: &str, other: &str) -> Sentences {
    error(format!("the parameter `{whole}` is the whole of the query, so `{other}` cannot be a part of it"))
        .label("also in the query")
        .help(format!("write it into the value of `{whole}`"))
}

pub(super) fn impossible_target(reason: &str) -> Sentences {
    error(format!("the target of the replacement is not in the payload: {reason}"))
        .label("leads nowhere")
        .help("the last part of a target may be a new member of an object, or `-` behind a list")
}

pub(super) fn unfit_payload(content_type: &str, reason: &str) -> Sentences {
    error(format!("a body of type `{content_type}` cannot be made of this payload: {reason}"))
        .label(format!("not a body of type `{content_type}`"))
}

pub(super) fn unclear_xml(what: &str, reason: &str) -> Sentences {
    error(format!("the description does not say what {what} is in XML: {reason}")).label("XML by the schema")
}

pub(super) fn impossible_value(what: &str, operation: &str, expected: &str, found: &str) -> Sentences {
    error(format!("operation `{operation}` takes {expected} for {what}, and this spells none"))
        .label(format!("this is {found}"))
}

// Flow.

pub(super) fn never_assigned(expression: &str, without: &Without) -> Sentences {
    if without.at_end {
        return warning(format!("`{expression}` never has a value here, so the output is always absent"))
            .label(reaches_without(without));
    }
    error(format!("`{expression}` never has a value here")).label(reaches_without(without))
}

/// `login` → `refund` reaches here without `pay`
fn reaches_without(Without { way, step, at_end }: &Without) -> String {
    match way.as_slice() {
        _ if *at_end => format!("{} reaches the end without `{step}`", arrows(way)),
        [.., last] if last == step => format!("step `{step}` has not run yet"),
        [only] => format!("`{only}` runs first, without `{step}`"),
        [.., last] if way.iter().filter(|other| *other != last).any(|other| other == step) => {
            format!("{} reaches here where `{step}` gives no value", arrows(way))
        }
        _ => format!("{} reaches here without `{step}`", arrows(way)),
    }
}

/// Steps one behind the other; of a long way its beginning and its end.
fn arrows(way: &[String]) -> String {
    let quoted = |steps: &[String]| steps.iter().map(|step| format!("`{step}`")).collect::<Vec<_>>().join(" → ");
    match way {
        [first, second, .., before, last] if way.len() > 6 => {
            let (head, tail) = ([first.clone(), second.clone()], [before.clone(), last.clone()]);
            format!("{} → … → {}", quoted(&head), quoted(&tail))
        }
        way => quoted(way),
    }
}

pub(super) fn unsupported(what: &str) -> Sentences {
    error(format!("{what} is not supported yet")).label("cannot be compiled")
}
