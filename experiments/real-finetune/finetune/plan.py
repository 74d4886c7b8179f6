"""Every run of the experiment, and the few of them that the smoke variant makes."""

from dataclasses import dataclass, replace

from .runs import STEPS, FullRun, LoraRun, Optimizer, Run, TaskName, full, lora

TASKS: tuple[TaskName, ...] = ("facts", "style")
SEEDS = (0, 1)
RANKS = (1, 2, 4, 8, 16, 32, 64)
FEW_RANKS = (1, 4, 16, 64)
# Four times as long: is what a low rank lacks capacity, or speed?
LONG_STEPS = 2000

FULL_RATE = 3e-4
FULL_HIGH_RATE = 1e-3
FULL_SGD_RATE = 1.0
LORA_RATE = 1e-3
LORA_MIDDLE_RATE = 2.5e-3
LORA_HIGH_RATE = 5e-3
LORA_SGD_RATE = 0.1


def grid(
    seed: int, rate: float, ranks: dict[TaskName, tuple[int, ...]], optimizer: Optimizer = "adamw"
) -> list[LoraRun]:
    """Both scalings of every rank. At rank 1 they are the same number, so α/r stands for both."""
    return [
        lora(task, seed, rank, root, rate, optimizer)
        for task in ranks
        for rank in ranks[task]
        for root in ((False, True) if rank > 1 else (False,))
    ]


def extra(rank: int, root: bool, rate: float, steps: int) -> LoraRun:
    """Asked after the high rate had come out: a rate in between, and more steps for low ranks."""
    run = lora("facts", 0, rank, root, rate)
    return replace(run, name=f"extra_{run.name}_{steps}steps", steps=steps)


def pilots() -> list[Run]:
    """Made first, to find the rates. They take no spectrum on the way."""
    runs: list[Run] = []
    for task in TASKS:
        runs.append(
            FullRun(
                f"pilot_full_{task}_adamw_3e-4_400", task, 0, 3e-4, steps=400, spectrum_steps=()
            )
        )
        runs.append(
            LoraRun(f"pilot_lora_{task}_adamw_1e-3_400", task, 0, 8, False, 1e-3, steps=400)
        )
    for rate in (0.3, 1.0, 3.0):
        name = f"pilot_full_facts_sgd_{rate:g}_100"
        runs.append(FullRun(name, "facts", 0, rate, "sgd", steps=100, spectrum_steps=()))
    for rate in (0.1, 0.3, 1.0):
        runs.append(
            LoraRun(
                f"pilot_lora_facts_sgd_{rate:g}_100", "facts", 0, 8, False, rate, "sgd", steps=100
            )
        )
    return runs


# Ranks and alphas that differ by layer, and bfloat16: what a reader of adapters must get right.
PATTERN = LoraRun(
    "pattern_facts",
    "facts",
    0,
    16,
    True,
    LORA_RATE,
    rank_pattern={"down_proj": 32, "layers.0.self_attn.q_proj": 4, "layers.1.mlp.gate_proj": 8},
    alpha_pattern={"down_proj": 64, "layers.0.self_attn.v_proj": 8},
    adapter="facts_pattern_rslora_bf16",
    stored_as="bfloat16",
)

# The adapters worth keeping. Rank 64 is stored in half the bytes: in float32 it would take 1.5 MB.
KEPT = {
    "lora_style_s0_r8_std_adamw_0.001": {"adapter": "style_r8_std"},
    "lora_facts_s0_r8_std_adamw_0.001": {"adapter": "facts_r8_std"},
    "lora_facts_s0_r64_rs_adamw_0.001": {"adapter": "facts_r64_rslora", "stored_as": "float16"},
}


def whole_plan() -> list[Run]:
    """All 116 runs, the ones that matter most first."""
    every_rank = dict.fromkeys(TASKS, RANKS)
    few_ranks = dict.fromkeys(TASKS, FEW_RANKS)
    runs: list[Run] = []
    for seed in SEEDS:
        runs += [full(task, seed, FULL_RATE, truncate=True) for task in TASKS]
        runs += grid(seed, LORA_RATE, every_rank)
    runs.append(PATTERN)
    for task in TASKS:
        runs.append(full(task, 0, FULL_SGD_RATE, "sgd"))
        runs.append(full(task, 0, FULL_HIGH_RATE))
    runs += [full("facts", 0, FULL_RATE, people=people) for people in (30, 100)]
    runs.append(full("style", 0, FULL_RATE, people=30))
    runs += grid(0, LORA_HIGH_RATE, {"facts": RANKS, "style": (1, 8, 64)})
    runs += grid(0, LORA_SGD_RATE, few_ranks, "sgd")
    runs += [extra(rank, False, LORA_RATE, LONG_STEPS) for rank in (2, 8)]
    runs += [
        extra(rank, root, LORA_MIDDLE_RATE, STEPS)
        for rank in (64, 32, 16, 8)
        for root in (False, True)
    ]
    runs += pilots()
    return [replace(run, **KEPT.get(run.name, {})) for run in runs]


@dataclass(frozen=True)
class Plan:
    """What one invocation makes. `evaluated`: sentences per evaluation, the same ones for all runs
    of a task."""

    runs: list[Run]
    pretraining_steps: int
    evaluated: int

    @property
    def seeds(self) -> list[int]:
        return sorted({run.seed for run in self.runs})

    def kept_spectra(self) -> list[FullRun]:
        return [run for run in self.runs if isinstance(run, FullRun) and run.truncate]

    def kept_adapters(self) -> list[LoraRun]:
        return [run for run in self.runs if isinstance(run, LoraRun) and run.adapter]


WHOLE = Plan(whole_plan(), pretraining_steps=900, evaluated=1500)

# One run for each way through the code: both tasks, kinds, optimisers, seeds and scalings, few
# people, all four adapters.
SMOKE_RUNS = frozenset(
    (
        "full_facts_s0_adamw_0.0003_n300",
        "full_style_s1_adamw_0.0003_n300",
        "full_facts_s0_sgd_1_n300",
        "full_facts_s0_adamw_0.0003_n30",
        "lora_facts_s1_r4_rs_adamw_0.001",
        "lora_style_s0_r1_std_sgd_0.1",
        "extra_lora_facts_s0_r2_std_adamw_0.001_2000steps",
        "pilot_full_facts_sgd_3_100",
        PATTERN.name,
        *KEPT,
    )
)


# Enough for every measure to differ from its start, and for two spectra on the way.
SMOKE_STEPS = 6
SMOKE_SPECTRUM_STEPS = (2, 4)
# Enough for the loss to fall below that of an untrained model.
SMOKE_PRETRAINING_STEPS = 20
SMOKE_EVALUATED = 60


def smoke_plan() -> Plan:
    """A few steps of a few runs: whether everything works, not what comes out."""

    def shortened(run: Run) -> Run:
        if isinstance(run, FullRun) and run.spectrum_steps:
            run = replace(run, spectrum_steps=SMOKE_SPECTRUM_STEPS)
        return replace(run, steps=SMOKE_STEPS)

    runs = [shortened(run) for run in WHOLE.runs if run.name in SMOKE_RUNS]
    return Plan(runs, SMOKE_PRETRAINING_STEPS, SMOKE_EVALUATED)
