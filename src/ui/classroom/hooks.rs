//! What the exercises follow of the page around them: the lesson of the address, the storage, the focus.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};
use yew::{Callback, hook, use_effect, use_effect_with, use_memo, use_mut_ref};

use super::sight::{InSight, bring_into_sight};
use super::{LessonHandle, StudentHandle};
use crate::browser::console::describe;
use crate::browser::storage::{LocalStorage, on_stored};
use crate::browser::{entropy, fragment};
use crate::store::use_store;
use crate::work::use_work;
use rankscope_app::classroom::lesson::{LessonAction, LessonState};
use rankscope_app::classroom::opened::{OpenPart, open_part};
use rankscope_app::classroom::student::{StudentAction, StudentState};
use rankscope_app::classroom::student_words::foreign_address;
use rankscope_app::teach::trial;
use rankscope_lesson::{Lesson, LessonError};
use rankscope_params::query::Link;

/// The lesson of the address, followed when its fragment changes; an assignment that a file brings is
/// put into the address, so that it is there after a reload and in a new tab.
#[hook]
pub(super) fn use_lesson() -> LessonHandle {
    let lesson = use_store(|| LessonState::new(&fragment::read(), LocalStorage));
    let dispatch = lesson.dispatcher();
    use_effect_with((), move |()| {
        let changed = move |fragment| dispatch.dispatch(LessonAction::Address(fragment));
        let listener = fragment::on_change(changed);
        move || drop(listener)
    });
    use_effect_with(lesson.from_file(), |fragment| {
        if let Some(fragment) = fragment {
            fragment::replace(fragment);
        }
    });
    lesson
}

/// Has a lesson's own exercises tried out while it is shown; why it is unsound, once that is known.
#[hook]
pub(super) fn use_trial(lesson: Option<&Lesson>) -> Option<LessonError> {
    let job = lesson.and_then(trial::try_out_lesson);
    let work = use_work(job.clone());
    trial::result(&work, job.as_ref())?.err()
}

/// The student at this browser, with the progress in a lesson.
#[hook]
pub(super) fn use_student(lesson: &Rc<Lesson>) -> StudentHandle {
    let student = use_store(|| StudentState::open(LocalStorage, Rc::clone(lesson), entropy()));
    let dispatch = student.dispatcher();
    {
        let dispatch = dispatch.clone();
        use_effect_with(Rc::clone(lesson), move |lesson| {
            dispatch.dispatch(StudentAction::OpenLesson(Rc::clone(lesson)));
        });
    }
    use_effect_with((), move |()| {
        let stored = move |key| dispatch.dispatch(StudentAction::Stored(key));
        let listener = on_stored(stored);
        move || drop(listener)
    });
    student
}

/// What is said while the exercise is open with which somebody else's address was opened.
#[hook]
pub(super) fn use_foreign_address(
    lesson: &Lesson,
    student: &StudentHandle,
    link: &Link,
    alone: bool,
) -> Option<String> {
    // Once, by the address that the page was opened with: afterwards it follows the student.
    let opened = use_memo((), |()| match open_part(lesson, &link.exercise, alone) {
        OpenPart::Exercise(_, exercise) => {
            let said = foreign_address(exercise, &link.params, student.student())?;
            Some((link.exercise.clone(), student.student().seed(), said))
        }
        OpenPart::List | OpenPart::Unknown => None,
    });
    let (id, seed, said) = (*opened).as_ref()?;
    let still = *id == link.exercise && *seed == student.student().seed();
    still.then(|| said.clone())
}

/// Called with the id of an exercise, or none (empty) for the list, before it opens: once it is shown,
/// the focus goes to its heading, since the button or link that was pressed is gone. The exercise that
/// is open already counts too: it is done again.
#[hook]
pub(super) fn use_heading_focus(open: &str) -> Callback<String> {
    let awaited = use_mut_ref(|| None::<String>);
    let open = open.to_owned();
    {
        let awaited = awaited.clone();
        use_effect(move || {
            if awaited.borrow_mut().take_if(|id| *id == open).is_some() {
                focus_heading();
            }
        });
    }
    Callback::from(move |id| {
        awaited.replace(Some(id));
    })
}

/// When `change` changes and what had the focus is gone, the focus goes to the last element of a selector,
/// which comes into sight and stays there.
#[hook]
pub(super) fn use_focus_kept<T: PartialEq + 'static>(change: T, selector: &'static str) {
    let opening = use_mut_ref(|| true);
    let kept = use_mut_ref(|| None::<InSight>);
    use_effect_with(change, move |_| {
        if !opening.replace(false)
            && let Some(element) = focus_lost_to(selector, false)
        {
            bring_into_sight(&element);
            kept.replace(InSight::of(element));
        }
    });
}

/// Puts the focus on the heading of the exercise, or of the lesson, unless the reader has meanwhile
/// put it elsewhere.
fn focus_heading() {
    focus_lost_to("#exercise-title, #lesson-title", true);
}

/// Puts the focus, where it is on nothing, on the last element of a selector; what has it now, if so.
/// `scrolls` is whether the browser brings it into sight.
fn focus_lost_to(selector: &str, scrolls: bool) -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    let focused = document.active_element();
    if focused.is_some_and(|focused| focused.tag_name() != "BODY") {
        return None;
    }
    // The selector is well formed.
    let elements = document.query_selector_all(selector).ok()?;
    let last = elements.get(elements.length().checked_sub(1)?)?;
    let element: HtmlElement = last.dyn_into().ok()?;
    let options = FocusOptions::new();
    options.set_prevent_scroll(!scrolls);
    if let Err(error) = element.focus_with_options(&options) {
        log::warn!("{selector} did not take the focus: {}", describe(&error));
        return None;
    }
    Some(element)
}
