//! A course of training under way: asked for chunk by chunk, in a worker of its own.

use crate::store::{Handle, use_store};
use rankscope_app::Reduce;
use std::rc::Rc;

use yew::{Callback, MouseEvent, hook, use_callback, use_effect_with, use_memo};

use crate::browser::engine::Engine;
use rankscope_app::state::Trouble;
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::News;
use rankscope_sim::training::{Chunk, Course, Plan, Trained};

/// Whether training goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Pace {
    /// Nothing is asked for.
    #[default]
    Idle,
    Running,
    /// What has been trained stays; no more is asked for.
    Paused,
    Finished,
}

impl Pace {
    /// Its name in `data-state`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Finished => "finished",
        }
    }
}

/// A course, and whether it goes on.
#[derive(Clone, Default)]
pub(super) struct Lesson {
    course: Option<Course>,
    /// What was there before, to look at until there is something new.
    before: Vec<Rc<Trained>>,
    pub(super) pace: Pace,
    pub(super) trouble: Option<Trouble>,
}

pub(super) enum Turn {
    Begin(Vec<Plan>),
    Pause,
    Resume,
    Hear(News),
    Retry,
}

impl Lesson {
    /// What is known.
    pub(super) fn trained(&self) -> &[Rc<Trained>] {
        match &self.course {
            Some(course) if course.share() > 0.0 => course.trained(),
            _ => &self.before,
        }
    }

    /// Share done.
    pub(super) fn share(&self) -> f64 {
        self.course.as_ref().map_or(0.0, Course::share)
    }

    fn begin(&mut self, plans: Vec<Plan>) {
        self.before = self.trained().to_vec();
        self.trouble = None;
        self.course = None;
        self.pace = Pace::Idle;
        if plans.is_empty() {
            self.before.clear();
            return;
        }
        match Course::new(plans) {
            Ok(course) => {
                self.course = Some(course);
                self.pace = Pace::Running;
            }
            Err(error) => {
                self.before.clear();
                self.trouble = Some(Trouble::NoResult(error.into()));
            }
        }
    }

    fn hear(&mut self, news: News) {
        match news {
            News::Progress(_) => {}
            News::Trouble { fault, gave_up } => {
                // A worker started anew goes on where the last one was: only an end is worth saying.
                if gave_up {
                    self.trouble = Some(Trouble::GaveUp(fault));
                }
            }
            News::Answered { ticket, outcome } => match (ticket.job, outcome) {
                (Job::Train(chunk), Ok(Answer::Trained(growth))) => {
                    let told = chunk.open().zip(growth.open());
                    if let Some((course, (chunk, growth))) = self.course.as_mut().zip(told) {
                        course.take(&chunk, growth);
                        if course.finished() {
                            self.pace = Pace::Finished;
                        }
                    }
                }
                (_, Err(failure)) => {
                    self.pace = Pace::Idle;
                    self.course = None;
                    self.trouble = Some(Trouble::NoResult(failure));
                }
                // Only training is asked of this engine.
                (_, Ok(_)) => {}
            },
        }
    }

    fn wanted(&self) -> Wanted {
        let next = self.course.as_ref().and_then(Course::next);
        match (self.pace, next) {
            (Pace::Idle, _) => Wanted::Nothing,
            (Pace::Running, Some(chunk)) => Wanted::Chunk(chunk),
            _ => Wanted::Rest,
        }
    }
}

/// What the engine has to do.
#[derive(PartialEq)]
enum Wanted {
    /// Stop, whatever it is at.
    Nothing,
    /// End what it is at.
    Rest,
    Chunk(Chunk),
}

impl Reduce for Lesson {
    type Action = Turn;

    fn reduce(self: Rc<Self>, action: Turn) -> Rc<Self> {
        let mut next = (*self).clone();
        match (action, next.pace) {
            (Turn::Begin(plans), _) => next.begin(plans),
            (Turn::Pause, Pace::Running) => next.pace = Pace::Paused,
            (Turn::Resume, Pace::Paused) => next.pace = Pace::Running,
            (Turn::Pause | Turn::Resume, _) => return self,
            (Turn::Hear(news), _) => next.hear(news),
            (Turn::Retry, _) => next.trouble = None,
        }
        next.into()
    }
}

/// A lesson, and a way to try again after its engine gave up.
pub(super) struct Watched {
    pub(super) lesson: Handle<Lesson>,
    pub(super) retry: Callback<MouseEvent>,
}

/// Trains `plans`, from the beginning whenever they change; none stops what is under way.
#[hook]
pub(super) fn use_course(plans: Vec<Plan>) -> Watched {
    let lesson = use_store(Lesson::default);
    let dispatch = lesson.dispatcher();
    let engine = {
        let dispatch = dispatch.clone();
        use_memo((), move |()| {
            Engine::new(move |news| dispatch.dispatch(Turn::Hear(news)))
        })
    };
    {
        let dispatch = dispatch.clone();
        use_effect_with(plans, move |plans| {
            dispatch.dispatch(Turn::Begin(plans.clone()));
        });
    }
    {
        let engine = engine.clone();
        use_effect_with(lesson.wanted(), move |wanted| match wanted {
            Wanted::Nothing => engine.cancel(),
            Wanted::Rest => {}
            Wanted::Chunk(chunk) => engine.ask(Job::Train(Packed::of(chunk)), 0.0),
        });
    }
    let retry = use_callback(engine, move |_: MouseEvent, engine| {
        dispatch.dispatch(Turn::Retry);
        engine.retry();
    });
    Watched { lesson, retry }
}
