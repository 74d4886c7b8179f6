"""The training loop that every fine-tuning shares, and what it writes down on the way."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .data import Sentences, Task, batches
from .model import logits_of
from .runs import BATCH

# Added to the experiment's seed: the order of the batches is a stream of its own.
BATCH_STREAM = 77
# Steps at which the gradient's norm is kept; the last step is kept as well.
GRADIENT_STEPS = frozenset((1, 10, 30, 100, 200, 400))
# The loss at the end is a mean over this many batches, because one batch of 64 is noisy.
TAIL = 30
CURVE_WINDOW = 20


@dataclass
class Course:
    """How a training went: the loss of each step, some gradient norms, and where it left the finite
    numbers."""

    losses: list[float] = field(default_factory=list)
    gradient_norms: dict[str, float] = field(default_factory=dict)
    diverged_at: int | None = None
    seconds: float = 0.0

    def record(self, steps: int, floor_per_token: float) -> dict[str, Any]:
        """The course as `results.json` holds it."""
        tail = self.losses[-TAIL:]
        last = sum(tail) / len(tail)
        windows = [
            self.losses[i : i + CURVE_WINDOW] for i in range(0, len(self.losses), CURVE_WINDOW)
        ]
        return {
            "steps": steps,
            "steps_done": len(self.losses),
            "diverged_at": self.diverged_at,
            "loss_first": self.losses[0],
            "train_loss_last30": last,
            "floor_per_token": floor_per_token,
            "train_excess_last30": last - floor_per_token,
            "loss_curve_every20": [round(sum(window) / len(window), 4) for window in windows],
            "gnorm": self.gradient_norms,
            "wall_s": self.seconds,
        }


def loss_of(model: nn.Module, batch: Sentences) -> Tensor:
    """Mean cross-entropy in nats per scored word; position i predicts word i + 1."""
    logits = logits_of(model, batch.ids)[:, :-1]
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), batch.labels[:, 1:].reshape(-1))


def optimizer_of(
    name: str, parameters: list[nn.Parameter], learning_rate: float
) -> torch.optim.Optimizer:
    """Constant rate, no weight decay, no clipping: the rank and the scale should be all that
    differs."""
    if name == "adamw":
        return torch.optim.AdamW(parameters, lr=learning_rate, weight_decay=0.0)
    return torch.optim.SGD(parameters, lr=learning_rate, momentum=0.0)


def gradient_norm(parameters: list[nn.Parameter]) -> float:
    """L2 norm over all trainable parameters together, summed in float64."""
    return torch.sqrt(sum((p.grad.double() ** 2).sum() for p in parameters)).item()


def train(
    model: nn.Module,
    task: Task,
    *,
    steps: int,
    learning_rate: float,
    optimizer: str,
    seed: int,
    after_step: Callable[[int], None],
) -> Course:
    """Trains the parameters that require a gradient; stops early when the loss is no longer
    finite."""
    parameters = [p for p in model.parameters() if p.requires_grad]
    stepper = optimizer_of(optimizer, parameters, learning_rate)
    course = Course()
    began = time.time()
    model.train()
    for step, batch in zip(range(1, steps + 1), batches(task.train, BATCH, BATCH_STREAM + seed)):
        loss = loss_of(model, batch)
        stepper.zero_grad(set_to_none=True)
        loss.backward()
        if step in GRADIENT_STEPS or step == steps:
            course.gradient_norms[str(step)] = gradient_norm(parameters)
        stepper.step()
        course.losses.append(loss.item())
        if not math.isfinite(course.losses[-1]):
            course.diverged_at = step
            break
        after_step(step)
    course.seconds = time.time() - began
    return course
