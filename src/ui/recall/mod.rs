//! The Recall view: what rank facts need, learned while one looks.
//!
//! It runs as one arrives, and anew when a setting changes. A link with `run=1` also runs where the reader
//! prefers less motion.

mod calculator;
mod controls;
mod map;
mod map_figure;
mod pins;
pub(super) mod run;
mod script;
mod tables;

use std::rc::Rc;

use yew::{
    Callback, Html, MouseEvent, Properties, component, html, use_callback, use_effect_with,
    use_memo, use_state_eq,
};

use self::controls::Controls;
use self::map::MapView;
use self::pins::{pins, use_pins};
use self::run::use_recall_run;
use self::script::Script;
use super::train::figure::{self, Content};
use super::train::playback::use_playback;
use crate::browser::display::{use_display, use_less_motion};
use crate::explore::history_bar::history_bar;
use crate::store::{Dispatch, Handle, use_store};
use crate::widgets::control::control;
use crate::widgets::problem::problem;
use crate::widgets::step_bar::{StepBar, step_bar};
use rankscope_app::cursor::Cursor;
use rankscope_app::recall::needs::{self, Needs};
use rankscope_app::recall::run::RecallRunAction;
use rankscope_app::recall::{self, plan, table, words};
use rankscope_app::state::{Action, State};
use rankscope_app::train::run::RunStatus;
use rankscope_chart::Plot;
use rankscope_chart::recall::RecallFigure;
use rankscope_params::{Embed, Input, Key, RecallNumber, Start, Task, View};
use rankscope_sim::recall::RecallResults;

/// Properties of [`Recall`].
#[derive(Properties, PartialEq)]
pub(super) struct RecallProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
    /// Whether the boards are all that is shown, with what runs them.
    #[prop_or_default]
    pub(super) alone: bool,
}

/// Controls, boards, figures, a table, the capacity map and the calculator.
#[component]
pub(super) fn Recall(props: &RecallProps) -> Html {
    let (state, dispatch) = (&props.state, &props.dispatch);
    // In Start's story too it is trained as in its own view.
    let link = &state.link.in_view(View::Recall);
    let config = plan::config(link);
    let display = use_display(link.choices.theme);
    let less_motion = use_less_motion();
    let launch = use_state_eq(|| plan::Launch::of(less_motion));
    let learning = use_recall_run(plan::wanted(link, *launch));
    let run = &learning.run;
    let results = run.results();
    let made = results.as_ref().map_or(0, RecallResults::made);
    let playback = use_playback(&config, made);
    let step = playback.step(made);
    let figures = use_memo((results.clone(), step), |(results, step)| {
        let nothing = RecallResults::new(vec![]);
        recall::figures(results.as_ref().unwrap_or(&nothing), *step)
    });
    let cancel = {
        let launch = launch.setter();
        use_callback(dispatch.clone(), move |_: MouseEvent, dispatch| {
            launch.set(plan::Launch::WhenAsked);
            dispatch.dispatch(Action::choose(Start::ByHand));
        })
    };
    // Ranks in most figures, steps in two, directions in one.
    let (at_rank, at_step) = (use_store(Cursor::default), use_store(Cursor::default));
    let at_direction = use_store(Cursor::default);
    let rival = figures.rival;
    let pinned = use_pins();
    let needed = use_store(Needs::default);
    {
        let needed = needed.dispatcher();
        use_effect_with(
            results
                .clone()
                .filter(|_| run.status == RunStatus::Finished),
            move |ended| {
                if let Some(ended) = ended {
                    needed.dispatch(ended.clone());
                }
            },
        );
    }
    let by_rank = pinned.behind(&figures.by_rank);
    let show = |of: RecallFigure, plot: &Rc<Plot>, note: &'static str, cursor: &Handle<Cursor>| {
        let called = (of.name(), of.title(rival));
        figure::figure(
            called,
            Content::Plot(Rc::clone(plot)),
            note,
            cursor,
            display,
        )
    };
    let boards = html! {
        <>
            { show(RecallFigure::Boards, &figures.boards, words::NOTE_BOARDS, &at_rank) }
            if let Some(held_out) = &figures.held_out {
                { show(RecallFigure::HeldOut, held_out, words::NOTE_HELD_OUT, &at_rank) }
            }
        </>
    };
    let lead = |action: fn() -> RecallRunAction| {
        let run = run.dispatcher();
        Callback::from(move |_: MouseEvent| run.dispatch(action()))
    };
    let bar = step_bar(&StepBar {
        name: "recall",
        ruler: words::STEP_RULER,
        status: run.status,
        share: run.share(),
        pause: lead(|| RecallRunAction::Pause),
        resume: lead(|| RecallRunAction::Resume),
        cancel,
        playback: &playback,
        made,
        steps: config.steps,
        less_motion,
        dispatch,
    });
    let wrong = problem("recall", run.trouble.as_ref(), &learning.retry);
    let busy = (run.status == RunStatus::Running).to_string();
    let status = run.status.name();
    let caption = words::caption(results.as_ref(), &config, step);
    if props.alone || link.choices.embed != Embed::Page {
        let facts = RecallNumber::Facts.into();
        return html! {
            <div id="recall" data-state={status} aria-busy={busy}>
                { control(facts, link.value(facts), dispatch) }
                { wrong }
                <div class="boards">{ boards }</div>
                { bar }
            </div>
        };
    }
    let rows = results.as_ref().map(table::recall).unwrap_or_default();
    let shown_config = results.as_ref().and_then(RecallResults::config).cloned();
    let asked_rank = link.params.get(Key::TrueRank) as usize;
    html! {
        <div class="recall-view">
            <div class="view-head">
                <div>
                    <h1 id="headline">{ words::headline(config.task) }</h1>
                    <p class="subline">{ words::subline(&config) }</p>
                    <p class="method">{ words::method(&config) }</p>
                    if let Some(note) = words::rule_note(asked_rank, &config) {
                        <p id="rule-note" class="subline">{ note }</p>
                    }
                </div>
                { history_bar(state.position) }
            </div>
            <Controls link={link.clone()} dispatch={dispatch.clone()} />
            <div id="recall" data-state={status} aria-busy={busy}>
                <p id="recall-caption">{ caption }</p>
                if config.task == Task::Facts {
                    { doubling(&needed, config.facts, dispatch) }
                }
                { wrong }
                <div class="recall-main">
                    <div class="figures boards">{ boards }</div>
                    <div class="figures by-rank">
                        { show(RecallFigure::ByRank, &by_rank, words::NOTE_BY_RANK, &at_rank) }
                    </div>
                </div>
                { bar }
                { pins(&pinned, results.as_ref()) }
                <div class="figures recall-steps">
                    { show(RecallFigure::Steps, &figures.steps[0], words::NOTE_STEPS, &at_step) }
                    { show(RecallFigure::StepsRival, &figures.steps[1], words::NOTE_STEPS, &at_step) }
                </div>
                <section id="recall-cut" aria-labelledby="heading-recall-cut-section">
                    <h2 id="heading-recall-cut-section">{ words::CUT_HEADING }</h2>
                    <p class="how-to-read">{ words::ABOUT_CUT }</p>
                    <div class="figures recall-cut">
                        { show(RecallFigure::Spectrum, &figures.spectrum, words::NOTE_SPECTRUM, &at_direction) }
                        { show(RecallFigure::Cut, &figures.cut, words::NOTE_CUT, &at_rank) }
                    </div>
                </section>
                if let Some(shown) = &shown_config {
                    { tables::recall(&rows, words::table_caption(shown)) }
                }
            </div>
            <MapView config={config.clone()} {display} />
            <Script {config} />
        </div>
    }
}

/// What the facts needed so far, and the two ways on.
fn doubling(needed: &Needs, facts: usize, dispatch: &Dispatch<State>) -> Html {
    let button = |id: &'static str, label: &'static str, to: Option<usize>| {
        let dispatch = dispatch.clone();
        let change = move |event: MouseEvent| {
            if let Some(facts) = to {
                dispatch.dispatch(Action::Change {
                    key: RecallNumber::Facts.into(),
                    input: Input::Text(facts.to_string()),
                    at_ms: event.time_stamp(),
                });
            }
        };
        html! { <button {id} type="button" disabled={to.is_none()} onclick={change}>{ label }</button> }
    };
    html! {
        <p id="recall-needs">
            <span role="status">{ words::needs(needed) }</span>
            { button("double-facts", words::DOUBLE, needs::twice(facts)) }
            { button("halve-facts", words::HALVE, needs::half(facts)) }
        </p>
    }
}
