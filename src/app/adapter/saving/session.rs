//! Saves, one at a time: events in, commands for the browser out.
//!
//! A save holds its plan and the browser its source, so it goes on when another file is opened or another view
//! is looked at. A file is whole or it is none: whatever ends a save early aborts what was written.

use std::rc::Rc;

use rankscope_adapter::save::{JobBatch, Plan, Written};

use super::options::Form;
use super::run::{Failure, MadeOutcome, Piece, RunCommand, SaveRun};

/// Workers at most, as for an analysis.
const MOST_WORKERS: usize = 4;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Which form.
    pub form: Form,
    /// What will be written.
    pub plan: Rc<Plan>,
    /// What the file will be called, if the reader does not say otherwise.
    pub name: String,
}

/// Why nothing could be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteFault {
    /// The disk is full, or what the browser may take of it.
    Full,
    /// The browser was not allowed to write there.
    NotAllowed,
    /// Anything else, in the browser's words.
    Other(String),
}

/// What happened.
#[derive(Debug)]
pub enum SaveEvent {
    /// The reader wants a file.
    Asked(Ask),
    /// There is a place for the file, or why not.
    Opened(Result<(), WriteFault>),
    /// The reader picked no place for it.
    Dismissed,
    /// A worker's answer to a ticket.
    Made {
        /// The worker.
        worker: usize,
        /// The ticket.
        ticket: u32,
        /// What came of it.
        outcome: MadeOutcome,
    },
    /// What was to be written, or made whole, is, or why not; under the number of the save.
    Wrote(u32, Result<(), WriteFault>),
    /// The reader stops the save.
    Cancelled,
    /// Another adapter is open: what became of the last save is said no more.
    Replaced,
}

/// What the browser is to do, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveCommand {
    /// Ask for a place for a file of this name.
    Open {
        /// The number of the save.
        save: u32,
        /// The name.
        name: String,
    },
    /// Have a worker, started if there is none of this number, make this batch.
    Make {
        /// The worker.
        worker: usize,
        /// Its answer's ticket.
        ticket: u32,
        /// What it makes.
        batch: JobBatch,
    },
    /// Write this behind what was written.
    Write {
        /// The number of the save.
        save: u32,
        /// What.
        piece: Piece,
    },
    /// Make the file whole.
    Close {
        /// The number of the save.
        save: u32,
    },
    /// Discard what was written.
    Abort,
    /// End all workers and forget what they made.
    Release,
}

/// Why a save ended without a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// The reader stopped it.
    Cancelled,
    /// It could not be written.
    NotWritten(WriteFault),
    /// It could not be made.
    NotMade(Failure),
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedFile {
    /// Which form.
    pub form: Form,
    /// Its name, as it was suggested.
    pub name: String,
    /// What was planned.
    pub plan: Rc<Plan>,
    /// What was written.
    pub written: Written,
}

/// What there is to show.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum SaveState {
    /// Nothing was saved.
    #[default]
    Nothing,
    /// The reader picks a place.
    Opening(Form),
    /// Layers are made and written.
    Writing {
        /// Which form.
        form: Form,
        /// Layers written.
        done: usize,
        /// All layers.
        all: usize,
    },
    /// A file was saved.
    Saved(Rc<SavedFile>),
    /// None was.
    Ended(Form, Ended),
}

impl SaveState {
    /// Whether a save is under way.
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::Opening(_) | Self::Writing { .. })
    }

    /// Which form was asked for last; none before the first.
    pub fn form(&self) -> Option<Form> {
        match self {
            Self::Nothing => None,
            Self::Opening(form) | Self::Writing { form, .. } | Self::Ended(form, _) => Some(*form),
            Self::Saved(saved) => Some(saved.form),
        }
    }

    /// Its name in `data-save`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Opening(_) => "opening",
            Self::Writing { .. } => "writing",
            Self::Saved(_) => "saved",
            Self::Ended(..) => "ended",
        }
    }
}

/// The page's saves.
#[derive(Debug)]
pub struct SavingSession {
    workers: usize,
    /// What is being saved.
    asked: Option<Ask>,
    run: Option<SaveRun>,
    /// The number of the newest save.
    save: u32,
    last_ticket: u32,
    state: SaveState,
}

impl SavingSession {
    /// Saves on a machine with so many cores.
    pub fn new(cores: usize) -> Self {
        Self {
            workers: cores.clamp(1, MOST_WORKERS),
            asked: None,
            run: None,
            save: 0,
            last_ticket: 0,
            state: SaveState::Nothing,
        }
    }

    /// What there is to show.
    pub fn state(&self) -> &SaveState {
        &self.state
    }

    /// Whether this ticket is what the worker is to do now.
    pub fn is_current(&self, worker: usize, ticket: u32) -> bool {
        let run = self.run.as_ref();
        run.is_some_and(|run| run.is_current(worker, ticket))
    }

    /// Takes in what happened and returns what is to be done about it.
    pub fn handle(&mut self, event: SaveEvent) -> Vec<SaveCommand> {
        match event {
            SaveEvent::Asked(ask) => self.ask(ask),
            SaveEvent::Opened(opened) => self.opened(opened),
            SaveEvent::Dismissed => self.dismissed(),
            SaveEvent::Made {
                worker,
                ticket,
                outcome,
            } => {
                let next = self
                    .run
                    .as_mut()
                    .map(|run| run.made(worker, ticket, outcome));
                next.map_or_else(Vec::new, |next| self.go_on(next))
            }
            SaveEvent::Wrote(save, written) => self.wrote(save, written),
            SaveEvent::Cancelled if self.run.is_some() => self.end(Ended::Cancelled),
            // While a place is picked, the browser's own dialog is what can be cancelled.
            SaveEvent::Cancelled => Vec::new(),
            SaveEvent::Replaced => {
                if !self.state.is_busy() {
                    self.state = SaveState::Nothing;
                }
                Vec::new()
            }
        }
    }

    fn ask(&mut self, ask: Ask) -> Vec<SaveCommand> {
        if self.state.is_busy() {
            return Vec::new();
        }
        self.save += 1;
        self.state = SaveState::Opening(ask.form);
        let open = SaveCommand::Open {
            save: self.save,
            name: ask.name.clone(),
        };
        self.asked = Some(ask);
        vec![open]
    }

    fn dismissed(&mut self) -> Vec<SaveCommand> {
        if let SaveState::Opening(_) = self.state {
            self.asked = None;
            self.state = SaveState::Nothing;
        }
        Vec::new()
    }

    fn opened(&mut self, opened: Result<(), WriteFault>) -> Vec<SaveCommand> {
        let (SaveState::Opening(_), Some(ask)) = (&self.state, &self.asked) else {
            return Vec::new();
        };
        if let Err(fault) = opened {
            return self.end(Ended::NotWritten(fault));
        }
        let plan = Rc::clone(&ask.plan);
        let (run, commands) = SaveRun::start(plan, self.workers, self.last_ticket);
        self.run = Some(run);
        self.go_on(Ok(commands))
    }

    fn wrote(&mut self, save: u32, written: Result<(), WriteFault>) -> Vec<SaveCommand> {
        let Some(run) = self.run.as_mut().filter(|_| save == self.save) else {
            // Of a save that has ended.
            return Vec::new();
        };
        if let Err(fault) = written {
            return self.end(Ended::NotWritten(fault));
        }
        if !run.is_closing() {
            let next = run.wrote();
            return self.go_on(next);
        }
        if let (Some(written), Some(Ask { form, plan, name })) = (run.result(), self.asked.take()) {
            self.state = SaveState::Saved(Rc::new(SavedFile {
                form,
                name,
                plan,
                written,
            }));
        }
        self.last_ticket = run.last_ticket();
        self.run = None;
        vec![SaveCommand::Release]
    }

    /// The next steps of the run, or its end.
    fn go_on(&mut self, next: Result<Vec<RunCommand>, Failure>) -> Vec<SaveCommand> {
        let commands = match next {
            Ok(commands) => commands,
            Err(failure) => return self.end(Ended::NotMade(failure)),
        };
        if let (Some(run), Some(ask)) = (&self.run, &self.asked) {
            let (done, all) = run.progress();
            let form = ask.form;
            self.state = SaveState::Writing { form, done, all };
        }
        let save = self.save;
        let command = |command| match command {
            RunCommand::Make {
                worker,
                ticket,
                batch,
            } => SaveCommand::Make {
                worker,
                ticket,
                batch,
            },
            RunCommand::Write(piece) => SaveCommand::Write { save, piece },
            RunCommand::Close => SaveCommand::Close { save },
        };
        commands.into_iter().map(command).collect()
    }

    /// Ends the save without a file.
    fn end(&mut self, ended: Ended) -> Vec<SaveCommand> {
        if let Some(run) = self.run.take() {
            self.last_ticket = run.last_ticket();
        }
        if let Some(ask) = self.asked.take() {
            self.state = SaveState::Ended(ask.form, ended);
        }
        vec![SaveCommand::Release, SaveCommand::Abort]
    }
}
