"""Writes what the page shows of `results.json`: `static/transformer.json`.

    python experiments/real-finetune/compact.py > static/transformer.json

Nothing is computed here, only chosen: averages, spreads and slopes are left to the page, which shows
how it comes to them. Numbers keep nine significant digits, so that every reader of JSON reads them to
the last bit. A test fails when the file is not what this script writes.
"""

import json
from pathlib import Path

VERSION = 1
DIGITS = 9
TASKS = ("style", "facts")
SCALINGS = {"lora": "std", "rslora": "rs"}
# What a task is measured by: held-out people spoken of in the new manner, or the new facts themselves.
MEASURE = {"style": "heldout_styled", "facts": "train"}
FULL_RATE = 3e-4
RATES = (1e-3, 2.5e-3, 5e-3)


def short(number):
    return float(f"{number:.{DIGITS}g}")


def accuracy(run, evaluation):
    return short(evaluation[MEASURE[run["task"]]]["attr_acc"])


def full(run, ranks, steps, layers):
    """A full fine-tuning: how the energy of ΔW is spread, step by step, and what is left when it is cut."""

    def checkpoint(step):
        stats = run["stats"][str(step)]
        return {
            "step": step,
            "energy": [[short(stats[layer]["E"][str(rank)]) for rank in ranks] for layer in layers],
            "rank90": [stats[layer]["rank90"] for layer in layers],
        }

    return {
        "task": run["task"],
        "seed": run["seed"],
        "checkpoints": [checkpoint(step) for step in steps],
        "truncated": [
            {"rank": int(rank), "accuracy": accuracy(run, evaluation)}
            for rank, evaluation in run["truncated"].items()
        ],
    }


def lora(run, scaling):
    assert run["diverged_at"] is None, "the page says that no run gave infinite numbers"
    return {
        "task": run["task"],
        "seed": run["seed"],
        "scaling": scaling,
        "rate": run["lr"],
        "steps": run["steps"],
        "rank": run["r"],
        "accuracy": accuracy(run, run["eval"]),
        "gradient": short(run["gnorm"]["1"]),
        "entropy_rank": short(run["delta_entropy_rank_mean"]),
    }


def compact(results):
    runs = results["runs"]
    fulls = [
        run
        for run in runs.values()
        if run["kind"] == "full" and run["lr"] == FULL_RATE and "truncated" in run
    ]
    stats = fulls[0]["stats"]
    steps = sorted(map(int, stats))
    layers = list(stats[str(steps[0])])
    ranks = sorted(map(int, stats[str(steps[0])][layers[0]]["E"]))
    seeds = sorted({run["seed"] for run in fulls})

    def in_order(run):
        return TASKS.index(run["task"]), run["seed"]

    def named(task, seed, rank, kind, rate, extra=""):
        long = f"extra_lora_{task}_s{seed}_r{rank}_{kind}_adamw_{rate:g}_{extra}steps"
        return runs.get(long if extra else f"lora_{task}_s{seed}_r{rank}_{kind}_adamw_{rate:g}")

    loras = []
    for task in TASKS:
        for rate in RATES:
            for scaling, kind in SCALINGS.items():
                for seed in seeds:
                    for rank in ranks:
                        # At rank 1 the two scalings are the same number, so one run stands for both.
                        made = "std" if rank == 1 else kind
                        for extra in ("", "500", "2000"):
                            if run := named(task, seed, rank, made, rate, extra):
                                loras.append(lora(run, scaling))
    first = fulls[0]
    return {
        "version": VERSION,
        "model": {
            "hidden": results["model"]["hidden"],
            "blocks": results["model"]["layers"],
            "heads": results["model"]["heads"],
            "intermediate": results["model"]["intermediate"],
            "vocabulary": results["vocab"],
        },
        "versions": {name: results["versions"][name] for name in ("torch", "transformers", "peft")},
        "people": first["n_people"],
        "facts_each": len(results["templates"]["plain"]),
        "batch": first["bs"],
        "alpha": results["lora"]["alpha"],
        "full_rate": FULL_RATE,
        "seeds": seeds,
        "ranks": ranks,
        "layers": [layer.removeprefix("model.layers.") for layer in layers],
        "gaussian": [
            {"rows": rows, "columns": columns, "rank90": null["rank90"]}
            for shape, null in results["gaussian_null"].items()
            for rows, columns in [map(int, shape.split("x"))]
        ],
        "full": [full(run, ranks, steps, layers) for run in sorted(fulls, key=in_order)],
        "lora": loras,
    }


def write(data):
    """JSON with a line for each run, and none for each number."""
    packed = {"separators": (",", ":")}

    def field(value):
        if isinstance(value, list) and isinstance(value[0], dict):
            return "[\n" + ",\n".join(json.dumps(part, **packed) for part in value) + "\n]"
        return json.dumps(value, **packed)

    return "{\n" + ",\n".join(f"{json.dumps(key)}: {field(value)}" for key, value in data.items()) + "\n}"


if __name__ == "__main__":
    source = Path(__file__).with_name("results.json")
    print(write(compact(json.loads(source.read_text()))))
