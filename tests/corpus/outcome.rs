//! What becomes of a document.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use arazzo_codegen::{Compiled, Document, Severity, compile};
use quote::quote;

use crate::documents::{Corpus, Entry};
use crate::outputs::{Outputs, UNTYPED};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Rust, and the worst that is said about the document.
    Generated(Option<Severity>),
    /// The code of the first error.
    Refused(&'static str),
    /// A mistake of the compiler: a panic, or tokens that are no Rust.
    Broken(String),
}

/// Compiles every document, on all processors; in the order of the index. And the types of all outputs.
pub(crate) fn all(corpus: &Corpus) -> (Vec<(Entry, Outcome)>, Outputs) {
    let next = AtomicUsize::new(0);
    let found = Mutex::new(vec![None; corpus.documents.len()]);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(entry) = corpus.documents.get(index) else { return };
                    let outcome = of(corpus, entry);
                    found.lock().expect("no panic escapes")[index] = Some(outcome);
                }
            });
        }
    });
    let found = found.into_inner().expect("no panic escapes");
    let mut outputs = Outputs::default();
    let outcomes = corpus.documents.iter().cloned().zip(found.into_iter().flatten()).map(|(entry, (outcome, own))| {
        outputs.add(own);
        (entry, outcome)
    });
    (outcomes.collect(), outputs)
}

fn of(corpus: &Corpus, entry: &Entry) -> (Outcome, Outputs) {
    match catch_unwind(AssertUnwindSafe(|| judge(&compiled(corpus, &document(entry))))) {
        Ok(outcome) => outcome,
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panicked");
            (Outcome::Broken(text.to_owned()), Outputs::default())
        }
    }
}

pub(crate) fn document(entry: &Entry) -> Document {
    Document::new(&entry.path).warn(UNTYPED)
}

pub(crate) fn compiled(corpus: &Corpus, document: &Document) -> Compiled {
    compile(&corpus.folder, document, &quote! { ::arazzo })
}

fn judge(compiled: &Compiled) -> (Outcome, Outputs) {
    let file = match syn::parse2::<syn::File>(compiled.items.clone()) {
        Ok(file) => file,
        Err(error) => return (Outcome::Broken(format!("the tokens are not Rust: {error}")), Outputs::default()),
    };
    let said = || compiled.diagnostics.iter().filter(|diagnostic| diagnostic.code != UNTYPED);
    match said().find(|diagnostic| diagnostic.severity == Severity::Error) {
        Some(error) => (Outcome::Refused(error.code), Outputs::default()),
        None => {
            let worst = said().map(|diagnostic| diagnostic.severity).max();
            (Outcome::Generated(worst), Outputs::of(compiled, &file.items))
        }
    }
}
