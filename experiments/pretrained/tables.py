"""The tables of README.md, out of `results.json`.

    python tables.py

A test fails when README.md has other ones.
"""

import json
from decimal import ROUND_HALF_UP, Decimal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from finetune.plan import CUTS, HIGH_RATE, LORA_CUTS, LORA_RATE, LOW_RATE, RANKS
from finetune.runs import STEPS

RESULTS = Path(__file__).with_name("results.json")
SCALINGS = {False: "α/r", True: "α/√r"}
NOT_RUN = "–"
# Of the full runs: what is shown, and of which seeds.
CUT_RUNS = {
    "style": ["cut_style_lr0.0001_s0_60steps", "cut_style_lr0.0001_s1_60steps"],
    "facts": ["cut_facts_lr0.0001_s0_300steps_n200", "cut_facts_lr0.0001_s1_300steps_n200"],
    "few": ["cut_facts_lr0.0001_s0_300steps_n100"],
}
ENERGY_RANKS = ("1", "4", "8", "16", "64")

Run = dict[str, Any]


def rounded(value: float, digits: int) -> str:
    """Halves go up: many shares are of 40, 80 or 200, and end in one."""
    return str(Decimal(f"{value:.9g}").quantize(Decimal(10) ** -digits, ROUND_HALF_UP))


def number(value: float) -> str:
    """Two digits, without the zero before the point: .29. Only all there is makes 1.00."""
    text = rounded(value, 2).removeprefix("0")
    return ".99" if value < 1 and text == "1.00" else text


def power(rate: float) -> str:
    """3e-4."""
    return f"{rate:.0e}".replace("e-0", "e-")


def recall(evaluation: Run) -> float:
    """Over both forms of prompt that were trained on."""
    return (evaluation["statement"]["recall"] + evaluation["question"]["recall"]) / 2


def unseen(evaluation: Run) -> float:
    return evaluation["paraphrase"]["recall"]


def drift(evaluation: Run) -> float:
    return evaluation["drift"]["nats_per_token"]


def strict(evaluation: Run) -> float:
    return evaluation["strict"]


def nats(evaluation: Run) -> float:
    return evaluation["nats_per_token"]


def table(head: Iterable[Any], rows: Iterable[Iterable[str]]) -> str:
    head = [str(part) for part in head]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cut_table(runs: dict[str, Run]) -> str:
    """Seed 0 / seed 1 where there are both; the last column is the full run itself."""

    def cell(names: list[str], rank: int, measure: Any) -> str:
        cut = [runs[name]["cut"].get(str(rank)) for name in names]
        if rank == CUTS[-1]:
            cut = [runs[runs[name]["of"]]["eval"] for name in names]
        return "/".join(number(measure(one)) for one in cut if one)

    wanted = (
        ("style: strict", "style", strict),
        ("style: nats a token", "style", nats),
        ("200 people: recall", "facts", recall),
        ("200 people: new prompt", "facts", unseen),
        ("200 people: drift", "facts", drift),
        ("100 people: recall", "few", recall),
        ("100 people: new prompt", "few", unseen),
    )
    rows = (
        [label, *(cell(CUT_RUNS[key], rank, measure) for rank in CUTS)]
        for label, key, measure in wanted
    )
    return table(["kept rank", *CUTS[:-1], "all"], rows)


def spectrum_table(results: Run) -> str:
    def row(label: str, spectra: list[Run], over_base: str) -> list[str]:
        energies = ("/".join(number(one["E"][rank]) for one in spectra) for rank in ENERGY_RANKS)
        ranks = (
            "/".join(rounded(one[key], digits) for one in spectra)
            for key, digits in (
                ("rank90", 0),
                ("rank99", 0),
                ("stable_rank", 1),
                ("entropy_rank", 0),
            )
        )
        return [label, *energies, *ranks, over_base]

    labels = {"style": "style", "facts": "facts, 200 people", "few": "facts, 100 people"}
    runs = results["runs"]
    rows = []
    for key, label in labels.items():
        cut = [runs[name] for name in CUT_RUNS[key]]
        change = "/".join(rounded(100 * runs[one["of"]]["delta_over_base"], 2) for one in cut)
        rows.append(row(label, [one["mean"] for one in cut], f"{change} %"))
    for shape, null in results["gaussian_null"].items():
        rows.append(row(f"Gaussian {shape.replace('x', ' × ')}", [null], ""))
    head = ["of ΔW", *(f"E({rank})" for rank in ENERGY_RANKS), "rank 90 %", "rank 99 %"]
    return table([*head, "stable", "entropy", "‖ΔW‖/‖W‖"], rows)


def lora_table(runs: dict[str, Run], task: str, rates: Iterable[float], measures: Any) -> str:
    """A row for each rate and scaling, a column for each rank; seed 0, all matrices."""
    people = "_n100" if task == "facts" else ""

    def cell(rank: int, scaling: str, rate: float) -> str:
        name = f"lora_{task}_r{rank}_{scaling}_lr{rate:g}_s0_{STEPS[task]}steps{people}"
        if name not in runs:
            return NOT_RUN
        return " · ".join(number(measure(runs[name]["eval"])) for measure in measures)

    def rows() -> Iterator[list[str]]:
        for rate in rates:
            for root, label in SCALINGS.items():
                cells = [cell(rank, "rs" if root else "std", rate) for rank in RANKS]
                yield [power(rate), label, *(["the same", *cells[1:]] if root else cells)]

    return table(["rate", "scale", *(f"r = {rank}" for rank in RANKS)], rows())


def lora_cut_table(runs: dict[str, Run]) -> str:
    """Adapters of rank 64, cut after training."""
    wanted = {
        "facts, α/r, 1e-3, seed 1": "lora_facts_r64_std_lr0.001_s1_300steps_n100",
        "facts, α/√r, 3e-4": "lora_facts_r64_rs_lr0.0003_s0_300steps_n100",
        "style, α/r, 1e-3": "lora_style_r64_std_lr0.001_s0_60steps",
        "style, α/√r, 1e-3": "lora_style_r64_rs_lr0.001_s0_60steps",
    }
    rows = []
    for label, name in wanted.items():
        run = runs[name]
        measures = (recall, unseen) if run["task"] == "facts" else (strict,)
        kept = [run["cut"][str(rank)] for rank in LORA_CUTS] + [run["eval"]]
        cells = (" · ".join(number(measure(one)) for measure in measures) for one in kept)
        mean = run["mean"]
        keys = ("entropy_rank", "stable_rank", "rank90")
        rows.append([label, *cells, " · ".join(rounded(mean[key], 1) for key in keys)])
    return table(["kept rank", *LORA_CUTS, "64", "entropy · stable · 90 %"], rows)


def tables(results: Run) -> list[str]:
    runs = results["runs"]
    rates = (LOW_RATE, LORA_RATE, HIGH_RATE)
    return [
        cut_table(runs),
        spectrum_table(results),
        lora_table(runs, "facts", rates, (recall, unseen, drift)),
        lora_table(runs, "style", rates[:2], (strict, nats)),
        lora_cut_table(runs),
    ]


if __name__ == "__main__":
    print("\n\n".join(tables(json.loads(RESULTS.read_text()))))
