//! The capacity map, its file, and the calculator that counts with it.

use super::{LONG, SMALL, opens};
use crate::harness::{Page, browse};

async fn maps(page: &Page, state: &str) {
    let script =
        format!("return document.querySelector('#recall-map')?.dataset.state === '{state}';");
    page.waits_until(&format!("the map to be {state}"), &script)
        .await;
}

#[test]
fn the_capacity_map_is_made_on_demand_and_can_be_called_off() {
    browse(async |page| {
        opens(
            page,
            "view=recall&recall_ranks=1%2C2%2C4&width=32&recall_steps=300",
        )
        .await;
        maps(page, "idle").await;
        page.click("#map-capacity").await;
        maps(page, "finished").await;
        let bits = page.reads("table-capacity", 4, "bits_per_parameter").await;
        assert!((1.0..3.0).contains(&bits), "{bits}");
        let facts = page.reads("table-capacity", 4, "facts").await;
        assert!(
            (facts * 5.0 / 256.0 - bits).abs() < 1e-9,
            "{facts} facts, {bits} bits"
        );
        page.sees("#summary-recall-capacity", "bits a parameter")
            .await;
        // Another setting is another map.
        page.open(LONG).await;
        page.click("#recall-cancel").await;
        page.click("#map-capacity").await;
        maps(page, "running").await;
        page.click("#cancel-capacity").await;
        maps(page, "idle").await;
    });
}

#[test]
fn the_file_of_the_map_has_a_row_for_each_of_its_fields() {
    browse(async |page| {
        opens(
            page,
            "view=recall&recall_ranks=1%2C4&width=16&recall_steps=40",
        )
        .await;
        page.click("#map-capacity").await;
        maps(page, "finished").await;
        page.catch_files().await;
        page.unfold("#menu-recall-capacity").await;
        page.click("#save-recall-capacity-csv").await;
        let (name, csv) = page.saved_file().await;
        assert_eq!(name, "rankscope-recall-capacity.csv");
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines[0], "rank,facts,parameters,recall");
        assert_eq!(lines.len(), 1 + 2 * 7, "{csv}");
        assert!(
            lines.iter().any(|line| line.starts_with("4,1024,128,")),
            "{csv}"
        );
    });
}

#[test]
fn the_calculator_counts_parameters_and_facts() {
    browse(async |page| {
        opens(page, SMALL).await;
        let parameters = "return document.querySelector('#calculator-result').dataset.parameters;";
        assert_eq!(page.script(parameters, vec![]).await, "20971520");
        page.click("#adapted-attention").await;
        page.waits_until(
            "fewer parameters",
            "return document.querySelector('#calculator-result').dataset.parameters === '6815744';",
        )
        .await;
    });
}

#[test]
fn the_adapter_that_is_open_can_be_counted() {
    browse(async |page| {
        page.open("view=adapter&sample=facts_r8_std").await;
        page.waits_until(
            "the sample",
            "return document.querySelector('#adapter')?.dataset.open === 'ready';",
        )
        .await;
        page.click("#view-recall").await;
        super::recalls(page, "finished").await;
        let choose = "
            const list = document.querySelector('#calculator-model');
            list.value = 'open';
            list.dispatchEvent(new Event('change', { bubbles: true }));";
        page.script(choose, vec![]).await;
        // As many as its file has numbers: all its layers are of rank 8.
        page.waits_until(
            "its parameters at rank 8",
            "return document.querySelector('#calculator-result').dataset.parameters === '47104';",
        )
        .await;
        page.open(SMALL).await;
        let offered = "return !!document.querySelector('#calculator-model [value=open]');";
        assert_eq!(page.script(offered, vec![]).await, false);
    });
}
