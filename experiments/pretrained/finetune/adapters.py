"""The trained adapters that are kept, and `expected.json` beside each: what a reader must find.

Every quantity is computed here in float64 from the tensors as stored, except γ, which PEFT says.
`DEFINITIONS` is part of the file.
"""

import math
from typing import Any

import numpy as np
import peft
import torch
import transformers
from peft import PeftModel
from peft.tuners.lora.conversion import _find_cutoff_index
from safetensors.torch import load_file

from .base import NAME, load_base
from .lora import ADAPTER_NAME, lora_layers
from .measure import core_singular_values, spectrum_statistics
from .output import Output, read_json, write_json
from .runs import LoraRun
from .tasks import FactsTask, StyleTask

DEFINITIONS = {
    "notation": (
        "dW = gamma * B @ A for one layer, with B (out x r) = lora_B.weight and A (r x in) ="
        " lora_A.weight as stored, taken to float64. sigma: the singular values of dW, largest"
        " first; beyond r they are zero."
    ),
    "gamma": (
        "what PEFT's layer holds in scaling['default'] once PeftModel.from_pretrained has loaded"
        " the adapter: alpha/r, or alpha/sqrt(r) under use_rslora"
    ),
    "sigma": (
        "by way of the r x r core: B = Q_B R_B and A^T = Q_A R_A (QR), then the SVD of gamma * R_B"
        " @ R_A^T"
    ),
    "full_svd_max_abs_diff": (
        "how far sigma is from the first r singular values of gamma * B @ A multiplied out"
    ),
    "fro": "sqrt of the sum of sigma^2",
    "fro_over_base": "fro over the Frobenius norm of the base model's matrix",
    "stable_rank": "sum of sigma^2 over the largest sigma^2",
    "entropy_rank": (
        "exp of the entropy of p_i = sigma_i^2 / sum of sigma^2, in nats; p_i = 0 adds nothing"
    ),
    "peft_energy_0.9 / 0.99": (
        "smallest k whose first k values hold that part of the sum of sigma^2; the same as "
        "peft.tuners.lora.conversion._find_cutoff_index, which is called to check it"
    ),
    "kohya_sv_fro_0.9": (
        "networks/resize_lora.py of sd-scripts at commit 063ef100: i is the first 0-based index at"
        " which the running sum of sigma^2 reaches 0.9^2 of the whole; i is held in 0 ... min(out,"
        " in) - 1, the rank is i + 1"
    ),
    "kohya_sv_cumulative_0.9": (
        "the same script: the first index at which the running sum of sigma reaches 0.9 of the "
        "whole, held in the same bounds, plus 1"
    ),
    "kohya_sv_ratio_10": "the same script: how many values exceed a tenth of the first, at least 1",
}


def save(model: PeftModel, run: LoraRun, output: Output) -> None:
    """Writes `adapter_model.safetensors` and `adapter_config.json`."""
    dtype = getattr(torch, run.stored_as)
    for name, parameter in model.named_parameters():
        if "lora_" in name:
            parameter.data = parameter.data.to(dtype)
    folder = output.adapter(run)
    model.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    path = folder / "adapter_config.json"
    config = read_json(path)
    # As PEFT writes it, but for a folder of this machine and an order of chance.
    config["base_model_name_or_path"] = NAME
    config["target_modules"] = sorted(config["target_modules"])
    write_json(path, config)


def energy_rank(sigma: np.ndarray, part: float) -> int:
    cumulative = np.cumsum(sigma**2)
    rank = int(np.searchsorted(cumulative, part * cumulative[-1]) + 1)
    if rank != _find_cutoff_index(torch.tensor(sigma), part):
        raise ArithmeticError(f"PEFT counts another rank than {rank} for {part:.0%} of the energy")
    return rank


def kohya_ranks(sigma: np.ndarray, full_rank: int) -> dict[str, int]:
    """The ranks that kohya's resize script would choose."""
    padded = np.concatenate([sigma, np.zeros(full_rank - len(sigma))])
    energy = np.cumsum(padded**2) / (padded**2).sum()
    amount = np.cumsum(padded) / padded.sum()
    # The 0-based index that each criterion finds.
    found = {
        "sv_fro_0.9": int(np.searchsorted(energy, 0.9**2)),
        "sv_cumulative_0.9": int(np.searchsorted(amount, 0.9)),
        "sv_ratio_10": int((padded > padded[0] / 10).sum()) - 1,
    }
    last = full_rank - 1
    return {f"kohya_{key}": min(max(index, 0), last) + 1 for key, index in found.items()}


def expected_layer(a: np.ndarray, b: np.ndarray, module: torch.nn.Module) -> dict[str, Any]:
    """`DEFINITIONS` applied to one layer."""
    gamma = float(module.scaling[ADAPTER_NAME])
    sigma = core_singular_values(gamma, b, a)
    statistics = spectrum_statistics(sigma)
    product = np.linalg.svd(gamma * (b @ a), compute_uv=False)[: len(sigma)]
    return {
        "r": a.shape[0],
        "alpha": module.lora_alpha[ADAPTER_NAME],
        "out": b.shape[0],
        "in": a.shape[1],
        "gamma": gamma,
        "fro": statistics["fro"],
        "fro_over_base": statistics["fro"] / float(module.base_layer.weight.double().norm()),
        "stable_rank": statistics["stable_rank"],
        "entropy_rank": statistics["entropy_rank"],
        "peft_energy_0.9": energy_rank(sigma, 0.9),
        "peft_energy_0.99": energy_rank(sigma, 0.99),
        **kohya_ranks(sigma, min(b.shape[0], a.shape[1])),
        "full_svd_max_abs_diff": float(np.abs(product - sigma).max()),
        "sigma": sigma.tolist(),
    }


def expected(run: LoraRun, task: FactsTask | StyleTask, output: Output) -> dict[str, Any]:
    """Loads a saved adapter as a user would, and describes it."""
    folder = output.adapter(run)
    config = read_json(folder / "adapter_config.json")
    stored = load_file(folder / "adapter_model.safetensors")
    model = PeftModel.from_pretrained(load_base(output.base, torch.bfloat16), folder)
    model.requires_grad_(False)
    layers = {}
    for name, module in lora_layers(model).items():
        a, b = (stored[f"{name}.lora_{factor}.weight"].double().numpy() for factor in "AB")
        layers[name] = expected_layer(a, b, module)
    said = ("r", "lora_alpha", "use_rslora", "rank_pattern", "alpha_pattern", "target_modules")
    return {
        "adapter": run.adapter,
        "run": run.name,
        "base": "SmolLM2-135M-Instruct, dequantised from Q4_1",
        "stored_dtypes": sorted({str(tensor.dtype) for tensor in stored.values()}),
        "n_layers": len(layers),
        "tensors": len(stored),
        "config": {key: config[key] for key in said},
        "key_layout": (
            "a key of `layers` is a module's name K; its tensors are K.lora_A.weight and"
            " K.lora_B.weight"
        ),
        "total_fro": math.sqrt(sum(layer["fro"] ** 2 for layer in layers.values())),
        "eval_after_reload": task.evaluate(model),
        "versions": {
            "torch": torch.__version__,
            "peft": peft.__version__,
            "transformers": transformers.__version__,
            "numpy": np.__version__,
        },
        "definitions": DEFINITIONS,
        "layers": layers,
    }
