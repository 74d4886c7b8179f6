//! A simulation on two workers at once, an update each: pure decisions, as the [`supervisor`](super::supervisor)'s.
//!
//! One engine takes the update of facts, and whole simulations; another takes that of style. As a supervisor does,
//! it has at most one request with the engines and one that waits; a newer one replaces the one that waits, and one
//! that is outdated is given up after [`PREEMPT_AFTER_MS`]. An engine that loses its worker does its own share again.
//! Where no second worker can be had, one does the whole.

use super::protocol::{Answer, Failure, Job};
use super::supervisor::{EngineEvent, Fault, PREEMPT_AFTER_MS, Ticket, size};
use rankscope_params::{Update, UpdateParams};
use rankscope_sim::Spectra;

/// The [`size`] of the largest update that one worker is asked for: at 128 × 128 the picture comes no sooner from
/// two, at 192 × 192 it does.
const ALONE_SIZE: usize = 128 * 128 * 128;
/// The engine that is also asked for whole simulations. Its update takes longer than the other.
pub const MAIN: Update = Update::Facts;

/// A simulation, and when the reader asked for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wish {
    /// Of what.
    pub params: UpdateParams,
    /// Time of the input event behind it.
    pub asked_at: f64,
}

/// What has happened.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "taken in at once and never kept")]
pub enum JointInput {
    /// The page asks for work.
    Submit(Wish),
    /// The engine of this update reports.
    Reported(Update, EngineEvent),
    /// The time [`Joint::deadline`] named has come.
    Deadline,
    /// The reader asks to try once more.
    Retry,
    /// The page no longer wants an answer.
    Cancel,
}

/// What is to be done: first the page is told, then the engines in this order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// What to report to the page.
    pub told: Option<EngineEvent>,
    /// What to ask the engines.
    pub orders: Vec<Order>,
}

/// What an engine is to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Order {
    /// The engine of this update is to do its share, in place of what it was asked before.
    Share(Update, Wish),
    /// The engine of [`MAIN`] is to do the whole, in place of what it was asked before.
    Whole(Wish),
    /// It is to try once more.
    Retry(Update),
    /// It is to stop what is under way.
    Cancel(Update),
}

/// The state of it all.
#[derive(Debug)]
pub struct Joint {
    /// Whether a second worker can be had.
    both: bool,
    under_way: Option<UnderWay>,
    waiting: Option<Wish>,
}

#[derive(Debug)]
struct UnderWay {
    wish: Wish,
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

/// Whether two workers do a simulation sooner than one, an update each.
pub fn is_shared(params: &UpdateParams) -> bool {
    size(params) > ALONE_SIZE
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
    pub fn handle(&mut self, input: JointInput, now: f64) -> Step {
        let mut step = Step::default();
        match input {
            JointInput::Submit(wish) => {
                let alone = !self.pays(&wish);
                let passes = |under_way: &UnderWay| under_way.shares.is_none() && alone;
                if self.under_way.as_ref().is_none_or(passes) {
                    // Of whole simulations the engine itself does the newest.
                    self.start(wish, now, &mut step.orders);
                } else {
                    self.waiting = Some(wish);
                }
            }
            JointInput::Reported(update, EngineEvent::Progress(done)) => {
                step.told = self.goes_on(update, done);
            }
            JointInput::Reported(update, EngineEvent::Answered { ticket, outcome }) => {
                step.told = self.answered(update, ticket, outcome);
            }
            JointInput::Reported(update, EngineEvent::WorkerFailed { fault, gave_up }) => {
                let lost = gave_up || matches!(fault, Fault::NotStarted(_));
                if update == MAIN || !lost {
                    // It is done again by another worker, unless the reader is to say so.
                    step.told = Some(EngineEvent::WorkerFailed { fault, gave_up });
                } else {
                    self.goes_alone(now, &mut step.orders);
                }
            }
            JointInput::Deadline => {}
            JointInput::Retry => step.orders.push(Order::Retry(MAIN)),
            JointInput::Cancel => {
                self.under_way = None;
                self.waiting = None;
                let both = [Update::Style, Update::Facts];
                step.orders.extend(both.map(Order::Cancel));
            }
        }
        let held = self.under_way.as_ref();
        if held.is_none_or(|under_way| now - under_way.since >= PREEMPT_AFTER_MS)
            && let Some(wish) = self.waiting.take()
        {
            self.start(wish, now, &mut step.orders);
        }
        step
    }

    /// Whether two workers are sooner done than one.
    fn pays(&self, wish: &Wish) -> bool {
        self.both && is_shared(&wish.params)
    }

    fn start(&mut self, wish: Wish, now: f64, orders: &mut Vec<Order>) {
        let pays = self.pays(&wish);
        let before = self.under_way.replace(UnderWay {
            wish,
            since: now,
            shares: pays.then(Shares::default),
        });
        if pays {
            orders.extend([Update::Facts, Update::Style].map(|update| Order::Share(update, wish)));
        } else {
            if before.is_some_and(|before| before.shares.is_some()) {
                orders.push(Order::Cancel(Update::Style));
            }
            orders.push(Order::Whole(wish));
        }
    }

    fn goes_on(&mut self, update: Update, done: f64) -> Option<EngineEvent> {
        let newest = self.under_way.as_mut().filter(|_| self.waiting.is_none());
        let done = match newest?.shares.as_mut() {
            Some(shares) => {
                shares.of(update).done = done;
                f64::midpoint(shares.style.done, shares.facts.done)
            }
            None => done,
        };
        Some(EngineEvent::Progress(done))
    }

    /// The newest answer; none while a share is left, or where it is one of what is outdated.
    fn answered(
        &mut self,
        update: Update,
        ticket: Ticket,
        outcome: Result<Answer, Failure>,
    ) -> Option<EngineEvent> {
        let asked_at = ticket.asked_at;
        match ticket.job {
            Job::SimulateOne { params, .. } => {
                let wish = Wish { params, asked_at };
                let present = self.under_way.as_mut();
                let shares = present
                    .filter(|whole| whole.wish == wish)?
                    .shares
                    .as_mut()?;
                *shares.of(update) = Share {
                    done: 1.0,
                    outcome: Some(outcome),
                };
                if shares.style.outcome.is_none() || shares.facts.outcome.is_none() {
                    return None;
                }
                let shares = self.under_way.take()?.shares?;
                let outcome = joined(shares.style.outcome?, shares.facts.outcome?);
                let job = Job::Simulate(params);
                let ticket = Ticket { job, asked_at };
                Some(EngineEvent::Answered { ticket, outcome })
            }
            Job::Simulate(params) => {
                let wish = Wish { params, asked_at };
                self.under_way
                    .take_if(|whole| whole.wish == wish && whole.shares.is_none());
                Some(EngineEvent::Answered { ticket, outcome })
            }
            // Nothing else is asked for.
            _ => None,
        }
    }

    /// Without the engine of style: what is under way, or else what waits, is the main one's.
    fn goes_alone(&mut self, now: f64, orders: &mut Vec<Order>) {
        self.both = false;
        if let Some(UnderWay { wish, .. }) = self.under_way.take_if(|whole| whole.shares.is_some())
        {
            orders.push(Order::Cancel(Update::Style));
            let newest = self.waiting.take().unwrap_or(wish);
            self.start(newest, now, orders);
        }
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
