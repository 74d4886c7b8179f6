//! The Train view: what the scaling is for, seen in real training runs.
//!
//! What the link holds is what is trained: while it says `run=1`, a setting that changes starts
//! the training anew, so the address always leads back to what is seen.

mod controls;
mod course;
mod figure;
mod map;
mod map_figure;
mod map_table;
mod table;

use crate::store::{Dispatch, Handle, use_store};
use std::rc::Rc;

use yew::{Callback, Html, MouseEvent, Properties, component, html, use_memo};

use self::controls::controls;
use self::course::{Lesson, Pace, Turn, use_course};
use self::figure::{Words, figure};
use self::map::MapView;
use self::table::table;
use super::work::use_work;
use crate::browser::display::use_display;
use crate::widgets::messages;
use rankscope_app::cursor::Cursor;
use rankscope_app::state::{Action, State, Trouble};
use rankscope_chart::Plot;
use rankscope_chart::training::{self, TrainingFigure};
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_params::{Embed, Optimizer, Rival, Start, Update};
use rankscope_sim::Spectrum;
use rankscope_sim::training::{Family, Plan, Trained, TrainingConfig};

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
    let plan = Plan::of(&state.link);
    let display = use_display(choices.theme);
    let running = choices.run == Start::AtOnce;
    let watched = use_course(if running { vec![plan.clone()] } else { vec![] });
    let lesson = &watched.lesson;
    let trained = lesson.trained().first().cloned();
    let spectrum = spectrum(state, choices.update);
    let rival = match choices.rival {
        Rival::RsLora => Family::RsLora,
        Rival::LoraRoot => Family::LoraRoot,
    };
    let grown = use_memo((trained.clone(), rival, spectrum.clone()), |parts| {
        let (trained, rival, spectrum) = parts;
        let trained = trained.as_ref()?;
        // While a family that is new to the plan is trained, the old one is still shown.
        let rival = if trained.plan.families.contains(rival) {
            *rival
        } else {
            Family::RsLora
        };
        let errors = training::errors(trained, rival);
        let last = training::final_error(trained, rival, spectrum.as_ref());
        Some([Rc::new(errors), Rc::new(last)])
    });
    // In another page one figure is shown: the final errors.
    let alone = choices.embed != Embed::Page;
    let first_steps =
        use_work((!alone).then(|| Job::FirstSteps(Packed::of(&first_step(&plan.config)))));
    let first_step = use_memo(
        (first_steps.done.clone(), choices.optimizer),
        |(done, optimizer)| match done.as_deref()? {
            (Job::FirstSteps(config), Answer::FirstSteps(steps)) => {
                let (config, steps) = config.open().zip(steps.open())?;
                let plot = training::first_step(&steps, *optimizer, config.which);
                Some(Rc::new(plot))
            }
            _ => None,
        },
    );
    let [errors, last] = match &*grown {
        Some(plots) => plots.clone().map(Some),
        None => [None, None],
    };
    // Steps in one figure, ranks in the others.
    let (step, rank) = (use_store(Cursor::default), use_store(Cursor::default));
    let view = |which: TrainingFigure, plot: Option<Rc<Plot>>, waiting, note| {
        let cursor = if which == TrainingFigure::Errors {
            &step
        } else {
            &rank
        };
        figure(which, plot, &Words { waiting, note }, cursor, display)
    };
    let run_first = "Press Run to see it.";
    let final_error = view(
        TrainingFigure::FinalError,
        last,
        run_first,
        "Dotted: the least that any adapter of this rank can leave.",
    );
    if alone {
        return html! {
            <div id="train" data-state={lesson.pace.name()} aria-busy={(lesson.pace == Pace::Running).to_string()}>
                { course_bar(lesson, dispatch, &watched.retry) }
                { final_error }
            </div>
        };
    }
    html! {
        <>
            <h2 id="headline">{ "What is the scaling for? Train adapters and see." }</h2>
            <p class="subline">
                { format!(
                    "Each adapter γBA is fitted to the {} update, {} × {}, by gradient descent from the \
                     usual start: A at random, B zero. LoRA takes γ = α/r, rsLoRA γ = α/√r. Shape, noise \
                     and strengths are those of Explore.",
                    choices.update.name(),
                    plan.config.update.rows,
                    plan.config.update.columns,
                ) }
            </p>
            { controls(&state.link, dispatch) }
            { course_bar(lesson, dispatch, &watched.retry) }
            <div id="train" class="figures" data-state={lesson.pace.name()} aria-busy={(lesson.pace == Pace::Running).to_string()}>
                { view(TrainingFigure::Errors, errors, run_first, "Solid: LoRA. Dashed: rsLoRA. The paler, the smaller the rank; where there is room, a name and its rank.") }
                { final_error }
                { view(TrainingFigure::FirstStep, (*first_step).clone(), "The first step is being measured…", "Dots: measured, with this seed. Lines: the laws, which hold on average over seeds.") }
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

/// What the first step depends on: neither steps nor learning rate nor which optimizer is chosen.
fn first_step(config: &TrainingConfig) -> TrainingConfig {
    let optimizer = Optimizer::default();
    TrainingConfig {
        optimizer,
        learning_rate: optimizer.default_learning_rate(),
        steps: 1,
        ..config.clone()
    }
}

/// The spectrum of the fitted update, if it is known by now.
fn spectrum(state: &State, update: Update) -> Option<Spectrum> {
    let shown = state.shown.as_ref()?;
    let spectra = (shown.update == state.link.params.update()).then_some(&shown.spectra)?;
    Some(match update {
        Update::Style => spectra.style.clone(),
        Update::Facts => spectra.facts.clone(),
    })
}

/// Run, pause, resume, cancel, how far it is, and what went wrong.
fn course_bar(
    lesson: &Handle<Lesson>,
    dispatch: &Dispatch<State>,
    retry: &Callback<MouseEvent>,
) -> Html {
    let turn = |turn: fn() -> Turn| {
        let lesson = lesson.dispatcher();
        Callback::from(move |_: MouseEvent| lesson.dispatch(turn()))
    };
    let set = |run: Start| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::choose(run)))
    };
    let pace = lesson.pace;
    let share = lesson.share();
    html! {
        <div class="course">
            if pace == Pace::Idle {
                <button id="train-run" type="button" onclick={set(Start::AtOnce)}>{ "Run" }</button>
            }
            if pace == Pace::Running {
                <button id="train-pause" type="button" onclick={turn(|| Turn::Pause)}>{ "Pause" }</button>
            }
            if pace == Pace::Paused {
                <button id="train-resume" type="button" onclick={turn(|| Turn::Resume)}>{ "Resume" }</button>
            }
            if pace != Pace::Idle {
                <button id="train-cancel" type="button" onclick={set(Start::ByHand)}>
                    { if pace == Pace::Finished { "Clear" } else { "Cancel" } }
                </button>
            }
            <progress id="train-progress" max="1" value={share.to_string()} aria-label="Share of the training done" />
            <span>{ format!("{:.0} %", 100.0 * share) }</span>
            if lesson.trouble.is_some() {
                <p id="train-problem" role="alert">
                    { messages::in_words(lesson.trouble.as_ref()) }
                    if matches!(lesson.trouble, Some(Trouble::GaveUp(_))) {
                        <button id="train-retry" type="button" onclick={retry}>{ "Try again" }</button>
                    }
                </p>
            }
        </div>
    }
}

/// Whether rsLoRA and LoRA with α√r are the same, of what has been trained.
fn equivalence(trained: &Trained) -> Html {
    let Some(found) = trained.equivalence() else {
        return html! {};
    };
    let text = if found.same == found.errors {
        format!(
            "LoRA with α√r and rsLoRA with α: all {} errors are the same, bit for bit. One curve lies on the other.",
            found.errors,
        )
    } else {
        format!(
            "LoRA with α√r and rsLoRA with α: {} of {} errors are the same.",
            found.same, found.errors,
        )
    };
    html! {
        <p id="train-equivalence" class="summary" data-errors={found.errors.to_string()} data-same={found.same.to_string()}>
            { text }
        </p>
    }
}
