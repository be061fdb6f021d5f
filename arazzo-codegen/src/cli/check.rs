//! `cargo arazzo check`

use std::io;
use std::path::Path;

use quote::quote;

use super::arguments::{Check, Format};
use super::fix::Fixed;
use super::output::{Findings, Progress, blocks, complain, counted, print};
use super::paths::{absolute, root_of};
use super::summary::Summary;
use super::{find, github, json, sarif};
use crate::{Compiled, Diagnostic, compile};

/// Whether no document has errors.
pub(super) fn run(check: &Check, colour: bool) -> io::Result<bool> {
    let files = find::documents(&check.paths)?;
    if check.fix && files.iter().any(|found| found.text.is_some()) {
        return Err(io::Error::other("the standard input cannot be fixed; name a file"));
    }
    let mut findings = Findings::default();
    let mut progress = Progress::new(files.len());
    let mut told = Told::default();
    let mut fixed = 0;
    for file in &files {
        progress.next()?;
        let mut text = file.text.clone();
        if check.fix {
            progress.clear()?;
            let document = absolute(&file.path)?;
            if let Some(result) = Fixed::of(&document, |text| compiled(check, &file.path, Some(text), false))? {
                tell_fixed(check, &document, &result)?;
                fixed += result.done.len();
                text = check.dry_run.then_some(result.after);
            }
        }
        let colour = colour && check.format == Format::Text;
        let Compiled { diagnostics, .. } = compiled(check, &file.path, text.as_deref(), colour)?;
        let mut new = findings.add(&diagnostics);
        new.retain(|diagnostic| check.level.shows(diagnostic.severity));
        findings.name(&new);
        told.tell(check, &new, &mut progress)?;
    }
    progress.clear()?;
    told.end(check)?;
    if check.format == Format::Text {
        findings.hint().map_or(Ok(()), |hint| complain(&hint))?;
        let would = if check.dry_run { "would fix" } else { "fixed" };
        let fixed = if check.fix { format!(", {would} {}", counted(fixed, "mistake")) } else { String::new() };
        complain(&format!("checked {}{fixed}: {}", counted(files.len(), "document"), findings.summary()))?;
    }
    Ok(!findings.has_errors())
}

/// Writes the edits of a document, or shows what they would change.
fn tell_fixed(check: &Check, document: &Path, fixed: &Fixed) -> io::Result<()> {
    if check.dry_run {
        return print(&fixed.diff(document)?);
    }
    fixed.write(document)?;
    fixed.done.iter().try_for_each(|edit| complain(&format!("fixed {edit}")))
}

/// Compiles a file, or a text in its place.
fn compiled(check: &Check, file: &Path, text: Option<&str>, colour: bool) -> io::Result<Compiled> {
    let mut document = check.options.document(file, colour)?.edits(check.fix || check.format == Format::Json);
    if let Some(text) = text {
        document = document.text(text);
    }
    Ok(compile(&root_of(&document.path)?, &document, &quote! { ::arazzo }))
}

/// What is said when all documents are checked.
#[derive(Default)]
struct Told {
    summary: Summary,
    all: Vec<Diagnostic>,
}

impl Told {
    /// Says at once what can be said at once.
    fn tell(&mut self, check: &Check, new: &[&Diagnostic], progress: &mut Progress) -> io::Result<()> {
        if check.summary {
            for diagnostic in new {
                self.summary.add(diagnostic);
            }
            return Ok(());
        }
        match check.format {
            Format::Text => blocks(new).iter().try_for_each(|block| progress.complain(block)),
            Format::Json => new.iter().try_for_each(|diagnostic| progress.print(&json::line(diagnostic)?)),
            Format::Github => new.iter().try_for_each(|diagnostic| progress.print(&github::line(diagnostic)?)),
            Format::Sarif => {
                self.all.extend(new.iter().copied().cloned());
                Ok(())
            }
        }
    }

    fn end(&self, check: &Check) -> io::Result<()> {
        match check.format {
            _ if check.summary => print(&self.summary.table()),
            Format::Sarif => print(&sarif::log(&self.all)?),
            Format::Text | Format::Json | Format::Github => Ok(()),
        }
    }
}
