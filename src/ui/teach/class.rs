//! A class: a heat map of exercises and students, guesses as bars, the commonest wrong answers.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;
use yew::{
    Callback, Html, InputEvent, MouseEvent, Properties, TargetCast, component, hook, html,
    use_effect_with, use_mut_ref, use_state_eq,
};

use super::compose::button;
use super::settled::use_settled;
use crate::browser::files::next_task;
use crate::browser::save;
use crate::browser::storage::LocalStorage;
use crate::browser::text::composed;
use crate::classroom::{Opened, Reading, files_field};
use crate::store::{Dispatch, Handle};
use crate::widgets::problem::problem;
use crate::work::{WorkHandle, use_work};
use rankscope_app::classroom::storage::StorageError;
use rankscope_app::teach::class::{
    BATCH, ClassAction, ClassState, Column, GuessBar, SortBy, cell, keep,
};
use rankscope_app::teach::draft::Draft;
use rankscope_app::teach::given::file_name;
use rankscope_app::teach::words::class as words;
use rankscope_lesson::{Lesson, StudentSummary, course};

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
            <Shown class={class.clone()} waits={class.awaited() > 0} />
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
    /// Whether files are still being read.
    waits: bool,
}

impl PartialEq for ShownProps {
    /// While files are read, the table stays as it was: to lay it out takes longer than to read some of them.
    fn eq(&self, other: &Self) -> bool {
        self.waits || self.waits == other.waits && self.class == other.class
    }
}

/// The table, and what the class did in each exercise.
#[component]
fn Shown(props: &ShownProps) -> Html {
    let class = &props.class;
    let kept = use_kept(class);
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
    let columns = class.columns();
    html! {
        <>
            { for class.notes().into_iter().map(|text| html! { <p class="mismatch">{ text }</p> }) }
            { table(class, &columns) }
            { pager(class) }
            <div class="columns">{ for columns.iter().map(column) }</div>
            <p class="save">
                { button("save-class".to_owned(), "Save as CSV", as_csv) }
                { button("clear-class".to_owned(), "Close the class", act(class, ClassAction::Clear)) }
                <span id="class-kept" class="aside">{ kept.in_words() }</span>
            </p>
        </>
    }
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

/// How far keeping the class is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keeping {
    UnderWay,
    Done,
    Failed(StorageError),
}

impl Keeping {
    const fn in_words(self) -> &'static str {
        match self {
            Self::UnderWay => words::KEEPING,
            Self::Done => words::KEPT,
            Self::Failed(error) => words::not_kept(error),
        }
    }
}

/// Keeps the class in the browser once it has settled, part by part.
#[hook]
fn use_kept(class: &Handle<ClassState>) -> Keeping {
    let keeping = use_state_eq(|| Keeping::Done);
    let latest = use_mut_ref(|| 0_u32);
    let revision = class.revision();
    *latest.borrow_mut() = revision;
    let settled = use_settled(revision);
    {
        let (keeping, class) = (keeping.clone(), class.clone());
        use_effect_with(settled, move |settled| {
            let settled = *settled;
            // Of an older table, and before anything was opened: another call comes, or nothing is to be kept.
            if settled != class.revision() || settled == 0 {
                return;
            }
            keeping.set(Keeping::UnderWay);
            spawn_local(async move {
                let mut number = 0;
                // A table that has changed meanwhile is kept anew.
                while *latest.borrow() == settled {
                    match keep(&class, number, &LocalStorage) {
                        Ok(true) => number += 1,
                        Ok(false) => return keeping.set(Keeping::Done),
                        Err(error) => return keeping.set(Keeping::Failed(error)),
                    }
                    next_task().await;
                }
            });
        });
    }
    *keeping
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

fn table(class: &Handle<ClassState>, columns: &[Column]) -> Html {
    let sort = |by: SortBy, label: String| {
        let sorted = *class.sorted_by() == by;
        let press = {
            let (class, by) = (class.dispatcher(), by.clone());
            move |_: MouseEvent| class.dispatch(ClassAction::Sort(by.clone()))
        };
        html! {
            <th scope="col" aria-sort={sorted.then_some("other")}>
                <button type="button" class="sort" onclick={press}>{ label }</button>
            </th>
        }
    };
    let row = |(name, summary): &(String, &StudentSummary)| {
        let mark = |column: &Column| {
            let entry = summary.entry(&column.id);
            let cell = cell(entry);
            html! {
                <td data-column={column.id.to_string()} data-heat={cell.heat.name()} title={cell.meaning.clone()}
                    data-value={entry.map(|entry| entry.tries.to_string())}>
                    { cell.text }<span class="unseen">{ cell.meaning }</span>
                </td>
            }
        };
        html! {
            <tr data-name={name.clone()}>
                <th scope="row">{ name.clone() }</th>
                <td data-column="solved" data-value={summary.solved().to_string()}>{ summary.solved() }</td>
                { for columns.iter().map(mark) }
            </tr>
        }
    };
    let total = |column: &Column| {
        html! {
            <td data-column={column.id.to_string()} data-value={column.solved.to_string()}>
                { format!("{}/{}", column.solved, column.students) }
            </td>
        }
    };
    html! {
        <div class="table" role="region" tabindex="0" aria-label="Table of the class">
            <table id="table-class">
                <caption>{ words::LEGEND }</caption>
                <thead>
                    <tr>
                        { sort(SortBy::Name, "name".to_owned()) }
                        { sort(SortBy::Solved, "solved".to_owned()) }
                        { for columns.iter().map(|column| sort(SortBy::Exercise(column.id.clone()), column.title.clone())) }
                    </tr>
                </thead>
                <tbody>{ for class.rows().iter().map(row) }</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{ "all" }</th>
                        <td data-column="solved">{ columns.iter().map(|column| column.solved).sum::<usize>() }</td>
                        { for columns.iter().map(total) }
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

fn pager(class: &Handle<ClassState>) -> Html {
    let (page, pages) = class.pages();
    let shown = class.shown();
    let go = |id: &str, label: &str, to: usize, here: bool| {
        let class = class.dispatcher();
        let press = move |_: MouseEvent| class.dispatch(ClassAction::Page(to));
        html! {
            <button id={id.to_owned()} type="button" disabled={here} onclick={press}>{ label.to_owned() }</button>
        }
    };
    let most_tries = {
        let class = class.dispatcher();
        move |_: MouseEvent| class.dispatch(ClassAction::Sort(SortBy::Tries))
    };
    html! {
        <p class="save">
            { button("sort-tries".to_owned(), "Most tries first", most_tries) }
            if pages > 1 {
                { go("class-before", "←", page.saturating_sub(1), page == 0) }
                <span>{ words::shown(shown.start + 1, shown.end, class.table().summaries().len()) }</span>
                { go("class-after", "→", page + 1, page + 1 == pages) }
            }
        </p>
    }
}

/// What the class did in one exercise.
fn column(column: &Column) -> Html {
    let most = column.most_guesses();
    let wrong = |(answer, count): &(String, usize)| html! { <li>{ answer.clone() }<b>{ format!(" × {count}") }</b></li> };
    if most == 0 && column.wrong.is_empty() {
        return html! {};
    }
    html! {
        <div class="column" data-column={column.id.to_string()}>
            <h3>{ column.title.clone() }</h3>
            if most > 0 {
                <p class="aside">{ words::GUESSES }</p>
                { bars(column, most) }
            }
            if !column.wrong.is_empty() {
                <p class="aside">{ words::COMMON }</p>
                { for column.note.map(|note| html! { <p class="aside">{ note }</p> }) }
                <ol class="wrong">{ for column.wrong.iter().map(wrong) }</ol>
            }
        </div>
    }
}

/// Guesses as bars; the longest is `most`.
fn bars(column: &Column, most: usize) -> Html {
    let right = column.right_guess();
    let bar = |(option, guess): (usize, &GuessBar)| {
        let text = match right {
            // It differs from student to student.
            None if guess.right > 0 => words::came_true(&guess.text, guess.right),
            _ => guess.text.clone(),
        };
        bar_row(&text, guess.count, most, right == Some(option))
    };
    html! { <ul class="bars">{ for column.guesses.iter().enumerate().map(bar) }</ul> }
}

/// One bar of `count`, the longest being of `most`.
pub(super) fn bar_row(text: &str, count: usize, most: usize, right: bool) -> Html {
    html! {
        <li class={right.then_some("right")}>
            <span>
                { text.to_owned() }
                if right {
                    { " " }<span class="came-true">{ words::RIGHT }</span>
                }
            </span>
            <meter min="0" max={most.max(1).to_string()} value={count.to_string()} aria-hidden="true" />
            <b>{ count }</b>
        </li>
    }
}
