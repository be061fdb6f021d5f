//! Every sentence that a diagnostic can say, in one place.
//!
//! One function for each kind of mistake: its code, what is wrong in the terms of the author, a few words for the caret, and
//! what to change. The text of names is printed as it is here; `render` makes invisible characters visible.

use std::path::Path;

use super::{Kind, Named, Sentences, Severity};

/// The table of all kinds: what a match looks like, its code, and its sentences. The match has no other arm, so no kind can be
/// without a code, and no code without a place in the list.
macro_rules! table {
    ($($kind:pat => $code:literal, $sentences:expr;)*) => {
        /// Every code, in the order of the kinds.
        pub(crate) const CODES: &[&str] = &[$($code),*];

        impl Kind {
            /// What is said about a mistake.
            pub(crate) fn sentences(&self) -> Sentences {
                match self {
                    $($kind => Sentences { code: $code, ..$sentences },)*
                }
            }
        }
    };
}

table! {
    Kind::FileNotFound { path, reason, named, closest } => "file-not-found", file_not_found(path, reason, named, closest.as_deref());
    Kind::Syntax { message } => "syntax", syntax(message);
    Kind::RemoteSource { source, url } => "remote-source", remote_source(source, url);
    Kind::NotArazzo { found } => "not-arazzo", not_arazzo(found);
    Kind::NotOpenApi { source, found } => "not-openapi", not_openapi(source, found);
    Kind::UnsupportedVersion { version } => "unsupported-version", unsupported_version(version);
    Kind::MissingField { object, field } => "missing-field", missing_field(object, field);
    Kind::UnknownField { object, field, closest } => "unknown-field", unknown_field(object, field, closest.as_deref());
    Kind::WrongType { what, expected, found } => "wrong-type", wrong_type(what, expected, found);
    Kind::InvalidValue { what, found, allowed, closest } => "invalid-value", invalid_value(what, found, allowed, closest.as_deref());
    Kind::Empty { what } => "empty", empty(what);
    Kind::InvalidKey { what, key } => "invalid-key", invalid_key(what, key);
    Kind::OutOfRange { what, expected } => "out-of-range", out_of_range(what, expected);
    Kind::Duplicate { what, name } => "duplicate", duplicate(what, name);
    Kind::Exclusive { object, fields, found } => "exclusive", exclusive(object, fields, *found);
    Kind::BadExpression { text, reason, closest } => "bad-expression", bad_expression(text, reason, closest.as_deref());
    Kind::BadCondition { reason, closest } => "bad-condition", bad_condition(reason, closest.as_deref());
    Kind::BadPointer { reason } => "bad-pointer", bad_pointer(reason);
    Kind::UnknownOperation { operation, source, closest } => "unknown-operation", unknown_operation(operation, source.as_deref(), closest.as_deref());
    Kind::AmbiguousOperation { operation, sources } => "ambiguous-operation", ambiguous_operation(operation, sources);
    Kind::UnknownSource { source, closest } => "unknown-source", unknown_source(source, closest.as_deref());
    Kind::UnknownStep { step, workflow, from, closest } => "unknown-step", unknown_step(step, workflow, from, closest.as_deref());
    Kind::UnknownWorkflow { workflow, closest } => "unknown-workflow", unknown_workflow(workflow, closest.as_deref());
    Kind::UnknownInput { input, workflow, closest } => "unknown-input", unknown_input(input, workflow, closest.as_deref());
    Kind::UnknownOutput { output, step, closest } => "unknown-output", unknown_output(output, step, closest.as_deref());
    Kind::UnknownComponent { kind, name, closest } => "unknown-component", unknown_component(kind, name, closest.as_deref());
    Kind::NameCollision { what, first, second, rust } => "name-collision", name_collision(what, first, second, rust);
    Kind::WrongScope { expression, reason } => "wrong-scope", wrong_scope(expression, reason);
    Kind::InvalidOpenApi { what, reason } => "invalid-openapi", invalid_openapi(what, reason);
    Kind::DanglingReference { reference } => "dangling-reference", dangling_reference(reference);
    Kind::ImpossiblePointer { pointer, operation, reason, closest } => "impossible-pointer", impossible_pointer(pointer, operation, reason, closest.as_deref());
    Kind::UnboundPathParameter { parameter, path } => "unbound-path-parameter", unbound_path_parameter(parameter, path);
    Kind::UnknownPathParameter { parameter, path, closest } => "unknown-path-parameter", unknown_path_parameter(parameter, path, closest.as_deref());
    Kind::BodyMissing { operation } => "body-missing", body_missing(operation);
    Kind::NeverAssigned { expression, step } => "never-assigned", never_assigned(expression, step);
    Kind::Unsupported { what } => "unsupported", unsupported(what);
    Kind::UnqualifiedOperation { operation, source } => "unqualified-operation", unqualified_operation(operation, source);
    Kind::UndeclaredParameter { parameter, location, operation, closest } => "undeclared-parameter", undeclared_parameter(parameter, location, operation, closest.as_deref());
    Kind::RequiredParameterMissing { parameter, location, operation } => "required-parameter-missing", required_parameter_missing(parameter, location, operation);
    Kind::UndeclaredBody { operation } => "undeclared-body", undeclared_body(operation);
    Kind::UndeclaredContentType { content_type, operation } => "undeclared-content-type", undeclared_content_type(content_type, operation);
    Kind::RequiredPropertyMissing { property, operation } => "required-property-missing", required_property_missing(property, operation);
    Kind::BrokenReference { reference } => "broken-reference", broken_reference(reference);
    Kind::OperationPathForm { canonical } => "operation-path-form", operation_path_form(canonical);
    Kind::UnreachableStep { step } => "unreachable-step", unreachable_step(step);
    Kind::UndeclaredProperty { pointer, operation, reason, closest } => "undeclared-property", undeclared_property(pointer, operation, reason, closest.as_deref());
    Kind::UndocumentedStatus { status, operation } => "undocumented-status", undocumented_status(*status, operation);
    Kind::UnusedOption { option, value, closest } => "unused-option", unused_option(option, value, closest.as_deref());
    Kind::ShadowedAction { action, by } => "shadowed-action", shadowed_action(action, by);
    Kind::ConditionNeverHolds { condition } => "condition-never-holds", condition_never_holds(condition);
    Kind::NonStandardName { what, name } => "non-standard-name", non_standard_name(what, name);
    Kind::DoubleQuotes => "double-quotes", double_quotes();
    Kind::ComparisonInJsonPath { standard } => "jsonpath-comparison", jsonpath_comparison(standard);
    Kind::UnbracedExpression { braced } => "unbraced-expression", unbraced_expression(braced);
    Kind::DottedPart { canonical } => "dotted-part", dotted_part(canonical);
    Kind::LengthSuffix => "length-suffix", length_suffix();
    Kind::RetryOnSuccess => "retry-on-success", retry_on_success();
    Kind::UntypedValue { what, reason } => "untyped-value", untyped_value(what, reason);
}

// How sentences are put together. The table adds the code.

fn error(message: impl Into<String>) -> Sentences {
    Sentences { code: "", severity: Severity::Error, message: message.into(), label: String::new(), help: None }
}

fn warning(message: impl Into<String>) -> Sentences {
    Sentences { severity: Severity::Warning, ..error(message) }
}

fn note(message: impl Into<String>) -> Sentences {
    Sentences { severity: Severity::Note, ..error(message) }
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
            Some(closest) => self.help(format!("did you mean `{closest}`?")),
            None => self,
        }
    }
}

/// `a`, `b` or `c`
fn list<T: AsRef<str>>(names: &[T], and: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => format!("{} {and} {last}", head.join(", ")),
    }
}

// Files.

fn file_not_found(path: &str, reason: &str, named: &Named, closest: Option<&str>) -> Sentences {
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

fn syntax(message: &str) -> Sentences {
    let sentences = error(format!("the file cannot be parsed: {message}"));
    match message {
        "found character that cannot start any token" => sentences.help(
            "YAML is indented with blanks, not with tabs; text that begins with `@`, `%` or a backtick is quoted",
        ),
        _ => sentences,
    }
}

fn remote_source(source: &str, url: &str) -> Sentences {
    error(format!("source `{source}` is not a file here, and nothing is fetched at build time: `{url}`"))
        .label("not fetched")
        .help(format!(
            "download the description and set the option {} in the macro, on the builder or for the command",
            sources(source)
        ))
}

/// The option that says where a description is.
fn sources(source: &str) -> String {
    format!("`sources: {{ \"{source}\": \"path/to/description.yml\" }}`")
}

fn not_arazzo(found: &str) -> Sentences {
    error(format!("this is not an Arazzo document but {found}"))
        .help("an Arazzo document begins with its version: `arazzo: 1.0.1`")
}

fn not_openapi(source: &str, found: &str) -> Sentences {
    error(format!("source `{source}` is not an OpenAPI description but {found}"))
        .label("this file")
        .help("an OpenAPI description begins with its version: `openapi: 3.1.0`")
}

fn unsupported_version(version: &str) -> Sentences {
    error(format!("version `{version}` of Arazzo is not supported"))
        .label("not a version that can be compiled")
        .help("the versions 1.0 and 1.1 are supported, written in full: `arazzo: 1.0.1`")
}

// The form of a document.

fn missing_field(object: &str, field: &str) -> Sentences {
    error(format!("{object} needs the field `{field}`")).label(format!("`{field}` is missing"))
}

fn unknown_field(object: &str, field: &str, closest: Option<&str>) -> Sentences {
    let sentences = error(format!("{object} has no field `{field}`"))
        .label("unknown field")
        .help("the names of extensions begin with `x-`");
    sentences.did_you_mean(closest)
}

fn wrong_type(what: &str, expected: &str, found: &str) -> Sentences {
    error(format!("{what} must be {expected}, but it is {found}")).label(format!("expected {expected}"))
}

fn invalid_value(what: &str, found: &str, allowed: &[&str], closest: Option<&str>) -> Sentences {
    let sentences = error(format!("`{found}` cannot be {what}"));
    if allowed.is_empty() {
        return sentences.did_you_mean(closest);
    }
    sentences.label(format!("expected {}", list(allowed, "or"))).did_you_mean(closest)
}

fn empty(what: &str) -> Sentences {
    error(format!("`{what}` must not be empty")).label("nothing in it")
}

fn invalid_key(what: &str, key: &str) -> Sentences {
    error(format!("`{key}` is not a valid {what} name"))
        .label("not a valid name")
        .help("names consist of the letters a to z in either case, digits, `.`, `-` and `_`")
}

fn out_of_range(what: &str, expected: &str) -> Sentences {
    error(format!("{what} must be {expected}")).label("out of range")
}

fn duplicate(what: &str, name: &str) -> Sentences {
    error(format!("{what} `{name}` occurs twice")).label("the second one").help("names must be unique")
}

fn exclusive(object: &str, fields: &str, found: usize) -> Sentences {
    let (count, label) =
        if found == 0 { ("none".to_owned(), "none of them") } else { (found.to_string(), "one too many") };
    error(format!("{object} must have exactly one of {fields}, but it has {count}")).label(label)
}

fn bad_expression(text: &str, reason: &str, closest: Option<&str>) -> Sentences {
    error(format!("`{text}` is not a runtime expression: {reason}")).label("not understood").did_you_mean(closest)
}

fn bad_condition(reason: &str, closest: Option<&str>) -> Sentences {
    error(format!("the condition is not understood: {reason}")).label("not understood").did_you_mean(closest)
}

fn bad_pointer(reason: &str) -> Sentences {
    error(format!("this is not a JSON Pointer: {reason}"))
        .label("not a JSON Pointer")
        .help("a JSON Pointer is empty or begins with `/`: `/items/0/id`")
}

// Names.

fn unknown_operation(operation: &str, source: Option<&str>, closest: Option<&str>) -> Sentences {
    let place = source.map_or_else(|| "any source".to_owned(), |source| format!("source `{source}`"));
    error(format!("there is no operation `{operation}` in {place}")).label("unknown operation").did_you_mean(closest)
}

fn ambiguous_operation(operation: &str, sources: &[String]) -> Sentences {
    if let [source] = sources {
        return error(format!("source `{source}` has several operations `{operation}`")).label("which one?").help(
            format!(
                "name it by its path: `operationPath: '{{$sourceDescriptions.{source}.url}}#/paths/~1PATH/METHOD'`"
            ),
        );
    }
    let qualified: Vec<String> = sources.iter().map(|source| qualify(source, operation)).collect();
    error(format!("several sources have an operation `{operation}`: {}", list(sources, "and")))
        .label("which one?")
        .help(format!("write {}", list(&qualified, "or")))
}

fn qualify(source: &str, operation: &str) -> String {
    format!("$sourceDescriptions.{source}.{operation}")
}

fn unknown_source(source: &str, closest: Option<&str>) -> Sentences {
    error(format!("there is no source description `{source}`"))
        .label("not in `sourceDescriptions`")
        .did_you_mean(closest)
}

/// `from` is the beginning of the sentence: "step `pay` goes to", "the expression reads".
fn unknown_step(step: &str, workflow: &str, from: &str, closest: Option<&str>) -> Sentences {
    error(format!("{from} a step that does not exist: `{step}`"))
        .label(format!("not a step of workflow `{workflow}`"))
        .did_you_mean(closest)
}

fn unknown_workflow(workflow: &str, closest: Option<&str>) -> Sentences {
    error(format!("there is no workflow `{workflow}` in this document")).label("unknown workflow").did_you_mean(closest)
}

fn unknown_input(input: &str, workflow: &str, closest: Option<&str>) -> Sentences {
    error(format!("workflow `{workflow}` has no input `{input}`"))
        .label("not declared in `inputs`")
        .did_you_mean(closest)
}

fn unknown_output(output: &str, step: &str, closest: Option<&str>) -> Sentences {
    error(format!("step `{step}` has no output `{output}`"))
        .label(format!("not in the `outputs` of `{step}`"))
        .did_you_mean(closest)
}

fn unknown_component(kind: &str, name: &str, closest: Option<&str>) -> Sentences {
    error(format!("there is no component `{name}` under `{kind}`"))
        .label(format!("not in `components.{kind}`"))
        .did_you_mean(closest)
}

fn name_collision(what: &str, first: &str, second: &str, rust: &str) -> Sentences {
    error(format!("{what}s `{first}` and `{second}` would both be called `{rust}` in Rust"))
        .label(format!("also `{rust}`"))
        .help("rename one of them")
}

fn wrong_scope(expression: &str, reason: &str) -> Sentences {
    error(format!("`{expression}` cannot be used here: {reason}")).label("not available here")
}

// OpenAPI.

fn invalid_openapi(what: &str, reason: &str) -> Sentences {
    error(format!("{what} is not valid OpenAPI: {reason}"))
}

fn dangling_reference(reference: &str) -> Sentences {
    error(format!("the reference `{reference}` leads nowhere")).label("nothing is there")
}

fn impossible_pointer(pointer: &str, operation: &str, reason: &str, closest: Option<&str>) -> Sentences {
    error(format!("`{pointer}` finds nothing in any response of operation `{operation}`: {reason}"))
        .label("never has a value")
        .did_you_mean(closest)
}

fn unbound_path_parameter(parameter: &str, path: &str) -> Sentences {
    error(format!("the step gives no value to `{parameter}` of the path `{path}`"))
        .label(format!("`{parameter}` is missing"))
        .help(format!("add a parameter with `name: {parameter}` and `in: path`"))
}

fn unknown_path_parameter(parameter: &str, path: &str, closest: Option<&str>) -> Sentences {
    error(format!("the path `{path}` has no parameter `{parameter}`")).label("not in the path").did_you_mean(closest)
}

fn body_missing(operation: &str) -> Sentences {
    error(format!("operation `{operation}` requires a request body, and the step has none"))
        .label("has no `requestBody`")
}

// Flow.

fn never_assigned(expression: &str, step: &str) -> Sentences {
    error(format!("`{expression}` never has a value here"))
        .label(format!("step `{step}` has not run on any way to this place"))
}

fn unsupported(what: &str) -> Sentences {
    error(format!("{what} is not supported yet")).label("cannot be compiled")
}

// Warnings.

fn unqualified_operation(operation: &str, source: &str) -> Sentences {
    warning(format!("operation `{operation}` is named without its source `{source}`"))
        .label("the document has several sources")
        .help(format!("write `{}`", qualify(source, operation)))
}

fn undeclared_parameter(parameter: &str, location: &str, operation: &str, closest: Option<&str>) -> Sentences {
    warning(format!("operation `{operation}` declares no {location} parameter `{parameter}`"))
        .label("sent all the same")
        .did_you_mean(closest)
}

fn required_parameter_missing(parameter: &str, location: &str, operation: &str) -> Sentences {
    warning(format!(
        "operation `{operation}` requires the {location} parameter `{parameter}`, and the step does not send it"
    ))
    .label(format!("`{parameter}` is missing"))
    .help(format!("add a parameter with `name: {parameter}` and `in: {location}`"))
}

fn undeclared_body(operation: &str) -> Sentences {
    warning(format!("operation `{operation}` declares no request body")).label("sent all the same")
}

fn undeclared_content_type(content_type: &str, operation: &str) -> Sentences {
    warning(format!("operation `{operation}` does not declare that it takes `{content_type}`"))
        .label("sent all the same")
}

fn required_property_missing(property: &str, operation: &str) -> Sentences {
    warning(format!("the request body of operation `{operation}` requires `{property}`, and the step does not send it"))
        .label(format!("`{property}` is missing"))
}

fn broken_reference(reference: &str) -> Sentences {
    warning(format!(
        "the description refers to `{reference}`, which is not there: what it says at this place is unknown"
    ))
    .label("nothing is there")
}

fn operation_path_form(canonical: &str) -> Sentences {
    note("an operation path has the `url` of its source in braces; this form is understood as well")
        .label("understood")
        .help(format!("write `{canonical}`"))
}

fn unreachable_step(step: &str) -> Sentences {
    warning(format!("step `{step}` never runs")).label("no way leads here")
}

fn undeclared_property(pointer: &str, operation: &str, reason: &str, closest: Option<&str>) -> Sentences {
    warning(format!("no response of operation `{operation}` declares `{pointer}`: {reason}"))
        .label("not declared")
        .did_you_mean(closest)
}

fn undocumented_status(status: u16, operation: &str) -> Sentences {
    warning(format!("operation `{operation}` documents no response with status {status}")).label("not documented")
}

fn unused_option(option: &str, value: &str, closest: Option<&str>) -> Sentences {
    warning(format!("`{value}` in the option `{option}` has no effect: nothing has this name")).did_you_mean(closest)
}

fn shadowed_action(action: &str, by: &str) -> Sentences {
    warning(format!("action `{action}` never runs: `{by}` before it always does"))
        .label("never runs")
        .help("put it first, or give the other one criteria")
}

fn condition_never_holds(condition: &str) -> Sentences {
    warning(format!("the condition `{condition}` is never true")).label("never true")
}

fn non_standard_name(what: &str, name: &str) -> Sentences {
    warning(format!("the {what} name `{name}` has characters that expressions cannot spell"))
        .label("unusual name")
        .help("use the letters a to z in either case, digits, `-` and `_`")
}

fn double_quotes() -> Sentences {
    warning("text in a condition stands in single quotes").label("double quotes").help("write `'…'` instead of `\"…\"`")
}

// Notes.

fn jsonpath_comparison(standard: &str) -> Sentences {
    note("a comparison is not a JSONPath expression; it is understood as a test of the context")
        .label("a comparison")
        .help(format!("in JSONPath this is `{standard}`"))
}

fn unbraced_expression(braced: &str) -> Sentences {
    note("an expression inside of a text stands in braces; this one is understood without them")
        .label("no braces")
        .help(format!("write `{braced}`"))
}

fn dotted_part(canonical: &str) -> Sentences {
    note("a part of a value is named by a JSON Pointer; this is understood as one")
        .label("not a pointer")
        .help(format!("write `{canonical}`"))
}

fn length_suffix() -> Sentences {
    note("conditions know no `.length`; it is understood as the number of characters, elements or members")
        .label("understood as the length")
}

fn retry_on_success() -> Sentences {
    note("the specification knows `retry` only as a failure action; here it repeats the step while it matches")
        .label("understood as polling")
}

fn untyped_value(what: &str, reason: &str) -> Sentences {
    note(format!("{what} is a `serde_json::Value`: {reason}")).label("has no type of its own")
}

#[cfg(test)]
mod tests {
    use heck::ToKebabCase;

    use super::*;

    const SENTENCES: &str = include_str!("sentences.rs");
    const KINDS: &str = include_str!("kind.rs");

    /// Every code in the table.
    fn codes() -> Vec<String> {
        let mut codes: Vec<String> = CODES.iter().map(|code| (*code).to_owned()).collect();
        codes.sort();
        codes
    }

    /// The codes that the names of the variants ask for.
    fn expected_codes() -> Vec<String> {
        let kinds = KINDS.split_once("pub(crate) enum Kind {").unwrap().1;
        let variants = kinds.lines().filter_map(|line| line.strip_prefix("    "));
        let names = variants.filter(|line| line.starts_with(|first: char| first.is_ascii_uppercase()));
        let mut codes: Vec<String> = names
            .map(|line| line.split(|char: char| !char.is_ascii_alphanumeric()).next().unwrap_or_default())
            .map(|name| match name {
                "ComparisonInJsonPath" => "jsonpath-comparison".to_owned(),
                name => name.replace("OpenApi", "Openapi").to_kebab_case(),
            })
            .collect();
        codes.sort();
        codes
    }

    #[test]
    fn every_kind_has_a_code_of_its_own_after_its_name() {
        assert_eq!(codes(), expected_codes());
        let mut unique = codes();
        unique.dedup();
        assert_eq!(unique, codes());
        let is_kebab = |code: &String| code.chars().all(|char| char.is_ascii_lowercase() || char == '-');
        assert!(codes().iter().all(is_kebab), "{:?}", codes());
    }

    fn check(kind: &Kind, severity: Severity, message: &str, label: &str, help: Option<&str>) {
        let sentences = kind.sentences();
        assert_eq!(sentences.severity, severity);
        assert_eq!(sentences.message, message);
        assert_eq!(sentences.label, label);
        assert_eq!(sentences.help.as_deref(), help);
    }

    #[test]
    fn files_and_forms() {
        check(
            &Kind::RemoteSource { source: "billingApi".into(), url: "https://x.example/a.yml".into() },
            Severity::Error,
            "source `billingApi` is not a file here, and nothing is fetched at build time: `https://x.example/a.yml`",
            "not fetched",
            Some(
                "download the description and set the option `sources: { \"billingApi\": \"path/to/description.yml\" }` \
                 in the macro, on the builder or for the command",
            ),
        );
        check(
            &Kind::InvalidValue {
                what: "the type of a source",
                found: "opnapi".into(),
                allowed: vec!["openapi", "arazzo", "asyncapi"],
                closest: Some("openapi".into()),
            },
            Severity::Error,
            "`opnapi` cannot be the type of a source",
            "expected `openapi`, `arazzo` or `asyncapi`",
            Some("did you mean `openapi`?"),
        );
        check(
            &Kind::Exclusive { object: "a step", fields: "`operationId` and `workflowId`", found: 0 },
            Severity::Error,
            "a step must have exactly one of `operationId` and `workflowId`, but it has none",
            "none of them",
            None,
        );
    }

    #[test]
    fn names() {
        check(
            &Kind::UnknownStep {
                step: "recipt".into(),
                workflow: "buy".into(),
                from: "step `pay` goes to".into(),
                closest: Some("receipt".into()),
            },
            Severity::Error,
            "step `pay` goes to a step that does not exist: `recipt`",
            "not a step of workflow `buy`",
            Some("did you mean `receipt`?"),
        );
        check(
            &Kind::AmbiguousOperation { operation: "pay".into(), sources: vec!["a".into(), "b".into()] },
            Severity::Error,
            "several sources have an operation `pay`: `a` and `b`",
            "which one?",
            Some("write `$sourceDescriptions.a.pay` or `$sourceDescriptions.b.pay`"),
        );
        // Without a near name the general help stays.
        let kind = Kind::UnknownField { object: "a step", field: "color".into(), closest: None };
        let help = Some("the names of extensions begin with `x-`");
        check(&kind, Severity::Error, "a step has no field `color`", "unknown field", help);
    }

    #[test]
    fn warnings_and_notes() {
        check(
            &Kind::UndocumentedStatus { status: 204, operation: "pay".into() },
            Severity::Warning,
            "operation `pay` documents no response with status 204",
            "not documented",
            None,
        );
        check(
            &Kind::ComparisonInJsonPath { standard: "$[?@.a == 1]".into() },
            Severity::Note,
            "a comparison is not a JSONPath expression; it is understood as a test of the context",
            "a comparison",
            Some("in JSONPath this is `$[?@.a == 1]`"),
        );
    }

    #[test]
    fn messages_begin_small_and_end_open() {
        let source = SENTENCES.split_once("#[cfg(test)]").unwrap().0;
        for literal in source.split("format!(\"").skip(1).filter_map(|rest| rest.split_once("\")")) {
            let message = literal.0;
            assert!(!message.ends_with('.') && !message.starts_with(|first: char| first.is_uppercase()), "{message}");
        }
    }
}
