//! On a real transformer: loaded when Evidence is opened, read to the last digit, told when it fails.

use serde_json::json;

use crate::harness::{Page, browse};
use crate::results::{Of, RANKS, Results, SEEDS, TASKS, agree, mean, spread};

const ALL: &str = "transformer.json";

/// Waits until the section's figures are there.
async fn is_ready(page: &Page) {
    let ready = "return document.querySelector('#transformer')?.dataset.state === 'ready'
        && !!document.querySelector('#chart-real-energy');";
    page.waits_until("what was measured", ready).await;
}

async fn opens(page: &Page, query: &str) {
    page.open(&format!("view=claims&{query}")).await;
    is_ready(page).await;
}

async fn shows_table(page: &Page, figure: &str) {
    page.click(&format!("#open-table-{figure}")).await;
    page.sees(&format!("#values-{figure}"), "rank r").await;
}

/// A cell of a row that is no rank's.
async fn reads_in(page: &Page, row: &str, column: &str) -> f64 {
    let script = "return document.querySelector(arguments[0])?.dataset.value;";
    let cell = json!(format!("{row} td[data-column='{column}']"));
    let value = page.script(script, vec![cell]).await;
    let value = value
        .as_str()
        .unwrap_or_else(|| panic!("{row} has no {column}"));
    value.parse().unwrap()
}

#[test]
fn the_view_loads_the_file_once_and_no_other_view_does() {
    browse(async |page| {
        page.open("view=explore").await;
        page.settles().await;
        assert_eq!(page.served(ALL), 0);
        page.click("#view-evidence").await;
        is_ready(page).await;
        page.is_at("view=evidence").await;
        page.sees("#heading-transformer", "An adapter of rank\u{a0}8 learns")
            .await;
        page.click("#transformer-30").await;
        page.is_at("view=evidence&transformer=30").await;
        // What is chosen here is no other view's business.
        page.click("#view-train").await;
        page.is_at("view=train").await;
        page.click("#view-evidence").await;
        is_ready(page).await;
        assert_eq!(page.served(ALL), 1);
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn the_last_claim_leads_to_it() {
    browse(async |page| {
        page.open("view=evidence&noise=0.02").await;
        is_ready(page).await;
        page.click("#claim-low-and-high .checks a:last-child").await;
        page.waits_until(
            "the section in sight",
            "const { top } = document.getElementById('transformer').getBoundingClientRect();
             return top >= 0 && top < innerHeight;",
        )
        .await;
        page.click("#transformer-more .findings .checks a:last-child")
            .await;
        page.sees("#exercise-title", "Read a real adapter").await;
    });
}

#[test]
fn an_earlier_step_reverses_the_order_and_the_sentence_says_so() {
    browse(async |page| {
        opens(page, "transformer=500").await;
        page.sees(
            "#summary-real-energy",
            "Style keeps more of its own at each",
        )
        .await;
        shows_table(page, "real-energy").await;
        let held = async |task| page.reads("values-real-energy", 4, task).await;
        assert!(held("style").await > held("facts").await);
        page.click("#transformer-30").await;
        let said = page.sees("#summary-real-energy", "After 30 steps").await;
        assert!(said.contains("Facts keep more of theirs at each"), "{said}");
        assert!(
            said.contains("After 500 steps the order is the reverse"),
            "{said}"
        );
        assert!(held("style").await < held("facts").await);
        page.is_at("view=evidence&transformer=30").await;
    });
}

#[test]
fn the_tables_hold_the_numbers_of_the_results() {
    browse(async |page| {
        let results = Results::read();
        opens(page, "transformer=100&transformer_lr=0.005").await;
        for figure in ["energy", "recall", "gradient", "truncated"] {
            shows_table(page, &format!("real-{figure}")).await;
        }
        for task in TASKS {
            for rank in RANKS {
                let energies = results.energies(task, 100, rank);
                let shown = page.reads("values-real-energy", rank, task).await;
                agree(shown, 100.0 * mean(&energies), task);
                let shown = page
                    .reads("values-real-energy", rank, &format!("{task}_spread"))
                    .await;
                assert!((shown - 100.0 * spread(&energies)).abs() < 1e-6);
                for seed in SEEDS {
                    let cut = page
                        .reads("values-real-truncated", rank, &format!("{task}_{seed}"))
                        .await;
                    agree(cut, 100.0 * results.truncated(task, seed, rank), task);
                }
                for scaling in ["lora", "rslora"] {
                    for seed in SEEDS {
                        let column = format!("{task}_{scaling}_{seed}");
                        let usual = Of {
                            task,
                            scaling,
                            seed,
                            rank,
                            ..Of::USUAL
                        };
                        let norm = |rank| results.gradient(Of { rank, ..usual }).unwrap();
                        let shown = page.reads("values-real-gradient", rank, &column).await;
                        agree(shown, norm(rank) / norm(1), &column);
                        let shown = page.reads("table-real-spectra", rank, &column).await;
                        agree(shown, results.entropy_rank(usual).unwrap(), &column);
                        let cell = page.cell("values-real-recall", Some(rank), &column).await;
                        match results.accuracy(Of {
                            rate: "0.005",
                            ..usual
                        }) {
                            Some(right) => {
                                agree(cell.unwrap().parse().unwrap(), 100.0 * right, &column);
                            }
                            None => {
                                assert_eq!(cell.as_deref(), Some(""), "{column} at rank {rank}");
                            }
                        }
                    }
                }
            }
            for seed in SEEDS {
                let row = format!("#table-real-slopes tr[data-task='{task}'][data-seed='{seed}']");
                for scaling in ["lora", "rslora"] {
                    let shown = reads_in(page, &row, scaling).await;
                    assert!((shown - results.slope(task, scaling, seed)).abs() < 1e-6);
                }
            }
        }
        page.sees("#values-real-recall", "not run").await;
        page.sees("#summary-real-recall", "Not run at this rate")
            .await;
    });
}

#[test]
fn the_learning_rate_is_chosen_and_in_the_link() {
    browse(async |page| {
        opens(page, "transformer=500").await;
        page.click("[id=\"transformer-lr-0.0025\"]").await;
        page.sees("#summary-real-recall", "Learning rate 0.0025")
            .await;
        page.is_at("view=evidence&transformer=500&transformer_lr=0.0025")
            .await;
        opens(page, "transformer=500&transformer_lr=0.005").await;
        page.sees("#summary-real-recall", "Learning rate 0.005")
            .await;
    });
}

#[test]
fn a_step_or_a_rate_that_was_not_measured_is_said() {
    browse(async |page| {
        page.open("view=claims&transformer=45&transformer_lr=1")
            .await;
        page.sees_notice("fine-tuning step: “45” is not on offer, so it stays closed")
            .await;
        page.sees_notice("fine-tuning learning rate: “1” is not on offer, so it stays 0.001")
            .await;
        is_ready(page).await;
    });
}

#[test]
fn the_keyboard_goes_from_measurement_to_measurement_and_the_layers_follow() {
    browse(async |page| {
        let results = Results::read();
        opens(page, "transformer=500").await;
        let press = "document.querySelector('#reader-real-energy').dispatchEvent(
            new KeyboardEvent('keydown', { key: arguments[0], bubbles: true, cancelable: true }));";
        // It sets out from rank 8.
        page.script(press, vec![json!("ArrowRight")]).await;
        page.sees("#transformer-layers summary", "rank 16").await;
        let heard =
            "return document.querySelector('#reader-real-recall').getAttribute('aria-valuetext');";
        let heard = page.script(heard, vec![]).await;
        assert!(
            heard
                .as_str()
                .unwrap()
                .starts_with("rank 16: style, LoRA, seed 0"),
            "{heard}"
        );
        page.click("#transformer-layers summary").await;
        let energies = results.energies("facts", 500, 16);
        let row = "#table-real-layers tr[data-layer='0.self_attn.q_proj']";
        let shown = reads_in(page, row, "facts").await;
        agree(
            shown,
            100.0 * f64::midpoint(energies[0], energies[14]),
            "the first layer",
        );
        // Each layer is a dot on the crosshair: together they take more rows of pixels than one dot would.
        let painted = "const canvas = document.querySelector('#figure-real-energy .overlay');
            const { width, height } = canvas;
            const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
            const rows = name => {
                const colour = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`)
                    .trim().slice(1).match(/../g).map(part => parseInt(part, 16));
                const row = y => Array.from({ length: width }, (_, x) => 4 * (y * width + x))
                    .some(at => data[at + 3] > 100 && colour.every((part, i) => Math.abs(data[at + i] - part) < 40));
                return Array.from({ length: height }, (_, y) => y).filter(row).length;
            };
            // Those of the style update lie close together, and partly under the others.
            return rows('style') > 3 && rows('facts') > 15 * devicePixelRatio;";
        page.waits_until("dots of the layers", painted).await;
        page.script(press, vec![json!("End")]).await;
        page.sees("#transformer-layers summary", "rank 64").await;
        page.script(press, vec![json!("Escape")]).await;
        page.sees("#transformer-layers summary", "rank 8").await;
    });
}

/// Opens the section with a fault, and returns what it says.
async fn fails(page: &Page, fault: &str, says: &str) {
    page.visit(&format!("fault/{fault}/?view=claims&transformer=500"))
        .await;
    page.sees("#transformer-problem", says).await;
    page.sees("#transformer-retry", "Try again").await;
    // The claims above are none the worse for it.
    page.sees("#claim-style-energy", "Holds").await;
}

#[test]
fn a_file_that_is_missing_is_told_and_asked_for_again() {
    browse(async |page| {
        fails(page, "transformer-missing", "the server answered 404").await;
        let asked = page.served(ALL);
        page.click("#transformer-retry").await;
        let again = async || (page.served(ALL) > asked).then_some(());
        page.wait_for("another request", again).await;
        page.sees("#transformer-problem", "the server answered 404")
            .await;
    });
}

#[test]
fn a_file_that_is_damaged_or_of_another_version_is_told_with_the_next_step() {
    browse(async |page| {
        fails(page, "transformer-damaged", "cannot be read: line 1").await;
        page.sees("#transformer-problem", "try again").await;
        fails(page, "transformer-newer", "version 2").await;
        page.sees("#transformer-problem", "reload the page").await;
        fails(page, "transformer-empty", "incomplete").await;
    });
}

#[test]
fn a_file_that_does_not_come_is_told() {
    browse(async |page| {
        fails(page, "transformer-stalled", "has not come within").await;
    });
}
