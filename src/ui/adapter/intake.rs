//! The way in: a place to drop files on, a field to pick them with, and samples one click away; what
//! is open, how far it is, and what is wrong with it.

use web_sys::{FileList, HtmlInputElement};
use yew::{DragEvent, Event, Html, MouseEvent, TargetCast, html};

use super::session::{open, send};
use rankscope_app::adapter::opening::Problem;
use rankscope_app::adapter::samples::{SAMPLES, Sample, size_of_all};
use rankscope_app::adapter::session::SessionEvent;
use rankscope_app::adapter::state::{AdapterState, AnalysisFailure, Origin, Progress};
use rankscope_app::adapter::words;

/// The endings that a file dialog offers.
const ACCEPTED: &str = ".safetensors,.json";

/// Field, samples and the promise that nothing leaves the page.
pub(super) fn intake(opened: &AdapterState) -> Html {
    let pick = |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        open(&files(field.files().as_ref()));
        // So that the same file, saved anew, can be picked again.
        field.set_value("");
    };
    let sample = |sample: Sample| {
        let present = opened.origin == Origin::Sample && opened.name == sample.label;
        html! {
            <button
                id={format!("sample-{}", sample.folder)}
                type="button"
                title={sample.description}
                aria-pressed={present.to_string()}
                onclick={move |_| send(SessionEvent::SampleChosen(sample))}
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
                { size_of_all() }
            </p>
            <p id="adapter-privacy" class="how-to-read">
                { "Your files stay on your machine. They are read piece by piece inside this page, \
                   which has no server to send them to and forbids itself, by its security policy, \
                   to send anything anywhere else." }
            </p>
        </div>
    }
}

/// The files of a drop.
pub(super) fn dropped(event: &DragEvent) -> Vec<web_sys::File> {
    let transfer = event.data_transfer();
    files(transfer.and_then(|transfer| transfer.files()).as_ref())
}

pub(super) fn files(list: Option<&FileList>) -> Vec<web_sys::File> {
    let at = |number| list.and_then(|list| list.get(number));
    (0..list.map_or(0, FileList::length))
        .filter_map(at)
        .collect()
}

/// How far the analysis is, with a button that stops it, or one that lets it go on.
pub(super) fn status(opened: &AdapterState) -> Html {
    let (done, all) = (opened.done, opened.layers());
    let act = |event: fn() -> SessionEvent| move |_: MouseEvent| send(event());
    let left = done < all;
    html! {
        <div id="adapter-status" class="adapter-status" role="status">
            if let Some(reason) = opened.stopped.as_ref().filter(|_| left) {
                <p>{ words::stopped(reason, done, all) }</p>
                <button id="adapter-resume" type="button" onclick={act(|| SessionEvent::Resumed)}>
                    { "Go on" }
                </button>
            } else if left {
                <label for="adapter-progress">{ format!("Layer {done} of {all}") }</label>
                <progress id="adapter-progress" max={all.to_string()} value={done.to_string()} />
                <button id="adapter-cancel" type="button" onclick={act(|| SessionEvent::Cancelled)}>
                    { "Cancel" }
                </button>
            } else if opened.progress() == Progress::Reading {
                <p>{ "Opening…" }</p>
            }
        </div>
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
pub(super) fn failures(failures: &[(String, AnalysisFailure)]) -> Html {
    let item = |(path, failure): &(String, AnalysisFailure)| {
        let (what, advice) = words::failure(failure);
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
