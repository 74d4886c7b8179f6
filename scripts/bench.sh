#!/usr/bin/env bash
# Builds the page, measures it beside other libraries and NumPy, and writes docs/benchmarks.md,
# installing what is missing. Fails when it has become slower against them than recorded.
#
#     ./scripts/bench.sh             everything, in about ten minutes
#     ./scripts/bench.sh --record    the same, and records how it stands to the others
#     ./scripts/bench.sh latency     one part, printed only: see tests/bench/main.rs
#
# Let the machine do nothing else meanwhile.
set -euo pipefail
source "$(dirname "$0")/tools.sh"

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
