"""Compares a run of the experiment with the committed numbers, run by run.

    python compare.py            out/ with results.json here
    python compare.py OTHER      another work folder, or another results file

Prints the largest difference of every run, relative to the larger of the two numbers, and where it
is; and how far what was measured at its end is apart, in shares and nats. How long things took is
left out. What is not made yet is only counted. Needs the standard library alone.

Another processor multiplies otherwise in bfloat16, and training amplifies that. So a run counts as
agreeing when its recall, or its manner, is within the noise that results.json states.
"""

import argparse
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COMMITTED = HERE / "results.json"
# Another processor's LAPACK and BLAS round elsewhere.
SAME = 1e-6
# Of no run do these keys tell anything but the machine.
LEFT_OUT = frozenset(("wall_s", "train_wall_s"))
# Sentences that a model said: another first choice of one token changes all that follows.
SAID = frozenset(("examples",))

Run = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """How far apart two numbers are, and the keys that lead to them. Infinite when one is missing
    or no number."""

    size: float
    where: str

    def __str__(self) -> str:
        if self.size == 0:
            return "the same"
        return f"{self.size:.1e} at {self.where}"


def differences(ours: Any, theirs: Any, where: str = "") -> Iterator[Difference]:
    """One for every number, and one for everything that has no counterpart."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted({*ours, *theirs} - LEFT_OUT):
            place = f"{where}.{key}" if where else key
            if key not in ours or key not in theirs:
                yield Difference(float("inf"), f"{place} (only in one)")
            elif key in SAID:
                yield Difference(float(ours[key] != theirs[key]), f"{place} (other words)")
            else:
                yield from differences(ours[key], theirs[key], place)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        yield Difference(0.0, where)
        for index, pair in enumerate(zip(ours, theirs)):
            yield from differences(*pair, f"{where}[{index}]")
    elif ours == theirs:
        yield Difference(0.0, where)
    elif isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        size = abs(ours - theirs) / max(abs(ours), abs(theirs))
        yield Difference(size if math.isfinite(size) else float("inf"), where)
    else:
        yield Difference(float("inf"), where)


def largest(ours: Any, theirs: Any) -> Difference:
    return max(differences(ours, theirs), key=lambda difference: difference.size)


def shares(run: Run) -> dict[str, tuple[float, str]]:
    """What a run is judged by: a share each, and the noise it belongs to."""
    evaluations = {f" cut to {rank}": one for rank, one in run.get("cut", {}).items()}
    if "eval" in run:
        evaluations[""] = run["eval"]
    found = {}
    for label, evaluation in evaluations.items():
        if run["task"] == "style":
            found[f"strict{label}"] = evaluation["strict"], "strict_between_runs"
        else:
            for form in ("statement", "question"):
                found[f"{form}{label}"] = evaluation[form]["recall"], "recall"
            found[f"paraphrase{label}"] = evaluation["paraphrase"]["recall"], "paraphrase"
    return found


def beyond_noise(ours: Run, theirs: Run, noise: dict[str, float]) -> list[str]:
    """What was measured further apart than its noise, in words; and what only one has."""
    mine, known = shares(ours), shares(theirs)
    found = [f"{key} (only in one)" for key in sorted({*mine} ^ {*known})]
    for key, (share, kind) in mine.items():
        # A share of 200 answers is seldom exact, and neither is the noise.
        if key in known and abs(share - known[key][0]) > noise[kind] + SAME:
            found.append(f"{key} {known[key][0]:.3f} → {share:.3f}")
    return found


def read(path: Path) -> Any:
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        sys.exit(f"{path} is not there")
    except json.JSONDecodeError as error:
        sys.exit(f"{path} is not JSON: {error}")


def runs_of(other: Path) -> dict[str, Run]:
    """Of a work folder, done or not, or of a results file."""
    if other.is_dir():
        found = {path.stem: read(path) for path in sorted(other.glob("runs/*.json"))}
    else:
        held = read(other)
        found = held.get("runs") if isinstance(held, dict) else None
    if not found:
        sys.exit(f"{other} holds no run. ./run.sh makes them")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="compare.py", description="Compares a run with the committed numbers."
    )
    parser.add_argument(
        "other",
        nargs="?",
        type=Path,
        default=HERE / "out",
        help="work folder or results file (default: out)",
    )
    ours = runs_of(parser.parse_args().other)
    committed = read(COMMITTED)
    known = committed["runs"]
    if not ours.keys() & known.keys():
        sys.exit("none of these runs is among the committed: there is nothing to compare")
    same = within = apart = 0
    for name in sorted(ours.keys() & known.keys()):
        difference = largest(ours[name], known[name])
        beyond = beyond_noise(ours[name], known[name], committed["noise"])
        print(f"{name:58} {difference}")
        for measure in beyond:
            print(f"    beyond the noise: {measure}")
        if beyond:
            apart += 1
        elif difference.size <= SAME:
            same += 1
        else:
            within += 1
    for name in sorted(ours.keys() - known.keys()):
        print(f"{name:58} not among the committed")
    print(
        f"Of {same + within + apart} runs {same} agree to {SAME:g}, {within} more within the noise,"
        f" {apart} do not. {len(known.keys() - ours.keys())} are not made yet."
    )
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main())
