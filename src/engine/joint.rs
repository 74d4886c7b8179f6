//! A simulation on two workers at once, an update each: pure decisions, as the [`supervisor`](super::supervisor)'s.
//!
//! One engine takes the update of facts, and whole simulations; another takes that of style. As a supervisor does,
//! it has at most one request with the engines and one that waits; a newer one replaces the one that waits, and one
//! that is outdated is given up after [`PREEMPT_AFTER_MS`]. An engine that loses its worker does its own share again.
//! Where no second worker can be had, one does the whole.

use super::protocol::{Answer, Failure, Job};
use super::supervisor::{EngineEvent, Fault, PREEMPT_AFTER_MS, Ticket, size};
use rankscope_params::Update;
use rankscope_sim::Spectra;

/// The [`size`] of the largest update that one worker is asked for: at 128 × 128 the picture comes no sooner from
/// two, at 192 × 192 it does.
const ALONE_SIZE: usize = 128 * 128 * 128;
/// The engine that is also asked for whole simulations. Its update takes longer than the other.
pub const MAIN: Update = Update::Facts;

/// What has happened.
#[derive(Clone, Debug, PartialEq)]
pub enum JointInput {
    /// The page asks for work.
    Submit(Ticket),
    /// The engine of this update reports.
    Reported(Update, EngineEvent),
    /// The time [`Joint::deadline`] named has come.
    Deadline,
    /// The reader asks to try once more.
    Retry,
    /// The page no longer wants an answer.
    Cancel,
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum JointCommand {
    /// Ask the engine of this update, in place of what it was asked before.
    Ask(Update, Ticket),
    /// Have it try once more.
    Retry(Update),
    /// Have it stop what is under way.
    Cancel(Update),
    /// Report to the page.
    Emit(EngineEvent),
}

/// The state of it all.
#[derive(Debug)]
pub struct Joint {
    /// Whether a second worker can be had.
    both: bool,
    under_way: Option<UnderWay>,
    waiting: Option<Ticket>,
}

#[derive(Debug)]
struct UnderWay {
    ticket: Ticket,
    since: f64,
    /// None where the main engine does the whole.
    shares: Option<Shares>,
}

#[derive(Debug, Default)]
struct Shares {
    style: Share,
    facts: Share,
}

#[derive(Debug, Default)]
struct Share {
    /// In `0..=1`.
    done: f64,
    outcome: Option<Result<Answer, Failure>>,
}

impl Shares {
    const fn of(&mut self, update: Update) -> &mut Share {
        match update {
            Update::Style => &mut self.style,
            Update::Facts => &mut self.facts,
        }
    }
}

impl Joint {
    /// `both` is whether the machine can run two workers at once.
    pub const fn new(both: bool) -> Self {
        Self {
            both,
            under_way: None,
            waiting: None,
        }
    }

    /// When to send [`JointInput::Deadline`], if nothing else happens before.
    pub fn deadline(&self) -> Option<f64> {
        self.waiting.as_ref()?;
        Some(self.under_way.as_ref()?.since + PREEMPT_AFTER_MS)
    }

    /// Takes in what happened at time `now` and returns what is to be done about it.
    pub fn handle(&mut self, input: JointInput, now: f64) -> Vec<JointCommand> {
        match input {
            JointInput::Submit(ticket) => self.submit(ticket, now),
            JointInput::Reported(update, EngineEvent::Progress(done)) => self.goes_on(update, done),
            JointInput::Reported(update, EngineEvent::Answered { ticket, outcome }) => {
                self.answered(update, ticket, outcome, now)
            }
            JointInput::Reported(update, EngineEvent::WorkerFailed { fault, gave_up }) => {
                self.failed(update, fault, gave_up, now)
            }
            JointInput::Deadline => self.advance(now),
            JointInput::Retry => vec![JointCommand::Retry(MAIN)],
            JointInput::Cancel => {
                self.under_way = None;
                self.waiting = None;
                [Update::Style, Update::Facts]
                    .map(JointCommand::Cancel)
                    .into()
            }
        }
    }

    fn submit(&mut self, ticket: Ticket, now: f64) -> Vec<JointCommand> {
        let alone = self.parts(&ticket).is_none();
        let passes = |under_way: &UnderWay| under_way.shares.is_none() && alone;
        if self.under_way.as_ref().is_none_or(passes) {
            // Of whole simulations the engine itself does the newest.
            return self.start(ticket, now);
        }
        self.waiting = Some(ticket);
        self.advance(now)
    }

    /// The next step towards the work that waits.
    fn advance(&mut self, now: f64) -> Vec<JointCommand> {
        let is_held = |under_way: &UnderWay| now - under_way.since < PREEMPT_AFTER_MS;
        if self.under_way.as_ref().is_some_and(is_held) {
            return vec![];
        }
        let waiting = self.waiting.take();
        waiting.map_or_else(Vec::new, |ticket| self.start(ticket, now))
    }

    fn start(&mut self, ticket: Ticket, now: f64) -> Vec<JointCommand> {
        let parts = self.parts(&ticket);
        let before = self.under_way.replace(UnderWay {
            ticket: ticket.clone(),
            since: now,
            shares: parts.as_ref().map(|_| Shares::default()),
        });
        match parts {
            Some(parts) => parts
                .map(|(update, part)| JointCommand::Ask(update, part))
                .into(),
            None if before.is_some_and(|before| before.shares.is_some()) => vec![
                JointCommand::Cancel(Update::Style),
                JointCommand::Ask(MAIN, ticket),
            ],
            None => vec![JointCommand::Ask(MAIN, ticket)],
        }
    }

    /// What each engine is asked; none where one is asked for the whole.
    fn parts(&self, ticket: &Ticket) -> Option<[(Update, Ticket); 2]> {
        let Job::Simulate(params) = ticket.job else {
            return None;
        };
        let pays = self.both && size(&params) > ALONE_SIZE;
        let part = |update| (update, part(ticket, update));
        pays.then(|| [Update::Facts, Update::Style].map(part))
    }

    fn goes_on(&mut self, update: Update, done: f64) -> Vec<JointCommand> {
        let Some(under_way) = self.under_way.as_mut().filter(|_| self.waiting.is_none()) else {
            return vec![];
        };
        let done = match under_way.shares.as_mut() {
            Some(shares) => {
                shares.of(update).done = done;
                f64::midpoint(shares.style.done, shares.facts.done)
            }
            None => done,
        };
        vec![JointCommand::Emit(EngineEvent::Progress(done))]
    }

    fn answered(
        &mut self,
        update: Update,
        ticket: Ticket,
        outcome: Result<Answer, Failure>,
        now: f64,
    ) -> Vec<JointCommand> {
        let answered = match self.under_way.as_mut() {
            Some(UnderWay {
                ticket: whole,
                shares: Some(shares),
                ..
            }) if ticket == part(whole, update) => {
                *shares.of(update) = Share {
                    done: 1.0,
                    outcome: Some(outcome),
                };
                let (Some(style), Some(facts)) = (&shares.style.outcome, &shares.facts.outcome)
                else {
                    return vec![];
                };
                let outcome = joined(style.clone(), facts.clone());
                let ticket = whole.clone();
                self.under_way = None;
                EngineEvent::Answered { ticket, outcome }
            }
            // A share of what is outdated.
            _ if matches!(ticket.job, Job::SimulateOne { .. }) => return vec![],
            under_way => {
                if under_way.is_some_and(|whole| whole.ticket == ticket) {
                    self.under_way = None;
                }
                EngineEvent::Answered { ticket, outcome }
            }
        };
        let mut commands = vec![JointCommand::Emit(answered)];
        commands.extend(self.advance(now));
        commands
    }

    fn failed(
        &mut self,
        update: Update,
        fault: Fault,
        gave_up: bool,
        now: f64,
    ) -> Vec<JointCommand> {
        let lost = gave_up || matches!(fault, Fault::NotStarted(_));
        if update == MAIN || !lost {
            // It is done again by another worker, unless the reader is to say so.
            return vec![JointCommand::Emit(EngineEvent::WorkerFailed {
                fault,
                gave_up,
            })];
        }
        self.both = false;
        match self.under_way.take_if(|whole| whole.shares.is_some()) {
            Some(UnderWay { ticket, .. }) => {
                let newest = self.waiting.take().unwrap_or(ticket);
                let mut commands = vec![JointCommand::Cancel(update)];
                commands.extend(self.start(newest, now));
                commands
            }
            None => vec![],
        }
    }
}

/// What one engine is asked of a simulation.
fn part(whole: &Ticket, update: Update) -> Ticket {
    let job = match &whole.job {
        Job::Simulate(params) => Job::SimulateOne {
            params: *params,
            update,
        },
        other => other.clone(),
    };
    Ticket {
        job,
        asked_at: whole.asked_at,
    }
}

/// The answer of two workers; the first failure, as of one that does both.
fn joined(
    style: Result<Answer, Failure>,
    facts: Result<Answer, Failure>,
) -> Result<Answer, Failure> {
    Ok(match (style?, facts?) {
        (Answer::SimulatedOne(style), Answer::SimulatedOne(facts)) => {
            Answer::Simulated(Spectra { style, facts })
        }
        // Of no use to anyone, and no answer of this build.
        (other, _) => other,
    })
}

#[cfg(test)]
mod tests;
