#!/usr/bin/env bash
# Runs every check and test of Rankscope, the fast ones first, installing what is missing.
#
# It stops at the first step that fails. Nothing here asks a question, so it also runs unattended.
set -euo pipefail
source "$(dirname "$0")/tools.sh"

# What is generated would be written anew instead of compared.
[[ -z ${BLESS+set} ]] || stop "BLESS is set: nothing generated would be checked. Unset it, then run this again."

passed=()

# step HEADING COMMAND…
step() {
    local heading=$1 began=$SECONDS
    shift
    printf '\n── %s\n' "$heading"
    "$@" || stop "✗ $heading: not passed. This is the command: $*"
    passed+=("$(printf '%4d s  %s' $((SECONDS - began)) "$heading")")
}

tools() {
    need_rust && need_component rustfmt fmt && need_component clippy clippy && need_wasm_target &&
        need_wasm_bindgen && need_trunk && need_deny && need_browser && need_axe && need_scorm && need_numpy &&
        need_lighthouse && need_typescript && need_shellcheck &&
        need_fuzz
}

fixtures() {
    "$PYTHON" tests/fixtures/generate.py --check && "$PYTHON" tests/fixtures/training.py --check \
        && "$PYTHON" tests/fixtures/recall.py --check && "$PYTHON" tests/fixtures/rate_law.py --check \
        && "$PYTHON" tests/fixtures/products.py --check && "$PYTHON" tests/fixtures/save.py --check \
        && "$PYTHON" tests/fixtures/resized.py --check && "$PYTHON" tests/fixtures/compare.py --check \
        && "$PYTHON" tests/fixtures/checkpoints.py --check \
        && "$PYTHON" tests/fixtures/marchenko_pastur.py --check
}

javascript() { "$TSC" --project tests/javascript; }

wasm=(--target wasm32-unknown-unknown)
deny=(-- --deny warnings)

step "Tools" tools
step "Formatting" cargo fmt --check
step "Shell scripts: ShellCheck" \
    "$SHELLCHECK" --external-sources --source-path=SCRIPTDIR scripts/*.sh .ci/* experiments/*/*.sh
step "JavaScript: syntax and types" javascript
# Advisories are asked for where the network is: .github/workflows/ci.yml.
step "Dependencies: licences, second versions, sources" \
    cargo deny --locked check bans licenses sources
step "The experiment: its corpus and plan are those of its results" \
    "$PYTHON" -m unittest discover --quiet experiments/real-finetune
step "The experiment on a pretrained model: plan, corpus and words are those of its results" \
    "$PYTHON" -m unittest discover --quiet experiments/pretrained
step "Fixtures: NumPy gives the committed numbers" fixtures
step "Lints, native" cargo clippy --locked --workspace --all-targets "${deny[@]}"
# Those that a plain `cargo test` leaves out.
step "Lints, what is run in a browser" cargo clippy --locked --test e2e --test bench --test lighthouse --test screenshots "${deny[@]}"
# Unit tests are native only.
step "Lints, WebAssembly" cargo clippy --locked --workspace --lib --bins --test web "${wasm[@]}" "${deny[@]}"
step "Native tests" cargo test --locked --workspace
step "In-browser tests" cargo test --locked --test web "${wasm[@]}"
step "Fuzzing, 20 s for each of six targets" scripts/fuzz.sh 20
# For WebAssembly, where every module is compiled. Private items are documented too, so a link to one
# leads somewhere.
step "Documentation" env RUSTDOCFLAGS="--deny warnings --allow rustdoc::private_intra_doc_links" \
    cargo doc --locked --workspace --no-deps --document-private-items "${wasm[@]}"
step "The page" build_page
# Without performance, which scripts/bench.sh asserts: it is a time, and this machine may be busy.
step "Lighthouse: accessibility, best practices, search engines" cargo test --locked --test lighthouse -- untimed
# Two browsers at a time: what is measured in one must not wait for many others.
step "End-to-end tests" cargo test --locked --test e2e -- --test-threads=2

printf '\nEverything passed, in %d s.\n' "$SECONDS"
printf '%s\n' "${passed[@]}"
