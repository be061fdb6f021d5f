//! What the program of a client does: one of the workflows, so many times.

use std::env;
use std::rc::Rc;
use tokio::runtime::{Builder, Runtime};
use tokio::task::LocalSet;

/// A workflow with the answers that it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// A customer that is not there is asked for and added: two requests.
    Add,
    /// A customer that is there is asked for and changed: two requests.
    Change,
    /// A bill is exported, and the second question finds it ready: four requests.
    Export,
    /// Two members are read of a body of so many megabytes.
    List(u8),
}

impl Flow {
    /// All of them, with the names that command lines have for them.
    pub const ALL: [(&'static str, Self); 5] = [
        ("add", Self::Add),
        ("change", Self::Change),
        ("export", Self::Export),
        ("list-1", Self::List(1)),
        ("list-10", Self::List(10)),
    ];

    /// The flow of a name.
    ///
    /// # Panics
    ///
    /// If there is no such flow.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|(own, _)| *own == name);
        found.map_or_else(|| panic!("there is no workflow `{name}`"), |(_, flow)| flow)
    }
}

/// A client for the workflows.
pub trait Client: 'static {
    /// For a server at this base URL.
    fn new(base: &str) -> Self;

    /// Runs a workflow and sees to it that the output is the right one.
    fn run(&self, flow: Flow) -> impl Future<Output = ()>;

    /// The size of the future of the workflow that writes a customer, in bytes.
    fn future(&self) -> usize;
}

/// An executor of one thread, as all clients have it.
///
/// # Panics
///
/// If the system has no more room for one.
#[must_use]
pub fn executor() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("the system has room for an executor")
}

/// `PROGRAM PORT FLOW RUNS IN-FLIGHT`
///
/// # Panics
///
/// If the arguments are others, or if a run goes wrong.
pub fn program<C: Client>() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [port, flow, runs, in_flight] = arguments.as_slice() else {
        panic!("the arguments are PORT FLOW RUNS IN-FLIGHT");
    };
    let number = |text: &String| text.parse::<usize>().expect("a number of runs");
    let (flow, runs, in_flight) = (Flow::named(flow), number(runs), number(in_flight));
    let client = Rc::new(C::new(&format!("http://127.0.0.1:{port}")));
    let set = LocalSet::new();
    for _ in 0..in_flight {
        let client = Rc::clone(&client);
        set.spawn_local(async move {
            for _ in 0..runs / in_flight {
                client.run(flow).await;
            }
        });
    }
    executor().block_on(set);
}
