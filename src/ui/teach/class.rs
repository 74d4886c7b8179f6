//! A class: a heat map of exercises and students, guesses as bars, the commonest wrong answers.

mod keeping;
mod table;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;
use yew::{
    Callback, Html, InputEvent, MouseEvent, Properties, TargetCast, component, hook, html,
    use_effect_with, use_mut_ref, use_state,
};

use self::keeping::use_kept;
pub(super) use self::table::bar_row;
use self::table::{column, pager, table};

use super::compose::button;
use super::settled::use_settled;
use crate::browser::files::next_task;
use crate::browser::save;
use crate::browser::text::composed;
use crate::classroom::{Opened, Reading, files_field};
use crate::store::{Dispatch, Handle};
use crate::widgets::problem::problem;
use crate::work::{WorkHandle, use_work};
use rankscope_app::teach::class::{BATCH, ClassAction, ClassState, Column, SortBy};
use rankscope_app::teach::draft::Draft;
use rankscope_app::teach::given::file_name;
use rankscope_app::teach::words::class as words;
use rankscope_lesson::{Lesson, course};

/// Properties of [`ClassView`].
#[derive(Properties, PartialEq)]
pub(super) struct ClassProps {
    pub(super) class: Handle<ClassState>,
    /// Codes may be of this assignment, or of the course.
    pub(super) draft: Draft,
}

/// Opens summaries and codes, and shows who solved what.
#[component]
pub(super) fn ClassView(props: &ClassProps) -> Html {
    let class = &props.class;
    let open = in_batches(class.dispatcher());
    let dismiss = act(class, ClassAction::DismissProblems);
    let judging = use_judging(class);
    use_own_exercises(class, &props.draft);
    let (judged, to_judge) = class.judged_share();
    let said = |text: String| html! { <p>{ text }</p> };
    let problems = class.problems();
    html! {
        <section id="class" class="card" aria-labelledby="heading-class">
            <h2 id="heading-class">{ words::CLASS }</h2>
            { files_field("summary-files", words::SUMMARIES, &open) }
            <Codes dispatch={class.dispatcher()} draft={props.draft.clone()} />
            <div id="class-said" role="status">
                if class.awaited() > 0 {
                    <p class="aside">{ words::reading(class.awaited()) }</p>
                }
                if !problems.is_empty() {
                    <div class="complaint">
                        { for problems.into_iter().map(said) }
                        { button("dismiss-problems".to_owned(), "Clear these messages", dismiss) }
                    </div>
                }
            </div>
            if judged < to_judge {
                <p id="judging" class="aside">{ words::judging(judged, to_judge) }</p>
                { problem("judging", judging.trouble.as_ref(), &judging.retry) }
            }
            <Shown class={class.clone()} shown={ShownAs::of(class)} />
        </section>
    }
}

fn act(class: &Handle<ClassState>, action: ClassAction) -> impl Fn(MouseEvent) + 'static {
    let class = class.dispatcher();
    move |_: MouseEvent| class.dispatch(action.clone())
}

/// Properties of [`Shown`].
#[derive(Properties)]
struct ShownProps {
    class: Handle<ClassState>,
    shown: ShownAs,
}

impl PartialEq for ShownProps {
    /// While files are read, the table stays as it was: to lay it out takes longer than to read some of them.
    fn eq(&self, other: &Self) -> bool {
        self.shown.waits && other.shown.waits || self.shown == other.shown
    }
}

/// What the table goes by, as it was when it was laid out: a handle reads the newest state, also an old one.
#[derive(PartialEq)]
struct ShownAs {
    /// Whether files are still being read.
    waits: bool,
    edition: (u32, u32),
    pages: (usize, usize),
    sorted_by: SortBy,
}

impl ShownAs {
    fn of(class: &ClassState) -> Self {
        Self {
            waits: class.awaited() > 0,
            edition: class.edition(),
            pages: class.pages(),
            sorted_by: class.sorted_by().clone(),
        }
    }
}

/// The table, and what the class did in each exercise.
#[component]
fn Shown(props: &ShownProps) -> Html {
    let class = &props.class;
    let kept = use_kept(class);
    let later = use_later(class);
    if class.table().summaries().is_empty() {
        return html! {};
    }
    let as_csv = {
        let class = class.clone();
        move |_: MouseEvent| {
            let table = class.table();
            let title = table
                .summaries()
                .first()
                .map_or("", |summary| &summary.title);
            let name = file_name(&format!("class {title}"), "csv");
            save::text(&name, "text/csv", &table.to_csv());
        }
    };
    html! {
        <>
            { for later.notes.iter().map(|text| html! { <p class="mismatch">{ text.clone() }</p> }) }
            { table(class) }
            { pager(class) }
            <div class="columns">{ for later.columns.iter().map(column) }</div>
            <p class="save">
                { button("save-class".to_owned(), "Save as CSV", as_csv) }
                { button("clear-class".to_owned(), "Close the class", act(class, ClassAction::Clear)) }
                <span id="class-kept" class="aside">{ kept.in_words() }</span>
            </p>
        </>
    }
}

/// What takes longer to work out than the table: it follows, part by part.
#[derive(Clone, Default, PartialEq)]
struct Later {
    notes: Vec<String>,
    columns: Vec<Column>,
}

/// Works it out anew whenever the class changes.
#[hook]
fn use_later(class: &Handle<ClassState>) -> Rc<Later> {
    let later = use_state(Rc::<Later>::default);
    let edition = class.edition();
    let latest = use_mut_ref(|| edition);
    *latest.borrow_mut() = edition;
    {
        let (later, class) = (later.clone(), class.clone());
        use_effect_with(edition, move |edition| {
            let edition = *edition;
            spawn_local(async move {
                next_task().await;
                let mut made = Later::default();
                // What has changed meanwhile is worked out by another call.
                while *latest.borrow() == edition {
                    let Some(column) = class.column(made.columns.len()) else {
                        made.notes = class.notes();
                        return later.set(Rc::new(made));
                    };
                    made.columns.push(column);
                    next_task().await;
                }
            });
        });
    }
    Rc::clone(&later)
}

/// Has the worker say what the summaries do not.
#[hook]
fn use_judging(class: &Handle<ClassState>) -> WorkHandle {
    let work = use_work(class.judging());
    let dispatch = class.dispatcher();
    use_effect_with(class.found(&work), move |found| {
        if let Some((name, found)) = found.clone() {
            dispatch.dispatch(ClassAction::Judged(name, found));
        }
    });
    work
}

/// Tells the class which exercises are the teacher's own.
#[hook]
fn use_own_exercises(class: &Handle<ClassState>, draft: &Draft) {
    let dispatch = class.dispatcher();
    let settled = use_settled(draft.clone());
    use_effect_with(settled, move |draft| {
        // A draft that is not finished was not given in this form.
        let lesson = draft
            .assignment()
            .ok()
            .and_then(|given| given.lesson().ok());
        let own = lesson.map(|lesson| lesson.own()).unwrap_or_default();
        dispatch.dispatch(ClassAction::Know(own));
    });
}

/// Takes files as they are read and hands them on in batches, with time for the page between.
fn in_batches(class: Dispatch<ClassState>) -> Callback<Vec<Reading>> {
    Callback::from(move |files: Vec<Reading>| {
        let class = class.clone();
        class.dispatch(ClassAction::Await(files.len()));
        spawn_local(async move {
            let mut read: Vec<Opened> = Vec::with_capacity(BATCH);
            for file in files {
                read.push(file.await);
                if read.len() == BATCH {
                    class.dispatch(ClassAction::Open(std::mem::take(&mut read)));
                    next_task().await;
                }
            }
            class.dispatch(ClassAction::Open(read));
        });
    })
}

/// Properties of [`Codes`].
#[derive(Properties, PartialEq)]
struct CodesProps {
    dispatch: Dispatch<ClassState>,
    draft: Draft,
}

/// A field for lines of names and codes.
#[component]
fn Codes(props: &CodesProps) -> Html {
    let typed = use_mut_ref(String::new);
    let oninput = {
        let typed = Rc::clone(&typed);
        move |event: InputEvent| {
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            typed.replace(field.value());
        }
    };
    let read = {
        let (dispatch, draft) = (props.dispatch.clone(), props.draft.clone());
        move |_: MouseEvent| {
            let text = composed(&RefCell::borrow(&typed));
            dispatch.dispatch(ClassAction::Codes(text, lessons(&draft)));
        }
    };
    html! {
        <div class="codes">
            <label for="class-codes">{ words::CODES }</label>
            <textarea id="class-codes" rows="3" spellcheck="false" autocomplete="off" {oninput} />
            { button("read-codes".to_owned(), words::ADD_CODES, read) }
        </div>
    }
}

/// The lessons that a code may be of.
fn lessons(draft: &Draft) -> Vec<Rc<Lesson>> {
    // A draft that is not finished was not given in this form.
    let own = draft
        .assignment()
        .ok()
        .and_then(|assignment| assignment.lesson().ok());
    own.into_iter()
        .chain([course::lesson()])
        .map(Rc::new)
        .collect()
}
