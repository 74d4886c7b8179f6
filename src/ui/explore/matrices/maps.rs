//! The matrices themselves, as heat maps: an update, its best approximation of rank r, and what
//! is left over. Singular vectors are computed only while this is shown, in a worker of its own.

use yew::{Callback, Html, MouseEvent, Properties, component, html, use_memo};

use super::heat_map::HeatMap;
use super::matrices;
use crate::store::Dispatch;
use crate::widgets::problem::problem;
use crate::widgets::progress::progress;
use crate::widgets::switch::switch;
use crate::work::use_work;
use rankscope_app::matrices::{self as app, MatrixMaps};
use rankscope_app::state::{Action, State};
use rankscope_chart::Theme;
use rankscope_params::number::{Format, significant};
use rankscope_params::{Choices, Matrices, Params};

/// Properties of [`MatricesView`].
#[derive(Properties, PartialEq)]
pub(crate) struct MatricesProps {
    pub(crate) params: Params,
    pub(crate) choices: Choices,
    pub(crate) theme: Theme,
    pub(crate) dispatch: Dispatch<State>,
}

/// Two switches and three heat maps.
#[component]
pub(crate) fn MatricesView(props: &MatricesProps) -> Html {
    let choices = props.choices;
    let rank = app::rank(choices, &props.params.reading());
    let work = use_work(app::job(&props.params, choices));
    let shown = use_memo(work.done.clone(), |done| MatrixMaps::of(done.as_deref()?));
    let hide = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::choose(Matrices::Hidden)))
    };
    let maps = (*shown)
        .as_ref()
        .filter(|_| choices.matrices != Matrices::Hidden);
    let beside = html! {
        <>
            if choices.matrices != Matrices::Hidden {
                { switch(choices.matrices_rank, &props.dispatch) }
                <span class="rank-shown">{ format!("rank {rank}") }</span>
            }
            { progress("matrices-progress", work.under_way(), work.share, Some(hide)) }
        </>
    };
    let beneath = html! {
        <>
            { problem("matrices", work.trouble.as_ref(), &work.retry) }
            if let Some(maps) = maps {
                { view(maps, props.theme) }
            }
        </>
    };
    matrices(choices, &props.dispatch, beside, beneath)
}

fn view(maps: &MatrixMaps, theme: Theme) -> Html {
    let range = maps.range();
    let bound = significant(f64::from(range), 2);
    let pictures = maps.pictures().into_iter().map(|(title, picture)| {
        html! { <HeatMap {title} update={maps.update()} picture={picture.clone()} {range} {theme} /> }
    });
    html! {
        <>
            <p id="matrices-summary" class="summary" data-value={maps.error.map(|error| Format::Exact.write(error))}>
                { maps.summary() }
            </p>
            <div class="heat-maps">{ for pictures }</div>
            <p class="heat-scale">
                <span>{ format!("−{bound}") }</span>
                <span class="heat-bar" />
                <span>{ bound.clone() }</span>
            </p>
            if let Some(note) = maps.note() {
                <p class="how-to-read">{ note }</p>
            }
        </>
    }
}
