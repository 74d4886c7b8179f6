//! The history against a browser with a list of entries, and against a model with a list of states.

mod model;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use self::model::Page;
use super::heading::STEP_LOST_AFTER_MS;
use super::*;

#[derive(Clone, Debug)]
enum Step {
    Edit(u8),
    Change(u8),
    Wait(u16),
    Undo,
    Redo,
    /// Undo and redo before the browser follows.
    Presses(Vec<bool>),
    /// A reload, or another module of the page that takes over.
    Reload,
    Crash,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..5u8).prop_map(Step::Edit),
        4 => (0..5u8).prop_map(Step::Change),
        4 => (0..900u16).prop_map(Step::Wait),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
        2 => prop::collection::vec(any::<bool>(), 2..5).prop_map(Step::Presses),
        1 => Just(Step::Reload),
        1 => Just(Step::Crash),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20_000,
        failure_persistence: None,
        // Seeded, so that a failure is the change's own.
        rng_seed: RngSeed::Fixed(42),
        ..ProptestConfig::default()
    })]

    /// Any sequence of change, wait, undo, redo, upgrade and reload keeps every settled state
    /// reachable and the buttons true.
    #[test]
    fn every_settled_state_stays_reachable_and_the_buttons_true(
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let mut page = Page::open();
        for step in steps {
            match step {
                Step::Edit(value) => page.edit(&format!("alpha={value}"), false),
                Step::Change(value) => page.edit(&format!("alpha={value}"), true),
                Step::Wait(ms) => page.wait(f64::from(ms)),
                Step::Undo => page.step(true),
                Step::Redo => page.step(false),
                Step::Presses(presses) => page.steps(&presses),
                Step::Reload => page.begin_anew(true),
                Step::Crash => page.begin_anew(false),
            }
            page.check();
        }
        page.walk();
    }

    /// Browsers refuse more than a hundred writes in half a minute.
    #[test]
    fn the_address_is_not_written_too_often(pauses in prop::collection::vec(1..60u16, 50..400)) {
        let mut page = Page::open();
        let (mut writes, mut value) = (0, 0);
        for pause in &pauses {
            value += 1;
            page.shown.query = format!("alpha={value}");
            page.shown.edits += 1;
            page.shown.changes += 1;
            let mut commands = page.history.observe(&page.shown, page.now);
            page.now += f64::from(*pause);
            commands.extend(page.history.advance(page.now));
            writes += commands
                .iter()
                .filter(|command| matches!(command, HistoryCommand::Push { .. } | HistoryCommand::Replace { .. }))
                .count();
        }
        let half_minutes = page.now / 30_000.0;
        prop_assert!(writes as f64 <= 2.0 + 100.0 * half_minutes, "{writes}");
    }
}

#[test]
fn back_at_once_after_a_change_gives_the_settled_state() {
    let mut page = Page::open();
    page.edit("alpha=32", true);
    page.wait(1_000.0);
    page.edit("alpha=64", true);
    page.go(-1);
    assert_eq!(page.shown.query, "alpha=32");
    page.go(1);
    assert_eq!(page.shown.query, "alpha=64");
    page.go(-1);
    page.go(-1);
    assert_eq!(page.shown.query, "");
}

#[test]
fn undo_pressed_twice_before_the_browser_follows_takes_both_steps_and_no_third() {
    let mut page = Page::open();
    for alpha in ["alpha=32", "alpha=64"] {
        page.edit(alpha, true);
        page.wait(1_000.0);
    }
    page.steps(&[true; 5]);
    assert_eq!(page.shown.query, "");
    page.check();
}

#[test]
fn a_step_that_the_browser_declines_is_forgotten() {
    let mut page = Page::open();
    page.edit("alpha=32", true);
    page.wait(1_000.0);
    let back = [HistoryCommand::Go(-1)];
    assert_eq!(page.history.undo(page.now), back);
    assert_eq!(page.history.undo(page.now + 100.0), []);
    assert_eq!(page.history.undo(page.now + STEP_LOST_AFTER_MS), back);
    assert_eq!(page.history.undo(page.now), back, "on a clock set back");
}

#[test]
fn a_drag_that_back_interrupts_comes_back_as_it_was_last_seen() {
    let mut page = Page::open();
    page.edit("noise=0.1", false);
    page.now += 20.0;
    page.edit("noise=0.2", false);
    // The browser's own Back, which asks nobody.
    page.go(-1);
    assert_eq!(page.shown.query, "");
    page.go(1);
    assert_eq!(page.shown.query, "noise=0.2");
}

#[test]
fn another_module_that_takes_over_at_once_knows_what_can_be_undone() {
    let mut page = Page::open();
    page.edit("matrices=style", true);
    page.now += 310.0;
    page.begin_anew(true);
    assert_eq!(
        page.history.position(),
        Position {
            behind: 1,
            ahead: 0
        }
    );
}

#[test]
fn redo_is_there_after_a_reload() {
    let mut page = Page::open();
    page.edit("alpha=32", true);
    page.wait(1_000.0);
    page.step(true);
    page.begin_anew(true);
    assert_eq!(
        page.history.position(),
        Position {
            behind: 0,
            ahead: 1
        }
    );
    page.step(false);
    assert_eq!(page.shown.query, "alpha=32");
}

#[test]
fn a_link_to_a_fragment_is_an_entry_of_its_own() {
    let mut page = Page::open();
    page.edit("alpha=32", true);
    page.wait(1_000.0);
    page.browser.entries.truncate(page.browser.shown + 1);
    page.browser.entries.push(("alpha=32".to_owned(), None));
    page.go(1);
    assert_eq!(page.history.position().behind, 2);
    assert_eq!(page.browser.entries[page.browser.shown].1, Some(2));
}

#[test]
fn a_correction_by_the_page_is_no_change() {
    let mut page = Page::open();
    page.shown.query = "id=elbow".to_owned();
    let commands = page.history.observe(&page.shown, page.now);
    page.browser.carry_out(commands);
    assert_eq!(page.browser.entries.len(), 1);
    assert_eq!(page.browser.entries[0].0, "id=elbow");
}

#[test]
fn a_frame_leaves_the_history_around_it_alone() {
    let (mut history, commands) = History::open("embed=error", None, None, false);
    assert_eq!(commands, []);
    let shown = Observation {
        query: "embed=error&alpha=32".to_owned(),
        edits: 1,
        changes: 1,
    };
    let commands = history.observe(&shown, 0.0);
    assert!(
        commands
            .iter()
            .all(|command| matches!(command, HistoryCommand::Replace { .. })),
        "{commands:?}"
    );
    assert_eq!(history.position(), Position::default());
}

#[test]
fn a_clock_that_is_set_back_delays_nothing() {
    let mut page = Page::open();
    page.now = 7_200_000.0;
    page.edit("alpha=32", true);
    page.now = 0.0;
    page.edit("alpha=64", true);
    page.wait(COMMIT_AFTER_MS);
    assert_eq!(page.browser.entries[page.browser.shown].0, "alpha=64");
    page.edit("alpha=8", true);
    page.check();
    assert_eq!(page.history.position().behind, 2);
}
