//! What it costs to compile something.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use arazzo_codegen::{Document, compile};
use quote::quote;

use crate::shapes::Files;

/// What a compilation costs, and what it says.
pub(crate) struct Cost {
    /// CPU time of the thread.
    pub(crate) seconds: f64,
    /// What was allocated, be it given back or not.
    allocated: u64,
    /// How often each code was reported.
    codes: BTreeMap<&'static str, usize>,
}

impl Cost {
    #[expect(clippy::cast_precision_loss, reason = "a ratio of two is what it is for")]
    pub(crate) fn bytes(&self) -> f64 {
        self.allocated as f64
    }

    /// Whether a code was reported.
    pub(crate) fn says(&self, code: &str) -> bool {
        self.codes.contains_key(code)
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.3} s, {} kB allocated, {:?}", self.seconds, self.allocated / 1000, self.codes)
    }
}

/// The cost of compiling a document, and of printing the code.
pub(crate) fn compiled(name: &str, files: &Files) -> Cost {
    let folder = folder(name, files);
    let mut codes = BTreeMap::new();
    let before = cpu();
    let allocated = allocation_counter::measure(|| codes = codes_of(&folder)).bytes_total;
    let seconds = cpu() - before;
    let _ = fs::remove_dir_all(folder);
    Cost { seconds, allocated, codes }
}

fn codes_of(folder: &Path) -> BTreeMap<&'static str, usize> {
    let compiled = compile(folder, &Document::new("workflow.yml"), &quote! { ::arazzo });
    if !compiled.has_errors() {
        compiled.to_source().expect("the code is Rust");
    }
    let mut codes = BTreeMap::new();
    for diagnostic in &compiled.diagnostics {
        *codes.entry(diagnostic.code).or_default() += 1;
    }
    codes
}

fn folder(name: &str, files: &Files) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("growth").join(name);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("workflow.yml"), &files.document).expect("a document");
    fs::write(folder.join("api.yml"), &files.description).expect("a description");
    folder
}

/// CPU seconds of this thread, where the system tells, else those of the clock.
fn cpu() -> f64 {
    thread_local!(static START: Instant = Instant::now());
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.with(|start| start.elapsed().as_secs_f64()), |nanoseconds| nanoseconds / 1e9)
}
