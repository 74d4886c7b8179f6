//! Run, pause, resume, cancel, and play again: the step ruler under the figures.

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, MouseEvent, TargetCast, html};

use super::run::RunHandle;
use crate::store::{Dispatch, Handle};
use rankscope_app::state::{Action, State};
use rankscope_app::train::playback::{Playback, PlaybackAction};
use rankscope_app::train::run::{RunAction, RunStatus};
use rankscope_app::train::words;
use rankscope_params::Start;

/// What the bar leads.
pub(super) struct StepBar<'b> {
    pub(super) training: &'b RunHandle,
    pub(super) playback: &'b Handle<Playback>,
    /// Steps made so far, of all.
    pub(super) made: usize,
    pub(super) steps: usize,
    pub(super) less_motion: bool,
    /// Calls the training off.
    pub(super) cancel: Callback<MouseEvent>,
    pub(super) dispatch: &'b Dispatch<State>,
}

pub(super) fn step_bar(bar: &StepBar<'_>) -> Html {
    let StepBar { made, steps, .. } = *bar;
    let run = &bar.training.run;
    let status = run.status;
    let shown = bar.playback.step(made).unwrap_or(made);
    let go = {
        let playback = bar.playback.dispatcher();
        move |event: InputEvent| {
            let ruler: HtmlInputElement = event.target_unchecked_into();
            let step = ruler.value_as_number() as usize;
            playback.dispatch(PlaybackAction::Go { step, made });
        }
    };
    // What went on being computed has no share of interest once it is done.
    let progress = (status != RunStatus::Running).then_some("unseen");
    html! {
        <div class="step-bar">
            { lead(bar) }
            <input
                id="train-step"
                type="range"
                min="0"
                max={steps.to_string()}
                step="1"
                value={shown.to_string()}
                disabled={made == 0}
                aria-label={words::STEP_RULER}
                aria-valuetext={words::step_of(shown, steps)}
                oninput={go}
            />
            <output for="train-step">
                <span>{ words::STEP }</span>{ " " }{ words::step_of(shown, steps) }
            </output>
            <progress id="train-progress" class={progress} max="1" value={run.share().to_string()}
                aria-label="Share of the training done" />
            if status != RunStatus::Idle {
                <button id="train-cancel" type="button" class="plain" onclick={bar.cancel.clone()}>
                    { if status == RunStatus::Finished { words::CLEAR } else { words::CANCEL } }
                </button>
            }
        </div>
    }
}

/// The one button that matters now.
fn lead(bar: &StepBar<'_>) -> Html {
    let button = |id: &'static str, text: &'static str, press: Callback<MouseEvent>| {
        html! { <button {id} type="button" class="main" onclick={press}>{ text }</button> }
    };
    let on_run = |action: fn() -> RunAction| {
        let run = bar.training.run.dispatcher();
        Callback::from(move |_: MouseEvent| run.dispatch(action()))
    };
    let on_playback = |action: PlaybackAction| {
        let playback = bar.playback.dispatcher();
        Callback::from(move |_: MouseEvent| playback.dispatch(action))
    };
    match bar.training.run.status {
        RunStatus::Idle => {
            let dispatch = bar.dispatch.clone();
            let run = move |_: MouseEvent| dispatch.dispatch(Action::choose(Start::AtOnce));
            button("train-run", words::RUN, run.into())
        }
        RunStatus::Running => button("train-pause", words::PAUSE, on_run(|| RunAction::Pause)),
        RunStatus::Paused => button("train-resume", words::RESUME, on_run(|| RunAction::Resume)),
        RunStatus::Finished if bar.playback.plays() => {
            let pause = on_playback(PlaybackAction::Pause);
            button("train-play", words::PAUSE, pause)
        }
        RunStatus::Finished => {
            let less_motion = bar.less_motion;
            let play = on_playback(PlaybackAction::Play { less_motion });
            button("train-play", words::PLAY, play)
        }
    }
}
