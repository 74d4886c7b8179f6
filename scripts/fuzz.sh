#!/usr/bin/env bash
# Feeds whatever comes from outside with bytes nobody thought of, guided by what they reach, and
# installs what is missing: `./scripts/fuzz.sh [SECONDS] [TARGET…]`, by default 20 seconds each.
#
# It begins with the inputs in tests/fuzz/corpus/ and leaves them as they are; what it finds on the way
# is kept in target/. A crash stops it, and the input is in tests/fuzz/artifacts/.
set -euo pipefail
source "$(dirname "$0")/tools.sh"

seconds=${1:-20}
targets=("${@:2}")
if ((!${#targets[@]})); then
    targets=(tests/fuzz/targets/*.rs)
    targets=("${targets[@]##*/}")
    targets=("${targets[@]%.rs}")
fi

# Instrumented for coverage alone, which the stable compiler can; its memory is Rust's own business.
fuzz=(--fuzz-dir tests/fuzz --sanitizer none --target-dir target/fuzz)

need_rust
need_fuzz
cargo fuzz build "${fuzz[@]}"
for target in "${targets[@]}"; do
    printf '\n── %s\n' "$target"
    found=target/fuzz/found/$target
    mkdir -p "$found"
    # No input may take ten seconds, half a gigabyte, or a hundred megabytes at once.
    cargo fuzz run "${fuzz[@]}" "$target" "$found" "tests/fuzz/corpus/$target" -- \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=512 -malloc_limit_mb=100 \
        -max_len=8192 -print_final_stats=1 -verbosity=0
done
