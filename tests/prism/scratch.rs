//! The program with the code of all cases.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use arazzo_codegen::{Document, compile};
use quote::quote;

use crate::Case;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

pub(crate) struct Scratch {
    program: PathBuf,
}

impl Scratch {
    /// Generates the code and builds the program.
    pub(crate) fn new(corpus: &Path, cases: &[Case]) -> Scratch {
        let template = Path::new(REPOSITORY).join("tests/prism/scratch");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("prism/scratch");
        fs::create_dir_all(folder.join("src")).expect("a folder below target/");
        let manifest = fs::read_to_string(template.join("Cargo.toml.in")).expect("a file");
        fs::write(folder.join("Cargo.toml"), manifest.replace("@REPOSITORY@", REPOSITORY))
            .expect("a file below target/");
        fs::copy(template.join("src/main.rs"), folder.join("src/main.rs")).expect("a copy");
        fs::copy(Path::new(REPOSITORY).join("Cargo.lock"), folder.join("Cargo.lock")).expect("a copy");
        for case in cases {
            let compiled = compile(corpus, &Document::new(case.document), &quote! { ::arazzo });
            let source = compiled.to_source().expect("it is Rust");
            fs::write(folder.join(format!("src/{}.rs", case.name)), source).expect("a file below target/");
        }
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rebuild/target");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--offline", "--color=never"]).current_dir(&folder).env("CARGO_TARGET_DIR", &target);
        let (succeeded, output) = finish(&mut cargo);
        assert!(succeeded, "{output}");
        Scratch { program: target.join("debug").join(format!("prism-scratch{}", std::env::consts::EXE_SUFFIX)) }
    }

    /// Whether the workflow succeeded, and what was printed.
    pub(crate) fn run(&self, name: &str, url: &str, input: &str) -> (bool, String) {
        finish(Command::new(&self.program).args([name, url, input]))
    }
}

fn finish(command: &mut Command) -> (bool, String) {
    let Output { status, stdout, stderr } = command.output().expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (status.success(), text(&stdout) + &text(&stderr))
}
