//! The classroom's components. What they show and decide is `rankscope_app::classroom`.

mod answer;
mod controls;
mod evidence;
mod exercise;
mod figures;
mod files;
mod prose;
mod readings;
mod recall;
mod sandbox;
mod scorm;
mod student;
mod summary;
mod to_teach;
mod training;
mod verdict;

pub(crate) use self::files::{Opened, Reading, file_field, files_field};
pub(crate) use self::prose::{line, prose};
pub(crate) use self::sandbox::{SlideFigure, TryOut, links_elsewhere};

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::{
    Callback, Html, MouseEvent, Properties, component, hook, html, use_effect, use_effect_with,
    use_mut_ref,
};

use self::exercise::ExerciseView;
use self::prose::ProseLinks;
use self::scorm::use_platform;
use self::student::{NameField, contents};
use self::summary::summary;
use self::to_teach::to_teach;
use crate::browser::console::describe;
use crate::browser::fragment;
use crate::browser::storage::{LocalStorage, on_stored};
use crate::store::{Dispatch, Handle, use_store};
use crate::work::use_work;
use rankscope_app::classroom::contents::{complaint, what_to_expect};
use rankscope_app::classroom::lesson::{
    LessonAction, LessonState, OpenLesson, follow, follows_in_page,
};
use rankscope_app::classroom::student::{StudentAction, StudentState};
use rankscope_app::classroom::words;
use rankscope_app::state::{Action, State};
use rankscope_app::teach::trial;
use rankscope_lesson::{ExerciseId, Lesson, LessonError};

/// Opens an exercise, or the list; at the time of the event in ms.
type OpenExercise = Callback<(Option<ExerciseId>, f64)>;
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
    let (open, trouble) = given.shown(unsound);
    let lesson = &open.lesson;
    let student = use_student(lesson);
    let platform = use_platform(&student, lesson);
    let open_file = {
        let given = given.dispatcher();
        Callback::from(move |(name, text): Opened| {
            let read = text.and_then(|text| OpenLesson::from_file(&text));
            if let Ok(open) = &read {
                // So that it is there after a reload, and in a new tab.
                fragment::replace(open.fragment().unwrap_or_default());
            }
            given.dispatch(LessonAction::File(name, read));
        })
    };
    let id = &props.state.link.exercise;
    let focus = use_heading_focus(id);
    let open_exercise = open_exercise(props, lesson, &student, focus.clone());
    let links = ProseLinks {
        open: open.clone(),
        follow: follow_within(props, focus),
    };
    let progress = {
        let student = student.dispatcher();
        Callback::from(move |(id, action)| student.dispatch(StudentAction::Exercise(id, action)))
    };
    let mut exercises = lesson.exercises.iter().enumerate();
    let exercise = exercises.find(|(_, exercise)| exercise.id.as_str() == id);
    html! {
        <div id="classroom">
            if let Some(error) = &trouble {
                { problem("assignment-problem", complaint("The assignment could not be opened", error)) }
            }
            if let Some((name, error)) = given.file_error() {
                { problem("file-problem", complaint(&format!("{name} could not be opened"), error)) }
            }
            if let Some(text) = platform {
                { problem("platform-problem", text) }
            }
            { storage_problems(&student) }
            if let Some((place, exercise)) = exercise {
                <ExerciseView
                    key={format!("{} {} {}", lesson.key, exercise.id, student.student().seed())}
                    exercise={exercise.clone()}
                    {place}
                    count={lesson.exercises.len()}
                    next={lesson.exercises.get(place + 1).map(|next| next.id.clone())}
                    student={student.student().clone()}
                    record={student.progress().of(&exercise.id)}
                    state={props.state.clone()}
                    dispatch={props.dispatch.clone()}
                    {progress}
                    {open_exercise}
                    {links}
                />
            } else {
                if !id.is_empty() {
                    { problem("unknown-exercise", format!("This lesson has no exercise “{id}”. Choose one from the list.")) }
                }
                { list(&open, &student, &open_exercise) }
                <section class="way-on">
                    { file_field("assignment-file", words::ASSIGNMENT_FILE, false, &open_file) }
                    { to_teach(&open, props) }
                </section>
            }
        </div>
    }
}

/// The lesson's title, the student's name, the exercises and, once one is begun, the summary.
fn list(open: &OpenLesson, student: &StudentHandle, open_exercise: &OpenExercise) -> Html {
    let (lesson, progress) = (&open.lesson, student.progress());
    html! {
        <>
            <header class="view-head">
                <div>
                    <h1 id="lesson-title" tabindex="-1">{ lesson.title.clone() }</h1>
                    <p class="subline">{ what_to_expect(lesson) }</p>
                </div>
            </header>
            <div class="lesson">
                <div class="card">
                    <NameField student={student.clone()} />
                    { contents(open, progress, open_exercise) }
                </div>
                if progress.begun(lesson) {
                    { summary(lesson, student.student(), progress) }
                }
            </div>
        </>
    }
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

/// Called with the id of an exercise, or none (empty) for the list, before it opens: once it is shown,
/// the focus goes to its heading, since the button or link that was pressed is gone. The exercise that
/// is open already counts too: it is done again.
#[hook]
fn use_heading_focus(open: &str) -> Callback<String> {
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

/// Opens exercises.
fn open_exercise(
    props: &ClassroomProps,
    lesson: &Rc<Lesson>,
    student: &StudentHandle,
    focus: Callback<String>,
) -> OpenExercise {
    let (dispatch, params) = (props.dispatch.clone(), props.state.link.params);
    let (lesson, student) = (Rc::clone(lesson), student.student().clone());
    Callback::from(move |(id, at_ms): (Option<ExerciseId>, f64)| {
        let exercise = id.as_ref().and_then(|id| lesson.exercise(id));
        let params = exercise.map_or(params, |exercise| exercise.prepared(&student));
        let id = id.map(String::from).unwrap_or_default();
        focus.emit(id.clone());
        dispatch.dispatch(Action::Exercise(id, params, at_ms));
    })
}

/// Puts the focus on the heading of the exercise, or of the lesson, unless the reader has meanwhile
/// put it elsewhere.
fn focus_heading() {
    let document = web_sys::window().and_then(|window| window.document());
    let heading = document.and_then(|document| {
        let focused = document.active_element();
        if focused.is_some_and(|focused| focused.tag_name() != "BODY") {
            return None;
        }
        let heading = document.query_selector("#exercise-title, #lesson-title");
        // The selector is well formed.
        heading.ok()??.dyn_into::<HtmlElement>().ok()
    });
    if let Some(Err(error)) = heading.map(|heading| heading.focus()) {
        log::warn!("the heading did not take the focus: {}", describe(&error));
    }
}

/// Follows a link in a text within the page, where that is how links are followed.
fn follow_within(props: &ClassroomProps, focus: Callback<String>) -> Option<Callback<String>> {
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

/// The lesson of the address, followed when its fragment changes.
#[hook]
fn use_lesson() -> Handle<LessonState> {
    let lesson = use_store(|| LessonState::new(&fragment::read()));
    let dispatch = lesson.dispatcher();
    use_effect_with((), move |()| {
        let changed = move |fragment| dispatch.dispatch(LessonAction::Address(fragment));
        let listener = fragment::on_change(changed);
        move || drop(listener)
    });
    lesson
}

/// Has a lesson's own exercises tried out while it is shown; why it is unsound, once that is known.
#[hook]
fn use_trial(lesson: Option<&Lesson>) -> Option<LessonError> {
    let job = lesson.and_then(trial::try_out_lesson);
    let work = use_work(job.clone());
    trial::result(&work, job.as_ref())?.err()
}

/// The student at this browser, with the progress in a lesson.
#[hook]
fn use_student(lesson: &Rc<Lesson>) -> StudentHandle {
    let student = use_store(|| StudentState::open(LocalStorage, Rc::clone(lesson)));
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

/// A button.
fn button(id: String, label: &str, press: impl Fn(MouseEvent) + 'static) -> Html {
    let label = label.to_owned();
    html! { <button {id} type="button" onclick={Callback::from(press)}>{ label }</button> }
}
