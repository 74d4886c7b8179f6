#!/usr/bin/env bash
# Builds the page and takes the README's pictures of it, installing what is missing.
set -euo pipefail
source "$(dirname "$0")/tools.sh"

need_rust
need_wasm_target
need_wasm_bindgen
need_trunk
need_browser

build_page
cargo test --locked --test screenshots -- "$@"
