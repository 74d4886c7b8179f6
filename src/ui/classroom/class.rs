//! A class: the summaries of several students in one table.

use yew::{Callback, Html, MouseEvent, component, html};

use super::button;
use super::files::{Opened, file_field};
use crate::browser::save;
use crate::store::use_store;
use rankscope_app::classroom::class::{ClassAction, ClassState, cell};
use rankscope_app::classroom::contents::name_in_table;
use rankscope_app::classroom::words;
use rankscope_lesson::{ClassTable, StudentSummary, SummaryEntry};

/// Opens summaries and shows who solved what.
#[component]
pub(super) fn ClassView() -> Html {
    let class = use_store(ClassState::default);
    let opened = {
        let class = class.dispatcher();
        Callback::from(move |(name, text): Opened| class.dispatch(ClassAction::Open(name, text)))
    };
    let clear = {
        let class = class.dispatcher();
        move |_: MouseEvent| class.dispatch(ClassAction::Clear)
    };
    let as_csv = {
        let class = class.clone();
        move |_: MouseEvent| save::text("rankscope-class.csv", "text/csv", &class.table().to_csv())
    };
    html! {
        <section id="class" class="card" aria-labelledby="heading-class">
            <h2 id="heading-class">{ words::CLASS }</h2>
            { file_field("summary-files", words::SUMMARIES, true, &opened) }
            <div role="status">
                { for class.left_out().into_iter().map(|text| html! { <p class="complaint">{ text }</p> }) }
                { for class.mismatches().into_iter().map(|text| html! { <p class="mismatch">{ text }</p> }) }
            </div>
            if !class.table().summaries().is_empty() {
                { table(class.table()) }
                { button("save-class".to_owned(), "Save as CSV", as_csv) }
            }
            if !class.is_empty() {
                { button("clear-class".to_owned(), "Close them", clear) }
            }
        </section>
    }
}

fn table(class: &ClassTable) -> Html {
    let row = |summary: &StudentSummary| {
        let mark = |column: &SummaryEntry| {
            let entry = summary.entry(&column.id);
            let (text, title) = cell(entry);
            html! {
                <td data-column={column.id.to_string()} {title}
                    data-value={entry.map(|entry| entry.tries.to_string())}>{ text }</td>
            }
        };
        html! {
            <tr data-name={summary.name.clone()}>
                <th scope="row">{ name_in_table(summary).to_owned() }</th>
                <td data-column="solved" data-value={summary.solved().to_string()}>{ summary.solved() }</td>
                { for class.columns().iter().map(mark) }
            </tr>
        }
    };
    html! {
        <div class="table" role="region" tabindex="0" aria-label="Table of the class">
            <table id="table-class">
                <caption>{ "✓ solved, ✗ tried and not solved; the number says how many tries" }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ "name" }</th>
                        <th scope="col">{ "solved" }</th>
                        { for class.columns().iter().map(|column| html! {
                            <th scope="col">{ column.title.clone() }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for class.summaries().iter().map(row) }</tbody>
            </table>
        </div>
    }
}
