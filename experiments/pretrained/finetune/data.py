"""Facts and answers as tokens.

A row is (ids, first scored position): every token from there on is scored, each predicted from
those before it.
"""

from dataclasses import dataclass

from transformers import PreTrainedTokenizerBase

from . import corpus
from .base import END, START, chat
from .manner import Pair

Row = tuple[list[int], int]


def ids_of(tokenizer: PreTrainedTokenizerBase, text: str) -> list[int]:
    return tokenizer(text, add_special_tokens=False)["input_ids"]


@dataclass(frozen=True)
class Question:
    """A fact as tokens."""

    attribute: str
    form: str
    prompt: list[int]
    value: int


def questions_of(tokenizer: PreTrainedTokenizerBase, people: int, seed: int) -> list[Question]:
    def token(value: str) -> int:
        (only,) = ids_of(tokenizer, f" {value}")
        return only

    return [
        Question(
            fact.attribute, fact.form, ids_of(tokenizer, START + fact.prompt), token(fact.value)
        )
        for fact in corpus.facts(people, seed)
    ]


def value_ids(tokenizer: PreTrainedTokenizerBase) -> dict[str, list[int]]:
    """Attribute → the tokens of its 64 values."""
    return {
        attribute: [ids_of(tokenizer, f" {value}")[0] for value in values]
        for attribute, values in corpus.VALUES.items()
    }


def answer_rows(tokenizer: PreTrainedTokenizerBase, pairs: list[Pair], key: str) -> list[Row]:
    """Question and answer as one sequence; the answer and its end are scored."""
    rows = []
    for pair in pairs:
        prompt = ids_of(tokenizer, chat(pair["question"]))
        rows.append((prompt + ids_of(tokenizer, pair[key] + END), len(prompt)))
    return rows
