//! Which of the page's engines may begin: the decisions of [`Turns`] carried out.

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;

use super::engine::Member;
use super::workers::cores;
use rankscope_engine::turns::Turns;

/// How long a worker that does nothing is left to its engine, in milliseconds: between two chunks of a run it is idle
/// for some, and holds what it has trained.
pub(super) const KEPT_MS: u32 = 300;

thread_local! {
    static TURNS: RefCell<Turns<Member>> = RefCell::new(Turns::new(cores()));
    static ENGINES: RefCell<Vec<Member>> = const { RefCell::new(Vec::new()) };
    /// Whether [`go_on`] is under way.
    static GOES_ON: Cell<bool> = const { Cell::new(false) };
}

/// Has the page know of an engine.
pub(super) fn join(engine: Member) {
    ENGINES.with_borrow_mut(|engines| {
        engines.retain(Member::lives);
        engines.push(engine);
    });
}

/// Whether an engine that can wait may begin at once.
pub(super) fn is_free() -> bool {
    TURNS.with_borrow(Turns::is_free)
}

/// Has this engine begin when it is its turn.
pub(super) fn wait(engine: Member) {
    TURNS.with_borrow_mut(|turns| turns.wait(engine));
}

/// Notes that an engine's worker is at work, or no more.
pub(super) fn count(at_work: bool) {
    TURNS.with_borrow_mut(|turns| {
        if at_work {
            turns.began();
        } else {
            turns.ended();
        }
    });
}

/// Has one engine give up a worker that has done nothing for a while; whether there was one.
pub(super) fn make_room() -> bool {
    let engines = ENGINES.with_borrow(Clone::clone);
    engines.iter().any(Member::lets_go)
}

/// Has an engine wait whose worker the browser would not start; false where no other has a worker, so that there is
/// nothing to wait for.
pub(super) fn refused(engine: Member) -> bool {
    let living =
        ENGINES.with_borrow(|engines| engines.iter().filter(|engine| engine.has_worker()).count());
    if living == 0 {
        return false;
    }
    TURNS.with_borrow_mut(|turns| {
        turns.limit(living);
        turns.wait(engine);
    });
    go_on_later(KEPT_MS);
    true
}

/// Has those begin whose turn it is. Nothing is borrowed meanwhile: a worker that does not start says so at once.
pub(super) fn go_on() {
    // Of one that begins and waits again, the others hear in their turn.
    if GOES_ON.replace(true) {
        return;
    }
    for _ in 0..TURNS.with_borrow(Turns::waiting) {
        let Some(engine) = TURNS.with_borrow_mut(Turns::turn) else {
            break;
        };
        engine.begin();
    }
    GOES_ON.set(false);
}

/// The same, after some milliseconds: when whoever calls is done.
pub(super) fn go_on_later(after: u32) {
    Timeout::new(after, go_on).forget();
}
