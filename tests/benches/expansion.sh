#!/usr/bin/env bash
# What an expansion costs where nothing is optimised, as cargo builds procedural macros: instructions, which are the same in each run.
#
#   tests/benches/expansion.sh                  the workflows of this repository
#   tests/benches/expansion.sh DOCUMENT…        others
#   tests/benches/expansion.sh -f DOCUMENT      the functions of the compiler that cost most in one, with what they call
#
# It needs valgrind. A stage contains the parsing of what it asks for.
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
stages='document::open::open resolve::resolve flow::flow lower::lowering::lower emit::emit parse::parse'

functions=false
if [ "${1:-}" = -f ]; then
    functions=true
    shift
fi
[ $# -gt 0 ] || set -- "$top"/workflows/*/arazzo/*.yml

cargo build --quiet --manifest-path "$top/Cargo.toml" -p arazzo-codegen --features cli
profile=$(mktemp)
trap 'rm -f "$profile"' EXIT

# The instructions of each function and of what it calls, in one profile.
costs() {
    callgrind_annotate --inclusive=yes --threshold=100 --show-percs=no "$profile" |
        sed -nE 's/^ *([0-9,]+) +[^ ]*:arazzo_codegen::([^ ]+).*/\1 \2/p'
}

if ! $functions; then
    echo "compile $stages document"
fi
for document in "$@"; do
    # A document with mistakes has a cost, too.
    valgrind --tool=callgrind --toggle-collect='arazzo_codegen::compile' --callgrind-out-file="$profile" \
        "${CARGO_TARGET_DIR:-$top/target}/debug/cargo-arazzo" arazzo check "$document" > /dev/null 2>&1 || true
    if $functions; then
        costs | grep -v "'" | head -60
        continue
    fi
    for name in compile $stages; do
        costs | awk -v name="$name" '$2 == name && !found { printf "%s ", $1; found = 1 } END { if (!found) printf "- " }'
    done
    echo "${document#"$top"/}"
done
