"""Every run of the experiment, those that were planned and are not made, and the few of the smoke
variant."""

from dataclasses import dataclass, field, replace

from .runs import CutRun, FullRun, LoraRun, Run, TaskName, full, lora

RANKS = (1, 4, 16, 64)
# Half as many as the full fine-tuning learns about, or LoRA at one rate does not come to its end.
PEOPLE: dict[TaskName, int | None] = {"facts": 100, "style": None}
MORE_PEOPLE: dict[TaskName, int | None] = {"facts": 200, "style": None}

FULL_RATE = 1e-4
LOW_RATE, LORA_RATE, HIGH_RATE = 3e-4, 1e-3, 3e-3

# No rank is the base model again; the width of the model is every matrix's full rank.
CUTS = (0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 576)
# Of a second seed.
FEW_CUTS = (1, 4, 8, 16, 64)
# Of an adapter of rank 64.
LORA_CUTS = (1, 4, 16)

# The one matrix of the runs that train no other: its rank is all the rank there is.
ONE_MATRIX = r".*layers\.12\.mlp\.down_proj"
SMOKE_MATRIX = r".*layers\.1\.mlp\.down_proj"


def scalings(ranks: tuple[int, ...]) -> list[tuple[int, bool]]:
    """Both scalings of every rank. At rank 1 they are the same number, so α/r stands for both."""
    return [(rank, root) for rank in ranks for root in ((False, True) if rank > 1 else (False,))]


def grid(task: TaskName, rate: float, arms: list[tuple[int, bool]]) -> list[LoraRun]:
    return [lora(task, rank, root, rate, people=PEOPLE[task]) for rank, root in arms]


# What is kept or measured beside the rest, of runs that are made anyway.
BESIDE = {
    "lora_facts_r64_rs_lr0.0003_s0_300steps_n100": {"cut_to": LORA_CUTS},
    "lora_facts_r64_std_lr0.001_s0_300steps_n200": {"cut_to": LORA_CUTS},
    "lora_facts_r64_std_lr0.001_s1_300steps_n100": {"cut_to": LORA_CUTS},
    "lora_style_r64_rs_lr0.001_s0_60steps": {"cut_to": LORA_CUTS},
    "lora_style_r64_std_lr0.001_s0_60steps": {"cut_to": LORA_CUTS},
    "lora_style_r4_std_lr0.001_s0_60steps": {"adapter": "style_r4"},
    "lora_facts_r1_std_lr0.001_s1_300steps_n100": {"adapter": "facts_r1", "stored_as": "bfloat16"},
    "lora_facts_r8_rs_lr0.0005_s0_300steps_n100": {"adapter": "facts_r8_rslora"},
}


def full_runs() -> list[FullRun]:
    tasks: tuple[TaskName, ...] = ("facts", "style")
    return [
        *(full(task, FULL_RATE, 0, MORE_PEOPLE[task], CUTS) for task in tasks),
        *(full(task, FULL_RATE, 1, MORE_PEOPLE[task], FEW_CUTS) for task in tasks),
        full("facts", FULL_RATE, 0, PEOPLE["facts"], CUTS),
        full("style", LOW_RATE),
    ]


def lora_runs() -> list[LoraRun]:
    people, more = PEOPLE["facts"], MORE_PEOPLE["facts"]
    runs = [
        *grid("facts", LORA_RATE, scalings(RANKS)),
        *grid("style", LORA_RATE, scalings(RANKS)),
        *grid("facts", LOW_RATE, [(64, True), (64, False), (1, False), (16, True)]),
        *grid("facts", HIGH_RATE, [(1, False), (64, False), (64, True)]),
        *grid("style", LOW_RATE, [(1, False), (4, False), (64, False), (64, True)]),
        *(lora("facts", rank, False, LORA_RATE, seed=1, people=people) for rank in (1, 64)),
        lora("facts", 8, True, 5e-4, people=people),
        lora("facts", 1, False, LORA_RATE, people=more, steps=600),
        lora("facts", 64, False, LORA_RATE, people=more),
        *(
            replace(lora("facts", rank, False, HIGH_RATE, people=people), only=ONE_MATRIX)
            for rank in RANKS
        ),
    ]
    return [replace(run, **BESIDE.get(run.name, {})) for run in runs]


def further_runs() -> list[Run]:
    """Planned, and not made yet: nothing is known of them."""
    facts, style = (
        [
            run
            for rate in (LOW_RATE, HIGH_RATE)
            for run in grid(task, rate, scalings(RANKS))
            if run.name not in {made.name for made in lora_runs()}
        ]
        for task in ("facts", "style")
    )
    return [
        *facts,
        *style,
        full("facts", LOW_RATE, people=MORE_PEOPLE["facts"]),
        full("facts", 3e-5, people=MORE_PEOPLE["facts"]),
        full("style", 3e-5),
        lora("facts", 64, True, LORA_RATE, seed=1, people=PEOPLE["facts"]),
        lora("facts", 1, False, LORA_RATE, people=600, steps=1800),
    ]


@dataclass(frozen=True)
class Plan:
    """What one invocation makes. `held_out`: questions on which a style is measured; none for all
    there are. `shortened`: the names of shortened runs, and of the runs they stand for."""

    runs: list[Run]
    held_out: int | None = None
    shortened: dict[str, str] = field(default_factory=dict)

    def trainings(self) -> list[FullRun | LoraRun]:
        return [run for run in self.runs if not isinstance(run, CutRun)]

    def cuts(self) -> list[CutRun]:
        return [run for run in self.runs if isinstance(run, CutRun)]

    def kept_adapters(self) -> list[LoraRun]:
        return [run for run in self.runs if isinstance(run, LoraRun) and run.adapter]


def with_cuts(runs: list[Run]) -> list[Run]:
    """The full fine-tunings' cuts are runs of their own."""
    return runs + [CutRun(run) for run in runs if isinstance(run, FullRun) and run.cut_to]


WHOLE = Plan(with_cuts([*full_runs(), *lora_runs()]))
FURTHER = Plan(with_cuts([*full_runs(), *lora_runs(), *further_runs()]))

# One run for each way through the code: both tasks, kinds, scalings and seeds, one matrix, the cuts
# of full updates and adapters, an adapter kept in either type.
SMOKE_RUNS = frozenset(
    (
        "full_facts_lr0.0001_s1_300steps_n200",
        "full_style_lr0.0001_s0_60steps",
        "lora_facts_r1_std_lr0.001_s1_300steps_n100",
        "lora_facts_r16_std_lr0.003_s0_300steps_n100_onematrix",
        "lora_facts_r64_rs_lr0.0003_s0_300steps_n100",
        "lora_style_r4_std_lr0.001_s0_60steps",
    )
)
# Enough for every measure to differ from its start.
SMOKE_STEPS = 4
SMOKE_HELD_OUT = 8


def smaller(run: FullRun | LoraRun) -> dict[str, str]:
    """The tiny model has fewer blocks."""
    return {"only": SMOKE_MATRIX} if isinstance(run, LoraRun) and run.only else {}


def smoke_plan() -> Plan:
    """A few steps of a few runs: whether everything works, not what comes out."""
    chosen = [run for run in WHOLE.trainings() if run.name in SMOKE_RUNS]
    short = [replace(run, steps=SMOKE_STEPS, **smaller(run)) for run in chosen]
    stand_for = {
        one.name: run.name for one, run in zip(with_cuts(short), with_cuts(chosen), strict=True)
    }
    return Plan(with_cuts(short), SMOKE_HELD_OUT, stand_for)
