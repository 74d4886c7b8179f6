"""What can be set of one run. Its name tells its settings: it is the run's key in `results.json`
and its file."""

from dataclasses import dataclass
from typing import Literal

TaskName = Literal["facts", "style"]

# α is never varied: at rank r, α/√r is what α/r would be with α√r, so the two scalings already vary
# it.
ALPHA = 16
# Sequences in a step, and steps.
BATCH: dict[TaskName, int] = {"facts": 16, "style": 8}
STEPS: dict[TaskName, int] = {"facts": 300, "style": 60}
# The rate rises over so many steps, and then falls to zero in a line.
WARMUP = 10


@dataclass(frozen=True, kw_only=True)
class Training:
    """What all trainings share. `people`: how many are learnt about; style has none. `cut_to`: the
    ranks to which the trained update is cut, to measure what is left of it."""

    task: TaskName
    rate: float
    seed: int
    steps: int
    people: int | None
    cut_to: tuple[int, ...] = ()

    @property
    def _settings(self) -> str:
        people = "" if self.people is None else f"_n{self.people}"
        return f"lr{self.rate:g}_s{self.seed}_{self.steps}steps{people}"


@dataclass(frozen=True, kw_only=True)
class FullRun(Training):
    """Full fine-tuning of all linear layers of the blocks."""

    @property
    def name(self) -> str:
        return f"full_{self.task}_{self._settings}"


@dataclass(frozen=True, kw_only=True)
class LoraRun(Training):
    """LoRA on the same layers. `root_scaling`: α/√r instead of α/r. `only`: a regular expression of
    the modules that are trained instead of all. `adapter`: the folder the trained adapter is saved
    to, in `stored_as`."""

    rank: int
    root_scaling: bool
    only: str | None = None
    adapter: str | None = None
    stored_as: Literal["float16", "bfloat16"] = "float16"

    @property
    def name(self) -> str:
        scaling = "rs" if self.root_scaling else "std"
        one = "_onematrix" if self.only else ""
        return f"lora_{self.task}_r{self.rank}_{scaling}_{self._settings}{one}"


@dataclass(frozen=True)
class CutRun:
    """The update of a full fine-tuning: its spectra, and what is left of it when it is cut."""

    full: FullRun

    @property
    def name(self) -> str:
        return self.full.name.replace("full", "cut", 1)


Run = FullRun | LoraRun | CutRun


def full(
    task: TaskName,
    rate: float,
    seed: int = 0,
    people: int | None = None,
    cut_to: tuple[int, ...] = (),
) -> FullRun:
    return FullRun(task=task, rate=rate, seed=seed, steps=STEPS[task], people=people, cut_to=cut_to)


def lora(
    task: TaskName,
    rank: int,
    root_scaling: bool,
    rate: float,
    seed: int = 0,
    people: int | None = None,
    steps: int | None = None,
) -> LoraRun:
    return LoraRun(
        task=task,
        rate=rate,
        seed=seed,
        steps=steps or STEPS[task],
        people=people,
        rank=rank,
        root_scaling=root_scaling,
    )
