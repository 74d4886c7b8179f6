"""The facts: invented people with a city and a job each, and the prompts that ask for them.

A person is a first name and a surname. Both are shared between people, so that only the two
together tell who is meant. A value is one of a list of 64, each a single token: log₂ 64 = 6 bits,
12 bits a person. A sequence is a prompt and the value. Two forms of prompt are trained on, a
statement and a question; a third never is.

Only the standard library is used here, and every draw comes from a seeded `random.Random`.
"""

from dataclasses import dataclass
from random import Random

FIRST = (
    "Tom Anna Peter Jack Sarah David Simon Henry Alice Robert Martin Victor Daniel Maria Samuel"
    " Max Paul Adam Lily Jane Carl George Joseph Louis Emily Arthur Edward Thomas Ben Frank"
).split()
LAST = (
    "Stone Wood Hill Brook Field Rivers Lake Snow Frost Winter Summer Storm Cloud Bell Cross"
    " Church Bishop Knight Page Marsh Moore Glass Gold Silver Steel Iron Copper Reed Oak Ash"
    " Maple Berry Lamb Wolf Fox Bear Hawk Crane Swan Drake Wren Fisher Hunter Fletcher Cooper"
    " Mason Carter Turner Walker Porter Potter Butler Miller Weaver Gardner Singer Price Sharp"
    " Strong Swift Bright Young Long Short Little Love Hope Noble Power Banks Bridges Gates"
    " Waters Mills Wells Ford Park Day May Castle Tower Temple Crown Shield Arrow Hammer Harbor"
    " Cove Shore Dale Glen Ridge Cliff Flint Clay Pearl Ruby Coral Cotton Silk"
).split()
CITIES = (
    "London Paris Berlin Madrid Rome Vienna Athens Moscow Dublin Lisbon Warsaw Prague Budapest"
    " Stockholm Oslo Copenhagen Helsinki Brussels Amsterdam Zurich Geneva Milan Venice Florence"
    " Naples Barcelona Manchester Liverpool Edinburgh Glasgow Cambridge Oxford Boston Chicago"
    " Dallas Houston Denver Seattle Portland Detroit Atlanta Miami Philadelphia Baltimore"
    " Cleveland Memphis Toronto Montreal Vancouver Ottawa Sydney Melbourne Tokyo Kyoto Beijing"
    " Shanghai Delhi Mumbai Singapore Cairo Jerusalem Istanbul Nairobi Hamburg"
).split()
JOBS = (
    "teacher doctor nurse lawyer farmer baker painter writer poet singer dancer pilot sailor"
    " soldier judge chef driver carpenter mechanic chemist physicist biologist mathematician"
    " historian philosopher journalist librarian photographer musician composer pianist priest"
    " monk merchant clerk secretary manager director producer designer programmer scientist"
    " surgeon dentist pharmacist therapist psychologist counselor coach trainer guard detective"
    " captain miner blacksmith tailor butcher gardener fisherman hunter shepherd translator"
    " professor diplomat"
).split()
VALUES = {"city": CITIES, "job": JOBS}
PROMPTS = {
    "city": {
        "statement": "{n} lives in",
        "question": "Where does {n} live? In",
        "paraphrase": "To visit {n} you must travel to",
    },
    "job": {
        "statement": "{n} works as a",
        "question": "What job has {n}? A",
        "paraphrase": "By profession, {n} is a",
    },
}
TRAINED_FORMS = ("statement", "question")
FORMS = (*TRAINED_FORMS, "paraphrase")
BITS_PER_VALUE = 6
BITS_PER_PERSON = BITS_PER_VALUE * len(VALUES)
# Names are drawn this many at a time, so that the first 100 people are among the 200.
DRAWN = 1000


@dataclass(frozen=True)
class Fact:
    """One form of one fact. `prompt` ends before the value, which follows after a space."""

    name: str
    attribute: str
    form: str
    prompt: str
    value: str


def facts(people: int, seed: int) -> list[Fact]:
    """All forms of all facts, person by person. A person has the same values whoever else there
    is."""
    everyone = [f"{first} {last}" for first in FIRST for last in LAST]
    made = []
    for name in Random(f"people {seed}").sample(everyone, DRAWN)[:people]:
        drawn = Random(f"values {seed} {name}")
        for attribute, values in VALUES.items():
            value = drawn.choice(values)
            for form, template in PROMPTS[attribute].items():
                made.append(Fact(name, attribute, form, template.format(n=name), value))
    return made
