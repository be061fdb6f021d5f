//! CPU time and memory of a piece of work, in a process of its own.

use std::cell::Cell;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// What a piece of work has cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// The most memory at one time; zero where the system does not say.
    pub(crate) bytes: u64,
}

thread_local! {
    static START: Cell<Option<(Instant, Option<f64>)>> = const { Cell::new(None) };
}

/// CPU seconds of this thread; Linux says.
fn cpu() -> Option<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// The most memory that this process has had.
fn peak() -> Option<u64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// What was before does not count.
pub(crate) fn restart() {
    START.set(Some((Instant::now(), cpu())));
}

/// Does the work and prints its cost, for the process that started this one.
pub(crate) fn report(work: impl FnOnce()) {
    restart();
    work();
    let Some((start, before)) = START.get() else { return };
    let seconds = cpu().zip(before).map_or_else(|| start.elapsed().as_secs_f64(), |(after, before)| after - before);
    println!("{seconds} {}", peak().unwrap_or_default());
}

/// The cost of a piece of work: the best of three times, without the memory of a process that does nothing.
pub(crate) fn run(what: &str, path: &Path) -> Cost {
    let nothing = once("nothing", path);
    let costs = [once(what, path), once(what, path), once(what, path)];
    let best = |left: Cost, right: Cost| if right.seconds < left.seconds { right } else { left };
    let cost = costs.into_iter().reduce(best).unwrap_or(nothing);
    Cost { bytes: cost.bytes.saturating_sub(nothing.bytes), ..cost }
}

fn once(what: &str, path: &Path) -> Cost {
    let program = env::current_exe().expect("this program has a path");
    let output = Command::new(program).arg("measure").arg(what).arg(path).output().expect("this program runs");
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("it prints numbers");
    let (seconds, bytes) = text.trim().split_once(' ').expect("it prints two");
    Cost { seconds: seconds.parse().expect("seconds"), bytes: bytes.parse().expect("bytes") }
}

/// Waits until a file is old enough to be kept between two compilations.
pub(crate) fn settle(path: &Path) {
    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    let file = fs::File::options().write(true).open(path).expect("it was written");
    if file.set_modified(hour_ago).is_err() {
        thread::sleep(Duration::from_secs(4));
    }
}
