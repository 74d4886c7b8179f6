"""The same computations in NumPy. A question a line, as JSON; an answer a line: {"ms", "check"}."""

import json
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests/fixtures"))

from generate import DEFAULTS, facts_update, relative_error, style_update  # noqa: E402
import recall as recalls  # noqa: E402
from training import train  # noqa: E402

ERROR_RANKS = [2, 4, 8, 16, 32, 48]
SCALING_RANKS = [1, 4, 8, 16, 32, 64]
VARIANCE_RANKS = [2, 4, 8, 16, 32]
RECALL_RANKS = [1, 2, 4, 8, 16, 32, 64]
RECALL_SIZES = [16, 32, 64, 128, 256, 512, 1024]
LISTED_VALUES = 10


def updates(p):
    random = np.random.RandomState(p["seed"])
    style = style_update(p, random)
    return style, facts_update(p, random)


def scales(p, rank):
    return p["alpha"] / rank, p["alpha"] / np.sqrt(rank)


def by_reconstruction(p):
    """As the article's script: every scaled truncation is built, subtracted and measured."""
    both = [(W, *np.linalg.svd(W, full_matrices=False)) for W in updates(p)]
    energies = [100 * np.cumsum(S**2) / np.sum(S**2) for _, _, S, _ in both]
    return {
        "values": [S[:LISTED_VALUES].tolist() for _, _, S, _ in both],
        "errors": [
            [[relative_error(*update, rank, scale) for update in both] for scale in (*scales(p, rank), 1)]
            for rank in ERROR_RANKS
        ],
        "scalings": [scales(p, rank) for rank in SCALING_RANKS],
        "energies": [[shares[rank - 1] for shares in energies] for rank in VARIANCE_RANKS],
    }


def by_closed_forms(p):
    """As the page: from singular values alone."""
    both = [np.linalg.svd(W, compute_uv=False) for W in updates(p)]

    def error(S, rank, scale):
        missed = (1 - scale) ** 2 * np.sum(S[:rank] ** 2) + np.sum(S[rank:] ** 2)
        return np.sqrt(missed / np.sum(S**2))

    def energy(S, rank):
        return 100 * np.sum(S[:rank] ** 2) / np.sum(S**2)

    return {
        "values": [S[:LISTED_VALUES].tolist() for S in both],
        "errors": [
            [[error(S, rank, scale) for S in both] for scale in (*scales(p, rank), 1)]
            for rank in ERROR_RANKS
        ],
        "scalings": [scales(p, rank) for rank in SCALING_RANKS],
        "energies": [[energy(S, rank) for S in both] for rank in VARIANCE_RANKS],
    }


def training(p):
    _, W = updates(p)
    finals = lambda scaling: [  # noqa: E731
        train(W, p, rank, scaling, p["optimizer"], p["rate"], p["steps"])[0][-1] for rank in p["ranks"]
    ]
    return [finals("lora"), finals("rslora")]


def recall(p):
    """Percent recalled by rank, of LoRA and of rsLoRA; the full matrix is trained beside them."""
    p = recalls.DEFAULTS | {key: p[key] for key in ("facts", "steps")}
    X, y, _ = recalls.draw(p)
    percent = lambda learner, rank: 100 * recalls.right(  # noqa: E731
        recalls.train(X, y, p, learner, rank)[0], X, y) / p["facts"]
    percent("full", None)
    return [[percent(learner, rank) for rank in RECALL_RANKS] for learner in ("lora", "rslora")]


def capacity(p):
    """Facts held by rank."""
    found = recalls.capacities(RECALL_RANKS, RECALL_SIZES)["capacities"]
    return [held[0] if held else None for held in found]


def matrix(side):
    return ROOT / f"target/bench/{side}.f64"


def draw(p):
    """Leaves the matrix that everybody decomposes: the facts update."""
    matrix(p["d"]).parent.mkdir(parents=True, exist_ok=True)
    updates(p)[1].tofile(matrix(p["d"]))


def values(p):
    W = np.fromfile(matrix(p["side"])).reshape(p["side"], p["side"])
    return lambda: np.linalg.svd(W, compute_uv=False)[:LISTED_VALUES].tolist()


def versions(_):
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {"python": sys.version.split()[0], "numpy": np.__version__, "blas": f"{blas['name']} {blas['version']}"}


ANSWERS = {
    "script": lambda p: lambda: by_reconstruction(p),
    "closed_forms": lambda p: lambda: by_closed_forms(p),
    "training": lambda p: lambda: training(p),
    "recall": lambda p: lambda: recall(p),
    "capacity": lambda p: lambda: capacity(p),
    "draw": lambda p: lambda: draw(p),
    "versions": lambda p: lambda: versions(p),
    "values": values,
}

for line in sys.stdin:
    question = DEFAULTS | json.loads(line)
    compute = ANSWERS[question["what"]](question)
    began = time.perf_counter()
    check = compute()
    print(json.dumps({"ms": 1000 * (time.perf_counter() - began), "check": check}), flush=True)
