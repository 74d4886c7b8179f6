"""The training loop that every fine-tuning shares, and what it writes down on the way."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .data import Row
from .measure import core_of
from .runs import BATCH, WARMUP, Training

# Steps at which the gradient's norm is kept; the last step is kept as well.
GRADIENT_STEPS = frozenset((1, 2, 5, 10, 20, 50, 100, 200))
# A course is kept as means over this many steps, rounded, and its end over so many.
WINDOW, CURVE_DIGITS = 10, 5
TAIL = 30


def means(values: list[float]) -> list[float]:
    windows = [values[i : i + WINDOW] for i in range(0, len(values), WINDOW)]
    return [round(sum(window) / len(window), CURVE_DIGITS) for window in windows]


@dataclass
class Course:
    """How a training went: loss and accuracy of each batch before it is learnt from, some gradient
    norms, and where it left the finite numbers."""

    losses: list[float] = field(default_factory=list)
    accuracies: list[float] = field(default_factory=list)
    gradient_norms: dict[str, float] = field(default_factory=dict)
    diverged_at: int | None = None
    seconds: float = 0.0

    def record(self) -> dict[str, Any]:
        """The course as `results.json` holds it."""
        return {
            "steps_done": len(self.losses) - bool(self.diverged_at),
            "diverged_at": self.diverged_at,
            "loss_first": self.losses[0],
            "loss_by_10_steps": means(self.losses),
            "accuracy_by_10_steps": means(self.accuracies),
            "gnorm": self.gradient_norms,
            "loss_last30": sum(self.losses[-TAIL:]) / len(self.losses[-TAIL:]),
            "accuracy_last30": sum(self.accuracies[-TAIL:]) / len(self.accuracies[-TAIL:]),
            "train_wall_s": round(self.seconds, 1),
        }


def batches(count: int, size: int, seed: int) -> Iterator[list[int]]:
    """Endless batches of indices: every one once in an epoch, in a new order each."""
    stream, left = Random(f"order {seed}"), []
    while True:
        while len(left) < size:
            more = list(range(count))
            stream.shuffle(more)
            left += more
        yield left[:size]
        left = left[size:]


def pack(rows: list[list[int]], dtype: torch.dtype) -> tuple[Tensor, Tensor, Tensor]:
    """(ids, positions, mask): sequences end to end in one row, each seeing only itself, so that no
    padding is computed."""
    ids = torch.tensor([[token for row in rows for token in row]])
    positions = torch.tensor([[place for row in rows for place in range(len(row))]])
    owner = torch.tensor([number for number, row in enumerate(rows) for _ in row])
    place = torch.arange(len(owner))
    sees = (owner[:, None] == owner[None, :]) & (place[:, None] >= place[None, :])
    mask = torch.zeros(sees.shape, dtype=dtype).masked_fill(~sees, torch.finfo(dtype).min)
    return ids, positions, mask[None, None]


def scored_logits(
    core: nn.Module, rows: list[Row], dtype: torch.dtype, autocast: bool
) -> tuple[Tensor, Tensor]:
    """(logits, tokens) of what is scored in some rows."""
    places, goals, start = [], [], 0
    for ids, first in rows:
        for position in range(first, len(ids)):
            places.append(start + position - 1)
            goals.append(ids[position])
        start += len(ids) - 1
    ids, positions, mask = pack([row[:-1] for row, _ in rows], dtype)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=autocast):
        hidden = core.model(input_ids=ids, position_ids=positions, attention_mask=mask)
        logits = core.lm_head(hidden.last_hidden_state[0, torch.tensor(places)])
    return logits, torch.tensor(goals)


def gradient_norm(parameters: list[nn.Parameter]) -> float:
    """L2 norm over all trainable parameters together, summed in float64."""
    return math.sqrt(sum(float(p.grad.double().pow(2).sum()) for p in parameters))


def train(
    model: nn.Module,
    run: Training,
    rows: list[Row],
    *,
    dtype: torch.dtype,
    autocast: bool = False,
    after_step: Callable[[int], None] | None = None,
) -> Course:
    """Trains the parameters that require a gradient; stops early when the loss is no longer finite.

    AdamW without weight decay or clipping: the rank and the scale should be all that differs."""
    core = core_of(model)
    core.train()
    # With a mask as long as the row, PyTorch's fused attention is slower on a processor.
    core.config._attn_implementation = "eager"
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        parameters, lr=run.rate, betas=(0.9, 0.999), weight_decay=0.0, fused=True
    )

    def part_of_rate(step: int) -> float:
        return min((step + 1) / WARMUP, (run.steps - step) / max(run.steps - WARMUP, 1))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, part_of_rate)
    order = batches(len(rows), BATCH[run.task], run.seed)
    course = Course()
    began = time.time()
    for step in range(1, run.steps + 1):
        batch = [rows[index] for index in next(order)]
        logits, goals = scored_logits(core, batch, dtype, autocast)
        loss = F.cross_entropy(logits.float(), goals)
        course.losses.append(loss.item())
        right = logits.detach().argmax(-1) == goals
        course.accuracies.append(right.float().mean().item())
        if not math.isfinite(course.losses[-1]):
            course.diverged_at = step
            break
        loss.backward()
        if step in GRADIENT_STEPS or step == run.steps:
            course.gradient_norms[str(step)] = gradient_norm(parameters)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        if after_step:
            after_step(step)
    course.seconds = time.time() - began
    core.eval()
    core.config._attn_implementation = "sdpa"
    return course
