"""What is measured: recall, manner and loss of a model, and the spectrum of a weight update.

For singular values σ₁ ≥ … ≥ σ_m of an update, with pᵢ = σᵢ² / Σ σ²:

    E(r)          Σ_{i ≤ r} pᵢ                     rank90, rank99  smallest r with E(r) ≥ 0.9, 0.99
    stable rank   Σ σ² / σ₁²                       entropy rank    exp(−Σ pᵢ ln pᵢ)

and `erank_rv`, Roy and Vetterli's effective rank, which is the entropy rank with pᵢ = σᵢ / Σ σ. All
of it in float64.
"""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from transformers import PreTrainedTokenizerBase

from .base import END_ID
from .corpus import BITS_PER_VALUE, FORMS, VALUES
from .data import Question, Row

ENERGY_RANKS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
STATISTICS = ("rank90", "rank99", "stable_rank", "entropy_rank", "erank_rv")
# Prompts per forward pass, and rows: for the sake of memory. They decide the order of a sum.
PROMPTS_AT_ONCE = 50
ROWS_AT_ONCE = 20
# Of a spectrum of one among many matrices.
DIGITS = 9


def core_of(model: nn.Module) -> nn.Module:
    """The language model itself, in PEFT's wrapping or not."""
    return model.get_base_model() if hasattr(model, "get_base_model") else model


@torch.no_grad()
def evaluate_facts(
    model: nn.Module, questions: list[Question], values: dict[str, list[int]]
) -> dict[str, Any]:
    """By form of prompt: `recall` (the value is the first choice of all tokens), the same among the
    64 values of its list, nats of the value, and bits held of those there are."""
    core, out = core_of(model), {}
    for form in FORMS:
        right = listed_right = count = 0
        nats = 0.0
        by_attribute = {}
        for attribute in VALUES:
            part = [one for one in questions if one.form == form and one.attribute == attribute]
            listed = torch.tensor(values[attribute])
            hits = 0
            for start in range(0, len(part), PROMPTS_AT_ONCE):
                some = part[start : start + PROMPTS_AT_ONCE]
                ids = torch.tensor([one.prompt for one in some])
                logits = core.lm_head(core.model(ids).last_hidden_state[:, -1]).float()
                goal = torch.tensor([one.value for one in some])
                nats += F.cross_entropy(logits, goal, reduction="sum").item()
                hits += (logits.argmax(-1) == goal).sum().item()
                listed_right += (listed[logits[:, listed].argmax(-1)] == goal).sum().item()
            by_attribute[f"recall_{attribute}"] = hits / len(part)
            right += hits
            count += len(part)
        out[form] = {
            "recall": right / count,
            "recall_of_list": listed_right / count,
            "nats": nats / count,
            "bits_held": BITS_PER_VALUE - nats / count / math.log(2),
            **by_attribute,
        }
    return out


@torch.no_grad()
def evaluate_rows(model: nn.Module, rows: list[Row]) -> dict[str, float]:
    """Nats per scored token, and the part of them that is the model's first choice."""
    core, nats, right, count = core_of(model), 0.0, 0, 0
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        longest = max(len(row) for row, _ in some)
        ids = torch.tensor([row + [END_ID] * (longest - len(row)) for row, _ in some])
        hidden = core.model(ids).last_hidden_state
        scored = [(i, p) for i, (row, first) in enumerate(some) for p in range(first, len(row))]
        at, places = torch.tensor(scored).T
        logits = core.lm_head(hidden[at, places - 1]).float()
        goal = ids[at, places]
        nats += F.cross_entropy(logits, goal, reduction="sum").item()
        right += (logits.argmax(-1) == goal).sum().item()
        count += len(goal)
    return {"nats_per_token": nats / count, "token_accuracy": right / count}


@torch.no_grad()
def generate(
    model: nn.Module, tokenizer: PreTrainedTokenizerBase, prompts: list[str], tokens: int
) -> list[str]:
    """Greedy answers, up to the end of an answer or so many tokens."""
    tokenizer.padding_side = "left"
    given = tokenizer(prompts, return_tensors="pt", padding=True, add_special_tokens=False)
    made = core_of(model).generate(
        input_ids=given["input_ids"],
        attention_mask=given["attention_mask"],
        max_new_tokens=tokens,
        do_sample=False,
        use_cache=True,
        pad_token_id=END_ID,
        eos_token_id=END_ID,
    )
    return tokenizer.batch_decode(made[:, given["input_ids"].shape[1] :], skip_special_tokens=True)


def spectrum_statistics(sigma: np.ndarray) -> dict[str, Any]:
    """The quantities defined above, and ‖·‖_F."""
    sigma = np.asarray(sigma, dtype=np.float64)
    energy = sigma**2
    total = energy.sum()
    cumulative = np.cumsum(energy) / total
    share = energy[energy > 0] / total
    plain = sigma[sigma > 0] / sigma.sum()
    return {
        "E": {str(r): float(cumulative[min(r, len(cumulative)) - 1]) for r in ENERGY_RANKS},
        "rank90": int(np.searchsorted(cumulative, 0.9) + 1),
        "rank99": int(np.searchsorted(cumulative, 0.99) + 1),
        "stable_rank": float(total / energy[0]),
        "entropy_rank": float(np.exp(-(share * np.log(share)).sum())),
        "erank_rv": float(np.exp(-(plain * np.log(plain)).sum())),
        "fro": float(math.sqrt(total)),
    }


def mean_statistics(spectra: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The mean over matrices."""
    spectra = list(spectra)
    means = {key: float(np.mean([one[key] for one in spectra])) for key in STATISTICS}
    energies = {
        str(rank): float(np.mean([one["E"][str(rank)] for one in spectra])) for rank in ENERGY_RANKS
    }
    return means | {"E": energies}


def short(spectrum: dict[str, Any]) -> dict[str, Any]:
    """A spectrum as `results.json` holds that of each matrix: nine significant digits."""

    def rounded(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: rounded(part) for key, part in value.items()}
        return value if isinstance(value, int) else float(f"{value:.{DIGITS}g}")

    return rounded(spectrum)


def core_singular_values(gamma: float, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """The r singular values of γ B A without the product."""
    return np.linalg.svd(
        gamma * np.linalg.qr(b, mode="r") @ np.linalg.qr(a.T, mode="r").T, compute_uv=False
    )
