//! `cargo arazzo explain`

use std::io;

use super::arguments::Explain;
use super::output::print;
use crate::diagnostic::explanations;

pub(super) fn run(explain: &Explain) -> io::Result<bool> {
    match &explain.code {
        Some(code) => one(code)?,
        None => all()?,
    }
    Ok(true)
}

fn one(code: &str) -> io::Result<()> {
    let explanations = explanations();
    let explanation = explanations.iter().find(|explanation| explanation.code == code);
    // Every code is in the catalogue, and the arguments know no other.
    let explanation = explanation.ok_or_else(|| io::Error::other(format!("`{code}` is not explained")))?;
    print(&format!("{}[{code}]\n\n{}", explanation.level(), explanation.text()))
}

/// A line for each code: how bad it is, and the first sentence of its cause.
fn all() -> io::Result<()> {
    let lines: Vec<String> = explanations()
        .iter()
        .map(|explanation| {
            format!("{:27} {:7} {}\n", explanation.code, explanation.level(), explanation.first_sentence())
        })
        .collect();
    print(&lines.concat())
}
