"""What is measured: recall and loss of a model, and the spectrum of a weight update.

For singular values σ₁ ≥ … ≥ σ_m of an update, with pᵢ = σᵢ² / Σ σ²:

    E(r)          Σ_{i ≤ r} pᵢ                     rank90, rank99  smallest r with E(r) ≥ 0.9, 0.99
    stable rank   Σ σ² / σ₁²                       entropy rank    exp(−Σ pᵢ ln pᵢ)

All of it in float64.
"""

import math
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .data import NOT_SCORED, Sentences
from .model import logits_of

ENERGY_RANKS = (1, 2, 4, 8, 16, 32, 64)
# Sentences per forward pass, for the sake of memory. It decides the order of a sum, so of the last
# bits.
EVALUATION_BATCH = 512

# One evaluation: `loss`, `attr_nll`, `other_nll` in nats per word, `attr_acc` in 0 … 1.
Evaluation = dict[str, float]


@torch.no_grad()
def evaluate(model: nn.Module, sentences: Sentences) -> Evaluation:
    """Loss per scored word, the same for the values ("attr") and for all other words, and the
    recall: the part of the values that are the model's first choice."""
    model.eval()
    loss = value_loss = 0.0
    scored = values = recalled = 0
    for start in range(0, len(sentences), EVALUATION_BATCH):
        part = sentences[start : start + EVALUATION_BATCH]
        logits = logits_of(model, part.ids)[:, :-1]
        targets = part.labels[:, 1:]
        nats = F.cross_entropy(
            logits.reshape(-1, logits.shape[-1]), targets.reshape(-1), reduction="none"
        ).view(targets.shape)
        loss += nats.sum().item()
        scored += (targets != NOT_SCORED).sum().item()
        rows = (part.value_at >= 0).nonzero().squeeze(1)
        at = part.value_at[rows]
        value_loss += nats[rows, at - 1].sum().item()
        recalled += (logits[rows, at - 1].argmax(-1) == part.ids[rows, at]).sum().item()
        values += len(rows)
    model.train()
    return {
        "loss": loss / scored,
        "attr_nll": value_loss / values,
        "other_nll": (loss - value_loss) / (scored - values),
        "attr_acc": recalled / values,
    }


def evaluate_all(model: nn.Module, evaluations: dict[str, Sentences]) -> dict[str, Evaluation]:
    return {key: evaluate(model, sentences) for key, sentences in evaluations.items()}


def singular_values(update: Tensor) -> np.ndarray:
    """(out, in) → (min(out, in),), descending, by LAPACK."""
    return np.linalg.svd(update.detach().double().numpy(), compute_uv=False)


def spectrum_statistics(sigma: np.ndarray | list[float]) -> dict[str, Any]:
    """The quantities defined above, and ‖·‖_F and σ₁."""
    sigma = np.asarray(sigma, dtype=np.float64)
    energy = sigma**2
    total = energy.sum()
    cumulative = np.cumsum(energy) / total
    share = energy / total
    share = share[share > 0]
    return {
        "E": {str(r): float(cumulative[min(r, len(cumulative)) - 1]) for r in ENERGY_RANKS},
        "rank90": int(np.searchsorted(cumulative, 0.9) + 1),
        "rank99": int(np.searchsorted(cumulative, 0.99) + 1),
        "stable_rank": float(total / energy[0]),
        "entropy_rank": float(np.exp(-(share * np.log(share)).sum())),
        "fro": float(math.sqrt(total)),
        "sigma1": float(sigma[0]),
    }
