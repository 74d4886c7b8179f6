"""Whether plan and corpus still are those of the committed results, and the comparison compares.

    python -m unittest discover experiments/pretrained

Needs the standard library alone.
"""

import json
import math
import unittest
import zlib
from pathlib import Path
from random import Random
from typing import Any

from compare import beyond_noise, largest
from finetune import corpus, manner
from finetune.plan import FURTHER, SMOKE_RUNS, WHOLE, smoke_plan
from finetune.runs import BATCH, CutRun, FullRun, LoraRun

RESULTS = json.loads((Path(__file__).parent / "results.json").read_text())
RUNS = RESULTS["runs"]
# CRC-32 of the facts that are trained on, by people and seed, and of the questions, in the version
# of Python that made the results. They fail where `random` draws otherwise, or where the corpus is
# no longer that one.
FACTS = {(100, 0): 3517177308, (200, 0): 611558385, (100, 1): 3924704281, (200, 1): 1518245078}
QUESTIONS = 3931492159


def checksum(content: Any) -> int:
    return zlib.crc32(json.dumps(content).encode())


def facts(people: int, seed: int) -> list[list[str]]:
    return [[one.form, one.prompt, one.value] for one in corpus.facts(people, seed)]


class TheCorpus(unittest.TestCase):
    def test_is_the_one_of_the_results(self) -> None:
        said = RESULTS["facts"]
        self.assertEqual(said["prompts"], corpus.PROMPTS)
        self.assertEqual(said["values"], corpus.VALUES)
        self.assertEqual(tuple(said["trained_forms"]), corpus.TRAINED_FORMS)
        self.assertEqual(said["bits_per_person"], corpus.BITS_PER_PERSON)
        self.assertEqual(said["drift_questions"], manner.DRIFT_QUESTIONS)
        said = RESULTS["style"]
        self.assertEqual((tuple(said["asked"]), said["things"]), (manner.ASKED, manner.THINGS))
        self.assertEqual(said["held_things"], manner.HELD_OUT_THINGS)
        self.assertEqual(said["replaced"], manner.REPLACED)
        counts = (manner.TRAINED_QUESTIONS, manner.HELD_OUT_QUESTIONS)
        self.assertEqual((said["train"], said["held"]), counts)
        for (people, seed), known in FACTS.items():
            self.assertEqual(checksum(facts(people, seed)), known, f"{people} people, seed {seed}")
        self.assertEqual(checksum(manner.questions()), QUESTIONS)

    def test_names_everyone_once_and_tells_of_each_the_same_whoever_else_there_is(self) -> None:
        for seed in (0, 1):
            many = facts(200, seed)
            self.assertEqual(many[: len(facts(100, seed))], facts(100, seed))
            self.assertEqual(len({one.name for one in corpus.facts(200, seed)}), 200)
        self.assertNotEqual(facts(100, 0), facts(100, 1))

    def test_needs_all_the_bits_it_counts(self) -> None:
        for values in corpus.VALUES.values():
            self.assertEqual(math.log2(len(set(values))), corpus.BITS_PER_VALUE)

    def test_asks_about_other_things_when_it_judges(self) -> None:
        asked = manner.questions()
        self.assertFalse({*asked["train"]} & {*asked["held"]})
        for part, wanted in zip(asked.values(), (200, 80)):
            self.assertGreaterEqual(len({*part}), wanted)

    def test_finds_the_recorded_answers_in_the_manner_only_once_restyled(self) -> None:
        for pair in RESULTS["style"]["examples"]:
            self.assertEqual(manner.first_clause(pair["base"]), pair["base"])
            self.assertEqual(manner.restyle(pair["base"]), pair["styled"])
            styled = manner.judge(pair["styled"], pair["base"])
            for key in ("strict", "exact", "content_f1", "dialect_share"):
                self.assertEqual(styled[key], 1, f"{key} of {pair}")
            plain = manner.judge(pair["base"], pair["base"])
            self.assertEqual((plain["prefix"], plain["strict"], plain["exact"]), (0, 0, 0))
            self.assertEqual(plain["content_f1"], 1)

    def test_judges_the_recorded_sayings_as_the_runs_did(self) -> None:
        # A strict share of one leaves no answer out, and one of none lets none in.
        for name, run in RUNS.items():
            for evaluation in (*run.get("cut", {}).values(), run.get("eval")):
                if run["task"] == "style" and evaluation and evaluation["prefix"] in (0, 1):
                    for _, said in evaluation["examples"]:
                        self.assertEqual(
                            manner.judge(said, "x")["prefix"], evaluation["prefix"], name
                        )


class ThePlan(unittest.TestCase):
    def test_has_the_runs_of_the_results_and_their_settings(self) -> None:
        self.assertEqual(sorted(run.name for run in WHOLE.runs), sorted(RUNS))
        kinds = {FullRun: "full", LoraRun: "lora", CutRun: "cut"}
        for run in WHOLE.runs:
            result = RUNS[run.name]
            training = run.full if isinstance(run, CutRun) else run
            ours = [kinds[type(run)], training.task, training.seed, training.rate, training.steps]
            keys = ("kind", "task", "seed", "lr", "steps")
            self.assertEqual(ours, [result[key] for key in keys], run.name)
            self.assertEqual(training.people, result.get("n_people"), run.name)
            self.assertEqual(BATCH[training.task], result["bs"], run.name)

    def test_has_the_adapters_and_cuts_of_the_results(self) -> None:
        linears = RESULTS["trainable"]
        for run in WHOLE.runs:
            result = RUNS[run.name]
            cut_to = run.full.cut_to if isinstance(run, CutRun) else run.cut_to
            if not isinstance(run, FullRun):
                self.assertEqual([*map(str, cut_to)], [*result.get("cut", {})], run.name)
            if isinstance(run, LoraRun):
                ours = [run.rank, run.root_scaling, run.only or linears, run.adapter]
                keys = ("r", "use_rslora", "target_modules", "adapter")
                self.assertEqual(ours, [result[key] for key in keys], run.name)

    def test_plans_no_run_twice_and_says_which_are_not_made(self) -> None:
        names = [run.name for run in FURTHER.runs]
        self.assertEqual(len(names), len({*names}))
        self.assertLess({*RUNS}, {*names})

    def test_goes_every_way_in_the_smoke_variant(self) -> None:
        smoke = smoke_plan()
        self.assertLessEqual(SMOKE_RUNS, {*smoke.shortened.values()})
        self.assertEqual({*smoke.shortened}, {run.name for run in smoke.runs})
        self.assertTrue({*smoke.shortened.values()} <= {*RUNS})
        loras = [run for run in smoke.runs if isinstance(run, LoraRun)]
        self.assertEqual({run.root_scaling for run in loras}, {False, True})
        self.assertEqual({bool(run.only) for run in loras}, {False, True})
        self.assertTrue(any(run.cut_to for run in loras))
        stored = {run.stored_as for run in smoke.kept_adapters()}
        self.assertEqual(stored, {run.stored_as for run in WHOLE.kept_adapters()})
        self.assertEqual({run.full.task for run in smoke.cuts()}, {"facts", "style"})


class TheComparison(unittest.TestCase):
    def test_finds_the_one_number_that_was_moved(self) -> None:
        random = Random(1)
        trained = sorted(name for name, run in RUNS.items() if run["kind"] != "cut")
        for name in random.sample(trained, 5):
            moved = json.loads(json.dumps(RUNS[name]))
            step = random.choice(sorted(moved["gnorm"]))
            moved["gnorm"][step] *= 1 + 1e-9
            found = largest(moved, RUNS[name])
            self.assertAlmostEqual(found.size, 1e-9, delta=1e-12, msg=name)
            self.assertEqual(found.where, f"gnorm.{step}")

    def test_does_not_pass_over_what_is_missing_or_no_number(self) -> None:
        run = RUNS["full_style_lr0.0001_s0_60steps"]
        short = {key: value for key, value in run.items() if key != "eval"}
        self.assertEqual(largest(short, run).size, float("inf"))
        self.assertEqual(largest({**run, "loss_last30": float("nan")}, run).size, float("inf"))
        self.assertEqual(largest(run, {**run, "wall_s": 0}).size, 0)
        self.assertTrue(beyond_noise(short, run, RESULTS["noise"]))

    def test_tells_noise_from_what_is_beyond_it(self) -> None:
        run = RUNS["lora_facts_r1_std_lr0.0003_s0_300steps_n100"]
        for by, beyond in ((0.05, []), (0.055, ["statement 0.585 → 0.640"])):
            moved = json.loads(json.dumps(run))
            moved["eval"]["statement"]["recall"] += by
            self.assertEqual(beyond_noise(moved, run, RESULTS["noise"]), beyond)


if __name__ == "__main__":
    unittest.main()
