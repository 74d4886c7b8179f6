//! Training on the page: what it measures, how it is led, what is said when it cannot be.

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

/// A run that takes seconds on any machine: a slow page has to see it at work.
const LONG: &str = "view=train&run=1&steps=5000&d=160&k=160";

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

async fn share(page: &Page) -> f64 {
    let share = "return document.querySelector('#train-progress').value;";
    page.script(share, vec![]).await.as_f64().unwrap()
}

async fn cells(page: &Page) -> String {
    let cells = "return [...document.querySelectorAll('#table-train td')].map(cell => cell.dataset.value).join(' ');";
    let cells = page.script(cells, vec![]).await;
    cells.as_str().unwrap().to_owned()
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
fn a_run_is_in_its_link_to_the_last_digit() {
    browse(async |page| {
        let link = "alpha=8&view=train&update=style&optimizer=adam&run=1&steps=50&ranks=2%2C5";
        opens(page, link).await;
        assert_eq!(page.query().await, link);
        let first = cells(page).await;
        assert_eq!(first.split(' ').count(), 6);
        opens(page, link).await;
        assert_eq!(cells(page).await, first);
        page.click("#train-cancel").await;
        trains(page, "idle").await;
        page.waits_until(
            "a link that does not run",
            "return !location.search.includes('run');",
        )
        .await;
    });
}

#[test]
fn a_run_can_be_gone_back_through_and_played_again() {
    browse(async |page| {
        opens(page, "view=train&steps=50").await;
        let go = "
            const ruler = document.querySelector('#train-step');
            ruler.value = 7;
            ruler.dispatchEvent(new Event('input', { bubbles: true }));";
        page.script(go, vec![]).await;
        page.sees("#train-caption", "After step 7, SGD").await;
        page.sees("#summary-train-final", "After step 7, rank 64: LoRA")
            .await;
        page.sees("#heading-train-final", "after the step shown")
            .await;
        page.click("#train-play").await;
        page.sees("#train-caption", "After step 50").await;
        page.sees("#heading-train-final", "Final error by rank")
            .await;
        assert_eq!(page.text("#train-play").await, "Play");
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
fn training_pauses_goes_on_and_is_called_off() {
    browse(async |page| {
        page.open(LONG).await;
        trains(page, "running").await;
        page.click("#train-pause").await;
        trains(page, "paused").await;
        // What was being trained at that moment is still told; after it nothing is.
        let still = async || {
            let before = share(page).await;
            page.at_rest().await;
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            (share(page).await == before).then_some(before)
        };
        let paused = page.wait_for("training to stand still", still).await;
        assert!(paused < 1.0, "there was nothing left to pause");
        page.click("#train-resume").await;
        let further = async || (share(page).await > paused).then_some(());
        page.wait_for("training to go on", further).await;
        page.click("#train-cancel").await;
        trains(page, "idle").await;
        assert_eq!(share(page).await, 0.0);
        // And it can begin again, with other settings.
        page.type_in("steps", "20").await;
        page.click("#train-run").await;
        trains(page, "finished").await;
    });
}

#[test]
fn a_setting_that_changes_starts_the_training_anew() {
    browse(async |page| {
        page.open(LONG).await;
        trains(page, "running").await;
        page.type_in("steps", "30").await;
        trains(page, "finished").await;
        page.sees("#train-caption", "After step 30").await;
        let before = cells(page).await;
        page.type_in("alpha", "8").await;
        let other = async || {
            let now = cells(page).await;
            let whole = now.split(' ').all(|cell| !cell.is_empty());
            (whole && now != before).then_some(())
        };
        page.wait_for("another table", other).await;
        page.click("#rank-64").await;
        page.waits_until(
            "one rank less",
            "return document.querySelectorAll('#table-train tbody tr').length === 5;",
        )
        .await;
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
fn the_page_stays_at_hand_while_it_trains() {
    browse(async |page| {
        page.open(LONG).await;
        trains(page, "running").await;
        // Timers, not frames: without a graphics card an engine paints slowly beside a busy worker,
        // whatever the page does. The benchmark counts frames.
        let watch = "
            const done = arguments[0];
            const progress = document.querySelector('#train-progress');
            let turns = 0, updates = 0, value = progress.value;
            const turn = setInterval(() => {
                turns += 1;
                if (progress.value !== value) { value = progress.value; updates += 1; }
            }, 10);
            setTimeout(() => { clearInterval(turn); done([turns, updates]); }, 2000);";
        let seen = page.script_later(watch).await;
        let (turns, updates) = (seen[0].as_f64().unwrap(), seen[1].as_f64().unwrap());
        assert!(
            turns >= 40.0 && updates >= 4.0,
            "{turns} turns, {updates} updates"
        );
        page.click("#train-cancel").await;
        trains(page, "idle").await;
    });
}

#[test]
fn a_map_is_made_when_asked_for_and_marks_the_best_rates_of_each_rank() {
    browse(async |page| {
        page.open("view=train&steps=20&ranks=2%2C4%2C8&d=24&k=24")
            .await;
        page.click("#map-it").await;
        page.sees("#summary-train-map-lora", "learning rate").await;
        page.sees("#summary-train-map-rival", "learning rate").await;
        page.click("#open-table-train-map-lora").await;
        let rows = "return [document.querySelectorAll('#values-train-map-lora tbody tr').length,
            document.querySelectorAll('#values-train-map-lora tr.inspected').length];";
        let rows = page.script(rows, vec![]).await;
        assert_eq!(rows[0].as_u64(), Some(75));
        // One or more for each rank: those within two percent of its best tie.
        assert!(rows[1].as_u64().is_some_and(|best| best >= 3), "{rows}");
        // What the map says of the best rate: measured after 20 steps, and by two laws.
        page.sees("#rate-law .found", "largest rate that is as good")
            .await;
        let law = "const cell = (row) => document.querySelector(`#table-rate-law ${row} td[data-column='lora_largest']`).dataset;
            const { value, low, high } = cell(\"tr[data-steps='20']\");
            return [+value, +low, +high, +cell(\"tr[data-law='edge']\").value,
                document.querySelectorAll('#table-rates tbody tr').length];";
        let law = page.script(law, vec![]).await;
        let number = |at: usize| law[at].as_f64().unwrap();
        assert!(number(1) <= number(0) && number(0) <= number(2), "{law}");
        assert_eq!((number(3), number(4)), (1.0, 3.0), "{law}");
        page.sees("#summary-train-one-rate", "best at rank 4").await;
        page.sees("#summary-train-tuned", "rank").await;
        // Its settings gone, so is the map.
        page.type_in("steps", "10").await;
        page.waits_until(
            "no map",
            "return !document.querySelector('#chart-train-map-lora');",
        )
        .await;
    });
}

#[test]
fn a_map_that_is_called_off_stops_working() {
    browse(async |page| {
        page.visit("fault/watched-worker/?view=train&steps=2000")
            .await;
        page.sees("#summary-train-first-step", "theory").await;
        let trained = "return document.querySelector('#train').dataset.state === 'finished';";
        page.waits_until("the run that began by itself to end", trained)
            .await;
        page.click("#map-it").await;
        let under_way = "return document.querySelector('#map-progress')?.value > 0;";
        page.waits_until("a map under way", under_way).await;
        page.click("#cancel-map").await;
        page.sees("#map-it", "Map it").await;
        // A map is made chunk by chunk, each of them asked for by a message.
        let posts = async || page.script("return posts;", vec![]).await.as_u64();
        let before = posts().await;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        assert_eq!(posts().await, before, "it is still being made");
        let gone = "return !document.querySelector('#chart-train-map-lora')
            && document.querySelector('#train-map').dataset.state === 'idle';";
        page.waits_until("no map", gone).await;
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
