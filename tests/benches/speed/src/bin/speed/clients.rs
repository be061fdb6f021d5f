//! The three clients: instructions and heap blocks of a run, and the sizes of their programs.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use crate::{Measure, beside, callgrind, printed, table};

const CLIENTS: [&str; 3] = ["compiled", "careful", "brief"];

/// A workflow, and how often it is run: few times and many times, of which the difference counts.
struct Load {
    name: &'static str,
    flow: &'static str,
    few: u64,
    many: u64,
    in_flight: u64,
    /// What the limits hold; the others take longer, and say no more.
    is_limited: bool,
}

const fn load(name: &'static str, flow: &'static str, few: u64, many: u64) -> Load {
    Load { name, flow, few, many, in_flight: 1, is_limited: true }
}

const LOADS: [Load; 6] = [
    load("add a customer (2 requests)", "add", 20, 120),
    Load { is_limited: false, ..load("change a customer (2 requests)", "change", 20, 120) },
    load("export a bill (4 requests)", "export", 20, 120),
    load("read 2 members of 1 MB", "list-1", 1, 3),
    Load { is_limited: false, ..load("read 2 members of 10 MB", "list-10", 1, 3) },
    Load { in_flight: 32, is_limited: false, ..load("add a customer, 32 in flight", "add", 64, 320) },
];

/// A server that ends with this value.
struct Server {
    process: Child,
    port: String,
}

impl Server {
    fn start() -> Self {
        let mut command = Command::new(beside("answers"));
        let process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut process = process.expect("the server is built");
        let output = process.stdout.take().expect("its output is a pipe");
        let mut port = String::new();
        BufReader::new(output).read_line(&mut port).expect("it prints its port");
        Self { process, port: port.trim().to_owned() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // It ends with its input.
        let _ = self.process.wait();
    }
}

pub(crate) fn measure(only_limits: bool, has_valgrind: bool) -> Vec<Measure> {
    let blocks = counted();
    let server = Server::start();
    let mut measures = Vec::new();
    for load in LOADS.iter().filter(|load| load.is_limited || !only_limits) {
        if has_valgrind {
            // The limits need one to compare with.
            let clients = if only_limits { &CLIENTS[..2] } else { &CLIENTS };
            let counts = clients.iter().map(|client| per_run(&server, client, load)).collect::<Vec<_>>();
            let ratio = table::row("instructions", load.name, &counts);
            measures.extend(load.is_limited.then(|| Measure::new(format!("instructions: {}", load.name), ratio)));
        }
        if load.in_flight == 1 {
            let counts =
                CLIENTS.map(|client| blocks.get(&format!("{client} {}", load.flow)).copied().unwrap_or_default());
            let ratio = table::row("heap blocks", load.name, &counts);
            measures.extend(load.is_limited.then(|| Measure::new(format!("heap blocks: {}", load.name), ratio)));
        }
    }
    measures.extend(sizes(&blocks));
    measures
}

/// The instructions of one run more.
fn per_run(server: &Server, client: &str, load: &Load) -> u64 {
    let count = |runs: u64| {
        let mut program = Command::new(beside(client));
        program.args([&server.port, load.flow, &runs.to_string(), &load.in_flight.to_string()]);
        callgrind::instructions(&[], &mut program)
    };
    (count(load.many) - count(load.few)) / (load.many - load.few)
}

/// What the program `blocks` prints: numbers by client and what was counted.
fn counted() -> BTreeMap<String, u64> {
    let text = printed(&mut Command::new(beside("blocks")));
    let line = |line: &str| line.split_once(' ').map(|(number, what)| (what.to_owned(), number.parse().unwrap_or(0)));
    text.lines().filter_map(line).collect()
}

fn sizes(counted: &BTreeMap<String, u64>) -> [Measure; 3] {
    let of = |what: &str| counted.get(what).copied().unwrap_or_default();
    let futures = CLIENTS.map(|client| of(&format!("{client} future")));
    table::row("bytes", "the future that writes a customer", &futures);
    let programs = table::row("bytes", "the program, stripped", &CLIENTS.map(stripped));
    let hundred = of("compiled future-of-a-hundred-steps");
    table::row("bytes", "the future of a hundred steps", &[hundred]);
    [
        Measure::new("bytes: the future that writes a customer", precise(futures[0])),
        Measure::new("bytes: the future of a hundred steps", precise(hundred)),
        Measure::new("bytes: the program", programs),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
fn precise(number: u64) -> f64 {
    number as f64
}

/// The bytes of a program without its symbols.
fn stripped(client: &str) -> u64 {
    let copy = beside(client).with_extension("stripped");
    printed(Command::new("strip").arg("-o").arg(&copy).arg(beside(client)));
    let length = fs::metadata(&copy).expect("it was written").len();
    fs::remove_file(&copy).expect("it is ours");
    length
}
