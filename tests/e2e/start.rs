//! Start: the document before any script, the rank to take hold of, the story.

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::key::Key;
use serde_json::json;
use std::time::Duration;

use crate::harness::{Ability, Page, browse, browse_without_scripts};
use crate::oracle::experiments;

/// What the headline says of an update, in percent with all digits.
async fn kept(page: &Page, update: &str) -> f64 {
    let script = "return document.querySelector(arguments[0]).dataset.value;";
    let cell = format!("#headline [data-column={update}]");
    let value = page.script(script, vec![json!(cell)]).await;
    value.as_str().unwrap().parse().unwrap()
}

/// Gives the slider a value, as assistive technology does.
async fn set_rank(page: &Page, rank: usize) {
    let script = "const slider = document.querySelector('#hero-rank');
        slider.value = arguments[0];
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        slider.dispatchEvent(new Event('change', { bubbles: true }));";
    page.script(script, vec![json!(rank)]).await;
    let there = format!("return document.querySelector('.scrub').textContent === '{rank}';");
    page.waits_until(&format!("rank {rank}"), &there).await;
}

#[test]
fn the_headline_holds_numpys_numbers_at_every_rank() {
    let all = experiments();
    let numpy = all
        .iter()
        .find(|experiment| experiment.name == "the defaults");
    let numpy = numpy.expect("the defaults");
    browse(async |page| {
        page.open("").await;
        for (update, measured) in [("style", &numpy.style), ("facts", &numpy.facts)] {
            let mut compared = 0;
            for at in &measured.ranks {
                set_rank(page, at.rank).await;
                let ours = kept(page, update).await;
                let numpy = 100.0 * at.energy;
                let gap = (ours - numpy).abs();
                assert!(gap <= 1e-9 * numpy, "{update} {}: {ours}", at.rank);
                compared += 1;
            }
            assert!(compared >= 5);
        }
    });
}

#[test]
fn a_bare_address_opens_start_and_a_parameter_opens_explore() {
    browse(async |page| {
        page.open("").await;
        assert!(
            page.headline()
                .await
                .starts_with("Of two simulated updates, rank")
        );
        assert_eq!(page.query().await, "");
        page.open("alpha=32").await;
        page.sees("#figure-error", "Reconstruction error").await;
        page.open("view=claims").await;
        let title = page.script("return document.title;", vec![]).await;
        assert_eq!(title, "Evidence – Rankscope");
    });
}

#[test]
fn the_rank_is_dragged_on_the_slide_rule_and_stays_in_the_link() {
    browse(async |page| {
        page.open("").await;
        let place = "const { left, width } = document.querySelector('.energy-rule').getBoundingClientRect();
            const { top, height } = document.querySelector('.energy').getBoundingClientRect();
            return [left, width, top + height - 40];";
        let place = page.script(place, vec![]).await;
        let [left, width, y] = [0, 1, 2].map(|at| place[at].as_f64().unwrap());
        // Ranks stand at their powers of two: 64 has six.
        let x = |power: f64| left + width * power / 6.0;
        let to = |x: f64| PointerAction::MoveTo {
            duration: Some(Duration::ZERO),
            x,
            y,
        };
        let drag = MouseActions::new("hand".to_owned())
            .then(to(x(2.0)))
            .then(PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            })
            .then(to(x(3.0)))
            .then(to(x(4.0)))
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        page.client.perform_actions(drag).await.unwrap();
        page.is_at("r_low=16&view=start").await;
        assert!((kept(page, "facts").await - 50.8483).abs() < 1e-3);
        page.client.back().await.unwrap();
        page.is_at("").await;
        assert!((kept(page, "facts").await - 14.9368).abs() < 1e-3);
    });
}

#[test]
fn the_keyboard_moves_the_rank_and_a_screen_reader_hears_what_it_keeps() {
    browse(async |page| {
        page.open("").await;
        page.script("document.querySelector('#hero-rank').focus();", vec![])
            .await;
        page.presses(Key::Right).await;
        page.sees("#headline", "5").await;
        page.presses(Key::PageUp).await;
        let spoken =
            "const text = document.querySelector('#hero-rank').getAttribute('aria-valuetext');
            return text.startsWith('rank 10: keeps 99.') && text.includes('of facts');";
        page.waits_until("the spoken value", spoken).await;
    });
}

#[test]
fn the_number_in_the_headline_is_a_slider_too() {
    browse(async |page| {
        page.open("").await;
        page.script(
            "document.querySelector('#headline .scrub').focus();",
            vec![],
        )
        .await;
        page.presses(Key::End).await;
        page.sees("#headline", "100").await;
        page.is_at("r_low=64&view=start").await;
    });
}

#[test]
fn at_every_width_there_is_a_handle_to_take_hold_of() {
    browse(async |page| {
        for width in [1440, 820, 390] {
            page.resize(width, 844).await;
            page.open("").await;
            let there = "
                const ink = getComputedStyle(document.querySelector('#headline .scrub')).backgroundColor;
                const rule = document.querySelector('.energy-rule').getBoundingClientRect();
                return ink !== 'rgba(0, 0, 0, 0)' && rule.width > 100 && rule.height > 40;";
            assert_eq!(page.script(there, vec![]).await, true, "{width}");
        }
    });
}

#[test]
fn the_heat_maps_follow_the_rank() {
    browse(async |page| {
        page.open("").await;
        let painted = "return [...document.querySelectorAll('.maps canvas')].length === 6
            && !document.querySelector('.still').children.length;";
        page.waits_until("six painted maps", painted).await;
        let pixels = "return [...document.querySelectorAll('.maps canvas')].map(map => {
            const { data } = map.getContext('2d').getImageData(0, 0, map.width, map.height);
            return data.reduce((sum, value, at) => (sum * 31 + value * (at % 7 + 1)) % 1000003, 0);
        });";
        let before = page.script(pixels, vec![]).await;
        set_rank(page, 40).await;
        let changed = async || {
            let now = page.script(pixels, vec![]).await;
            let same: Vec<bool> = (0..6).map(|at| now[at] == before[at]).collect();
            // The updates themselves stay; copies and rests change.
            (same == [true, false, false, true, false, false]).then_some(())
        };
        page.wait_for("copies of rank 40", changed).await;
    });
}

#[test]
fn without_scripts_the_page_says_what_it_is_and_shows_its_picture() {
    browse_without_scripts(async |page| {
        page.visit("").await;
        let text = page.text("#first-screen").await;
        for part in [
            "Of two simulated updates, rank 4",
            "99.2",
            "14.9",
            "MarkTechPost",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        if page.can(Ability::Noscript) {
            assert!(text.contains("JavaScript"), "{text}");
        }
        let maps = page
            .script(
                "return document.querySelectorAll('#still .map').length;",
                vec![],
            )
            .await;
        assert_eq!(maps, 6);
    });
}

#[test]
fn what_cannot_start_leaves_the_picture_and_says_what_is_missing() {
    browse(async |page| {
        page.visit("fault/no-wasm/").await;
        page.sees("#boot-problem", "WebAssembly").await;
        let headline = page.text("#first-screen h1").await;
        assert!(headline.contains("99.2"), "{headline}");
    });
}

#[test]
fn nothing_moves_when_the_live_page_takes_the_place_of_the_picture() {
    browse(async |page| {
        // Where everything stands in the document, before any script of the page has run.
        let places = "const of = root => ['h1', '.lede', '.instrument', '.maps', '.energy', '.word']
                .map(part => root.querySelector(part).getBoundingClientRect())
                .map(({ left, top, width, height }) => [left, top, width, height].map(Math.round));";
        for width in [1440, 820, 390] {
            page.resize(width, 844).await;
            page.open("view=explore").await;
            let still = format!(
                "{places}
                 const done = arguments[0];
                 const frame = Object.assign(document.createElement('iframe'), {{ sandbox: 'allow-same-origin', src: location.pathname }});
                 Object.assign(frame.style, {{ position: 'fixed', inset: 0, width: innerWidth + 'px', height: innerHeight + 'px', border: 0 }});
                 frame.addEventListener('load', () => requestAnimationFrame(() => done(of(frame.contentDocument))));
                 document.body.append(frame);"
            );
            let still = page.script_later(&still).await;
            page.open("").await;
            let live = page
                .script(&format!("{places} return of(document);"), vec![])
                .await;
            assert_eq!(still, live, "at {width} px");
            // Nor meanwhile, by the account of an engine that keeps one.
            let shifts = "
                const done = arguments[0];
                if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return done([]);
                new PerformanceObserver((list, self) => {
                    self.disconnect();
                    done(list.getEntries().map(({ value, sources }) => [value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 99))]));
                }).observe({ type: 'layout-shift', buffered: true });
                setTimeout(done, 500, []);";
            assert_eq!(page.script_later(shifts).await, json!([]), "at {width} px");
        }
    });
}

#[test]
fn in_a_high_window_nothing_moves_or_vanishes_when_the_rest_of_the_page_takes_over() {
    browse(async |page| {
        // The story is in sight at once, so the full module takes over by itself.
        page.resize(1350, 1300).await;
        page.visit("fault/watched-frames/").await;
        page.sees(".stage h2", "ΔW = B · A").await;
        page.waits_until(
            "the maps of the full module, and frames that were looked at",
            "return complete > 3 && !document.querySelector('.still > *')
                && document.querySelector('.maps canvas').getContext('2d').getImageData(0, 0, 1, 1).data[3] === 255;",
        )
        .await;
        let seen = page.script("return [torn, shifts];", vec![]);
        assert_eq!(seen.await, json!([0, []]));
    });
}

#[test]
fn the_step_that_is_read_is_in_the_address_and_its_figure_is_shown() {
    browse(async |page| {
        page.open("").await;
        page.script("document.querySelector('#story').scrollIntoView();", vec![])
            .await;
        // The rest of the page is fetched, and takes over where the reader is.
        page.sees(".stage h2", "ΔW = B · A").await;
        page.is_at("view=start&step=1").await;
        // Until then the page keeps the reader where it was taken over.
        page.waits_until(
            "the page to be taken over",
            "return document.querySelector('#page').style.minHeight === '';",
        )
        .await;
        page.script(
            "document.querySelector('#step-2').scrollIntoView({ block: 'center' });",
            vec![],
        )
        .await;
        page.sees(".stage h2", "Singular values of style").await;
        page.click("#deed-2").await;
        page.is_at("noise=0.2&view=start&step=2").await;
        page.sees("#deed-2", "Back to noise").await;
    });
}

#[test]
fn a_link_to_a_step_opens_there() {
    browse(async |page| {
        page.open("view=start&step=3").await;
        page.sees(".stage h2", "Singular values of facts").await;
        page.click("#deed-3").await;
        page.sees(".goal", "It takes rank").await;
        let shown =
            "const { top, bottom } = document.querySelector('#step-3').getBoundingClientRect();
            return top < innerHeight && bottom > 0;";
        page.waits_until("the third step", shown).await;
    });
}

#[test]
fn a_large_matrix_is_averaged_and_says_so() {
    browse(async |page| {
        page.open("view=start&d=200&k=300").await;
        page.sees(".maps-note", "mean of a block").await;
        let size = "return [...document.querySelectorAll('.maps canvas')].every(map => map.width === 64 && map.height === 64);";
        page.waits_until("maps of 64 cells", size).await;
    });
}

#[test]
fn a_zero_update_is_said_and_nothing_breaks() {
    browse(async |page| {
        page.open("view=start&style_max=0&style_min=0&noise=0")
            .await;
        page.sees("#headline", "nothing of style").await;
        page.sees(".lede", "Style is zero").await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}
