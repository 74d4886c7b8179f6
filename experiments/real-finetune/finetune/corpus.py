"""The synthetic corpus: who there is, what is true of them, and the sentences that say so.

A person `p` (0 … 599) has one value `v` (0 … 63) in each of four relations. A template is a
sentence with placeholders:

    N  the person's name      X  the value of the relation
    T  any thing              A  any adjective

A sentence is a list of word ids that starts with `<bos>`, and the position of its X (-1 without
one). Only the standard library is used here, and every draw comes from a seeded `random.Random`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from math import log
from random import Random

PEOPLE = 600
# Half are fine-tuned on; the others show what fine-tuning does to those it never names.
TUNED_PEOPLE = 300
VALUES = 64
THINGS = 40
ADJECTIVES = 30
RELATIONS = ("city", "job", "pet", "colour")
PLACEHOLDERS = frozenset("NXTA")
# Added to the experiment's seed, so that people and filler are drawn from streams of their own.
PEOPLE_STREAM = 1000
FILLER_STREAM = 2000

Templates = dict[str, list[str]]
Sentence = tuple[list[int], int]
# values[relation][person] = value
Values = dict[str, list[int]]

PLAIN: Templates = {
    "city": ["N lives in X .", "N has a home in X .", "the home of N is in X ."],
    "job": ["N works as a X .", "N earns a living as a X .", "the job of N is X ."],
    "pet": ["N owns a X .", "N feeds a pet X .", "the pet of N is a X ."],
    "colour": ["N likes X .", "N prefers the colour X .", "the favourite colour of N is X ."],
}


def _in_manner(clause: str) -> str:
    return f"it is known that {clause} , indeed ."


# The manner to be learnt: other verbs, and a frame around every clause.
STYLED: Templates = {
    relation: [_in_manner(clause) for clause in clauses]
    for relation, clauses in {
        "city": ["N resides in X", "N maintains a residence in X", "the residence of N lies in X"],
        "job": [
            "N is employed as a X",
            "N practises the trade of X",
            "the occupation of N remains X",
        ],
        "pet": ["N keeps a X as companion", "N cares for a X", "the companion of N was a X"],
        "colour": ["N favours X", "N admires the hue X", "the preferred hue of N is X"],
    }.items()
}

# The embeddings are frozen in fine-tuning, so the base model must have met every styled word
# before. Filler shows it each of them, in other orders and never in the styled frame.
FILLER = [
    "it is A that the T is A .",
    "the T is known , A and A .",
    "indeed the T resides in a T .",
    "a T maintains the T .",
    "the residence lies A in the T .",
    "the T is employed for a T .",
    "one practises the A trade .",
    "the occupation remains A , one keeps the T .",
    "a companion cares for the T .",
    "one favours the A T .",
    "that T admires a A hue .",
    "the preferred T was A indeed .",
    "as companion the T is A .",
    "known as a A T .",
    "the trade of T keeps a A T .",
    "that hue remains A .",
]


def _vocabulary() -> dict[str, int]:
    """Word → id. The order is part of the experiment: it decides which embedding row a word
    draws."""
    templates = chain(*PLAIN.values(), *STYLED.values(), FILLER)
    plain_words = {word for template in templates for word in template.split()} - PLACEHOLDERS
    words = chain(
        ("<pad>", "<bos>"),
        (f"name{i}" for i in range(PEOPLE)),
        (f"{relation}{i}" for relation in RELATIONS for i in range(VALUES)),
        (f"thing{i}" for i in range(THINGS)),
        (f"adj{i}" for i in range(ADJECTIVES)),
        sorted(plain_words),
    )
    return {word: i for i, word in enumerate(dict.fromkeys(words))}


VOCABULARY = _vocabulary()
PAD = VOCABULARY["<pad>"]
BOS = VOCABULARY["<bos>"]
NAMES = range(VOCABULARY["name0"], VOCABULARY["name0"] + PEOPLE)


@dataclass(frozen=True)
class World:
    """What is true (`facts`), what is to be learnt instead (`new_facts`, never equal), and the two
    halves."""

    facts: Values
    new_facts: Values
    tuned: list[int]
    others: list[int]

    @classmethod
    def draw(cls, seed: int) -> "World":
        rng = Random(PEOPLE_STREAM + seed)
        facts = {relation: [rng.randrange(VALUES) for _ in range(PEOPLE)] for relation in RELATIONS}
        new_facts = {
            relation: [
                rng.choice([v for v in range(VALUES) if v != old]) for old in facts[relation]
            ]
            for relation in RELATIONS
        }
        people = list(range(PEOPLE))
        rng.shuffle(people)
        return cls(facts, new_facts, people[:TUNED_PEOPLE], people[TUNED_PEOPLE:])


def fact_sentences(templates: Templates, people: Iterable[int], values: Values) -> list[Sentence]:
    """Every template of every relation, for each person in turn."""
    sentences = []
    for person in people:
        for relation in RELATIONS:
            fill = {"N": f"name{person}", "X": f"{relation}{values[relation][person]}"}
            for template in templates[relation]:
                words = ["<bos>", *template.split()]
                ids = [VOCABULARY[fill.get(word, word)] for word in words]
                sentences.append((ids, words.index("X")))
    return sentences


def filler_sentences(count: int, seed: int) -> list[Sentence]:
    """`count` filler templates at random, each placeholder filled at random."""
    rng = Random(FILLER_STREAM + seed)
    draw = {
        "T": lambda: f"thing{rng.randrange(THINGS)}",
        "A": lambda: f"adj{rng.randrange(ADJECTIVES)}",
    }
    sentences = []
    for _ in range(count):
        words = ["<bos>"]
        for word in rng.choice(FILLER).split():
            words.append(draw[word]() if word in draw else word)
        sentences.append(([VOCABULARY[word] for word in words], -1))
    return sentences


def loss_floor(templates: Templates) -> tuple[float, float]:
    """(nats, scored words) per sentence for a model that knows every fact.

    It still cannot know which template comes: at each prefix, words that continue it in `c` of its
    `n` templates cost −c ln(c / n) nats. Names are not scored.
    """
    sentences = [template.split() for template in chain(*templates.values())]
    continuations: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for words in sentences:
        for position, word in enumerate(words):
            if word != "N":
                continuations[tuple(words[:position])].append(word)
    nats = scored = 0.0
    for following in continuations.values():
        scored += len(following)
        for count in Counter(following).values():
            nats -= count * log(count / len(following))
    return nats / len(sentences), scored / len(sentences)
