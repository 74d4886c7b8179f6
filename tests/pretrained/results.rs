//! `experiments/pretrained/results.json`, read here without the page's code.

use serde_json::Value;

/// The committed results.
pub(crate) struct Results(pub(crate) Value);

/// A LoRA run: scaling, rank, learning rate, seed, steps, people.
#[derive(Clone, Copy)]
pub(crate) struct Lora {
    pub(crate) scaling: &'static str,
    pub(crate) rank: usize,
    pub(crate) rate: &'static str,
    pub(crate) seed: u64,
    pub(crate) steps: usize,
    pub(crate) people: usize,
}

impl Lora {
    pub(crate) const USUAL: Self = Self {
        scaling: "std",
        rank: 1,
        rate: "0.001",
        seed: 0,
        steps: 300,
        people: 100,
    };
}

impl Results {
    pub(crate) fn read() -> Self {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/experiments/pretrained/results.json"
        );
        let text = std::fs::read_to_string(path).unwrap();
        Self(serde_json::from_str(&text).unwrap())
    }

    pub(crate) fn run(&self, name: &str) -> &Value {
        let run = &self.0["runs"][name];
        assert!(run.is_object(), "there is no run {name}");
        run
    }

    /// A run, of facts about this many people or of a style.
    fn of(&self, kind: &str, people: Option<usize>, seed: u64) -> &Value {
        let name = match people {
            Some(people) => format!("{kind}_facts_lr0.0001_s{seed}_300steps_n{people}"),
            None => format!("{kind}_style_lr0.0001_s{seed}_60steps"),
        };
        self.run(&name)
    }

    pub(crate) fn full(&self, people: Option<usize>, seed: u64) -> &Value {
        self.of("full", people, seed)
    }

    pub(crate) fn cut(&self, people: Option<usize>, seed: u64) -> &Value {
        self.of("cut", people, seed)
    }

    pub(crate) fn lora(&self, of: Lora) -> &Value {
        self.run(&of.name())
    }

    /// What is left of a cut update.
    pub(crate) fn left(&self, people: Option<usize>, seed: u64, rank: usize) -> f64 {
        let rank = rank.to_string();
        share(&self.cut(people, seed)["cut"][rank.as_str()])
    }

    pub(crate) fn whole(&self, people: Option<usize>, seed: u64) -> f64 {
        share(&self.full(people, seed)["eval"])
    }

    pub(crate) fn recall(&self, of: Lora) -> f64 {
        share(&self.lora(of)["eval"])
    }

    pub(crate) fn drift(&self, of: Lora) -> f64 {
        drift(&self.lora(of)["eval"])
    }

    /// The mean of a statistic over the shapes of the seven matrices of a block.
    pub(crate) fn random(&self, of: impl Fn(&Value) -> f64) -> f64 {
        let shapes = ["576x576"; 2]
            .iter()
            .chain(&["192x576"; 2])
            .chain(&["1536x576"; 3]);
        shapes
            .map(|shape| of(&self.0["gaussian_null"][*shape]))
            .sum::<f64>()
            / 7.0
    }
}

impl Lora {
    fn name(self) -> String {
        let Self {
            scaling,
            rank,
            rate,
            seed,
            steps,
            people,
        } = self;
        format!("lora_facts_r{rank}_{scaling}_lr{rate}_s{seed}_{steps}steps_n{people}")
    }
}

pub(crate) fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

/// Strict, or recall over both prompts that were trained on.
pub(crate) fn share(evaluation: &Value) -> f64 {
    if let Some(strict) = evaluation["strict"].as_f64() {
        return strict;
    }
    let recall = |form: &str| number(&evaluation[form]["recall"]);
    f64::midpoint(recall("statement"), recall("question"))
}

pub(crate) fn drift(evaluation: &Value) -> f64 {
    number(&evaluation["drift"]["nats_per_token"])
}

/// To the nine digits that the page's file keeps.
#[track_caller]
pub(crate) fn agree(shown: f64, expected: f64, what: &str) {
    let allowed = 1e-8 * expected.abs().max(1e-3);
    assert!(
        (shown - expected).abs() <= allowed,
        "{what}: {shown} is shown, {expected} was measured"
    );
}
