//! The way in: a place to drop files on, a field to pick them with, and samples one click away; what
//! is open, how far it is, and what is wrong with it.

use crate::store::Dispatch;
use web_sys::{FileList, HtmlInputElement};
use yew::{DragEvent, Event, Html, TargetCast, html};

use super::opened::{Action, Failure, Halt, Opened, Origin, Problem};
use super::reading::{ALL_SAMPLES, SAMPLES, Sample, open, open_sample};
use rankscope_params::number::significant;

/// The names a config usually has.
const ACCEPTED: &str = ".safetensors,.json";

/// Field, samples and the promise that nothing leaves the page.
pub(super) fn intake(opened: &Opened, dispatch: &Dispatch<Opened>) -> Html {
    let pick = {
        let (opened, dispatch) = (opened.clone(), dispatch.clone());
        move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            open(files(field.files().as_ref()), &opened, &dispatch);
            // So that the same file, saved anew, can be picked again.
            field.set_value("");
        }
    };
    let sample = |sample: Sample| {
        let dispatch = dispatch.clone();
        let present = opened.origin == Origin::Sample && opened.name == sample.label;
        html! {
            <button
                id={format!("sample-{}", sample.folder)}
                type="button"
                title={sample.what}
                aria-pressed={present.to_string()}
                onclick={move |_| open_sample(sample, &dispatch)}
            >
                { sample.label }
            </button>
        }
    };
    html! {
        <div class="adapter-intake">
            <p>
                <label for="adapter-files"><b>{ "Open your adapter" }</b></label>
                { ": " }<code>{ "adapter_model.safetensors" }</code>{ " and " }
                <code>{ "adapter_config.json" }</code>
                { ", together or one after the other. Drop them anywhere here." }
            </p>
            <input id="adapter-files" type="file" multiple=true accept={ACCEPTED} onchange={pick} />
            <p class="adapter-samples">{ for SAMPLES.map(sample) }</p>
            <p id="adapter-samples-size" class="how-to-read">
                { format!("The {} samples are {} together; each is fetched when it is opened.",
                    SAMPLES.len(), size(ALL_SAMPLES)) }
            </p>
            <p id="adapter-privacy" class="how-to-read">
                { "Your files stay on your machine. They are read piece by piece inside this page, \
                   which has no server to send them to and forbids itself, by its security policy, \
                   to send anything anywhere else." }
            </p>
        </div>
    }
}

/// "1.36 MB".
fn size(bytes: usize) -> String {
    format!("{} MB", significant(bytes as f64 / 1e6, 3))
}

/// The files of a drop.
pub(super) fn dropped(event: &DragEvent) -> Vec<web_sys::File> {
    let transfer = event.data_transfer();
    files(transfer.and_then(|transfer| transfer.files()).as_ref())
}

fn files(list: Option<&FileList>) -> Vec<web_sys::File> {
    let at = |number| list.and_then(|list| list.get(number));
    (0..list.map_or(0, FileList::length))
        .filter_map(at)
        .collect()
}

/// How far the analysis is, with a way out, or a way on when it was left.
pub(super) fn status(opened: &Opened, dispatch: &Dispatch<Opened>) -> Html {
    let (done, all) = (opened.done(), opened.outcomes.len());
    let act = |action: fn() -> Action| {
        let dispatch = dispatch.clone();
        move |_| dispatch.dispatch(action())
    };
    let left = done < all;
    html! {
        <div id="adapter-status" class="adapter-status" role="status">
            if let Some(halt) = opened.halted.as_ref().filter(|_| left) {
                <p>{ halted(halt, done, all) }</p>
                <button id="adapter-resume" type="button" onclick={act(|| Action::Resume)}>
                    { "Go on" }
                </button>
            } else if left {
                <label for="adapter-progress">{ format!("Layer {done} of {all}") }</label>
                <progress id="adapter-progress" max={all.to_string()} value={done.to_string()} />
                <button
                    id="adapter-cancel"
                    type="button"
                    onclick={act(|| Action::Halt(Halt::Cancelled))}
                >
                    { "Cancel" }
                </button>
            } else if opened.weights.is_none() && opened.problems.is_empty() {
                <p>{ "Opening…" }</p>
            }
        </div>
    }
}

fn halted(halt: &Halt, done: usize, all: usize) -> String {
    match halt {
        Halt::Cancelled => format!("Stopped after {done} of {all} layers."),
        Halt::Failed(fault) => format!("Stopped after {done} of {all} layers: {fault}."),
    }
}

/// What could not be opened, each with the next step.
pub(super) fn problems(problems: &[Problem]) -> Html {
    html! {
        <div id="adapter-problems" class="adapter-problems" role="alert" hidden={problems.is_empty()}>
            { for problems.iter().map(|problem| html! {
                <p>{ format!("{} ", problem.what) }<span>{ problem.advice }</span></p>
            }) }
        </div>
    }
}

/// Failures listed one by one before the rest is only counted.
const LISTED: usize = 50;

/// The layers that nothing can be said of, each with the reason and the next step.
pub(super) fn failures(failures: &[(String, Failure)]) -> Html {
    let item = |(path, failure): &(String, Failure)| {
        let (what, advice) = match failure {
            Failure::Layer(error) => (error.to_string(), error.advice()),
            Failure::Worker(fault) => (fault.to_string(), "Open the file again."),
        };
        html! {
            <li data-layer={path.clone()}>
                <b>{ path.clone() }</b>{ format!(": {what}. ") }<span>{ advice }</span>
            </li>
        }
    };
    html! {
        if !failures.is_empty() {
            <section id="adapter-failures" class="adapter-problems" aria-labelledby="heading-failures">
                <h2 id="heading-failures">{ format!("Left out: {}", failures.len()) }</h2>
                <ul>{ for failures.iter().take(LISTED).map(item) }</ul>
                if failures.len() > LISTED {
                    <p>{ format!("And {} more.", failures.len() - LISTED) }</p>
                }
            </section>
        }
    }
}
