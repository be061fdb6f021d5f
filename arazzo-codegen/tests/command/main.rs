//! `cargo arazzo` as a shell sees it: exit codes, the two outputs, and nothing but plain text in a pipe.

mod guide;

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const UPSERT: &str = "workflows/amberflo/arazzo/amberflo-upsert-customer-workflow.yml";
const EXPORT: &str = "workflows/soracom/arazzo/soracom-export-monthly-billing-workflow.yml";

/// The folder of the repository.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs the command in a folder.
fn run_in(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-arazzo"));
    command.current_dir(folder).args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command.output().expect("the command starts")
}

fn run(arguments: &[impl AsRef<OsStr>]) -> Output {
    run_in(&repository(), arguments)
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

#[track_caller]
fn check(output: &Output, code: i32, expected_stdout: &str, expected_stderr: &str) {
    assert_eq!(stdout(output), expected_stdout);
    assert_eq!(stderr(output), expected_stderr);
    assert_eq!(output.status.code(), Some(code));
}

/// A folder of a test's own, with a document that has an error and a warning.
struct Scratch(PathBuf);

const BROKEN: &str = r#"arazzo: 1.0.1
info: { title: Buy, version: 1.0.0 }
sourceDescriptions:
  - { name: shop, url: shop.yml }
workflows:
  - workflowId: buy
    steps:
      - stepId: pay
        operationId: pay
        successCriteria:
          - condition: $statusCode == "200"
        onFailure:
          - { name: again, type: goto, stepId: pai }
"#;

const SHOP: &str = "\
openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
servers: [{ url: https://shop.example }]
paths:
  /pay:
    post:
      operationId: pay
      responses:
        '200': { description: paid }
";

impl Scratch {
    fn new(name: &str) -> Scratch {
        let folder = std::env::temp_dir().join(format!("cargo-arazzo-{}-{name}", std::process::id()));
        std::fs::create_dir_all(folder.join("flows")).expect("a folder");
        std::fs::write(folder.join("flows/buy.yml"), BROKEN).expect("a file");
        std::fs::write(folder.join("flows/shop.yml"), SHOP).expect("a file");
        Scratch(folder.canonicalize().expect("it exists"))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn check_says_when_nothing_is_wrong() {
    check(&run(&["check", UPSERT]), 0, "", "checked 1 document: nothing found\n");
    // As cargo calls it.
    check(&run(&["arazzo", "check", UPSERT]), 0, "", "checked 1 document: nothing found\n");
}

#[test]
fn check_prints_blocks_without_colours_in_a_pipe() {
    let scratch = Scratch::new("blocks");
    let expected = r#"warning[double-quotes]: text in a condition stands in single quotes
  --> flows/buy.yml:11:39
   |
11 |           - condition: $statusCode == "200"
   |                                       ^^^^^ double quotes
   |
   = help: write `'…'` instead of `"…"`

error[unknown-step]: action `again` goes to a step that does not exist: `pai`
  --> flows/buy.yml:13:48
   |
13 |           - { name: again, type: goto, stepId: pai }
   |                                                ^^^ not a step of workflow `buy`
   |
   = help: did you mean `pay`?

`cargo arazzo explain CODE` says more; the codes are double-quotes, unknown-step
checked 1 document: 1 error, 1 warning
"#;
    check(&run_in(&scratch.0, &["check", "flows/buy.yml"]), 1, "", expected);
    check(&run_in(&scratch.0, &["check", "--color", "never", "flows/buy.yml"]), 1, "", expected);
}

#[test]
fn check_colours_when_asked() {
    let scratch = Scratch::new("colours");
    let output = run_in(&scratch.0, &["check", "--color=always", "flows/buy.yml"]);
    assert!(stderr(&output).contains("\u{1b}["), "{}", stderr(&output));
    assert!(stderr(&output).contains("error[unknown-step]"));
}

/// The program `script` is a terminal, where there is one.
#[test]
#[cfg(target_os = "linux")]
fn check_colours_on_a_terminal() {
    let scratch = Scratch::new("terminal");
    let call = format!("{} check flows/buy.yml", env!("CARGO_BIN_EXE_cargo-arazzo"));
    let mut script = Command::new("script");
    script.current_dir(&scratch.0).args(["-qec", &call, "/dev/null"]).env_remove("NO_COLOR").env("TERM", "xterm");
    let Ok(output) = script.output() else { return };
    assert!(stdout(&output).contains("\u{1b}["), "{}", stdout(&output));
    assert_eq!(output.status.code(), Some(1));
    let output = script.env("NO_COLOR", "1").output().expect("it runs again");
    assert!(!stdout(&output).contains("\u{1b}["), "{}", stdout(&output));
}

/// A document of thousands of steps, in YAML with every kind of line end, and on one line as JSON.
#[test]
fn long_files_keep_the_caret_in_place() {
    let scratch = Scratch::new("long");
    let place = |name: &str, text: &str| {
        std::fs::write(scratch.0.join("flows").join(name), text).expect("a file");
        let output = run_in(&scratch.0, &["check", "--format=json", &format!("flows/{name}")]);
        let found: Vec<String> =
            stdout(&output).lines().filter(|line| line.contains("unknown-operation")).map(str::to_owned).collect();
        assert_eq!(found.len(), 1, "{name}: {}", stdout(&output));
        found[0].split(",\"end_line\"").next().unwrap_or_default().to_owned()
    };
    let head = "arazzo: 1.0.1\ninfo: { title: ü, version: '1' }\nsourceDescriptions: [{ name: shop, url: shop.yml }]\nworkflows:\n  - workflowId: buy\n    steps:\n";
    let steps: Vec<String> =
        (0..3000).map(|step| format!("      - {{ stepId: s{step}, operationId: pay }}\n")).collect();
    let text = format!("{head}{}      - {{ stepId: 'ü', operationId: pya }}\n", steps.concat());
    let expected = r#""line":3007,"column":37"#;
    assert_eq!(place("lines.yml", &text), format!(r#"{{"file":"flows/lines.yml",{expected}"#));
    assert_eq!(place("crlf.yml", &text.replace('\n', "\r\n")), format!(r#"{{"file":"flows/crlf.yml",{expected}"#));
    assert_eq!(place("mark.yml", &format!("\u{feff}{text}")), format!(r#"{{"file":"flows/mark.yml",{expected}"#));
    let steps: Vec<String> = (0..3000).map(|step| format!(r#"{{"stepId":"ü{step}","operationId":"pay"}},"#)).collect();
    let head = r#"{"arazzo":"1.0.1","info":{"title":"t","version":"1"},"sourceDescriptions":[{"name":"shop","url":"shop.yml"}],"workflows":[{"workflowId":"buy","steps":["#;
    let text = format!(r#"{head}{}{{"stepId":"last","operationId":"pya"}}]}}]}}"#, steps.concat());
    let column = text.chars().count() - r#""pya"}]}]}"#.chars().count() + 1;
    assert_eq!(place("line.json", &text), format!(r#"{{"file":"flows/line.json","line":1,"column":{column}"#));
}

#[test]
fn check_prints_json_lines() {
    let scratch = Scratch::new("json");
    let expected = r#"{"file":"flows/buy.yml","line":11,"column":39,"end_line":11,"end_column":44,"severity":"warning","code":"double-quotes","link":"LINK#double-quotes","message":"text in a condition stands in single quotes","help":"write `'…'` instead of `\"…\"`","edit":{"file":"flows/buy.yml","start":255,"end":260,"replacement":"'200'"}}
{"file":"flows/buy.yml","line":13,"column":48,"end_line":13,"end_column":51,"severity":"error","code":"unknown-step","link":"LINK#unknown-step","message":"action `again` goes to a step that does not exist: `pai`","help":"did you mean `pay`?","edit":{"file":"flows/buy.yml","start":327,"end":330,"replacement":"pay"}}
"#;
    let expected = expected.replace("LINK", "https://github.com/arazzo-rs/arazzo/blob/main/docs/diagnostics.md");
    check(&run_in(&scratch.0, &["check", "--format", "json", "--color=always", "flows/buy.yml"]), 1, &expected, "");
    // Nothing is wrong, nothing is printed.
    check(&run(&["check", "--format=json", UPSERT]), 0, "", "");
}

#[test]
fn check_prints_annotations_for_github() {
    let scratch = Scratch::new("github");
    let expected = "\
::warning file=flows/buy.yml,line=11,endLine=11,col=39,title=double-quotes::text in a condition stands in single quotes%0Ahelp: write `'…'` instead of `\"…\"`
::error file=flows/buy.yml,line=13,endLine=13,col=48,title=unknown-step::action `again` goes to a step that does not exist: `pai`%0Ahelp: did you mean `pay`?
";
    check(&run_in(&scratch.0, &["check", "--format", "github", "flows/buy.yml"]), 1, expected, "");
}

#[test]
fn check_prints_one_log_of_sarif() {
    let scratch = Scratch::new("sarif");
    std::fs::copy(scratch.0.join("flows/buy.yml"), scratch.0.join("flows/copy.yml")).expect("a copy");
    let output = run_in(&scratch.0, &["check", "--format", "sarif", "--level", "error", "flows"]);
    assert_eq!((output.status.code(), stderr(&output)), (Some(1), ""));
    let log: serde_json::Value = serde_json::from_str(stdout(&output)).expect("JSON");
    let run = &log["runs"][0];
    let files: Vec<_> = run["results"].as_array().expect("results").iter().map(|result| &result["locations"]).collect();
    let at = |file: &str| {
        let region = serde_json::json!({ "startLine": 13, "startColumn": 48, "endLine": 13, "endColumn": 51 });
        serde_json::json!([{ "physicalLocation": { "artifactLocation": { "uri": file }, "region": region } }])
    };
    assert_eq!(files, [&at("flows/buy.yml"), &at("flows/copy.yml")]);
    assert_eq!(run["results"][0]["ruleId"], "unknown-step");
    assert_eq!(run["results"][0]["level"], "error");
    // A rule for each code that was found, once.
    assert_eq!(run["tool"]["driver"]["rules"].as_array().map(Vec::len), Some(1));
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "unknown-step");
    // An empty log is one, too.
    let nothing = run_in(&repository(), &["check", "--format", "sarif", UPSERT]);
    let log: serde_json::Value = serde_json::from_str(stdout(&nothing)).expect("JSON");
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn check_shows_what_is_bad_enough_and_counts_the_rest() {
    let scratch = Scratch::new("level");
    let output = run_in(&scratch.0, &["check", "--level", "error", "flows/buy.yml"]);
    assert!(stderr(&output).starts_with("error[unknown-step]"), "{}", stderr(&output));
    assert!(!stderr(&output).contains("double-quotes"), "{}", stderr(&output));
    assert!(stderr(&output).ends_with("checked 1 document: 1 error, 1 warning\n"), "{}", stderr(&output));
}

#[test]
fn check_counts_codes_when_asked() {
    let scratch = Scratch::new("summary");
    std::fs::copy(scratch.0.join("flows/buy.yml"), scratch.0.join("flows/copy.yml")).expect("a copy");
    let output = run_in(&scratch.0, &["check", "--summary", "flows"]);
    let expected = "\
error        2  unknown-step                in 2 files
warning      2  double-quotes               in 2 files
";
    assert_eq!((output.status.code(), stdout(&output)), (Some(1), expected));
    let wrong = run_in(&scratch.0, &["check", "--summary", "--format", "json", "flows"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn completions_know_commands_and_options() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(&["completions", shell]);
        assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
        assert!(stdout(&output).contains("check") && stdout(&output).contains("summary"), "{shell}");
    }
}

#[test]
fn json_names_second_places() {
    let scratch = Scratch::new("related");
    let text = BROKEN.replace("operationId: pay", "operationId: pya");
    std::fs::write(scratch.0.join("flows/buy.yml"), text).expect("a file");
    let output = run_in(&scratch.0, &["check", "--format=json", "flows/buy.yml"]);
    let related = r#""related":[{"file":"flows/shop.yml","line":7,"column":20,"end_line":7,"end_column":23,"label":"this one?"}],"edit":{"#;
    assert!(stdout(&output).contains(related), "{}", stdout(&output));
}

#[test]
fn levels_are_those_of_the_macro() {
    let note = "jsonpath-comparison";
    let counts = |arguments: &[&str]| {
        let output = run(&[&["check", EXPORT], arguments].concat());
        let summary = stderr(&output).lines().last().unwrap_or_default().to_owned();
        (output.status.code(), summary)
    };
    assert_eq!(counts(&[]), (Some(0), "checked 1 document: 3 warnings, 3 notes".to_owned()));
    assert_eq!(counts(&["--allow", note]), (Some(0), "checked 1 document: 3 warnings".to_owned()));
    assert_eq!(counts(&["--deny", note]), (Some(1), "checked 1 document: 3 errors, 3 warnings".to_owned()));
    assert_eq!(counts(&["--strict"]), (Some(1), "checked 1 document: 6 errors, 4 lints".to_owned()));
    assert_eq!(counts(&["--strict", "--allow", note]), (Some(1), "checked 1 document: 3 errors, 4 lints".to_owned()));
    assert_eq!(counts(&["--warn", note]), (Some(0), "checked 1 document: 6 warnings".to_owned()));
    assert_eq!(
        counts(&["--strict", "--warn", note]),
        (Some(1), "checked 1 document: 3 errors, 3 warnings, 4 lints".to_owned())
    );
}

#[test]
fn fix_edits_what_is_known_and_leaves_every_other_byte() {
    let scratch = Scratch::new("fix");
    let document = scratch.0.join("flows/buy.yml");
    let text = format!("\u{feff}{BROKEN}# Grüße \n").replace('\n', "\r\n").replace("type: goto", "type: gotoo");
    std::fs::write(&document, &text).expect("a file");
    let expected = "\
fixed flows/buy.yml:11:39 [double-quotes]: `\"200\"` is now `'200'`
fixed flows/buy.yml:13:34 [invalid-value]: `gotoo` is now `goto`
fixed flows/buy.yml:13:48 [unknown-step]: `pai` is now `pay`
checked 1 document, fixed 3 mistakes: nothing found
";
    check(&run_in(&scratch.0, &["check", "--fix", "flows/buy.yml"]), 0, "", expected);
    let fixed = text.replace("gotoo", "goto").replace("\"200\"", "'200'").replace("pai", "pay");
    assert_eq!(std::fs::read_to_string(&document).expect("a file"), fixed);
    let nothing = "checked 1 document, fixed 0 mistakes: nothing found\n";
    check(&run_in(&scratch.0, &["check", "--fix", "flows/buy.yml"]), 0, "", nothing);
}

#[test]
fn several_documents_are_counted_together_and_repeat_nothing() {
    let scratch = Scratch::new("several");
    std::fs::write(scratch.0.join("flows/shop.yml"), "openapi: 3.1.0\npaths: [\n").expect("a file");
    std::fs::copy(scratch.0.join("flows/buy.yml"), scratch.0.join("flows/copy.yml")).expect("a copy");
    let output = run_in(&scratch.0, &["check", "flows/buy.yml", "flows/copy.yml", "flows/missing.json"]);
    let codes = stderr(&output).lines().filter_map(|line| line.strip_prefix("error[")?.split_once(']'));
    let codes: Vec<&str> = codes.map(|(code, _)| code).collect();
    assert_eq!(codes, ["unknown-step", "syntax", "unknown-step", "file-not-found"]);
    assert!(stderr(&output).ends_with("checked 3 documents: 4 errors, 2 warnings\n"), "{}", stderr(&output));
}

#[test]
fn folders_are_searched_for_documents() {
    let scratch = Scratch::new("folders");
    let flows = scratch.0.join("flows");
    for folder in ["a/b", ".git", "target", "node_modules"] {
        std::fs::create_dir_all(flows.join(folder)).expect("a folder");
        std::fs::copy(flows.join("buy.yml"), flows.join(folder).join("buy.yaml")).expect("a copy");
    }
    std::fs::write(flows.join("a/one.json"), "{\"openapi\": \"3.1.0\", \"x\": {\"arazzo\": 1}}").expect("a file");
    std::fs::write(flows.join("a/two.json"), "{\"x\": [], \"arazzo\": \"1.0.1\"").expect("a file");
    std::fs::write(flows.join("a/three.txt"), "arazzo: 1.0.1\n").expect("a file");
    let output = run_in(&scratch.0, &["check", "--format=json", "--allow=double-quotes", "flows"]);
    let found = stdout(&output).lines().filter_map(|line| line.split('"').nth(3));
    // The copy names a description that is not beside it, too.
    assert_eq!(
        found.collect::<Vec<_>>(),
        ["flows/a/b/buy.yaml", "flows/a/b/buy.yaml", "flows/a/two.json", "flows/buy.yml"]
    );
    // A folder that is named is searched whatever its name is.
    let hidden = run_in(&scratch.0, &["check", "flows/.git"]);
    assert!(stderr(&hidden).ends_with("checked 1 document: 2 errors, 1 warning\n"), "{}", stderr(&hidden));
    std::fs::create_dir_all(scratch.0.join("empty")).expect("a folder");
    let empty = run_in(&scratch.0, &["check", "empty"]);
    check(&empty, 1, "", "there is no Arazzo document below `empty`\n");
}

#[test]
fn a_missing_document_is_named() {
    let scratch = Scratch::new("missing");
    let expected = "\
error[file-not-found]: the file `flows/by.yml` cannot be read: there is no such file
 |
 = help: a similar one is `flows/buy.yml`

`cargo arazzo explain file-not-found` says more
checked 1 document: 1 error
";
    check(&run_in(&scratch.0, &["check", "flows/by.yml"]), 1, "", expected);
    let output = run_in(&scratch.0, &["check", "else.yml"]);
    assert!(stderr(&output).contains("help: the path is relative to the current folder"), "{}", stderr(&output));
}

#[test]
fn paths_and_sources_are_relative_to_the_current_folder() {
    let scratch = Scratch::new("relative");
    std::fs::write(scratch.0.join("Cargo.toml"), "").expect("a file");
    std::fs::rename(scratch.0.join("flows/shop.yml"), scratch.0.join("flows/other.yml")).expect("renamed");
    let flows = scratch.0.join("flows");
    let output = run_in(&flows, &["check", "--format=json", "--source", "shop=other.yml", "buy.yml"]);
    assert!(stdout(&output).lines().all(|line| line.starts_with("{\"file\":\"buy.yml\",")), "{}", stdout(&output));
    assert_eq!(stdout(&output).lines().count(), 2);
    let output = run_in(&flows, &["check", "--source", "shop=other.yml", "buy.yml"]);
    assert!(stderr(&output).contains("--> buy.yml:13:48"), "{}", stderr(&output));
    // What is not inside of it has its whole path.
    let elsewhere = scratch.0.join("elsewhere");
    std::fs::create_dir_all(&elsewhere).expect("a folder");
    let output = run_in(&elsewhere, &["check", "--source", "shop=../flows/other.yml", "../flows/buy.yml"]);
    let expected = format!("--> {}:13:48", flows.join("buy.yml").display());
    assert!(stderr(&output).contains(&expected), "{}", stderr(&output));
}

#[test]
fn a_dry_run_prints_a_diff_and_leaves_the_document() {
    let scratch = Scratch::new("dry");
    let expected = "\
--- a/flows/buy.yml
+++ b/flows/buy.yml
@@ -8,6 +8,6 @@
       - stepId: pay
         operationId: pay
         successCriteria:
-          - condition: $statusCode == \"200\"
+          - condition: $statusCode == '200'
         onFailure:
-          - { name: again, type: goto, stepId: pai }
+          - { name: again, type: goto, stepId: pay }
";
    let output = run_in(&scratch.0, &["check", "--fix", "--dry-run", "flows/buy.yml"]);
    check(&output, 0, expected, "checked 1 document, would fix 2 mistakes: nothing found\n");
    assert_eq!(std::fs::read_to_string(scratch.0.join("flows/buy.yml")).expect("a file"), BROKEN);
    // Of what cannot be read it is said why.
    for arguments in [&["check", "--fix", "--dry-run", "else.yml"][..], &["check", "--fix", "else.yml"]] {
        let output = run_in(&scratch.0, arguments);
        assert!(stderr(&output).starts_with("error[file-not-found]"), "{}", stderr(&output));
    }
    // Without `--fix` there is nothing that would be done.
    assert_eq!(run_in(&scratch.0, &["check", "--dry-run", "flows/buy.yml"]).status.code(), Some(2));
}

#[test]
fn a_document_can_come_from_the_standard_input() {
    let scratch = Scratch::new("stdin");
    let given = |text: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-arazzo"));
        command.current_dir(scratch.0.join("flows")).args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command starts");
        child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("it reads");
        child.wait_with_output().expect("the command ends")
    };
    let output = given(BROKEN, &["check", "-"]);
    assert!(stderr(&output).contains("--> stdin.yml:13:48"), "{}", stderr(&output));
    assert_eq!(output.status.code(), Some(1));
    let output = given("{ \"arazzo\": 1 }", &["check", "--format=json", "-"]);
    assert!(stdout(&output).starts_with("{\"file\":\"stdin.json\",\"line\":1,"), "{}", stdout(&output));
    let output = given(BROKEN, &["check", "--fix", "-"]);
    check(&output, 1, "", "the standard input cannot be fixed; name a file\n");
}

#[test]
fn settings_are_those_of_the_package() {
    let scratch = Scratch::new("settings");
    let summary = |arguments: &[&str]| {
        let output = run_in(&scratch.0, &[&["check"], arguments].concat());
        stderr(&output).lines().last().map(str::to_owned)
    };
    let checked = |found: &str| Some(format!("checked 1 document: {found}"));
    std::fs::write(scratch.0.join("arazzo.toml"), "allow = [\"double-quotes\"]\n").unwrap();
    assert_eq!(summary(&["flows/buy.yml"]), checked("1 error"));
    // The command comes first.
    assert_eq!(summary(&["--warn", "double-quotes", "flows/buy.yml"]), checked("1 error, 1 warning"));
    // A source that this document has not is no mistake here.
    std::fs::write(scratch.0.join("arazzo.toml"), "[sources]\nother = \"other.yml\"\n").unwrap();
    assert_eq!(summary(&["flows/buy.yml"]), checked("1 error, 1 warning"));

    // Where there is no package, the nearest file above the document counts, as in an editor.
    std::fs::rename(scratch.0.join("arazzo.toml"), scratch.0.join("flows/arazzo.toml")).unwrap();
    std::fs::write(scratch.0.join("flows/arazzo.toml"), "allow = [\"double-quotes\"]\n").unwrap();
    assert_eq!(summary(&["flows/buy.yml"]), checked("1 error"));
    std::fs::remove_file(scratch.0.join("flows/arazzo.toml")).unwrap();

    std::fs::write(scratch.0.join("arazzo.toml"), "strict = true\ndeni = []\n").unwrap();
    let output = run_in(&scratch.0, &["check", "flows/buy.yml"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = format!("{}:2:1: unknown field `deni`", scratch.0.join("arazzo.toml").display());
    assert!(stderr(&output).starts_with(&expected), "{}", stderr(&output));
}

#[test]
fn groups_of_codes_have_levels() {
    let counts = |arguments: &[&str]| {
        let output = run(&[&["check", EXPORT], arguments].concat());
        let summary = stderr(&output).lines().last().unwrap_or_default().to_owned();
        (output.status.code(), summary)
    };
    assert_eq!(counts(&["--deny", "warnings"]), (Some(1), "checked 1 document: 3 errors, 3 notes".to_owned()));
    assert_eq!(counts(&["--allow", "notes"]), (Some(0), "checked 1 document: 3 warnings".to_owned()));
    let (_, both) = counts(&["--warn", "notes", "--allow", "jsonpath-comparison"]);
    assert_eq!(both, "checked 1 document: 3 warnings");
}

#[test]
fn all_options_of_the_macro_are_there() {
    let shapes = repository().join("tests/shapes");
    let plain = run_in(&shapes, &["expand", "ends.yml"]);
    assert!(!stdout(&plain).contains("pub enum Outcome"), "{}", stderr(&plain));
    let told = run_in(&shapes, &["expand", "--outcome", "enum", "ends.yml"]);
    assert!(stdout(&told).contains("pub enum Outcome {"), "{}", stderr(&told));
    let typed = run_in(&shapes, &["expand", "--output", "charged=crate::Charge", "ends.yml"]);
    assert!(stdout(&typed).contains("pub charged: Option<crate::Charge>"), "{}", stderr(&typed));
    for option in [&["--required-output", "invoiced"][..], &["--lenient"]] {
        let output = run_in(&shapes, &[&["expand"][..], option, &["ends.yml"]].concat());
        assert_eq!(output.status.code(), Some(0), "{option:?} {}", stderr(&output));
    }
    let open = repository().join("tests/conformance/inputs/open");
    for (infer, job) in [("true", "pub job: JobInput,"), ("false", "pub job: rt::serde_json::Value,")] {
        let expanded = run_in(&open, &["expand", "--infer-inputs", infer, "workflow.yml"]);
        assert!(stdout(&expanded).contains(job), "{}", stderr(&expanded));
    }
    assert_eq!(run_in(&shapes, &["expand", "--output", "charged", "ends.yml"]).status.code(), Some(2));
}

#[test]
fn workflows_can_be_selected() {
    let output = run(&["check", "--workflow", "upsert-custmer", UPSERT]);
    assert!(stderr(&output).contains("there is no workflow `upsert-custmer` in this document"));
    assert!(stderr(&output).contains("a similar one is `upsert-customer`"));
    assert_eq!(run(&["check", "--workflow", "upsert-customer", UPSERT]).status.code(), Some(0));
}

#[test]
fn wrong_calls_end_with_2() {
    let output = run(&["check"]);
    assert_eq!(output.status.code(), Some(2));
    let output = run(&["check", "--allow", "unknown-stp", UPSERT]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there is no such code; did you mean `unknown-step`?"), "{}", stderr(&output));
    let output = run(&["check", "--source", "shop", UPSERT]);
    assert!(stderr(&output).contains("NAME=PATH"), "{}", stderr(&output));
}

#[test]
fn help_has_examples() {
    for arguments in [
        &["--help"][..],
        &["check", "--help"],
        &["explain", "--help"],
        &["expand", "--help"],
        &["graph", "--help"],
        &["run", "--help"],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(0));
        assert!(stdout(&output).contains("Examples:\n  cargo arazzo "), "{}", stdout(&output));
    }
}

/// What a step needs comes from the responses before it, and the result has no mistake.
#[test]
fn new_chains_operations_by_names() {
    let shop = repository().join("docs/guide/shop");
    let output = run_in(&shop, &["new", "shop.openapi.yml"]);
    assert!(stdout(&output).contains("payOrder     POST /orders/{orderId}/payments  Charges a card.\n"), "{output:?}");
    let both = ["new", "shop.openapi.yml", "--operation", "placeOrder", "--operation", "payOrder"];
    let output = run_in(&shop, &both);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    let expected = "\
  - stepId: payOrder
    operationId: payOrder
    parameters:
    - name: orderId
      in: path
      value: $steps.placeOrder.outputs.id
    requestBody:
      contentType: application/json
      payload:
        card: $inputs.card
    successCriteria:
    - condition: $statusCode == 201
";
    assert!(stdout(&output).contains(expected), "{}", stdout(&output));
    let output = run_in(&shop, &["new", "shop.openapi.yml", "--operation", "deleteOrder"]);
    let hint =
        "there is no operation `deleteOrder`; there are placeOrder, sendInvoice, payOrder, attachPhoto, getPayment\n";
    check(&output, 1, "", hint);
}

/// In an expression a bracket leads into a value.
#[test]
fn new_names_inputs_so_that_they_can_be_read() {
    let scratch = Scratch::new("brackets");
    let parameter = "parameters: [{ name: 'filter[state]', in: query, required: true, schema: { type: string } }]";
    let shop = SHOP.replace("      responses:", &format!("      {parameter}\n      responses:"));
    std::fs::write(scratch.0.join("flows/shop.yml"), shop).unwrap();
    let output = run_in(&scratch.0, &["new", "flows/shop.yml", "--operation", "pay"]);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    let expected = "    - name: filter[state]\n      in: query\n      value: $inputs.filter_state_\n";
    assert!(stdout(&output).contains(expected), "{}", stdout(&output));
}

#[test]
fn new_overwrites_nothing() {
    let scratch = Scratch::new("new");
    let (pay, package) = (["new", "flows/shop.yml", "--operation", "pay"], scratch.0.join("paying"));
    let output = run_in(&scratch.0, &[&pay[..], &["--output", "flows/buy.yml"]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).starts_with("flows/buy.yml: "), "{}", stderr(&output));
    assert_eq!(std::fs::read_to_string(scratch.0.join("flows/buy.yml")).unwrap(), BROKEN);

    let output = run_in(&scratch.0, &[&pay[..], &["--package", "paying"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let main = std::fs::read_to_string(package.join("src/main.rs")).unwrap();
    assert!(main.contains("arazzo::arazzo!(\"workflows/pay.arazzo.yml\");"), "{main}");
    let document = package.join("workflows/pay.arazzo.yml");
    check(&run_in(&package, &["check", &document.to_string_lossy()]), 0, "", "checked 1 document: nothing found\n");
    let output = run_in(&scratch.0, &[&pay[..], &["--package", "paying"]].concat());
    assert_eq!(output.status.code(), Some(1));
}

/// Everything that can be known is said before anything is compiled.
#[test]
fn run_says_what_it_lacks() {
    let asked = |more: &[&str]| {
        let output = run(&[&["run", UPSERT], more].concat());
        assert_eq!((output.status.code(), stdout(&output)), (Some(1), ""));
        stderr(&output).to_owned()
    };
    let missing = "\
workflow `upsert-customer` needs more inputs (--input NAME=VALUE, or --input-file):
  customerId: a string. Your own identifier for the customer.
  customerName: a string. The name to show.
";
    assert_eq!(asked(&["--input", "apiKey=k"]), missing);
    let unknown = "workflow `upsert-customer` has no input `customerID`; did you mean `customerId`?\n";
    assert_eq!(asked(&["--input", "customerID=c"]), unknown);
    let all = ["--input", "apiKey=k", "--input", "customerId=c", "--input", "customerName=n"];
    let unknown = "there is no source `billing`; there is billingApi\n";
    assert_eq!(asked(&[&all[..], &["--base-url", "billing=http://127.0.0.1"]].concat()), unknown);
    let none = "there is no security scheme `key`; there is ApiKeyAuth\n";
    assert_eq!(asked(&[&all[..], &["--credential", "key=env:KEY"]].concat()), none);
}

#[test]
fn an_input_is_read_as_its_type_says() {
    const BILL: &str = "workflows/viam/arazzo/viam-bill-customer-location-workflow.yml";
    let output = run(&["run", BILL, "--input", "amount=much"]);
    assert_eq!(stderr(&output), "the input `amount` is a number, not `much`\n");
    let output = run(&["run", BILL, "--input-file", "no/such.json"]);
    assert!(stderr(&output).starts_with("the inputs in no/such.json: "), "{}", stderr(&output));
}

/// A key of one vendor is not sent to another one because both call it alike.
#[test]
fn a_credential_is_for_one_api() {
    let output = run(&["run", EXPORT, "--input", "yyyyMM=202208", "--credential", "api_key=env:KEY"]);
    let expected = "--credential: several APIs have a security scheme `api_key`; write one of \
                    export_monthly_billing::BILLING_API_API_KEY, export_monthly_billing::HARVEST_API_API_KEY\n";
    check(&output, 1, "", expected);
}

#[test]
fn a_file_of_somebody_else_is_not_written_over() {
    let scratch = Scratch::new("har");
    let (upsert, file) = (repository().join(UPSERT), scratch.0.join("flows/buy.yml"));
    let inputs = ["--input", "apiKey=k", "--input", "customerId=c", "--input", "customerName=n"];
    let (upsert, har) = (upsert.to_string_lossy(), file.to_string_lossy());
    let output = run_in(&scratch.0, &[&["run", &*upsert, "--har", &*har][..], &inputs[..]].concat());
    let expected = format!("--har: {} is there, and was not written by this command\n", file.display());
    check(&output, 1, "", &expected);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), BROKEN);
}

#[test]
fn run_is_called_in_a_right_way() {
    for (arguments, hint) in [
        (["--credential", "key=secret"], "NAME=env:VARIABLE"),
        (["--base-url", "ftp://a"], "URL or NAME=URL"),
        (["--input", "amount"], "NAME=VALUE"),
    ] {
        let output = run(&["run", UPSERT, arguments[0], arguments[1]]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(hint), "{}", stderr(&output));
    }
}

#[test]
fn explain_says_what_a_code_means() {
    let output = run(&["explain", "unknown-step"]);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    let text = stdout(&output);
    assert!(text.starts_with("error[unknown-step]\n\nAn action goes to a step"), "{text}");
    assert!(text.contains("```yml\narazzo: ") && text.contains("= help: did you mean `"), "{text}");
    let output = run(&["explain", "unknwon-step"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there is no such code; did you mean `unknown-step`?"), "{}", stderr(&output));
}

#[test]
fn explain_lists_all_codes() {
    let output = run(&["explain"]);
    let lines: Vec<&str> = stdout(&output).lines().collect();
    assert_eq!(lines.len(), arazzo_codegen::codes().len());
    assert!(lines.iter().all(|line| line.len() > 45), "{lines:#?}");
}

#[test]
fn expand_prints_the_module() {
    let output = run(&["expand", UPSERT]);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    let file = syn::parse_file(stdout(&output)).expect("Rust");
    let module = file.items.iter().find_map(|item| match item {
        syn::Item::Mod(module) if module.ident == "upsert_customer" => module.content.as_ref(),
        _ => None,
    });
    let is_function = |item: &syn::Item| matches!(item, syn::Item::Fn(item) if item.sig.ident == "upsert_customer");
    assert!(module.is_some_and(|(_, items)| items.iter().any(is_function)), "{}", stdout(&output));
}

#[test]
fn expand_prints_nothing_of_a_broken_document() {
    let scratch = Scratch::new("expand");
    let output = run_in(&scratch.0, &["expand", "flows/buy.yml"]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(1), ""));
    assert!(stderr(&output).contains("error[unknown-step]"));
    assert!(stderr(&output).ends_with("nothing to expand: 1 error, 1 warning\n"), "{}", stderr(&output));
}

#[test]
fn graph_of_a_branch() {
    let expected = "\
flowchart TD
  subgraph w0 [\"upsert-customer\"]
    w0s0[\"findCustomer<br/>getCustomerById\"]
    w0s1[\"updateExisting<br/>updateCustomer\"]
    w0s2[\"createNew<br/>createCustomer\"]
    w0s0 -->|\"customerExists\"| w0s1
    w0s0 -->|\"customerMissing\"| w0s2
    w0s0 --> w0s1
    w0s1 -->|\"done\"| w0end
    w0s2 --> w0end
    w0end([\"end\"])
  end
";
    check(&run(&["graph", UPSERT]), 0, expected, "");
}

#[test]
fn graph_of_a_poll() {
    let output = run(&["graph", EXPORT]);
    let lines: Vec<&str> = stdout(&output).lines().map(str::trim).collect();
    assert!(lines.contains(&"w0s2 -.->|\"stillProcessing: retry 20 times, after 5 s\"| w0s2"), "{lines:#?}");
}

#[test]
fn graph_of_a_document_with_a_misspelled_step() {
    let scratch = Scratch::new("graph");
    std::fs::remove_file(scratch.0.join("flows/shop.yml")).expect("it exists");
    let output = run_in(&scratch.0, &["graph", "flows/buy.yml"]);
    assert_eq!(output.status.code(), Some(0));
    let expected = "    w0s0 -.->|\"again\"| w0unknown0[\"pai: no such step\"]\n";
    assert!(stdout(&output).contains(expected), "{}", stdout(&output));
    let output = run_in(&scratch.0, &["graph", "flows/none.yml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).ends_with("nothing to draw: 1 error\n"), "{}", stderr(&output));
}
