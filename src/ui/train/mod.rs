//! The Train view: what the scale is for, seen in real training runs.
//!
//! It trains as one arrives, and anew when a setting changes. A link with `run=1` also trains where the
//! reader prefers less motion.

mod controls;
pub(super) mod figure;
mod legend;
mod map;
mod map_figure;
mod map_table;
pub(super) mod playback;
mod rate_study;
pub(super) mod run;
mod table;

use crate::store::{Dispatch, use_store};
use std::rc::Rc;

use yew::{
    Callback, Html, MouseEvent, Properties, component, html, use_callback, use_memo, use_state_eq,
};

use self::controls::Controls;
use self::figure::{Content, figure};
use self::legend::legend;
use self::map::MapView;
use self::playback::use_playback;
use self::run::use_training_run;
use self::table::table;
use super::work::use_work;
use crate::browser::display::{use_display, use_less_motion};
use crate::explore::history_bar::history_bar;
use crate::widgets::problem::problem;
use crate::widgets::step_bar::{StepBar, step_bar};
use rankscope_app::cursor::Cursor;
use rankscope_app::state::{Action, State};
use rankscope_app::train::first_step::{self, FirstStepFigure};
use rankscope_app::train::plan::Launch;
use rankscope_app::train::run::{RunAction, RunStatus};
use rankscope_app::train::{self, TrainingFigures, map as rate_map, plan, words};
use rankscope_chart::training::{TrainingFigure, steps_made};
use rankscope_params::{Embed, Start};
use rankscope_sim::training::Trained;

/// Properties of [`Train`].
#[derive(Properties, PartialEq)]
pub(super) struct TrainProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
    /// Whether the final errors are all that is shown, with what runs them.
    #[prop_or_default]
    pub(super) alone: bool,
}

/// Controls, four figures, a table, and the maps of learning rates.
#[component]
pub(super) fn Train(props: &TrainProps) -> Html {
    let (state, dispatch) = (&props.state, &props.dispatch);
    let choices = state.link.choices;
    let plan = plan::of_link(&state.link);
    let display = use_display(choices.theme);
    let less_motion = use_less_motion();
    let launch = use_state_eq(|| Launch::of(less_motion));
    let training = use_training_run(plan::wanted(&state.link, *launch));
    let run = &training.run;
    let trained = run.trained().first().cloned();
    let trained = trained.unwrap_or_else(|| train::untrained(plan.clone()));
    let (made, steps) = (steps_made(&trained), trained.plan.config.steps);
    let playback = use_playback(&plan, made);
    let step = playback.step(made);
    let spectrum = train::spectrum(state, choices.update).cloned();
    let figures = use_memo(
        (trained.clone(), choices.train_axis, step, spectrum.clone()),
        |(trained, axis, step, spectrum)| train::figures(trained, *axis, *step, spectrum.as_ref()),
    );
    // In another page one figure is shown: the final errors.
    let alone = props.alone || choices.embed != Embed::Page;
    let measuring = use_work((!alone).then(|| first_step::job(&plan.config)));
    let rival = rate_map::rival(&plan);
    let first_step = use_memo(
        (measuring.snapshot(), choices.optimizer, rival),
        |(work, optimizer, rival)| FirstStepFigure::of(work, *optimizer, *rival),
    );
    let cancel = {
        let launch = launch.setter();
        use_callback(dispatch.clone(), move |_: MouseEvent, dispatch| {
            launch.set(Launch::WhenAsked);
            dispatch.dispatch(Action::choose(Start::ByHand));
        })
    };
    // Steps in two figures, ranks in the others.
    let (at_step, at_rank) = (use_store(Cursor::default), use_store(Cursor::default));
    let TrainingFigures {
        rival: shown_rival,
        errors: [of_lora, of_rival],
        final_error,
        final_title,
    } = &*figures;
    let final_error = figure(
        (TrainingFigure::FinalError.name(), final_title),
        Content::Plot(Rc::clone(final_error)),
        words::NOTE_FINAL_ERROR,
        &at_rank,
        display,
    );
    let lead = |action: fn() -> RunAction| {
        let run = run.dispatcher();
        Callback::from(move |_: MouseEvent| run.dispatch(action()))
    };
    let bar = step_bar(&StepBar {
        name: "train",
        ruler: words::STEP_RULER,
        status: run.status,
        share: run.share(),
        pause: lead(|| RunAction::Pause),
        resume: lead(|| RunAction::Resume),
        cancel,
        playback: &playback,
        made,
        steps,
        less_motion,
        dispatch,
    });
    let wrong = problem("train", run.trouble.as_ref(), &training.retry);
    let busy = (run.status == RunStatus::Running).to_string();
    let status = run.status.name();
    if alone {
        return html! {
            <div id="train" data-state={status} aria-busy={busy}>
                { wrong }
                { final_error }
                { bar }
            </div>
        };
    }
    let errors = |figure_of: TrainingFigure, plot| {
        let called = (figure_of.name(), figure_of.title(*shown_rival));
        figure(
            called,
            Content::Plot(Rc::clone(plot)),
            "",
            &at_step,
            display,
        )
    };
    let first_step = match &*first_step {
        FirstStepFigure::Measuring => Content::Placeholder(words::MEASURING),
        FirstStepFigure::Measured(plot) => Content::Plot(Rc::clone(plot)),
        FirstStepFigure::Failed(trouble) => {
            Content::Problem(problem("first-step", Some(trouble), &measuring.retry))
        }
    };
    let first_called = (
        TrainingFigure::FirstStep.name(),
        TrainingFigure::FirstStep.title(rival),
    );
    html! {
        <div class="train-view">
            <div class="view-head">
                <div>
                    <h1 id="headline">{ words::HEADLINE }</h1>
                    <p class="subline">{ words::subline(&plan.config, rival) }</p>
                </div>
                { history_bar(state.position) }
            </div>
            <Controls link={state.link.clone()} dispatch={dispatch.clone()} />
            <div id="train" data-state={status} aria-busy={busy}>
                <p id="train-caption">{ words::caption(&trained, *shown_rival, step) }</p>
                { wrong }
                { legend(&trained.plan.config, *shown_rival) }
                <div class="figures train-main">
                    { errors(TrainingFigure::ErrorsLora, of_lora) }
                    { errors(TrainingFigure::ErrorsRival, of_rival) }
                    { final_error }
                </div>
                { bar }
                <div class="figures train-more">
                    { figure(first_called, first_step, words::NOTE_FIRST_STEP, &at_rank, display) }
                    <div class="card final-errors">
                        { equivalence(&trained) }
                        { table(&trained, spectrum.as_ref()) }
                    </div>
                </div>
            </div>
            <MapView {plan} {spectrum} {display} />
        </div>
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
