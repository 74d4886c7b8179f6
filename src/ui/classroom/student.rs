//! The exercises of a lesson, what is solved of them, and where to go on.

use yew::{Callback, Html, MouseEvent, html};

use super::{OpenExercise, button};
use crate::widgets::link::{PageLink, page_link};
use rankscope_app::classroom::contents::{go_on_label, mark};
use rankscope_app::classroom::lesson::OpenLesson;
use rankscope_app::classroom::words;
use rankscope_lesson::{Exercise, Progress};

/// The exercises, what is solved of them, and where to go on.
pub(super) fn contents(
    open: &OpenLesson,
    progress: &Progress,
    open_exercise: &OpenExercise,
) -> Html {
    let lesson = &open.lesson;
    let (count, solved) = (lesson.exercises.len(), progress.solved(lesson));
    let begin = progress.next(lesson).map(|exercise| {
        let (open_exercise, id) = (open_exercise.clone(), exercise.id.clone());
        let press = move |event: MouseEvent| {
            open_exercise.emit((Some(id.clone()), event.time_stamp()));
        };
        html! {
            <button id="go-on" type="button" class="main" onclick={press}>{ go_on_label(progress.begun(lesson)) }</button>
        }
    });
    html! {
        <>
            <div class="how-far">
                <label for="lesson-progress">{ words::how_far(solved, count) }</label>
                <progress id="lesson-progress" max={count.to_string()} value={solved.to_string()} />
                { bars(lesson.exercises.iter().map(|exercise| progress.of(&exercise.id).solved)) }
                { for begin }
                if solved == count {
                    <strong id="all-solved">{ words::ALL_SOLVED }</strong>
                }
            </div>
            <ol class="contents">
                { for lesson.exercises.iter().map(|exercise| entry(exercise, open, progress, open_exercise)) }
            </ol>
        </>
    }
}

/// Progress as the bars of the mark: dark where an exercise is solved.
fn bars(solved: impl ExactSizeIterator<Item = bool>) -> Html {
    let count = solved.len();
    let bar = |(place, solved): (usize, bool)| {
        html! {
            <rect class={solved.then_some("solved")} x={(place * 10).to_string()} y="0" width="7" height="16" rx="1.5" />
        }
    };
    html! {
        <svg class="solved-bars" viewBox={format!("0 0 {} 16", 10 * count)} aria-hidden="true">
            { for solved.enumerate().map(bar) }
        </svg>
    }
}

fn entry(
    exercise: &Exercise,
    open: &OpenLesson,
    progress: &Progress,
    open_exercise: &OpenExercise,
) -> Html {
    let record = progress.of(&exercise.id);
    let follow = {
        let (open_exercise, id) = (open_exercise.clone(), exercise.id.clone());
        Callback::from(move |at_ms| open_exercise.emit((Some(id.clone()), at_ms)))
    };
    let (id, title) = (format!("open-{}", exercise.id), exercise.title.clone());
    let link = match open.exercise_address(&exercise.id) {
        Some(href) => page_link(PageLink {
            class: "",
            id: Some(id.into()),
            href: href.into(),
            current: false,
            follow,
            content: html! { { title } },
        }),
        // No address holds this lesson, so there is nothing to open elsewhere.
        None => button(id, &title, move |event| follow.emit(event.time_stamp())),
    };
    html! {
        <li data-id={exercise.id.to_string()} class={record.solved.then_some("solved")}>
            { link }
            <span class="outcome">{ mark(exercise, progress) }</span>
        </li>
    }
}
