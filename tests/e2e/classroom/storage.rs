use serde_json::json;

use crate::harness::browse;

/// Leaves no room in the page's storage, not for a letter.
const FILL: &str = "
    for (let size = 1 << 24, piece = 0; size >= 1;) {
        try {
            localStorage.setItem(`filler-${piece++}`, 'x'.repeat(size));
        } catch {
            size >>= 1;
        }
    }";

#[test]
fn two_tabs_on_one_lesson_keep_what_is_done_in_either() {
    browse(async |page| {
        page.opens_lesson("").await;
        // The same page in a frame shares the storage as another tab does, and hears of it the same way.
        page.script(
            "const frame = document.createElement('iframe');
             frame.id = 'other-tab';
             frame.src = '?view=exercises&id=long-tail-or-noise';
             document.body.append(frame);",
            vec![],
        )
        .await;
        let inside = "document.querySelector('#other-tab').contentDocument";
        let guess = format!("return !!{inside}?.querySelector('#guess-1');");
        page.waits_until("the other tab", &guess).await;
        page.presses_button("#open-the-elbow").await;
        page.guesses(0).await;
        for press in ["#guess-1", "#commit-guess"] {
            let press = format!("{inside}.querySelector('{press}').click();");
            page.script(&press, vec![]).await;
            let chosen = format!("return {inside}.querySelector('#guess-1').checked;");
            page.waits_until("the choice in the other tab", &chosen)
                .await;
        }
        let begun = "return ['the-elbow', 'long-tail-or-noise'].every(id =>
            (localStorage.getItem('rankscope:lesson:course:42') ?? '').includes(`\"${id}\"`));";
        page.waits_until("both in the storage", begun).await;
        // The first tab has heard of it, and what it writes next keeps it.
        page.presses_button("#back-to-list").await;
        page.sees("[data-id='long-tail-or-noise'] .outcome", "begun")
            .await;
        page.script("document.querySelector('#other-tab').remove();", vec![])
            .await;
        page.presses_button("#open-cut-or-trained").await;
        page.guesses(0).await;
        let there = "return location.search.includes('id=cut-or-trained');";
        page.waits_until("the address", there).await;
        page.reload().await;
        page.presses_button("#back-to-list").await;
        for id in ["the-elbow", "long-tail-or-noise", "cut-or-trained"] {
            page.sees(&format!("[data-id='{id}'] .outcome"), "begun")
                .await;
        }
    });
}

#[test]
fn a_tab_that_slept_writes_beside_what_others_wrote_meanwhile() {
    browse(async |page| {
        page.opens_lesson("").await;
        // Written behind its back: a document does not hear of what it writes itself.
        page.script(
            "localStorage.setItem('rankscope:lesson:course:42', JSON.stringify({ version: 1, records: {
                'long-tail-or-noise': { guess: 1, tries: 3, hints: 0, solved: true } } }));",
            vec![],
        )
        .await;
        page.presses_button("#open-the-elbow").await;
        page.guesses(0).await;
        page.presses_button("#back-to-list").await;
        page.sees(
            "[data-id='long-tail-or-noise'] .outcome",
            "solved after 3 tries",
        )
        .await;
        page.sees("[data-id='the-elbow'] .outcome", "begun").await;
    });
}

#[test]
fn a_browser_that_keeps_nothing_is_said_and_what_cannot_be_read_is_set_aside() {
    browse(async |page| {
        page.visit("fault/no-storage/?view=exercises").await;
        page.sees("#shelf-problem", "does not let this page keep anything")
            .await;
        page.presses_button("#go-on").await;
        page.guesses(0).await;

        page.opens_lesson("").await;
        let place = "rankscope:lesson:course:42";
        let spoil = "localStorage.setItem(arguments[0], '{ broken');";
        page.script(spoil, vec![json!(place)]).await;
        page.reload().await;
        page.sees("#shelf-problem", "could not be read").await;
        let kept = "return localStorage.getItem(arguments[0] + ':unreadable');";
        assert_eq!(page.script(kept, vec![json!(place)]).await, "{ broken");

        page.script(FILL, vec![]).await;
        page.write("#student-name", "Ada").await;
        page.leaves_field().await;
        page.sees("#shelf-problem", "no room left to keep your name")
            .await;
        page.presses_button("#go-on").await;
        page.guesses(0).await;
        page.sees("#shelf-problem", "your progress will not be kept")
            .await;
        page.sees("#shelf-problem", "no room left to keep your name")
            .await;
    });
}
