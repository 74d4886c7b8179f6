//! The way in: a field and a place to drop files on for each of the two, and one for a report; what is wrong with them,
//! and how far the analysis is.

use std::cell::Cell;
use std::rc::Rc;

use web_sys::{File, HtmlInputElement};
use yew::{
    Callback, DragEvent, Event, Html, MouseEvent, TargetCast, classes, hook, html, use_callback,
    use_mut_ref,
};

use super::super::intake::{PathAndFile, field};
use super::session::{open, open_report, send};
use crate::browser::drops::use_dropped;
use crate::store::Dispatch;
use rankscope_adapter::checkpoint::Side;
use rankscope_app::adapter::plan::PickedFile;
use rankscope_app::checkpoints::picked::dropped;
use rankscope_app::checkpoints::session::CheckpointEvent;
use rankscope_app::checkpoints::state::{CheckpointState, Order, Progress, Stop};
use rankscope_app::checkpoints::words;
use rankscope_app::state::{Action, State};
use rankscope_params::Source;

/// Matrices left out that are named one by one.
const LISTED: usize = 50;

/// Where files were dropped last.
pub(super) type Target = Rc<Cell<Option<Side>>>;

/// Takes files that are dropped: on one of the two places as that one, elsewhere by what they are.
#[hook]
pub(super) fn use_drops(state: &CheckpointState) -> Target {
    let target = use_mut_ref(Target::default);
    let target = Rc::clone(&target.borrow());
    let has_base = state.side(Side::Base).serial > 0 && state.side(Side::Tuned).serial == 0;
    let take = use_callback(has_base, {
        let target = Rc::clone(&target);
        move |files: Vec<PathAndFile>, has_base: &bool| {
            if let [(path, file)] = files.as_slice()
                && is_report(path)
            {
                return open_report(file.clone());
            }
            match target.take() {
                Some(side) => open(side, files),
                None => sort(&files, *has_base),
            }
        }
    });
    use_dropped(&take);
    target
}

fn is_report(path: &str) -> bool {
    path.to_lowercase().ends_with(".json")
}

fn sort(files: &[PathAndFile], has_base: bool) {
    let picked: Vec<PickedFile> = files
        .iter()
        .map(|(path, file)| PickedFile {
            path: path.clone(),
            bytes: file.size() as u64,
        })
        .collect();
    for (side, indices) in Side::ALL.into_iter().zip(dropped(&picked, has_base)) {
        let own: Vec<PathAndFile> = indices
            .into_iter()
            .filter_map(|index| files.get(index).cloned())
            .collect();
        if !own.is_empty() {
            open(side, own);
        }
    }
}

/// Both, beside each other, and the way to a report.
pub(super) fn sides(state: &CheckpointState, target: &Target, dispatch: &Dispatch<State>) -> Html {
    let exchange = |_: MouseEvent| send(CheckpointEvent::Exchanged);
    let adapter = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.dispatch(Action::choose(Source::Adapter))
    };
    let report = |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        let file: Option<File> = field.files().and_then(|files| files.get(0));
        if let Some(file) = file {
            open_report(file);
        }
        field.set_value("");
    };
    let both = state.sides.iter().any(|side| !side.name.is_empty());
    html! {
        <>
            <div class="checkpoint-sides">
                { for Side::ALL.map(|one| side(one, state, target)) }
            </div>
            <p class="adapter-field">
                if both {
                    <button id="checkpoint-exchange" type="button" onclick={exchange}>{ words::EXCHANGE }</button>
                }
                <input id="checkpoint-report" class="unseen" type="file" accept=".json" onchange={report} />
                <label class="button" for="checkpoint-report">{ words::REPORT }</label>
                <button id="source-adapter" type="button" onclick={adapter}>{ words::ADAPTER_INSTEAD }</button>
            </p>
            <p class="how-to-read">{ words::REPORT_NOTE }</p>
            <p id="checkpoint-privacy" class="how-to-read">{ words::KINDS_OF_FILE }{ " " }{ words::PRIVACY }</p>
        </>
    }
}

fn side(side: Side, state: &CheckpointState, target: &Target) -> Html {
    let own = state.side(side);
    let ids = match side {
        Side::Base => ["checkpoint-base", "checkpoint-base-folder"],
        Side::Tuned => ["checkpoint-tuned", "checkpoint-tuned-folder"],
    };
    let labels = match side {
        Side::Base => ["Choose base files", "Choose base folder"],
        Side::Tuned => ["Choose tuned files", "Choose tuned folder"],
    };
    // The page's own listener takes the files, after this one.
    let on_drop = {
        let target = Rc::clone(target);
        move |_: DragEvent| target.set(Some(side))
    };
    let pick = Callback::from(move |files: Vec<PathAndFile>| open(side, files));
    let open = (!own.name.is_empty()).then_some("open");
    html! {
        <div id={format!("drop-{side}")} class={classes!("card", "adapter-drop", open)} ondrop={on_drop}>
            <h2>{ words::side(side) }</h2>
            <p id={format!("checkpoint-{side}-name")}>
                if own.name.is_empty() {
                    <code>{ "model.safetensors" }</code>
                } else {
                    <b>{ own.name.clone() }</b>
                }
            </p>
            { field(ids, labels, &pick) }
        </div>
    }
}

/// What could not be opened.
pub(super) fn problems(state: &CheckpointState) -> Html {
    let problems = &state.problems;
    html! {
        <div id="adapter-problems" class="adapter-problems" role="alert" hidden={problems.is_empty()}>
            { for problems.iter().map(|problem| html! {
                <p>{ format!("{} ", problem.what) }<span>{ problem.advice }</span></p>
            }) }
        </div>
    }
}

/// How far it is, with buttons that let it wait, end it, or let it go on.
pub(super) fn status(state: &CheckpointState) -> Html {
    let act = |event: fn() -> CheckpointEvent| move |_: MouseEvent| send(event());
    let strongest = state.order == Order::Strongest;
    let order = move |_: Event| {
        let next = if strongest {
            Order::Model
        } else {
            Order::Strongest
        };
        send(CheckpointEvent::Ordered(next));
    };
    let analysing = state.progress() == Progress::Analysing;
    let stopped = state.progress() == Progress::Stopped;
    let paused = state.stopped == Some(Stop::Paused);
    html! {
        <div id="checkpoint-status" class="adapter-status" role="status">
            if analysing || stopped {
                <label for="checkpoint-progress">{ words::progress(state) }</label>
                <progress id="checkpoint-progress" max={state.all.to_string()} value={state.done().to_string()} />
                if analysing {
                    <button id="checkpoint-pause" type="button" onclick={act(|| CheckpointEvent::Paused)}>
                        { words::PAUSE }
                    </button>
                } else {
                    <button id="checkpoint-resume" type="button" onclick={act(|| CheckpointEvent::Resumed)}>
                        { words::GO_ON }
                    </button>
                }
                if analysing || paused {
                    <button id="checkpoint-cancel" type="button" onclick={act(|| CheckpointEvent::Cancelled)}>
                        { words::STOP }
                    </button>
                }
                <label>
                    <input id="checkpoint-strongest" type="checkbox" checked={strongest} onchange={order} />
                    { words::STRONGEST }
                </label>
            }
        </div>
    }
}

/// What nothing can be said of, with the reason and the next step.
pub(super) fn left_out(state: &CheckpointState) -> Html {
    let left_out = &state.left_out;
    html! {
        if !left_out.is_empty() {
            <section id="checkpoint-failures" class="adapter-problems" aria-labelledby="heading-failures">
                <h2 id="heading-failures">{ format!("Left out: {}", left_out.len()) }</h2>
                <ul>
                    { for left_out.iter().take(LISTED).map(|left| html! {
                        <li data-layer={left.path.clone()}>
                            <b>{ left.path.clone() }</b>{ format!(": {}. ", left.why) }<span>{ left.advice.clone() }</span>
                        </li>
                    }) }
                </ul>
                if left_out.len() > LISTED {
                    <p>{ format!("And {} more.", left_out.len() - LISTED) }</p>
                }
            </section>
        }
    }
}
