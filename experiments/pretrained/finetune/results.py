"""`results.json`: what was set, the base model, how far a difference is noise, and every run."""

import platform
from typing import Any

import numpy as np
import peft
import safetensors
import torch
import transformers

from . import corpus, manner
from .base import LINEARS
from .measure import spectrum_statistics
from .notes import LIMITS, NOISE, NOTES
from .output import Output, read_json
from .plan import Plan
from .runs import ALPHA, BATCH, STEPS, WARMUP

# The shapes of the model's matrices, for a spectrum that nothing was learnt in.
NULL_SHAPES = ((576, 576), (192, 576), (1536, 576))
NULL_SEED = 0


def gaussian_null() -> dict[str, Any]:
    """The statistics of matrices of independent normal entries."""
    rng = np.random.default_rng(NULL_SEED)
    return {
        f"{rows}x{columns}": spectrum_statistics(
            np.linalg.svd(rng.standard_normal((rows, columns)), compute_uv=False)
        )
        for rows, columns in NULL_SHAPES
    }


def collect(plan: Plan, workers: int, output: Output) -> dict[str, Any]:
    """Everything the work folder holds, runs in the order of their names."""
    pairs = read_json(output.pairs)
    return {
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "peft": peft.__version__,
            "transformers": transformers.__version__,
            "safetensors": safetensors.__version__,
            "numpy": np.__version__,
        },
        "machine": f"{platform.machine()}, {workers} worker processes of one thread each",
        "base": read_json(output.base_record),
        "trainable": list(LINEARS),
        "optimizer": (
            "torch.optim.AdamW, betas 0.9 and 0.999, no weight decay, no clipping; the rate rises"
            f" over {WARMUP} steps, then falls to zero in a line"
        ),
        "warmup": WARMUP,
        "batch": BATCH,
        "steps": STEPS,
        "lora": {
            "alpha": ALPHA,
            "dropout": 0,
            "init": "PEFT's default: A Kaiming-uniform with a = sqrt(5), B zero",
        },
        "facts": {
            "prompts": corpus.PROMPTS,
            "trained_forms": corpus.TRAINED_FORMS,
            "values": corpus.VALUES,
            "bits_per_person": corpus.BITS_PER_PERSON,
            "drift_questions": manner.DRIFT_QUESTIONS,
        },
        "style": {
            "asked": manner.ASKED,
            "things": manner.THINGS,
            "held_things": manner.HELD_OUT_THINGS,
            "replaced": manner.REPLACED,
            "train": len(pairs["train"]),
            "held": len(pairs["held"]),
            "examples": pairs["held"][:3],
        },
        "noise": NOISE,
        "limits": LIMITS,
        "notes": NOTES,
        "gaussian_null": gaussian_null(),
        "runs": {
            name: read_json(path)
            for name, path in sorted((run.name, output.run(run)) for run in plan.runs)
        },
    }
