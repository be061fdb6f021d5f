//! What the codes mean, with the cases as examples: `cargo arazzo explain`, and the page of the documentation.

use std::fmt::Write;
use std::fs;

use arazzo_codegen::{Explanation, codes, explanations};

use crate::cases::{Case, bless, cases};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../arazzo-codegen/src/diagnostic/examples.md");
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/diagnostics.md");

const INTRODUCTION: &str = "\
# Diagnostics

What `cargo arazzo explain CODE` says of every code. The macro, build scripts and the command know the same codes: `allow`, `warn` and
`deny` take them. An *error* stops the build; a *warning* is a likely mistake; a *note* is a place where the document bends the
specification and is understood anyway. A *lint* is right, and perhaps not what was meant: it is shown under `strict`, where it is
no error, or where `warn` or `deny` name its code.

(Written by `ARAZZO_BLESS=1 cargo test -p tests --test fail`, from `arazzo-codegen/src/diagnostic/catalogue.md` and the cases below
`tests/fail`.)
";

#[test]
fn every_code_is_explained() {
    let mut codes = codes();
    codes.sort_unstable();
    let explained: Vec<&str> = explanations().iter().map(|explanation| explanation.code).collect();
    assert_eq!(explained, codes, "sections of arazzo-codegen/src/diagnostic/catalogue.md, and codes");
}

#[test]
fn the_catalogue_is_up_to_date() {
    let cases = cases();
    let mut examples = "# The examples of the codes\n\nWritten from the cases below `tests/fail`.\n".to_owned();
    let (mut table, mut page) = ("| code | level |\n|---|---|\n".to_owned(), String::new());
    for explanation in explanations() {
        let example = example(&cases, &explanation);
        let code = explanation.code;
        if explanation.case.is_some() {
            let _ = write!(examples, "\n## {code}\n\n{example}\n");
        }
        let explanation = Explanation { example: example.leak(), ..explanation };
        let _ = writeln!(table, "| [`{code}`](#{code}) | {} |", explanation.level());
        let _ = write!(page, "\n## {code}\n\n{}", explanation.text());
    }
    check(EXAMPLES, &examples);
    check(PAGE, &format!("{INTRODUCTION}\n{table}{page}"));
}

/// The document of a case, and what is said about it.
fn example(cases: &[Case], Explanation { code, case, .. }: &Explanation) -> String {
    let Some(case) = case else { return String::new() };
    let name = format!("{code}/{case}");
    let case = cases.iter().find(|case| case.name == name).unwrap_or_else(|| panic!("there is no case {name}"));
    let document = fs::read_to_string(case.folder.join(case.workflow)).expect("a document");
    let language = case.workflow.rsplit('.').next().unwrap_or_default();
    let said: Vec<String> =
        case.diagnostics().into_iter().filter(|found| found.code == *code).map(|found| found.rendered).collect();
    let said = said.join("\n\n").replace(&format!("{name}/"), "");
    format!("```{language}\n{}\n```\n\n```text\n{said}\n```", document.trim_end())
}

#[track_caller]
fn check(path: &str, text: &str) {
    let known = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    if known != text && bless() {
        fs::write(path, text).expect("it can be written");
    } else {
        assert!(known == text, "{path} is not what the cases say; ARAZZO_BLESS=1 writes it");
    }
}
