"""Sentences as tensors, and the two tasks.

    ids      (sentences, length)  word ids, `<pad>` behind the end
    labels   (sentences, length)  the same, NOT_SCORED where the loss does not look
    value_at (sentences,)         position of the relation's value, -1 without one

Names are not scored in fine-tuning: who is spoken of cannot be known beforehand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor

from . import corpus
from .corpus import PLAIN, STYLED, Sentence, Templates, World

# What `cross_entropy` skips by default.
NOT_SCORED = -100
EVALUATION_STREAM = 5


@dataclass(frozen=True)
class Sentences:
    ids: Tensor
    labels: Tensor
    value_at: Tensor

    @classmethod
    def of(cls, sentences: list[Sentence], score_names: bool = False) -> "Sentences":
        length = max(len(words) for words, _ in sentences)
        ids = torch.full((len(sentences), length), corpus.PAD)
        for row, (words, _) in enumerate(sentences):
            ids[row, : len(words)] = torch.tensor(words)
        labels = ids.clone()
        labels[ids == corpus.PAD] = NOT_SCORED
        labels[:, 0] = NOT_SCORED
        if not score_names:
            labels[(ids >= corpus.NAMES.start) & (ids < corpus.NAMES.stop)] = NOT_SCORED
        return cls(ids, labels, torch.tensor([position for _, position in sentences]))

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, rows: Tensor | slice) -> "Sentences":
        return Sentences(self.ids[rows], self.labels[rows], self.value_at[rows])


def facts_said(templates: Templates, people: list[int] | range, values: corpus.Values) -> Sentences:
    return Sentences.of(corpus.fact_sentences(templates, people, values))


@dataclass(frozen=True)
class Task:
    """What is trained on, what is measured, and the loss per word that no model can beat."""

    train: Sentences
    evaluations: dict[str, Sentences]
    floor_per_token: float

    @classmethod
    def of(cls, name: str, seed: int, people: int, evaluated: int) -> "Task":
        """`people`: how many of the tuned half are trained on. `evaluated`: sentences per
        evaluation."""
        world = World.draw(seed)
        tuned = world.tuned[:people]
        if name == "style":
            manner = STYLED
            train = facts_said(STYLED, tuned, world.facts)
            others = {
                "heldout_styled": facts_said(STYLED, world.others, world.facts),
                "plain_all": facts_said(PLAIN, range(corpus.PEOPLE), world.facts),
            }
        else:
            manner = PLAIN
            train = facts_said(PLAIN, tuned, world.new_facts)
            others = {
                "old_facts_of_changed": facts_said(PLAIN, tuned, world.facts),
                "untouched": facts_said(PLAIN, world.others, world.facts),
            }
        # One stream for all evaluations, so every run of a task is measured on the same sentences.
        stream = torch.Generator().manual_seed(EVALUATION_STREAM)
        evaluations = {
            key: sentences[torch.randperm(len(sentences), generator=stream)[:evaluated]]
            for key, sentences in {"train": train, **others}.items()
        }
        nats, scored = corpus.loss_floor(manner)
        return cls(train, evaluations, nats / scored)


# Making the sentences takes as long as a few training steps, and a worker does many runs of a task.
task_of = cache(Task.of)


def batches(sentences: Sentences, size: int, seed: int) -> Iterator[Sentences]:
    """Endless batches: a new permutation each epoch, the incomplete last batch left out."""
    stream = torch.Generator().manual_seed(seed)
    while True:
        order = torch.randperm(len(sentences), generator=stream)
        for start in range(0, len(sentences) - size + 1, size):
            yield sentences[order[start : start + size]]
