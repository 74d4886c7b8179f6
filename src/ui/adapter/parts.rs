//! Has the parts of the view come one after another, and what a large delivery holds taken in bit by bit.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::{hook, use_effect, use_effect_with, use_force_update, use_state_eq};

use crate::browser::files::next_task;
use rankscope_adapter::Thresholds;
use rankscope_app::adapter::derived::Derivation;
use rankscope_app::adapter::parts::Parts;
use rankscope_app::adapter::state::AdapterState;

/// Milliseconds between two parts: a frame of 60 a second, in which the last one is laid out and drawn.
const FRAME: u32 = 17;

/// The parts that are there.
#[hook]
pub(super) fn use_parts(results: bool) -> Parts {
    let parts = use_state_eq(Parts::default);
    let now = *parts;
    use_effect_with((results, now), move |(results, now)| {
        let next = now.next(*results);
        let timer = next.map(|next| Timeout::new(FRAME, move || parts.set(next)));
        || drop(timer)
    });
    now
}

/// Lets a derivation that is behind catch up, with the page free between two steps, and draws the view again.
#[hook]
pub(super) fn use_catching_up(
    derivation: &Rc<RefCell<Derivation>>,
    opened: &Rc<AdapterState>,
    thresholds: Thresholds,
) {
    let update = use_force_update();
    let (derivation, opened) = (Rc::clone(derivation), Rc::clone(opened));
    use_effect(move || {
        let ended = Rc::new(Cell::new(!derivation.borrow().is_behind()));
        if !ended.get() {
            let ended = Rc::clone(&ended);
            spawn_local(async move {
                while derivation.borrow().is_behind() {
                    next_task().await;
                    if ended.get() {
                        return;
                    }
                    derivation.borrow_mut().of(&opened, thresholds);
                }
                update.force_update();
            });
        }
        move || ended.set(true)
    });
}

/// A value, one task of the page later than it is given: what is drawn from it is drawn by itself.
#[hook]
pub(super) fn use_later<T: PartialEq + Clone + 'static>(value: T) -> T {
    let shown = use_state_eq(|| value.clone());
    let later = (*shown).clone();
    use_effect_with(value, move |value| {
        let value = value.clone();
        let timer = Timeout::new(0, move || shown.set(value));
        || drop(timer)
    });
    later
}
