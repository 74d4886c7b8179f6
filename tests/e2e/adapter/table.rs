//! The table, the map, the rules and what is taken along.

use serde_json::{Value, json};

use super::{layers, open, reads};
use crate::harness::{Page, browse};

async fn saves(page: &Page, button: &str) -> (String, String) {
    page.catch_files().await;
    page.click(button).await;
    page.saved_file().await
}

async fn column(page: &Page, column: &str) -> Vec<f64> {
    let mut values = Vec::new();
    for layer in layers(page).await {
        values.push(reads(page, &layer, column).await);
    }
    values
}

#[test]
fn a_heading_sorts_and_a_filter_narrows() {
    browse(async |page| {
        open(page, "").await;
        let model = layers(page).await;
        page.click("#sort-entropy_rank").await;
        page.sees("#table-adapter thead", "↓").await;
        assert!(
            column(page, "entropy_rank")
                .await
                .is_sorted_by(|a, b| a >= b)
        );
        page.click("#sort-entropy_rank").await;
        page.sees("#table-adapter thead", "↑").await;
        assert!(column(page, "entropy_rank").await.is_sorted());
        page.click("#sort-layer").await;
        assert_eq!(layers(page).await, model);
        page.click("#adapter-filter").await;
        page.picks("#adapter-filter", &["layers.1.MLP".as_ref()])
            .await;
        page.sees("#adapter-found", "3 of 14 layers").await;
        assert!(
            layers(page)
                .await
                .iter()
                .all(|layer| layer.contains("layers.1.mlp"))
        );
    });
}

#[test]
fn a_link_holds_sample_layer_order_and_filter() {
    browse(async |page| {
        open(page, "&sample=facts_r8_std&layer=base_model.model.model.layers.1.mlp.up_proj&sort=-entropy_rank&filter=mlp").await;
        page.sees("#adapter-file", "facts, rank 8").await;
        page.sees("#heading-layer", "model.layers.1.mlp.up_proj")
            .await;
        page.sees("#adapter-found", "6 of 14 layers").await;
        let values = column(page, "entropy_rank").await;
        assert!(values.len() == 6 && values.is_sorted_by(|a, b| a >= b));
        page.click("#sort-layer").await;
        page.click("#sort-layer").await;
        page.click("#adapter-map tbody tr:nth-child(5) td:nth-child(2) button")
            .await;
        page.waits_until(
            "the link",
            "return new URLSearchParams(location.search).get('layer') === 'base_model.model.model.layers.0.self_attn.q_proj';",
        )
        .await;
        // What this adapter does not have is said.
        open(page, "&layer=lm_head&sort=size").await;
        page.sees("#adapter-unknown", "no layer “lm_head”").await;
        page.sees("#adapter-unknown", "no column “size”").await;
    });
}

#[test]
fn a_cell_of_the_map_opens_its_layer_over_the_simulated_curves() {
    browse(async |page| {
        open(page, "").await;
        page.click("#adapter-map tbody tr:nth-child(5) td:nth-child(2) button")
            .await;
        page.sees("#heading-layer", "model.layers.0.self_attn.q_proj")
            .await;
        page.click("#open-table-layer-variance").await;
        let columns = "return [...document.querySelectorAll('#values-layer-variance tr[data-rank=\"2\"] td')].map(cell => cell.dataset.column);";
        assert_eq!(
            page.script(columns, vec![]).await,
            json!(["facts", "style", "layer"])
        );
        let layer = page.reads("values-layer-variance", 8, "layer").await;
        assert!((layer - 100.0).abs() < 1e-9);
        let (name, csv) = saves(page, "#save-layer-spectrum-csv").await;
        assert_eq!(name, "rankscope-layer-spectrum.csv");
        assert!(
            csv.starts_with("rank,facts,style,layer\r\n1,1,1,1\r\n"),
            "{csv}"
        );
        let quantity = "
            const field = document.querySelector('#adapter-quantity');
            field.value = 'rank';
            field.dispatchEvent(new Event('change', { bubbles: true }));";
        page.script(quantity, vec![]).await;
        page.sees("#adapter-map .how-to-read", "rank r").await;
        assert_eq!(page.text("#adapter-map tbody td").await, "8");
    });
}

#[test]
fn the_thresholds_are_in_the_link_and_decide_what_is_kept() {
    browse(async |page| {
        open(page, "&keep=0.5&ratio=4000").await;
        page.sees_notice("largest ratio: 4000 is now 1000").await;
        let kept = column(page, "rank_peft").await;
        page.click("#reset-keep").await;
        page.waits_until(
            "the link",
            "return location.search === '?view=adapter&ratio=1000';",
        )
        .await;
        let more = column(page, "rank_peft").await;
        assert!(kept.iter().zip(&more).all(|(less, more)| less <= more) && kept != more);
        let share = "return document.querySelector('#table-rules tr[data-rule=peft] td[data-column=share]').dataset.value;";
        let share: f64 = page
            .script(share, vec![])
            .await
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!(share > 10.0 && share < 100.0);
    });
}

#[test]
fn the_table_and_the_ranks_are_taken_along() {
    browse(async |page| {
        open(page, "").await;
        let (name, csv) = saves(page, "#save-adapter-csv").await;
        assert_eq!(name, "rankscope-adapter.csv");
        assert_eq!(csv.lines().count(), 15);
        let (_, text) = saves(page, "#save-adapter-json").await;
        let rows: Vec<Value> = serde_json::from_str(&text).unwrap();
        let layer = rows[0]["layer"].as_str().unwrap();
        assert_eq!(rows[0]["frobenius"], reads(page, layer, "frobenius").await);
        let (name, config) = saves(page, "#pattern-peft").await;
        assert_eq!(name, "rank_pattern-peft.json");
        let config: Value = serde_json::from_str(&config).unwrap();
        let patterns = config["rank_pattern"].as_object().unwrap();
        let kept = column(page, "rank_peft").await;
        let usual = config["r"].as_f64().unwrap();
        assert_eq!(
            patterns.len(),
            kept.iter().filter(|&&rank| rank != usual).count()
        );
    });
}
