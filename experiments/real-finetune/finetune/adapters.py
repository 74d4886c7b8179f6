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

from .corpus import TUNED_PEOPLE
from .data import task_of
from .lora import ADAPTER_NAME, lora_layers, update_of
from .measure import evaluate_all, spectrum_statistics
from .model import load_base
from .output import Output, read_json
from .runs import LoraRun

DEFINITIONS = {
    "notation": (
        "dW = gamma * B @ A for one layer, with B (out x r) = lora_B.weight and A (r x in) ="
        " lora_A.weight as stored, taken to float64. sigma: the singular values of dW, largest"
        " first; beyond r they are zero."
    ),
    "gamma": (
        "what PEFT's layer holds in scaling['default'] once PeftModel.from_pretrained has loaded"
        " the adapter: alpha/r, or alpha/sqrt(r) under use_rslora, with the layer's own r and alpha"
        " where a pattern names it"
    ),
    "sigma": (
        "by way of the r x r core: B = Q_B R_B and A^T = Q_A R_A (QR), then the SVD of gamma * R_B"
        " @ R_A^T"
    ),
    "full_svd_max_abs_diff": (
        "how far sigma is from the first r singular values of gamma * B @ A multiplied out"
    ),
    "fro": "sqrt of the sum of sigma^2",
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
        " which the running sum of S^2 reaches 0.9^2 of the whole; i is held in 0 ... len(S)-1, the"
        " rank is i + 1"
    ),
    "kohya_sv_cumulative_0.9": (
        "the same script: the first index at which the running sum of S reaches 0.9 of the "
        "whole, held in the same bounds, plus 1"
    ),
    "kohya_sv_ratio_10": "the same script: how many values exceed a tenth of the first, at least 1",
    "kohya_old_*": (
        "earlier versions of that script, still in wide use: the index functions add 1 and hold the"
        " sum in 1 ... len(S)-1, and their caller adds 1 again, so most ranks come out one too high"
    ),
    "kohya_len_S": (
        "the script takes the SVD of the whole matrix, so len(S) = min(out, in), with zeros past r."
        " Its cap at the rank the user names is not applied here, nor does it multiply by gamma,"
        " which no rank depends on."
    ),
}
# What float32 may leave of error in a product of two stored factors, relative to its largest entry.
PEFT_PRODUCT_TOLERANCE = 1e-4


def save(model: PeftModel, run: LoraRun, output: Output) -> None:
    """Writes `adapter_model.safetensors` and `adapter_config.json`."""
    dtype = getattr(torch, run.stored_as)
    for name, parameter in model.named_parameters():
        if "lora_" in name:
            parameter.data = parameter.data.to(dtype)
    model.save_pretrained(output.adapter(run))


def core_singular_values(gamma: float, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """The r singular values of γ B A without the product."""
    return np.linalg.svd(
        gamma * np.linalg.qr(b, mode="r") @ np.linalg.qr(a.T, mode="r").T, compute_uv=False
    )


def energy_rank(sigma: np.ndarray, part: float) -> int:
    cumulative = np.cumsum(sigma**2)
    rank = int(np.searchsorted(cumulative, part * cumulative[-1]) + 1)
    if rank != _find_cutoff_index(torch.tensor(sigma), part):
        raise ArithmeticError(f"PEFT counts another rank than {rank} for {part:.0%} of the energy")
    return rank


def kohya_ranks(sigma: np.ndarray, full_rank: int) -> dict[str, int]:
    """The ranks that kohya's resize script would choose, today's and the earlier one's."""
    padded = np.concatenate([sigma, np.zeros(full_rank - len(sigma))])
    energy = np.cumsum(padded**2) / (padded**2).sum()
    amount = np.cumsum(padded) / padded.sum()
    above_tenth = int((padded > padded[0] / 10).sum())
    # The 0-based index that each criterion finds.
    found = {
        "sv_fro_0.9": int(np.searchsorted(energy, 0.9**2)),
        "sv_cumulative_0.9": int(np.searchsorted(amount, 0.9)),
        "sv_ratio_10": above_tenth - 1,
    }
    last = full_rank - 1
    today = {f"kohya_{key}": min(max(index, 0), last) + 1 for key, index in found.items()}
    earlier = {f"kohya_old_{key}": min(max(index + 1, 1), last) + 1 for key, index in found.items()}
    return today | earlier


def expected_layer(a: np.ndarray, b: np.ndarray, module: torch.nn.Module) -> dict[str, Any]:
    """`DEFINITIONS` applied to one layer."""
    gamma = float(module.scaling[ADAPTER_NAME])
    product = gamma * (b @ a)
    sigma = core_singular_values(gamma, b, a)
    statistics = spectrum_statistics(sigma)
    by_peft = update_of(module).double().numpy()
    off = float(np.abs(by_peft - product).max())
    if off > PEFT_PRODUCT_TOLERANCE * np.abs(product).max():
        raise ArithmeticError(f"PEFT's update differs from gamma B A by {off:.2g}")
    return {
        "r": a.shape[0],
        "alpha": module.lora_alpha[ADAPTER_NAME],
        "out": b.shape[0],
        "in": a.shape[1],
        "gamma": gamma,
        "fro": statistics["fro"],
        "stable_rank": statistics["stable_rank"],
        "entropy_rank": statistics["entropy_rank"],
        "peft_energy_0.9": energy_rank(sigma, 0.9),
        "peft_energy_0.99": energy_rank(sigma, 0.99),
        **kohya_ranks(sigma, min(product.shape)),
        "full_svd_max_abs_diff": float(
            np.abs(np.linalg.svd(product, compute_uv=False)[: len(sigma)] - sigma).max()
        ),
        "peft_get_delta_weight_max_abs_diff_float32": off,
        "sigma": sigma.tolist(),
    }


def expected(run: LoraRun, evaluated: int, output: Output) -> dict[str, Any]:
    """Loads a saved adapter as a user would, and describes it."""
    folder = output.adapter(run)
    config = read_json(folder / "adapter_config.json")
    stored = load_file(folder / "adapter_model.safetensors")
    model = PeftModel.from_pretrained(load_base(output.base_weights(run.seed), run.seed), folder)
    layers = {}
    for name, module in lora_layers(model).items():
        a, b = (stored[f"{name}.lora_{factor}.weight"].double().numpy() for factor in "AB")
        layers[name] = expected_layer(a, b, module)
    task = task_of(run.task, run.seed, TUNED_PEOPLE, evaluated)
    said = ("r", "lora_alpha", "use_rslora", "rank_pattern", "alpha_pattern", "target_modules")
    return {
        "adapter": run.adapter,
        "stored_dtypes": sorted({str(tensor.dtype) for tensor in stored.values()}),
        "n_layers": len(layers),
        "tensors": len(stored),
        "config": {key: config[key] for key in said},
        "key_layout": (
            "a key of `layers` is a module's name K; its tensors are K.lora_A.weight and"
            " K.lora_B.weight"
        ),
        "total_fro": math.sqrt(sum(layer["fro"] ** 2 for layer in layers.values())),
        "attr_acc_after_reload": {
            key: measured["attr_acc"]
            for key, measured in evaluate_all(model, task.evaluations).items()
        },
        "versions": {
            "torch": torch.__version__,
            "peft": peft.__version__,
            "transformers": transformers.__version__,
            "numpy": np.__version__,
        },
        "definitions": DEFINITIONS,
        "layers": layers,
    }
