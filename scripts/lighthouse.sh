#!/usr/bin/env bash
# Holds the built page against Lighthouse's scores, on a desk and on a phone, installing what is missing.
#
#     ./scripts/lighthouse.sh            all of them; let the machine do nothing else meanwhile
#     ./scripts/lighthouse.sh untimed    without performance
set -euo pipefail
source "$(dirname "$0")/tools.sh"

need_rust
need_wasm_target
need_wasm_bindgen
need_trunk
need_browser
need_lighthouse

build_page
cargo test --locked --test lighthouse -- "$@"
