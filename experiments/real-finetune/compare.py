"""Compares a run of the experiment with the committed numbers.

    python compare.py            out/ with results.json here and the adapters
    python compare.py FOLDER     another work folder with the same

Prints the largest difference of every run, relative to the larger of the two numbers, and where it
is. How long things took is left out. What is not made yet is only counted. Needs the standard
library alone.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COMMITTED = HERE / "results.json"
REPOSITORY = HERE.parent.parent
# The page offers the adapters as samples; what must be found in them is known to the tests.
COMMITTED_WEIGHTS = REPOSITORY / "static" / "adapters"
COMMITTED_EXPECTED = REPOSITORY / "tests" / "fixtures" / "adapters"
WEIGHTS = "adapter_model.safetensors"

# Another processor's LAPACK and BLAS round elsewhere. What training does not amplify stays far
# below this.
SAME = 1e-6
# Of no run do these keys tell anything but the machine, its libraries and their rounding errors.
LEFT_OUT = frozenset(
    (
        "wall_s",
        "t",
        "versions",
        "full_svd_max_abs_diff",
        "peft_get_delta_weight_max_abs_diff_float32",
        # Sentences for people.
        "key_layout",
        "definitions",
    )
)
# A set in PEFT, so its order changes from one run of Python to the next.
UNORDERED = frozenset(("target_modules",))


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
            elif key in UNORDERED:
                yield from differences(sorted(ours[key]), sorted(theirs[key]), place)
            else:
                yield from differences(ours[key], theirs[key], place)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, pair in enumerate(zip(ours, theirs)):
            yield from differences(*pair, f"{where}[{index}]")
    elif ours == theirs:
        yield Difference(0.0, where)
    elif isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        yield Difference(abs(ours - theirs) / max(abs(ours), abs(theirs)), where)
    else:
        yield Difference(float("inf"), where)


def largest(ours: Any, theirs: Any) -> Difference:
    return max(differences(ours, theirs), key=lambda difference: difference.size)


def read(path: Path) -> Any:
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        sys.exit(f"{path} is not there")
    except json.JSONDecodeError as error:
        sys.exit(f"{path} is not JSON: {error}")


def compare_runs(folder: Path, committed: dict[str, Any]) -> list[Difference]:
    """Prints every run that is done; returns their differences."""
    print("Runs")
    found = []
    for path in sorted(folder.glob("runs/*.json")):
        found.append(largest(read(path), committed["runs"].get(path.stem, {})))
        print(f"  {path.stem:50} {found[-1]}")
    if not found:
        sys.exit(f"{folder} holds no run. ./run.sh makes them")
    return found


def compare_beside(folder: Path, committed: dict[str, Any]) -> None:
    print("Beside them")
    base = [read(path) for path in sorted(folder.glob("base/*.json"))]
    print(f"  {'base models':50} {largest(base, committed['base'])}")
    if (folder / COMMITTED.name).exists():
        null = read(folder / COMMITTED.name)["gaussian_null"]
        print(f"  {'spectra of Gaussian matrices':50} {largest(null, committed['gaussian_null'])}")


def compare_adapters(folder: Path) -> None:
    print("Adapters: their weights, and what expected.json says of them")
    for ours in sorted(folder.glob("adapters/*/expected.json")):
        name = ours.parent.name
        trained = (ours.parent / WEIGHTS).read_bytes()
        equal = trained == (COMMITTED_WEIGHTS / name / WEIGHTS).read_bytes()
        difference = largest(read(ours), read(COMMITTED_EXPECTED / name / ours.name))
        print(f"  {name:30} {'the same bytes' if equal else 'other bytes'}; {difference}")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="compare.py", description="Compares a run with the committed numbers."
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, default=HERE / "out", help="work folder (default: out)"
    )
    folder = parser.parse_args().folder
    committed = read(COMMITTED)
    runs = compare_runs(folder, committed)
    compare_beside(folder, committed)
    compare_adapters(folder)
    exactly = sum(difference.size == 0 for difference in runs)
    nearly = sum(0 < difference.size <= SAME for difference in runs)
    apart = len(runs) - exactly - nearly
    missing = len(committed["runs"]) - len(runs)
    print(
        f"Of {len(runs)} runs {exactly} agree to the bit, {nearly} more to {SAME:g}, {apart} do"
        f" not. {missing} are not made yet."
    )
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main())
