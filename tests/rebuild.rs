//! Runs cargo on a scratch workspace: an edit of a document or of a description shows in the next build, whichever way the
//! document came in; nothing is fetched; a broken document ends a build script without noise.
//!
//! The scratch workspace has a target folder of its own, which stays for the next run. Cargo works offline, with the lock file
//! of this repository.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const DOCUMENT: &str = "greet.arazzo.yml";
const DESCRIPTION: &str = "greetings.yml";

/// How the document comes into the package `both`.
#[derive(Clone, Copy)]
struct Way {
    /// The folder of the document in the package.
    folder: &'static str,
    /// The module that says what its types are.
    module: &'static str,
}

const MACRO: Way = Way { folder: "macro", module: "src/by_macro.rs" };
const SCRIPT: Way = Way { folder: "script", module: "src/by_script.rs" };

/// One test, because its parts take turns with one workspace.
#[test]
fn what_is_edited_is_built_again() {
    let scratch = Scratch::new();
    // Renamed and re-exported, under `deny(warnings, missing_docs)`.
    scratch.succeeds();
    assert!(!scratch.succeeds().contains("Checking"), "nothing was edited, but something is built again");
    for way in [MACRO, SCRIPT] {
        edits_show(&scratch, way);
        nothing_is_fetched(&scratch, way);
        missing_files_are_watched(&scratch, way);
    }
    a_missing_feature_is_named(&scratch);
    a_broken_document_is_one_error_of_the_macro(&scratch);
    a_broken_document_ends_the_build_script(&scratch);
}

/// Each edit makes something untrue that the package says about the types.
fn edits_show(scratch: &Scratch, way: Way) {
    scratch.with_edit(way, DOCUMENT, ("greeting: $steps", "words: $steps"), |errors| {
        assert!(errors.contains("no field `greeting` on type") && errors.contains(way.module), "{errors}");
    });
    scratch.with_edit(way, DESCRIPTION, ("required: []", "required: [greeting]"), |errors| {
        assert!(
            errors.contains("expected `Option<String>`, found `String`") && errors.contains(way.module),
            "{errors}"
        );
    });
}

fn nothing_is_fetched(scratch: &Scratch, way: Way) {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    server.set_nonblocking(true).unwrap();
    let url = format!("url: http://{}/", server.local_addr().unwrap());
    scratch.with_edit(way, DOCUMENT, ("url: ", &url), |errors| {
        assert!(errors.contains("error[remote-source]: ") && errors.contains("sources"), "{errors}");
    });
    let visit = server.accept().map(|_| ()).map_err(|error| error.kind());
    assert_eq!(visit, Err(std::io::ErrorKind::WouldBlock), "someone came to fetch");
}

fn missing_files_are_watched(scratch: &Scratch, way: Way) {
    let file = scratch.file(way, DESCRIPTION);
    let aside = file.with_extension("aside");
    fs::rename(&file, &aside).unwrap();
    let errors = scratch.fails();
    assert!(errors.contains("error[file-not-found]: ") && errors.contains(DESCRIPTION), "{errors}");
    fs::rename(aside, file).unwrap();
    scratch.succeeds();
}

/// And nothing else is said: what generated code calls is there anyway.
fn a_missing_feature_is_named(scratch: &Scratch) {
    let criteria = [
        ("regex", "- { context: $response.body#/greeting, condition: ^Hello, type: regex }"),
        ("jsonpath", "- { context: $response.body, condition: '$..greeting', type: jsonpath }"),
        ("xpath", "- { context: $response.body, condition: //greeting, type: xpath }"),
    ];
    for (way, (feature, criterion)) in
        [MACRO, SCRIPT].into_iter().flat_map(|way| criteria.map(|criterion| (way, criterion)))
    {
        scratch.with_edit(way, DOCUMENT, ("- condition: $statusCode == 200", criterion), |errors| {
            assert!(errors.contains(&format!("needs the feature `{feature}` of arazzo")), "{errors}");
            assert!(errors.contains("greet.arazzo.yml:15: "), "{errors}");
            let own = errors.lines().filter(|line| line.starts_with("error") && !line.contains("could not compile"));
            assert_eq!(own.count(), 1, "{errors}");
        });
    }
}

/// At the path, and about nothing else: the types are still there.
fn a_broken_document_is_one_error_of_the_macro(scratch: &Scratch) {
    scratch.with_edit(MACRO, DOCUMENT, ("$statusCode", "$status"), |errors| {
        assert!(errors.contains("error[bad-condition]: "), "{errors}");
        assert!(errors.contains(" --> both/src/by_macro.rs:1:17"), "{errors}");
        let own = errors.lines().filter(|line| line.starts_with("error") && !line.contains("could not compile"));
        assert_eq!(own.count(), 1, "{errors}");
    });
}

fn a_broken_document_ends_the_build_script(scratch: &Scratch) {
    scratch.with_edit(SCRIPT, DOCUMENT, ("operationId: sayHello", "operationId: sayHallo"), |errors| {
        let block = "\
  error[unknown-operation]: there is no operation `sayHallo` in source `greetings`
    --> script/greet.arazzo.yml:13:22
     |
  13 |         operationId: sayHallo
     |                      ^^^^^^^^ unknown operation
     |
    ::: script/greetings.yml:10:20
     |
  10 |       operationId: sayHello
     |                    -------- this one?
     |
     = help: did you mean `sayHello`?
";
        assert!(errors.contains(block), "{errors}");
        assert!(errors.contains("(exit status: 1)") || errors.contains("(exit code: 1)"), "{errors}");
        assert!(!errors.contains("panicked") && !errors.contains("stack backtrace"), "{errors}");
    });
}

/// The copied workspace.
struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    fn new() -> Scratch {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rebuild");
        let template = Path::new(REPOSITORY).join("tests/rebuild");
        // What an earlier run has left; its target folder is kept.
        for package in ["both", "reexport", "renamed"] {
            let _ = fs::remove_dir_all(folder.join(package));
        }
        copy(&template, &folder);
        for place in ["both/macro", "both/script", "renamed/documents"] {
            copy(&template.join("documents"), &folder.join(place));
        }
        fs::rename(folder.join("Cargo.toml.in"), folder.join("Cargo.toml")).unwrap();
        fs::copy(Path::new(REPOSITORY).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        Scratch { folder }
    }

    fn file(&self, way: Way, name: &str) -> PathBuf {
        self.folder.join("both").join(way.folder).join(name)
    }

    /// Edits a file, builds, which must fail, and takes the edit back.
    fn with_edit(&self, way: Way, file: &str, (from, to): (&str, &str), check: impl Fn(&str)) {
        let file = self.file(way, file);
        let text = fs::read_to_string(&file).unwrap();
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {}", file.display());
        fs::write(&file, text.replace(from, to)).unwrap();
        check(&self.fails());
        fs::write(&file, text).unwrap();
        self.succeeds();
    }

    #[track_caller]
    fn succeeds(&self) -> String {
        let (succeeded, output) = self.build();
        assert!(succeeded, "{output}");
        output
    }

    #[track_caller]
    fn fails(&self) -> String {
        let (succeeded, output) = self.build();
        assert!(!succeeded, "the edit was not noticed: {output}");
        output
    }

    /// Checks all packages, always together: their dependencies have the same features each time.
    fn build(&self) -> (bool, String) {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--workspace", "--offline", "--color=never"]).current_dir(&self.folder);
        cargo.env("CARGO_TARGET_DIR", self.folder.join("target")).env("RUST_BACKTRACE", "1");
        // Whoever runs the tests may be strict about this repository.
        cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        let Output { status, stderr, .. } = cargo.output().unwrap();
        (status.success(), String::from_utf8_lossy(&stderr).replace('\\', "/"))
    }
}

/// Copies a folder, with the path of this repository where files ask for it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type().unwrap().is_dir() {
            copy(&from, &to);
        } else {
            let text = fs::read_to_string(&from).unwrap();
            fs::write(to, text.replace("@REPOSITORY@", REPOSITORY)).unwrap();
        }
    }
}
