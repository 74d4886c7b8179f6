//! On a phone, slider, reading and figure are on one screen, and the verdict is always in view.

use rankscope_lesson::course;
use serde_json::{Value, json};

use super::exercise::exercise;
use crate::harness::{Page, browse};

/// A phone, and a small laptop.
const PHONE: (u32, u32) = (390, 664);
const LAPTOP: (u32, u32) = (1366, 657);

impl Page {
    /// Top and bottom of an element in the window, and the window's height.
    async fn place(&self, selector: &str) -> (f64, f64, f64) {
        let look = "
        const box = document.querySelector(arguments[0])?.getBoundingClientRect();
        return box ? [box.top, box.bottom, innerHeight] : null;";
        let place = self.script(look, vec![json!(selector)]).await;
        let number = |index: usize| place[index].as_f64().expect(selector);
        (number(0), number(1), number(2))
    }

    /// Nothing that stays at an edge of the window lies over it.
    async fn is_uncovered(&self, selector: &str) {
        let look = "
        const element = document.querySelector(arguments[0]), box = element?.getBoundingClientRect();
        return !!box && [box.top + 2, box.bottom - 2]
            .every(y => element.contains(document.elementFromPoint(box.left + 4, y)));";
        let seen = async || {
            let seen = self.script(look, vec![json!(selector)]).await;
            (seen == Value::Bool(true)).then_some(())
        };
        self.wait_for(selector, seen).await;
    }

    async fn is_in_view(&self, selector: &str) {
        let look = "
        const box = document.querySelector(arguments[0])?.getBoundingClientRect();
        return !!box && box.height > 0 && box.top >= -1 && box.bottom <= innerHeight + 1;";
        let seen = async || {
            let seen = self.script(look, vec![json!(selector)]).await;
            (seen == Value::Bool(true)).then_some(())
        };
        self.wait_for(selector, seen).await;
    }
}

#[test]
fn slider_reading_and_figure_are_on_one_screen() {
    browse(async |page| {
        page.resize(PHONE.0, PHONE.1).await;
        for exercise in course::exercises() {
            let id = exercise.id.as_str();
            page.opens_exercise(id).await;
            let drawn = "return !!document.querySelector('.evidence canvas')?.clientHeight;";
            page.waits_until("a figure", drawn).await;
            let scroll = "document.querySelector('.bench').scrollIntoView(); return true;";
            page.script(scroll, vec![]).await;
            page.is_in_view(".evidence .plot").await;
            let (strip, end, height) = page.place(".strip").await;
            let (_, figure, _) = page.place(".evidence .plot").await;
            assert!(
                figure <= strip + 1.0,
                "{id}: the figure ends at {figure}, the strip begins at {strip}"
            );
            assert!(end <= height + 1.0, "{id}: the strip ends at {end}");
            // Nothing of the strip has to be scrolled to.
            let whole = "
            const strip = document.querySelector('.strip');
            return strip.scrollHeight <= strip.clientHeight + 1;";
            assert_eq!(page.script(whole, vec![]).await, true, "{id}");
            for part in ["#readings", "#exercise-controls", "#check-answer"] {
                page.is_in_view(part).await;
            }
            // No choice is cut off at the side.
            let cut = "
            return [...document.querySelectorAll('.strip .switch')]
                .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1).length;";
            assert_eq!(page.script(cut, vec![]).await, 0, "{id}");
        }
    });
}

#[test]
fn after_the_guess_the_task_stands_between_figure_and_strip() {
    browse(async |page| {
        page.resize(PHONE.0, PHONE.1).await;
        for exercise in course::exercises() {
            let id = exercise.id.as_str();
            page.opens_exercise(id).await;
            page.is_uncovered("#question").await;
            for part in [
                ".evidence .plot",
                "#readings",
                "#exercise-controls",
                "#check-answer",
            ] {
                page.is_in_view(part).await;
            }
            let (_, figure, _) = page.place(".evidence").await;
            let (task, end, _) = page.place("#question").await;
            let (strip, _, _) = page.place(".strip").await;
            assert!(
                figure <= task + 1.0 && end <= strip + 1.0,
                "{id}: {figure} {task} {end} {strip}"
            );
        }
    });
}

#[test]
fn curves_have_their_names_on_a_phone() {
    browse(async |page| {
        page.resize(PHONE.0, PHONE.1).await;
        for (id, names) in [
            ("long-tail-or-noise", json!(["facts", "style"])),
            (
                "cut-or-trained",
                json!(["cut to rank r", "trained at rank r"]),
            ),
        ] {
            page.opens_exercise(id).await;
            let shown = format!(
                "return JSON.stringify([...document.querySelectorAll('.curve-names li')]
                    .filter(entry => entry.checkVisibility()).map(entry => entry.textContent.trim()))
                    === JSON.stringify({names});"
            );
            page.waits_until("the names", &shown).await;
        }
    });
}

#[test]
fn a_stop_of_a_goal_is_as_wide_as_a_finger() {
    browse(async |page| {
        page.resize(PHONE.0, PHONE.1).await;
        for id in ["long-tail-or-noise", "twice-is-as-bad", "collapse-or-slow"] {
            page.opens_exercise(id).await;
            let narrow = "
            const sliders = [...document.querySelectorAll('#exercise-controls input[type=range]')];
            return sliders
                .map(({ clientWidth, min, max, step }) => (clientWidth * step) / (max - min))
                .filter(width => width < 24);";
            let narrow = page.script(narrow, vec![]).await;
            assert_eq!(narrow, json!([]), "{id}");
        }
    });
}

#[test]
fn the_verdict_comes_into_view_on_a_phone_and_on_a_desk() {
    browse(async |page| {
        for (width, height) in [PHONE, LAPTOP] {
            page.resize(width, height).await;
            page.opens_exercise("the-elbow").await;
            page.write("#answer", "60").await;
            // The button is the last that is in sight.
            let last = "document.querySelector('#check-answer').scrollIntoView({ block: 'end' }); return true;";
            page.script(last, vec![]).await;
            page.presses_button("#check-answer").await;
            page.sees("#verdict.wrong", "Not yet.").await;
            page.is_in_view("#verdict .go-on").await;
            page.is_uncovered("#verdict .go-on").await;
            let announced =
                "return document.querySelector('#verdict [role=status]')?.textContent.length > 0;";
            page.waits_until("an announcement", announced).await;
        }
    });
}

#[test]
fn the_layers_of_real_adapters_open_one_by_one() {
    browse(async |page| {
        page.resize(PHONE.0, PHONE.1).await;
        let adapters = exercise("a-real-adapter");
        page.opens_exercise(adapters.id.as_str()).await;
        let open = |layers: usize| {
            format!(
                "return document.querySelector('#summary-exercise-differences')?.textContent.startsWith('{layers} of');"
            )
        };
        page.waits_until("one layer", &open(1)).await;
        page.presses_button("#open-layer").await;
        page.waits_until("two layers", &open(2)).await;
        let slider = "return document.querySelector('#slider-layer')?.ariaValueText === '2';";
        page.waits_until("the slider", slider).await;
        page.presses_button("#open-layers").await;
        page.waits_until("all layers", &open(14)).await;
    });
}
