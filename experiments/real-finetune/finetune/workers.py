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
from .runs import BATCH, FullRun, LoraRun, Run

# What the BLAS libraries under torch and NumPy read when they are loaded.
THREAD_VARIABLES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


class SomeFailed(Exception):
    """Pieces that stopped with an error; the others are done."""


@dataclass(frozen=True)
class Piece:
    """`work(*arguments)` writes `file` last, and returns a short sentence on what came out."""

    name: str
    file: Path
    work: Callable[..., str]
    arguments: tuple[Any, ...]


def pretrain_piece(seed: int, steps: int, output: Output) -> str:
    from .pretraining import pretrain

    output.base_weights(seed).parent.mkdir(parents=True, exist_ok=True)
    record = pretrain(seed, steps, output.base_weights(seed))
    write_json(output.base_record(seed), record)
    return f"recall {record['final_plain_all']['attr_acc']:.3f}"


def run_piece(run: Run, evaluated: int, output: Output) -> str:
    from . import adapters, full, lora

    base = output.base_weights(run.seed)
    if isinstance(run, FullRun):
        result, spectra = full.run_full(run, base, evaluated)
        if run.truncate:
            content = {"settings": settings(run), "singular_values_by_step_and_layer": spectra}
            write_json(output.spectra(run), content)
    else:
        result, model = lora.run_lora(run, base, evaluated)
        if run.adapter:
            adapters.save(model, run, output)
    write_json(output.run(run), result)
    if result["diverged_at"]:
        return f"diverged at step {result['diverged_at']}"
    return ", ".join(
        f"{key} {measured['attr_acc']:.3f}" for key, measured in result["eval"].items()
    )


def expected_piece(run: LoraRun, evaluated: int, output: Output) -> str:
    from . import adapters

    expected = adapters.expected(run, evaluated, output)
    write_json(output.expected(run), expected)
    return f"{expected['tensors']} tensors"


def settings(run: FullRun) -> dict[str, Any]:
    """What a spectrum's file says of the run it is from."""
    return {
        "task_name": run.task,
        "seed": run.seed,
        "lr": run.rate,
        "opt": run.optimizer,
        "steps": run.steps,
        "bs": BATCH,
        "n_people": run.people,
        "truncate": run.truncate,
    }


def base_pieces(plan: Plan, output: Output) -> list[Piece]:
    return [
        Piece(
            f"base model, seed {seed}",
            output.base_record(seed),
            pretrain_piece,
            (seed, plan.pretraining_steps, output),
        )
        for seed in plan.seeds
    ]


def run_pieces(plan: Plan, output: Output) -> list[Piece]:
    return [
        Piece(run.name, output.run(run), run_piece, (run, plan.evaluated, output))
        for run in plan.runs
    ]


def adapter_pieces(plan: Plan, output: Output) -> list[Piece]:
    return [
        Piece(
            f"adapter {run.adapter}",
            output.expected(run),
            expected_piece,
            (run, plan.evaluated, output),
        )
        for run in plan.kept_adapters()
    ]


def _prepare_worker() -> None:
    # transformers warns of a missing generation config, PEFT of a base model without a name:
    # neither is used.
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
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
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
