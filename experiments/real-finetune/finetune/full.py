"""Full fine-tuning of all linear layers: one entry of `results.json`'s `runs`.

The update of a layer is ΔW (out, in), what its weights changed by. The best approximation of rank
r, in any unitarily invariant norm, keeps its first r singular values.
"""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from .data import Task, task_of
from .measure import ENERGY_RANKS, evaluate, evaluate_all, singular_values, spectrum_statistics
from .model import HIDDEN, linear_weights, load_base
from .runs import BATCH, FullRun
from .training import train

# No rank is the base model again, the full rank the fine-tuned one: both ends are measured.
TRUNCATIONS = (0, *ENERGY_RANKS, HIDDEN)

# spectra[step][layer] = singular values
Spectra = dict[str, dict[str, list[float]]]


def run_full(run: FullRun, base: Path, evaluated: int) -> tuple[dict[str, Any], Spectra]:
    """Trains and measures; also returns the singular values of every layer's update."""
    task = task_of(run.task, run.seed, run.people, evaluated)
    model = load_base(base, run.seed)
    tuned = linear_weights(model)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    for weight in tuned.values():
        weight.requires_grad_(True)
    before = {layer: weight.detach().clone() for layer, weight in tuned.items()}
    spectra: Spectra = {}
    recall_on_the_way = {}

    def updates() -> dict[str, Tensor]:
        return {layer: weight.detach() - before[layer] for layer, weight in tuned.items()}

    def take_spectrum(step: int) -> None:
        spectra[str(step)] = {
            layer: singular_values(update).tolist() for layer, update in updates().items()
        }

    def after_step(step: int) -> None:
        if step in run.spectrum_steps:
            take_spectrum(step)
            recall_on_the_way[str(step)] = evaluate(model, task.evaluations["train"])

    evaluated_before = evaluate_all(model, task.evaluations)
    course = train(
        model,
        task,
        steps=run.steps,
        learning_rate=run.rate,
        optimizer=run.optimizer,
        seed=run.seed,
        after_step=after_step,
    )
    result = {
        "kind": "full",
        "task": run.task,
        "seed": run.seed,
        "lr": run.rate,
        "opt": run.optimizer,
        "bs": BATCH,
        "n_people": run.people,
        "trainable": sum(weight.numel() for weight in tuned.values()),
        **course.record(run.steps, task.floor_per_token),
        "eval_before": evaluated_before,
        "eval_train_at_ckpt": recall_on_the_way,
    }
    if course.diverged_at:
        return result, spectra
    result["eval"] = evaluate_all(model, task.evaluations)
    take_spectrum(run.steps)
    result["stats"] = {
        step: {layer: spectrum_statistics(sigma) for layer, sigma in layers.items()}
        for step, layers in spectra.items()
    }
    result["rel_change"] = {
        layer: float(update.norm() / before[layer].norm()) for layer, update in updates().items()
    }
    if run.truncate:
        result["truncated"] = truncations(model, task, tuned, before, updates())
    return result, spectra


@torch.no_grad()
def truncations(
    model: nn.Module,
    task: Task,
    tuned: dict[str, nn.Parameter],
    before: dict[str, Tensor],
    updates: dict[str, Tensor],
) -> dict[str, Any]:
    """Evaluations with every update replaced by its best approximation of rank r, for each r."""
    factors = {
        layer: torch.linalg.svd(update.double(), full_matrices=False)
        for layer, update in updates.items()
    }
    measured = {}
    for rank in TRUNCATIONS:
        for layer, weight in tuned.items():
            u, sigma, vt = factors[layer]
            best = (u[:, :rank] * sigma[:rank]) @ vt[:rank]
            weight.copy_(before[layer] + best.float())
        measured[str(rank)] = evaluate_all(model, task.evaluations)
    return measured
