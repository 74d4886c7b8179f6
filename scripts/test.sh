#!/usr/bin/env bash
# Runs every check and test of Rankscope, the fast ones first, installing what is missing.
#
#     ./scripts/test.sh                all of it: about half an hour on two cores from a fresh clone
#     ./scripts/test.sh --list         what its parts are called
#     ./scripts/test.sh native fuzz    some of them
#
# It stops at the first step that fails. Nothing here asks a question, so it also runs unattended.
# The quotation marks in messages are meant for readers.
# shellcheck disable=SC1111
set -euo pipefail
source "$(dirname "$0")/tools.sh"

# What is generated would be written anew instead of compared.
[[ -z ${BLESS+set} ]] || stop "BLESS is set: nothing generated would be checked. Unset it, then run this again."

wasm=(--target wasm32-unknown-unknown)
deny=(-- --deny warnings)

# Each part is a function of its name that names its steps, and `needs_…` what has to be installed for it.
parts=(style fixtures lints native web fuzz docs page lighthouse e2e)

needs_style() {
    need_component rustfmt fmt && need_deny && need_shellcheck && need_typescript
}
style() {
    step "Formatting" cargo fmt --check
    step "Shell scripts: ShellCheck" \
        "$SHELLCHECK" --external-sources --source-path=SCRIPTDIR scripts/*.sh .ci/* experiments/*/*.sh
    step "JavaScript: syntax and types" "$TSC" --project tests/javascript
    # Advisories are asked for where the network is: .github/workflows/ci.yml.
    step "Dependencies: licences, second versions, sources" \
        cargo deny --locked check bans licenses sources
}

needs_fixtures() { need_numpy; }
fixtures() {
    step "The experiment: its corpus and plan are those of its results" \
        "$PYTHON" -m unittest discover --quiet experiments/real-finetune
    step "The experiment on a pretrained model: plan, corpus and words are those of its results" \
        "$PYTHON" -m unittest discover --quiet experiments/pretrained
    step "Fixtures: NumPy gives the committed numbers" each_fixture
}
each_fixture() {
    local name
    for name in generate training recall rate_law products save resized compare checkpoints marchenko_pastur; do
        "$PYTHON" "tests/fixtures/$name.py" --check || return
    done
}

needs_lints() { need_component clippy clippy && need_wasm_target; }
lints() {
    step "Lints, native" cargo clippy --locked --workspace --all-targets "${deny[@]}"
    # Those that a plain `cargo test` leaves out.
    step "Lints, what is run in a browser" \
        cargo clippy --locked --test e2e --test bench --test lighthouse --test screenshots "${deny[@]}"
    # Unit tests are native only.
    step "Lints, WebAssembly" cargo clippy --locked --workspace --lib --bins --test web "${wasm[@]}" "${deny[@]}"
}

needs_native() { need_numpy; }
native() {
    # The last stages of building the page use one processor, and so do the longest of these tests.
    if is_wanted page; then begin_page; fi
    step "Native tests" cargo test --locked --workspace
}

needs_web() { need_wasm_target && need_wasm_bindgen && need_browser; }
web() { step "In-browser tests" cargo test --locked --test web "${wasm[@]}"; }

needs_fuzz() { need_fuzz; }
fuzz() { step "Fuzzing, 10 s for each target" scripts/fuzz.sh 10; }

needs_docs() { need_wasm_target; }
# For WebAssembly, where every module is compiled. Private items are documented too, so a link to one
# leads somewhere.
docs() {
    step "Documentation" env RUSTDOCFLAGS="--deny warnings --allow rustdoc::private_intra_doc_links" \
        cargo doc --locked --workspace --no-deps --document-private-items "${wasm[@]}"
}

needs_page() { need_wasm_target && need_wasm_bindgen && need_trunk; }
page() { step "The page" finish_page; }

builder=
build_log=target/test-page.log
begin_page() {
    mkdir -p target
    # A group of its own, which ends with this script.
    set -m
    build_page >"$build_log" 2>&1 &
    builder=$!
    set +m
    trap 'kill -- "-$builder" 2>/dev/null || true' EXIT
}
finish_page() {
    if [[ -z $builder ]]; then build_page; return; fi
    local outcome=0
    wait "$builder" || outcome=$?
    cat "$build_log"
    trap - EXIT
    return "$outcome"
}

# The two that follow look at the page in dist/.
needs_lighthouse() { need_browser && need_lighthouse; }
# Without performance, which scripts/bench.sh asserts: it is a time, and this machine may be busy.
lighthouse() {
    step "Lighthouse: accessibility, best practices, search engines" cargo test --locked --test lighthouse -- untimed
}

needs_e2e() { need_browser && need_axe && need_scorm && need_numpy; }
# Two browsers at a time: what is measured in one must not wait for many others.
e2e() { step "End-to-end tests" cargo test --locked --test e2e -- --test-threads=2; }

# is_wanted PART
is_wanted() { [[ " ${wanted[*]} " == *" $1 "* ]]; }

passed=()

# step HEADING COMMAND…
step() {
    local heading=$1 began=$SECONDS
    shift
    printf '\n── %s\n' "$heading"
    "$@" || stop "✗ $heading: not passed. This is the command: $*"
    passed+=("$(printf '%4d s  %s' $((SECONDS - began)) "$heading")")
}

if [[ ${1:-} == --list ]]; then
    say "${parts[@]}"
    exit
fi
wanted=("$@")
((${#wanted[@]})) || wanted=("${parts[@]}")
for part in "${wanted[@]}"; do
    [[ " ${parts[*]} " == *" $part "* ]] || stop "No part is called “$part”. They are: ${parts[*]}."
done

tools() {
    local part
    need_rust || return
    for part in "${wanted[@]}"; do "needs_$part" || return; done
}
step "Tools" tools
for part in "${wanted[@]}"; do "$part"; done

printf '\nEverything passed, in %d s.\n' "$SECONDS"
printf '%s\n' "${passed[@]}"
