//! On a pretrained language model: it opens Evidence, reads as its file, and is told of when that fails.

use serde_json::{Value, json};

use crate::harness::{Page, browse};

const FILE: &str = "pretrained.json";
const FIGURES: [&str; 5] = ["recalled", "cuts", "energy", "rates", "drift"];

/// The page's file, read here without the page's code.
fn measured() -> Value {
    serde_json::from_str(include_str!("../../static/pretrained.json")).unwrap()
}

/// The only run of a list for which all of this is so.
fn run<'a>(file: &'a Value, list: &str, of: &[(&str, Value)]) -> &'a Value {
    let fits = |run: &&Value| of.iter().all(|(key, value)| run[*key] == *value);
    let mut found = file[list].as_array().unwrap().iter().filter(fits);
    let first = found.next();
    assert!(
        first.is_some() && found.next().is_none(),
        "one run is {of:?}"
    );
    first.unwrap()
}

async fn is_ready(page: &Page) {
    let ready = "return document.querySelector('#pretrained')?.dataset.state === 'ready'
        && !!document.querySelector('#chart-pretrained-drift');";
    page.waits_until("what was measured", ready).await;
}

async fn reads(page: &Page, row: &str, column: &str) -> f64 {
    let script = "return document.querySelector(arguments[0])?.dataset.value;";
    let cell = json!(format!("{row} td[data-column='{column}']"));
    let value = page.script(script, vec![cell]).await;
    let value = value
        .as_str()
        .unwrap_or_else(|| panic!("{row} has no {column}"));
    value.parse().unwrap()
}

#[track_caller]
fn agree(shown: f64, expected: &Value, unit: f64, what: &str) {
    let expected = unit * expected.as_f64().unwrap();
    assert!(
        (shown - expected).abs() < 1e-9 * unit.max(1.0),
        "{what}: {shown}, {expected}"
    );
}

#[test]
fn the_view_opens_with_it_and_loads_its_file_once() {
    browse(async |page| {
        page.open("view=explore").await;
        page.settles().await;
        assert_eq!(page.served(FILE), 0);
        page.click("#view-evidence").await;
        is_ready(page).await;
        let headline = "What a cut to rank\u{a0}8 loses, an adapter of rank\u{a0}1 learns.";
        page.sees("#heading-pretrained", headline).await;
        let order = "return [...document.querySelectorAll('#pretrained, #ledger, #transformer')].map(it => it.id);";
        let order = page.script(order, vec![]).await;
        assert_eq!(order, json!(["pretrained", "ledger", "transformer"]));
        page.sees("#transformer", "The pretrained model has few runs")
            .await;
        page.click("#view-train").await;
        page.click("#view-evidence").await;
        is_ready(page).await;
        assert_eq!(page.served(FILE), 1);
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn its_figures_are_drawn_and_say_what_they_show() {
    browse(async |page| {
        page.open("view=evidence").await;
        is_ready(page).await;
        for figure in FIGURES {
            let painted = format!(
                "const canvas = document.querySelector('#chart-pretrained-{figure}');
                 const {{ width, height }} = canvas;
                 const {{ data }} = canvas.getContext('2d').getImageData(0, 0, width, height);
                 return new Set(new Uint32Array(data.buffer)).size > 8;"
            );
            page.waits_until(figure, &painted).await;
        }
        page.sees("#summary-pretrained-cuts", "Cut to rank 8").await;
        page.sees("#pretrained-limits", "That rank 1 has no limit.")
            .await;
        page.sees("#pretrained-rate", "it is the step that is small")
            .await;
    });
}

#[test]
fn the_tables_hold_the_numbers_of_the_file() {
    browse(async |page| {
        let file = measured();
        page.open("view=evidence").await;
        is_ready(page).await;
        for figure in FIGURES {
            page.click(&format!("#open-table-pretrained-{figure}"))
                .await;
            page.sees(&format!("#values-pretrained-{figure}"), ":")
                .await;
        }
        for (column, task, people, seed, share) in [
            ("style_0", "style", json!(null), 0, "strict"),
            ("style_1", "style", json!(null), 1, "strict"),
            ("facts_0", "facts", json!(200), 0, "recall"),
            ("facts_1", "facts", json!(200), 1, "recall"),
        ] {
            let of = [
                ("task", json!(task)),
                ("people", people),
                ("seed", json!(seed)),
                ("rate", json!(0.0001)),
            ];
            let full = run(&file, "full", &of);
            for cut in full["cuts"].as_array().unwrap() {
                let rank = cut["rank"].as_u64().unwrap();
                let row = format!("#values-pretrained-cuts tr[data-rank='{rank}']");
                agree(
                    reads(page, &row, column).await,
                    &cut["measured"][share],
                    100.0,
                    &row,
                );
            }
            let row = "#values-pretrained-cuts tr[data-rank='576']";
            agree(
                reads(page, row, column).await,
                &full["measured"][share],
                100.0,
                column,
            );
            let row = "#values-pretrained-energy tr[data-rank='8']";
            let energy = &full["spectrum"]["mean"]["energy"][3];
            agree(reads(page, row, column).await, energy, 100.0, column);
        }
        for (column, scaling, rank) in [
            ("lora_64_0", "lora", 64),
            ("rslora_64_0", "rslora", 64),
            ("lora_1_0", "lora", 1),
        ] {
            for rate in [0.0003, 0.001, 0.003] {
                let of = [
                    ("scaling", json!(scaling)),
                    ("rank", json!(rank)),
                    ("rate", json!(rate)),
                    ("people", json!(100)),
                    ("seed", json!(0)),
                    ("matrices", json!(210)),
                ];
                let found = &run(&file, "lora", &of)["measured"];
                let row = format!("#values-pretrained-rates tr[data-rate='{rate}']");
                agree(
                    reads(page, &row, column).await,
                    &found["recall"],
                    100.0,
                    &row,
                );
                let row = format!("#values-pretrained-drift tr[data-rate='{rate}']");
                agree(reads(page, &row, column).await, &found["drift"], 1.0, &row);
            }
        }
        page.click("#pretrained-runs summary").await;
        let row = "#table-pretrained-facts tr[data-row='either_1_400_0.001_600_0']";
        assert_eq!(reads(page, row, "recall").await, 100.0);
        page.click("#pretrained-spectra summary").await;
        let row = "#table-pretrained-spectra tr[data-row='random_576_576']";
        agree(
            reads(page, row, "rank90").await,
            &file["gaussian"][0]["rank90"],
            1.0,
            row,
        );
    });
}

#[test]
fn the_keyboard_goes_from_learning_rate_to_learning_rate() {
    browse(async |page| {
        page.open("view=evidence").await;
        is_ready(page).await;
        let press = "document.querySelector('#reader-pretrained-rates').dispatchEvent(
            new KeyboardEvent('keydown', { key: arguments[0], bubbles: true, cancelable: true }));";
        let heard = "return document.querySelector('#reader-pretrained-rates').getAttribute('aria-valuetext') ?? '';";
        for (key, rate) in [
            ("End", "0.003"),
            ("Home", "0.0003"),
            ("ArrowRight", "0.001"),
        ] {
            page.script(press, vec![json!(key)]).await;
            let said =
                format!("return (() => {{ {heard} }})().startsWith('learning rate {rate}:');");
            page.waits_until(rate, &said).await;
        }
        // What is forgotten is read at the same learning rate.
        page.sees("#readout-pretrained-drift", "learning rate 0.001")
            .await;
    });
}

/// Opens the view with a fault, and returns what it says.
async fn fails(page: &Page, fault: &str, says: &str) {
    page.visit(&format!("fault/{fault}/?view=evidence")).await;
    page.sees("#pretrained-problem", says).await;
    page.sees("#pretrained-retry", "Try again").await;
    // The rest of the view is none the worse for it.
    page.sees("#claim-style-energy", "Holds").await;
    page.sees("#heading-transformer", "An adapter of rank\u{a0}8")
        .await;
}

#[test]
fn a_file_that_is_missing_is_told_and_asked_for_again() {
    browse(async |page| {
        fails(page, "pretrained-missing", "the server answered 404").await;
        page.sees("#pretrained-problem", "pretrained.json is missing")
            .await;
        let asked = page.served(FILE);
        page.click("#pretrained-retry").await;
        let again = async || (page.served(FILE) > asked).then_some(());
        page.wait_for("another request", again).await;
    });
}

#[test]
fn a_file_that_is_cut_short_or_of_another_version_is_told_with_the_next_step() {
    browse(async |page| {
        fails(page, "pretrained-damaged", "cannot be read: line 1").await;
        fails(page, "pretrained-newer", "version 2").await;
        page.sees("#pretrained-problem", "reload the page").await;
        fails(page, "pretrained-empty", "incomplete").await;
    });
}

#[test]
fn a_file_that_does_not_come_is_told() {
    browse(async |page| {
        fails(page, "pretrained-stalled", "has not come within").await;
    });
}

#[test]
fn a_statement_that_a_link_opens_is_in_sight_below_it() {
    browse(async |page| {
        page.open("view=evidence&claim=alpha-2r").await;
        is_ready(page).await;
        page.waits_until(
            "the statement in sight",
            "const { top } = document.getElementById('claim-alpha-2r').getBoundingClientRect();
             return top >= 0 && top < innerHeight;",
        )
        .await;
    });
}

#[test]
fn its_sample_adapter_is_read_layer_by_layer() {
    browse(async |page| {
        page.open("view=adapter&sample=facts_r1").await;
        page.waits_until(
            "all its layers",
            "const table = document.querySelector('#table-adapter');
             return document.querySelector('#adapter').dataset.open === 'ready' && table?.dataset.rows === '210';",
        )
        .await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}
