//! The Adapter view: the reader's own weights. What rank does each layer really use, at what scale
//! does it run, and which rank would have been enough?

mod column;
mod derived;
mod heat;
mod intake;
mod layer;
mod opened;
mod overview;
mod pool;
mod reading;
mod table;
mod translator;

use crate::store::{Dispatch, use_store};
use std::collections::BTreeMap;

use yew::{
    Callback, DragEvent, Html, Properties, component, html, use_callback, use_effect_with,
    use_memo, use_state_eq,
};

use self::derived::Derived;
use self::layer::Figures;
use self::opened::{Opened, Origin};
use self::pool::Pool;
use self::reading::SAMPLES;
use self::table::LayerTable;
use crate::browser::display::use_display;
use crate::browser::save;
use crate::widgets::figure::FigureView;
use crate::widgets::switch::switch;
use rankscope_adapter::{Column, Report, Summary, Thresholds, export};
use rankscope_app::cursor::Cursor;
use rankscope_app::state::State;
use rankscope_chart::adapter::DISTRIBUTION;

/// Properties of [`Adapter`].
#[derive(Properties, PartialEq)]
pub(super) struct AdapterProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// The way in, the overview, the map, the rules, one layer, every layer.
#[component]
pub(super) fn Adapter(props: &AdapterProps) -> Html {
    let link = &props.state.link;
    let choices = link.choices;
    let opened = use_store(opened::recalled);
    let pool = {
        let dispatch = opened.dispatcher();
        use_memo((), move |()| Pool::new(move |news| dispatch.dispatch(news)))
    };
    {
        let (pool, now) = (pool.clone(), (**opened).clone());
        use_effect_with(
            (now.serial, now.weights.is_some(), now.halted.is_some()),
            move |_| match now.weights.as_ref().filter(|_| now.halted.is_none()) {
                Some(weights) => pool.start(now.serial, weights, now.pending().collect()),
                None => pool.stop(),
            },
        );
    }
    opened::remember(&opened);
    {
        let dispatch = opened.dispatcher();
        let nothing_yet = opened.serial == 0;
        use_effect_with((), move |()| {
            // So that there is something to see; the reader's own file replaces it.
            if let Some(sample) = SAMPLES.first().filter(|_| nothing_yet) {
                reading::open_sample(*sample, &dispatch);
            }
        });
    }

    let thresholds = translator::thresholds(&link.rank_rules);
    let derived = {
        let now = (**opened).clone();
        use_memo((opened.version, thresholds), move |(_, thresholds)| {
            Derived::of(&now, *thresholds)
        })
    };
    let Derived {
        reports,
        failures,
        summary,
        kinds,
        rows,
        distribution,
    } = &*derived;
    let quantity = use_state_eq(|| Column::EntropyRank);
    let chosen = use_state_eq(|| None::<String>);
    let choose = use_callback((), {
        let chosen = chosen.setter();
        move |path: String, ()| chosen.set(Some(path))
    });
    let shown = chosen_report(reports, chosen.as_deref());
    let simulated = props
        .state
        .shown
        .as_ref()
        .map(|shown| shown.spectra.clone());
    let figures = use_memo(
        (shown.cloned(), simulated, thresholds, choices.sigma_axis),
        |(report, simulated, thresholds, axis)| {
            let report = report.as_ref()?;
            Some(Figures::of(
                report,
                simulated.as_deref(),
                *thresholds,
                *axis,
            ))
        },
    );
    let cursors = [use_store(Cursor::default), use_store(Cursor::default)];
    let [of_layer, of_all] = &cursors;
    let display = use_display(choices.theme);
    let over = use_state_eq(|| false);
    let drag = |now: bool| {
        let over = over.clone();
        move |event: DragEvent| {
            event.prevent_default();
            over.set(now);
        }
    };
    let drop = {
        let (opened, over) = (opened.clone(), over.clone());
        move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            reading::open(intake::dropped(&event), &opened, &opened.dispatcher());
        }
    };
    let switch_quantity = {
        let quantity = quantity.clone();
        Callback::from(move |column| quantity.set(column))
    };
    let path = shown.map(|report| report.layer.path.clone());
    html! {
        <div
            id="adapter"
            class={over.then_some("over")}
            data-open={data_open(&opened)}
            ondragenter={drag(true)}
            ondragover={drag(true)}
            ondragleave={drag(false)}
            ondrop={drop}
        >
            { intake::intake(&opened, &opened.dispatcher()) }
            { intake::problems(&opened.problems) }
            { overview::overview(&opened, reports, summary) }
            { intake::status(&opened, &opened.dispatcher()) }
            { ask_for_config(&opened, reports) }
            { intake::failures(failures) }
            if !reports.is_empty() {
                <div class="figures">
                    <FigureView
                        figure={DISTRIBUTION}
                        note={html! { <p class="how-to-read">{ "Where a curve has reached 100 %, a larger rank adds nothing by that measure." }</p> }}
                        plot={distribution.clone()}
                        cursor={***of_all}
                        start=1
                        point={of_all.dispatcher()}
                        {display}
                    />
                    { kinds_table(kinds) }
                </div>
                { heat::heat_map(rows, *quantity, path.as_deref(), &switch_quantity, &choose) }
                { translator::translator(&opened, &derived, link, &props.dispatch) }
                if let Some((report, figures)) = shown.zip(figures.as_ref().as_ref()) {
                    { layer::layer(
                        report,
                        figures,
                        switch(choices.sigma_axis, &props.dispatch),
                        of_layer,
                        display,
                    ) }
                }
                <section id="adapter-table" aria-labelledby="heading-layers">
                    <div class="section-head">
                        <h2 id="heading-layers">{ "Every layer in numbers" }</h2>
                        { exports(&opened, thresholds) }
                    </div>
                    <LayerTable rows={rows.clone()} chosen={path} choose={choose.clone()} />
                </section>
            }
        </div>
    }
}

/// How far it is, for whoever reads the page by script: `reading`, `stopped`, `ready`, `nothing`.
fn data_open(opened: &Opened) -> &'static str {
    if opened.weights.is_none() {
        return if opened.problems.is_empty() {
            "reading"
        } else {
            "nothing"
        };
    }
    match (&opened.halted, opened.pending().next()) {
        (_, None) => "ready",
        (None, Some(_)) => "reading",
        (Some(_), Some(_)) => "stopped",
    }
}

/// The layer that is looked at: the one chosen, or else the one with the largest update.
fn chosen_report<'r>(reports: &'r [Report], chosen: Option<&str>) -> Option<&'r Report> {
    let named = |report: &&Report| Some(report.layer.path.as_str()) == chosen;
    let by_size = |a: &&Report, b: &&Report| a.frobenius().total_cmp(&b.frobenius());
    let found = reports.iter().find(named);
    found.or_else(|| reports.iter().max_by(by_size))
}

/// Asks for the config that only the reader has.
fn ask_for_config(opened: &Opened, reports: &[Report]) -> Html {
    let assumed = |report: &Report| report.scale.source == rankscope_adapter::Source::Assumed;
    html! {
        if opened.origin == Origin::Own && reports.iter().any(assumed) {
            <p id="adapter-ask" class="adapter-ask">
                { "Add " }<code>{ "adapter_config.json" }</code>
                { ": until then γ = 1 is assumed. Ranks and energies do not depend on it." }
            </p>
        }
    }
}

/// The layers of each kind in sum.
fn kinds_table(kinds: &BTreeMap<String, Summary>) -> Html {
    let row = |(kind, summary): (&String, &Summary)| {
        let cell = |column: &'static str, value: Option<f64>| {
            html! {
                <td data-column={column} data-value={column::exact(value)}>{ column::written(value) }</td>
            }
        };
        html! {
            <tr data-kind={kind.clone()}>
                <th scope="row">{ kind.clone() }</th>
                { cell("layers", Some(summary.layers as f64)) }
                { cell("frobenius", Some(summary.frobenius)) }
                { cell("stable_rank", summary.stable_rank) }
                { cell("entropy_rank", summary.entropy_rank) }
            </tr>
        }
    };
    html! {
        <div class="table" role="region" tabindex="0" aria-label="By kind of layer">
            <table id="table-kinds">
                <caption>{ "By kind of layer: the norm of all, the median of the ranks" }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ "Kind" }</th>
                        <th scope="col">{ "layers" }</th>
                        <th scope="col">{ "‖ΔW‖" }</th>
                        <th scope="col">{ "stable rank" }</th>
                        <th scope="col">{ "entropy rank" }</th>
                    </tr>
                </thead>
                <tbody>{ for kinds.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

/// The table to take along.
fn exports(opened: &Opened, thresholds: Thresholds) -> Html {
    let button = |kind: &'static str, media_type: &'static str, write: Write| {
        // Written when it is asked for, not each time a layer comes in.
        let opened = opened.clone();
        let save = move |_| {
            let text = write(&opened.reports().0, thresholds);
            save::text(&format!("rankscope-adapter.{kind}"), media_type, &text);
        };
        html! {
            <button id={format!("save-adapter-{kind}")} type="button" onclick={save}
                aria-label={format!("{}: save every layer in numbers", kind.to_uppercase())}
            >
                { kind.to_uppercase() }
            </button>
        }
    };
    html! {
        <div class="save">
            { "Save: " }
            { button("csv", "text/csv", export::csv) }
            { button("json", "application/json", export::json) }
        </div>
    }
}

type Write = fn(&[Report], Thresholds) -> String;
