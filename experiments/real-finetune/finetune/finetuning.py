"""One fine-tuning, full or LoRA, as a dictionary of numbers: one entry of `results.json`'s `runs`.

The update of a layer is ΔW (out, in): the weights' change in full fine-tuning, γ B A in LoRA, with
γ = α/r or α/√r, B (out, r) and A (r, in).
"""

import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import Tensor, nn

from .corpus import TUNED_PEOPLE
from .data import Task
from .measure import ENERGY_RANKS, evaluate, evaluate_all, singular_values, spectrum_statistics
from .model import HIDDEN, LINEARS, linear_weights, load_base
from .plan import ALPHA, FullRun, LoraRun
from .training import BATCH, train

# Added to the experiment's seed before PEFT draws A.
ADAPTER_STREAM = 10_000
ADAPTER_NAME = "default"
# Steps after which LoRA's ‖ΔW‖_F is kept; the last step is kept as well.
NORM_STEPS = (1, 10, 100)
# Truncation to no rank is the base model again, to the full rank the fine-tuned one: both ends are measured.
TRUNCATIONS = (0, *ENERGY_RANKS, HIDDEN)

# spectra[step][layer] = singular values
Spectra = dict[str, dict[str, list[float]]]

# Making the sentences takes as long as a few training steps, and a worker does many runs.
task_of = cache(Task.of)


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
        spectra[str(step)] = {layer: singular_values(update).tolist() for layer, update in updates().items()}

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
        layer: torch.linalg.svd(update.double(), full_matrices=False) for layer, update in updates.items()
    }
    measured = {}
    for rank in TRUNCATIONS:
        for layer, weight in tuned.items():
            u, sigma, vt = factors[layer]
            best = (u[:, :rank] * sigma[:rank]) @ vt[:rank]
            weight.copy_(before[layer] + best.float())
        measured[str(rank)] = evaluate_all(model, task.evaluations)
    return measured


def lora_layers(model: nn.Module) -> dict[str, nn.Module]:
    """Module name → PEFT's layer around a linear one."""
    return {
        name: module
        for name, module in model.named_modules()
        if hasattr(module, "lora_A") and hasattr(module, "scaling")
    }


@torch.no_grad()
def update_of(layer: nn.Module) -> Tensor:
    """γ B A as PEFT multiplies it, in float32."""
    return layer.get_delta_weight(ADAPTER_NAME)


def run_lora(run: LoraRun, base: Path, evaluated: int) -> tuple[dict[str, Any], PeftModel]:
    """Trains and measures; also returns the model with its trained adapter."""
    task = task_of(run.task, run.seed, TUNED_PEOPLE, evaluated)
    model = load_base(base, run.seed)
    torch.manual_seed(ADAPTER_STREAM + run.seed)
    model = get_peft_model(
        model,
        LoraConfig(
            r=run.rank,
            lora_alpha=ALPHA,
            lora_dropout=0.0,
            bias="none",
            use_rslora=run.root_scaling,
            target_modules=list(LINEARS),
            rank_pattern=run.rank_pattern,
            alpha_pattern=run.alpha_pattern,
            task_type="CAUSAL_LM",
        ),
    )
    layers = list(lora_layers(model).values())
    norms = {}

    def after_step(step: int) -> None:
        if step in NORM_STEPS:
            norms[str(step)] = math.sqrt(sum(float((update_of(layer).double() ** 2).sum()) for layer in layers))

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
        "kind": "lora",
        "task": run.task,
        "seed": run.seed,
        "r": run.rank,
        "use_rslora": run.root_scaling,
        "alpha": ALPHA,
        "gamma": layers[0].scaling[ADAPTER_NAME],
        "lr": run.rate,
        "opt": run.optimizer,
        "bs": BATCH,
        "trainable": sum(p.numel() for p in model.parameters() if p.requires_grad),
        **course.record(run.steps, task.floor_per_token),
    }
    if not course.diverged_at:
        result["eval"] = evaluate_all(model, task.evaluations)
        spectra = [spectrum_statistics(singular_values(update_of(layer))) for layer in layers]
        norms[str(run.steps)] = math.sqrt(sum(spectrum["fro"] ** 2 for spectrum in spectra))
        for quantity in ("entropy_rank", "rank90", "stable_rank"):
            result[f"delta_{quantity}_mean"] = float(np.mean([spectrum[quantity] for spectrum in spectra]))
    result["delta_fro_total"] = norms
    return result, model
