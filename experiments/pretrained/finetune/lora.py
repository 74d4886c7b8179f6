"""LoRA on all linear layers of the blocks, by PEFT: one entry of `results.json`'s `runs`.

The update of a layer is ΔW = γ B A with B (out, r), A (r, in) and γ = α/r or α/√r. A is drawn, B
starts at zero. The base is frozen in bfloat16; A and B are in float32.
"""

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import Tensor, nn

from .base import LINEARS, linear_weights, load_base
from .full import total_norm
from .measure import core_singular_values, mean_statistics, spectrum_statistics
from .runs import ALPHA, LoraRun
from .tasks import FactsTask, StyleTask
from .training import train

# Added to the experiment's seed before PEFT draws A.
ADAPTER_STREAM = 10_000
# What PEFT calls an adapter that was given no name.
ADAPTER_NAME = "default"
# Steps after which ‖ΔW‖_F is kept; the last step is kept as well.
NORM_STEPS = frozenset((1, 10, 50, 100))


def lora_layers(model: nn.Module) -> dict[str, nn.Module]:
    """Module name → PEFT's layer around a linear one."""
    return {
        name: module
        for name, module in model.named_modules()
        if hasattr(module, "lora_A") and hasattr(module, "scaling")
    }


def factors_of(layer: nn.Module) -> tuple[Tensor, Tensor, float]:
    """(A, B, γ)."""
    a, b = layer.lora_A[ADAPTER_NAME].weight, layer.lora_B[ADAPTER_NAME].weight
    return a.detach(), b.detach(), layer.scaling[ADAPTER_NAME]


def update_norm(layers: list[nn.Module]) -> float:
    """Square root of the sum of ‖γ B A‖_F² over the layers, without the products."""
    squares = 0.0
    for layer in layers:
        a, b, gamma = factors_of(layer)
        a, b = a.double(), b.double()
        squares += gamma**2 * float(((b.T @ b) * (a @ a.T)).sum())
    return math.sqrt(squares)


@torch.no_grad()
def cuts(
    ranks: tuple[int, ...], task: FactsTask | StyleTask, model: nn.Module, layers: list[nn.Module]
) -> dict[str, Any]:
    """Evaluations with the trained adapter cut to its best approximation of lower rank."""
    trained, factors = [], []
    for layer in layers:
        a, b, _ = factors_of(layer)
        trained.append((a.clone(), b.clone()))
        qb, rb = np.linalg.qr(b.double().numpy())
        qa, ra = np.linalg.qr(a.double().numpy().T)
        u, sigma, vt = np.linalg.svd(rb @ ra.T)
        factors.append((qb @ u * sigma, vt @ qa.T))

    def put(layer: nn.Module, a: Tensor, b: Tensor) -> None:
        layer.lora_A[ADAPTER_NAME].weight.copy_(a)
        layer.lora_B[ADAPTER_NAME].weight.copy_(b)

    measured = {}
    for rank in ranks:
        for layer, (us, vt), (a, b) in zip(layers, factors, trained):
            low_a, low_b = torch.zeros_like(a), torch.zeros_like(b)
            low_a[:rank] = torch.from_numpy(vt[:rank])
            low_b[:, :rank] = torch.from_numpy(us[:, :rank])
            put(layer, low_a, low_b)
        measured[str(rank)] = task.evaluate(model)
    for layer, (a, b) in zip(layers, trained):
        put(layer, a, b)
    return measured


def run_lora(
    run: LoraRun, base: Path, task: FactsTask | StyleTask
) -> tuple[dict[str, Any], PeftModel]:
    """Trains and measures; also returns the model with its trained adapter."""
    model = load_base(base, torch.bfloat16)
    of_base = total_norm(list(linear_weights(model).values()))
    torch.manual_seed(ADAPTER_STREAM + run.seed)
    config = LoraConfig(
        r=run.rank,
        lora_alpha=ALPHA,
        lora_dropout=0.0,
        bias="none",
        use_rslora=run.root_scaling,
        target_modules=run.only or list(LINEARS),
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(model, config)
    layers = list(lora_layers(model).values())
    norms = {}

    def after_step(step: int) -> None:
        if step in NORM_STEPS or step == run.steps:
            norms[str(step)] = update_norm(layers)

    course = train(model, run, task.rows, dtype=torch.bfloat16, after_step=after_step)
    result = {
        "trainable": sum(p.numel() for p in model.parameters() if p.requires_grad),
        "gamma": layers[0].scaling[ADAPTER_NAME],
        "layers": len(layers),
        **course.record(),
        "delta_fro": norms,
    }
    if course.diverged_at:
        return result, model
    result["delta_over_base"] = norms[str(run.steps)] / of_base
    model.requires_grad_(False)
    result["eval"] = task.evaluate(model)
    factors = [factors_of(layer) for layer in layers]
    result["mean"] = mean_statistics(
        spectrum_statistics(core_singular_values(gamma, b.double().numpy(), a.double().numpy()))
        for a, b, gamma in factors
    )
    if run.cut_to:
        result["cut"] = cuts(run.cut_to, task, model, layers)
    return result, model
