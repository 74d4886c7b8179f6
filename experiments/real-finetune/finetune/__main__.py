"""Makes the whole experiment, or with `--smoke` a small one that checks itself.

    python -m finetune            ~40 minutes on two idle cores, into out/
    python -m finetune --smoke    ~2 minutes, into out-smoke/

What was interrupted goes on where it stopped.
"""

import argparse
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from .output import Output, write_json
from .plan import WHOLE, smoke_plan
from .workers import SomeFailed, adapter_pieces, base_pieces, do_all, run_pieces

NEEDED = ("torch", "transformers", "peft", "safetensors", "numpy")


def worker_count(text: str) -> int:
    try:
        count = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
    if count < 1:
        raise argparse.ArgumentTypeError(f"{count} workers do nothing: at least 1 is needed")
    return count


def work_folder(text: str) -> Path:
    path = Path(text)
    if path.exists() and not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is a file, not a folder")
    return path


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m finetune",
        description=(
            "Fine-tunes a tiny language model to a style and to facts, and measures every update."
        ),
        epilog=(
            "A run that was interrupted goes on where it stopped: start it again with the same"
            " folder."
        ),
    )
    parser.add_argument(
        "--smoke",
        action="store_true",
        help="a few steps of a few runs, then check what was written",
    )
    parser.add_argument(
        "--out", type=work_folder, help="work folder (default: out, with --smoke out-smoke)"
    )
    parser.add_argument(
        "--workers", type=worker_count, default=2, help="processes of one thread each (default: 2)"
    )
    chosen = parser.parse_args()
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        parser.error(
            f"not installed: {', '.join(missing)}. `pip install -r requirements.txt` installs all"
            " it needs"
        )
    return chosen


def main() -> int:
    chosen = arguments()
    plan = smoke_plan() if chosen.smoke else WHOLE
    output = Output(chosen.out or Path("out-smoke" if chosen.smoke else "out"))
    if not output.claim("smoke" if chosen.smoke else "whole"):
        print(
            f"{output.folder} holds the other variant, whose runs have the same names. Choose"
            " another folder with --out, or remove it.",
            file=sys.stderr,
        )
        return 2
    began = time.time()
    stages = (("Base models", base_pieces), ("Runs", run_pieces), ("Adapters", adapter_pieces))
    try:
        for title, pieces in stages:
            print(f"── {title}", flush=True)
            do_all(pieces(plan, output), chosen.workers)
    except SomeFailed as failure:
        print(
            f"{failure}\nStart the same command again: it makes only what is missing.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The same command goes on from here.", file=sys.stderr)
        return 130
    from .results import collect

    results = collect(plan, chosen.workers, output)
    write_json(output.results, results)
    print(f"{len(results['runs'])} runs in {output.results}, {time.time() - began:.0f} s")
    if chosen.smoke:
        from .check import problems

        found = problems(plan, output)
        for problem in found:
            print(f"✗ {problem}", file=sys.stderr)
        if found:
            return 1
        print("What was written is sound.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
