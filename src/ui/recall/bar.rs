//! Run, pause, resume, cancel, and play again: the step ruler under the boards.

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, MouseEvent, TargetCast, html};

use super::run::RecallHandle;
use crate::store::{Dispatch, Handle};
use rankscope_app::recall::run::RecallRunAction;
use rankscope_app::recall::words;
use rankscope_app::state::{Action, State};
use rankscope_app::train::playback::{Playback, PlaybackAction};
use rankscope_app::train::run::RunStatus;
use rankscope_params::Start;

/// What the bar leads.
pub(super) struct Bar<'b> {
    pub(super) learning: &'b RecallHandle,
    pub(super) playback: &'b Handle<Playback>,
    /// Steps made so far, of all.
    pub(super) made: usize,
    pub(super) steps: usize,
    pub(super) less_motion: bool,
    /// Calls the run off.
    pub(super) cancel: Callback<MouseEvent>,
    pub(super) dispatch: &'b Dispatch<State>,
}

pub(super) fn bar(bar: &Bar<'_>) -> Html {
    let Bar { made, steps, .. } = *bar;
    let run = &bar.learning.run;
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
    let progress = (status != RunStatus::Running).then_some("unseen");
    html! {
        <div class="step-bar">
            { lead(bar) }
            <input
                id="recall-step"
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
            <output for="recall-step">
                <span>{ words::STEP }</span>{ " " }{ words::step_of(shown, steps) }
            </output>
            <progress id="recall-progress" class={progress} max="1" value={run.share().to_string()}
                aria-label="Share of the training done" />
            if status != RunStatus::Idle {
                <button id="recall-cancel" type="button" class="plain" onclick={bar.cancel.clone()}>
                    { if status == RunStatus::Finished { words::CLEAR } else { words::CANCEL } }
                </button>
            }
        </div>
    }
}

/// The one button that matters now.
fn lead(bar: &Bar<'_>) -> Html {
    let button = |id: &'static str, text: &'static str, press: Callback<MouseEvent>| {
        html! { <button {id} type="button" class="main" onclick={press}>{ text }</button> }
    };
    let on_run = |action: fn() -> RecallRunAction| {
        let run = bar.learning.run.dispatcher();
        Callback::from(move |_: MouseEvent| run.dispatch(action()))
    };
    let on_playback = |action: PlaybackAction| {
        let playback = bar.playback.dispatcher();
        Callback::from(move |_: MouseEvent| playback.dispatch(action))
    };
    match bar.learning.run.status {
        RunStatus::Idle => {
            let dispatch = bar.dispatch.clone();
            let run = move |_: MouseEvent| dispatch.dispatch(Action::choose(Start::AtOnce));
            button("recall-run", words::RUN, run.into())
        }
        RunStatus::Running => button(
            "recall-pause",
            words::PAUSE,
            on_run(|| RecallRunAction::Pause),
        ),
        RunStatus::Paused => button(
            "recall-resume",
            words::RESUME,
            on_run(|| RecallRunAction::Resume),
        ),
        RunStatus::Finished if bar.playback.plays() => button(
            "recall-play",
            words::PAUSE,
            on_playback(PlaybackAction::Pause),
        ),
        RunStatus::Finished => {
            let less_motion = bar.less_motion;
            let play = on_playback(PlaybackAction::Play { less_motion });
            button("recall-play", words::PLAY, play)
        }
    }
}
