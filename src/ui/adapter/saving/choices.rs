//! What the reader asks for: how the file is written, and what it is resized to.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{Event, Html, InputEvent, MouseEvent, TargetCast, UseStateHandle, html};

use crate::store::Dispatch;
use crate::widgets::control::control;
use crate::widgets::switch::switch;
use rankscope_adapter::save::Precision;
use rankscope_adapter::{LARGEST_RANK, Summary};
use rankscope_app::adapter::rows::Rows;
use rankscope_app::adapter::saving::options::{
    FileChoices, MODELS, NameChoice, RankTaken, ranks_taken,
};
use rankscope_app::adapter::saving::words;
use rankscope_app::state::{Action, State};
use rankscope_params::{Input, Link, Resize, ResizeNumber};

/// Shares of the present parameters that a press asks for.
const SHARES: [(u64, &str); 3] = [(2, "half"), (4, "a quarter"), (8, "an eighth")];

type Choices = UseStateHandle<FileChoices>;

/// Whose names the file has, and the format of its numbers.
pub(super) fn file(choices: &Choices, rows: &Rows) -> Html {
    let names = choices.names(rows);
    let set_names = change(choices, |choices, value| {
        choices.names = NameChoice::ALL
            .into_iter()
            .find(|choice| choice.name() == value);
    });
    let set_model = change(choices, |choices, value| {
        choices.model = MODELS.into_iter().find(|model| *model == value);
    });
    let set_precision = change(choices, |choices, value| {
        choices.precision = if value == "f32" {
            Precision::Single
        } else {
            Precision::Source
        };
    });
    let option = |value: &'static str, label: &'static str, selected: bool| {
        html! { <option {value} {selected}>{ label }</option> }
    };
    let single = choices.precision == Precision::Single;
    html! {
        <div class="save-choices">
            <label>
                { words::NAMES }
                <select id="save-names" onchange={set_names}>
                    { for NameChoice::ALL.map(|choice| option(choice.name(), words::names(choice), choice == names)) }
                </select>
            </label>
            if names != NameChoice::Peft {
                <label>
                    { words::MODEL }
                    <select id="save-model" onchange={set_model}>
                        { option("", words::MODEL_IN_FILE, choices.model.is_none()) }
                        { for MODELS.map(|model| option(model, model, choices.model == Some(model))) }
                    </select>
                </label>
            }
            <label>
                { words::PRECISION }
                <select id="save-precision" onchange={set_precision}>
                    { option("source", words::precision(Precision::Source), !single) }
                    { option("f32", words::precision(Precision::Single), single) }
                </select>
            </label>
        </div>
    }
}

/// What a select sets.
fn change(choices: &Choices, set: fn(&mut FileChoices, &str)) -> impl Fn(Event) + Clone + 'static {
    let choices = choices.clone();
    move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let mut next = (*choices).clone();
        set(&mut next, &select.value());
        choices.set(next);
    }
}

/// The rank of a portable file.
pub(super) fn portable_rank(choices: &Choices) -> Html {
    let set = {
        let choices = choices.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            let mut next = (*choices).clone();
            // Empty, or no number: what is needed.
            next.portable_rank = field.value().parse().ok();
            choices.set(next);
        }
    };
    let value = choices.portable_rank.map(|rank| rank.to_string());
    html! {
        <label class="save-rank">
            { words::PORTABLE_RANK }
            <input
                id="portable-rank"
                type="number"
                min="1"
                max={LARGEST_RANK.to_string()}
                placeholder="as needed"
                value={value.unwrap_or_default()}
                oninput={set}
            />
        </label>
    }
}

/// What an adapter of so many parameters is resized to.
pub(super) fn resizing(link: &Link, summary: &Summary, dispatch: &Dispatch<State>) -> Html {
    let largest = summary.rank.map_or(0, |(_, largest)| largest);
    let limits = ranks_taken().into_iter();
    let limits: Vec<RankTaken> = limits.filter(|limit| limit.rank < largest).collect();
    let number = |key: ResizeNumber| control(key.into(), link.value(key.into()), dispatch);
    html! {
        <>
            { switch(link.choices.resize, dispatch) }
            if link.choices.resize == Resize::Budget {
                { number(ResizeNumber::Budget) }
                <div class="chips" role="group" aria-label={words::SHARES}>{ for SHARES.map(|share| budget(share, summary.parameters, dispatch)) }</div>
            } else if link.choices.resize == Resize::Rank {
                { number(ResizeNumber::Rank) }
                if !limits.is_empty() {
                    <div class="chips" role="group" aria-label={words::RANKS_TAKEN}>
                        { for limits.into_iter().map(|limit| taken(limit, dispatch)) }
                    </div>
                }
            } else if link.choices.resize != Resize::Entropy {
                <p class="how-to-read">{ words::BY_RULE }</p>
            }
        </>
    }
}

/// Sets a number of the link.
fn set(key: ResizeNumber, value: u64, dispatch: &Dispatch<State>) -> impl Fn(MouseEvent) + 'static {
    let dispatch = dispatch.clone();
    move |event: MouseEvent| {
        dispatch.dispatch(Action::Change {
            key: key.into(),
            input: Input::Text(value.to_string()),
            at_ms: event.time_stamp(),
        });
    }
}

fn budget((parts, name): (u64, &'static str), parameters: u64, dispatch: &Dispatch<State>) -> Html {
    let onclick = set(ResizeNumber::Budget, parameters / parts, dispatch);
    html! { <button id={format!("budget-{parts}")} type="button" {onclick}>{ name }</button> }
}

fn taken(limit: RankTaken, dispatch: &Dispatch<State>) -> Html {
    let onclick = set(ResizeNumber::Rank, limit.rank as u64, dispatch);
    html! {
        <button
            id={format!("rank-of-{}", limit.id)}
            type="button"
            title={words::taken_help(limit)}
            {onclick}
        >
            { words::taken(limit) }
        </button>
    }
}

/// Whether layers have ranks of their own, where names leave a choice.
pub(super) fn own_ranks(choices: &Choices, rows: &Rows) -> Html {
    if choices.names(rows) != NameChoice::Peft {
        return html! {};
    }
    let checked = choices.own_ranks;
    let toggle = {
        let choices = choices.clone();
        move |_: Event| {
            let mut next = (*choices).clone();
            next.own_ranks = !next.own_ranks;
            choices.set(next);
        }
    };
    html! {
        <>
            <label class="save-own-ranks">
                <input id="save-own-ranks" type="checkbox" {checked} onchange={toggle} />
                { words::OWN_RANKS }
            </label>
            <p class={if checked { "save-problem" } else { "how-to-read" }}>{ words::own_ranks_note(checked) }</p>
        </>
    }
}
