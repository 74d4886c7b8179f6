//! The view's state and its analysis together: events in, commands for the browser out.
//!
//! It is kept above the view, so that a header, a sample or a layer that arrives after the reader went to
//! another view is taken in all the same. On return the file is open, or still being opened.

mod event;

use std::rc::Rc;

use rankscope_adapter::{Batch, Layer};

pub use self::event::{HeaderContext, SessionCommand, SessionEvent};

use super::opening::Problem;
use super::plan::{Look, LookedAt, MOST_LOOKED_AT, PickedFile, Plan, looks_at};
use super::pool::{AnalysisPool, PoolCommand};
use super::samples::{SAMPLES, Sample};
use super::state::{AdapterAction, AdapterState, Begin, NamedConfig, Origin, StopReason};
use super::words;
use crate::Reduce;

/// Files that were picked together.
#[derive(Debug, Default)]
struct Pick {
    number: u32,
    files: Vec<PickedFile>,
    plan: Plan,
    looked_at: Vec<LookedAt>,
}

impl Pick {
    /// A config among them.
    fn config(&self, file: usize) -> Option<Result<NamedConfig, Problem>> {
        let name = self.files.get(file)?.name();
        let looked = self.looked_at.iter().find(|looked| looked.file == file)?;
        Some(NamedConfig::of(name, Origin::Own, looked.bytes.clone()))
    }
}

/// The session.
#[derive(Debug)]
pub struct AdapterSession {
    state: Rc<AdapterState>,
    pool: AnalysisPool,
    /// The files picked last, and what is known of them.
    pick: Pick,
    in_view: bool,
    last_serial: u32,
    revision: u32,
}

impl AdapterSession {
    /// A session on a machine with so many cores.
    pub fn new(cores: usize) -> Self {
        Self {
            state: Rc::default(),
            pool: AnalysisPool::new(cores),
            pick: Pick::default(),
            in_view: false,
            last_serial: 0,
            revision: 0,
        }
    }

    /// What is open.
    pub fn state(&self) -> Rc<AdapterState> {
        Rc::clone(&self.state)
    }

    /// Grows with every change of the state.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// When to send [`SessionEvent::Deadline`], if nothing else happens before.
    pub fn deadline(&self) -> Option<f64> {
        self.pool.deadline()
    }

    /// Whether this ticket is what the worker is to do now.
    pub fn is_current(&self, worker: usize, ticket: u32) -> bool {
        self.pool.is_current(worker, ticket)
    }

    /// Takes in what happened at time `now`, in milliseconds, and returns what is to be done about it.
    pub fn handle(&mut self, event: SessionEvent, now: f64) -> Vec<SessionCommand> {
        let mut commands = match event {
            SessionEvent::Entered => {
                self.in_view = true;
                // So that there is something to see; the reader's own file replaces it.
                match SAMPLES.first().filter(|_| self.state.serial == 0) {
                    Some(sample) => self.open_sample(*sample),
                    None => Vec::new(),
                }
            }
            SessionEvent::Left => {
                self.in_view = false;
                Vec::new()
            }
            SessionEvent::Picked(files) => self.picked(files),
            SessionEvent::LookedAt(pick, looked_at) => self.sorted(pick, looked_at),
            SessionEvent::CandidateChosen(candidate) => self.open(candidate),
            SessionEvent::AdapterChosen(adapter) => self.read_again(Some(adapter)),
            SessionEvent::SampleChosen(sample) => self.open_sample(sample),
            SessionEvent::Weights(serial, weights) => {
                self.apply(AdapterAction::Weights(serial, weights));
                if serial == self.state.serial {
                    self.analyse(now)
                } else {
                    Vec::new()
                }
            }
            SessionEvent::Config(serial, config) => self.with_config(serial, config),
            SessionEvent::Closed => self.close(),
            SessionEvent::Cancelled => {
                self.apply(AdapterAction::Stop(StopReason::Cancelled));
                let stopped = self.pool.stop();
                self.carry_out(stopped)
            }
            SessionEvent::Resumed => {
                self.apply(AdapterAction::Resume);
                self.analyse(now)
            }
            SessionEvent::Answered {
                worker,
                ticket,
                outcome,
            } => {
                let next = self.pool.answered(worker, ticket, outcome, now);
                self.carry_out(next)
            }
            SessionEvent::Deadline => {
                let delivery = self.pool.deliver(now);
                self.carry_out(delivery)
            }
        };
        if !self.in_view && !self.pool.is_busy() {
            commands.push(SessionCommand::ReleaseWorkers);
        }
        commands
    }

    fn apply(&mut self, action: AdapterAction) {
        // Taken out, so that the reducer need not copy what nobody else holds.
        self.state = std::mem::take(&mut self.state).reduce(action);
        self.revision += 1;
    }

    /// A new file in place of the present one. Its predecessor's analysis ends.
    fn begin(&mut self, begin: Begin) -> Vec<SessionCommand> {
        let stopped = self.pool.stop();
        let commands = self.carry_out(stopped);
        self.last_serial += 1;
        let serial = self.last_serial;
        self.apply(AdapterAction::Begin(Begin { serial, ..begin }));
        commands
    }

    /// Nothing is open any more, and nothing of what is under way will be.
    fn close(&mut self) -> Vec<SessionCommand> {
        let stopped = self.pool.stop();
        let commands = self.carry_out(stopped);
        self.pick = Pick {
            number: self.pick.number + 1,
            ..Pick::default()
        };
        self.state = Rc::default();
        self.revision += 1;
        commands
    }

    /// Files were picked: those that may matter are looked at.
    fn picked(&mut self, files: Vec<PickedFile>) -> Vec<SessionCommand> {
        let alone = files.len() == 1;
        let looks = files
            .iter()
            .enumerate()
            .map(|(index, file)| (index, looks_at(file, alone)));
        let looks = looks
            .filter(|(_, look)| *look != Look::Not)
            .take(MOST_LOOKED_AT);
        let looks: Vec<_> = looks.collect();
        self.apply(AdapterAction::Look(true));
        self.pick = Pick {
            number: self.pick.number + 1,
            files,
            ..Pick::default()
        };
        vec![SessionCommand::LookAt {
            pick: self.pick.number,
            files: looks,
        }]
    }

    /// The files are known: the first adapter among them is opened, a config alone is taken or kept.
    fn sorted(&mut self, pick: u32, looked_at: Vec<LookedAt>) -> Vec<SessionCommand> {
        if pick != self.pick.number {
            return Vec::new();
        }
        self.apply(AdapterAction::Look(false));
        self.pick.plan = Plan::of(&self.pick.files, &looked_at);
        self.pick.looked_at = looked_at;
        let mut commands = self.open(0);
        let problems = std::mem::take(&mut self.pick.plan.problems);
        if self.pick.plan.opens() {
            for problem in problems {
                self.apply(AdapterAction::Problem(problem));
            }
        } else {
            self.apply(AdapterAction::Refused(problems));
        }
        if let Some(config) = self
            .pick
            .plan
            .lone_config
            .and_then(|file| self.pick.config(file))
        {
            commands.extend(self.lone_config(config));
        }
        commands
    }

    /// One of the adapters that came together.
    fn open(&mut self, candidate: usize) -> Vec<SessionCommand> {
        let plan = &self.pick.plan;
        let Some(chosen) = plan.adapters.get(candidate).cloned() else {
            return Vec::new();
        };
        let choices: Vec<String> = if plan.adapters.len() > 1 {
            plan.adapters
                .iter()
                .map(|adapter| adapter.name.clone())
                .collect()
        } else {
            Vec::new()
        };
        let taken = words::taken(&self.pick.files, plan, &chosen);
        let (config, problem) = match chosen.config.and_then(|file| self.pick.config(file)) {
            Some(Ok(config)) => (Some(config), None),
            Some(Err(problem)) => (None, Some(problem)),
            None => (None, None),
        };
        let mut commands = self.begin(Begin {
            name: chosen.name,
            origin: Origin::Own,
            config,
            choices,
            chosen: candidate,
            taken,
            ..Begin::default()
        });
        if let Some(problem) = problem {
            self.apply(AdapterAction::Problem(problem));
        }
        commands.push(SessionCommand::ReadWeights {
            serial: self.state.serial,
            files: chosen.weights,
            with: self.context(None),
        });
        commands
    }

    /// A config that came without weights: of the open file, when that has none; else of weights that are
    /// still to come.
    fn lone_config(&mut self, config: Result<NamedConfig, Problem>) -> Vec<SessionCommand> {
        match config {
            Err(problem) => self.apply(AdapterAction::Problem(problem)),
            Ok(config) if self.state.lacks_config() => {
                return self.with_config(self.state.serial, Ok(config));
            }
            Ok(config) => self.apply(AdapterAction::Wait(config)),
        }
        Vec::new()
    }

    /// A config for the open file. Where it decides which layers there are, the header is read again.
    fn with_config(
        &mut self,
        serial: u32,
        config: Result<NamedConfig, Problem>,
    ) -> Vec<SessionCommand> {
        let decides = serial == self.state.serial
            && config.as_ref().is_ok_and(|config| {
                let weights = self.state.weights.as_ref();
                weights.is_some_and(|weights| weights.layout.depends_on_config(&config.config))
            });
        self.apply(AdapterAction::Config(serial, config));
        if decides {
            self.read_again(None)
        } else {
            Vec::new()
        }
    }

    /// The open file once more, with the present config and perhaps another adapter in it.
    fn read_again(&mut self, adapter: Option<String>) -> Vec<SessionCommand> {
        let state = self.state();
        let mut commands = self.begin(Begin {
            name: state.name.clone(),
            origin: state.origin,
            config: state.config.clone(),
            choices: state.choices.clone(),
            chosen: state.chosen,
            taken: state.taken.clone(),
            ..Begin::default()
        });
        commands.push(SessionCommand::ReadAgain {
            serial: self.state.serial,
            with: self.context(adapter),
        });
        commands
    }

    fn context(&self, adapter: Option<String>) -> HeaderContext {
        let config = self.state.config.as_ref();
        HeaderContext {
            name: self.state.name.clone(),
            adapter,
            config: config.map(|config| Rc::clone(&config.bytes)),
        }
    }

    fn open_sample(&mut self, sample: Sample) -> Vec<SessionCommand> {
        let mut commands = self.begin(Begin {
            name: sample.label.to_owned(),
            origin: Origin::Sample,
            ..Begin::default()
        });
        commands.push(SessionCommand::Fetch {
            serial: self.state.serial,
            sample,
        });
        commands
    }

    /// Analyses what is left of the present file, unless the reader has stopped that.
    fn analyse(&mut self, now: f64) -> Vec<SessionCommand> {
        let weights = self.state.weights.clone();
        let Some(weights) = weights.filter(|_| self.state.stopped.is_none()) else {
            return Vec::new();
        };
        let bytes = weights.layout.layers.iter().map(Layer::bytes).collect();
        let started = self.pool.start(bytes, self.state.pending(), now);
        self.carry_out(started)
    }

    fn carry_out(
        &mut self,
        commands: impl IntoIterator<Item = PoolCommand>,
    ) -> Vec<SessionCommand> {
        let mut next = Vec::new();
        for command in commands {
            match command {
                PoolCommand::Analyse {
                    worker,
                    ticket,
                    layers,
                } => next.push(SessionCommand::Analyse {
                    worker,
                    ticket,
                    serial: self.state.serial,
                    batch: self.batch(&layers),
                }),
                PoolCommand::Cancel { worker } => next.push(SessionCommand::Cancel { worker }),
                PoolCommand::Deliver(results) => {
                    let serial = self.state.serial;
                    self.apply(AdapterAction::Analysed(serial, results));
                }
                PoolCommand::GiveUp(fault) => {
                    self.apply(AdapterAction::Stop(StopReason::Failed(fault)));
                }
            }
        }
        next
    }

    fn batch(&self, layers: &[usize]) -> Batch {
        let all = self.state.weights.as_ref();
        let layer = |&index: &usize| -> Option<Layer> { all?.layout.layers.get(index).cloned() };
        Batch::of(layers.iter().filter_map(layer).collect())
    }
}
