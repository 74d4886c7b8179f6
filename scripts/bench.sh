#!/usr/bin/env bash
# Builds the page, measures it beside other libraries and NumPy, and writes docs/benchmarks.md,
# installing what is missing. Fails when it has become slower against them than recorded.
#
#     ./scripts/bench.sh                     everything, in about twenty minutes
#     ./scripts/bench.sh --record            the same, and records how it stands to the others
#     ./scripts/bench.sh latency recall      some parts, printed only: see tests/bench/main.rs
#     ./scripts/bench.sh --record latency    the same, and records what these parts compare
#     ./scripts/bench.sh --draw              draws what is recorded; measures nothing
#
# A round that other programs disturb is run again, and the report says how often. Where they disturb every round,
# the quietest counts.
set -euo pipefail
source "$(dirname "$0")/tools.sh"

if [[ ${1:-} == --draw ]]; then
    need_rust
    exec cargo test --locked --test bench -- --draw
fi

need_rust
need_wasm_target
need_wasm_bindgen
need_trunk
need_browser
need_numpy
need_peers
need_lighthouse

build_page
cargo test --locked --test bench -- "$@"
