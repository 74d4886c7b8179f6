#!/usr/bin/env bash
# Of which version everything is: `./scripts/version.sh [--notes] v1.2.3`.
#
# Stops unless Cargo.toml, CITATION.cff and CHANGELOG.md say the version of the tag. With --notes it prints
# what the changelog says of it.
# The quotation marks in a message are meant for readers.
# shellcheck disable=SC1111
set -euo pipefail
cd "$(dirname "$0")/.."

stop() { printf '%s\n' "$*" >&2; exit 1; }

notes=
if [[ ${1:-} == --notes ]]; then notes=1; shift; fi
[[ ${1:-} =~ ^v([0-9]+\.[0-9]+\.[0-9]+)$ ]] || stop "A tag such as v1.2.3 is wanted, not “${1:-}”."
version=${BASH_REMATCH[1]}

manifest=$(sed -n '/^\[workspace\.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
citation=$(sed -n 's/^version: //p' CITATION.cff)
[[ $manifest == "$version" ]] || stop "Cargo.toml says version $manifest, the tag $version."
[[ $citation == "$version" ]] || stop "CITATION.cff says version $citation, the tag $version."
said=$(awk -v heading="## $version" '$0 ~ /^## / { inside = index($0, heading) == 1 } inside && $0 !~ /^## /' CHANGELOG.md)
[[ -n ${said//[[:space:]]/} ]] || stop "CHANGELOG.md says nothing of $version."
if [[ -n $notes ]]; then printf '%s\n' "$said"; fi
