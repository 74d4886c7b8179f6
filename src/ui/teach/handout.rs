//! The handout: every exercise on paper, and the key on a page of its own.

use yew::{Html, MouseEvent, Properties, component, html, use_state_eq};

use super::compose::button;
use crate::browser::print::print_only;
use crate::classroom::{line, links_elsewhere, prose};
use crate::widgets::problem::problem;
use crate::work::use_work;
use rankscope_app::teach::handout::{EmptyChart, Sheet, key, key_job, sheets};
use rankscope_app::teach::words;
use rankscope_lesson::Exercise;

/// Properties of [`Handout`].
#[derive(Properties, PartialEq)]
pub(super) struct HandoutProps {
    pub(super) exercises: Vec<Exercise>,
    /// The assignment's.
    pub(super) title: String,
}

/// Prints nothing but the element of this id.
pub(super) fn print(id: &'static str) -> impl Fn(MouseEvent) + 'static {
    move |_: MouseEvent| print_only(id)
}

/// The handout as it will be printed.
#[component]
pub(super) fn Handout(props: &HandoutProps) -> Html {
    let open = use_state_eq(|| false);
    let job = open.then(|| key_job(&props.exercises));
    let work = use_work(job.clone());
    let answers = key(&work, job.as_ref());
    let toggle = {
        let open = open.clone();
        move |_: MouseEvent| open.set(!*open)
    };
    let sheet = |(number, sheet): (usize, Sheet)| sheet_on_paper(number + 1, &sheet);
    html! {
        <>
            <p class="save">
                <button id="open-handout" type="button" aria-expanded={open.to_string()} onclick={toggle}>
                    { words::HANDOUT }
                </button>
                if *open {
                    { button("print-handout".to_owned(), "Print", print("handout")) }
                }
            </p>
            if *open {
                <p class="aside">{ words::HANDOUT_NOTE }</p>
                <div id="handout">
                    <h2>{ props.title.clone() }</h2>
                    <p class="write">{ words::NAME_LINE }<span /></p>
                    { for sheets(&props.exercises).into_iter().enumerate().map(sheet) }
                    <section class="paper-key" aria-label="Key">
                        <h2>{ format!("{}: key", props.title) }</h2>
                        { problem("handout", work.trouble.as_ref(), &work.retry) }
                        if let Some(answers) = &answers {
                            <ol>{ for answers.iter().map(|answer| html! { <li>{ answer.clone() }</li> }) }</ol>
                        } else {
                            <p class="aside" role="status">{ words::REVEALING }</p>
                        }
                    </section>
                </div>
            }
        </>
    }
}

fn sheet_on_paper(number: usize, sheet: &Sheet) -> Html {
    let links = links_elsewhere();
    let boxes = |options: &[String]| {
        html! {
            <ul class="boxes">{ for options.iter().map(|text| html! { <li>{ line(text, &links) }</li> }) }</ul>
        }
    };
    html! {
        <section class="paper">
            <h3>{ format!("{number}. {}", sheet.title) }</h3>
            { prose(&sheet.prompt, &links) }
            if let Some((question, options)) = &sheet.guess {
                <p><b>{ words::GUESS_FIRST }</b>{ " " }{ line(question, &links) }</p>
                { boxes(options) }
            }
            { for sheet.charts.iter().map(axes) }
            { prose(&sheet.question, &links) }
            if !sheet.options.is_empty() {
                { boxes(&sheet.options) }
            }
            { for (0..sheet.lines).map(|at| html! {
                <p class="write">{ if at == 0 { words::ANSWER_LINE } else { "" } }<span /></p>
            }) }
        </section>
    }
}

/// Empty axes with their names.
fn axes(chart: &EmptyChart) -> Html {
    html! {
        <figure class="axes">
            <figcaption class="y">{ chart.y.clone() }</figcaption>
            <svg viewBox="0 0 320 140" aria-hidden="true">
                <path d="M8 132h304M8 101h304M8 70h304M8 39h304M84 8v124M160 8v124M236 8v124M312 8v124" />
                <path class="axis" d="M8 8v124h304" />
            </svg>
            <figcaption>{ chart.x.clone() }</figcaption>
        </figure>
    }
}
