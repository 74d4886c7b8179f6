//! Where the adapter will run: a line for each runtime, what to do about the wrong ones, and the pick of those the
//! reader uses. `data-runtime`, `data-verdict` and the values of ρ are a public contract.

use std::rc::Rc;

use yew::{
    Callback, Event, Html, MouseEvent, Properties, TargetCast, component, hook, html, use_memo,
    use_state_eq,
};

use crate::browser::reveal::{focus_once_enabled, reveal};
use crate::store::Dispatch;
use rankscope_adapter::runtimes::{Kind, Runtime, Verdict};
use rankscope_app::adapter::rows::Rows;
use rankscope_app::adapter::running::words;
use rankscope_app::adapter::running::{Concerned, Line, Picked, Running};
use rankscope_app::adapter::state::AdapterState;
use rankscope_app::state::{Action, State};
use rankscope_params::{AdapterText, Input, SettingKey};

/// Layers that a line names.
const NAMED: usize = 100;
/// Columns of the table.
const COLUMNS: &str = "4";

/// The verdicts on what is open; worked out when layers or a config come, not with each change of the view.
#[hook]
pub(super) fn use_running(opened: &Rc<AdapterState>, rows: &Rows) -> Option<Rc<Running>> {
    let opened = Rc::clone(opened);
    let known = (opened.serial, opened.config_version, rows.clone());
    let running = use_memo(known, move |(_, _, rows)| {
        Running::of(&opened, rows).map(Rc::new)
    });
    (*running).clone()
}

/// Properties of [`Runtimes`].
#[derive(Properties, PartialEq)]
pub(super) struct RuntimesProps {
    pub(super) running: Rc<Running>,
    /// What is said where layers are in none of the verdicts.
    pub(super) broken: Option<String>,
    /// The layers the verdicts are about.
    pub(super) rows: Rows,
    pub(super) picked: Picked,
    /// Changes the pick, which a link holds.
    pub(super) dispatch: Dispatch<State>,
}

/// The card.
#[component]
pub(super) fn Runtimes(props: &RuntimesProps) -> Html {
    let RuntimesProps {
        running, picked, ..
    } = props;
    let pick = pick(&props.dispatch);
    let lines = running.lines(picked);
    let headline = running.headline(picked);
    let remedies = running.remedies(picked);
    let is_right =
        |line: &&Line<'_>| line.verdict.kind == Kind::Right && line.verdict.start.is_none();
    let (right, wrong): (Vec<_>, Vec<_>) = lines.iter().partition(is_right);
    // Runtimes that the reader picked are all shown.
    let folds = picked.is_empty() && right.len() > 1;
    let unfolded = use_state_eq(|| false);
    let unfold = {
        let unfolded = unfolded.clone();
        move |_: MouseEvent| unfolded.set(!*unfolded)
    };
    html! {
        <section id="adapter-runtimes" class="card" aria-labelledby="heading-runtimes">
            <h2 id="heading-runtimes">{ words::TITLE }</h2>
            if let Some(broken) = &props.broken {
                <p class="big">{ broken.clone() }</p>
                <p class="how-to-read">{ words::OF_THE_OTHERS }</p>
            } else if let Some(headline) = &headline {
                <p id="runtimes-headline" class="big">{ headline.text.clone() }</p>
            }
            <div class="runtimes-parts">
            <div class="runtimes-do">
                if !remedies.is_empty() {
                    <h3>{ words::TO_DO }</h3>
                    { for remedies.into_iter().map(|remedy| html! { <p class="remedy">{ with_code(remedy) }</p> }) }
                    <p>
                        <button id="to-portable" type="button" onclick={|_| show_saving()}>{ words::TO_PORTABLE }</button>
                    </p>
                }
                <p class="how-to-read">{ words::LEDE }</p>
                { picker(&running.offered(picked), picked, &pick) }
            </div>
            <div class="table" role="region" tabindex="0" aria-label={words::CAPTION}>
                <table id="table-runtimes" data-rows={lines.len().to_string()}>
                    <caption>{ words::CAPTION }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ "Runtime" }</th>
                            <th scope="col">{ "What becomes of it" }</th>
                            <th scope="col">{ "least ρ" }</th>
                            <th scope="col">{ "largest ρ" }</th>
                        </tr>
                    </thead>
                    <tbody>{ for wrong.iter().map(|line| row(line, props)) }</tbody>
                    if folds {
                        <tbody class="fold">
                            <tr>
                                <td colspan={COLUMNS}>
                                    <button id="show-right-runtimes" type="button" class="plain"
                                        aria-expanded={unfolded.to_string()} aria-controls="right-runtimes" onclick={unfold}
                                    >
                                        <span class="mark" aria-hidden="true" />
                                        { words::right(&right) }
                                    </button>
                                </td>
                            </tr>
                        </tbody>
                    }
                    <tbody id="right-runtimes" hidden={folds && !*unfolded}>
                        { for right.iter().map(|line| row(line, props)) }
                    </tbody>
                </table>
            </div>
            </div>
        </section>
    }
}

/// Brings the section that saves into sight, with its first button under the keyboard.
pub(super) fn show_saving() {
    if reveal("adapter-save") {
        focus_once_enabled("save-portable");
    }
}

/// A sentence whose parts between backticks are code, as the documentation writes them.
fn with_code(sentence: &str) -> Html {
    let part = |(index, part): (usize, &str)| {
        if index % 2 == 0 {
            html! { { part } }
        } else {
            html! { <code>{ part }</code> }
        }
    };
    html! { <>{ for sentence.split('`').enumerate().map(part) }</> }
}

/// Puts another pick into the link.
fn pick(dispatch: &Dispatch<State>) -> Callback<Picked> {
    let dispatch = dispatch.clone();
    Callback::from(move |picked: Picked| {
        let text = picked.in_link();
        dispatch.dispatch(Action::Change {
            key: SettingKey::Adapter(AdapterText::Runtimes),
            input: Input::Text(text),
            at_ms: 0.0,
        });
    })
}

/// The runtimes to pick from.
fn picker(offered: &[&'static Runtime], picked: &Picked, pick: &Callback<Picked>) -> Html {
    let option = |runtime: &&'static Runtime| {
        let id = format!("pick-{}", runtime.id);
        let change = {
            let (pick, next) = (pick.clone(), picked.toggled(runtime.id));
            move |_: Event| pick.emit(next.clone())
        };
        html! {
            <li key={runtime.id}>
                <input id={id.clone()} type="checkbox" checked={picked.has(runtime.id)} onchange={change} />
                <label for={id}>{ runtime.name }</label>
            </li>
        }
    };
    let all = {
        let pick = pick.clone();
        move |_| pick.emit(Picked::default())
    };
    html! {
        <>
            <details id="pick-runtimes" class="note">
                <summary>{ words::PICK }</summary>
                <fieldset>
                    <legend>{ words::PICK_NOTE }</legend>
                    <ul>{ for offered.iter().map(option) }</ul>
                </fieldset>
            </details>
            if !picked.is_empty() {
                <p id="runtimes-picked" class="picked">
                    { words::shown(picked) }{ " " }
                    <button id="show-all-runtimes" type="button" onclick={all}>{ words::SHOW_ALL }</button>
                </p>
            }
        </>
    }
}

/// A runtime: its verdict, and below it why, and where that was read.
fn row(line: &Line<'_>, props: &RuntimesProps) -> Html {
    let verdict = line.verdict;
    let runtime = verdict.runtime;
    let value = |column: &'static str, factor: Option<f64>| {
        html! {
            <td data-column={column} data-value={words::value(factor)}>{ words::factor(factor) }</td>
        }
    };
    html! {
        <>
            <tr key={runtime.id} data-runtime={runtime.id} data-verdict={verdict.kind.name()}>
                <th scope="row">{ runtime.name }<small>{ runtime.versions }</small></th>
                <td class="outcome">
                    <span class="mark" aria-hidden="true" />
                    <span>{ words::what(verdict) }</span>
                </td>
                { value("factor_least", verdict.least) }
                { value("factor_most", verdict.most) }
            </tr>
            <tr key={format!("{} why", runtime.id)} class="why">
                <td colspan={COLUMNS}>
                    if verdict.kind != Kind::Right {
                        <p>{ with_code(&verdict.reason) }</p>
                    }
                    if let Some(start) = &verdict.start {
                        <p>{ with_code(start) }</p>
                    }
                    <Reasons
                        verdict={verdict.clone()}
                        earlier={line.earlier.iter().map(|verdict| words::earlier(verdict)).collect::<Vec<_>>()}
                        running={props.running.clone()}
                        rows={props.rows.clone()}
                    />
                </td>
            </tr>
        </>
    }
}

/// Properties of [`Reasons`].
#[derive(Properties, PartialEq)]
struct ReasonsProps {
    verdict: Verdict,
    earlier: Vec<String>,
    running: Rc<Running>,
    rows: Rows,
}

/// What else there is to know of a verdict, when it is opened: the layers it is about, earlier versions, the source.
#[component]
fn Reasons(props: &ReasonsProps) -> Html {
    let open = use_state_eq(|| false);
    let toggle = {
        let open = open.clone();
        move |event: Event| {
            let details: web_sys::Element = event.target_unchecked_into();
            open.set(details.has_attribute("open"));
        }
    };
    let concerned = props.running.concerned(&props.verdict);
    let said = words::concerned(&concerned, props.running.layers());
    let how = props.verdict.runtime.confidence.name();
    html! {
        <details ontoggle={toggle}>
            <summary>{ format!("{said} · source: {how}") }</summary>
            if *open {
                { opened(props, &concerned) }
            }
        </details>
    }
}

fn opened(props: &ReasonsProps, concerned: &Concerned) -> Html {
    let ReasonsProps {
        verdict, earlier, ..
    } = props;
    let source = &verdict.runtime.source;
    let note = verdict.runtime.note;
    html! {
        <>
            if let Concerned::Some(layers) = concerned {
                { names(layers, &props.rows) }
            }
            { for verdict.also.iter().map(|sentence| html! { <p>{ with_code(sentence) }</p> }) }
            if !note.is_empty() {
                <p>{ with_code(note) }</p>
            }
            { for earlier.iter().map(|sentence| html! { <p>{ with_code(sentence) }</p> }) }
            <dl class="source">
                <dt>{ "Read in" }</dt><dd>{ source.repository }</dd>
                <dt>{ "File" }</dt><dd><code>{ source.file }</code></dd>
                if !source.function.is_empty() {
                    <dt>{ "Function" }</dt><dd><code>{ source.function }</code></dd>
                }
                <dt>{ "Version" }</dt><dd>{ words::version(source) }</dd>
            </dl>
        </>
    }
}

/// The layers, by their names in the model.
fn names(layers: &[usize], rows: &Rows) -> Html {
    let name = |&layer: &usize| rows.get(layer).map(|row| row.module().into_owned());
    let named = layers.iter().take(NAMED).filter_map(name);
    let more = layers.len().saturating_sub(NAMED);
    html! {
        <ul class="layers">
            { for named.map(|name| html! { <li>{ name }</li> }) }
            if more > 0 {
                <li>{ words::more(more) }</li>
            }
        </ul>
    }
}
