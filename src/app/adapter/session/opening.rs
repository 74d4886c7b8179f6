//! What is opened: files that were picked together, one of the adapters among them, a config, or a sample.

use std::rc::Rc;

use super::super::opening::Problem;
use super::super::plan::{Look, LookedAt, MOST_LOOKED_AT, PickedFile, Plan, looks_at};
use super::super::samples::Sample;
use super::super::state::{AdapterAction, Begin, NamedConfig, Origin};
use super::super::words;
use super::{AdapterSession, HeaderContext, SessionCommand};

/// Files that were picked together.
#[derive(Debug, Default)]
pub(super) struct Pick {
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

impl AdapterSession {
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
    pub(super) fn close(&mut self) -> Vec<SessionCommand> {
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
    pub(super) fn picked(&mut self, files: Vec<PickedFile>) -> Vec<SessionCommand> {
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
    pub(super) fn sorted(&mut self, pick: u32, looked_at: Vec<LookedAt>) -> Vec<SessionCommand> {
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
    pub(super) fn open(&mut self, candidate: usize) -> Vec<SessionCommand> {
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
    pub(super) fn with_config(
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
    pub(super) fn read_again(&mut self, adapter: Option<String>) -> Vec<SessionCommand> {
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

    pub(super) fn open_sample(&mut self, sample: Sample) -> Vec<SessionCommand> {
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
}
