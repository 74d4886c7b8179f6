//! The recall experiment in NumPy, to take away: it prints the numbers of `table-recall`.

use std::fmt::Write as _;

use rankscope_sim::recall::{FULL_RATE, HELD_OUT, RecallConfig};

/// The experiment after its settings, as a reader would write it.
const EXPERIMENT: &str = include_str!("recall.py");

/// A script that prints the table of this configuration. It needs NumPy alone.
pub fn numpy(config: &RecallConfig) -> String {
    let mut script = String::from("import numpy as np\n\n");
    let RecallConfig {
        facts,
        width,
        rule_rank,
        seed,
        learning_rate,
        alpha,
        steps,
        ranks,
        ..
    } = config;
    let (task, optimizer) = (config.task.name(), config.optimizer.name());
    // Writing to a string cannot fail.
    let _ = write!(
        script,
        "task = \"{task}\"\noptimizer = \"{optimizer}\"\nfacts = {facts}\nwidth = {width}\n\
         true_rank = {rule_rank}\nseed = {seed}\nlr = {learning_rate}\nalpha = {alpha}\n\
         steps = {steps}\nranks = {ranks:?}\nFULL_RATE = {FULL_RATE}\nHELD_OUT = {HELD_OUT}\n"
    );
    script.push_str(EXPERIMENT);
    script
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_params::Task;

    #[test]
    fn the_script_states_every_setting() {
        let script = numpy(&RecallConfig::new(Task::Style));
        for line in [
            "task = \"style\"\n",
            "optimizer = \"adam\"\n",
            "facts = 256\n",
            "true_rank = 4\n",
            "lr = 0.02\n",
            "ranks = [1, 2, 4, 8, 16, 32, 64]\n",
            "FULL_RATE = 2.5\n",
        ] {
            assert!(script.contains(line), "{line}");
        }
    }
}
