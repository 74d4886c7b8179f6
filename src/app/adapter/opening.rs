//! What a reader's files are, and how a header or a config becomes part of the state.

use std::rc::Rc;

use rankscope_adapter::{
    Config, ConfigError, FileError, Header, Layout, PREFIX_BYTES, Places, Training, header_bytes,
};

/// The largest config that is read, in bytes: more than any PEFT writes.
pub const LARGEST_CONFIG: u64 = 10_000_000;

/// What is wrong with something that was opened, and the next step.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// One sentence.
    pub what: String,
    /// What the reader can do.
    pub advice: &'static str,
}

impl Problem {
    /// The weights cannot be opened.
    pub fn with_weights(name: &str, error: &FileError) -> Self {
        Self {
            what: format!("“{name}” was not opened: {error}."),
            advice: error.advice(),
        }
    }

    /// The config cannot be used.
    pub fn with_config(name: &str, error: &ConfigError) -> Self {
        Self {
            what: format!("“{name}” was not taken as a config: {error}."),
            advice: error.advice(),
        }
    }

    /// The browser returned no bytes.
    pub fn unreadable(name: &str) -> Self {
        Self {
            what: format!("The browser could not read “{name}”."),
            advice: "It may have been moved or changed meanwhile: open it again.",
        }
    }

    /// A sample did not arrive.
    pub fn not_fetched(name: &str) -> Self {
        Self {
            what: format!("“{name}” could not be fetched."),
            advice: "Check the connection, or open a file of your own.",
        }
    }

    fn left_aside(name: &str, advice: &'static str) -> Self {
        Self {
            what: format!("“{name}” was left aside."),
            advice,
        }
    }
}

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

/// What a file's header says.
#[derive(Debug)]
pub struct Weights {
    /// Its layers.
    pub layout: Layout,
    /// Where in the model each layer stands.
    pub places: Places,
    /// What sd-scripts noted of the training.
    pub training: Option<Training>,
    /// The config diffusers left in the file.
    pub embedded: Option<Rc<Config>>,
}

/// A file of weights, read as far as its header, in steps: each takes tens of milliseconds when there are
/// tens of thousands of tensors, and the page draws between them.
pub struct Opening {
    name: String,
    bytes: u64,
}

impl Opening {
    /// A file of this name and size.
    pub fn new(name: &str, bytes: u64) -> Self {
        Self {
            name: name.to_owned(),
            bytes,
        }
    }

    /// The range that says where the header is.
    pub fn prefix(&self) -> std::ops::Range<u64> {
        0..PREFIX_BYTES.min(self.bytes)
    }

    /// The range of the header, from the bytes of [`Opening::prefix`].
    ///
    /// # Errors
    /// When the file is none of this format.
    pub fn header_range(&self, prefix: &[u8]) -> Result<std::ops::Range<u64>, Problem> {
        header_bytes(prefix, self.bytes).map_err(|error| self.problem(&error))
    }

    /// The tensors, from the header's bytes.
    ///
    /// # Errors
    /// When the header is damaged.
    pub fn header(&self, header: &[u8]) -> Result<Header, Problem> {
        Header::parse(header, self.bytes).map_err(|error| self.problem(&error))
    }

    /// The layers that the tensors make.
    ///
    /// # Errors
    /// When no tensor is part of a LoRA.
    pub fn layout(&self, header: &Header) -> Result<Layout, Problem> {
        Layout::of(header).map_err(|error| self.problem(&error))
    }

    /// Everything together.
    pub fn weights(&self, header: &Header, layout: Layout) -> Weights {
        let embedded = Config::embedded(&header.metadata).unwrap_or_else(|error| {
            // As good as none: the reader is asked for the config.
            log::warn!("the config inside “{}” is not used: {error}", self.name);
            None
        });
        Weights {
            places: Places::of(&layout.layers),
            training: Training::of(&header.metadata),
            embedded: embedded.map(Rc::new),
            layout,
        }
    }

    fn problem(&self, error: &FileError) -> Problem {
        Problem::with_weights(&self.name, error)
    }
}

/// The config in these bytes; `None` stands for bytes the browser could not read.
///
/// # Errors
/// When it could not be read or cannot be used.
pub fn config(name: &str, bytes: Option<&[u8]>) -> Result<Config, Problem> {
    let bytes = bytes.ok_or_else(|| Problem::unreadable(name))?;
    Config::parse(bytes).map_err(|error| Problem::with_config(name, &error))
}

/// Refuses a config by its size alone, before it is read.
///
/// # Errors
/// When it is larger than [`LARGEST_CONFIG`].
pub fn check_config_size(name: &str, bytes: u64) -> Result<(), Problem> {
    if bytes > LARGEST_CONFIG {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        return Err(Problem::with_config(name, &ConfigError::TooLarge { bytes }));
    }
    Ok(())
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

    #[test]
    fn a_config_is_refused_by_its_size_before_it_is_read() {
        assert_eq!(check_config_size("c.json", LARGEST_CONFIG), Ok(()));
        assert!(check_config_size("c.json", LARGEST_CONFIG + 1).is_err());
        let problem = config("c.json", None).unwrap_err();
        assert!(problem.what.contains("could not read “c.json”"));
    }

    #[test]
    fn a_file_that_is_none_says_so_by_its_name() {
        let opening = Opening::new("x.bin", 3);
        assert_eq!(opening.prefix(), 0..3);
        let problem = opening.header_range(&[1, 2, 3]).unwrap_err();
        assert!(problem.what.starts_with("“x.bin” was not opened: "));
    }
}
