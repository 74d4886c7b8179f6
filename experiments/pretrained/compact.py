"""Writes what the page shows of `results.json`: `static/pretrained.json`.

    python experiments/pretrained/compact.py > static/pretrained.json

Numbers are chosen, not computed, but for one: recall and bits of a value are means over the two
forms of prompt that were trained on, as everywhere in this experiment. Averages over seeds, spreads
and slopes are left to the page, which shows how it comes to them. Numbers keep nine significant
digits, so that every reader of JSON reads them to the last bit. A test fails when the file is not
what this script writes.
"""

import json
import re
from pathlib import Path
from typing import Any

from finetune.plan import FURTHER
from finetune.runs import CutRun, FullRun

VERSION = 1
DIGITS = 9
TASKS = ("style", "facts")
SCALINGS = {False: "lora", True: "rslora"}
# What a parameter of the model's shape is called on the page.
SHAPE = {
    "hidden": "hidden_size",
    "blocks": "num_hidden_layers",
    "heads": "num_attention_heads",
    "key_value_heads": "num_key_value_heads",
    "intermediate": "intermediate_size",
    "vocabulary": "vocab_size",
}
BLOCK = re.compile(r"layers\.(\d+)\.\w+\.(\w+)")

Json = dict[str, Any]


def short(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")


def measured(task: str, evaluation: Json, forms: list[str]) -> Json:
    """Shares, and nats per token."""
    if task == "style":
        return {
            "strict": short(evaluation["strict"]),
            "nats": short(evaluation["nats_per_token"]),
            "content": short(evaluation["content_f1"]),
        }

    def mean(key: str) -> float:
        return short(sum(evaluation[form][key] for form in forms) / len(forms))

    return {
        "recall": mean("recall"),
        "unseen": short(evaluation["paraphrase"]["recall"]),
        "drift": short(evaluation["drift"]["nats_per_token"]),
        "bits": mean("bits_held"),
    }


def cuts(run: Json, forms: list[str]) -> list[Json]:
    return [
        {"rank": int(rank), "measured": measured(run["task"], evaluation, forms)}
        for rank, evaluation in run.get("cut", {}).items()
    ]


def statistics(spectrum: Json) -> Json:
    return {
        "energy": [short(energy) for energy in spectrum["E"].values()],
        "rank90": short(spectrum["rank90"]),
        "rank99": short(spectrum["rank99"]),
        "stable_rank": short(spectrum["stable_rank"]),
        "entropy_rank": short(spectrum["entropy_rank"]),
    }


def by_block(spectra: Json, modules: list[str]) -> list[list[int]]:
    """The rank for 90 % of the energy: a list for each block, a number for each module."""
    found: dict[int, dict[str, int]] = {}
    for layer, spectrum in spectra.items():
        block, module = BLOCK.fullmatch(layer).groups()
        found.setdefault(int(block), {})[module] = spectrum["rank90"]
    return [[found[block][module] for module in modules] for block in sorted(found)]


def trained(run: Json, forms: list[str]) -> Json:
    """What full and LoRA runs have in common."""
    assert run["diverged_at"] is None, "the page says that no run gave infinite numbers"
    return {
        "task": run["task"],
        "seed": run["seed"],
        "rate": run["lr"],
        "steps": run["steps"],
        "people": run.get("n_people"),
        "parameters": run["trainable"],
        "course": run["accuracy_by_10_steps"],
        "gradient": short(run["gnorm"]["1"]),
        "change": short(run["delta_over_base"]),
        "measured": measured(run["task"], run["eval"], forms),
    }


def full(run: Json, cut: Json | None, modules: list[str], forms: list[str]) -> Json:
    """A full fine-tuning; where it was cut, the spectra of its update and what was left of it."""
    spectrum = cut and {
        "mean": statistics(cut["mean"]),
        "modules": [statistics(cut["by_module"][module]) for module in modules],
        "rank90": by_block(cut["spectra"], modules),
    }
    return trained(run, forms) | {"spectrum": spectrum, "cuts": cuts(cut, forms) if cut else []}


def lora(run: Json, forms: list[str]) -> Json:
    return {
        "scaling": SCALINGS[run["use_rslora"]],
        "rank": run["r"],
        "gamma": short(run["gamma"]),
        "matrices": run["layers"],
        "adapter": run["adapter"],
        **trained(run, forms),
        "first_update": short(run["delta_fro"]["1"]),
        "spectrum": statistics(run["mean"]),
        "cuts": cuts(run, forms),
    }


def not_run(results: Json) -> list[Json]:
    """What was planned and is not in the results. A full run has no scaling and no rank."""
    left = [run for run in FURTHER.runs if run.name not in results["runs"]]
    return [
        {
            "task": run.task,
            "seed": run.seed,
            "rate": run.rate,
            "steps": run.steps,
            "people": run.people,
            "scaling": None if isinstance(run, FullRun) else SCALINGS[run.root_scaling],
            "rank": None if isinstance(run, FullRun) else run.rank,
        }
        for run in left
        if not isinstance(run, CutRun)
    ]


def in_order(run: Json) -> tuple[Any, ...]:
    return (
        TASKS.index(run["task"]),
        run.get("matrices", 0) == 1,
        run["people"] or 0,
        run["rate"],
        run.get("scaling") or "",
        run["seed"],
        run["steps"],
        run.get("rank") or 0,
    )


def compact(results: Json) -> Json:
    runs, base = results["runs"], results["base"]
    facts, style = results["facts"], results["style"]
    forms, modules = facts["trained_forms"], results["trainable"]
    cut = {run["of"]: run for run in runs.values() if run["kind"] == "cut"}
    null = results["gaussian_null"]
    fulls = [
        full(run, cut.get(name), modules, forms)
        for name, run in runs.items()
        if run["kind"] == "full"
    ]
    loras = [lora(run, forms) for run in runs.values() if run["kind"] == "lora"]
    return {
        "version": VERSION,
        "model": {
            "parameters": base["parameters"],
            "trained_in_full": base["parameters_in_block_linears"],
            **{name: base["config"][key] for name, key in SHAPE.items()},
        },
        "versions": {name: results["versions"][name] for name in ("torch", "transformers", "peft")},
        "settings": {
            "alpha": results["lora"]["alpha"],
            "warmup": results["warmup"],
            "batch": results["batch"],
            "bits_per_person": facts["bits_per_person"],
            "facts_each": len(facts["values"]),
            "values": [len(values) for values in facts["values"].values()],
            "drift_questions": facts["drift_questions"],
            "style_trained": style["train"],
            "style_held_out": style["held"],
        },
        "prompts": facts["prompts"]["city"],
        "example": style["examples"][0],
        "noise": {
            "recall": results["noise"]["recall"],
            "unseen": results["noise"]["paraphrase"],
            "strict": results["noise"]["strict"],
            "strict_between_runs": results["noise"]["strict_between_runs"],
        },
        "limits": results["limits"],
        "energy_ranks": [int(rank) for rank in next(iter(null.values()))["E"]],
        "modules": modules,
        "gaussian": [
            {"rows": rows, "columns": columns, **statistics(spectrum)}
            for shape, spectrum in null.items()
            for rows, columns in [map(int, shape.split("x"))]
        ],
        "full": sorted(fulls, key=in_order),
        "lora": sorted(loras, key=in_order),
        "not_run": sorted(not_run(results), key=in_order),
    }


def write(data: Json) -> str:
    """JSON with a line for each run, and none for each number."""
    packed = {"separators": (",", ":"), "ensure_ascii": False}

    def field(value: Any) -> str:
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return "[\n" + ",\n".join(json.dumps(part, **packed) for part in value) + "\n]"
        return json.dumps(value, **packed)

    lines = (f"{json.dumps(key)}: {field(value)}" for key, value in data.items())
    return "{\n" + ",\n".join(lines) + "\n}"


if __name__ == "__main__":
    source = Path(__file__).with_name("results.json")
    print(write(compact(json.loads(source.read_text()))))
