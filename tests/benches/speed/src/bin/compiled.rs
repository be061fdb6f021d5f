//! `compiled PORT FLOW RUNS IN-FLIGHT`

fn main() {
    speed::program::<speed::Compiled>();
}
