//! A class: the summaries of several students in one table.

use yew::{Callback, Html, MouseEvent, component, html, use_mut_ref, use_state_eq};

use super::button;
use super::files::{Opened, file_field};
use crate::browser::save;
use rankscope_lesson::{ClassTable, LessonError, Summary, SummaryEntry};

/// Opens summaries and shows who solved what.
#[component]
pub(super) fn ClassView() -> Html {
    // Files arrive one by one, several within one render: what is collected stands beside it.
    let collected = use_mut_ref(|| (ClassTable::default(), Vec::<(String, LessonError)>::new()));
    let shown = use_state_eq(|| (ClassTable::default(), Vec::new()));
    let opened = {
        let (collected, shown) = (collected.clone(), shown.clone());
        Callback::from(move |(name, text): Opened| {
            let mut collected = collected.borrow_mut();
            let added = text
                .and_then(|text| Summary::from_json(&text))
                .and_then(|summary| collected.0.add(summary));
            if let Err(error) = added {
                collected.1.push((name, error));
            }
            shown.set(collected.clone());
        })
    };
    let clear = {
        let shown = shown.clone();
        move |_: MouseEvent| {
            collected.take();
            shown.set(Default::default());
        }
    };
    let (class, problems) = &*shown;
    let as_csv = {
        let class = class.clone();
        move |_: MouseEvent| save::text("rankscope-class.csv", "text/csv", &class.to_csv())
    };
    let empty = class.summaries().is_empty();
    html! {
        <section id="class" aria-labelledby="heading-class">
            <h3 id="heading-class">{ "See how a class has done" }</h3>
            { file_field("summary-files", "Open your students’ summaries, all at once or one after the other", true, &opened) }
            <div role="status">
                { for problems.iter().map(|(name, error)| html! {
                    <p class="complaint">{ format!("{name} was left out: {error}. {}", error.next_step()) }</p>
                }) }
            </div>
            if !empty {
                { table(class) }
                { button("save-class".to_owned(), "Save as CSV", as_csv) }
            }
            if !empty || !problems.is_empty() {
                { button("clear-class".to_owned(), "Close them", clear) }
            }
        </section>
    }
}

fn table(class: &ClassTable) -> Html {
    let cell = |entry: &SummaryEntry| {
        let text = match (entry.solved, entry.tries) {
            (true, tries) => format!("✓ {tries}"),
            (false, 0) => "–".to_owned(),
            (false, tries) => format!("✗ {tries}"),
        };
        let words = if entry.solved { "solved" } else { "not solved" };
        html! {
            <td data-column={entry.id.to_string()} data-value={entry.tries.to_string()}
                title={format!("{words}, tries: {}", entry.tries)}>{ text }</td>
        }
    };
    let row = |summary: &Summary| {
        let name = if summary.name.is_empty() {
            "(no name)"
        } else {
            &summary.name
        };
        html! {
            <tr data-name={summary.name.clone()}>
                <th scope="row">{ name.to_owned() }</th>
                <td data-column="solved" data-value={summary.solved().to_string()}>{ summary.solved() }</td>
                { for summary.exercises.iter().map(cell) }
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
                        { for class.exercises().iter().map(|entry| html! {
                            <th scope="col">{ entry.title.clone() }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for class.summaries().iter().map(row) }</tbody>
            </table>
        </div>
    }
}
