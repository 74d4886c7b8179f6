#!/usr/bin/env bash
# Makes the experiment in an environment of its own; arguments go to `python -m finetune` (see --help).
set -euo pipefail
cd "$(dirname "$0")"

if [ ! -e .venv/complete ]; then
    python3 -m venv .venv
    .venv/bin/pip install --quiet --requirement requirements.txt
    touch .venv/complete
fi
exec .venv/bin/python -m finetune "$@"
