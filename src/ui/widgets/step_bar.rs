//! Run, pause, resume, cancel, and play again: the step ruler under the figures of a run.

use web_sys::HtmlInputElement;
use yew::{AttrValue, Callback, Html, InputEvent, MouseEvent, TargetCast, html};

use crate::store::{Dispatch, Handle};
use rankscope_app::state::{Action, State};
use rankscope_app::step_bar as words;
use rankscope_app::train::playback::{Playback, PlaybackAction};
use rankscope_app::train::run::RunStatus;
use rankscope_params::Start;

/// What the bar leads.
pub(crate) struct StepBar<'b> {
    /// Begins the ids of its elements.
    pub(crate) name: &'static str,
    /// The name of its ruler.
    pub(crate) ruler: &'static str,
    pub(crate) status: RunStatus,
    /// Share of the run done, in `0..=1`.
    pub(crate) share: f64,
    pub(crate) pause: Callback<MouseEvent>,
    pub(crate) resume: Callback<MouseEvent>,
    /// Calls the run off.
    pub(crate) cancel: Callback<MouseEvent>,
    pub(crate) playback: &'b Handle<Playback>,
    /// Steps made so far, of all.
    pub(crate) made: usize,
    pub(crate) steps: usize,
    pub(crate) less_motion: bool,
    pub(crate) dispatch: &'b Dispatch<State>,
}

pub(crate) fn step_bar(bar: &StepBar<'_>) -> Html {
    let StepBar {
        status,
        made,
        steps,
        ..
    } = *bar;
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
    let ruler = bar.id("step");
    html! {
        <div class="step-bar">
            { lead(bar) }
            <input
                id={ruler.clone()}
                type="range"
                min="0"
                max={steps.to_string()}
                step="1"
                value={shown.to_string()}
                disabled={made == 0}
                aria-label={bar.ruler}
                aria-valuetext={words::step_of(shown, steps)}
                oninput={go}
            />
            <output for={ruler}>
                <span>{ words::STEP }</span>{ " " }{ words::step_of(shown, steps) }
            </output>
            <progress id={bar.id("progress")} class={progress} max="1" value={bar.share.to_string()}
                aria-label={words::PROGRESS} />
            if status != RunStatus::Idle {
                <button id={bar.id("cancel")} type="button" class="plain" onclick={bar.cancel.clone()}>
                    { if status == RunStatus::Finished { words::CLEAR } else { words::CANCEL } }
                </button>
            }
        </div>
    }
}

/// The one button that matters now.
fn lead(bar: &StepBar<'_>) -> Html {
    let button = |id: &str, text: &'static str, press: Callback<MouseEvent>| {
        html! { <button id={bar.id(id)} type="button" class="main" onclick={press}>{ text }</button> }
    };
    let on_playback = |action: PlaybackAction| {
        let playback = bar.playback.dispatcher();
        Callback::from(move |_: MouseEvent| playback.dispatch(action))
    };
    match bar.status {
        RunStatus::Idle => {
            let dispatch = bar.dispatch.clone();
            let run = move |_: MouseEvent| dispatch.dispatch(Action::choose(Start::AtOnce));
            button("run", words::RUN, run.into())
        }
        RunStatus::Running => button("pause", words::PAUSE, bar.pause.clone()),
        RunStatus::Paused => button("resume", words::RESUME, bar.resume.clone()),
        RunStatus::Finished if bar.playback.plays() => {
            button("play", words::PAUSE, on_playback(PlaybackAction::Pause))
        }
        RunStatus::Finished => {
            let less_motion = bar.less_motion;
            let play = on_playback(PlaybackAction::Play { less_motion });
            button("play", words::PLAY, play)
        }
    }
}

impl StepBar<'_> {
    fn id(&self, part: &str) -> AttrValue {
        format!("{}-{part}", self.name).into()
    }
}
