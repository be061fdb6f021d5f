//! Three clients for the same workflows: two that are written by hand, and the one that the compiler makes of the documents.
//!
//! Each has a program of its own (`src/bin`), and all speak to the same server. `src/bin/speed` runs and compares them;
//! `tests/benches/run` is the command.

mod answers;
mod brief;
mod careful;
mod compiled;
mod program;

pub use answers::{Server, serve};
pub use brief::Brief;
pub use careful::Careful;
pub use compiled::{Compiled, hundred_steps};
pub use program::{Client, Flow, executor, program};

/// What the workflow that writes a customer is called with.
struct Customer {
    key: String,
    id: String,
    name: String,
    mail: Option<String>,
    stage: Option<String>,
}

/// The customer of all runs: new ones the server does not know.
fn customer(known: bool) -> Customer {
    Customer {
        key: "0123456789-key".to_owned(),
        id: if known { "known customer 7" } else { "new customer/7" }.to_owned(),
        name: "Blue Harbour Ltd".to_owned(),
        mail: Some("office@harbour.example".to_owned()),
        stage: Some("ACTIVE".to_owned()),
    }
}
