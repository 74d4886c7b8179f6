//! What is open: a file of weights, its config, and what is known of its layers so far.
//!
//! A file's layers are analysed once, whatever config is there; the config, whenever it comes,
//! re-derives what is said of them. A newer file replaces the older: everything that is told
//! of a file carries its serial number, and what belongs to an older one is dropped.

use std::cell::RefCell;
use std::rc::Rc;

use rankscope_app::Reduce;
use web_sys::Blob;

use rankscope_adapter::{
    Config, ConfigError, FileError, LayerError, Layout, Product, Report, Training,
};
use rankscope_engine::supervisor::Fault;

/// A file of weights whose header has been read.
pub(super) struct Weights {
    /// The file. Only slices of it are ever read.
    pub(super) blob: Blob,
    /// Its layers.
    pub(super) layout: Layout,
    /// What sd-scripts noted of the training.
    pub(super) training: Option<Training>,
    /// The config diffusers left in the file.
    pub(super) embedded: Option<Rc<Config>>,
}

/// Whose file it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Origin {
    /// Shipped with the page.
    #[default]
    Sample,
    /// The reader's.
    Own,
}

/// A config, and whose it is.
#[derive(Clone)]
pub(super) struct Given {
    pub(super) name: String,
    pub(super) origin: Origin,
    pub(super) config: Rc<Config>,
}

/// What is wrong with something that was opened, and the next step.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Problem {
    pub(super) what: String,
    pub(super) advice: &'static str,
}

impl Problem {
    pub(super) fn with_weights(name: &str, error: &FileError) -> Self {
        Self {
            what: format!("“{name}” was not opened: {error}."),
            advice: error.advice(),
        }
    }

    pub(super) fn with_config(name: &str, error: &ConfigError) -> Self {
        Self {
            what: format!("“{name}” was not taken as a config: {error}."),
            advice: error.advice(),
        }
    }
}

/// Why a layer has no result.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Failure {
    /// Something is wrong with it.
    Layer(LayerError),
    /// The worker failed on it, several times in a row.
    Worker(Fault),
}

/// What came of a layer.
pub(super) type Outcome = Result<Rc<Product>, Failure>;

/// Why nothing more is done although layers are left.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Halt {
    /// The reader called it off.
    Cancelled,
    /// Workers do not start.
    Failed(Fault),
}

/// What is open.
#[derive(Clone, Default)]
pub(super) struct Opened {
    /// Grows with every file.
    pub(super) serial: u32,
    /// The file's name, or what the page calls the sample.
    pub(super) name: String,
    pub(super) origin: Origin,
    /// None before the header is read, or when nothing in the file can be.
    pub(super) weights: Option<Rc<Weights>>,
    /// One for each layer; none of those still to come.
    pub(super) outcomes: Vec<Option<Outcome>>,
    pub(super) config: Option<Given>,
    pub(super) problems: Vec<Problem>,
    pub(super) halted: Option<Halt>,
    /// Grows with everything that happens: what is derived is derived once.
    pub(super) version: u32,
}

/// What can happen to it.
pub(super) enum Action {
    /// A file is being opened.
    Begin {
        serial: u32,
        name: String,
        origin: Origin,
    },
    /// Its header was read.
    Weights(u32, Result<Weights, Problem>),
    /// A config was read, for the file of this number.
    Config(u32, Result<Given, Problem>),
    /// Something to say of what was opened.
    Say(Problem),
    /// Layers were analysed.
    Found(u32, Vec<(usize, Outcome)>),
    /// Nothing more is done.
    Halt(Halt),
    /// It goes on.
    Resume,
}

impl Reduce for Opened {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::Begin {
                serial,
                name,
                origin,
            } => next = self.replaced(serial, name, origin),
            Action::Weights(serial, read) if serial == self.serial => match read {
                Ok(weights) => {
                    next.outcomes = vec![None; weights.layout.layers.len()];
                    next.weights = Some(Rc::new(weights));
                }
                Err(problem) => next.problems.push(problem),
            },
            Action::Config(serial, read) if serial == self.serial => match read {
                Ok(given) => next.config = Some(given),
                Err(problem) => next.problems.push(problem),
            },
            Action::Say(problem) => next.problems.push(problem),
            Action::Found(serial, found) if serial == self.serial => {
                for (layer, outcome) in found {
                    if let Some(place) = next.outcomes.get_mut(layer) {
                        *place = Some(outcome);
                    }
                }
            }
            Action::Halt(halt) => next.halted = Some(halt),
            Action::Resume => next.halted = None,
            Action::Weights(..) | Action::Config(..) | Action::Found(..) => return self,
        }
        next.version = self.version + 1;
        Rc::new(next)
    }
}

impl Opened {
    /// Another file in its place. A config that the reader opened before any weights of their own
    /// was meant for those that come now.
    fn replaced(&self, serial: u32, name: String, origin: Origin) -> Self {
        let waits = origin == Origin::Own && self.origin == Origin::Sample;
        let own = |given: &&Given| waits && given.origin == Origin::Own;
        Self {
            serial,
            name,
            origin,
            config: self.config.as_ref().filter(own).cloned(),
            ..Self::default()
        }
    }

    /// The layers still to be analysed.
    pub(super) fn pending(&self) -> impl Iterator<Item = usize> {
        let outcomes = self.outcomes.iter().enumerate();
        outcomes.filter_map(|(layer, outcome)| outcome.is_none().then_some(layer))
    }

    /// How many layers have been dealt with.
    pub(super) fn done(&self) -> usize {
        self.outcomes.len() - self.pending().count()
    }

    /// The config in force: the one given, else the one in the file.
    pub(super) fn config(&self) -> Option<&Config> {
        let embedded = || self.weights.as_ref()?.embedded.as_deref();
        let given = self.config.as_ref().map(|given| &*given.config);
        given.or_else(embedded)
    }

    /// What is said of each layer, in order, and of each that nothing can be said of, why.
    pub(super) fn reports(&self) -> (Vec<Report>, Vec<(String, Failure)>) {
        let (mut reports, mut failures) = (Vec::new(), Vec::new());
        let Some(weights) = &self.weights else {
            return (reports, failures);
        };
        for left in &weights.layout.left_out {
            failures.push((left.path.clone(), Failure::Layer(left.error.clone())));
        }
        for (layer, outcome) in weights.layout.layers.iter().zip(&self.outcomes) {
            let report = match outcome {
                None => continue,
                Some(Ok(product)) => {
                    Report::new(layer, product, self.config()).map_err(Failure::Layer)
                }
                Some(Err(failure)) => Err(failure.clone()),
            };
            match report {
                Ok(report) => reports.push(report),
                Err(failure) => failures.push((layer.path.clone(), failure)),
            }
        }
        (reports, failures)
    }
}

thread_local! {
    /// What was open when the reader went to another view, to come back to.
    static LEFT: RefCell<Opened> = RefCell::default();
}

/// What was open last.
pub(super) fn recalled() -> Opened {
    LEFT.with_borrow(Clone::clone)
}

/// Remembers what is open.
pub(super) fn remember(opened: &Opened) {
    LEFT.replace(opened.clone());
}
