//! The focus goes on where what had it is gone.

use super::exercise::exercise;
use crate::harness::{Page, browse};

impl Page {
    async fn has_focus(&self, what: &str) {
        let there = format!("return document.activeElement?.matches('{what}') === true;");
        self.waits_until(what, &there).await;
    }

    /// Presses a button as a keyboard does.
    async fn presses_focused(&self, selector: &str) {
        let press = format!(
            "const button = document.querySelector('{selector}');
             button?.focus();
             button?.click();
             return !!button;"
        );
        self.waits_until(selector, &press).await;
    }
}

#[test]
fn after_the_guess_the_focus_is_on_the_task_and_after_the_last_hint_on_that() {
    browse(async |page| {
        let elbow = exercise("the-elbow");
        page.visit("?view=exercises&id=the-elbow").await;
        page.sees("#exercise-title", &elbow.title).await;
        page.presses_button("#guess-0").await;
        page.presses_focused("#commit-guess").await;
        page.has_focus("#asked").await;
        let hints = elbow.hints.len() + usize::from(elbow.worked.is_some());
        for open in 1..=hints {
            page.presses_focused("#show-hint").await;
            let there = format!("return document.querySelectorAll('#hints li').length === {open};");
            page.waits_until("a hint", &there).await;
        }
        page.has_focus("#hints li:last-child").await;
    });
}

#[test]
fn begun_again_the_focus_is_on_the_heading() {
    browse(async |page| {
        page.opens_exercise("long-tail-or-noise").await;
        page.solves(&exercise("long-tail-or-noise"), "").await;
        page.presses_focused("#do-again").await;
        page.waits_until(
            "the guess",
            "return !!document.querySelector('#commit-guess');",
        )
        .await;
        page.has_focus("#exercise-title").await;
    });
}

#[test]
fn once_all_layers_are_open_the_focus_is_on_the_word_of_it() {
    browse(async |page| {
        page.opens_exercise("a-real-adapter").await;
        page.presses_focused("#open-layers").await;
        page.has_focus("#layers-open").await;
        page.sees("#layers-open", "All layers are open").await;
    });
}
