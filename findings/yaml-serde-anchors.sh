#!/usr/bin/env bash
# yaml_serde 0.10.7, the maintained continuation of serde_yaml: an alias behind an anchor that was defined a second time can have the
# value of a third anchor.
#
# YAML 1.2.2, section 7.1: an alias means the last node before it that has its name, so here `s` is 2. With yaml_serde it is "zz", and
# nothing is said. Without the third anchor it is 2. So documents that reuse the names of anchors, which is valid, are read wrongly.
#
# Seen: Number(2) without a third anchor, String("zz") with it
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --name anchors --vcs none
cargo add --quiet yaml_serde@=0.10.7
cat >src/main.rs <<'RUST'
fn main() {
    for text in ["p: &x 1\nq: &x 2\ns: *x\n", "p: &x 1\nq: &x 2\nr: &y zz\ns: *x\n"] {
        let value: yaml_serde::Value = yaml_serde::from_str(text).unwrap();
        println!("{:?}", value["s"]);
    }
}
RUST
found="$(cargo run --quiet)"
expected='Number(2)
String("zz")'
printf 'yaml_serde 0.10.7 reads `s` as:\n%s\n' "$found"
[[ "$found" == "$expected" ]] || { echo 'this has changed' >&2; exit 1; }
