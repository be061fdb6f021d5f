//! The cost of a document grows as its length does, and no document needs more than a small stack.
//!
//! Each shape writes documents of any length. Its cost is measured at a length and at four times that length: what is asserted is
//! how the one grows out of the other, which is the same on every machine, and not a number of seconds.
//!
//! ```text
//! cargo test -p arazzo-codegen --test growth                               all shapes
//! ARAZZO_SHAPE=criteria cargo test -p arazzo-codegen --test growth         those with that word in their name
//! ARAZZO_GROWTH=64 cargo test --release -p arazzo-codegen --test growth    what costs most at 64 KiB
//! ```

#![expect(clippy::format_push_string, clippy::format_collect, reason = "texts are written piece by piece")]

mod measure;
mod shapes;

use std::env;
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

use measure::{Cost, compiled};
use shapes::{Shape, shapes};

/// Bytes of the stack that a compilation may use: half of what Rust gives to a thread.
const STACK: usize = 1 << 20;
/// The lengths that are compared, in bytes.
const SHORT: usize = 4 << 10;
const LONG: usize = 4 * SHORT;
/// What is allocated grows at most with this power of the length: 1 is a straight line.
const MEMORY: f64 = 1.25;
/// Time is known less well, and a part of it is for all lengths the same.
const TIME: f64 = 1.45;
/// Less time than that says nothing about growth, in seconds.
const LITTLE: f64 = 0.1;
/// Other programs may run at the same time: the least of so many measurements counts.
const ATTEMPTS: usize = 4;

/// Shapes of which more is known, and with which powers of their length their costs may grow: a hole is looked for in its text, a name in a
/// list, each of a thousand notes about one string has the string, and where steps go anywhere, what is known at each of them is as long
/// as the workflow.
const STEEPER: [(&str, f64); 6] = [
    ("holes", 1.8),
    ("placeholders", 1.6),
    ("expressions-in-text", 1.8),
    ("expressions-in-text-side-by-side", 1.8),
    ("steps-to-any", 1.7),
    ("steps-to-the-mirrored", 1.7),
];

/// Shapes that are beyond a limit, and what is said then.
const REFUSED: [(&str, &str); 3] = [
    ("actions-on-success", "too-many"),
    ("actions-of-the-workflow-for-many-steps", "too-many"),
    ("parameters-of-the-workflow-for-many-steps", "too-many"),
];

fn main() -> ExitCode {
    let wanted = env::var("ARAZZO_SHAPE").unwrap_or_default();
    let shapes: Vec<Shape> = shapes().into_iter().filter(|shape| shape.name.contains(&wanted)).collect();
    match env::var("ARAZZO_GROWTH").ok().and_then(|length| length.parse::<usize>().ok()) {
        Some(kibibytes) => worst(&shapes, kibibytes << 10),
        None => growth(&shapes),
    }
}

/// Asserts how the cost of each shape grows.
fn growth(shapes: &[Shape]) -> ExitCode {
    let complaints = Mutex::new(Vec::new());
    let next = Mutex::new(shapes.iter());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(shape) = next.lock().expect("no panic").next() {
                    complaints.lock().expect("no panic").extend(complaint(shape));
                }
            });
        }
    });
    let complaints = complaints.into_inner().expect("no panic");
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    println!("{} shapes, {} of them too steep", shapes.len(), complaints.len());
    ExitCode::from(u8::from(!complaints.is_empty()))
}

/// What is wrong with a shape, when something is.
fn complaint(shape: &Shape) -> Option<String> {
    let allowed = |most: f64| STEEPER.iter().find(|(name, _)| *name == shape.name).map_or(most, |(_, most)| *most);
    let (mut short, mut long) = (cost(shape, SHORT), cost(shape, LONG));
    if let Some((_, code)) = REFUSED.iter().find(|(name, code)| *name == shape.name && !long.says(code)) {
        return Some(format!("{}: {code} was expected: {long}", shape.name));
    }
    let memory = exponent(short.bytes(), long.bytes());
    if memory > allowed(MEMORY) {
        return Some(format!("{}: memory grows with the power {memory:.2}: {long}", shape.name));
    }
    for _ in 0..ATTEMPTS {
        if long.seconds < LITTLE || exponent(short.seconds, long.seconds) <= allowed(TIME) {
            return None;
        }
        short.seconds = short.seconds.min(cost(shape, SHORT).seconds);
        long.seconds = long.seconds.min(cost(shape, LONG).seconds);
    }
    let time = exponent(short.seconds, long.seconds);
    Some(format!("{}: time grows with the power {time:.2}: {long}", shape.name))
}

fn exponent(short: f64, long: f64) -> f64 {
    (long / short.max(f64::MIN_POSITIVE)).log(4.0)
}

/// Shows what costs most at one length.
fn worst(shapes: &[Shape], length: usize) -> ExitCode {
    let mut costs: Vec<(&str, Cost)> = shapes.iter().map(|shape| (shape.name, cost(shape, length))).collect();
    costs.sort_by(|(_, left), (_, right)| right.seconds.total_cmp(&left.seconds));
    for (name, cost) in &costs {
        println!("{name}: {cost}");
    }
    ExitCode::SUCCESS
}

/// What one compilation costs, on a small stack.
fn cost(shape: &Shape, length: usize) -> Cost {
    let (name, files) = (shape.name, shape.files(length));
    let compile = move || compiled(&format!("{name}-{length}"), &files);
    let thread = thread::Builder::new().name(name.to_owned()).stack_size(STACK).spawn(compile);
    thread.expect("a thread").join().expect("no panic")
}
