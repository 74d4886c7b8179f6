//! The page's present state as Python: the experiment in NumPy, the adapter as PEFT's configuration.

use std::fmt::Write as _;

use rankscope_params::number::significant;
use rankscope_params::{Key, Params, Script};
use rankscope_sim::Scaling;
use rankscope_sim::article::{ERROR_RANKS, LISTED_VALUES, SCALING_RANKS, VARIANCE_RANKS};

/// The experiment after its parameters, as a reader would write it.
const EXPERIMENT: &str = include_str!("experiment.py");

/// A script to take away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptText {
    /// Its name in element ids.
    pub id: &'static str,
    /// What its button says.
    pub label: String,
    pub text: String,
}

/// Every script of a choice: for an adapter one for each inspected rank.
pub fn of_choice(script: Script, params: &Params) -> Vec<ScriptText> {
    match script {
        Script::Hidden => vec![],
        Script::Numpy => vec![ScriptText {
            id: "numpy",
            label: "Copy as NumPy".to_owned(),
            text: numpy(params),
        }],
        Script::Lora => lora_configs(Scaling::Lora, params),
        Script::RsLora => lora_configs(Scaling::RsLora, params),
    }
}

fn lora_configs(scaling: Scaling, params: &Params) -> Vec<ScriptText> {
    let reading = params.reading();
    let config = |(id, rank): (&'static str, usize)| ScriptText {
        id,
        label: format!("Copy LoraConfig, r = {rank}"),
        text: lora_config(scaling, reading.alpha, rank),
    };
    let mut ranks = vec![("low", reading.rank_low)];
    if reading.rank_high != reading.rank_low {
        ranks.push(("high", reading.rank_high));
    }
    ranks.into_iter().map(config).collect()
}

/// A script that prints the numbers of the page's tables, with every digit.
///
/// It needs NumPy alone. Each table begins with its name; rows carry their rank first.
pub fn numpy(params: &Params) -> String {
    let mut script = String::from("import numpy as np\n\n");
    // Writing to a string cannot fail.
    for key in Key::ALL {
        let name = key.declaration().name;
        let _ = writeln!(script, "{name} = {}", params.get(key));
    }
    let ranks = [
        ("ERROR_RANKS", ERROR_RANKS.as_slice()),
        ("SCALING_RANKS", &SCALING_RANKS),
        ("VARIANCE_RANKS", &VARIANCE_RANKS),
    ];
    let _ = writeln!(script, "\nLISTED_VALUES = {LISTED_VALUES}");
    for (name, ranks) in ranks {
        let _ = writeln!(script, "{name} = {ranks:?}");
    }
    script.push_str(EXPERIMENT);
    script
}

/// PEFT's configuration of an adapter of this rank and α.
pub fn lora_config(scaling: Scaling, alpha: f64, rank: usize) -> String {
    let factor = significant(scaling.factor(alpha, rank), 6);
    let use_rslora = match scaling {
        Scaling::Lora => "False",
        Scaling::RsLora => "True",
    };
    format!(
        "from peft import LoraConfig\n\n\
         # Scale: {} = {factor}.\n\
         config = LoraConfig(\n    \
             r={rank},\n    \
             lora_alpha={alpha},\n    \
             use_rslora={use_rslora},\n    \
             target_modules=\"all-linear\",\n\
         )\n",
        scaling.formula(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_params::Key;

    #[test]
    fn the_script_states_every_parameter_by_its_name_in_links() {
        let (params, _) = Params::default().with(Key::Noise, 0.2);
        let script = numpy(&params);
        for line in ["d = 64\n", "noise = 0.2\n", "seed = 42\n", "alpha = 16\n"] {
            assert!(script.contains(line), "{line}");
        }
    }

    #[test]
    fn ranks_that_are_the_same_have_one_configuration() {
        let (params, _) = Params::default().with(Key::RankLow, 8.0);
        let count = |params| of_choice(Script::Lora, &params).len();
        assert_eq!(count(params), 2);
        assert_eq!(count(params.with(Key::RankHigh, 8.0).0), 1);
        assert_eq!(of_choice(Script::Hidden, &params), []);
    }

    #[test]
    fn the_configuration_names_rank_alpha_and_rule() {
        let config = lora_config(Scaling::RsLora, 16.0, 4);
        for part in ["r=4,", "lora_alpha=16,", "use_rslora=True,", "α/√r = 8."] {
            assert!(config.contains(part), "{config}");
        }
    }
}
