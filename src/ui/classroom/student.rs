//! What a student sees first: whose lesson it is, how far it is, and its exercises.

use web_sys::HtmlInputElement;
use yew::{
    Callback, Event, Html, InputEvent, MouseEvent, Properties, TargetCast, component, html,
    use_state_eq,
};

use rankscope_lesson::{Exercise, ExerciseId, LONGEST_NAME, Lesson, Progress, Student};

/// Opens an exercise, or the list; at the time of the event.
pub(super) type Go = Callback<(Option<ExerciseId>, f64)>;

/// Properties of [`NameField`].
#[derive(Properties, PartialEq)]
pub(super) struct NameProps {
    pub(super) student: Student,
    pub(super) rename: Callback<String>,
}

/// The student's name, from which the seed follows.
#[component]
pub(super) fn NameField(props: &NameProps) -> Html {
    let student = &props.student;
    // What is being typed, until it is entered: the page may be drawn anew meanwhile.
    let draft = use_state_eq(|| None::<String>);
    let oninput = {
        let draft = draft.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            draft.set(Some(field.value()));
        }
    };
    let onchange = {
        let (draft, rename) = (draft.clone(), props.rename.clone());
        move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            draft.set(None);
            rename.emit(field.value());
        }
    };
    let value = (*draft)
        .clone()
        .unwrap_or_else(|| student.name().to_owned());
    html! {
        <div class="name">
            <label for="student-name">{ "Your name" }</label>
            <input id="student-name" type="text" autocomplete="off" spellcheck="false"
                maxlength={LONGEST_NAME.to_string()}
                aria-describedby="name-note"
                {value} {oninput} {onchange} />
            <p id="name-note" class="aside">
                { "From it follow your own matrices, and so your own answers: the seed is " }
                <b id="student-seed">{ student.seed() }</b>
                { ". The same name always gives the same. It stays in this browser and in the summary you save; \
                   without one, everybody has the same matrices." }
            </p>
        </div>
    }
}

/// The exercises, what is solved of them, and where to go on.
pub(super) fn contents(lesson: &Lesson, progress: &Progress, go: &Go) -> Html {
    let (count, solved) = (lesson.exercises.len(), progress.solved(lesson));
    let begin = progress.next(lesson).map(|exercise| {
        let (go, id) = (go.clone(), exercise.id.clone());
        let label = if solved == 0 { "Begin" } else { "Go on" };
        super::button("go-on".to_owned(), label, move |event| {
            go.emit((Some(id.clone()), event.time_stamp()));
        })
    });
    html! {
        <>
            <div class="how-far">
                <label for="lesson-progress">{ format!("{solved} of {count} solved") }</label>
                <progress id="lesson-progress" max={count.to_string()} value={solved.to_string()} />
                { for begin }
                if solved == count {
                    <strong id="all-solved">{ "All solved. Save your summary." }</strong>
                }
            </div>
            <ol class="contents">
                { for lesson.exercises.iter().map(|exercise| entry(exercise, progress, go)) }
            </ol>
        </>
    }
}

fn entry(exercise: &Exercise, progress: &Progress, go: &Go) -> Html {
    let record = progress.of(&exercise.id);
    let (go, id) = (go.clone(), exercise.id.clone());
    let open = move |event: MouseEvent| {
        event.prevent_default();
        go.emit((Some(id.clone()), event.time_stamp()));
    };
    let mark = match (record.solved, record.tries) {
        (true, 1) => "solved at the first try".to_owned(),
        (true, tries) => format!("solved after {tries} tries"),
        (false, 0) if record.guess.is_some() => "begun".to_owned(),
        (false, 0) => String::new(),
        (false, 1) => "1 try".to_owned(),
        (false, tries) => format!("{tries} tries"),
    };
    html! {
        <li data-id={exercise.id.to_string()} class={record.solved.then_some("solved")}>
            <a id={format!("open-{}", exercise.id)}
                href={format!("?view=exercises&id={}", exercise.id)} onclick={open}>
                { exercise.title.clone() }
            </a>
            <span class="mark">{ mark }</span>
        </li>
    }
}
