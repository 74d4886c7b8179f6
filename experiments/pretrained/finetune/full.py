"""Full fine-tuning of all linear layers of the blocks, and its update cut to lower rank: entries of
`results.json`'s `runs`.

The update of a layer is ΔW (out, in), what its weights changed by. The best approximation of rank
r, in any unitarily invariant norm, keeps its first r singular values.
"""

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from .base import LINEARS, linear_weights, load_base
from .measure import mean_statistics, short, spectrum_statistics
from .runs import CutRun, FullRun
from .tasks import FactsTask, StyleTask
from .training import train


def total_norm(tensors: list[Tensor]) -> float:
    """Square root of the sum of all squares, in float64."""
    return math.sqrt(sum(float(tensor.double().pow(2).sum()) for tensor in tensors))


def run_full(run: FullRun, base: Path, task: FactsTask | StyleTask, update: Path) -> dict[str, Any]:
    """Trains and measures; leaves the update in a file. Weights and optimizer are in float32, under
    autocast to bfloat16."""
    model = load_base(base, torch.float32).requires_grad_(False)
    weights = linear_weights(model)
    for weight in weights.values():
        weight.requires_grad_(True)
    before = {layer: weight.detach().clone() for layer, weight in weights.items()}
    course = train(model, run, task.rows, dtype=torch.bfloat16, autocast=True)
    result = {"trainable": sum(weight.numel() for weight in weights.values()), **course.record()}
    if course.diverged_at:
        return result
    model.requires_grad_(False)
    result["eval"] = task.evaluate(model)
    updates = {layer: weight.detach() - before[layer] for layer, weight in weights.items()}
    norm = total_norm(list(updates.values()))
    result["delta_fro"] = {str(run.steps): norm}
    result["delta_over_base"] = norm / total_norm(list(before.values()))
    update.parent.mkdir(parents=True, exist_ok=True)
    save_file(updates, update)
    return result


def run_cut(
    run: CutRun, base: Path, task: FactsTask | StyleTask, update: Path, kept: Path
) -> dict[str, Any]:
    """Spectra of a full run's update, all singular values of which go to a file, and the model with
    every update replaced by its best approximation of rank r, for each r. All of it in float32."""
    model = load_base(base, torch.float32).requires_grad_(False)
    weights = linear_weights(model)
    before = {layer: weight.detach().clone() for layer, weight in weights.items()}
    factors, spectra, values = {}, {}, {}
    for layer, tensor in load_file(update).items():
        u, sigma, vt = np.linalg.svd(tensor.double().numpy(), full_matrices=False)
        factors[layer] = [part.astype(np.float32) for part in (u, sigma, vt)]
        statistics = spectrum_statistics(sigma)
        over_base = statistics["fro"] / float(before[layer].double().norm())
        spectra[layer] = statistics | {"over_base": over_base}
        values[layer] = sigma
    kept.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(kept, **values)
    cut = {}
    for rank in run.full.cut_to:
        for layer, (u, sigma, vt) in factors.items():
            best = (u[:, :rank] * sigma[:rank]) @ vt[:rank]
            weights[layer].copy_(before[layer] + torch.from_numpy(best))
        cut[str(rank)] = task.evaluate(model)
    by_module = {
        module: mean_statistics(one for layer, one in spectra.items() if layer.endswith(module))
        for module in LINEARS
    }
    return {
        "of": run.full.name,
        "mean": mean_statistics(spectra.values()),
        "by_module": by_module,
        "spectra": {layer: short(one) for layer, one in spectra.items()},
        "cut": cut,
    }
