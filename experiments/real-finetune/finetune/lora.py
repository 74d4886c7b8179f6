"""LoRA on all linear layers, by PEFT: one entry of `results.json`'s `runs`.

The update of a layer is ΔW = γ B A with B (out, r), A (r, in) and γ = α/r or α/√r. A is drawn, B
starts at zero.
"""

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import Tensor, nn

from .corpus import TUNED_PEOPLE
from .data import task_of
from .measure import evaluate_all, singular_values, spectrum_statistics
from .model import LINEARS, load_base
from .runs import ALPHA, BATCH, LoraRun
from .training import train

# Added to the experiment's seed before PEFT draws A.
ADAPTER_STREAM = 10_000
# What PEFT calls an adapter that was given no name.
ADAPTER_NAME = "default"
# Steps after which ‖ΔW‖_F is kept; the last step is kept as well.
NORM_STEPS = (1, 10, 100)


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
            norms[str(step)] = math.sqrt(
                sum(float((update_of(layer).double() ** 2).sum()) for layer in layers)
            )

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
            result[f"delta_{quantity}_mean"] = float(
                np.mean([spectrum[quantity] for spectrum in spectra])
            )
    result["delta_fro_total"] = norms
    return result, model
