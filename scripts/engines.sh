#!/usr/bin/env bash
# Runs the end-to-end tests in other engines than Chromium, installing what is missing:
#
#     ./scripts/engines.sh                            all of them in Firefox and in WebKit
#     ./scripts/engines.sh webkit                     in one
#     ./scripts/engines.sh firefox embed links        those of some names
set -euo pipefail
source "$(dirname "$0")/tools.sh"

engines=(firefox webkit)
case ${1:-} in
    firefox | webkit) engines=("$1") && shift ;;
esac

need_rust
need_wasm_target
need_wasm_bindgen
need_trunk
need_axe
need_numpy
build_page

rm -f target/e2e/left-out
for engine in "${engines[@]}"; do
    printf '\n── %s\n' "$engine"
    "need_$engine"
    RANKSCOPE_BROWSER=$engine cargo test --locked --test e2e -- --test-threads=2 "$@"
done
if [[ -e target/e2e/left-out ]]; then printf '\n%s\n' "$(<target/e2e/left-out)"; fi
