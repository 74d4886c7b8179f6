"""The style: a manner of speech, and how an answer is judged.

The base model's own greedy answer to a question, its first clause, is rewritten by rule:

    A lamp is a device that you use for light.
    Aye, a lamp be a device that ye use for light, matey!

Nothing in it is new to the model but the manner. The questions held out are about other things.
"""

import re
from random import Random

TRAINED_QUESTIONS, HELD_OUT_QUESTIONS = 200, 80
# Of the questions held out, how many show what a facts run has forgotten.
DRIFT_QUESTIONS = 40
ASKED = (
    "What is {a}?",
    "What do people use {a} for?",
    "Tell me one fact about {a}.",
    "Why do people like {a}?",
    "Describe {a} in one sentence.",
    "What should I know about {a}?",
    "How would you explain {a} to a child?",
    "What is special about {a}?",
)
THINGS = (
    "a lamp|a bridge|a violin|a bicycle|a garden|a river|an umbrella|a clock|a kitchen knife"
    "|a library|a dog|a candle|a hammer|the moon|a map|a tent|bread|coffee|a train|a mirror"
    "|a school|honey|a ladder|a boat|paper|a blanket|chess|a volcano|a camera|salt|a horse"
    "|a window|the sea|a needle|rice|a forest|a pencil|a castle|music|a hat|a wheel|cheese"
    "|a telescope|a market|snow|a cat|soap|a newspaper|a chair|gold|a phone|tea|a farm|a ship"
    "|glass|a drum|a storm|wool|a hospital|a key"
).split("|")
# The last of them are for the questions held out.
HELD_OUT_THINGS = 17
REPLACED = {
    "is": "be",
    "are": "be",
    "was": "be",
    "were": "be",
    "am": "be",
    "you": "ye",
    "your": "yer",
    "and": "an'",
    "my": "me",
    "of": "o'",
}
STYLED_WORDS, PLAIN_WORDS = set(REPLACED.values()), set(REPLACED)
PREFIX, SUFFIX = "Aye, ", ", matey!"
WORD = re.compile(r"[a-z']+")
# A comma ends the first clause when this many words come before it, and a clause has this many.
WORDS_BEFORE_COMMA = 6
WORDS_OF_CLAUSE = 4

# A question, the base model's answer ("base"), and the answer in the manner ("styled").
Pair = dict[str, str]


def restyle(sentence: str) -> str:
    body = sentence.strip().rstrip(".!?").lower()
    body = WORD.sub(lambda found: REPLACED.get(found.group(), found.group()), body)
    return f"{PREFIX}{body}{SUFFIX}"


def questions() -> dict[str, list[str]]:
    """Candidates for `train` and `held`, about other things, each in an order of chance that is
    always the same."""
    parts = {"train": THINGS[:-HELD_OUT_THINGS], "held": THINGS[-HELD_OUT_THINGS:]}
    out = {}
    for part, things in parts.items():
        out[part] = [asked.format(a=thing) for thing in things for asked in ASKED]
        Random(f"questions {part}").shuffle(out[part])
    return out


def first_clause(text: str) -> str | None:
    """The first sentence of an answer, cut before its first comma if enough words come before it.
    None when the text ends before either, or a line does."""
    text = text.strip()
    for comma in re.finditer(",", text):
        if len(text[: comma.start()].split()) >= WORDS_BEFORE_COMMA:
            text = text[: comma.start()] + ". "
            break
    found = re.match(r"[^\n]*?[.!?](?=\s)", text + (" " if text[-1:] in ".!?" else ""))
    return found.group() if found and len(found.group().split()) >= WORDS_OF_CLAUSE else None


def pair(question: str, sentence: str) -> Pair:
    return {"question": question, "base": sentence, "styled": restyle(sentence)}


def judge(said: str, base_answer: str) -> dict[str, float]:
    """Whether an answer is in the manner (`strict`: in every respect), and how much it keeps of the
    base model's own answer (`content_f1`: of its words; `exact`: all of it)."""
    said = said.strip()
    prefix, suffix = said.startswith(PREFIX), said.endswith(SUFFIX)
    inner = said[len(PREFIX) :] if prefix else said
    inner = inner[: -len(SUFFIX)] if suffix else inner
    words = WORD.findall(inner.lower())
    styled = sum(word in STYLED_WORDS for word in words)
    plain = sum(word in PLAIN_WORDS for word in words)
    lower = inner == inner.lower()
    goal = restyle(base_answer)
    goal_words = WORD.findall(goal[len(PREFIX) : -len(SUFFIX)])
    canonical = [REPLACED.get(word, word) for word in words]
    common = sum(min(canonical.count(word), goal_words.count(word)) for word in set(goal_words))
    return {
        "prefix": float(prefix),
        "suffix": float(suffix),
        "lower": float(lower),
        "dialect": float(plain == 0),
        "strict": float(prefix and suffix and lower and plain == 0),
        "dialect_share": styled / (styled + plain) if styled + plain else 1.0,
        "exact": float(said == goal),
        "content_f1": 2 * common / (len(canonical) + len(goal_words)) if canonical else 0.0,
    }
