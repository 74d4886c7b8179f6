//! The handout: every exercise on paper, and the key on a page of its own.

use std::rc::Rc;

use js_sys::encode_uri_component;
use yew::{Html, MouseEvent, Properties, component, html, use_memo, use_state_eq};

use crate::browser::print::print_only;
use crate::classroom::{PaperChart, line, links_elsewhere, prose, use_collection};
use crate::widgets::problem::problem;
use crate::work::use_work;
use rankscope_app::teach::handout::{key, key_job, sheet};
use rankscope_app::teach::paper::{Paper, PaperFigure, PaperTable, Solvable};
use rankscope_app::teach::words;
use rankscope_lesson::{Exercise, Findings};

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
    let answers = key(&props.exercises, &work, job.as_ref());
    let papers = use_memo((*open, props.exercises.clone()), |(open, exercises)| {
        let exercises = exercises.iter().filter(|_| *open);
        exercises
            .map(|exercise| Paper::new(exercise).wanted())
            .collect::<Vec<_>>()
    });
    let (collection, engine) = use_collection(papers.concat());
    let found = collection.found();
    let is_known = |wanted: &Vec<_>| wanted.iter().all(|wanted| found.missing(wanted).is_none());
    let known = papers.iter().filter(|wanted| is_known(wanted)).count();
    let ready = known == props.exercises.len() && answers.is_some();
    let toggle = {
        let open = open.clone();
        move |_: MouseEvent| open.set(!*open)
    };
    let sheet = |(number, exercise): (usize, &Exercise)| {
        let found = papers
            .get(number)
            .is_some_and(is_known)
            .then(|| Rc::clone(found));
        html! {
            <SheetView key={exercise.id.to_string()} number={number + 1} exercise={exercise.clone()}
                measured={found.is_some()} {found} />
        }
    };
    html! {
        <>
            <p class="save">
                <button id="open-handout" type="button" aria-expanded={open.to_string()} onclick={toggle}>
                    { words::HANDOUT }
                </button>
                if *open {
                    <button id="print-handout" type="button" class="main" disabled={!ready} onclick={print("handout")}>
                        { words::PRINT }
                    </button>
                    <span id="handout-share" class="aside" role="status">
                        { words::sheets(known, props.exercises.len(), ready) }
                    </span>
                }
            </p>
            if *open {
                <p class="aside">{ words::HANDOUT_NOTE }</p>
                { problem("sheets", engine.trouble.as_ref(), &engine.retry) }
                <div id="handout">
                    <h2>{ props.title.clone() }</h2>
                    <p class="write">{ words::NAME_LINE }<span /></p>
                    { for props.exercises.iter().enumerate().map(sheet) }
                    <section class="paper-key" aria-label="Key">
                        <h2>{ words::key_of(&props.title) }</h2>
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

/// Properties of [`SheetView`].
#[derive(Properties)]
struct SheetProps {
    number: usize,
    exercise: Exercise,
    measured: bool,
    /// Once everything that the sheet needs is in it.
    found: Option<Rc<Findings>>,
}

impl PartialEq for SheetProps {
    /// What is found later is of other sheets.
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
            && self.measured == other.measured
            && self.exercise == other.exercise
    }
}

/// One exercise on paper.
#[component]
fn SheetView(props: &SheetProps) -> Html {
    let exercise = &props.exercise;
    let (sheet, links) = (sheet(exercise), links_elsewhere());
    let paper = Paper::new(exercise);
    let found = props.found.as_deref();
    let boxes = |options: &[String]| {
        html! {
            <ul class="boxes">{ for options.iter().map(|text| html! { <li>{ line(text, &links) }</li> }) }</ul>
        }
    };
    let solvable = found.map(|found| paper.solvable(found));
    html! {
        <section class="paper" data-measured={props.measured.to_string()}>
            <h3>{ format!("{}. {}", props.number, sheet.title) }</h3>
            { prose(&sheet.prompt, &links) }
            if let Some((question, options)) = &sheet.guess {
                <p><b>{ words::GUESS_FIRST }</b>{ " " }{ line(question, &links) }</p>
                { boxes(options) }
            }
            if let Some(found) = found {
                <div class="paper-evidence">
                    <div>{ for paper.figures(found).into_iter().map(|of| figure(of, exercise)) }</div>
                    { for paper.table(found).map(|of| table(&of)) }
                </div>
            } else {
                <p class="aside" role="status">{ words::DRAWING }</p>
            }
            <div class="asked">
                { prose(&sheet.question, &links) }
                if solvable == Some(Solvable::InARow) {
                    <p class="on-paper">{ words::ROW_OF_THE_TABLE }</p>
                } else if solvable == Some(Solvable::NeedsThePage) {
                    <p class="on-paper">{ words::NEEDS_THE_PAGE }</p>
                }
                if !sheet.options.is_empty() {
                    { boxes(&sheet.options) }
                }
                { for (0..sheet.lines).map(|at| html! {
                    <p class="write">{ if at == 0 { words::ANSWER_LINE } else { "" } }<span /></p>
                }) }
            </div>
        </section>
    }
}

fn figure(figure: PaperFigure, exercise: &Exercise) -> Html {
    match figure {
        // As a picture, no text of an exercise becomes markup of the page.
        PaperFigure::Drawn {
            svg,
            title,
            summary,
        } => {
            let address = format!("data:image/svg+xml,{}", encode_uri_component(&svg));
            html! {
                <figure class="paper-figure"><img src={address} alt={format!("{title}. {summary}")} /></figure>
            }
        }
        PaperFigure::Live(number, named) => html! {
            <PaperChart exercise={exercise.clone()} {number} {named} />
        },
    }
}

fn table(table: &PaperTable) -> Html {
    let cell = |text: &String| html! { <td>{ text.clone() }</td> };
    html! {
        <table class="paper-table">
            <thead><tr>{ for table.columns.iter().map(|text| html! { <th scope="col">{ text.clone() }</th> }) }</tr></thead>
            <tbody>{ for table.rows.iter().map(|row| html! { <tr>{ for row.iter().map(cell) }</tr> }) }</tbody>
        </table>
    }
}
