//! What a student sees first: whose lesson it is, how far it is, its exercises, and what to take away.

use yew::{Html, html};

use super::carry::Carry;
use super::finish::finish;
use super::name::NameField;
use super::student::contents;
use super::summary::summary;
use super::{OpenExercise, StudentHandle};
use rankscope_app::classroom::contents::what_to_expect;
use rankscope_app::classroom::finish::Finish;
use rankscope_app::classroom::lesson::OpenLesson;

/// The lesson's title, the student's name, the exercises and, once one is begun, the summary.
pub(super) fn list(
    open: &OpenLesson,
    student: &StudentHandle,
    open_exercise: &OpenExercise,
) -> Html {
    let (lesson, progress) = (&open.lesson, student.progress());
    let finished = Finish::of(lesson, student.student(), progress);
    html! {
        <>
            <header class="view-head">
                <div>
                    <h1 id="lesson-title" tabindex="-1">{ lesson.title.clone() }</h1>
                    <p class="subline">{ what_to_expect(lesson) }</p>
                </div>
            </header>
            { for finished.as_ref().map(finish) }
            <div class="lesson">
                <div class="card">
                    <NameField student={student.clone()} />
                    { contents(open, progress, open_exercise) }
                    <Carry student={student.clone()} />
                </div>
                if progress.begun(lesson) {
                    { summary(lesson, student.student(), progress) }
                }
            </div>
        </>
    }
}
