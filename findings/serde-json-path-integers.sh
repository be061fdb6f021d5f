#!/usr/bin/env bash
# serde_json_path 0.7.2 compares integers as floats: in a filter, 9007199254740992 equals 9007199254740993.
#
# serde_json holds both numbers exactly, and RFC 9535 (section 2.3.5.2.2) compares numbers by their mathematical values. The filter
# `[?@ == 9007199254740993]` selects both; so does a comparison of two values of the document. No literal beyond 2^53 is
# refused. An id of more than 15 digits can select the record of another id.
#
# Seen: 9007199254740992,9007199254740993 / 18446744073709551614,18446744073709551615
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat > "$folder/Cargo.toml" <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2021"
[workspace]
[dependencies]
serde_json_path = "=0.7.2"
serde_json = "=1.0.154"
TOML
cat > "$folder/src/main.rs" <<'RUST'
fn main() {
    let ids = serde_json::json!([9007199254740992u64, 9007199254740993u64, 18446744073709551614u64, 18446744073709551615u64]);
    let select = |query: &str| {
        let path = serde_json_path::JsonPath::parse(query).expect("a valid query");
        path.query(&ids).all().iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    };
    println!("{} / {}", select("$[?@ == 9007199254740993]"), select("$[?@ == $[3]]"));
}
RUST
seen=$(cargo run --quiet --manifest-path "$folder/Cargo.toml")
expected='9007199254740992,9007199254740993 / 18446744073709551614,18446744073709551615'
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "expected $expected" >&2; exit 1; }
