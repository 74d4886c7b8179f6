"""Whether a work folder holds what was planned, and what must be true however short a training."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .base import chat, load_base, load_tokenizer
from .data import answer_rows, questions_of
from .full import total_norm
from .output import Output, read_json
from .plan import Plan
from .runs import ALPHA, CutRun, FullRun, LoraRun, Training
from .training import scored_logits

# The keys of a results file are those of this one, which others read.
COMMITTED = Path(__file__).parent.parent / "results.json"
# float32 holds about seven digits, and the norms are of sums over many entries.
RELATIVE_TOLERANCE = 1e-5
# Of logits, which are of the order of 1 to 10.
LOGIT_TOLERANCE = 1e-3
# What bfloat16 and float16 leave of a number.
HALF_PRECISION = 2**-8


def close(left: float, right: float, tolerance: float = RELATIVE_TOLERANCE) -> bool:
    return math.isclose(left, right, rel_tol=tolerance)


def problems(plan: Plan, output: Output) -> list[str]:
    """Every broken promise in words; none when all is well."""
    results = read_json(output.results)
    found = [*_keys(plan, results, read_json(COMMITTED)), *_packing(output)]
    for run in plan.runs:
        result = results["runs"][run.name]
        if result.get("diverged_at"):
            found.append(f"{run.name}: diverged at step {result['diverged_at']}")
            continue
        if isinstance(run, CutRun):
            checks = _cut(run, result, results["runs"][run.full.name], output)
        elif isinstance(run, FullRun):
            checks = _course(run, result)
        else:
            checks = (*_course(run, result), *_lora(run, result))
        found += [f"{run.name}: {problem}" for problem in checks]
    for run in plan.kept_adapters():
        expected, result = read_json(output.expected(run)), results["runs"][run.name]
        found += [f"adapter {run.adapter}: {one}" for one in _adapter(run, expected, result)]
    return found


def _keys(plan: Plan, results: dict[str, Any], committed: dict[str, Any]) -> Iterator[str]:
    if sorted(results) != sorted(committed):
        yield f"results.json has the parts {list(results)}"
    for name, run in results["runs"].items():
        if sorted(run) != sorted(committed["runs"][plan.shortened[name]]):
            yield f"{name} has the keys {list(run)}"


@torch.no_grad()
def _packing(output: Output) -> Iterator[str]:
    """Sequences packed in one row must not see each other."""
    model, tokenizer = load_base(output.base, torch.float32), load_tokenizer(output.base)
    rows = [(one.prompt + [one.value], len(one.prompt)) for one in questions_of(tokenizer, 2, 0)]
    rows += answer_rows(tokenizer, read_json(output.pairs)["train"][:2], "styled")
    model.config._attn_implementation = "eager"
    packed, _ = scored_logits(model, rows, torch.float32, autocast=False)
    alone = [scored_logits(model, [row], torch.float32, autocast=False)[0] for row in rows]
    off = float((packed - torch.cat(alone)).abs().max())
    if off > LOGIT_TOLERANCE:
        yield f"logits of packed sequences are {off:.2g} off"
    if not tokenizer.decode(tokenizer(chat("What?"))["input_ids"]).startswith("<|im_start|>"):
        yield "the tokenizer does not know the marks of a question"


def _course(run: Training, result: dict[str, Any]) -> Iterator[str]:
    if result["steps_done"] != run.steps:
        yield f"{result['steps_done']} of {run.steps} steps"
    if not all(norm > 0 for norm in result["gnorm"].values()):
        yield "no gradient"
    if not 0 < result["delta_over_base"] < math.inf:
        yield f"an update of {result['delta_over_base']} of the base"
    measured = result["eval"]
    shares = (
        [measured[form]["recall"] for form in ("statement", "question", "paraphrase")]
        if run.task == "facts"
        else [measured[key] for key in ("strict", "content_f1", "token_accuracy")]
    )
    if not all(0 <= share <= 1 for share in shares):
        yield f"no shares: {shares}"


def _cut(
    run: CutRun, result: dict[str, Any], full: dict[str, Any], output: Output
) -> Iterator[str]:
    if [*result["cut"]] != [str(rank) for rank in run.full.cut_to]:
        yield f"cut to {list(result['cut'])}"
    for layer, spectrum in result["spectra"].items():
        energies = list(spectrum["E"].values())
        if energies != sorted(energies) or not 0 < energies[-1] <= 1 + RELATIVE_TOLERANCE:
            yield f"{layer}: E(r) does not rise to at most 1"
        # 1/p₁ ≤ exp(entropy of p)
        if not 1 <= spectrum["stable_rank"] <= spectrum["entropy_rank"]:
            yield f"{layer}: stable and entropy rank out of bounds"
    norm = math.hypot(*(spectrum["fro"] for spectrum in result["spectra"].values()))
    if not close(norm, full["delta_fro"][str(run.full.steps)]):
        yield f"spectra of an update of norm {norm}"
    with np.load(output.spectra(run)) as kept:
        values = {layer: torch.from_numpy(kept[layer]) for layer in kept.files}
    if not close(total_norm(list(values.values())), norm):
        yield "the kept singular values have another norm"
    if run.full.task == "style":
        # To as many directions as there are, it is what was trained.
        nats = result["cut"][str(run.full.cut_to[-1])]["nats_per_token"]
        if not close(nats, full["eval"]["nats_per_token"]):
            yield f"cut to every direction, its loss is {nats}"


def _lora(run: LoraRun, result: dict[str, Any]) -> Iterator[str]:
    scale = ALPHA / (math.sqrt(run.rank) if run.root_scaling else run.rank)
    if not close(result["gamma"], scale):
        yield f"the scale is {result['gamma']}, not {scale}"
    if result["mean"]["entropy_rank"] > run.rank * (1 + RELATIVE_TOLERANCE):
        yield f"an update of rank {run.rank} with {result['mean']['entropy_rank']} directions"
    if run.cut_to and [*result["cut"]] != [str(rank) for rank in run.cut_to]:
        yield f"cut to {list(result['cut'])}"


def _adapter(run: LoraRun, expected: dict[str, Any], result: dict[str, Any]) -> Iterator[str]:
    if expected["stored_dtypes"] != [f"torch.{run.stored_as}"]:
        yield f"stored as {expected['stored_dtypes']}"
    if (expected["n_layers"], expected["tensors"]) != (result["layers"], 2 * result["layers"]):
        yield f"{expected['tensors']} tensors in {expected['n_layers']} layers"
    trained = result["delta_fro"][str(run.steps)]
    if not close(expected["total_fro"], trained, HALF_PRECISION):
        yield f"norm {expected['total_fro']} after loading, {trained} after training"
