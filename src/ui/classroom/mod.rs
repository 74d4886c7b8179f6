//! The classroom's components. What they show and decide is `rankscope_app::classroom`.

mod answer;
mod carry;
mod controls;
mod evidence;
mod exercise;
mod figures;
mod files;
mod finish;
mod guess;
mod hooks;
mod list;
mod name;
mod prose;
mod readings;
mod recall;
mod sandbox;
mod scorm;
mod sight;
mod student;
mod summary;
mod to_teach;
mod training;
mod verdict;

pub(crate) use self::exercise::use_collection;
pub(crate) use self::files::{Opened, Reading, file_field, files_field};
pub(crate) use self::prose::{line, prose};
pub(crate) use self::sandbox::{PaperChart, SlideFigure, TryOut, links_elsewhere};

use std::rc::Rc;

use yew::{Callback, Html, MouseEvent, Properties, component, html};

use self::exercise::ExerciseView;
use self::hooks::{use_foreign_address, use_heading_focus, use_lesson, use_student, use_trial};
use self::list::list;
use self::name::NameField;
use self::prose::ProseLinks;
use self::scorm::use_platform;
use self::to_teach::to_teach;
use crate::browser::storage::LocalStorage;
use crate::store::{Dispatch, Handle};
use rankscope_app::classroom::contents::complaint;
use rankscope_app::classroom::lesson::{
    LessonAction, LessonState, NoLesson, OpenLesson, follow, follows_in_page,
};
use rankscope_app::classroom::opened::{
    OpenPart, in_address, is_alone, open_part, unknown_exercise,
};
use rankscope_app::classroom::student::{StudentAction, StudentState};
use rankscope_app::classroom::words;
use rankscope_app::state::{Action, State};
use rankscope_lesson::{Exercise, ExerciseId, ProgressAction, Student};

/// Opens an exercise, or the list; at the time of the event in ms.
type OpenExercise = Callback<(Option<ExerciseId>, f64)>;
/// The lesson that is given.
type LessonHandle = Handle<LessonState<LocalStorage>>;
/// The student at this browser.
type StudentHandle = Handle<StudentState<LocalStorage>>;

/// Properties of [`Classroom`].
#[derive(Properties, PartialEq)]
pub(super) struct ClassroomProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// The exercises view.
#[component]
pub(super) fn Classroom(props: &ClassroomProps) -> Html {
    let given = use_lesson();
    let unsound = use_trial(given.given());
    let alone = is_alone(&props.state.link.choices);
    html! {
        <div id="classroom">
            if let Some((name, error)) = given.file_error() {
                { problem("file-problem", complaint(&format!("{name} could not be opened"), error)) }
            }
            if let Some(text) = given.not_kept() {
                { problem("not-kept", text.to_owned()) }
            }
            {
                match given.shown(unsound) {
                    Ok(open) => html! {
                        <Lesson open={open.clone()} given={given.clone()} state={props.state.clone()}
                            dispatch={props.dispatch.clone()} />
                    },
                    Err(error) => no_lesson(&error, &given, alone),
                }
            }
        </div>
    }
}

/// Why there is no lesson, and other ways to one.
fn no_lesson(error: &NoLesson, given: &LessonHandle, alone: bool) -> Html {
    html! {
        <>
            { problem("assignment-problem", error.in_words()) }
            if !alone {
                <section class="way-on">
                    { file_field("assignment-file", words::ASSIGNMENT_FILE, false, &open_file(given)) }
                    // Without the fragment, which names the assignment.
                    <p><a id="to-course" href="?view=exercises">{ words::TO_COURSE }</a></p>
                </section>
            }
        </>
    }
}

/// Opens an assignment's file.
fn open_file(given: &LessonHandle) -> Callback<Opened> {
    let given = given.dispatcher();
    Callback::from(move |(name, text): Opened| given.dispatch(LessonAction::File(name, text)))
}

/// Properties of [`Lesson`].
#[derive(Properties, PartialEq)]
struct LessonProps {
    open: OpenLesson,
    given: LessonHandle,
    state: State,
    dispatch: Dispatch<State>,
}

/// A lesson: its list, or one of its exercises.
#[component]
fn Lesson(props: &LessonProps) -> Html {
    let (open, link) = (&props.open, &props.state.link);
    let lesson = &open.lesson;
    let alone = is_alone(&link.choices);
    let student = use_student(lesson);
    let platform = use_platform(&student, lesson);
    let foreign = use_foreign_address(lesson, &student, link, alone);
    let focus = use_heading_focus(&link.exercise);
    let open_exercise = open_exercise(props, &student, focus.clone());
    let links = ProseLinks {
        open: open.clone(),
        follow: follow_within(props, focus.clone()),
    };
    let part = open_part(lesson, &link.exercise, alone);
    html! {
        <>
            if let Some(text) = platform {
                { problem("platform-problem", text) }
            }
            { storage_problems(&student) }
            if let Some(text) = foreign {
                <p id="foreign-address" class="mismatch" role="status">{ text }</p>
            }
            {
                match part {
                    OpenPart::Exercise(place, exercise) => html! {
                        <>
                            if alone {
                                <NameField student={student.clone()} short=true />
                            }
                            { exercise_view(props, &student, (place, exercise), open_exercise, (links, focus)) }
                        </>
                    },
                    OpenPart::Unknown if alone => {
                        problem("unknown-exercise", unknown_exercise(lesson, &link.exercise, true))
                    }
                    OpenPart::List | OpenPart::Unknown => html! {
                        <>
                            if part == OpenPart::Unknown {
                                { problem("unknown-exercise", unknown_exercise(lesson, &link.exercise, false)) }
                            }
                            { list(open, &student, &open_exercise) }
                            <section class="way-on">
                                { file_field("assignment-file", words::ASSIGNMENT_FILE, false, &open_file(&props.given)) }
                                { to_teach(open, &props.state, &props.dispatch) }
                            </section>
                        </>
                    },
                }
            }
        </>
    }
}

fn exercise_view(
    props: &LessonProps,
    student: &StudentHandle,
    (place, exercise): (usize, &Exercise),
    open_exercise: OpenExercise,
    (links, focus): (ProseLinks, Callback<String>),
) -> Html {
    let lesson = &props.open.lesson;
    let (id, progress) = (&exercise.id, student.progress());
    let here = student.student_in(id);
    let act = {
        let student = student.dispatcher();
        Callback::from(move |(id, action)| student.dispatch(StudentAction::Exercise(id, action)))
    };
    let key = format!("{} {id} {}", lesson.key, here.seed());
    html! {
        <ExerciseView
            {key}
            exercise={exercise.clone()}
            {place}
            count={lesson.exercises.len()}
            next={lesson.exercises.get(place + 1).map(|next| next.id.clone())}
            student={here}
            record={progress.present(id)}
            own={progress.own(id)}
            right_guess={progress.present_right_guess(id)}
            solved_with={progress.present_solved_with(id)}
            alone={is_alone(&props.state.link.choices)}
            again={again(props, student, exercise, focus)}
            state={props.state.clone()}
            dispatch={props.dispatch.clone()}
            progress={act}
            {open_exercise}
            {links}
        />
    }
}

/// Begins a further round of an exercise, with other numbers, at the time of the event in ms.
fn again(
    props: &LessonProps,
    student: &StudentHandle,
    exercise: &Exercise,
    focus: Callback<String>,
) -> Callback<f64> {
    let (id, round) = (exercise.id.clone(), student.progress().round(&exercise.id));
    let next = student.student().in_round(round.saturating_add(1));
    let next = in_address(exercise, &exercise.prepared(&next));
    let (student, dispatch) = (student.dispatcher(), props.dispatch.clone());
    let open = props.state.link.exercise.clone();
    Callback::from(move |at_ms| {
        focus.emit(open.clone());
        student.dispatch(StudentAction::Exercise(id.clone(), ProgressAction::Again));
        dispatch.dispatch(Action::Exercise(id.to_string(), next, at_ms));
    })
}

fn problem(id: &'static str, text: String) -> Html {
    html! { <p {id} class="complaint" role="alert">{ text }</p> }
}

/// What the reader has to know about the storage.
fn storage_problems(student: &StudentHandle) -> Html {
    let problems = student.storage_problems();
    html! {
        if !problems.is_empty() {
            <div id="shelf-problem" class="complaint" role="alert">
                { for problems.into_iter().map(|text| html! { <p>{ text }</p> }) }
            </div>
        }
    }
}

/// Opens exercises.
fn open_exercise(
    props: &LessonProps,
    student: &StudentHandle,
    focus: Callback<String>,
) -> OpenExercise {
    let (dispatch, params) = (props.dispatch.clone(), props.state.link.params);
    let lesson = Rc::clone(&props.open.lesson);
    let round = {
        let student = student.clone();
        move |id: &ExerciseId| -> Student { student.student_in(id) }
    };
    Callback::from(move |(id, at_ms): (Option<ExerciseId>, f64)| {
        let exercise = id.as_ref().and_then(|id| lesson.exercise(id));
        let start =
            |exercise: &Exercise| in_address(exercise, &exercise.prepared(&round(&exercise.id)));
        let params = exercise.map_or(params, start);
        let id = id.map(String::from).unwrap_or_default();
        focus.emit(id.clone());
        dispatch.dispatch(Action::Exercise(id, params, at_ms));
    })
}

/// Follows a link in a text within the page, where that is how links are followed.
fn follow_within(props: &LessonProps, focus: Callback<String>) -> Option<Callback<String>> {
    let choices = props.state.link.choices;
    let dispatch = props.dispatch.clone();
    follows_in_page(&choices).then(|| {
        Callback::from(move |query: String| {
            let (link, notices) = follow(&choices, &query);
            focus.emit(link.exercise.clone());
            dispatch.dispatch(Action::Follow(link.clone()));
            // Following clears the notices of earlier links; these belong to this one.
            dispatch.dispatch(Action::Open(link, notices));
        })
    })
}

/// A button.
fn button(id: String, label: &str, press: impl Fn(MouseEvent) + 'static) -> Html {
    let label = label.to_owned();
    html! { <button {id} type="button" onclick={Callback::from(press)}>{ label }</button> }
}
