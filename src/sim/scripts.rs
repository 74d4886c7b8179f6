//! The page's present state as Python: the experiment in NumPy, the adapter as PEFT's configuration.

use std::fmt::Write as _;

use super::Scaling;
use super::article::{ERROR_RANKS, LISTED_VALUES, SCALING_RANKS, VARIANCE_RANKS};
use rankscope_params::number::significant;
use rankscope_params::{Key, Params};

/// The experiment after its parameters, as a reader would write it.
const EXPERIMENT: &str = include_str!("experiment.py");

/// A script that prints the numbers of the page's tables, with every digit.
///
/// It needs NumPy alone. Each table begins with its name; rows carry their rank first.
pub fn numpy(params: &Params) -> String {
    let mut script = String::from("import numpy as np\n\n");
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
    fn the_configuration_names_rank_alpha_and_rule() {
        let config = lora_config(Scaling::RsLora, 16.0, 4);
        for part in ["r=4,", "lora_alpha=16,", "use_rslora=True,", "α/√r = 8."] {
            assert!(config.contains(part), "{config}");
        }
    }
}
