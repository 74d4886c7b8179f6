#!/usr/bin/env bash
# Builds Rankscope into dist/, ready for any file server, installing what is missing.
#
# RANKSCOPE_URL=https://example.org/rankscope/ is put before the address of the preview picture,
# which crawlers want whole.
set -euo pipefail
source "$(dirname "$0")/tools.sh"

need_rust
need_wasm_target
need_wasm_bindgen
need_trunk

build_page
say "" "The page is in dist/; dist/rankscope.html is all of it in one file."
