//! Training on the page: what it measures, and what is said when it cannot be.

mod map;
mod run;

use fantoccini::key::Key;

use crate::harness::{Page, browse};

/// Errors of section 4's NumPy run, on an update with neither noise nor the page's matrix.
/// rsLoRA's last run is far down its slope, where a little noise weighs most.
const PATTERN: [(usize, f64, f64, f64); 4] = [
    (8, 0.869, 0.850, 0.846),
    (16, 0.808, 0.710, 0.700),
    (32, 0.928, 0.468, 0.437),
    (64, 0.974, 0.155, 0.0),
];
/// How near another draw of the matrices comes to it.
const NEAR: f64 = 0.03;

async fn trains(page: &Page, state: &str) {
    let script = format!("return document.querySelector('#train')?.dataset.state === '{state}';");
    page.waits_until(&format!("training to be {state}"), &script)
        .await;
}

/// Opens a view of training, and waits until what it says has been trained.
async fn opens(page: &Page, query: &str) {
    page.open(query).await;
    trains(page, "finished").await;
}

#[test]
fn the_default_run_has_the_pattern_that_numpy_has() {
    browse(async |page| {
        opens(page, "view=train").await;
        assert_eq!(page.text("#train-play").await, "Play");
        for (rank, lora, rslora, floor) in PATTERN {
            for (column, numpy) in [("lora", lora), ("rslora", rslora), ("floor", floor)] {
                let ours = page.reads("table-train", rank, column).await;
                let apart = (ours - numpy).abs();
                assert!(
                    apart <= NEAR,
                    "{column} at rank {rank}: {ours}, NumPy {numpy}"
                );
            }
        }
        page.sees("#summary-train-final", "LoRA is best at rank 16")
            .await;
        page.sees(
            "#train-caption",
            "After step 500, SGD at learning rate 0.002",
        )
        .await;
        page.sees("#summary-train-errors", "Rank 64 after step 500")
            .await;
        page.sees("#summary-train-first-step", "theory: 1/64").await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

/// A value of the readout over a figure, in all its digits.
async fn reads_off(page: &Page, figure: &str, column: &str) -> f64 {
    let value = format!(
        "return document.querySelector('#readout-{figure} [data-column=\"{column}\"]')?.dataset.value ?? null;"
    );
    let look = async || page.script(&value, vec![]).await.as_str()?.parse().ok();
    page.wait_for(&value, look).await
}

#[test]
fn arrow_keys_read_each_trained_rank_and_each_step() {
    browse(async |page| {
        opens(page, "view=train&run=1").await;
        page.script(
            "document.querySelector('#reader-train-final').focus();",
            vec![],
        )
        .await;
        page.presses(Key::Left).await;
        let lora = reads_off(page, "train-final", "lora").await;
        assert_eq!(lora, page.reads("table-train", 32, "lora").await);
        let floor = reads_off(page, "train-final", "floor").await;
        assert_eq!(floor, page.reads("table-train", 32, "floor").await);
        // The figure of the first step counts ranks too, that of the errors counts steps.
        assert!(reads_off(page, "train-first-step", "sgd_lora").await < 0.1);
        let steps = "return document.querySelector('#readout-train-errors') === null;";
        assert_eq!(page.script(steps, vec![]).await, true);
        page.script(
            "document.querySelector('#reader-train-errors').focus();",
            vec![],
        )
        .await;
        page.presses(Key::End).await;
        let last = reads_off(page, "train-errors", "lora_32").await;
        assert_eq!(last, lora);
        page.presses(Key::Home).await;
        // Before the first step B is zero: nothing of the update is there.
        let start =
            async || (reads_off(page, "train-errors", "lora_32").await == 1.0).then_some(());
        page.wait_for("the start", start).await;
        let said =
            "return document.querySelector('#reader-train-errors').getAttribute('aria-valuetext');";
        let said = page.script(said, vec![]).await;
        assert!(said.as_str().unwrap().starts_with("step 0: "), "{said}");
    });
}

#[test]
fn the_axis_of_errors_is_fixed_or_fitted_and_in_the_link() {
    browse(async |page| {
        opens(page, "view=train&steps=20").await;
        page.click("#train-axis-fit").await;
        page.is_at("view=train&train_axis=fit&steps=20").await;
        page.click("#train-axis-fixed").await;
        page.is_at("view=train&steps=20").await;
    });
}

#[test]
fn divergence_is_said_and_the_other_runs_go_on() {
    browse(async |page| {
        opens(page, "view=train&run=1&lr=0.05&steps=60").await;
        let diverged = page.cell("table-train", Some(2), "lora").await;
        assert_eq!(diverged.as_deref(), Some(""));
        let cell = "#table-train tr[data-rank='2'] td[data-column='lora']";
        page.sees(cell, "diverged at step").await;
        page.sees("#summary-train-final", "LoRA at rank 2 diverged at step")
            .await;
        assert!(page.reads("table-train", 64, "lora").await < 1.0);
    });
}

#[test]
fn what_cannot_be_trained_is_clamped_or_declined_and_said() {
    browse(async |page| {
        for (given, said) in [
            ("lr=0", "is now 0.000001"),
            ("lr=-1", "is now 0.000001"),
            ("lr=1e9", "is now 10"),
            ("steps=0", "is now 1"),
            ("steps=1e9", "is now 5000"),
            ("ranks=", "is now 2,4,8,16,32,64"),
            ("ranks=99", "is now 64"),
            ("optimizer=rmsprop", "is not on offer"),
        ] {
            page.open(&format!("view=train&{given}")).await;
            page.sees_notice(said).await;
        }
        page.open("view=train&run=1&d=300&k=300").await;
        page.sees("#train-problem", "256 is the most").await;
        // A matrix that can be trained brings it back, without another word.
        page.open("view=train&run=1&steps=0&d=9").await;
        trains(page, "finished").await;
        page.type_in("ranks", "2 x").await;
        page.sees_notice("ranks: “2 x” is now 2").await;
        trains(page, "finished").await;
    });
}

#[test]
fn rslora_and_lora_with_a_root_in_its_alpha_lie_on_each_other() {
    browse(async |page| {
        opens(page, "view=train&run=1&steps=40").await;
        page.click("#rival-lora-root").await;
        page.sees(
            "#train-equivalence",
            "all 246 errors are the same, bit for bit",
        )
        .await;
        trains(page, "finished").await;
        for rank in [2, 8, 64] {
            let rslora = page.reads("table-train", rank, "rslora").await;
            assert_eq!(page.reads("table-train", rank, "lora_root").await, rslora);
        }
    });
}

#[test]
fn a_first_step_that_cannot_be_measured_says_so() {
    browse(async |page| {
        page.open("view=train&d=512&k=512").await;
        let said = page.sees("#first-step-problem", "256 is the most").await;
        assert!(said.contains("Change one of them"), "{said}");
        assert!(
            !page
                .text("#figure-train-first-step")
                .await
                .contains("being measured")
        );
        page.open("view=train&d=24&k=24").await;
        page.sees("#summary-train-first-step", "theory").await;
        assert_eq!(page.text("#first-step-problem").await, "");
    });
}

#[test]
fn each_figure_has_a_name_a_sentence_and_a_table() {
    browse(async |page| {
        opens(page, "view=train&run=1&steps=30").await;
        for figure in [
            "train-errors",
            "train-errors-rival",
            "train-final",
            "train-first-step",
        ] {
            let described = "
                const chart = document.querySelector(arguments[0]);
                const text = id => document.getElementById(id).innerText;
                return [text(chart.getAttribute('aria-labelledby')), text(chart.getAttribute('aria-describedby'))];";
            let chart = serde_json::json!(format!("#chart-{figure}"));
            let named = page.script(described, vec![chart]).await;
            assert!(named[0].as_str().is_some_and(|name| name.len() > 5));
            assert!(
                named[1]
                    .as_str()
                    .is_some_and(|sentence| sentence.len() > 20)
            );
            page.click(&format!("#open-table-{figure}")).await;
        }
        let last = page.reads("values-train-final", 8, "lora").await;
        assert_eq!(last, page.reads("table-train", 8, "lora").await);
        assert_eq!(
            page.reads("values-train-first-step", 1, "adam_lora_law")
                .await,
            1.0
        );
    });
}
