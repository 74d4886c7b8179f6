//! Readers who are away: the page in a tab behind another, on a machine that slept or whose clock was
//! set.

use std::time::Duration;

use crate::engine::shows;
use crate::harness::{Ability, Page, browse};

/// Long enough for the work that is under way.
const AWAY: Duration = Duration::from_secs(2);

/// Whether the page has been behind another since the last look.
const WATCH: &str = "
    window.wasHidden = false;
    document.addEventListener('visibilitychange', () => { window.wasHidden ||= document.hidden; });";

async fn was_hidden(page: &Page) {
    let hidden = page.script("return window.wasHidden;", vec![]).await;
    assert!(
        hidden == true || !page.can(Ability::HiddenTab),
        "the page was in sight all the time"
    );
}

#[test]
fn a_hidden_page_computes_on_and_shows_it_to_the_reader_who_is_back() {
    browse(async |page| {
        page.open("view=explore").await;
        page.script(WATCH, vec![]).await;
        page.type_in("d", "512").await;
        page.type_in("k", "512").await;
        page.while_hidden(AWAY).await;
        page.settles().await;
        was_hidden(page).await;
        shows(page, "d=512&k=512").await;
        page.drag("alpha", 64.0).await;
        page.settles().await;
        assert_eq!(page.text("#engine-problem").await, "");
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn a_clock_that_jumps_either_way_blames_nobody_and_loses_nothing() {
    browse(async |page| {
        page.visit("fault/watched-worker-and-jumping-clock/?view=explore")
            .await;
        page.settles().await;
        for (jump, size) in [
            (3_600_000, "1024"),
            (-7_200_000, "1000"),
            (86_400_000, "960"),
        ] {
            page.type_in("d", size).await;
            page.type_in("k", size).await;
            page.becomes("computing").await;
            page.script(&format!("jump({jump});"), vec![]).await;
            // Outdates what is under way.
            page.type_in("noise", "0.1").await;
            page.settles().await;
            shows(page, &format!("d={size}&k={size}&noise=0.1")).await;
        }
        assert_eq!(page.text("#engine-problem").await, "");
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}
