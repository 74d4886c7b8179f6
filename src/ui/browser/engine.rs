//! The page's side of the engine: a [`Supervisor`]'s decisions carried out on a real `Worker`.
//!
//! Written by hand because the crates that wrap workers hide `onerror`, drop what is sent before
//! a worker is up, and pull in a codec that is no longer kept.

mod live;

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::JsValue;

use self::live::Live;
use super::console::describe;
use super::{now, turns};
use rankscope_engine::handle::explore_handler;
use rankscope_engine::protocol::{Job, Reply, Request};
use rankscope_engine::supervisor::{
    Command, EngineEvent, Fault, Supervisor, SupervisorInput, Ticket,
};

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
    hurry: Hurry,
    /// The newest job, while it waits.
    held: Option<Ticket>,
    /// Whether it counts among those at work.
    at_work: bool,
    /// When something last happened to it.
    last_on: f64,
    /// Does a job here, where that is sooner than a worker's answer.
    handle: Box<Handler>,
    on_event: Rc<dyn Fn(EngineEvent)>,
}

/// What an engine does where as many workers are at work as there are cores, and where the browser allows no other.
#[derive(Clone, Copy, PartialEq)]
enum Hurry {
    /// It begins at once, and waits for a worker that it must have.
    AtOnce,
    /// The same, but it can be done without.
    Spare,
    /// It waits.
    InTurn,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if self.at_work {
            turns::count(false);
            turns::go_on_later(0);
        }
    }
}

/// One of the page's engines, which may be gone.
#[derive(Clone)]
pub(super) struct Member(Weak<RefCell<Inner>>);

impl Member {
    /// It is its turn.
    pub(super) fn begin(&self) {
        if let Some(engine) = Engine::upgrade(&self.0) {
            engine.begin();
        }
    }

    /// Whether it is not gone.
    pub(super) fn lives(&self) -> bool {
        self.0.strong_count() > 0
    }

    /// Whether it has a worker.
    pub(super) fn has_worker(&self) -> bool {
        let inner = self.0.upgrade();
        inner.is_some_and(|inner| inner.borrow().worker.is_some())
    }

    /// Has it give up a worker that has done nothing for a while; whether there was one.
    pub(super) fn lets_go(&self) -> bool {
        let Some(engine) = Engine::upgrade(&self.0) else {
            return false;
        };
        let rests = now() - engine.inner.borrow().last_on;
        if !self.has_worker() || rests < f64::from(turns::KEPT_MS) {
            return false;
        }
        engine.on(SupervisorInput::LetGo);
        !self.has_worker()
    }
}

impl Engine {
    /// An engine that reports to `on_event`. The worker starts with the first job.
    pub fn new(on_event: impl Fn(EngineEvent) + 'static) -> Self {
        Self::with(on_event, Hurry::AtOnce)
    }

    /// The same for one that another can do the work of: where the browser allows no other worker, it fails.
    pub(crate) fn spare(on_event: impl Fn(EngineEvent) + 'static) -> Self {
        Self::with(on_event, Hurry::Spare)
    }

    /// The same for what takes long and nobody's hand waits for: it waits for its turn. See
    /// [`Turns`](rankscope_engine::turns::Turns).
    pub(crate) fn in_turn(on_event: impl Fn(EngineEvent) + 'static) -> Self {
        Self::with(on_event, Hurry::InTurn)
    }

    fn with(on_event: impl Fn(EngineEvent) + 'static, hurry: Hurry) -> Self {
        let inner = Inner {
            supervisor: Supervisor::default(),
            worker: None,
            attached: Vec::new(),
            arrived: None,
            timer: None,
            hurry,
            held: None,
            at_work: false,
            last_on: 0.0,
            handle: Box::new(explore_handler()),
            on_event: Rc::new(on_event),
        };
        let engine = Self {
            inner: Rc::new(RefCell::new(inner)),
        };
        turns::join(engine.member());
        engine
    }

    fn member(&self) -> Member {
        Member(Rc::downgrade(&self.inner))
    }

    /// Asks for work that replaces any asked for before; `asked_at` is the time of the input
    /// event behind it.
    pub fn ask(&self, job: Job, asked_at: f64) {
        self.ask_with(job, vec![], asked_at);
    }

    /// As [`Engine::ask`], with pieces of a file, each a `Blob` or an `ArrayBuffer`. A slice of a file is
    /// handed over without its bytes: only the worker reads them.
    pub fn ask_with(&self, job: Job, attached: Vec<JsValue>, asked_at: f64) {
        let mut inner = self.inner.borrow_mut();
        inner.attached = attached;
        let waited = inner.held.replace(Ticket { job, asked_at }).is_some();
        let is_turn = inner.hurry != Hurry::InTurn || inner.at_work || turns::is_free();
        drop(inner);
        if is_turn {
            self.begin();
        } else if !waited {
            turns::wait(self.member());
        }
    }

    /// Asks for what has waited, unless that was called off.
    fn begin(&self) {
        let held = self.inner.borrow_mut().held.take();
        self.on(held.map_or(SupervisorInput::Retry, SupervisorInput::Submit));
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
        self.inner.borrow_mut().held = None;
        self.on(SupervisorInput::Cancel);
    }

    fn on(&self, input: SupervisorInput) {
        let mut inner = self.inner.borrow_mut();
        let now = now();
        inner.last_on = now;
        let commands = inner.supervisor.handle(input, now);
        let at_work = inner.supervisor.is_busy();
        if std::mem::replace(&mut inner.at_work, at_work) != at_work {
            turns::count(at_work);
        }
        drop(inner);
        for command in commands {
            self.carry_out(command);
        }
        self.arm_timer();
        turns::go_on();
    }

    fn carry_out(&self, command: Command) {
        match command {
            Command::Stop => self.inner.borrow_mut().worker = None,
            Command::Start => match self.start() {
                Ok(live) => self.inner.borrow_mut().worker = Some(live),
                Err(error) => self.not_started(&error),
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

    fn not_started(&self, error: &JsValue) {
        let message = describe(error);
        let is_spare = self.inner.borrow().hurry == Hurry::Spare;
        if is_spare || !turns::refused(self.member()) {
            return self.on(SupervisorInput::WorkerFailed(Fault::NotStarted(message)));
        }
        log::warn!("no other worker may start, so one waits: {message}");
        self.on(SupervisorInput::NoRoom);
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
