//! `blocks`: the heap blocks of a run of each client, and the sizes of futures. It prints `NUMBER CLIENT WHAT`.
//!
//! A program of its own, because it counts in every allocation. What it prints is the same in each run.

use speed::{Brief, Careful, Client, Compiled, Flow};

fn main() {
    let base = format!("http://127.0.0.1:{}", speed::serve().port);
    let compiled = Compiled::new(&base);
    blocks("careful", &Careful::new(&base));
    blocks("brief", &Brief::new(&base));
    blocks("compiled", &compiled);
    println!("{} compiled future-of-a-hundred-steps", speed::hundred_steps(&compiled));
}

fn blocks<C: Client>(name: &str, client: &C) {
    for (flow_name, flow) in Flow::ALL {
        let runs = if matches!(flow, Flow::List(_)) { 2 } else { 50 };
        println!("{} {name} {flow_name}", count(client, flow, runs));
    }
    println!("{} {name} future", client.future());
}

/// What one run takes once connections and tables are there.
fn count<C: Client>(client: &C, flow: Flow, runs: u64) -> u64 {
    let executor = speed::executor();
    let several = |runs: u64| {
        executor.block_on(async {
            for _ in 0..runs {
                client.run(flow).await;
            }
        });
    };
    several(5);
    // Half a block is one that only some of the runs need.
    (allocation_counter::measure(|| several(runs)).count_total + runs / 2) / runs
}
