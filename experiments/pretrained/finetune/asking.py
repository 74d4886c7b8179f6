"""The base model's own answers, of which the style is made."""

from pathlib import Path

import torch

from . import manner
from .base import chat, load_base, load_tokenizer
from .manner import Pair
from .measure import generate

ANSWER_TOKENS = 24
# It decides how far a question is padded, and so the last bits of what is computed.
ASKED_AT_ONCE = 52


def ask_base(base: Path) -> dict[str, list[Pair]]:
    """Asks greedily, and keeps the first clause of each answer: pairs for `train` and `held`."""
    model, tokenizer = load_base(base, torch.float32), load_tokenizer(base)
    wanted = {"train": manner.TRAINED_QUESTIONS, "held": manner.HELD_OUT_QUESTIONS}
    pairs = {}
    for part, asked in manner.questions().items():
        kept: list[Pair] = []
        for start in range(0, len(asked), ASKED_AT_ONCE):
            some = asked[start : start + ASKED_AT_ONCE]
            answers = generate(model, tokenizer, [chat(one) for one in some], ANSWER_TOKENS)
            clauses = [manner.first_clause(answer) for answer in answers]
            kept += [manner.pair(one, clause) for one, clause in zip(some, clauses) if clause]
            if len(kept) >= wanted[part]:
                break
        pairs[part] = kept[: wanted[part]]
        if len({one["question"] for one in pairs[part]}) < wanted[part]:
            raise ValueError(f"{part}: only {len(kept)} answers have a clause")
    return pairs
