//! The section's tables. Their ids and `data-` attributes are a public contract.

use yew::{Html, html};

use super::super::table::cell;
use rankscope_chart::adapter::ENTROPY_RANK;
use rankscope_chart::measured::{MeasuredColumn, MeasuredFigure};
use rankscope_chart::transformer as figures;
use rankscope_chart::{scaling_column, scaling_name};
use rankscope_params::number::Format;
use rankscope_params::{TransformerRate, Update};
use rankscope_sim::Scaling;
use rankscope_sim::transformer::{Recipe, Transformer};

const TASKS: [Update; 2] = [Update::Style, Update::Facts];

/// Every layer at one rank.
pub(super) fn layer_table(layers: &MeasuredFigure, of: &Transformer, rank: usize) -> Html {
    let row = |layer: &String| {
        let of_task = |task: &Update| {
            let named =
                |column: &&MeasuredColumn| column.heading == *layer && column.name == task.name();
            let value = layers
                .columns
                .iter()
                .find(named)
                .and_then(|column| column.at(rank));
            cell(task.name(), value, layers.empty)
        };
        html! {
            <tr data-layer={layer.clone()}>
                <th scope="row">{ layer.clone() }</th>
                { for TASKS.iter().map(of_task) }
            </tr>
        }
    };
    html! {
        <details class="note" id="transformer-layers">
            <summary>{ format!("Each layer at rank {rank}") }</summary>
            <div class="table figure-table" role="region" tabindex="0" aria-label="Each layer">
                <table id="table-real-layers" data-rank={rank.to_string()}>
                    <caption>{ format!("Energy in the first {rank} directions, %, mean of {} seeds", of.seeds.len()) }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ "layer" }</th>
                            <th scope="col" class="style">{ "style" }</th>
                            <th scope="col" class="facts">{ "facts" }</th>
                        </tr>
                    </thead>
                    <tbody>{ for of.layers.iter().map(row) }</tbody>
                </table>
            </div>
        </details>
    }
}

/// The power of the rank with which each first gradient goes.
pub(super) fn slope_table(of: &Transformer) -> Html {
    let row = |task: Update, number: usize, seed: u64| {
        let of_scaling = |&scaling: &Scaling| {
            let slopes = figures::slopes(of, task, scaling);
            let value = slopes.get(number).and_then(|slope| slope.1);
            cell(scaling_column(scaling), value, "not run")
        };
        html! {
            <tr data-task={task.name()} data-seed={seed.to_string()}>
                <th scope="row">{ format!("{}, seed {seed}", task.name()) }</th>
                { for Scaling::ALL.iter().map(of_scaling) }
            </tr>
        }
    };
    let rows = TASKS.iter().flat_map(|&task| {
        let seeds = of.seeds.iter().enumerate();
        seeds.map(move |(number, &seed)| row(task, number, seed))
    });
    html! {
        <details class="note" id="transformer-slopes">
            <summary>{ "The slopes, one by one" }</summary>
            <div class="table" role="region" tabindex="0" aria-label="Slopes of the first gradient">
                <table id="table-real-slopes">
                    <caption>{ "The power of the rank, by least squares through the logarithms" }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ "runs" }</th>
                            { for Scaling::ALL.iter().map(|&scaling| html! { <th scope="col">{ scaling_name(scaling) }</th> }) }
                        </tr>
                    </thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </details>
    }
}

/// The entropy ranks of the adapters' own updates.
pub(super) fn spectrum_table(of: &Transformer) -> Html {
    let columns: Vec<(Update, Scaling, u64)> = Scaling::ALL
        .iter()
        .flat_map(|&scaling| TASKS.map(|task| (task, scaling)))
        .flat_map(|(task, scaling)| of.seeds.iter().map(move |&seed| (task, scaling, seed)))
        .collect();
    let head = |&(task, scaling, seed): &(Update, Scaling, u64)| {
        let heading = format!("{}, {}, seed {seed}", task.name(), scaling_name(scaling));
        html! { <th scope="col" class={task.name()}>{ heading }</th> }
    };
    let row = |&rank: &usize| {
        let value = |&(task, scaling, seed): &(Update, Scaling, u64)| {
            let recipe = Recipe {
                task,
                scaling,
                rate: TransformerRate::default().rate(),
                steps: of.last_step(),
            };
            let name = format!("{}_{}_{seed}", task.name(), scaling_column(scaling));
            cell(&name, of.entropy_rank(recipe, rank, seed), "not run")
        };
        html! {
            <tr data-rank={rank.to_string()}>
                <th scope="row">{ rank }</th>
                { for columns.iter().map(value) }
            </tr>
        }
    };
    html! {
        <details class="note" id="transformer-spectra">
            <summary>{ "The adapters’ entropy ranks, all of them" }</summary>
            <p>{ ENTROPY_RANK }</p>
            <div class="table figure-table" role="region" tabindex="0" aria-label="Entropy ranks of the adapters">
                <table id="table-real-spectra">
                    <caption>
                        { format!("Entropy rank of ΔW, mean of {} layers, learning rate {}",
                            of.layers.len(), Format::Exact.write(TransformerRate::default().rate())) }
                    </caption>
                    <thead><tr><th scope="col">{ "rank r" }</th>{ for columns.iter().map(head) }</tr></thead>
                    <tbody>{ for of.ranks.iter().map(row) }</tbody>
                </table>
            </div>
        </details>
    }
}
