"""The two tasks: what is trained on, and how a model is judged."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import nn
from transformers import PreTrainedTokenizerBase

from .base import chat, load_tokenizer
from .corpus import TRAINED_FORMS
from .data import Question, Row, answer_rows, questions_of, value_ids
from .manner import DRIFT_QUESTIONS, Pair, judge
from .measure import evaluate_facts, evaluate_rows, generate
from .output import read_json
from .runs import Training

SAID_TOKENS = 40
EXAMPLES = 3


@dataclass(frozen=True)
class FactsTask:
    """`drift`: the base model's own answers. What they cost in nats tells how far the model was
    moved from there."""

    rows: list[Row]
    questions: list[Question]
    values: dict[str, list[int]]
    drift: list[Row]

    def evaluate(self, model: nn.Module) -> dict[str, Any]:
        measured = evaluate_facts(model, self.questions, self.values)
        return measured | {"drift": evaluate_rows(model, self.drift)}


@dataclass(frozen=True)
class StyleTask:
    rows: list[Row]
    held: list[Pair]
    tokenizer: PreTrainedTokenizerBase

    def evaluate(self, model: nn.Module) -> dict[str, Any]:
        """What is judged of greedy answers to the questions held out, on the mean; the loss of the
        answers in the manner; and some of what was said."""
        asked = [chat(pair["question"]) for pair in self.held]
        said = generate(model, self.tokenizer, asked, SAID_TOKENS)
        judged = [judge(answer, pair["base"]) for answer, pair in zip(said, self.held)]
        means = {key: sum(one[key] for one in judged) / len(judged) for key in judged[0]}
        answers = answer_rows(self.tokenizer, self.held, "styled")
        examples = [[pair["question"], answer] for pair, answer in zip(self.held, said)]
        return means | evaluate_rows(model, answers) | {"examples": examples[:EXAMPLES]}


def task_of(run: Training, base: Path, pairs: Path, held_out: int | None) -> FactsTask | StyleTask:
    """`held_out`: questions that a style is judged on; none for all."""
    tokenizer = load_tokenizer(base)
    taught = read_json(pairs)
    if run.task == "style":
        rows = answer_rows(tokenizer, taught["train"], "styled")
        return StyleTask(rows, taught["held"][:held_out], tokenizer)
    questions = questions_of(tokenizer, run.people, run.seed)
    rows = [
        (one.prompt + [one.value], len(one.prompt))
        for one in questions
        if one.form in TRAINED_FORMS
    ]
    drift = answer_rows(tokenizer, taught["held"][:DRIFT_QUESTIONS], "base")
    return FactsTask(rows, questions, value_ids(tokenizer), drift)
