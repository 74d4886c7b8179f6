#!/usr/bin/env bash
# Builds the page, measures it in headless Chromium and prints a table, installing what is missing.
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

trunk build --release --locked
cargo test --locked --test bench
