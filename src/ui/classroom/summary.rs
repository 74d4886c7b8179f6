//! What a student hands in: on the page, on paper, and as files.

use yew::{Html, MouseEvent, html};

use crate::browser::console::describe;
use crate::browser::save;
use rankscope_app::classroom::contents::{solved_in_words, summary_file, summary_heading};
use rankscope_app::classroom::words;
use rankscope_lesson::{
    Lesson, Progress, Student, StudentSummary, SummaryEntry, SummaryGuess, tries_in_words,
};

/// The summary of a lesson, with ways to keep it.
pub(super) fn summary(lesson: &Lesson, student: &Student, progress: &Progress) -> Html {
    let summary = StudentSummary::new(lesson, student, progress);
    let as_json = {
        let summary = summary.clone();
        move |_: MouseEvent| {
            let name = summary_file(&summary, "json");
            save::text(&name, "application/json", &summary.to_json());
        }
    };
    let as_csv = {
        let summary = summary.clone();
        move |_: MouseEvent| {
            let name = summary_file(&summary, "csv");
            save::text(&name, "text/csv", &summary.to_csv());
        }
    };
    let print = |_: MouseEvent| {
        if let Some(Err(error)) = web_sys::window().map(|window| window.print()) {
            log::warn!("the summary could not be printed: {}", describe(&error));
        }
    };
    let row = |entry: &SummaryEntry| {
        html! {
            <tr data-id={entry.id.to_string()}>
                <th scope="row">{ entry.title.clone() }</th>
                <td data-column="solved">{ solved_in_words(entry) }</td>
                <td data-column="tries">{ tries_in_words(entry.tries) }</td>
                <td data-column="hints">{ entry.hints }</td>
                <td data-column="guess">{ entry.guess.as_ref().map(|guess| guess.text.clone()) }</td>
                <td data-column="guess-right">{ entry.guess.as_ref().map(SummaryGuess::right_in_words) }</td>
                <td data-column="wrong">{ entry.wrong.join("; ") }</td>
            </tr>
        }
    };
    html! {
        <section id="summary" class="card" aria-labelledby="heading-summary">
            <h2 id="heading-summary">{ summary_heading(student) }</h2>
            <div class="table" role="region" tabindex="0" aria-label="Table of the summary">
                <table id="table-summary">
                    <thead>
                        <tr>
                            <th scope="col">{ "exercise" }</th>
                            <th scope="col">{ "solved" }</th>
                            <th scope="col">{ "tries" }</th>
                            <th scope="col">{ "hints" }</th>
                            <th scope="col">{ "guess" }</th>
                            <th scope="col">{ "guess right" }</th>
                            <th scope="col">{ "last wrong answers" }</th>
                        </tr>
                    </thead>
                    <tbody>{ for summary.exercises.iter().map(row) }</tbody>
                </table>
            </div>
            <div class="save hand-in">
                <button id="save-summary-json" type="button" class="main" onclick={as_json}>{ words::HAND_IN }</button>
                <span class="aside">{ words::HAND_IN_NOTE }</span>
            </div>
            <p class="aside">{ words::SUMMARY_NOTE }</p>
            <div class="save">
                { words::FOR_YOURSELF }
                { super::button("save-summary-csv".to_owned(), "CSV", as_csv) }
                { super::button("print-summary".to_owned(), "Print", print) }
            </div>
        </section>
    }
}
