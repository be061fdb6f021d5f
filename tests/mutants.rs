//! Every document of `workflows/` and `fail/`, broken in thousands of ways: the compiler never panics, what it accepts becomes
//! Rust, and each mistake has a line in its file.
//!
//! The last tests are about documents that are long or deep.
//!
//! The mutants are the same in every run. `ARAZZO_MUTANTS=100` makes a hundred of each file instead of the usual few.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use arazzo_codegen::{Compiled, Diagnostic, Document, compile};
use quote::quote;

/// Mutants of each file.
const MUTANTS: usize = 40;

/// A slow machine makes fewer.
const LIMIT: Duration = Duration::from_secs(10);

/// Values that are seldom right where they stand.
const VALUES: [&str; 20] = [
    "[]",
    "{}",
    "null",
    "~",
    "7",
    "-1",
    "1e999",
    ".nan",
    "true",
    "''",
    "\"\\u0000\"",
    "*anchor",
    "&anchor x",
    "!tag x",
    "99999999999999999999999999999999999999999",
    "2001-01-01",
    "$response.body",
    "$inputs.a.b.c#/d",
    "{$inputs.x}",
    "|",
];

/// Pieces that mean something to one of the parsers.
const PIECES: [&str; 28] = [
    "\t", "\0", "\"", "'", "{", "}", "[", "]", "$", "#", ":", ": ", "- ", ",", "\u{202e}", "ü", "\r", "\n", "\u{feff}",
    "/", "~", "%", "%f", "\\", "&&", "==", "$steps.", "😀",
];

/// Xorshift: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn seeded(text: &str) -> Random {
        let seed = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Random(seed | 1)
    }

    /// Less than the bound, or zero.
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound.max(1)
    }

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items.get(self.below(items.len())).copied().unwrap_or_default()
    }
}

/// A text with one to three mistakes.
fn mutant(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.below(3) {
        text = if random.below(2) == 0 { mutate_lines(&text, random) } else { mutate_characters(text, random) };
    }
    text
}

fn mutate_lines(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return PIECES.concat();
    }
    let (one, other) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(6) {
        0 => drop(lines.remove(one)),
        1 => lines.insert(other, lines[one].clone()),
        2 => lines.swap(one, other),
        3 => {
            let (left, right) = (value_of(&lines[one]), value_of(&lines[other]));
            lines[one] = with_value(&lines[one], &right);
            lines[other] = with_value(&lines[other], &left);
        }
        4 => lines[one] = with_value(&lines[one], random.pick(&VALUES)),
        _ => lines[one] = format!("{}{}", " ".repeat(random.below(4)), lines[one].trim_start()),
    }
    lines.join("\n") + "\n"
}

fn value_of(line: &str) -> String {
    line.split_once(": ").map_or("", |(_, value)| value).to_owned()
}

fn with_value(line: &str, value: &str) -> String {
    let key = line.split_once(": ").map_or(line, |(key, _)| key);
    format!("{key}: {value}")
}

fn mutate_characters(mut text: String, random: &mut Random) -> String {
    let at = boundary(&text, random);
    match random.below(5) {
        0 if random.below(4) == 0 => text.truncate(at),
        1 => drop(text.pop().filter(|_| at == 0).or_else(|| (at < text.len()).then(|| text.remove(at)))),
        2 => {
            // One word becomes another one of the document.
            let words: Vec<&str> =
                text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            let (from, to) = (random.pick(&words).to_owned(), random.pick(&words).to_owned());
            let start = text[at..].find(&from).map(|found| at + found);
            if let Some(start) = start {
                text.replace_range(start..start + from.len(), &to);
            }
        }
        _ => text.insert_str(at, random.pick(&PIECES)),
    }
    text
}

/// Some character boundary of a text.
fn boundary(text: &str, random: &mut Random) -> usize {
    let at = random.below(text.len() + 1);
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// A file to break, and the document that is compiled then: itself, or one that names it.
struct Subject {
    file: PathBuf,
    document: PathBuf,
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The documents of both folders, and the descriptions that the five workflows name.
fn subjects(root: &Path) -> Vec<Subject> {
    let documents = |folder: &str, is_document: fn(&Path) -> bool| -> Vec<PathBuf> {
        files_below(&root.join(folder)).into_iter().filter(|path| is_document(path)).collect()
    };
    let own = |file: PathBuf| Subject { document: file.clone(), file };
    let mut subjects: Vec<Subject> = documents("fail", |path| path.file_stem().is_some_and(|stem| stem == "workflow"))
        .into_iter()
        .map(own)
        .collect();
    for document in documents("workflows", |path| path.parent().is_some_and(|folder| folder.ends_with("arazzo"))) {
        let vendor = document.ancestors().nth(2).expect("a folder of the vendor").join("openapi");
        subjects.extend(files_below(&vendor).into_iter().map(|file| Subject { file, document: document.clone() }));
        subjects.push(own(document));
    }
    subjects
}

/// A copy of everything, which is broken file by file.
struct Copy(PathBuf);

impl Copy {
    fn of(repository: &Path, name: &str) -> Copy {
        let root = std::env::temp_dir().join(format!("arazzo-mutants-{}-{name}", std::process::id()));
        for (from, to) in [("workflows", "workflows"), ("tests/fail", "fail")] {
            for file in files_below(&repository.join(from)) {
                let target = root.join(to).join(file.strip_prefix(repository.join(from)).expect("below the folder"));
                fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
                fs::copy(&file, target).expect("a copy");
            }
        }
        Copy(root)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What is wrong with the compiler, when something is.
fn complaint(root: &Path, subject: &Subject) -> Option<String> {
    let document = Document::new(&subject.document);
    let compiled = catch_unwind(AssertUnwindSafe(|| compile(root, &document, &quote! { ::arazzo })));
    let Ok(compiled) = compiled else { return Some("a panic".to_owned()) };
    if let Some(bug) = compiled.diagnostics.iter().find(|diagnostic| diagnostic.code == "internal") {
        return Some(bug.to_string());
    }
    let lost = compiled.diagnostics.iter().find(|diagnostic| !stands_in_its_file(diagnostic));
    lost.map(|diagnostic| format!("no such place: {diagnostic}")).or_else(|| not_rust(&compiled))
}

fn stands_in_its_file(diagnostic: &Diagnostic) -> bool {
    let text = fs::read_to_string(&diagnostic.file).unwrap_or_default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    // An empty file has a first line anyway.
    let line = text.split('\n').nth(diagnostic.line - 1);
    line.is_some_and(|line| (1..=line.chars().count() + 1).contains(&diagnostic.column))
}

fn not_rust(compiled: &Compiled) -> Option<String> {
    if compiled.has_errors() {
        return None;
    }
    compiled.to_source().err().map(|error| format!("not Rust: {error}\n{}", compiled.items))
}

/// Breaks every `step`th file from `start` on; how many mutants were made, and what was wrong.
fn break_files(repository: &Path, (start, step): (usize, usize), until: Instant) -> (usize, Vec<String>) {
    let copy = Copy::of(repository, &start.to_string());
    let wanted = std::env::var("ARAZZO_MUTANTS").ok().and_then(|count| count.parse().ok());
    let (mut made, mut complaints) = (0, Vec::new());
    for subject in subjects(&copy.0).iter().skip(start).step_by(step) {
        let original = fs::read_to_string(&subject.file).expect("a text");
        let name = subject.file.strip_prefix(&copy.0).expect("below the copy").display().to_string();
        let mut random = Random::seeded(&name);
        for _ in 0..wanted.unwrap_or(MUTANTS) {
            if wanted.is_none() && Instant::now() > until {
                break;
            }
            let text = mutant(&original, &mut random);
            fs::write(&subject.file, &text).expect("written");
            if let Some(complaint) = complaint(&copy.0, subject) {
                complaints.push(format!("{name}: {complaint}\n--- the mutant\n{text}"));
                break;
            }
            made += 1;
        }
        fs::write(&subject.file, original).expect("written");
    }
    (made, complaints)
}

#[test]
fn no_mutant_is_too_much() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the repository");
    let repository = repository.as_path();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    let until = Instant::now() + LIMIT;
    let results: Vec<(usize, Vec<String>)> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..threads).map(|start| scope.spawn(move || break_files(repository, (start, threads), until))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic here")).collect()
    });
    let made: usize = results.iter().map(|(made, _)| made).sum();
    let complaints: Vec<String> = results.into_iter().flat_map(|(_, complaints)| complaints).collect();
    println!("{made} mutants");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(made >= 500, "only {made} mutants");
}

/// Compiles a generated document on a small stack: the codes of what was found, and the code.
fn compile_on_a_small_stack(name: &str, steps: &str) -> (Vec<&'static str>, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("shapes/shop.yml"), folder.join("shop.yml")).unwrap();
    let head = "arazzo: 1.0.1\ninfo: {title: Long, version: 1.0.0}\nsourceDescriptions: [{name: shop, url: shop.yml}]\n\
                workflows:\n- workflowId: long\n  steps:\n";
    fs::write(folder.join("workflow.yml"), format!("{head}{steps}")).unwrap();
    let compile = move || {
        let compiled = compile(&folder, &Document::new("workflow.yml"), &quote::quote!(::arazzo));
        (compiled.diagnostics.iter().map(|diagnostic| diagnostic.code).collect(), compiled.items.to_string())
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(compile).unwrap().join().unwrap()
}

#[test]
fn the_stack_is_enough_for_long_documents() {
    let steps = (0..800).map(|step: usize| {
        let cursor = match step.checked_sub(1) {
            Some(before) => format!("$steps.s{before}.outputs.next"),
            None => "first".to_owned(),
        };
        format!(
            "  - stepId: s{step}\n    operationId: listOrders\n    outputs: {{next: $response.body#/next}}\n    \
             parameters: [{{name: cursor, in: query, value: {cursor}}}]\n"
        )
    });
    assert_eq!(compile_on_a_small_stack("long", &steps.collect::<String>()).0, [""; 0]);
}

/// Steps that each read from the one before, and lead where `actions` says.
fn branching(count: usize, actions: impl Fn(usize) -> String) -> String {
    let step = |step: usize| {
        let cursor = step.checked_sub(1).map_or("first".to_owned(), |before| format!("$steps.s{before}.outputs.next"));
        let actions = actions(step);
        format!(
            "  - stepId: s{step}\n    operationId: listOrders\n    outputs: {{next: $response.body#/next}}\n    \
             successCriteria: [{{condition: $statusCode == 200 || $statusCode == 404}}]\n    {actions}\n    \
             parameters: [{{name: cursor, in: query, value: {cursor}}}]\n"
        )
    };
    (0..count).map(step).collect()
}

/// A success action that leads to another step after a 404.
fn not_found(step: usize) -> String {
    format!("onSuccess: [{{name: other, type: goto, stepId: s{step}, criteria: [{{condition: $statusCode == 404}}]}}]")
}

#[test]
fn no_branches_are_too_many() {
    let last = |step: usize, count: usize| step.min(count - 1);
    let retry = "onFailure: [{name: again, type: retry, criteria: [{condition: $statusCode == 503}]}]";
    let shapes = [
        ("to-the-end", branching(1000, |_| not_found(999))),
        ("to-the-beginning", branching(1000, |_| not_found(0))),
        ("polls", branching(1000, |_| retry.to_owned())),
        ("over-the-next", branching(250, |step| not_found(last(step + 2, 250)))),
        ("back-by-one", branching(150, |step| not_found(step.saturating_sub(1)))),
        ("both-ways", branching(150, |step| format!("{}\n    {retry}", not_found(last(step * 7 % 150, 150))))),
    ];
    for (name, steps) in shapes {
        let (codes, items) = compile_on_a_small_stack(name, &steps);
        assert!(codes.iter().all(|code| ["undocumented-status", "busy-loop"].contains(code)), "{name}: {codes:?}");
        syn::parse_str::<syn::File>(&items).unwrap_or_else(|error| panic!("{name}: {error}"));
        let depth = nested(&items);
        assert!(depth < 80, "{name}: {depth} levels of braces");
    }
}

/// How deep the braces of a text are.
fn nested(text: &str) -> usize {
    let depths = text.bytes().scan(0_usize, |depth, byte| {
        *depth = (*depth + usize::from(byte == b'{')).saturating_sub(usize::from(byte == b'}'));
        Some(*depth)
    });
    depths.max().unwrap_or(0)
}
