"""Whether the code still describes the committed results.

    python -m unittest discover experiments/real-finetune

Needs the standard library alone, so it is cheap to check.
"""

import json
import unittest
import zlib
from itertools import chain
from pathlib import Path
from random import Random

from compare import largest
from finetune import corpus
from finetune.corpus import PLAIN, STYLED, World
from finetune.plan import SEEDS, SMOKE_RUNS, WHOLE, smoke_plan
from finetune.runs import FullRun

RESULTS = json.loads((Path(__file__).parent / "results.json").read_text())
# CRC-32 of what the base model, style and facts are trained on, by seed, in the version of Python
# that made the results. They fail where `random` draws otherwise, or where the corpus is no longer
# that one.
CHECKSUMS = {0: 3884778537, 1: 3215362713}


def checksum(seed: int) -> int:
    world = World.draw(seed)
    sentences = (
        corpus.fact_sentences(PLAIN, range(corpus.PEOPLE), world.facts)
        + corpus.filler_sentences(1500, seed)
        + corpus.fact_sentences(STYLED, world.tuned, world.facts)
        + corpus.fact_sentences(PLAIN, world.tuned, world.new_facts)
    )
    return zlib.crc32(json.dumps(sentences).encode())


class TheCorpus(unittest.TestCase):
    def test_is_the_one_of_the_results(self) -> None:
        self.assertEqual(
            RESULTS["templates"], {"plain": PLAIN, "styled": STYLED, "filler": corpus.FILLER}
        )
        self.assertEqual(RESULTS["vocab"], len(corpus.VOCABULARY))
        for seed in SEEDS:
            self.assertEqual(checksum(seed), CHECKSUMS[seed], f"seed {seed}")

    def test_has_the_floor_of_the_results(self) -> None:
        for manner, templates in (("plain", PLAIN), ("styled", STYLED)):
            recorded = RESULTS["floor_nats_per_sentence_and_tokens"][manner]
            for ours, theirs in zip(corpus.loss_floor(templates), recorded, strict=True):
                self.assertAlmostEqual(ours, theirs, places=14)

    def test_teaches_nobody_what_they_know(self) -> None:
        for seed in SEEDS:
            world = World.draw(seed)
            self.assertEqual(sorted(world.tuned + world.others), list(range(corpus.PEOPLE)))
            for relation in corpus.RELATIONS:
                for old, new in zip(world.facts[relation], world.new_facts[relation], strict=True):
                    self.assertNotEqual(old, new)

    def test_shows_every_styled_word_to_the_base_model_without_the_frame(self) -> None:
        met = {
            word
            for sentence in (*corpus.FILLER, *chain(*PLAIN.values()))
            for word in sentence.split()
        }
        styled = [sentence for sentences in STYLED.values() for sentence in sentences]
        self.assertLessEqual({word for sentence in styled for word in sentence.split()}, met)
        self.assertFalse(
            [sentence for sentence in corpus.FILLER if sentence.startswith("it is known that")]
        )


class ThePlan(unittest.TestCase):
    def test_has_the_runs_of_the_results_and_their_settings(self) -> None:
        self.assertEqual(sorted(run.name for run in WHOLE.runs), sorted(RESULTS["runs"]))
        for run in WHOLE.runs:
            result = RESULTS["runs"][run.name]
            ours = [run.task, run.seed, run.rate, run.optimizer, run.steps]
            self.assertEqual(
                ours, [result[key] for key in ("task", "seed", "lr", "opt", "steps")], run.name
            )
            if isinstance(run, FullRun):
                self.assertEqual(
                    (run.people, run.truncate),
                    (result["n_people"], "truncated" in result),
                    run.name,
                )
                self.assertEqual(
                    [*map(str, (*run.spectrum_steps, run.steps))], [*result["stats"]], run.name
                )
            else:
                self.assertEqual(
                    (run.rank, run.root_scaling), (result["r"], result["use_rslora"]), run.name
                )

    def test_keeps_all_adapters_in_the_smoke_variant(self) -> None:
        smoke = smoke_plan()
        self.assertEqual({run.name for run in smoke.runs}, SMOKE_RUNS)
        self.assertEqual(len(smoke.kept_adapters()), len(WHOLE.kept_adapters()))


class TheComparison(unittest.TestCase):
    def test_finds_the_one_number_that_was_moved(self) -> None:
        random = Random(1)
        for name, run in random.sample(sorted(RESULTS["runs"].items()), 5):
            moved = json.loads(json.dumps(run))
            step = random.choice(sorted(moved["gnorm"]))
            moved["gnorm"][step] *= 1 + 1e-9
            found = largest(moved, run)
            self.assertAlmostEqual(found.size, 1e-9, delta=1e-12, msg=name)
            self.assertEqual(found.where, f"gnorm.{step}")

    def test_does_not_pass_over_what_is_missing(self) -> None:
        run = RESULTS["runs"]["pattern_facts"]
        short = {key: value for key, value in run.items() if key != "eval"}
        self.assertEqual(largest(short, run).size, float("inf"))
        self.assertEqual(largest(run, {**run, "wall_s": 0}).size, 0)


if __name__ == "__main__":
    unittest.main()
