//! The Train view: what the scaling is for, seen in real training runs.
//!
//! What the link holds is what is trained: while it says `run=1`, a setting that changes starts
//! the training anew, so the address always leads back to what is seen.

mod controls;
mod figure;
mod map;
mod map_figure;
mod map_table;
pub(super) mod run;
mod run_bar;
mod table;

use crate::store::{Dispatch, use_store};
use std::rc::Rc;

use yew::{Html, Properties, component, html, use_memo};

use self::controls::controls;
use self::figure::{Content, figure};
use self::map::MapView;
use self::run::use_training_run;
use self::run_bar::run_bar;
use self::table::table;
use super::work::use_work;
use crate::browser::display::use_display;
use crate::widgets::problem::problem;
use rankscope_app::cursor::Cursor;
use rankscope_app::state::State;
use rankscope_app::train::first_step::{self, FirstStepFigure};
use rankscope_app::train::run::RunStatus;
use rankscope_app::train::{self, plan, words};
use rankscope_chart::training::TrainingFigure;
use rankscope_params::Embed;
use rankscope_sim::training::Trained;

/// Properties of [`Train`].
#[derive(Properties, PartialEq)]
pub(super) struct TrainProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// Controls, four figures, a table.
#[component]
pub(super) fn Train(props: &TrainProps) -> Html {
    let (state, dispatch) = (&props.state, &props.dispatch);
    let choices = state.link.choices;
    let plan = plan::of_link(&state.link);
    let display = use_display(choices.theme);
    let training = use_training_run(plan::wanted(&state.link));
    let run = &training.run;
    let trained = run.trained().first().cloned();
    let spectrum = train::spectrum(state, choices.update).cloned();
    let plots = use_memo(
        (trained.clone(), choices.rival, spectrum.clone()),
        |(trained, rival, spectrum)| {
            let trained = trained.as_ref()?;
            Some(train::figures(trained, *rival, spectrum.as_ref()))
        },
    );
    // In another page one figure is shown: the final errors.
    let alone = choices.embed != Embed::Page;
    let measuring = use_work((!alone).then(|| first_step::job(&plan.config)));
    let first_step = use_memo(
        (measuring.snapshot(), choices.optimizer),
        |(work, optimizer)| FirstStepFigure::of(work, *optimizer),
    );
    // Steps in one figure, ranks in the others.
    let (step, rank) = (use_store(Cursor::default), use_store(Cursor::default));
    let [errors, last] = match &*plots {
        Some(plots) => plots.clone().map(Content::Plot),
        None => [(); 2].map(|()| Content::Placeholder(words::RUN_FIRST)),
    };
    let final_error = figure(
        TrainingFigure::FinalError,
        last,
        words::NOTE_FINAL_ERROR,
        &rank,
        display,
    );
    let busy = (run.status == RunStatus::Running).to_string();
    let status = run.status.name();
    if alone {
        return html! {
            <div id="train" data-state={status} aria-busy={busy}>
                { run_bar(&training, dispatch) }
                { final_error }
            </div>
        };
    }
    let first_step = match &*first_step {
        FirstStepFigure::Measuring => Content::Placeholder(words::MEASURING),
        FirstStepFigure::Measured(plot) => Content::Plot(Rc::clone(plot)),
        FirstStepFigure::Failed(trouble) => {
            Content::Problem(problem("first-step", Some(trouble), &measuring.retry))
        }
    };
    html! {
        <>
            <h2 id="headline">{ words::HEADLINE }</h2>
            <p class="subline">
                { words::subline(choices.update, plan.config.update.rows, plan.config.update.columns) }
            </p>
            { controls(&state.link, dispatch) }
            { run_bar(&training, dispatch) }
            <div id="train" class="figures" data-state={status} aria-busy={busy}>
                { figure(TrainingFigure::Errors, errors, words::NOTE_ERRORS, &step, display) }
                { final_error }
                { figure(TrainingFigure::FirstStep, first_step, words::NOTE_FIRST_STEP, &rank, display) }
                <div class="final-errors">
                    if let Some(trained) = &trained {
                        { equivalence(trained) }
                        { table(trained, spectrum.as_ref()) }
                    }
                </div>
            </div>
            <MapView {plan} {display} />
        </>
    }
}

/// Whether rsLoRA and LoRA with α√r are the same, once both are trained.
fn equivalence(trained: &Trained) -> Html {
    html! {
        if let Some(found) = trained.equivalence() {
            <p id="train-equivalence" class="summary" data-errors={found.errors.to_string()} data-same={found.same.to_string()}>
                { words::equivalence(found) }
            </p>
        }
    }
}
