//! Run, pause, resume, cancel, how far it is, and what went wrong.

use yew::{Callback, Html, MouseEvent, html};

use super::run::RunHandle;
use crate::store::Dispatch;
use crate::widgets::problem::problem;
use rankscope_app::state::{Action, State};
use rankscope_app::train::run::{RunAction, RunStatus};
use rankscope_params::Start;

pub(super) fn run_bar(RunHandle { run, retry }: &RunHandle, dispatch: &Dispatch<State>) -> Html {
    let on_run = |action: fn() -> RunAction| {
        let run = run.dispatcher();
        Callback::from(move |_: MouseEvent| run.dispatch(action()))
    };
    let set = |run: Start| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::choose(run)))
    };
    let status = run.status;
    let share = run.share();
    html! {
        <div class="run-bar">
            if status == RunStatus::Idle {
                <button id="train-run" type="button" onclick={set(Start::AtOnce)}>{ "Run" }</button>
            }
            if status == RunStatus::Running {
                <button id="train-pause" type="button" onclick={on_run(|| RunAction::Pause)}>{ "Pause" }</button>
            }
            if status == RunStatus::Paused {
                <button id="train-resume" type="button" onclick={on_run(|| RunAction::Resume)}>{ "Resume" }</button>
            }
            if status != RunStatus::Idle {
                <button id="train-cancel" type="button" onclick={set(Start::ByHand)}>
                    { if status == RunStatus::Finished { "Clear" } else { "Cancel" } }
                </button>
            }
            <progress id="train-progress" max="1" value={share.to_string()} aria-label="Share of the training done" />
            <span>{ format!("{:.0} %", 100.0 * share) }</span>
            { problem("train", run.trouble.as_ref(), retry) }
        </div>
    }
}
