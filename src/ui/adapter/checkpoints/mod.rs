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
use rankscope_app::checkpoints::words;

/// The rank of an adapter that the sentence speaks of, at first.
const RANK: usize = 16;
/// The largest that is asked about.
const LARGEST_RANK: usize = 65_536;

/// The view.
#[component]
pub(super) fn Checkpoints(props: &AdapterProps) -> Html {
    let link = &props.state.link;
    let state = session::use_checkpoints();
    let target = intake::use_drops(&state);
    let rank = use_state_eq(|| RANK);
    let quantity = use_state_eq(Quantity::default);
    let chosen = use_state_eq(|| None::<String>);
    let choose = use_callback((), {
        let chosen = chosen.clone();
        move |path: String, ()| chosen.set(Some(path))
    });
    let switch = use_callback((), {
        let quantity = quantity.clone();
        move |next: Quantity, ()| quantity.set(next)
    });
    let change_rank = use_callback((), {
        let rank = rank.clone();
        move |next: usize, ()| rank.set(next)
    });
    let row = looked_at(&state, chosen.as_deref());
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
                    <h1 id="headline">{ words::sentence(&state, *rank) }</h1>
                    <p class="lede">{ words::LEDE }</p>
                </section>
            } else {
                <div class="adapter-desk">
                    <div class="adapter-left">
                        <header class="view-head">
                            <div>
                                <h1 id="headline">{ words::sentence(&state, *rank) }</h1>
                                { rank_field(*rank, &change_rank) }
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
                                rank={*rank}
                                quantity={*quantity}
                                {switch}
                                chosen={path.clone()}
                                choose={choose.clone()}
                            />
                        }
                    </div>
                    if let Some(row) = row {
                        <div class="adapter-right">
                            <MatrixCard row={row.clone()} rank={*rank} state={props.state.clone()} />
                        </div>
                    }
                </div>
            }
            if results {
                <section id="adapter-table" class="card" aria-labelledby="heading-layers">
                    <h2 id="heading-layers">{ words::TABLE }</h2>
                    <DeltaTable rows={state.rows.clone()} chosen={path} {choose} />
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

/// The matrix that the reader chose, or the one that changed most for its size.
fn looked_at<'s>(
    state: &'s CheckpointState,
    chosen: Option<&str>,
) -> Option<&'s std::rc::Rc<rankscope_app::checkpoints::rows::Row>> {
    let chosen = chosen.and_then(|path| state.row(path));
    chosen.filter(|row| row.is_matrix()).or_else(|| {
        let matrices = state.rows.iter().filter(|row| row.is_matrix());
        matrices.max_by(|a, b| {
            let size = |row: &rankscope_app::checkpoints::rows::Row| row.analysis.relative();
            size(a)
                .unwrap_or_default()
                .total_cmp(&size(b).unwrap_or_default())
        })
    })
}

/// The rank that sentences and map speak of.
fn rank_field(rank: usize, change: &Callback<usize>) -> Html {
    let type_in = {
        let change = change.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            if let Ok(next) = field.value().parse::<usize>()
                && (1..=LARGEST_RANK).contains(&next)
            {
                change.emit(next);
            }
        }
    };
    html! {
        <p class="adapter-field">
            <label for="checkpoint-rank">{ words::RANK }</label>
            <input id="checkpoint-rank" type="number" min="1" max={LARGEST_RANK.to_string()}
                value={rank.to_string()} oninput={type_in} />
        </p>
    }
}
