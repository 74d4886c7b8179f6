//! The heat map of a class, and what it did in each exercise.

use yew::{Html, MouseEvent, html};

use crate::store::Handle;
use crate::teach::compose::button;
use rankscope_app::teach::class::{ClassAction, ClassState, Column, GuessBar, SortBy, cell};
use rankscope_app::teach::words::class as words;
use rankscope_lesson::{StudentSummary, SummaryEntry};

pub(super) fn table(class: &Handle<ClassState>) -> Html {
    let heads = class.heads();
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
        let mark = |(column, ..): &(&SummaryEntry, usize, usize)| {
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
                { for heads.iter().map(mark) }
            </tr>
        }
    };
    let total = |(column, solved, students): &(&SummaryEntry, usize, usize)| {
        html! {
            <td data-column={column.id.to_string()} data-value={solved.to_string()}>
                { format!("{solved}/{students}") }
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
                        { for heads.iter().map(|(column, ..)| sort(SortBy::Exercise(column.id.clone()), column.title.clone())) }
                    </tr>
                </thead>
                <tbody>{ for class.rows().iter().map(row) }</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{ "all" }</th>
                        <td data-column="solved">{ heads.iter().map(|(_, solved, _)| solved).sum::<usize>() }</td>
                        { for heads.iter().map(total) }
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

pub(super) fn pager(class: &Handle<ClassState>) -> Html {
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
pub(super) fn column(column: &Column) -> Html {
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
pub(in crate::teach) fn bar_row(text: &str, count: usize, most: usize, right: bool) -> Html {
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
