//! The page stays at hand while the largest matrices are being decomposed.

use crate::harness::browse;

/// The longest task of the page's own thread. A decomposition there takes seconds. The benchmark holds
/// the budget of 50 ms on a quiet machine; here two browsers and a worker share two cores, which
/// stretches every task.
const LONGEST_TASK_MS: f64 = 250.0;

/// Firefox and `WebKit` tell nothing of tasks; there the wait between two frames is looked at.
const WATCH: &str = "
    window.longest = 0;
    const note = ms => { window.longest = Math.max(window.longest, ms); };
    if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
        new PerformanceObserver(list => list.getEntries().forEach(({ duration }) => note(duration)))
            .observe({ type: 'longtask' });
        return 'tasks';
    }
    let last = performance.now();
    const frame = now => { note(now - last); last = now; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
    return 'frames';";
/// The longest wait between two frames, which in these engines the worker's own work delays too: on two
/// cores `WebKit` paints beside it about twice a second.
const LONGEST_FRAME_MS: f64 = 1000.0;

#[test]
fn at_the_largest_size_the_page_says_it_is_computing_and_stays_at_hand() {
    browse(async |page| {
        page.open("view=explore").await;
        let watched = page.script(WATCH, vec![]).await;
        page.type_in("d", "1024").await;
        page.type_in("k", "1024").await;
        page.becomes("computing").await;

        // Everything that needs no decomposition goes on meanwhile.
        let alpha = page.drag("alpha", 64.0).await;
        page.waits_until(
            "the link to follow",
            "return location.search.includes('alpha');",
        )
        .await;
        page.becomes("computing").await;

        page.settles().await;
        assert_eq!(page.reads("table-setup", None, "max_rank").await, 1024.0);
        assert_eq!(page.reads("table-scaling", 1, "lora").await, alpha);
        let longest = page
            .script("return window.longest;", vec![])
            .await
            .as_f64()
            .unwrap();
        let most = if watched == "tasks" {
            LONGEST_TASK_MS
        } else {
            LONGEST_FRAME_MS
        };
        assert!(longest <= most, "{watched}: {longest} ms");
    });
}

#[test]
fn a_long_computation_gives_way_to_a_short_one() {
    browse(async |page| {
        page.open("view=explore").await;
        page.type_in("d", "1024").await;
        page.type_in("k", "1024").await;
        page.becomes("computing").await;
        page.type_in("k", "16").await;
        page.settles().await;
        assert_eq!(page.reads("table-setup", None, "max_rank").await, 16.0);
    });
}
