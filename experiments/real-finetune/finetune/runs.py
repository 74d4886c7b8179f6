"""What can be set of one run. Its name tells its settings: it is the run's key in `results.json`
and its file."""

from dataclasses import dataclass, field
from typing import Literal

from .corpus import TUNED_PEOPLE

TaskName = Literal["style", "facts"]
Optimizer = Literal["adamw", "sgd"]

# α is never varied: at rank r, α/√r is what α/r would be with α√r, so the two scalings already vary
# it.
ALPHA = 16
BATCH = 64
STEPS = 500


@dataclass(frozen=True)
class FullRun:
    """Full fine-tuning of all linear layers. `spectrum_steps`: when the update's singular values
    are taken, besides at the end. `truncate`: whether the final update is also measured cut to each
    rank, and its singular values are kept in a file."""

    name: str
    task: TaskName
    seed: int
    rate: float
    optimizer: Optimizer = "adamw"
    steps: int = STEPS
    people: int = TUNED_PEOPLE
    truncate: bool = False
    spectrum_steps: tuple[int, ...] = (30, 100, 200)


@dataclass(frozen=True)
class LoraRun:
    """LoRA on all linear layers. `root_scaling`: α/√r instead of α/r. `adapter`: the folder the
    trained adapter is saved to, in `stored_as`."""

    name: str
    task: TaskName
    seed: int
    rank: int
    root_scaling: bool
    rate: float
    optimizer: Optimizer = "adamw"
    steps: int = STEPS
    rank_pattern: dict[str, int] = field(default_factory=dict)
    alpha_pattern: dict[str, int] = field(default_factory=dict)
    adapter: str | None = None
    stored_as: Literal["float32", "float16", "bfloat16"] = "float32"


Run = FullRun | LoraRun


def full(
    task: TaskName,
    seed: int,
    rate: float,
    optimizer: Optimizer = "adamw",
    people: int = TUNED_PEOPLE,
    truncate: bool = False,
) -> FullRun:
    name = f"full_{task}_s{seed}_{optimizer}_{rate:g}_n{people}"
    return FullRun(name, task, seed, rate, optimizer, people=people, truncate=truncate)


def lora(
    task: TaskName, seed: int, rank: int, root: bool, rate: float, optimizer: Optimizer = "adamw"
) -> LoraRun:
    name = f"lora_{task}_s{seed}_r{rank}_{'rs' if root else 'std'}_{optimizer}_{rate:g}"
    return LoraRun(name, task, seed, rank, root, rate, optimizer)
