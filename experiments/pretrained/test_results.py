"""Whether the committed results are sound, and whether the page's file, the committed adapter and
the words of README.md are what they say.

    python -m unittest discover experiments/pretrained

Needs NumPy, and neither torch nor the model.
"""

import json
import math
import unittest
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from compact import compact, write
from compare import beyond_noise
from finetune import notes
from finetune.output import text_of
from finetune.plan import FURTHER
from finetune.runs import ALPHA, BATCH, STEPS, WARMUP, CutRun
from tables import recall, tables

HERE = Path(__file__).parent
TEXT = (HERE / "results.json").read_text()
RESULTS = json.loads(TEXT)
RUNS = RESULTS["runs"]
README = (HERE / "README.md").read_text()
REPOSITORY = HERE.parent.parent
PAGE = REPOSITORY / "static" / "pretrained.json"
ADAPTER = REPOSITORY / "static" / "adapters" / "facts_r1"
ADAPTER_EXPECTED = REPOSITORY / "tests" / "fixtures" / "adapters" / "facts_r1"
# LAPACK and BLAS round differently from one build to the next.
ROUNDING = 1e-9
# The runs of each arm that forget least among those that recall everything.
LEAST_DRIFT = ("1_std_lr0.001", "8_rs_lr0.0005", "16_rs_lr0.0003", "64_rs_lr0.0003")
# A matrix's spectrum is kept to nine digits, and a norm is of float32 numbers.
KEPT = 1e-7
# What storing in bfloat16 leaves of a number.
HALF_PRECISION = 2**-8
# A cut update is multiplied out of its factors in float32, so it is not quite the one trained.
TWO_ANSWERS = 2 / 400


class TheResults(unittest.TestCase):
    def test_are_written_as_the_experiment_writes_them(self) -> None:
        self.assertEqual(TEXT, text_of(RESULTS) + "\n")

    def test_have_the_settings_of_the_code(self) -> None:
        self.assertEqual((RESULTS["batch"], RESULTS["steps"]), (BATCH, STEPS))
        self.assertEqual((RESULTS["lora"]["alpha"], RESULTS["warmup"]), (ALPHA, WARMUP))
        said = (RESULTS["noise"], RESULTS["limits"], RESULTS["notes"])
        self.assertEqual(said, (notes.NOISE, notes.LIMITS, notes.NOTES))

    def test_are_of_runs_that_came_to_their_end(self) -> None:
        for name, run in RUNS.items():
            if run["kind"] != "cut":
                self.assertIsNone(run["diverged_at"], name)
                self.assertEqual(run["steps_done"], run["steps"], name)
                windows = math.ceil(run["steps"] / 10)
                self.assertEqual(len(run["loss_by_10_steps"]), windows, name)
                self.assertEqual(len(run["accuracy_by_10_steps"]), windows, name)

    def test_count_the_parameters_that_the_shapes_have(self) -> None:
        config = RESULTS["base"]["config"]
        hidden, inner = config["hidden_size"], config["intermediate_size"]
        heads = hidden // config["num_attention_heads"] * config["num_key_value_heads"]
        # (outputs, inputs) of q, k, v, o, gate, up and down.
        shapes = [(hidden, hidden), (heads, hidden), (heads, hidden), (hidden, hidden)]
        shapes += [(inner, hidden), (inner, hidden), (hidden, inner)]
        blocks = config["num_hidden_layers"]
        whole = blocks * sum(rows * columns for rows, columns in shapes)
        self.assertEqual(RESULTS["base"]["parameters_in_block_linears"], whole)
        for name, run in RUNS.items():
            if run["kind"] == "full":
                self.assertEqual(run["trainable"], whole, name)
            elif run["kind"] == "lora":
                every = isinstance(run["target_modules"], list)
                sides = blocks * sum(map(sum, shapes)) if every else sum(shapes[-1])
                self.assertEqual(run["trainable"], run["r"] * sides, name)
                self.assertEqual(run["layers"], blocks * len(shapes) if every else 1, name)
                scale = math.sqrt(run["r"]) if run["use_rslora"] else run["r"]
                self.assertAlmostEqual(run["gamma"], run["alpha"] / scale, msg=name)

    def test_have_means_and_norms_that_follow_from_the_matrices(self) -> None:
        for name, run in RUNS.items():
            if run["kind"] != "cut":
                continue
            spectra = run["spectra"]
            self.assertEqual(len(spectra), 210, name)
            groups = {"": run["mean"], **run["by_module"]}
            for module, mean in groups.items():
                part = [one for layer, one in spectra.items() if layer.endswith(module)]
                for key in ("rank90", "rank99", "stable_rank", "entropy_rank", "erank_rv"):
                    self.assertAlmostEqual(fmean(one[key] for one in part) / mean[key], 1, 7, name)
                for rank, energy in mean["E"].items():
                    self.assertAlmostEqual(fmean(one["E"][rank] for one in part), energy, 8, name)
            norm = math.hypot(*(one["fro"] for one in spectra.values()))
            full = RUNS[run["of"]]["delta_fro"][str(run["steps"])]
            self.assertAlmostEqual(norm / full, 1, delta=KEPT, msg=name)

    def test_have_spectra_within_their_bounds(self) -> None:
        for name, run in RUNS.items():
            for layer, one in run.get("spectra", {}).items():
                energies = [*one["E"].values()]
                self.assertEqual(energies, sorted(energies), f"{name}, {layer}")
                self.assertLessEqual(energies[-1], 1)
                # 1/p₁ ≤ exp(entropy of p) ≤ the same of the square roots of p
                ranks = [1, one["stable_rank"], one["entropy_rank"], one["erank_rv"], 576]
                self.assertEqual(ranks, sorted(ranks), f"{name}, {layer}")

    def test_leave_of_an_uncut_update_what_was_trained(self) -> None:
        for name, run in RUNS.items():
            if "576" not in run.get("cut", {}):
                continue
            uncut, full = run["cut"]["576"], RUNS[run["of"]]["eval"]
            if run["task"] == "facts":
                self.assertAlmostEqual(recall(uncut), recall(full), delta=TWO_ANSWERS, msg=name)
            else:
                nats = uncut["nats_per_token"] / full["nats_per_token"]
                self.assertAlmostEqual(nats, 1, 3, name)
                self.assertEqual(run["cut"]["0"]["strict"], 0)

    def test_have_the_random_spectra_that_numpy_gives(self) -> None:
        rng = np.random.default_rng(0)
        for shape, recorded in RESULTS["gaussian_null"].items():
            rows, columns = map(int, shape.split("x"))
            squares = np.linalg.svd(rng.standard_normal((rows, columns)), compute_uv=False) ** 2
            share = squares / squares.sum()
            for rank, energy in recorded["E"].items():
                self.assertAlmostEqual(share[: int(rank)].sum(), energy, delta=ROUNDING)
            self.assertEqual(int((np.cumsum(share) < 0.9).sum()) + 1, recorded["rank90"])
            self.assertAlmostEqual(1 / share[0], recorded["stable_rank"], delta=1e-6)


class ThePage(unittest.TestCase):
    def test_shows_what_the_results_say(self) -> None:
        self.assertEqual(PAGE.read_text(), write(compact(RESULTS)) + "\n")

    def test_has_every_run_once_with_what_came_out(self) -> None:
        page = json.loads(PAGE.read_text())
        fulls = [run for run in RUNS.values() if run["kind"] == "full"]
        loras = [run for run in RUNS.values() if run["kind"] == "lora"]
        self.assertEqual((len(page["full"]), len(page["lora"])), (len(fulls), len(loras)))
        for run in (*fulls, *loras):
            settings = [run[key] for key in ("task", "seed", "lr", "steps")]
            of_lora = (run.get("r"), run.get("layers"))
            (shown,) = (
                one
                for one in (*page["full"], *page["lora"])
                if [one[key] for key in ("task", "seed", "rate", "steps")] == settings
                and one["people"] == run.get("n_people")
                and (one.get("rank"), one.get("matrices")) == of_lora
                and (one.get("scaling") == "rslora") == run.get("use_rslora", False)
            )
            if run["task"] == "facts":
                values = [recall(run["eval"]), run["eval"]["paraphrase"]["recall"]]
                known = [shown["measured"][key] for key in ("recall", "unseen")]
            else:
                values = [run["eval"]["strict"], run["eval"]["nats_per_token"]]
                known = [shown["measured"][key] for key in ("strict", "nats")]
            for value, said in zip(values, known):
                self.assertAlmostEqual(value, said, 8)

    def test_names_what_was_not_run(self) -> None:
        page = json.loads(PAGE.read_text())
        left = {run.name for run in FURTHER.runs if not isinstance(run, CutRun)} - {*RUNS}
        self.assertEqual(len(page["not_run"]), len(left))


class TheAdapter(unittest.TestCase):
    """`facts_r1`: its weights, what a reader must find in them, and the run that trained it."""

    expected = json.loads((ADAPTER_EXPECTED / "expected.json").read_text())

    def tensors(self) -> dict[str, np.ndarray]:
        """bfloat16 is the upper half of float32."""
        held = (ADAPTER / "adapter_model.safetensors").read_bytes()
        length = int.from_bytes(held[:8], "little")
        data = held[8 + length :]
        out = {}
        for name, one in json.loads(held[8 : 8 + length]).items():
            if name != "__metadata__":
                begin, end = one["data_offsets"]
                halves = np.frombuffer(data[begin:end], "<u2").astype("<u4") << 16
                out[name] = halves.view("<f4").astype(float).reshape(one["shape"])
        return out

    def test_holds_what_is_expected_of_it(self) -> None:
        tensors = self.tensors()
        self.assertEqual(len(tensors), self.expected["tensors"])
        self.assertEqual(len(self.expected["layers"]), 210)
        for layer, said in self.expected["layers"].items():
            a, b = (tensors[f"{layer}.lora_{factor}.weight"] for factor in "AB")
            self.assertEqual((b.shape[0], a.shape[1]), (said["out"], said["in"]), layer)
            # Of rank 1, γ B A has one singular value.
            sigma = said["gamma"] * np.linalg.norm(a) * np.linalg.norm(b)
            for value in (said["fro"], said["sigma"][0]):
                self.assertAlmostEqual(sigma / value, 1, delta=ROUNDING, msg=layer)

    def test_is_the_one_that_its_run_trained(self) -> None:
        run = RUNS[self.expected["run"]]
        config = json.loads((ADAPTER / "adapter_config.json").read_text())
        self.assertEqual(run["adapter"], self.expected["adapter"])
        settings = [config[key] for key in ("r", "lora_alpha", "use_rslora")]
        self.assertEqual(settings, [run[key] for key in ("r", "alpha", "use_rslora")])
        self.assertEqual(config["target_modules"], sorted(RESULTS["trainable"]))
        trained = run["delta_fro"][str(run["steps"])]
        self.assertAlmostEqual(self.expected["total_fro"] / trained, 1, delta=HALF_PRECISION)
        self.assertEqual(beyond_noise({**run, "eval": self.reloaded}, run, RESULTS["noise"]), [])

    @property
    def reloaded(self) -> dict[str, Any]:
        return self.expected["eval_after_reload"]


class TheWords(unittest.TestCase):
    def test_have_the_tables_of_the_results(self) -> None:
        for table in tables(RESULTS):
            self.assertIn(table, README)

    def test_have_the_numbers_of_the_results(self) -> None:
        """The statements of README.md that stand in no table."""
        all_facts = {
            "lora_facts_r1_std_lr0.001_s0_300steps_n100",
            "lora_facts_r1_std_lr0.001_s1_300steps_n100",
            "lora_facts_r64_std_lr0.001_s1_300steps_n100",
            "lora_facts_r8_rs_lr0.0005_s0_300steps_n100",
            "lora_facts_r1_std_lr0.001_s0_600steps_n200",
        }
        for name in all_facts:
            self.assertEqual(recall(RUNS[name]["eval"]), 1, name)
        long = RUNS["lora_facts_r1_std_lr0.001_s0_600steps_n200"]
        self.assertAlmostEqual(long["eval"]["paraphrase"]["recall"], 0.94, delta=0.005)
        high = RUNS["lora_facts_r64_std_lr0.001_s0_300steps_n200"]
        self.assertAlmostEqual(recall(high["eval"]), 0.095)
        drift = RUNS["lora_facts_r8_rs_lr0.0005_s0_300steps_n100"]["eval"]["drift"]
        self.assertAlmostEqual(drift["nats_per_token"], 2.65, delta=0.005)
        held = fmean(long["eval"][form]["bits_held"] for form in ("statement", "question"))
        self.assertAlmostEqual(held * 2 * long["n_people"] / long["trainable"], 0.008, delta=5e-4)
        one_matrix = [recall(run["eval"]) for run in RUNS.values() if run.get("layers") == 1]
        self.assertEqual((round(min(one_matrix), 9), max(one_matrix)), (0.03, 0.055))

    def test_have_the_drifts_of_the_results(self) -> None:
        def drift(name: str) -> float:
            return RUNS[name]["eval"]["drift"]["nats_per_token"]

        least = [drift(f"lora_facts_r{name}_s0_300steps_n100") for name in LEAST_DRIFT]
        least.append(drift("full_facts_lr0.0001_s0_300steps_n100"))
        self.assertEqual([round(min(least), 1), round(max(least), 1)], [2.6, 2.7])
        more = [drift(f"lora_facts_r{r}_std_lr0.001_s0_300steps_n100") for r in (4, 16, 64)]
        self.assertAlmostEqual(min(more), 3.0, delta=0.05)
        self.assertAlmostEqual(max(more), 3.2, delta=0.05)

    def test_have_the_steps_and_exponents_of_the_results(self) -> None:
        def half(name: str) -> int:
            course = RUNS[name]["accuracy_by_10_steps"]
            return 10 * (1 + next(i for i, part in enumerate(course) if part >= 0.5))

        def name(rank: int, scaling: str, rate: str = "0.001") -> str:
            return f"lora_facts_r{rank}_{scaling}_lr{rate}_s0_300steps_n100"

        std = [half(name(rank, "std")) for rank in (1, 4, 16, 64)]
        self.assertEqual((min(std), max(std)), (190, 210))
        self.assertEqual(half(name(1, "std", "0.003")), 160)
        self.assertEqual(half(name(64, "std", "0.003")), 260)
        self.assertEqual(half("full_facts_lr0.0001_s0_300steps_n100"), 130)
        for scaling, exponent in (("std", -0.52), ("rs", -0.02)):
            ranks = np.log([1, 4, 16, 64])
            runs = [name(1, "std"), *(name(rank, scaling) for rank in (4, 16, 64))]
            norms = np.log([RUNS[run]["gnorm"]["1"] for run in runs])
            self.assertAlmostEqual(np.polyfit(ranks, norms, 1)[0], exponent, delta=0.005)


if __name__ == "__main__":
    unittest.main()
