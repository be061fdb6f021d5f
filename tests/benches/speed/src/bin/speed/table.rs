//! The table of `docs/speed.md`.

use std::sync::Once;

/// Prints a row: generated code, then what it is compared with. Returns how much it is of the first of those.
pub(crate) fn row<T: Copy + Into<Count>>(what: &str, name: &str, counts: &[T]) -> f64 {
    static HEAD: Once = Once::new();
    HEAD.call_once(|| {
        println!("\n| | | generated | by hand, careful | by hand, brief | of careful |\n|---|---|---:|---:|---:|---:|");
    });
    let counts: Vec<u64> = counts.iter().map(|count| (*count).into().0).collect();
    let cell = |index: usize| counts.get(index).map(|count| grouped(*count)).unwrap_or_default();
    let ratio = counts.get(1).map(|careful| of(counts[0], *careful));
    let shown = ratio.map(|ratio| format!("{ratio:.3}")).unwrap_or_default();
    println!("| {what} | {name} | {} | {} | {} | {shown} |", cell(0), cell(1), cell(2));
    ratio.unwrap_or_default()
}

/// A number of a cell.
pub(crate) struct Count(u64);

impl From<u64> for Count {
    fn from(count: u64) -> Self {
        Self(count)
    }
}

impl From<u32> for Count {
    fn from(count: u32) -> Self {
        Self(count.into())
    }
}

#[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
fn of(count: u64, other: u64) -> f64 {
    count as f64 / other as f64
}

/// With commas between thousands.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
