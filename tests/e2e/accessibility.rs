//! The page for everyone: no violation that axe-core knows, names and summaries that follow,
//! large text, narrow windows, long work that can be called off.

use serde_json::{Value, json};

use crate::charts::colours_missing;
use crate::checkpoints;
use crate::harness::{Ability, Page, browse};
use crate::views::{self, CHECKPOINTS};

const CHARTS: [&str; 4] = ["spectrum", "variance", "scaling", "error"];
const WIDTHS: [u32; 3] = [1440, 820, 390];
/// The narrowest, at which figures in other pages are looked at: the frame has the width it is given.
const IN_A_FRAME: u32 = 390;

const POINT: &str = "
    document.querySelector('#reader-error')
        .dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true, cancelable: true }));";

/// axe-core's source, fetched by `scripts/tools.sh`.
fn axe() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/.tools/axe/axe.min.js");
    std::fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{path}: {error}. scripts/test.sh fetches it"))
}

async fn has_no_violation(page: &Page, axe: &str, what: &str) {
    page.script(axe, vec![]).await;
    let found = page.script_later("
        const done = arguments[0];
        axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => done(violations.map(
            ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(node => node.html).slice(0, 3).join(' ')}`)));").await;
    assert_eq!(found, json!([]), "{what}");
}

/// Holds every view, with everything open that can be, at every width.
fn axe_finds_nothing(dark: bool) {
    browse(async |page| {
        let axe = axe();
        if dark {
            page.prefer_dark().await;
        }
        for width in WIDTHS {
            page.resize(width, 900).await;
            let embeds = views::embeds().filter(|_| width == IN_A_FRAME);
            for view in views::views().chain(embeds) {
                page.open(view).await;
                open_everything(page, view).await;
                page.at_rest().await;
                let what = format!("“{view}” at {width} px, dark: {dark}");
                has_no_violation(page, &axe, &what).await;
            }
        }
    });
}

#[test]
fn axe_finds_nothing_in_any_view_at_any_width_in_light() {
    axe_finds_nothing(false);
}

#[test]
fn axe_finds_nothing_in_any_view_at_any_width_in_the_dark() {
    axe_finds_nothing(true);
}

async fn open_everything(page: &Page, view: &str) {
    is_complete(page, view).await;
    let open = "
        for (const note of document.querySelectorAll('details')) note.open = true;
        document.querySelector('#guess-0')?.click();
        for (const table of document.querySelectorAll('[id^=open-table]')) table.click();
        document.querySelector('#map-it')?.click();";
    page.script(open, vec![]).await;
    // Once the choice has been taken up.
    let commit = "document.querySelector('#commit-guess')?.click();";
    page.script(commit, vec![]).await;
}

/// Waits for what a view fetches, the sample or the measurements, and brings it the files it waits for.
async fn is_complete(page: &Page, view: &str) {
    if view == CHECKPOINTS {
        return checkpoints::opens_both(page).await;
    }
    let complete = "const adapter = document.querySelector('#adapter'), real = [...document.querySelectorAll('#pretrained, #transformer')];
        return (!adapter || adapter.dataset.open === 'ready')
            && real.every(section => section.dataset.state === 'ready');";
    page.waits_until("the view to be complete", complete).await;
}

#[test]
fn a_word_with_a_note_opens_it_and_escape_gives_the_focus_back() {
    browse(async |page| {
        page.open("view=explore").await;
        let open = "
            const word = document.querySelector('.vocabulary [popovertarget=term-floor]');
            word.focus();
            word.click();
            return document.querySelector('#term-floor').matches(':popover-open');";
        assert_eq!(page.script(open, vec![]).await, true);
        page.presses(fantoccini::key::Key::Escape).await;
        page.waits_until(
            "the note to close and the focus to return",
            "return !document.querySelector('#term-floor').matches(':popover-open')
                && document.activeElement.getAttribute('popovertarget') === 'term-floor';",
        )
        .await;
    });
}

async fn summary(page: &Page, chart: &str) -> String {
    page.text(&format!("#summary-{chart}")).await
}

#[test]
fn each_chart_says_what_it_shows_now() {
    browse(async |page| {
        page.open("view=explore").await;
        for chart in CHARTS {
            let described = "
                const chart = document.querySelector(arguments[0]);
                const text = id => document.getElementById(id).innerText;
                return [text(chart.getAttribute('aria-labelledby')), text(chart.getAttribute('aria-describedby'))];";
            let named = page
                .script(described, vec![json!(format!("#chart-{chart}"))])
                .await;
            assert!(named[0].as_str().is_some_and(|name| name.len() > 5));
            assert_eq!(named[1], summary(page, chart).await);
        }
        assert!(summary(page, "error").await.contains("style 2.99"));
        page.type_in("alpha", "4").await;
        page.settles().await;
        assert!(summary(page, "error").await.contains("style 0.092"));
    });
}

#[test]
fn changes_are_announced_politely_and_at_most_once_a_second() {
    browse(async |page| {
        page.open("view=explore").await;
        let watch = "
            window.said = [];
            const region = document.querySelector('#announcement');
            new MutationObserver(() => window.said.push([performance.now(), region.textContent]))
                .observe(region, { childList: true, characterData: true, subtree: true });
            return region.getAttribute('role');";
        assert_eq!(page.script(watch, vec![]).await, "status");
        page.drag_through("alpha", &[200.0, 2.0, 100.0, 4.0, 80.0])
            .await;
        page.settles().await;
        let last = summary(page, "scaling").await;
        let said = async || {
            let said = page.script("return window.said;", vec![]).await;
            let said = said.as_array().unwrap().clone();
            let latest = said.last()?[1].as_str()?.contains(&last);
            latest.then_some(said)
        };
        let said: Vec<Value> = page.wait_for("the last state to be said", said).await;
        let times: Vec<f64> = said.iter().map(|said| said[0].as_f64().unwrap()).collect();
        // A timer may come a little early by the page's clock, never by a tenth of a second.
        assert!(
            times.windows(2).all(|pair| pair[1] - pair[0] > 900.0),
            "{times:?}"
        );
    });
}

#[test]
fn every_chart_has_its_table() {
    browse(async |page| {
        page.open("view=explore").await;
        for chart in CHARTS {
            page.click(&format!("#open-table-{chart}")).await;
        }
        let floor = page.reads("values-error", 8, "facts_floor").await;
        assert_eq!(floor, page.reads("table-errors", 8, "facts_floor").await);
        assert_eq!(page.reads("values-scaling", 64, "lora").await, 0.25);
        let sigma = page.reads("values-spectrum", 3, "style").await;
        assert_eq!(sigma, page.reads("table-singular-values", 3, "style").await);
        // A thousand ranks are thinned, but what is inspected stays.
        page.open("d=700&k=700&r_low=123").await;
        page.click("#open-table-variance").await;
        page.reads("values-variance", 123, "facts").await;
        page.reads("values-variance", 1, "facts").await;
    });
}

#[test]
fn text_of_twice_the_size_in_a_window_of_320_pixels_is_all_there() {
    browse(async |page| {
        page.resize(320, 700).await;
        for view in views::views().chain(views::embeds()) {
            page.open(view).await;
            is_complete(page, view).await;
            let double = "document.documentElement.style.setProperty('font-size', '200%');";
            page.script(double, vec![]).await;
            page.at_rest().await;
            let outside = "
                const scrolls = element => element && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
                // The box of a group in a picture is each engine's own; its text counts.
                return [...document.querySelectorAll('body *:not(svg *), svg text')]
                    .filter(element => element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element))
                    .map(element => element.outerHTML.slice(0, 100));";
            assert_eq!(page.script(outside, vec![]).await, json!([]), "“{view}”");
        }
    });
}

#[test]
fn who_wants_less_motion_gets_none() {
    browse(async |page| {
        page.prefer("prefers-reduced-motion", "reduce").await;
        page.open("k=1024").await;
        page.type_in("d", "1024").await;
        page.becomes("computing").await;
        let motion = "return Math.max(0, ...document.getAnimations().map(animation => animation.effect.getTiming().duration));";
        let longest = page.script(motion, vec![]).await.as_f64().unwrap();
        assert!(longest <= 1.0, "something moves for {longest} ms");
    });
}

#[test]
fn who_wants_more_contrast_gets_it_in_the_charts_too() {
    browse(async |page| {
        page.open("view=explore").await;
        let line =
            "return getComputedStyle(document.documentElement).getPropertyValue('--line').trim();";
        let before = page.script(line, vec![]).await;
        page.prefer("prefers-contrast", "more").await;
        let stronger = async || (page.script(line, vec![]).await != before).then_some(());
        page.wait_for("stronger lines", stronger).await;
        // The lines of the chart are those of the page, and its curves are still there.
        let colours = ["paper", "line", "ink", "style", "facts"];
        let painted = async || {
            let missing = colours_missing(page, "#chart-error", &colours).await;
            missing.is_empty().then_some(())
        };
        page.wait_for("a chart with more contrast", painted).await;
    });
}

#[test]
fn charts_stay_crisp_at_every_pixel_ratio() {
    browse(async |page| {
        page.open("view=explore").await;
        // A crosshair, so that there is something on the canvases above the charts too.
        page.script(POINT, vec![]).await;
        // A zoom leaves the window as it is and its CSS pixels fewer; a move to another screen may
        // leave those too. The emulated browser tells a page of neither unless the size changes.
        let fractional = page.can(Ability::FractionalRatio);
        for (height, ratio) in [
            (800, 1.0_f64),
            (801, 1.5),
            (600, 2.0),
            (400, 3.0),
            (800, 1.25),
        ] {
            if ratio.fract() != 0.0 && !fractional {
                continue;
            }
            page.zoom(1000, height, ratio).await;
            let crisp = "return [...document.querySelectorAll('.plot canvas')].every(canvas =>
                Math.abs(canvas.width - canvas.clientWidth * devicePixelRatio) < 1.5
                    && Math.abs(canvas.height - canvas.clientHeight * devicePixelRatio) < 1.5)
                && Math.abs(devicePixelRatio - arguments[0]) < 0.01;";
            let look =
                async || (page.script(crisp, vec![json!(ratio)]).await == true).then_some(());
            page.wait_for(&format!("canvases at a ratio of {ratio}"), look)
                .await;
        }
    });
}

#[test]
fn long_work_shows_how_far_it_is_and_can_be_called_off() {
    browse(async |page| {
        page.open("view=explore").await;
        page.type_in("k", "1024").await;
        page.settles().await;
        page.type_in("d", "1024").await;
        page.becomes("computing").await;
        let cancel = "return document.querySelector('#cancel-progress')?.checkVisibility({ visibilityProperty: true });";
        let soon = page.script(cancel, vec![]).await;
        page.waits_until("the way out", cancel).await;
        assert_eq!(soon, false, "a quick change would flicker");
        page.click("#cancel-progress").await;
        page.settles().await;
        assert_eq!(page.query().await, "k=1024");
        // And the page works on.
        page.type_in("d", "32").await;
        page.settles().await;
        assert_eq!(page.reads("table-setup", None, "max_rank").await, 32.0);
    });
}
