//! The way in: a place to drop files on, a field to pick them with, and samples one click away; what
//! is open, how far it is, and what is wrong with it.

use web_sys::{FileList, HtmlInputElement};
use yew::{Callback, Event, Html, MouseEvent, TargetCast, html};

use super::asks::Asks;
use super::session::{Side, send, send_to};
use rankscope_adapter::Summary;
use rankscope_app::adapter::samples::{SAMPLES, Sample, size_of_all};
use rankscope_app::adapter::session::SessionEvent;
use rankscope_app::adapter::state::{AdapterState, AnalysisFailure, Origin, Progress};
use rankscope_app::adapter::words;

/// The endings that a file dialog offers.
const ACCEPTED: &str = ".safetensors,.json,.gguf";

/// One line about what is open, with a menu to open something else.
pub(super) fn file_line(opened: &AdapterState, summary: &Summary, asks: &Asks) -> Html {
    html! {
        <div id="adapter-file" class="adapter-file">
            <b>{ opened.name.clone() }</b>
            if summary.layers > 0 {
                <span>{ words::facts(summary) }</span>
            }
            <details id="adapter-open" class="menu">
                <summary>{ words::OPEN_ANOTHER }</summary>
                <div>
                    { own_field(asks) }
                    { samples(opened, asks) }
                    { privacy() }
                </div>
            </details>
        </div>
    }
}

/// Where nothing is open: what the view is for, and everything that can be opened.
pub(super) fn zone(opened: &AdapterState, asks: &Asks) -> Html {
    html! {
        <section class="adapter-zone">
            <div>
                <h1 id="headline">{ words::EMPTY }</h1>
                <p class="lede">{ words::EMPTY_LEDE }</p>
                <h2>{ words::SAMPLES_TITLE }</h2>
                { samples(opened, asks) }
            </div>
            <div class="card adapter-drop">
                <svg viewBox="0 0 44 44" aria-hidden="true"><path d="M22 28V8M14 16l8-8 8 8M6 26v10h32V26" /></svg>
                <p>
                    <code>{ "adapter_model.safetensors" }</code><br />
                    <code>{ "adapter_config.json" }</code>
                </p>
                { own_field(asks) }
                <p class="how-to-read">{ words::KINDS_OF_FILE }</p>
                { privacy() }
            </div>
        </section>
    }
}

/// Fields that files, and a folder, are picked with: their ids and their labels.
pub(super) fn field(
    ids: [&'static str; 2],
    labels: [&'static str; 2],
    open: &Callback<Vec<PathAndFile>>,
) -> Html {
    let pick = {
        let open = open.clone();
        move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            open.emit(files(field.files().as_ref()));
            // So that the same file, saved anew, can be picked again.
            field.set_value("");
        }
    };
    let [file, folder] = ids;
    let [choose_file, choose_folder] = labels;
    html! {
        <p class="adapter-field">
            <input id={file} class="unseen" type="file" multiple=true accept={ACCEPTED} onchange={pick.clone()} />
            <label class="button main" for={file}>{ choose_file }</label>
            <input id={folder} class="unseen" type="file" webkitdirectory=true onchange={pick} />
            <label class="button" for={folder}>{ choose_folder }</label>
        </p>
    }
}

fn own_field(asks: &Asks) -> Html {
    let ids = ["adapter-files", "adapter-folder"];
    field(ids, [words::CHOOSE, words::CHOOSE_FOLDER], &asks.files)
}

fn samples(opened: &AdapterState, asks: &Asks) -> Html {
    let sample = |sample: Sample| {
        let present = opened.origin == Origin::Sample && opened.name == sample.label;
        let open = asks.sample.clone();
        html! {
            <button
                id={format!("sample-{}", sample.folder)}
                type="button"
                aria-pressed={present.to_string()}
                onclick={move |_: MouseEvent| open.emit(sample)}
            >
                <span>{ sample.label }<small>{ sample.description }</small></span>
            </button>
        }
    };
    html! {
        <>
            <div class="adapter-samples">{ for SAMPLES.map(sample) }</div>
            <p id="adapter-samples-size" class="how-to-read">{ size_of_all() }</p>
        </>
    }
}

fn privacy() -> Html {
    html! { <p id="adapter-privacy" class="how-to-read">{ words::PRIVACY }</p> }
}

/// A file, with its path from the folder that was picked, or its name.
pub(super) type PathAndFile = (String, web_sys::File);

pub(super) fn files(list: Option<&FileList>) -> Vec<PathAndFile> {
    let at = |number| {
        let file = list.and_then(|list| list.get(number))?;
        Some((path(&file), file))
    };
    (0..list.map_or(0, FileList::length))
        .filter_map(at)
        .collect()
}

/// Where a file stands in the folder that was picked; of one that was picked alone, its name.
fn path(file: &web_sys::File) -> String {
    let path = js_sys::Reflect::get(file, &"webkitRelativePath".into());
    let path = path.ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty())
        .unwrap_or_else(|| file.name())
}

/// What was taken of the files that came together, and what waits; of several adapters, which to show.
pub(super) fn picked(opened: &AdapterState) -> Html {
    html! {
        <>
            if !opened.taken.is_empty() {
                <p id="adapter-taken" class="how-to-read">{ opened.taken.clone() }</p>
            }
            if let Some(config) = &opened.waiting {
                <p id="adapter-waiting" class="how-to-read" role="status">{ words::waiting(config) }</p>
            }
            { choices(Side::First, opened) }
        </>
    }
}

/// Which of several adapters is open: of those that came together, and of those inside the file.
pub(super) fn choices(side: Side, opened: &AdapterState) -> Html {
    let ids = match side {
        Side::First => ["adapter-choices", "adapter-inside"],
        Side::Second => ["compare-choices", "compare-inside"],
    };
    let headings = ids.map(|id| format!("heading-{id}"));
    let choice = |(index, name): (usize, &String)| {
        let choose = move |_: MouseEvent| send_to(side, SessionEvent::CandidateChosen(index));
        html! {
            <button type="button" aria-pressed={(index == opened.chosen).to_string()} onclick={choose}>
                { name.clone() }
            </button>
        }
    };
    let weights = opened.weights.as_deref();
    let shown = weights.and_then(|weights| weights.adapter());
    let inside = weights.map_or(&[][..], |weights| weights.layout.adapters.as_slice());
    let adapter = |name: &String| {
        let chosen = name.clone();
        let choose =
            move |_: MouseEvent| send_to(side, SessionEvent::AdapterChosen(chosen.clone()));
        html! {
            <button type="button" aria-pressed={(shown == Some(name.as_str())).to_string()} onclick={choose}>
                { words::adapter_name(name) }
            </button>
        }
    };
    html! {
        <>
            if !opened.choices.is_empty() {
                <div id={ids[0]} class="adapter-choices" role="group" aria-labelledby={headings[0].clone()}>
                    <p id={headings[0].clone()}>{ words::CHOICES }</p>
                    { for opened.choices.iter().enumerate().map(choice) }
                </div>
            }
            if inside.len() > 1 {
                <div id={ids[1]} class="adapter-choices" role="group" aria-labelledby={headings[1].clone()}>
                    <p id={headings[1].clone()}>{ words::INSIDE }</p>
                    { for inside.iter().map(adapter) }
                </div>
            }
        </>
    }
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
                    { "Stop" }
                </button>
            } else if opened.progress() == Progress::Reading {
                <p>{ "Opening…" }</p>
            }
        </div>
    }
}

/// What could not be opened, each in one line with the next step; what a link asks for in vain.
pub(super) fn problems(opened: &AdapterState, unknown: &[String]) -> Html {
    let problems = &opened.problems;
    let last = problems.len().saturating_sub(1);
    html! {
        <>
            <div id="adapter-problems" class="adapter-problems" role="alert" hidden={problems.is_empty()}>
                { for problems.iter().enumerate().map(|(at, problem)| html! {
                    <p>
                        if let Some(refused) = words::refused(opened).filter(|_| at == last) {
                            <b>{ refused }</b>{ " " }
                        }
                        { format!("{} ", problem.what) }<span>{ problem.advice }</span>
                    </p>
                }) }
            </div>
            <div id="adapter-unknown" class="adapter-problems" role="status" hidden={unknown.is_empty()}>
                { for unknown.iter().map(|text| html! { <p>{ text.clone() }</p> }) }
            </div>
        </>
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
