use heck::ToKebabCase;

use super::*;

fn check(kind: &Kind, severity: Severity, message: &str, label: &str, help: Option<&str>) {
    let sentences = kind.sentences();
    assert_eq!(kind.severity(), severity);
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
    check(
        &Kind::Internal { what: "a type is not there".into() },
        Severity::Error,
        "this is a bug in arazzo-codegen, and nothing is generated: a type is not there",
        "when this was compiled",
        Some("please report it at https://github.com/arazzo-rs/arazzo/issues, if you can with the document"),
    );
}

#[test]
fn names() {
    check(
        &Kind::UnknownStep {
            step: "recipt".into(),
            workflow: "buy".into(),
            from: "step `pay` goes to".into(),
            similar: Similar::Closest("receipt".into()),
        },
        Severity::Error,
        "step `pay` goes to a step that does not exist: `recipt`",
        "not a step of workflow `buy`",
        Some("did you mean `receipt`?"),
    );
    check(
        &Kind::AmbiguousOperation {
            operation: "pay".into(),
            sources: vec!["a".into(), "b".into()],
            requests: Vec::new(),
        },
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
        &Kind::ComparisonInJsonPath { standard: "$[?@.a == 1]".into(), direct: true },
        Severity::Note,
        "a comparison is not a JSONPath expression; it is understood as a test of the context",
        "a comparison",
        Some(
            "in JSONPath this is `$[?@.a == 1]`, for which the crate needs the feature `jsonpath`; as it stands it needs none",
        ),
    );
}

#[test]
fn every_kind_has_a_code_of_its_own_after_its_name() {
    let code = |name: &&str| match *name {
        "ComparisonInJsonPath" => "jsonpath-comparison".to_owned(),
        name => name.replace("OpenApi", "Openapi").to_kebab_case(),
    };
    let mut expected: Vec<String> = NAMES.iter().map(code).collect();
    assert_eq!(CODES, expected);
    expected.sort();
    expected.dedup();
    assert_eq!(expected.len(), CODES.len());
}

/// The texts in double quotes of this folder, escapes aside.
fn texts(source: &str) -> impl Iterator<Item = &str> {
    source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
}

/// Whether it begins as a sentence of prose: `The`, but not `XML`.
fn is_capitalised(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
}

#[test]
fn sentences_begin_small_and_end_open() {
    let mut seen = 0;
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/diagnostic/kinds")).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("tests.rs") || path.ends_with("mod.rs") {
            continue;
        }
        let source = std::fs::read_to_string(path).unwrap();
        for text in texts(&source) {
            seen += 1;
            assert!(!text.ends_with('.') && !is_capitalised(text), "{text}");
        }
    }
    assert!(seen > 500, "the rows were not read: {seen}");
}
