"""The base model, trained from scratch until it recalls every fact of every person."""

import math
import time
from pathlib import Path
from typing import Any

import torch

from . import corpus
from .data import Sentences, batches, facts_said
from .measure import evaluate
from .model import new_model
from .training import loss_of

BATCH = 192
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 0.01
GRADIENT_CLIP = 1.0
WARMUP_STEPS = 50
# The cosine ends at this part of the rate, so the last steps still move.
FINAL_PART = 0.02
FILLER_SENTENCES = 1500
HISTORY_EVERY = 200


def pretrain(seed: int, steps: int, weights: Path) -> dict[str, Any]:
    """Trains, saves the weights, and returns what `results.json` says of the base model.

    Names are scored here, unlike in fine-tuning: it is an ordinary language model. The evaluation
    is over the plain sentences of all people.
    """
    world = corpus.World.draw(seed)
    everyone = range(corpus.PEOPLE)
    sentences = corpus.fact_sentences(corpus.PLAIN, everyone, world.facts)
    train = Sentences.of(
        sentences + corpus.filler_sentences(FILLER_SENTENCES, seed), score_names=True
    )
    plain = facts_said(corpus.PLAIN, everyone, world.facts)
    model = new_model(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)

    def part_of_rate(step: int) -> float:
        cosine = 0.5 * (1 + math.cos(math.pi * step / steps))
        return min(1, (step + 1) / WARMUP_STEPS) * (FINAL_PART + (1 - FINAL_PART) * cosine)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, part_of_rate)
    history = []
    began = time.time()
    for step, batch in zip(range(1, steps + 1), batches(train, BATCH, seed)):
        loss = loss_of(model, batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), GRADIENT_CLIP)
        optimizer.step()
        schedule.step()
        if step % HISTORY_EVERY == 0 or step == steps:
            measured = evaluate(model, plain)
            named = {f"eval_{key}": value for key, value in measured.items()}
            history.append({"step": step, "loss": loss.item(), **named, "t": time.time() - began})
    torch.save(model.state_dict(), weights)
    return {
        "seed": seed,
        "steps_max": steps,
        "steps": steps,
        "bs": BATCH,
        "lr": LEARNING_RATE,
        "sched": f"{WARMUP_STEPS} warmup, cosine to {FINAL_PART:.0%}",
        "wd": WEIGHT_DECAY,
        "clip": GRADIENT_CLIP,
        "params": sum(p.numel() for p in model.parameters()),
        "wall_s": time.time() - began,
        "final_plain_all": measured,
        "history": history,
    }
