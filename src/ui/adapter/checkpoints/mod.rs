//! Two checkpoints: what of a full fine-tune is of low rank, and a LoRA cut out of it.

mod intake;
mod lora;
mod map;
mod matrix;
mod session;
mod table;

use web_sys::HtmlInputElement;
use yew::{
    Callback, Html, InputEvent, TargetCast, component, html, use_callback, use_memo, use_state_eq,
};

use self::lora::Lora;
use self::map::DeltaMap;
use self::matrix::MatrixCard;
use self::table::DeltaTable;
use super::AdapterProps;
use super::translator::thresholds;
use crate::explore::history_bar::history_bar;
use rankscope_app::checkpoints::heat::Quantity;
use rankscope_app::checkpoints::rows::{Row, Rows};
use rankscope_app::checkpoints::shared::Shared;
use rankscope_app::checkpoints::state::Progress;
use rankscope_app::checkpoints::table::Sort;
use rankscope_app::checkpoints::words::{self, Summary};
use rankscope_app::state::Action;
use rankscope_params::{AdapterText, Input, LARGEST_RESIZED_RANK, ResizeNumber, SettingKey};

/// The view.
#[component]
pub(super) fn Checkpoints(props: &AdapterProps) -> Html {
    let link = &props.state.link;
    let state = session::use_checkpoints();
    let target = intake::use_drops(&state);
    let rank = link.resizing.get(ResizeNumber::Rank) as usize;
    let quantity = use_state_eq(Quantity::default);
    let change = use_callback(
        props.dispatch.clone(),
        |(key, input): (SettingKey, Input), dispatch| {
            let at_ms = 0.0;
            dispatch.dispatch(Action::Change { key, input, at_ms });
        },
    );
    // The same while matrices become known, so that rows stay as they are.
    let choose = use_callback(change.clone(), |path: String, change| {
        let state = session::state();
        if let Some(row) = state.rows.iter().find(|row| row.path() == path) {
            let name = Input::Text(row.name_in_link());
            change.emit((SettingKey::Adapter(AdapterText::Layer), name));
        }
    });
    let summary = use_memo((state.rows.clone(), rank), |(rows, rank)| {
        Summary::of(rows, *rank)
    });
    let sentence = words::sentence(state.progress(), &summary);
    let remarks = use_memo(state.source.clone(), |source| {
        words::remarks(source.as_ref())
    });
    let switch = use_callback((), {
        let quantity = quantity.clone();
        move |next: Quantity, ()| quantity.set(next)
    });
    let strongest = use_memo(state.rows.clone(), strongest);
    let row = state.row(link.adapter(AdapterText::Layer)).cloned();
    let row = row.or_else(|| (*strongest).clone());
    let path = row.as_ref().map(|row| row.path().to_owned());
    let results = state.rows.iter().any(|row| row.is_matrix());
    let nothing = matches!(state.progress(), Progress::Nothing | Progress::Reading) && !results;
    html! {
        <div id="adapter" data-source="checkpoints" data-open={state.progress().name()}
            data-verdict={summary.verdict}
        >
            { intake::problems(&state) }
            if nothing {
                <section class="checkpoint-zone">
                    <h1 id="headline">{ sentence }</h1>
                    <p class="lede">{ words::LEDE }</p>
                </section>
            } else {
                <div class="adapter-desk">
                    <div class="adapter-left">
                        <header class="view-head">
                            <div>
                                <h1 id="headline">{ sentence }</h1>
                                { rank_field(rank, &change) }
                                <ul id="adapter-remarks" class="adapter-remarks">
                                    { for remarks.iter().map(|remark| html! { <li>{ remark.clone() }</li> }) }
                                </ul>
                            </div>
                            { history_bar(props.state.position) }
                        </header>
                        { intake::status(&state) }
                        { intake::left_out(&state) }
                        if results {
                            <DeltaMap
                                rows={state.rows.clone()}
                                grid={state.grid.clone()}
                                {rank}
                                quantity={*quantity}
                                {switch}
                                chosen={path.clone()}
                                choose={choose.clone()}
                            />
                        }
                    </div>
                    if let Some(row) = row {
                        <div class="adapter-right">
                            <MatrixCard row={row} {rank} state={props.state.clone()} />
                        </div>
                    }
                </div>
            }
            if results {
                <section id="adapter-table" class="card" aria-labelledby="heading-layers">
                    <h2 id="heading-layers">{ words::TABLE }</h2>
                    <DeltaTable
                        rows={state.rows.clone()}
                        chosen={path}
                        {choose}
                        sort={Sort::of_link(link.adapter(AdapterText::Sort))}
                        filter={link.adapter(AdapterText::Filter).to_owned()}
                        dispatch={props.dispatch.clone()}
                    />
                </section>
                <Lora
                    state={state.clone()}
                    link={link.clone()}
                    thresholds={thresholds(&link.rank_rules)}
                    dispatch={props.dispatch.clone()}
                />
            }
            { intake::sides(&state, &target, &props.dispatch) }
        </div>
    }
}

/// The matrix that changed most for its size.
fn strongest(rows: &Rows) -> Option<Shared<Row>> {
    let size = |row: &Row| row.analysis.relative().unwrap_or_default();
    let matrices = rows.iter().filter(|row| row.is_matrix());
    let strongest = matrices.max_by(|a, b| size(a).total_cmp(&size(b)));
    strongest.cloned()
}

/// The rank that sentences and map speak of, and that a LoRA is cut to.
fn rank_field(rank: usize, change: &Callback<(SettingKey, Input)>) -> Html {
    let type_in = {
        let change = change.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            // What is half typed is no rank yet.
            let next = field.value().parse::<f64>().ok();
            if next.is_some_and(|next| (1.0..=LARGEST_RESIZED_RANK).contains(&next)) {
                change.emit((ResizeNumber::Rank.into(), Input::Text(field.value())));
            }
        }
    };
    html! {
        <p class="checkpoint-choice">
            <label for="checkpoint-rank">{ words::RANK }</label>
            <input id="checkpoint-rank" type="number" min="1" max={LARGEST_RESIZED_RANK.to_string()}
                value={rank.to_string()} oninput={type_in} />
        </p>
    }
}
