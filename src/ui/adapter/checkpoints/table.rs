//! `table-delta`: a row for each matrix, to sort and to filter. Its `data-` attributes are a public contract: every
//! numeric cell carries its full-precision value, one that is not exact its bounds in `data-least` and `data-most`.
//!
//! Rows come to the page some at a time, so that no task is long; after some hundreds the reader asks for more.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use web_sys::HtmlInputElement;
use yew::{
    Callback, Event, Html, InputEvent, MouseEvent, Properties, TargetCast, component, html,
    use_effect_with, use_memo, use_state_eq,
};

use crate::store::Dispatch;
use rankscope_adapter::checkpoint::{DeltaColumn, Measured};
use rankscope_app::adapter::column::exact;
use rankscope_app::checkpoints::rows::{Row, Rows};
use rankscope_app::checkpoints::shared::Shared;
use rankscope_app::checkpoints::table::{Sort, cell, label, lines, places};
use rankscope_app::checkpoints::words;
use rankscope_app::state::{Action, State};
use rankscope_params::{AdapterText, Input, MAX_PLAIN_LENGTH, SettingKey};

/// Rows that come at once.
const AT_ONCE: usize = 48;
/// Rows that come by themselves, and with each request for more.
const BY_THEMSELVES: usize = 256;
/// Milliseconds between two: a frame, in which the last are laid out.
const FRAME: u32 = 17;

/// Properties of [`DeltaTable`].
#[derive(Properties, PartialEq)]
pub(super) struct TableProps {
    pub(super) rows: Rows,
    pub(super) chosen: Option<String>,
    pub(super) choose: Callback<String>,
    /// By which column they are sorted.
    pub(super) sort: Sort,
    /// What their names have in them.
    pub(super) filter: String,
    /// Sorts and filters, both of which a link holds.
    pub(super) dispatch: Dispatch<State>,
}

/// The table.
#[component]
pub(super) fn DeltaTable(props: &TableProps) -> Html {
    let sort = props.sort;
    // Where other rows come first they are put on the page anew, some at a time.
    let basis = (sort, props.filter.clone());
    let counts = use_state_eq(|| (basis.clone(), AT_ONCE, BY_THEMSELVES));
    let (now, most) = match &*counts {
        (of, now, most) if *of == basis => (*now, *most),
        _ => (AT_ONCE, BY_THEMSELVES),
    };
    let all = use_memo(
        (props.rows.clone(), props.filter.clone(), sort),
        |(rows, filter, sort)| lines(rows, filter, *sort),
    );
    let decimals = use_memo(props.rows.clone(), places);
    let total = all.len();
    {
        let (counts, basis) = (counts.clone(), basis.clone());
        use_effect_with(
            (now, total, most, basis),
            move |(now, total, most, basis)| {
                let more = *now < (*total).min(*most);
                let next = (basis.clone(), (*now + AT_ONCE).min(*most), *most);
                let timer = more.then(|| Timeout::new(FRAME, move || counts.set(next)));
                || drop(timer)
            },
        );
    }
    let change = {
        let dispatch = props.dispatch.clone();
        move |text: AdapterText, input: Input, at_ms: f64| {
            let key = SettingKey::Adapter(text);
            dispatch.dispatch(Action::Change { key, input, at_ms });
        }
    };
    let narrow = {
        let change = change.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            let typed = Input::Typed(field.value());
            change(AdapterText::Filter, typed, event.time_stamp());
        }
    };
    let narrowed = {
        let dispatch = props.dispatch.clone();
        move |_: Event| dispatch.dispatch(Action::Commit)
    };
    let heading = |column: Option<DeltaColumn>| {
        let press = {
            let change = change.clone();
            move |event: MouseEvent| {
                let next = Input::Text(sort.clicked(column).in_link());
                change(AdapterText::Sort, next, event.time_stamp());
            }
        };
        let name = column.map_or("layer", DeltaColumn::name);
        html! {
            <th scope="col" aria-sort={sort.aria(column)}>
                <button id={format!("sort-{name}")} type="button" class="plain" onclick={press}>
                    { column.map_or("Matrix", label) }{ sort.mark(column) }
                </button>
            </th>
        }
    };
    let line = |row: &Shared<Row>| {
        let chosen = props.chosen.as_deref() == Some(row.path());
        html! {
            <DeltaRow
                key={row.path().to_owned()}
                row={row.clone()}
                decimals={Rc::clone(&decimals)}
                {chosen}
                choose={props.choose.clone()}
            />
        }
    };
    let more = {
        let counts = counts.clone();
        move |_: MouseEvent| counts.set((basis.clone(), now, most + BY_THEMSELVES))
    };
    html! {
        <>
            <p class="adapter-filter">
                <label for="checkpoint-filter">{ words::FILTER }</label>
                <input id="checkpoint-filter" type="text" autocomplete="off" spellcheck="false"
                    maxlength={MAX_PLAIN_LENGTH.to_string()}
                    value={props.filter.clone()} oninput={narrow} onchange={narrowed} />
                <span id="checkpoint-found" role="status">{ words::matrices(total) }</span>
            </p>
            <div class="table adapter-layers" role="region" tabindex="0" aria-label="Table of the matrices">
                <table id="table-delta" data-rows={total.to_string()} data-shown={now.min(total).to_string()}
                    aria-rowcount={(total + 1).to_string()}
                >
                    <thead>
                        <tr>
                            { heading(None) }
                            { for DeltaColumn::ALL.map(|column| heading(Some(column))) }
                        </tr>
                    </thead>
                    <tbody>{ for all.iter().take(now).map(line) }</tbody>
                </table>
            </div>
            if total > most {
                <button id="checkpoint-more" type="button" onclick={more}>{ format!("Show more of {total}") }</button>
            }
        </>
    }
}

/// Properties of [`DeltaRow`].
#[derive(Properties, PartialEq)]
struct RowProps {
    row: Shared<Row>,
    decimals: Rc<[usize; DeltaColumn::ALL.len()]>,
    chosen: bool,
    choose: Callback<String>,
}

/// One matrix.
#[component]
fn DeltaRow(props: &RowProps) -> Html {
    let RowProps {
        row,
        decimals,
        chosen,
        choose,
    } = props;
    let press = {
        let (choose, path) = (choose.clone(), row.path().to_owned());
        move |_: MouseEvent| choose.emit(path.clone())
    };
    let numbers = DeltaColumn::ALL
        .into_iter()
        .zip(row.values)
        .zip(decimals.iter());
    let number = |((column, value), decimals): ((DeltaColumn, Option<Measured>), &usize)| {
        let (text, bounds) = cell(value, *decimals);
        let bound = |of: fn(Measured) -> f64| {
            let value = value.filter(|value| !value.is_exact());
            value.map(|value| exact(Some(of(value))))
        };
        html! {
            <td
                data-column={column.name()}
                data-value={exact(value.map(|value| value.value))}
                data-least={bound(|value| value.least)}
                data-most={bound(|value| value.most)}
            >
                { text }
                if let Some(bounds) = bounds {
                    <small>{ format!(" ({bounds})") }</small>
                }
            </td>
        }
    };
    html! {
        <tr data-layer={row.path().to_owned()} class={chosen.then_some("inspected")}>
            <th scope="row">
                <button type="button" class="plain" onclick={press}>{ row.path().to_owned() }</button>
            </th>
            { for numbers.map(number) }
        </tr>
    }
}
