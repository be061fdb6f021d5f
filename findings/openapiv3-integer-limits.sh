#!/usr/bin/env bash
# openapiv3 2.2.0 forgets that a schema is an integer when a limit of it is no i64, and refuses the document for a length of `1.0`.
#
# `{type: integer, maximum: 9223372036854775808}` (any format: uint64) and `maximum: 100.0` are read without an error, but as
# `SchemaKind::Any` and no longer as `Type::Integer`: a generator that matches on the type makes an untyped field of it. `minLength: 1.0`,
# the same number in JSON Schema as 1, is an error instead, and the whole description is not read.
#
# Seen: 9223372036854775807 integer / 9223372036854775808 any / 100.0 any / minLength 1.0 refused
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
openapiv3 = "=2.2.0"
serde_json = "=1.0.154"
TOML
cat > "$folder/src/main.rs" <<'RS'
use openapiv3::{Schema, SchemaKind, Type};

fn kind(schema: &str) -> &'static str {
    match serde_json::from_str::<Schema>(schema).map(|schema| schema.schema_kind) {
        Ok(SchemaKind::Type(Type::Integer(_))) => "integer",
        Ok(SchemaKind::Any(_)) => "any",
        Ok(_) => "another type",
        Err(_) => "refused",
    }
}

fn main() {
    let limited = |limit: &str| kind(&format!(r#"{{"type": "integer", "maximum": {limit}}}"#));
    let limits = ["9223372036854775807", "9223372036854775808", "100.0"].map(|limit| format!("{limit} {}", limited(limit)));
    println!("{} / minLength 1.0 {}", limits.join(" / "), kind(r#"{"type": "string", "minLength": 1.0}"#));
}
RS
seen=$(cd "$folder" && cargo run --quiet)
expected='9223372036854775807 integer / 9223372036854775808 any / 100.0 any / minLength 1.0 refused'
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "expected $expected" >&2; exit 1; }
