//! The guide and the README show files as they are, and commands with what they print. A comment in front of a block says which:
//!
//! - `<!-- file: shop/order.arazzo.yml -->`: the whole file
//! - `<!-- run in: shop -->`: a command, and what it prints in that folder
//! - `<!-- part of: cargo arazzo expand order.arazzo.yml -->`: lines of the code that `shop/order.arazzo.yml` becomes
//!
//! The blocks of Rust are tests of the package `tests`.

use std::fs;
use std::path::{Path, PathBuf};

use super::{repository, run_in, stderr, stdout};

fn guide() -> PathBuf {
    repository().join("docs/guide")
}

/// What stands between the fences behind a comment.
struct Block<'p> {
    comment: &'p str,
    /// The line that opens it.
    fence: &'p str,
    text: &'p str,
}

/// The blocks of a page that have a comment in front of them.
fn blocks(page: &str) -> impl Iterator<Item = Block<'_>> {
    page.split("<!-- ").skip(1).map(|rest| {
        let (comment, rest) = rest.split_once(" -->\n").expect("a comment ends");
        let (fence, rest) = rest.split_once('\n').expect("a block follows");
        assert!(fence.starts_with("```"), "no block follows `{comment}`");
        let end = if rest.starts_with("```") { 0 } else { rest.find("\n```").expect("a block ends") + 1 };
        Block { comment, fence, text: &rest[..end] }
    })
}

/// What a block has to say. Where only a part of it is shown, the part, if it is one.
fn expected(block: &Block<'_>) -> String {
    let (what, name) = block.comment.split_once(": ").expect("a comment says what the block is");
    match what {
        "file" => fs::read_to_string(guide().join(name)).expect(name),
        "run in" => {
            let line = block.text.lines().next().and_then(|line| line.strip_prefix("$ ")).expect("a command");
            format!("$ {line}\n{}", printed(line, &guide().join(name)))
        }
        "part of" => {
            let code = printed(name, &guide().join("shop"));
            assert!(flush(&code).contains(&flush(block.text)), "not in `{name}`:\n{}", block.text);
            block.text.to_owned()
        }
        _ => panic!("`{what}` is none of the comments"),
    }
}

/// What a command prints.
fn printed(line: &str, folder: &Path) -> String {
    let arguments: Vec<&str> = line.strip_prefix("cargo ").expect("a command of cargo").split(' ').collect();
    let output = run_in(folder, &arguments);
    format!("{}{}", stdout(&output), stderr(&output))
}

/// The same without what stands in front of lines.
fn flush(text: &str) -> String {
    text.lines().flat_map(|line| [line.trim_start(), "\n"]).collect()
}

/// A page with its blocks as they ought to be.
fn corrected(page: &str) -> String {
    let mut whole = page.to_owned();
    for block in blocks(page) {
        let written = |text: &str| format!("<!-- {} -->\n{}\n{text}```", block.comment, block.fence);
        whole = whole.replace(&written(block.text), &written(&expected(&block)));
    }
    whole
}

#[test]
fn the_guide_shows_what_there_is() {
    let bless = std::env::var_os("ARAZZO_BLESS").is_some();
    let mut seen = 0;
    let pages = fs::read_dir(guide().join("src")).expect("the pages").map(|entry| entry.expect("a page").path());
    for path in pages.chain([repository().join("README.md")]) {
        let page = fs::read_to_string(&path).expect("a page is text");
        let corrected = corrected(&page);
        seen += blocks(&page).count();
        if bless {
            fs::write(&path, corrected).expect("a page can be written");
        } else {
            assert!(page == corrected, "{} is old: ARAZZO_BLESS=1 writes it anew\n{corrected}", path.display());
        }
    }
    assert!(seen > 8, "only {seen} blocks were found");
}

/// Where the links of a page lead, those to other sites left out.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    targets.filter(|target| !target.starts_with("http")).map(|target| target.split('#').next().unwrap_or_default())
}

#[test]
fn each_page_of_the_guide_is_in_its_summary_and_tested_and_each_link_leads_somewhere() {
    let folder = guide().join("src");
    let summary = fs::read_to_string(folder.join("SUMMARY.md")).expect("a summary");
    let tested = fs::read_to_string(repository().join("tests/guide.rs")).expect("the tests of the blocks");
    for entry in fs::read_dir(&folder).expect("the pages") {
        let path = entry.expect("a page").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let page = fs::read_to_string(&path).expect("a page is text");
        for link in links(&page) {
            assert!(folder.join(link).is_file(), "{name} links to `{link}`, which is not there");
        }
        assert!(name == "SUMMARY.md" || links(&summary).any(|link| link == name), "{name} is not in the summary");
        assert!(name == "SUMMARY.md" || tested.contains(&format!("\"{name}\"")), "{name} is not in tests/guide.rs");
    }
}
