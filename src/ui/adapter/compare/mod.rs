//! A second adapter beside the first: opened, compared layer by layer, and added to it.

mod merged;
mod session;
mod table;

use std::rc::Rc;

use yew::{Callback, Html, MouseEvent, Properties, component, html, use_memo, use_mut_ref};

use self::merged::merged;
pub(super) use self::session::adapters_changed;
use self::table::CompareTable;
use super::intake::{PathAndFile, choices, field};
use super::saving::offered::Open;
use super::session::{Side, open, send_to};
use crate::browser::reveal::focus;
use crate::store::Dispatch;
use rankscope_adapter::Thresholds;
use rankscope_app::adapter::compare::overall::Overall;
use rankscope_app::adapter::compare::rows::rows;
use rankscope_app::adapter::compare::state::CompareState;
use rankscope_app::adapter::compare::words;
use rankscope_app::adapter::derived::{Derivation, Derived};
use rankscope_app::adapter::session::SessionEvent;
use rankscope_app::adapter::state::{AdapterState, Progress};
use rankscope_app::adapter::words as adapter_words;
use rankscope_app::state::State;
use rankscope_params::{Link, MergeWeight};

/// Properties of [`Compare`].
#[derive(Properties, PartialEq)]
pub(super) struct CompareProps {
    first: Open,
    link: Link,
    thresholds: Thresholds,
    dispatch: Dispatch<State>,
}

/// The section beside what is open.
pub(super) fn compare(
    opened: &Rc<AdapterState>,
    derived: &Rc<Derived>,
    link: &Link,
    thresholds: Thresholds,
    dispatch: &Dispatch<State>,
) -> Html {
    let first = Open {
        state: Rc::clone(opened),
        derived: Rc::clone(derived),
    };
    html! { <Compare {first} link={link.clone()} {thresholds} dispatch={dispatch.clone()} /> }
}

#[component]
fn Compare(props: &CompareProps) -> Html {
    let weights = MergeWeight::ALL.map(|weight| props.link.merging.get(weight));
    let (second, compared) = session::use_compared(weights);
    let derivation = use_mut_ref(Derivation::default);
    let second = Open {
        derived: derivation.borrow_mut().of(&second, props.thresholds),
        state: second,
    };
    let first = &props.first;
    let rows = use_memo((compared.serial, compared.version), |_| {
        rows(&compared, &first.state)
    });
    let overall = Overall::of(&rows);
    let files = Callback::from(|files: Vec<PathAndFile>| open(Side::Second, files));
    html! {
        <section id="adapter-beside" class="card" aria-labelledby="heading-beside"
            data-compare={progress_name(&second.state, &compared)}
        >
            <h2 id="heading-beside">{ words::TITLE }</h2>
            <p class="how-to-read">{ words::NOTE }</p>
            { field(["adapter-compare", "adapter-compare-folder"], [words::CHOOSE, words::CHOOSE_FOLDER], &files) }
            { problems(&second.state) }
            { choices(Side::Second, &second.state) }
            { status(&second.state, &compared) }
            if compared.is_open() {
                <dl class="compare-both">
                    <dt>{ "First" }</dt>
                    <dd>{ words::named(&first.state.name, &first.derived.summary) }</dd>
                    <dt>{ "Second" }</dt>
                    <dd>{ words::named(&second.state.name, &second.derived.summary) }</dd>
                </dl>
                if adapter_words::asks_for_config(&second.state, &second.derived) {
                    <p id="compare-ask" class="compare-warning" role="status">{ words::ASK }</p>
                }
                if let Some(bases) = words::different_bases(&first.state, &second.state) {
                    <p id="compare-bases" class="compare-warning" role="status">{ bases }</p>
                }
                { findings(&compared, &overall) }
                if !rows.is_empty() {
                    <CompareTable {rows} />
                    { merged(props, &second, &compared, &overall) }
                }
            }
        </section>
    }
}

/// How far it is, for scripts.
fn progress_name(second: &AdapterState, compared: &CompareState) -> &'static str {
    let (done, all) = compared.progress();
    match second.progress() {
        _ if second.serial == 0 => Progress::Nothing.name(),
        Progress::Ready if compared.stopped.is_some() => Progress::Stopped.name(),
        Progress::Ready if !compared.is_open() || done < all => Progress::Reading.name(),
        progress => progress.name(),
    }
}

/// What the comparison says, in words.
fn findings(compared: &CompareState, overall: &Overall) -> Html {
    let (done, all) = compared.progress();
    let verdict = words::verdict(overall, &compared.pairing, done == all);
    let unpaired = words::unpaired(&compared.pairing);
    html! {
        <>
            <p id="compare-verdict" class="compare-verdict" role="status">{ verdict }</p>
            if let Some(needed) = words::rank_of_sum(overall) {
                <p id="compare-rank">{ needed }</p>
            }
            if !unpaired.is_empty() {
                <p id="compare-unpaired" class="how-to-read">{ words::not_paired(&unpaired) }</p>
            }
        </>
    }
}

/// What is wrong with what was picked; the first adapter is none the worse.
fn problems(second: &AdapterState) -> Html {
    html! {
        <div id="compare-problems" class="adapter-problems" role="alert" hidden={second.problems.is_empty()}>
            { for second.problems.iter().map(|problem| html! {
                <p>{ format!("{} ", problem.what) }<span>{ problem.advice }</span></p>
            }) }
        </div>
    }
}

/// How far the second's analysis is, then the comparison.
fn status(second: &AdapterState, compared: &CompareState) -> Html {
    let (done, all) = compared.progress();
    let (read, layers) = (second.done, second.layers());
    let bar = |label: String, done: usize, all: usize| {
        html! {
            <>
                <label for="compare-progress">{ label }</label>
                <progress id="compare-progress" max={all.to_string()} value={done.to_string()} />
            </>
        }
    };
    let retry = |_: MouseEvent| session::retry();
    let close = |_: MouseEvent| {
        send_to(Side::Second, SessionEvent::Closed);
        // The button is gone with what it closed.
        focus("adapter-compare");
    };
    let resume = |_: MouseEvent| send_to(Side::Second, SessionEvent::Resumed);
    let failed = second.stopped.as_ref().filter(|_| read < layers);
    html! {
        <>
        <div id="compare-status" class="adapter-status" role="status">
            if let Some(fault) = &compared.stopped {
                <p>{ words::stopped(fault) }</p>
                <button id="compare-retry" type="button" onclick={retry}>{ words::RETRY }</button>
            } else if let Some(reason) = failed {
                <p>{ adapter_words::stopped(reason, read, layers) }</p>
                <button id="compare-resume" type="button" onclick={resume}>{ words::RETRY }</button>
            } else if second.serial > 0 && second.progress() == Progress::Reading {
                { bar(words::reading(read, layers), read, layers) }
            } else if compared.is_open() && done < all {
                { bar(words::progress(done, all), done, all) }
            }
        </div>
        // Also while it is read or compared: that ends with it.
        if second.serial > 0 {
            <p><button id="compare-close" type="button" onclick={close}>{ words::CLOSE }</button></p>
        }
        </>
    }
}
