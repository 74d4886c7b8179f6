//! `results.json`, as the experiment wrote it, and the sums over it that the page shows. Nothing here
//! knows the code of `sim::transformer`.

use serde_json::Value;

pub(crate) const RANKS: [usize; 7] = [1, 2, 4, 8, 16, 32, 64];
pub(crate) const SEEDS: [u64; 2] = [0, 1];
pub(crate) const STEPS: [usize; 4] = [30, 100, 200, 500];
pub(crate) const TASKS: [&str; 2] = ["style", "facts"];

/// Everything the experiment wrote.
pub(crate) fn results() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/experiments/real-finetune/results.json"
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// What a task is measured by.
pub(crate) fn measure(task: &str) -> &'static str {
    match task {
        "style" => "heldout_styled",
        "facts" => "train",
        other => panic!("{other}"),
    }
}

pub(crate) struct Results(pub(crate) Value);

impl Results {
    pub(crate) fn read() -> Self {
        Self(results())
    }

    pub(crate) fn full(&self, task: &str, seed: u64) -> &Value {
        &self.0["runs"][format!("full_{task}_s{seed}_adamw_0.0003_n300")]
    }

    /// E(r) of every layer and seed after a step.
    pub(crate) fn energies(&self, task: &str, step: usize, rank: usize) -> Vec<f64> {
        let layers = SEEDS.iter().flat_map(|&seed| {
            let stats = &self.full(task, seed)["stats"][step.to_string()];
            stats.as_object().unwrap().values()
        });
        layers
            .map(|layer| number(&layer["E"][rank.to_string()]))
            .collect()
    }

    /// The ranks with 90 % of the energy.
    pub(crate) fn rank90(&self, task: &str, step: usize) -> Vec<f64> {
        let layers = SEEDS.iter().flat_map(|&seed| {
            let stats = &self.full(task, seed)["stats"][step.to_string()];
            stats.as_object().unwrap().values()
        });
        layers.map(|layer| number(&layer["rank90"])).collect()
    }

    pub(crate) fn truncated(&self, task: &str, seed: u64, rank: usize) -> f64 {
        let cut = &self.full(task, seed)["truncated"][rank.to_string()];
        number(&cut[measure(task)]["attr_acc"])
    }

    /// An adapter's run; none where it was not made.
    pub(crate) fn lora(&self, of: Of<'_>) -> Option<&Value> {
        let Of {
            task,
            scaling,
            seed,
            rank,
            rate,
            steps,
        } = of;
        // At rank 1 the scalings are one number.
        let kind = if scaling == "lora" || rank == 1 {
            "std"
        } else {
            "rs"
        };
        let name = format!("lora_{task}_s{seed}_r{rank}_{kind}_adamw_{rate}");
        let added = format!("extra_{name}_{steps}steps");
        let run = self.0["runs"].get(&name).filter(|_| steps == 500);
        run.or_else(|| self.0["runs"].get(&added))
    }

    pub(crate) fn accuracy(&self, of: Of<'_>) -> Option<f64> {
        Some(number(
            &self.lora(of)?["eval"][measure(of.task)]["attr_acc"],
        ))
    }

    pub(crate) fn gradient(&self, of: Of<'_>) -> Option<f64> {
        Some(number(&self.lora(of)?["gnorm"]["1"]))
    }

    pub(crate) fn entropy_rank(&self, of: Of<'_>) -> Option<f64> {
        Some(number(&self.lora(of)?["delta_entropy_rank_mean"]))
    }

    /// The slope of the first gradient's norm.
    pub(crate) fn slope(&self, task: &str, scaling: &str, seed: u64) -> f64 {
        let logs: Vec<(f64, f64)> = RANKS
            .iter()
            .map(|&rank| {
                let of = Of {
                    task,
                    scaling,
                    seed,
                    rank,
                    ..Of::USUAL
                };
                ((rank as f64).ln(), self.gradient(of).unwrap().ln())
            })
            .collect();
        // The normal equations, as in a textbook.
        let n = logs.len() as f64;
        let (x, y) = (sum(&logs, |p| p.0), sum(&logs, |p| p.1));
        let (xx, xy) = (sum(&logs, |p| p.0 * p.0), sum(&logs, |p| p.0 * p.1));
        (n * xy - x * y) / (n * xx - x * x)
    }
}

/// Which adapter.
#[derive(Clone, Copy)]
pub(crate) struct Of<'a> {
    pub(crate) task: &'a str,
    pub(crate) scaling: &'a str,
    pub(crate) seed: u64,
    pub(crate) rank: usize,
    pub(crate) rate: &'a str,
    pub(crate) steps: usize,
}

impl Of<'static> {
    pub(crate) const USUAL: Self = Self {
        task: "facts",
        scaling: "lora",
        seed: 0,
        rank: 8,
        rate: "0.001",
        steps: 500,
    };
}

fn sum(points: &[(f64, f64)], of: impl Fn(&(f64, f64)) -> f64) -> f64 {
    points.iter().map(of).sum()
}

pub(crate) fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The standard deviation of the values themselves, from the mean of their squares.
pub(crate) fn spread(values: &[f64]) -> f64 {
    let squares: Vec<f64> = values.iter().map(|value| value * value).collect();
    (mean(&squares) - mean(values).powi(2)).sqrt()
}

/// The page's nine digits.
pub(crate) fn agree(shown: f64, expected: f64, what: &str) {
    let slack = 1e-7 * expected.abs().max(1e-3);
    assert!(
        (shown - expected).abs() <= slack,
        "{what}: {shown}, expected {expected}"
    );
}
