//! Two engines that simulate together: a [`Joint`]'s decisions carried out.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;

use super::engine::Engine;
use super::now;
use super::workers::cores;
use rankscope_engine::joint::{Joint, JointInput, MAIN, Order, Wish};
use rankscope_engine::protocol::Job;
use rankscope_engine::supervisor::EngineEvent;
use rankscope_params::{Update, UpdateParams};

/// The page's end of a simulation. Cheap to clone; its workers stop with the last clone.
#[derive(Clone)]
pub(crate) struct Simulation {
    inner: Rc<Inner>,
}

impl PartialEq for Simulation {
    /// Equal when they share their workers.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

struct Inner {
    joint: RefCell<Joint>,
    style: Engine,
    facts: Engine,
    timer: RefCell<Option<Timeout>>,
    on_event: Box<dyn Fn(EngineEvent)>,
}

impl Simulation {
    /// One that reports to `on_event`. Workers start with the first job that needs them.
    pub(crate) fn new(on_event: impl Fn(EngineEvent) + 'static) -> Self {
        let inner = Rc::new_cyclic(|inner: &Weak<Inner>| {
            let report = |update| {
                let inner = inner.clone();
                move |event| {
                    if let EngineEvent::WorkerFailed { fault, .. } = &event
                        && update != MAIN
                    {
                        // The reader may not be told of one that can be done without.
                        log::warn!("the second of two workers: {fault}");
                    }
                    if let Some(inner) = inner.upgrade() {
                        inner.on(JointInput::Reported(update, event));
                    }
                }
            };
            Inner {
                joint: RefCell::new(Joint::new(cores() > 1)),
                style: Engine::spare(report(Update::Style)),
                facts: Engine::new(report(MAIN)),
                timer: RefCell::default(),
                on_event: Box::new(on_event),
            }
        });
        Self { inner }
    }

    /// Asks for both updates' singular values, in place of what was asked for before; none stops what is under
    /// way. `asked_at` is the time of the input event behind it.
    pub(crate) fn want(&self, update: Option<UpdateParams>, asked_at: f64) {
        self.inner.on(match update {
            Some(params) => JointInput::Submit(Wish { params, asked_at }),
            None => JointInput::Cancel,
        });
    }

    /// Tries once more after the engine gave up.
    pub(crate) fn retry(&self) {
        self.inner.on(JointInput::Retry);
    }
}

impl Inner {
    fn engine(&self, update: Update) -> &Engine {
        match update {
            Update::Style => &self.style,
            Update::Facts => &self.facts,
        }
    }

    fn on(self: &Rc<Self>, input: JointInput) {
        let step = self.joint.borrow_mut().handle(input, now());
        if let Some(event) = step.told {
            (self.on_event)(event);
        }
        for order in step.orders {
            match order {
                Order::Share(update, Wish { params, asked_at }) => {
                    let job = Job::SimulateOne { params, update };
                    self.engine(update).ask(job, asked_at);
                }
                Order::Whole(Wish { params, asked_at }) => {
                    self.engine(MAIN).ask(Job::Simulate(params), asked_at);
                }
                Order::Retry(update) => self.engine(update).retry(),
                Order::Cancel(update) => self.engine(update).cancel(),
            }
        }
        let deadline = self.joint.borrow().deadline();
        let timer = deadline.map(|deadline| {
            let weak = Rc::downgrade(self);
            let wait = (deadline - now()).max(0.0).ceil() as u32;
            Timeout::new(wait, move || {
                if let Some(inner) = weak.upgrade() {
                    inner.on(JointInput::Deadline);
                }
            })
        });
        *self.timer.borrow_mut() = timer;
    }
}
