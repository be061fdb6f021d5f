//! `docs/conformance.md`: which cases show which row.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::case::Kind;
use crate::rows::{Book, Level, Row};

const KINDS: [Kind; 3] = [Kind::Happy, Kind::Boundary, Kind::Refused];

pub(crate) fn table(book: &Book) -> String {
    let mut text = String::from(
        "# Conformance\n\n\
        Which rule of the Arazzo Specification, 1.0 and 1.1, is shown by which case. A *happy* case does what the rule is for, a \
        *boundary* is where\nit begins or ends, and a *refused* document breaks it. Made by the tests from `tests/conformance` and \
        `tests/fail`: change it there.\n\n\
        A dash is a kind that a rule cannot have, a question mark one that is still to be written, and a number names a reason at \
        the end.\n\n",
    );
    let _ = writeln!(text, "{}\n", summary(book));
    for section in &book.sections {
        let _ = writeln!(
            text,
            "## {}\n\n| | rule | | happy | boundary | refused |\n|---|---|---|---|---|---|",
            section.title
        );
        for row in &section.rows {
            text.push_str(&line(book, row));
        }
        text.push('\n');
    }
    text.push_str("## Left out\n\n");
    for (number, left_out) in (1..).zip(&book.left_out) {
        let _ = writeln!(text, "{number}. {}: {}", left_out.rows.join(", "), left_out.why);
    }
    text
}

fn summary(book: &Book) -> String {
    let binding: Vec<&Row> = book.rows().filter(|row| row.level != Level::Ours).collect();
    let complete = binding.iter().filter(|row| book.lacks(row).is_empty()).count();
    let cases: BTreeSet<&String> = book.citations.values().flatten().collect();
    let ours = book.rows().count() - binding.len();
    format!(
        "{complete} of {} binding rules have every kind of case, or a reason why not; {ours} decisions of ours stand beside them. \
        {} folders cite.",
        binding.len(),
        cases.len()
    )
}

fn line(book: &Book, row: &Row) -> String {
    let level = match row.level {
        Level::Must => "must",
        Level::May => "may",
        Level::Ours => "ours",
    };
    let cells = KINDS.map(|kind| cell(book, row, kind));
    format!("| {} | {} | {level} | {} |\n", row.id, row.about.replace('|', "\\|"), cells.join(" | "))
}

fn cell(book: &Book, row: &Row, kind: Kind) -> String {
    if let Some(folders) = book.shown(&row.id, kind) {
        let link = |folder: &String| {
            let name = folder.split_once('/').map_or(folder.as_str(), |(_, name)| name);
            format!("[{name}](../tests/{folder})")
        };
        return folders.iter().map(link).collect::<Vec<_>>().join(", ");
    }
    if let Some(reason) = book.why_not(&row.id, kind) {
        let number = book.left_out.iter().position(|left_out| std::ptr::eq(left_out, reason)).unwrap_or_default() + 1;
        return format!("({number})");
    }
    if book.lacks(row).contains(&kind) { "?".to_owned() } else { "–".to_owned() }
}
