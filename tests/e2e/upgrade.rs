//! From what a first visit loads to the whole: the reader notices nothing but what they asked for, and need
//! not wait for it, since it is fetched ahead when the page has nothing else to do.

use std::path::Path;

use serde_json::json;

use crate::harness::{Page, browse};

/// Which modules the page has asked for: `[beginning of the file's name, when]`, the first figures being
/// painted at 0. It asks for their JavaScript itself, while a worker may ask for the code.
const MODULES: &str = "
    const [first] = performance.getEntriesByName('rankscope:update');
    const painted = first.startTime + first.duration;
    const files = performance.getEntriesByType('resource').filter(({ name }) => /(start|explore|full)-[^/]*\\.js$/.test(name));
    return files.map(({ name, startTime }) => [name.split('/').at(-1).split('-')[0], startTime - painted]);";

/// What the page asks for when it is idle has been asked for when this has passed: such calls come in turn.
/// `WebKit` has none, and is left alone for a while.
const IDLE: &str = "
    const done = arguments[0];
    const wait = window.requestIdleCallback ?? (then => setTimeout(then, 4000));
    wait(() => wait(() => requestAnimationFrame(done)));";

/// The modules asked for up to now, those before the first figures were painted and those after.
async fn modules(page: &Page) -> [Vec<String>; 2] {
    let loaded = page.script(MODULES, vec![]).await;
    let loaded = loaded.as_array().unwrap().iter().map(|file| {
        let name = file[0].as_str().unwrap().to_owned();
        (name, file[1].as_f64().unwrap() < 0.0)
    });
    let (before, after): (Vec<_>, Vec<_>) = loaded.partition(|(_, before)| *before);
    [before, after].map(|files| files.into_iter().map(|(name, _)| name).collect())
}

/// Waits until the whole has been fetched ahead, to its last byte.
async fn is_fetched_ahead(page: &Page) {
    let ends = "return performance.getEntriesByName('rankscope:ahead').length > 0;";
    page.waits_until("the rest of the page", ends).await;
}

#[test]
fn the_whole_is_fetched_when_the_page_is_idle_and_opens_without_a_request() {
    for (query, own) in [("", "start"), ("view=explore", "explore")] {
        browse(async |page| {
            page.open(query).await;
            is_fetched_ahead(page).await;
            let [before, after] = modules(page).await;
            assert!(before.iter().all(|name| name == own), "{before:?}");
            assert!(!before.is_empty());
            assert_eq!(after, ["full"]);
            // It changes nothing of what is shown.
            let styles =
                "return [...document.styleSheets].filter(({ href }) => href?.includes('/views-'))
                .map(({ media }) => media.mediaText);";
            assert_eq!(page.script(styles, vec![]).await, json!(["not all"]));
            let asked = page.requests();
            for view in ["train", "explore", "start"] {
                page.script(
                    &format!("document.querySelector('#view-{view}').click();"),
                    vec![],
                )
                .await;
                let there = format!(
                    "return document.querySelector('#view-{view}').ariaCurrent === 'page';"
                );
                page.waits_until(view, &there).await;
                page.settles().await;
            }
            let mut again = page.requests();
            again.drain(..asked.len());
            // Each worker imports the JavaScript for itself, from the browser's cache where it may be kept.
            again.retain(|path| {
                let file = path.rsplit('/').next().unwrap_or_default();
                ["full-", "views-", "explore-"]
                    .iter()
                    .any(|part| file.starts_with(part))
                    && Path::new(file).extension() != Some("js".as_ref())
            });
            assert_eq!(again, [""; 0]);
            assert_eq!(page.script(styles, vec![]).await, json!(["all"]));
            assert_eq!(page.console_errors().await, [""; 0]);
        });
    }
}

#[test]
fn the_whole_is_fetched_ahead_where_no_other_worker_may_start() {
    browse(async |page| {
        page.visit("fault/one-worker/?view=explore").await;
        page.settles().await;
        is_fetched_ahead(page).await;
        assert_eq!(page.script("return refused > 0;", vec![]).await, true);
        page.click("#matrices-facts").await;
        page.sees("#matrices-summary", "facts").await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn nothing_is_fetched_ahead_for_who_saves_data_and_for_a_figure_in_another_page() {
    for address in [
        "fault/saves-data/",
        "fault/saves-data/?view=explore",
        "?embed=scaling",
    ] {
        browse(async |page| {
            page.visit(address).await;
            page.settles().await;
            page.script_later(IDLE).await;
            let [_, after] = modules(page).await;
            assert_eq!(after, [""; 0], "{address}");
            if address.ends_with("view=explore") {
                // What is asked for comes all the same.
                page.click("#matrices-facts").await;
                page.sees("#matrices-summary", "facts").await;
            }
        });
    }
}

#[test]
fn the_whole_takes_over_where_the_reader_is() {
    browse(async |page| {
        page.open("alpha=8&noise=0.05").await;
        page.click("#pin").await;
        page.type_in("noise", "0.2").await;
        page.settles().await;
        page.script(
            "window.stays = true; document.querySelector('#matrices').scrollIntoView();",
            vec![],
        )
        .await;
        page.click("#matrices-facts").await;
        page.sees("#matrices-summary", "facts").await;
        page.settles().await;
        page.waits_until(
            "the same place, the same focus, the same document",
            "return window.stays && scrollY > 300 && document.activeElement.id === 'matrices-facts';",
        )
        .await;
        assert_eq!(
            page.query().await,
            "noise=0.2&alpha=8&matrices=facts&pin_a=noise%3D0.05%26alpha%3D8"
        );
        assert_eq!(page.text("#pin-a span").await, "noise 0.05 → 0.2");
        assert_eq!(page.reads("table-scaling", 1, "lora").await, 8.0);
        page.drag("alpha", 64.0).await;
        page.settles().await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn what_was_said_stays_said_when_the_whole_takes_over() {
    browse(async |page| {
        page.open("view=explore&d=9999&nonsense=1").await;
        let said = page.text("#notices").await;
        assert!(said.contains("rows d: 9999 is now 1024"), "{said}");
        page.click("#matrices-facts").await;
        page.sees("#matrices-summary", "facts").await;
        assert_eq!(page.text("#notices").await, said);
        page.click("#dismiss-notices").await;
        page.waits_until(
            "the notices to go",
            "return document.querySelector('#notices').closest('[role=status]').hidden;",
        )
        .await;
    });
}

#[test]
fn a_link_that_needs_the_whole_loads_it_straight_away() {
    browse(async |page| {
        page.open("script=numpy").await;
        assert!(
            page.text("#code-numpy")
                .await
                .contains("import numpy as np")
        );
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn an_address_loads_the_module_it_needs_and_no_other() {
    for (query, module) in [
        ("", "start"),
        ("view=start&r_low=8", "start"),
        ("view=explore&alpha=8", "explore"),
        ("view=train&view=explore", "explore"),
        ("view=train", "full"),
        ("view=claims", "full"),
        ("pin_a=noise%3D0.2", "full"),
    ] {
        browse(async |page| {
            page.visit(&format!("?{query}")).await;
            page.settles().await;
            let [loaded, _] = modules(page).await;
            assert!(!loaded.is_empty());
            assert!(
                loaded.iter().all(|name| name == module),
                "{query}: {loaded:?}"
            );
        });
    }
}

#[test]
fn when_the_whole_cannot_be_fetched_the_page_says_so_and_works_on() {
    browse(async |page| {
        page.visit("fault/whole-missing/?view=explore").await;
        page.settles().await;
        // Nobody has asked for it yet, so nobody is told.
        page.script_later(IDLE).await;
        assert_eq!(page.text("#boot-problem").await, "");
        page.click("#matrices-style").await;
        page.sees("#boot-problem", "could not be loaded").await;
        page.click("#matrices-hidden").await;
        page.drag("alpha", 64.0).await;
        page.settles().await;
    });
}

#[test]
fn when_the_whole_stalls_the_page_says_so_works_on_and_asks_again() {
    browse(async |page| {
        page.visit("fault/whole-stalled/?view=explore").await;
        page.settles().await;
        page.click("#matrices-style").await;
        page.sees("#boot-problem", "takes long to load").await;
        page.drag("alpha", 64.0).await;
        page.settles().await;
        page.sees("#boot-problem", "could not be loaded").await;
        page.click("#matrices-hidden").await;
        page.click("#matrices-facts").await;
        page.sees("#matrices-summary", "facts").await;
        page.settles().await;
    });
}
