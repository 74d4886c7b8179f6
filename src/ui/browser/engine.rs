//! The page's side of the engine: a [`Supervisor`]'s decisions carried out on a real `Worker`.
//!
//! Written by hand because the crates that wrap workers hide `onerror`, drop what is sent before
//! a worker is up, and pull in a codec that is no longer kept.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker};

use super::console::describe;
use super::now;
use rankscope_engine::handle::explore_handler;
use rankscope_engine::protocol::{Job, Reply, Request};
use rankscope_engine::supervisor::{
    Command, EngineEvent, Fault, Supervisor, SupervisorInput, Ticket,
};

#[wasm_bindgen]
extern "C" {
    /// Starts this module inside a worker: see `static/boot.js`.
    #[wasm_bindgen(catch, js_namespace = rankscope, js_name = spawnWorker)]
    fn spawn_worker() -> Result<Worker, JsValue>;
}

/// The page's end of the engine. Cheap to clone; the worker stops with the last clone.
#[derive(Clone)]
pub struct Engine {
    inner: Rc<RefCell<Inner>>,
}

impl PartialEq for Engine {
    /// Equal when they share one worker.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

struct Inner {
    supervisor: Supervisor,
    worker: Option<Live>,
    /// What comes beside the newest job, which is the only one that is ever sent.
    attached: Vec<JsValue>,
    /// What came beside the newest message.
    arrived: Option<ArrayBuffer>,
    timer: Option<Timeout>,
    /// Does a job here, where that is sooner than a worker's answer.
    handle: Box<Handler>,
    on_event: Rc<dyn Fn(EngineEvent)>,
}

/// A worker and what listens to it; stopped when dropped.
struct Live {
    worker: Worker,
    _listeners: [EventListener; 3],
}

impl Drop for Live {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Engine {
    /// An engine that reports to `on_event`. The worker starts with the first job.
    pub fn new(on_event: impl Fn(EngineEvent) + 'static) -> Self {
        let inner = Inner {
            supervisor: Supervisor::default(),
            worker: None,
            attached: Vec::new(),
            arrived: None,
            timer: None,
            handle: Box::new(explore_handler()),
            on_event: Rc::new(on_event),
        };
        Self {
            inner: Rc::new(RefCell::new(inner)),
        }
    }

    /// Asks for work that replaces any asked for before; `asked_at` is the time of the input
    /// event behind it.
    pub fn ask(&self, job: Job, asked_at: f64) {
        self.ask_with(job, vec![], asked_at);
    }

    /// As [`Engine::ask`], with pieces of a file, each a `Blob` or an `ArrayBuffer`. A slice of a file is
    /// handed over without its bytes: only the worker reads them.
    pub fn ask_with(&self, job: Job, attached: Vec<JsValue>, asked_at: f64) {
        self.inner.borrow_mut().attached = attached;
        self.on(SupervisorInput::Submit(Ticket { job, asked_at }));
    }

    /// Takes the bytes that came beside the answer that is being reported.
    pub fn take_arrived(&self) -> Option<ArrayBuffer> {
        self.inner.borrow_mut().arrived.take()
    }

    /// Tries once more after the engine gave up.
    pub fn retry(&self) {
        self.on(SupervisorInput::Retry);
    }

    /// Stops what is under way: no answer comes.
    pub fn cancel(&self) {
        self.on(SupervisorInput::Cancel);
    }

    fn on(&self, input: SupervisorInput) {
        let commands = self.inner.borrow_mut().supervisor.handle(input, now());
        for command in commands {
            self.carry_out(command);
        }
        self.arm_timer();
    }

    fn carry_out(&self, command: Command) {
        match command {
            Command::Stop => self.inner.borrow_mut().worker = None,
            Command::Start => match self.start() {
                Ok(live) => self.inner.borrow_mut().worker = Some(live),
                Err(error) => self.on(SupervisorInput::WorkerFailed(Fault::NotStarted(describe(
                    &error,
                )))),
            },
            Command::Send(request) => {
                if let Err(error) = self.send(&request) {
                    self.on(SupervisorInput::WorkerFailed(Fault::Crashed(describe(
                        &error,
                    ))));
                }
            }
            Command::Compute(ticket) => {
                let began = now();
                let request = Request {
                    id: 0,
                    job: ticket.job.clone(),
                    attached: vec![],
                };
                // It is done before there is anything to on_event of its progress.
                let reply = (self.inner.borrow_mut().handle)(&request, &mut |_| ());
                self.on(match reply {
                    Reply::Done { outcome, .. } => SupervisorInput::Computed {
                        ticket,
                        outcome,
                        took: now() - began,
                    },
                    Reply::Ready | Reply::Progress { .. } | Reply::Malformed => {
                        SupervisorInput::WorkerFailed(Fault::Malformed)
                    }
                });
            }
            Command::Emit(event) => {
                let on_event = Rc::clone(&self.inner.borrow().on_event);
                on_event(event);
            }
        }
    }

    fn start(&self) -> Result<Live, JsValue> {
        let worker = spawn_worker()?;
        let listen = |kind: &'static str, read: Read| {
            let inner = Rc::downgrade(&self.inner);
            EventListener::new(&worker, kind, move |event| {
                if let Some(engine) = Self::upgrade(&inner) {
                    let (input, arrived) = read(event);
                    engine.inner.borrow_mut().arrived = arrived;
                    engine.on(input);
                }
            })
        };
        let listeners = [
            listen("message", read_message),
            listen("messageerror", |_| {
                (SupervisorInput::WorkerFailed(Fault::Malformed), None)
            }),
            listen("error", |event| (read_error(event), None)),
        ];
        Ok(Live {
            worker,
            _listeners: listeners,
        })
    }

    fn send(&self, request: &Request) -> Result<(), JsValue> {
        let inner = self.inner.borrow();
        match &inner.worker {
            Some(live) => {
                let bytes = Uint8Array::from(request.encode().as_slice());
                let mut message = Array::of1(&bytes);
                message.extend(&inner.attached);
                live.worker.post_message(&message)
            }
            None => Err(JsValue::from_str("no worker")),
        }
    }

    /// Replaces the timer by one for the present deadline, if there is one.
    fn arm_timer(&self) {
        let weak = Rc::downgrade(&self.inner);
        let mut inner = self.inner.borrow_mut();
        inner.timer = inner.supervisor.deadline().map(|deadline| {
            let wait = (deadline - now()).max(0.0).ceil() as u32;
            Timeout::new(wait, move || {
                if let Some(engine) = Self::upgrade(&weak) {
                    engine.on(SupervisorInput::Deadline);
                }
            })
        });
    }

    fn upgrade(inner: &Weak<RefCell<Inner>>) -> Option<Self> {
        inner.upgrade().map(|inner| Self { inner })
    }
}

/// What does a request, and tells how far it is.
type Handler = dyn FnMut(&Request, &mut dyn FnMut(Reply)) -> Reply;

/// What an event of a worker says, and what came beside it.
type Read = fn(&web_sys::Event) -> (SupervisorInput, Option<ArrayBuffer>);

/// A reply, first in its message, and the bytes after it.
fn read_message(event: &web_sys::Event) -> (SupervisorInput, Option<ArrayBuffer>) {
    let data = event
        .dyn_ref::<MessageEvent>()
        .map_or(JsValue::UNDEFINED, MessageEvent::data);
    let parts = data.dyn_into::<Array>().unwrap_or_default();
    let arrived = parts.get(1).dyn_into().ok();
    let input = match Reply::decode(&Uint8Array::new(&parts.get(0)).to_vec()) {
        Ok(reply) => SupervisorInput::Message(reply),
        Err(_) => SupervisorInput::WorkerFailed(Fault::Malformed),
    };
    (input, arrived)
}

fn read_error(event: &web_sys::Event) -> SupervisorInput {
    let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
    let message = message.filter(|message| !message.is_empty());
    match message {
        Some(message) => SupervisorInput::WorkerFailed(Fault::Crashed(message)),
        // A script that cannot be loaded fires a plain event without a message.
        None => {
            SupervisorInput::WorkerFailed(Fault::NotStarted("its script did not load".to_owned()))
        }
    }
}
