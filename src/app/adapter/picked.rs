//! Files that a reader picks or drops together.

use super::opening::Problem;

/// Which of the files that were picked or dropped together is what, by their index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picked {
    /// The file of weights.
    pub weights: Option<usize>,
    /// The config.
    pub config: Option<usize>,
    /// What is said of all others.
    pub left_aside: Vec<Problem>,
}

impl Picked {
    /// A file is a config when it is named `.json`, and weights otherwise. Of several weights one that is
    /// named `.safetensors` is taken, then the first.
    pub fn of(names: &[String]) -> Self {
        let ends = |name: &str, ending: &str| name.to_lowercase().ends_with(ending);
        let (configs, mut weights): (Vec<_>, Vec<_>) = names
            .iter()
            .enumerate()
            .partition(|(_, name)| ends(name, ".json"));
        weights.sort_by_key(|(_, name)| !ends(name, ".safetensors"));
        let (mut weights, mut configs) = (weights.into_iter(), configs.into_iter());
        let (taken_weights, taken_config) = (weights.next(), configs.next());
        let more_weights = weights
            .map(|(_, name)| Problem::left_aside(name, "Open one file of weights at a time."));
        let more_configs =
            configs.map(|(_, name)| Problem::left_aside(name, "Open one config at a time."));
        Self {
            weights: taken_weights.map(|(index, _)| index),
            config: taken_config.map(|(index, _)| index),
            left_aside: more_weights.chain(more_configs).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picked(names: &[&str]) -> Picked {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        Picked::of(&names)
    }

    #[test]
    fn weights_and_a_config_are_told_apart_by_their_names() {
        let both = picked(&["adapter_config.JSON", "adapter_model.safetensors"]);
        assert_eq!((both.weights, both.config), (Some(1), Some(0)));
        assert!(both.left_aside.is_empty());
        assert_eq!(picked(&[]), Picked::default());
    }

    #[test]
    fn of_several_files_those_not_opened_are_named() {
        let many = picked(&["a.bin", "b.json", "c.safetensors", "d.json"]);
        assert_eq!((many.weights, many.config), (Some(2), Some(1)));
        let said: Vec<&str> = many
            .left_aside
            .iter()
            .map(|problem| &*problem.what)
            .collect();
        assert_eq!(
            said,
            ["“a.bin” was left aside.", "“d.json” was left aside."]
        );
    }
}
