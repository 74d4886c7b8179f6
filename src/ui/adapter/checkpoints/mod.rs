//! Two checkpoints: what of a full fine-tune is of low rank, and a LoRA cut out of it.

mod intake;
mod lora;
mod map;
mod matrix;
mod session;
mod table;

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, TargetCast, component, html, use_callback, use_state_eq};

use self::lora::Lora;
use self::map::DeltaMap;
use self::matrix::MatrixCard;
use self::table::DeltaTable;
use super::AdapterProps;
use super::translator::thresholds;
use crate::explore::history_bar::history_bar;
use rankscope_app::checkpoints::heat::Quantity;
use rankscope_app::checkpoints::state::{CheckpointState, Progress};
use rankscope_app::checkpoints::table::Sort;
use rankscope_app::checkpoints::words;
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
    let choose = use_callback(
        (state.clone(), change.clone()),
        |path: String, (state, change)| {
            if let Some(row) = state.rows.iter().find(|row| row.path() == path) {
                let name = Input::Text(row.name_in_link());
                change.emit((SettingKey::Adapter(AdapterText::Layer), name));
            }
        },
    );
    let switch = use_callback((), {
        let quantity = quantity.clone();
        move |next: Quantity, ()| quantity.set(next)
    });
    let row = looked_at(&state, link.adapter(AdapterText::Layer));
    let path = row.map(|row| row.path().to_owned());
    let results = state.rows.iter().any(|row| row.is_matrix());
    let nothing = matches!(state.progress(), Progress::Nothing | Progress::Reading) && !results;
    html! {
        <div id="adapter" data-source="checkpoints" data-open={state.progress().name()}
            data-verdict={words::verdict(&state)}
        >
            { intake::problems(&state) }
            if nothing {
                <section class="checkpoint-zone">
                    <h1 id="headline">{ words::sentence(&state, rank) }</h1>
                    <p class="lede">{ words::LEDE }</p>
                </section>
            } else {
                <div class="adapter-desk">
                    <div class="adapter-left">
                        <header class="view-head">
                            <div>
                                <h1 id="headline">{ words::sentence(&state, rank) }</h1>
                                { rank_field(rank, &change) }
                                <ul id="adapter-remarks" class="adapter-remarks">
                                    { for words::remarks(&state).into_iter().map(|remark| html! { <li>{ remark }</li> }) }
                                </ul>
                            </div>
                            { history_bar(props.state.position) }
                        </header>
                        { intake::status(&state) }
                        { intake::left_out(&state) }
                        if results {
                            <DeltaMap
                                rows={state.rows.clone()}
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
                            <MatrixCard row={row.clone()} {rank} state={props.state.clone()} />
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

/// The matrix that the link names, or the one that changed most for its size.
fn looked_at<'s>(
    state: &'s CheckpointState,
    asked: &str,
) -> Option<&'s std::rc::Rc<rankscope_app::checkpoints::rows::Row>> {
    state.row(asked).or_else(|| {
        let matrices = state.rows.iter().filter(|row| row.is_matrix());
        matrices.max_by(|a, b| {
            let size = |row: &rankscope_app::checkpoints::rows::Row| row.analysis.relative();
            size(a)
                .unwrap_or_default()
                .total_cmp(&size(b).unwrap_or_default())
        })
    })
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
