//! Workers that share what a session asks for: each is an [`Engine`] with at most one job under way.

use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::ArrayBuffer;
use wasm_bindgen::JsValue;

use super::engine::Engine;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{EngineEvent, Fault};

/// How many workers can run at the same time.
pub(crate) fn cores() -> usize {
    let window = web_sys::window();
    window.map_or(1.0, |window| window.navigator().hardware_concurrency()) as usize
}

/// The workers, numbered from 0. A worker is made when it is first given a job.
pub(crate) struct Workers {
    on_event: Rc<dyn Fn(usize, EngineEvent)>,
    workers: BTreeMap<usize, Worker>,
}

struct Worker {
    engine: Engine,
    /// The ticket and the job of what is under way.
    sent: Option<(u32, Job)>,
}

impl Workers {
    /// Workers that report to `on_event`, each with its number.
    pub(crate) fn new(on_event: impl Fn(usize, EngineEvent) + 'static) -> Self {
        Self {
            on_event: Rc::new(on_event),
            workers: BTreeMap::new(),
        }
    }

    /// Notes that a worker is given a job under this ticket, in place of the one it has.
    pub(crate) fn assign(&mut self, number: usize, ticket: u32, job: Job) -> Assignment {
        let on_event = &self.on_event;
        let worker = self.workers.entry(number).or_insert_with(|| {
            let on_event = Rc::clone(on_event);
            Worker {
                engine: Engine::in_turn(move |event| on_event(number, event)),
                sent: None,
            }
        });
        worker.sent = Some((ticket, job.clone()));
        Assignment {
            engine: worker.engine.clone(),
            job,
        }
    }

    /// The ticket of what a worker had under way, and what came of it; none for an event that ends no job.
    pub(crate) fn answer(
        &mut self,
        number: usize,
        event: EngineEvent,
    ) -> Option<(u32, Result<Answer, Fault>)> {
        let (job, outcome) = match event {
            EngineEvent::Answered { ticket, outcome } => {
                // What a session asks for cannot fail: its answers hold the failures of their layers.
                let answer = outcome.map_err(|_| Fault::Malformed);
                (Some(ticket.job), answer)
            }
            EngineEvent::WorkerFailed {
                fault,
                gave_up: true,
            } => (None, Err(fault)),
            // It is started anew and does the same work again.
            EngineEvent::Progress(_) | EngineEvent::WorkerFailed { .. } => return None,
        };
        let worker = self.workers.get_mut(&number)?;
        let is_present = |(_, sent): &mut (u32, Job)| job.is_none_or(|job| job == *sent);
        let (ticket, _) = worker.sent.take_if(is_present)?;
        Some((ticket, outcome))
    }

    /// Takes the bytes that came beside the answer that is being reported.
    pub(crate) fn take_arrived(&self, number: usize) -> Option<ArrayBuffer> {
        self.workers.get(&number)?.engine.take_arrived()
    }

    /// Notes that a worker has nothing under way any more; the engine that is to be told so.
    pub(crate) fn stop(&mut self, number: usize) -> Option<Engine> {
        let worker = self.workers.get_mut(&number)?;
        worker.sent = None;
        Some(worker.engine.clone())
    }

    /// Ends all of them.
    pub(crate) fn release(&mut self) {
        self.workers.clear();
    }
}

/// A job that is noted and not sent.
///
/// It is sent when nothing is borrowed any more: a worker that does not start says so at once.
#[must_use]
pub(crate) struct Assignment {
    engine: Engine,
    job: Job,
}

impl Assignment {
    /// Sends it, with the pieces of a file that it is about.
    pub(crate) fn send(self, pieces: Vec<JsValue>) {
        self.engine.ask_with(self.job, pieces, 0.0);
    }
}
