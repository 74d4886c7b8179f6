#!/usr/bin/env bash
# Checks that the modules of src/ know only what stands below them, and the browser only at the rim.
#
#     ui → chart, engine → lesson, adapter → sim → params
set -euo pipefail
cd "$(dirname "$0")/.."

modules="params sim adapter lesson engine chart ui"

# What a module may name of the others.
below() {
    case $1 in
        sim) echo params ;;
        adapter | lesson) echo params sim ;;
        engine | chart) echo params sim adapter lesson ;;
        ui) echo params sim adapter lesson engine chart ;;
    esac
}

# Where the browser is at hand: the page, and the engine's two rims.
rim='^src/(main\.rs$|bin/explore\.rs$|ui/|engine/(client|worker)(\.rs$|/))'
browser='\b(yew|web_sys|js_sys|wasm_bindgen\w*|gloo\w*|plotters_canvas|console_error_panic_hook)\b'

broken=0
complain() { printf '%s\n' "$1"; broken=1; }

# A file without its comments, in one line, so that a grouped `use` is one match.
code() { sed 's|//.*||' "$1" | tr '\n' ' '; }

while IFS= read -r file; do
    if [[ ! $file =~ $rim ]] && names=$(code "$file" | grep -oE "$browser"); then
        complain "$file names the browser: $(sort -u <<<"$names" | paste -sd " " -)"
    fi

    module=$(cut -d/ -f2 <<<"${file%.rs}")
    [[ " $modules " == *" $module "* ]] || continue
    used=$(code "$file" | grep -oE '(crate|super)::(\{[^;]*|\w+)' || true)
    for other in $modules; do
        [[ " $module $(below "$module") " == *" $other "* ]] && continue
        if grep -qE "\b$other\b" <<<"$used"; then
            complain "$file uses $other, which is not below $module"
        fi
    done
done < <(find src -name '*.rs' | sort)

exit "$broken"
