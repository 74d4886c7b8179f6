"""Whether a work folder holds what was planned, and what must be true however short a training."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import corpus
from .model import HIDDEN, LAYERS, LINEARS
from .output import Output, read_json
from .plan import Plan
from .runs import ALPHA, BATCH, FullRun, LoraRun

# The keys of a results file are those of this one, which others read.
COMMITTED = Path(__file__).parent.parent / "results.json"
# float32 holds about seven digits, and the norms are of sums over half a million entries.
RELATIVE_TOLERANCE = 1e-5
# What it costs to hold every word for equally likely; a few steps of training go below it.
UNTRAINED_LOSS = math.log(len(corpus.VOCABULARY))


def close(left: float, right: float) -> bool:
    return math.isclose(left, right, rel_tol=RELATIVE_TOLERANCE)


def problems(plan: Plan, output: Output) -> list[str]:
    """Every broken promise in words; none when all is well."""
    results = read_json(output.results)
    found = [*_base(results), *_keys(results, read_json(COMMITTED))]
    for run in plan.runs:
        result = results["runs"][run.name]
        if result["diverged_at"]:
            found.append(f"{run.name}: diverged at step {result['diverged_at']}")
            continue
        checks = _full(run, result) if isinstance(run, FullRun) else _lora(run, result)
        found += [f"{run.name}: {problem}" for problem in (*_course(run, result), *checks)]
    if found:
        # What follows compares files with these results.
        return found
    for run in plan.kept_spectra():
        kept = read_json(output.spectra(run))["singular_values_by_step_and_layer"]
        found += [
            f"{run.name}, spectra: {problem}"
            for problem in _spectra(kept, results["runs"][run.name])
        ]
    for run in plan.kept_adapters():
        expected = read_json(output.expected(run))
        result = results["runs"][run.name]
        found += [
            f"adapter {run.adapter}: {problem}" for problem in _adapter(run, expected, result)
        ]
    return found


def _base(results: dict[str, Any]) -> Iterator[str]:
    for record in results["base"]:
        if not 0 < record["final_plain_all"]["loss"] < UNTRAINED_LOSS:
            yield f"the base model of seed {record['seed']} has learnt nothing"


def _keys(results: dict[str, Any], committed: dict[str, Any]) -> Iterator[str]:
    if list(results) != list(committed):
        yield f"results.json has the parts {list(results)}"
    for name, run in results["runs"].items():
        if list(run) != list(committed["runs"][name]):
            yield f"{name} has the keys {list(run)}"


def _course(run: FullRun | LoraRun, result: dict[str, Any]) -> Iterator[str]:
    if result["steps_done"] != run.steps:
        yield f"{result['steps_done']} of {run.steps} steps"
    if result["bs"] != BATCH or result["lr"] != run.rate or result["opt"] != run.optimizer:
        yield "other settings than planned"
    if not all(norm > 0 for norm in result["gnorm"].values()):
        yield "no gradient"
    for key, measured in result["eval"].items():
        if not (0 <= measured["attr_acc"] <= 1 and 0 < measured["loss"] < math.inf):
            yield f"evaluation {key} is no recall and loss: {measured}"


def _full(run: FullRun, result: dict[str, Any]) -> Iterator[str]:
    if close(result["eval"]["train"]["loss"], result["eval_before"]["train"]["loss"]):
        yield "training changed nothing"
    if set(result["stats"]) != {str(step) for step in (*run.spectrum_steps, run.steps)}:
        yield f"spectra at steps {list(result['stats'])}"
    for step, layers in result["stats"].items():
        if len(layers) != LAYERS * len(LINEARS):
            yield f"step {step} has {len(layers)} layers"
        for layer, spectrum in layers.items():
            energies = list(spectrum["E"].values())
            if energies != sorted(energies) or not 0 < energies[-1] <= 1 + RELATIVE_TOLERANCE:
                yield f"step {step}, {layer}: E(r) does not rise to at most 1"
            # 1/p₁ ≤ exp(entropy of p) ≤ how many p there are
            if not 1 <= spectrum["stable_rank"] <= spectrum["entropy_rank"] <= HIDDEN:
                yield f"step {step}, {layer}: stable and entropy rank out of bounds"
    for rank, reference in ((0, "eval_before"), (HIDDEN, "eval")) if run.truncate else ():
        for key, measured in result["truncated"][str(rank)].items():
            if not close(measured["loss"], result[reference][key]["loss"]):
                yield f"cut to rank {rank}, {key} is not what {reference} says"


def _lora(run: LoraRun, result: dict[str, Any]) -> Iterator[str]:
    if not run.alpha_pattern:
        scale = ALPHA / (math.sqrt(run.rank) if run.root_scaling else run.rank)
        if not close(result["gamma"], scale):
            yield f"the scale is {result['gamma']}, not {scale}"
    most = run.rank * (1 + RELATIVE_TOLERANCE)
    if not run.rank_pattern and result["delta_entropy_rank_mean"] > most:
        yield f"an update of rank {run.rank} with {result['delta_entropy_rank_mean']} directions"


def _spectra(kept: dict[str, dict[str, list[float]]], result: dict[str, Any]) -> Iterator[str]:
    for step, layers in kept.items():
        for layer, sigma in layers.items():
            if sigma != sorted(sigma, reverse=True) or sigma[-1] < 0:
                yield f"step {step}, {layer}: singular values do not fall to 0"
            if not close(math.hypot(*sigma), result["stats"][step][layer]["fro"]):
                yield f"step {step}, {layer}: another norm than in the results"


def _adapter(run: LoraRun, expected: dict[str, Any], result: dict[str, Any]) -> Iterator[str]:
    if expected["stored_dtypes"] != [f"torch.{run.stored_as}"]:
        yield f"stored as {expected['stored_dtypes']}"
    layers = LAYERS * len(LINEARS)
    if (expected["n_layers"], expected["tensors"]) != (layers, 2 * layers):
        yield f"{expected['tensors']} tensors in {expected['n_layers']} layers"
    # Half the bytes are half the digits: 8 bits of fraction in bfloat16.
    tolerance = RELATIVE_TOLERANCE if run.stored_as == "float32" else 2**-8
    trained = result["delta_fro_total"][str(run.steps)]
    if not math.isclose(expected["total_fro"], trained, rel_tol=tolerance):
        yield f"norm {expected['total_fro']} after loading, {trained} after training"
