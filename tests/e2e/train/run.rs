//! How a run is led: kept in its link, gone back through, paused, called off, begun anew.

use super::{opens, trains};
use crate::harness::{Page, browse};

/// A run that takes seconds on any machine: a slow page has to see it at work.
const LONG: &str = "view=train&run=1&steps=5000&d=160&k=160";

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
