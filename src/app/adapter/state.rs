//! What is open: a file of weights, its config, and the layers analysed so far.
//!
//! A file's layers are analysed once, whatever config there is; the config, whenever it comes, re-derives
//! what is shown of them. A newer file replaces the older: every result carries the serial number of its
//! file, and results of an older file are dropped.
//!
//! Results are kept as a log of deliveries, so that a new one costs what it holds and no copy of
//! what came before.

use std::rc::Rc;

use rankscope_adapter::{Config, LayerError, Product};
use rankscope_engine::supervisor::Fault;

use super::opening::{Problem, Weights};
use crate::Reduce;

/// Whose file it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Shipped with the page.
    #[default]
    Sample,
    /// Opened by the reader.
    Own,
}

/// A config file, and whose it is.
#[derive(Clone, Debug)]
pub struct NamedConfig {
    /// The file's name.
    pub name: String,
    /// Whose it is.
    pub origin: Origin,
    /// Its content.
    pub config: Rc<Config>,
    /// Its bytes, for a worker.
    pub bytes: Rc<[u8]>,
}

impl NamedConfig {
    /// A config in these bytes; `None` stands for bytes the browser could not read.
    ///
    /// # Errors
    /// When it could not be read or cannot be used.
    pub fn of(name: &str, origin: Origin, bytes: Option<Vec<u8>>) -> Result<Self, Problem> {
        let config = Rc::new(super::opening::config(name, bytes.as_deref())?);
        Ok(Self {
            name: name.to_owned(),
            origin,
            config,
            bytes: bytes.unwrap_or_default().into(),
        })
    }
}

/// Why a layer has no result.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure<E> {
    /// Something is wrong with the layer.
    Layer(E),
    /// The worker failed on it, several times in a row.
    Worker(Fault),
}

/// Why a layer is not analysed.
pub type AnalysisFailure = Failure<LayerError>;

/// The result of a layer.
pub type Outcome = Result<Rc<Product>, AnalysisFailure>;

/// Some results of one delivery, each with the index of its layer.
pub type Delivery = Rc<[(usize, Outcome)]>;

/// Why the analysis stands still although layers are left.
#[derive(Clone, Debug, PartialEq)]
pub enum StopReason {
    /// The reader stopped it.
    Cancelled,
    /// Workers do not start.
    Failed(Fault),
}

/// How far it is, as `data-open` says it to scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A file is being opened or analysed.
    Reading,
    /// Layers are left, and nothing is done about them.
    Stopped,
    /// Every layer has been dealt with.
    Ready,
    /// Nothing could be opened.
    Nothing,
}

impl Progress {
    /// Its name in `data-open`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Stopped => "stopped",
            Self::Ready => "ready",
            Self::Nothing => "nothing",
        }
    }
}

/// What is open.
#[derive(Clone, Debug, Default)]
pub struct AdapterState {
    /// Grows with every file; 0 before the first.
    pub serial: u32,
    /// The file's name, or the sample's label.
    pub name: String,
    /// Whose file it is.
    pub origin: Origin,
    /// None before the header is read, or when nothing in the file can be.
    pub weights: Option<Rc<Weights>>,
    /// The results so far, in the order of their arrival. No layer occurs twice.
    pub deliveries: Vec<Delivery>,
    /// How many layers have a result.
    pub done: usize,
    /// The config that was opened beside the weights.
    pub config: Option<NamedConfig>,
    /// Grows with every config.
    pub config_version: u32,
    /// A config that came before the weights it belongs to.
    pub waiting: Option<NamedConfig>,
    /// The adapters that were found in what was opened together; empty for one alone.
    pub choices: Vec<String>,
    /// Which of them is open.
    pub chosen: usize,
    /// What of the files was taken, and what was not, in a line; empty where all was.
    pub taken: String,
    /// True while the files that were picked last are looked at.
    pub looking: bool,
    /// What is wrong with what was opened.
    pub problems: Vec<Problem>,
    /// True when the weights that were opened last could not be read.
    pub refused: bool,
    /// What was open and fully analysed, until the header of its successor is read: if that fails, it
    /// stays.
    pub(super) before: Option<Rc<AdapterState>>,
    /// Why nothing more is analysed.
    pub stopped: Option<StopReason>,
}

/// A file that is being opened.
#[derive(Clone, Debug, Default)]
pub struct Begin {
    /// The number of the file.
    pub serial: u32,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub origin: Origin,
    /// The config that came with it.
    pub config: Option<NamedConfig>,
    /// The adapters that were found beside it.
    pub choices: Vec<String>,
    /// Which of them it is.
    pub chosen: usize,
    /// What was taken of what came with it.
    pub taken: String,
}

/// What can happen to it.
#[derive(Debug)]
pub enum AdapterAction {
    /// A file is being opened.
    Begin(Begin),
    /// A config came alone, for weights that are still to come.
    Wait(NamedConfig),
    /// The header of a file was read.
    Weights(u32, Result<Weights, Problem>),
    /// A config was read, for the file of this number.
    Config(u32, Result<NamedConfig, Problem>),
    /// Files that were picked are being looked at, or no more.
    Look(bool),
    /// Something of what was opened cannot be used.
    Problem(Problem),
    /// Nothing of what was picked can be opened, and why.
    Refused(Vec<Problem>),
    /// Layers of a file were analysed.
    Analysed(u32, Vec<(usize, Outcome)>),
    /// The analysis stops.
    Stop(StopReason),
    /// The analysis goes on.
    Resume,
}

impl Reduce for AdapterState {
    type Action = AdapterAction;

    fn reduce(self: Rc<Self>, action: AdapterAction) -> Rc<Self> {
        if self.is_outdated(&action) {
            return self;
        }
        let mut next = Rc::unwrap_or_clone(self);
        match action {
            AdapterAction::Begin(begin) => next = next.replaced(begin),
            AdapterAction::Look(looking) => next.looking = looking,
            AdapterAction::Wait(config) => next.waiting = Some(config),
            AdapterAction::Weights(_, Ok(weights)) => {
                next.weights = Some(Rc::new(weights));
                next.before = None;
            }
            AdapterAction::Config(_, Ok(config)) => {
                next.config = Some(config);
                next.config_version += 1;
            }
            AdapterAction::Weights(_, Err(problem)) => {
                next = next.without_its_file();
                next.problems.push(problem);
            }
            AdapterAction::Config(_, Err(problem)) | AdapterAction::Problem(problem) => {
                next.problems.push(problem);
            }
            AdapterAction::Refused(problems) => {
                // What is still being opened is not what was refused.
                next.refused = next.serial == 0 || next.weights.is_some();
                next.problems = problems;
            }
            AdapterAction::Analysed(_, results) => {
                next.done += results.len();
                next.deliveries.push(results.into());
            }
            AdapterAction::Stop(reason) => next.stopped = Some(reason),
            AdapterAction::Resume => next.stopped = None,
        }
        Rc::new(next)
    }
}

impl AdapterState {
    /// Whether an action belongs to a file that has been replaced, or says nothing.
    fn is_outdated(&self, action: &AdapterAction) -> bool {
        match action {
            AdapterAction::Weights(serial, _) | AdapterAction::Config(serial, _) => {
                *serial != self.serial
            }
            AdapterAction::Analysed(serial, results) => {
                *serial != self.serial || results.is_empty()
            }
            _ => false,
        }
    }

    /// Another file in its place, with the config that came with it, or else the one that waited for the
    /// reader's next weights.
    fn replaced(mut self, begin: Begin) -> Self {
        let mut waiting = self.waiting.take();
        let config = match begin.origin {
            Origin::Own => begin.config.or_else(|| waiting.take()),
            Origin::Sample => begin.config,
        };
        let before = match self.progress() {
            Progress::Ready => Some(Rc::new(self)),
            // Of what was not open yet there is nothing to go back to but what was open before it.
            Progress::Reading if self.weights.is_none() => self.before,
            _ => None,
        };
        Self {
            serial: begin.serial,
            name: begin.name,
            origin: begin.origin,
            config,
            waiting,
            choices: begin.choices,
            chosen: begin.chosen,
            taken: begin.taken,
            before,
            ..Self::default()
        }
    }

    /// A file that could not be read leaves open what was.
    fn without_its_file(mut self) -> Self {
        let Some(before) = self.before.take() else {
            return Self {
                refused: true,
                ..self
            };
        };
        Self {
            refused: true,
            problems: self.problems,
            waiting: self.waiting,
            ..Rc::unwrap_or_clone(before)
        }
    }

    /// Whether the file of this number stays open if the newest cannot be read.
    pub fn keeps(&self, serial: u32) -> bool {
        let before = self.before.as_ref();
        before.is_some_and(|before| before.serial == serial)
    }

    /// Whether the reader's own file is open and its config is still to come.
    pub fn lacks_config(&self) -> bool {
        let open = !self.refused || self.weights.is_some();
        self.origin == Origin::Own && self.serial > 0 && open && self.config.is_none()
    }

    /// How many layers the file has that can be analysed.
    pub fn layers(&self) -> usize {
        let weights = self.weights.as_ref();
        weights.map_or(0, |weights| weights.layout.layers.len())
    }

    /// The layers that have no result yet, by index.
    pub fn pending(&self) -> Vec<usize> {
        let mut known = vec![false; self.layers()];
        for (layer, _) in self.deliveries.iter().flat_map(|delivery| delivery.iter()) {
            if let Some(known) = known.get_mut(*layer) {
                *known = true;
            }
        }
        let layers = known.into_iter().enumerate();
        layers
            .filter_map(|(layer, known)| (!known).then_some(layer))
            .collect()
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        match (&self.weights, &self.stopped) {
            _ if self.looking => Progress::Reading,
            (None, _) if self.refused => Progress::Nothing,
            (Some(_), _) if self.done >= self.layers() => Progress::Ready,
            (Some(_), Some(_)) => Progress::Stopped,
            (None, _) | (Some(_), None) => Progress::Reading,
        }
    }

    /// The config in force: the one that was opened, else the one in the file.
    pub fn config(&self) -> Option<&Config> {
        let embedded = || self.weights.as_ref()?.embedded.as_deref();
        let opened = self.config.as_ref().map(|named| &*named.config);
        opened.or_else(embedded)
    }
}
