//! From what a first visit loads to the whole: the reader notices nothing but what they asked for.

use crate::harness::browse;

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
            let loaded = page
                .script(
                    "const files = performance.getEntriesByType('resource').map(({ name }) => name);
                     return files.filter(name => name.endsWith('.wasm')).map(name => name.split('/').at(-1).split('-')[0]);",
                    vec![],
                )
                .await;
            let loaded = loaded.as_array().unwrap().clone();
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
