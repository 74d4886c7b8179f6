#!/usr/bin/env bash
# Builds Rankscope and serves it on this machine, installing what is missing, and prints the address.
#
#     ./scripts/serve.sh             at port 8080
#     PORT=9000 ./scripts/serve.sh   at another
set -euo pipefail
source "$(dirname "$0")/tools.sh"

port=${PORT:-8080}
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

if answers; then
    stop "Port $port is taken. Choose another: PORT=$((port + 1)) ./scripts/serve.sh"
fi

need_rust
need_wasm_target
need_wasm_bindgen
need_trunk

began=$(mktemp)
say_build
trunk --log "$TRUNK_LOG" serve --release --locked --port "$port" &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -f "$began"' EXIT
# It listens when the first build is over.
until answers; do
    kill -0 "$server" 2>/dev/null || stop "The server did not start: see above."
    sleep 0.2
done
# Also when that build failed, with an older page to serve or none.
[[ dist/index.html -nt $began ]] || stop "The page could not be built: see above."

say "" "Rankscope is at http://127.0.0.1:$port/" "(Ctrl-C ends it; a saved change is built again.)"
wait "$server"
