//! `brief PORT FLOW RUNS IN-FLIGHT`

fn main() {
    speed::program::<speed::Brief>();
}
