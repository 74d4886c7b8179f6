use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rankscope_adapter::save::{Options, SaveError};
use rankscope_engine::supervisor::Fault;

use super::super::run::{AHEAD, Failure};
use super::super::session::{Ended, SaveEvent, SaveState, WriteFault};
use super::Source;
use super::browser::{Browser, Disk};

/// Enough for ten batches.
const PAIRS: usize = 600;

fn ended<'b>(browser: &'b Browser<'_>) -> &'b Ended {
    match browser.state() {
        SaveState::Ended(_, ended) => ended,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_is_written_in_order_whatever_order_it_is_made_in() {
    let source = Source::of(PAIRS);
    let whole = Disk::Whole(source.saved(&source.plan(&Options::PORTABLE)));
    let mut browser = Browser::new(&source, 2);
    browser.saves();
    while browser.state().is_busy() {
        match browser.requests.len() {
            0 => browser.writes(Ok(())),
            // The youngest first, as long as there is one.
            requests => browser.answers(requests - 1),
        }
    }
    assert_eq!(browser.disk, whole);
    let SaveState::Saved(saved) = browser.state() else {
        panic!("{:?}", browser.state());
    };
    assert_eq!(saved.written.rounding.len(), PAIRS);
}

#[test]
fn no_more_is_made_ahead_than_is_stated() {
    let source = Source::of(PAIRS);
    let mut browser = Browser::new(&source, 2);
    browser.saves();
    // Nothing is written, so sooner or later nothing more is made.
    while !browser.requests.is_empty() {
        browser.answers(0);
    }
    assert_eq!(browser.most_held, 2 * AHEAD);
    browser.finishes();
    assert!(matches!(browser.disk, Disk::Whole(_)));
    assert_eq!(browser.most_held, 2 * AHEAD);
}

#[test]
fn progress_counts_the_layers_that_are_written() {
    let source = Source::of(PAIRS);
    let mut browser = Browser::new(&source, 1);
    browser.saves();
    let mut last = 0;
    while browser.state().is_busy() {
        if let SaveState::Writing { done, all, .. } = browser.state() {
            assert!(*done >= last && *all == PAIRS);
            last = *done;
        }
        if browser.pending.is_some() {
            browser.writes(Ok(()));
        } else {
            browser.answers(0);
        }
    }
    assert_eq!(last, PAIRS);
}

#[test]
fn a_dialog_that_is_dismissed_leaves_all_as_it_was() {
    let source = Source::of(1);
    let mut browser = Browser::new(&source, 2);
    browser.happens(SaveEvent::Asked(source.ask()));
    browser.happens(SaveEvent::Dismissed);
    assert_eq!(browser.state(), &SaveState::Nothing);
    browser.saves();
    browser.finishes();
    assert!(matches!(browser.disk, Disk::Whole(_)));
}

#[test]
fn what_was_saved_is_forgotten_with_its_adapter_and_a_save_under_way_is_not() {
    let source = Source::of(PAIRS);
    let mut browser = Browser::new(&source, 2);
    browser.saves();
    browser.happens(SaveEvent::Replaced);
    assert!(browser.state().is_busy());
    browser.finishes();
    assert!(matches!(browser.state(), SaveState::Saved(_)));
    browser.happens(SaveEvent::Replaced);
    assert_eq!(browser.state(), &SaveState::Nothing);
}

#[test]
fn a_full_disk_ends_the_save_wherever_it_comes() {
    let source = Source::of(PAIRS);
    for before in 0..14 {
        let mut browser = Browser::new(&source, 2);
        browser.saves();
        for _ in 0..before {
            if browser.pending.is_none() && browser.state().is_busy() {
                browser.answers(0);
            }
            browser.writes(Ok(()));
        }
        if browser.state().is_busy() {
            while browser.pending.is_none() {
                browser.answers(0);
            }
            browser.writes(Err(WriteFault::Full));
            assert_eq!(ended(&browser), &Ended::NotWritten(WriteFault::Full));
            assert_eq!(browser.disk, Disk::Nothing);
            assert!(browser.requests.is_empty());
        }
    }
}

#[test]
fn a_batch_on_which_a_worker_fails_is_given_to_another() {
    let source = Source::of(PAIRS);
    let whole = Disk::Whole(source.saved(&source.plan(&Options::PORTABLE)));
    let mut browser = Browser::new(&source, 2);
    browser.saves();
    browser.fails(0, Err(Fault::Silent));
    assert_eq!(browser.requests.len(), 1, "the other has its own");
    browser.finishes();
    assert_eq!(browser.disk, whole);
}

#[test]
fn without_workers_there_is_no_file() {
    let source = Source::of(PAIRS);
    let mut browser = Browser::new(&source, 1);
    browser.saves();
    let fault = Fault::NotStarted("none".to_owned());
    browser.fails(0, Err(fault.clone()));
    assert_eq!(ended(&browser), &Ended::NotMade(Failure::Worker(fault)));
    assert_eq!(browser.disk, Disk::Nothing);
    // The next begins anew.
    browser.pending = None;
    browser.saves();
    browser.finishes();
    assert!(matches!(browser.disk, Disk::Whole(_)));
}

#[test]
fn a_layer_that_cannot_be_made_ends_the_save_and_is_named() {
    let source = Source::of(PAIRS);
    let mut browser = Browser::new(&source, 2);
    browser.saves();
    let path = "model.0.q".to_owned();
    let error = SaveError::NotAPair { path };
    browser.fails(1, Ok(error.clone()));
    assert_eq!(ended(&browser), &Ended::NotMade(Failure::Save(error)));
    assert_eq!(browser.disk, Disk::Nothing);
}

fn seeded() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(42),
        cases: 128,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(seeded())]

    /// Whatever happens in whatever order, there is the whole file or none, and a save that was stopped does
    /// not disturb the next.
    #[test]
    fn a_file_is_whole_or_none(
        pairs in 1_usize..500,
        cores in 1_usize..4,
        steps in prop::collection::vec((0_u8..40, 0_usize..4), 0..80),
    ) {
        let source = Source::of(pairs);
        let whole = source.saved(&source.plan(&Options::PORTABLE));
        let mut browser = Browser::new(&source, cores);
        browser.saves();
        for (step, pick) in steps {
            let request = pick % browser.requests.len().max(1);
            let asked = !browser.requests.is_empty();
            match step {
                0 => browser.happens(SaveEvent::Cancelled),
                1 => browser.writes(Err(WriteFault::Full)),
                2 if asked => browser.fails(request, Err(Fault::Malformed)),
                3 => browser.happens(SaveEvent::Asked(source.ask())),
                // Of another save.
                4 => browser.happens(SaveEvent::Wrote(1000, Ok(()))),
                5 => browser.happens(SaveEvent::Made { worker: pick, ticket: 0, outcome: Err(Fault::Silent) }),
                _ if step % 2 == 0 => browser.writes(Ok(())),
                _ if asked => browser.answers(request),
                _ => {}
            }
            let saved = matches!(browser.state(), SaveState::Saved(_));
            match &browser.disk {
                Disk::Whole(bytes) => prop_assert!(*bytes == whole),
                Disk::Open(bytes) => prop_assert!(!saved && whole.starts_with(bytes)),
                Disk::Nothing => prop_assert!(!saved),
            }
            if !browser.state().is_busy() || matches!(browser.state(), SaveState::Opening(_)) {
                // What was still being written is refused by a file that was aborted.
                browser.writes(Err(WriteFault::Other("aborted".to_owned())));
                browser.disk = Disk::Open(Vec::new());
                if !browser.state().is_busy() {
                    browser.happens(SaveEvent::Asked(source.ask()));
                }
                browser.happens(SaveEvent::Opened(Ok(())));
            }
        }
        browser.finishes();
        prop_assert_eq!(&browser.disk, &Disk::Whole(whole));
    }
}
