"""`results.json`: what was set, what the base models reached, and every run."""

import platform
from typing import Any

import numpy as np
import peft
import safetensors
import torch
import transformers

from . import corpus, model
from .measure import singular_values, spectrum_statistics
from .output import Output, read_json
from .plan import Plan
from .runs import ALPHA

# The shapes of the model's matrices, for a spectrum that nothing was learnt in.
NULL_SHAPES = ((model.HIDDEN, model.HIDDEN), (model.INTERMEDIATE, model.HIDDEN))
NULL_SEED = 0


def gaussian_null() -> dict[str, Any]:
    """The statistics of matrices of independent normal entries."""
    rng = np.random.default_rng(NULL_SEED)
    return {
        f"{rows}x{columns}": spectrum_statistics(
            singular_values(torch.from_numpy(rng.standard_normal((rows, columns))))
        )
        for rows, columns in NULL_SHAPES
    }


def notes(evaluated: int) -> list[str]:
    return [
        "a name is scored in base training only: fine-tuning and evaluations skip it (label -100)",
        "at r = 1 both scalings are alpha, so the run with alpha/r stands for both",
        (
            "E(r) = sum_{i<=r} sigma_i^2 / sum sigma^2; rank90: smallest r with E(r) >= 0.9;"
            " stable_rank = sum sigma^2 / sigma_1^2; entropy_rank = exp of the entropy of sigma^2 /"
            " sum sigma^2"
        ),
        (
            "gnorm[s]: L2 norm of the whole gradient in step s, before the step is taken;"
            " delta_fro_total[s]: square root of the sum of ||dW||_F^2 over all layers, after"
            " step s"
        ),
        (
            "train_excess_last30: mean loss of the last 30 batches, less what not knowing the"
            " template costs"
        ),
        f"an evaluation is over {evaluated} sentences, drawn once for each task",
    ]


def collect(plan: Plan, workers: int, output: Output) -> dict[str, Any]:
    """Everything the work folder holds, runs in the order of their names."""
    return {
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "peft": peft.__version__,
            "transformers": transformers.__version__,
            "safetensors": safetensors.__version__,
            "numpy": np.__version__,
        },
        "machine": f"{workers} worker processes on CPU, one thread each",
        "vocab": len(corpus.VOCABULARY),
        "templates": {"plain": corpus.PLAIN, "styled": corpus.STYLED, "filler": corpus.FILLER},
        "model": {
            "class": "LlamaForCausalLM",
            "hidden": model.HIDDEN,
            "layers": model.LAYERS,
            "heads": model.HEADS,
            "intermediate": model.INTERMEDIATE,
            "tied_embeddings": False,
        },
        "trainable": list(model.LINEARS),
        "optimizers": {
            "adamw": (
                "torch.optim.AdamW at a constant rate: betas 0.9 and 0.999, no weight decay, no"
                " clipping"
            ),
            "sgd": "torch.optim.SGD at a constant rate: no momentum, no clipping",
        },
        "lora": {
            "alpha": ALPHA,
            "dropout": 0,
            "init": "PEFT's default: A Kaiming-uniform with a = sqrt(5), B zero",
        },
        "floor_nats_per_sentence_and_tokens": {
            "plain": corpus.loss_floor(corpus.PLAIN),
            "styled": corpus.loss_floor(corpus.STYLED),
        },
        "notes": notes(plan.evaluated),
        "base": [read_json(output.base_record(seed)) for seed in plan.seeds],
        "gaussian_null": gaussian_null(),
        "runs": {
            name: read_json(path)
            for name, path in sorted((run.name, output.run(run)) for run in plan.runs)
        },
    }
