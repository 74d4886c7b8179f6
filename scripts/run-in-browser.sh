#!/usr/bin/env bash
# Runs a WebAssembly test binary in headless Chromium: cargo's runner for that target.
set -euo pipefail
source "$(dirname "$0")/tools.sh"
need_wasm_bindgen
need_browser

# The arguments for Chromium; the end-to-end tests read the same file.
export WASM_BINDGEN_TEST_WEBDRIVER_JSON=tests/browser/webdriver.json

# The browser's profile goes with the run; the browser, told to close, may still be writing to it.
TMPDIR=$(mktemp -d)
export TMPDIR
trap 'until rm -rf "$TMPDIR" 2>/dev/null; do sleep 0.1; done' EXIT
wasm-bindgen-test-runner "$@"
