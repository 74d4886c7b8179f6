//! What an exercise's adapters remember, live.

use std::rc::Rc;

use yew::{Html, Properties, component, html, use_memo};

use crate::browser::display::Display;
use crate::recall::run::use_recall_run;
use crate::store::use_store;
use crate::widgets::figure::FigureView;
use crate::widgets::figure::frame::Level;
use crate::widgets::problem::problem;
use rankscope_app::classroom::figures::recall_plans;
use rankscope_app::classroom::words;
use rankscope_app::cursor::Cursor;
use rankscope_chart::recall::lesson;
use rankscope_lesson::{Exercise, Present};
use rankscope_sim::recall::RecallResults;

/// Properties of [`RecallChart`].
#[derive(Properties, PartialEq)]
pub(super) struct RecallChartProps {
    pub(super) exercise: Exercise,
    /// Where the student is.
    pub(super) present: Present,
    pub(super) display: Display,
}

/// The boards, which fill anew with every move.
#[component]
pub(super) fn RecallChart(props: &RecallChartProps) -> Html {
    let learning = use_recall_run(recall_plans(&props.exercise, &props.present));
    let plot = use_memo(learning.run.results(), |results| {
        let plans = results.iter().flat_map(RecallResults::plans);
        Rc::new(lesson::plot(plans.map(|learned| &**learned)))
    });
    let cursor = use_store(Cursor::default);
    html! {
        <>
            <FigureView figure={lesson::NAMED} level={Level::Section}
                note={html! { <p class="how-to-read">{ words::RECALL_NOTE }</p> }}
                plot={Some(Rc::clone(&*plot))} switch={None::<Html>} cursor={**cursor} start={1}
                point={cursor.dispatcher()} display={props.display} />
            { problem("exercise-recall", learning.run.trouble.as_ref(), &learning.retry) }
        </>
    }
}
