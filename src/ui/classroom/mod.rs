//! The classroom: a student does a lesson, a teacher makes one and sees how a class has done.
//!
//! A lesson is the built-in course, or the assignment in the address's fragment, or one from a file.
//! What a student has done is kept by the browser, for each lesson and each name: see [`shelf`].

mod answer;
mod class;
mod compose;
mod evidence;
mod exercise;
mod files;
mod kept;
mod own;
mod prose;
mod shelf;
mod student;
mod summary;
mod trial;

use crate::store::Dispatch;
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::{
    Callback, Html, MouseEvent, Properties, component, hook, html, use_effect, use_effect_with,
    use_mut_ref, use_state_eq,
};

use self::class::ClassView;
use self::compose::Compose;
use self::exercise::ExerciseView;
use self::files::{Opened, file_field};
use self::kept::use_kept;
use self::student::{NameField, contents};
use self::summary::summary;
use self::trial::use_trial;
use rankscope_app::state::{Action, State};
use rankscope_lesson::{Assignment, ExerciseId, Lesson, LessonError, Student, course};

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
    let student = use_state_eq(shelf::student);
    let opened_file = use_state_eq(|| None::<(String, LessonError)>);
    let unsound = use_trial(given.current.as_ref().as_ref().ok());
    let (lesson, trouble) = match (&*given.current, unsound) {
        (Ok(lesson), None) => (lesson.clone(), None),
        // The course is there, whatever was given.
        (Err(error), _) => (course::lesson(), Some(error.clone())),
        (Ok(_), Some(error)) => (course::lesson(), Some(error)),
    };
    let kept = use_kept(&lesson, &student);
    let progress = &kept.progress;

    let rename = {
        let (student, complain) = (student.clone(), kept.complain.clone());
        Callback::from(move |name: String| {
            let named = Student::new(&name);
            if let Err(problem) = shelf::keep_student(&named) {
                complain.emit(problem);
            }
            student.set(named);
        })
    };
    let open_file = {
        let (given, opened_file) = (given.clone(), opened_file.clone());
        Callback::from(move |(name, text): Opened| {
            let lesson = text.and_then(|text| Assignment::from_json(&text)?.lesson());
            match lesson {
                Ok(lesson) => {
                    opened_file.set(None);
                    given.set.emit(lesson);
                }
                Err(error) => opened_file.set(Some((name, error))),
            }
        })
    };
    let open = props.state.link.exercise.clone();
    let awaited = use_mut_ref(|| None::<String>);
    let go = {
        let (dispatch, lesson, student) = (props.dispatch.clone(), lesson.clone(), student.clone());
        let (params, awaited) = (props.state.link.params, awaited.clone());
        Callback::from(move |(id, at): (Option<ExerciseId>, f64)| {
            let wanted = lesson
                .exercises
                .iter()
                .find(|exercise| Some(&exercise.id) == id.as_ref());
            let params = wanted.map_or(params, |exercise| exercise.prepared(&student));
            let id = id.map(String::from).unwrap_or_default();
            awaited.replace(Some(id.clone()));
            dispatch.dispatch(Action::Exercise(id, params, at));
        })
    };

    // The button that was pressed is gone: a reader goes on at the heading of what is there instead.
    // The same exercise done again is one too.
    {
        let open = open.clone();
        use_effect(move || {
            if awaited.borrow_mut().take_if(|id| *id == open).is_some() {
                focus_heading();
            }
        });
    }

    let place = lesson
        .exercises
        .iter()
        .position(|exercise| exercise.id.as_str() == open);
    let exercise = place.and_then(|place| Some((place, lesson.exercises.get(place)?)));
    html! {
        <div id="classroom">
            if let Some(error) = &trouble {
                { complaint("assignment-problem", "The assignment could not be opened", error) }
            }
            if let Some((name, error)) = &*opened_file {
                { complaint("file-problem", &format!("{name} could not be opened"), error) }
            }
            if let Some(problem) = &kept.problem {
                <p id="shelf-problem" class="complaint" role="alert">{ problem.in_words() }</p>
            }
            if let Some((place, exercise)) = exercise {
                <ExerciseView
                    key={format!("{} {} {}", lesson.key, exercise.id, student.seed())}
                    exercise={exercise.clone()}
                    {place}
                    count={lesson.exercises.len()}
                    next={lesson.exercises.get(place + 1).map(|next| next.id.clone())}
                    student={(*student).clone()}
                    record={progress.of(&exercise.id)}
                    state={props.state.clone()}
                    dispatch={props.dispatch.clone()}
                    change={kept.change}
                    go={go.clone()}
                />
            } else {
                if !open.is_empty() {
                    <p id="unknown-exercise" class="complaint" role="alert">
                        { format!("This lesson has no exercise “{open}”. Choose one from the list.") }
                    </p>
                }
                <h2 id="lesson-title" tabindex="-1">{ lesson.title.clone() }</h2>
                <p class="aside">{ what_to_expect(&lesson) }</p>
                <div class="lesson">
                    <div>
                        <NameField student={(*student).clone()} rename={rename.clone()} />
                        { contents(&lesson, progress, &go) }
                    </div>
                    if progress.begun(&lesson) {
                        { summary(&lesson, &student, progress) }
                    }
                </div>
                <section id="teacher" aria-labelledby="heading-teacher">
                    <h2 id="heading-teacher">{ "For teachers" }</h2>
                    <p class="aside">
                        { "This is no exam. Everything happens in the student’s browser: whoever looks can find \
                           the answers, and a summary can be edited. Nothing is uploaded, and there are no accounts." }
                    </p>
                    { file_field("assignment-file", "Open an assignment from a file", false, &open_file) }
                    <Compose />
                    <ClassView />
                </section>
            }
        </div>
    }
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
        heading.ok()??.dyn_into::<HtmlElement>().ok()
    });
    if let Some(heading) = heading {
        // Refused to an element that is not shown, which then has nothing to go on from.
        let _ = heading.focus();
    }
}

/// How an exercise goes, and how long all of them take.
fn what_to_expect(lesson: &Lesson) -> String {
    let count = lesson.exercises.len();
    let minutes = format!("{} to {}", count * 2, count * 3);
    let them = if count == 1 { "exercise" } else { "exercises" };
    format!(
        "{count} {them}, about {minutes} minutes. In each you guess, move, check, and read why."
    )
}

/// What is wrong with something given, and what to do.
fn complaint(id: &'static str, what: &str, error: &LessonError) -> Html {
    html! {
        <p {id} class="complaint" role="alert">{ format!("{what}: {error}. {}", error.next_step()) }</p>
    }
}

/// The lesson that is given, and how it is replaced by one from a file.
#[derive(Clone, PartialEq)]
struct GivenLesson {
    current: std::rc::Rc<Result<Lesson, LessonError>>,
    set: Callback<Lesson>,
}

/// The lesson in the address's fragment, or the course; followed when the fragment changes.
#[hook]
fn use_lesson() -> GivenLesson {
    let current = use_state_eq(|| std::rc::Rc::new(from_address()));
    {
        let current = current.clone();
        use_effect_with((), move |()| {
            let listener = web_sys::window().map(|window| {
                EventListener::new(&window, "hashchange", move |_| {
                    current.set(std::rc::Rc::new(from_address()));
                })
            });
            move || drop(listener)
        });
    }
    let set = {
        let current = current.clone();
        Callback::from(move |lesson| current.set(std::rc::Rc::new(Ok(lesson))))
    };
    GivenLesson {
        current: (*current).clone(),
        set,
    }
}

fn from_address() -> Result<Lesson, LessonError> {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    let assignment = Assignment::from_fragment(&hash.unwrap_or_default());
    assignment.map_or_else(|| Ok(course::lesson()), |read| read?.lesson())
}

/// A button.
fn button(id: String, label: &str, press: impl Fn(MouseEvent) + 'static) -> Html {
    let label = label.to_owned();
    html! { <button {id} type="button" onclick={Callback::from(press)}>{ label }</button> }
}
