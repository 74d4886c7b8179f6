//! The verdict: what is recommended, and the sentences it is said in.

use rankscope_adapter::runtimes::{Headline, Kind};
use rankscope_engine::supervisor::Fault;

use super::super::state::AnalysisFailure;
use super::super::verdict::Recommendation;
use super::super::words;
use super::*;

#[test]
fn the_verdict_is_two_short_sentences() {
    let (state, derived) = analysed();
    let recommended = Recommendation::of(&derived, thresholds()).unwrap();
    assert_eq!(
        words::headline(&state, &derived, Some(&recommended), None),
        "It uses nearly all of its rank. The median layer has effective rank 1 (entropy)."
    );
    assert_eq!(
        words::recommendation(&recommended),
        "r = 1 keeps 90\u{202f}% of the energy in every layer (PEFT’s rule)."
    );
    assert_eq!(
        words::facts(&derived.summary),
        "3 layers · rank 1 · 12 parameters"
    );
    let smaller = Recommendation {
        ranks: (2, 6),
        share: 0.43,
        ..recommended
    };
    let said = words::headline(&state, &derived, Some(&smaller), None);
    assert!(
        said.starts_with("Less than half of its weights would do. "),
        "{said}"
    );
    assert!(words::recommendation(&smaller).starts_with("r = 2 to 6, set per layer, keeps"));
    assert_eq!(words::saved(&smaller), "43\u{202f}% of the size.");
}

#[test]
fn the_verdict_begins_with_the_strength_where_that_is_bad_news() {
    let (state, derived) = analysed();
    let recommended = Recommendation::of(&derived, thresholds()).unwrap();
    let with = |kind, text: &str| {
        let text = text.to_owned();
        let running = Headline { kind, text };
        words::headline(&state, &derived, Some(&recommended), Some(&running))
    };
    assert_eq!(
        with(Kind::Weak, "It runs at half of its strength."),
        "It runs at half of its strength. It uses nearly all of its rank."
    );
    assert_eq!(
        with(Kind::Right, "It runs as it was trained."),
        words::headline(&state, &derived, Some(&recommended), None)
    );
}

#[test]
fn a_broken_layer_is_told_above_all_and_one_that_was_only_not_analysed_is_not() {
    let (state, derived) = analysed();
    let recommended = Recommendation::of(&derived, thresholds());
    let with = |failure| {
        let failures = vec![("l".to_owned(), failure)];
        let derived = Derived {
            failures,
            ..(*derived).clone()
        };
        words::headline(&state, &derived, recommended.as_ref(), None)
    };
    let tensor = "l.lora_B.weight".to_owned();
    let said = with(AnalysisFailure::Layer(LayerError::NotFinite { tensor }));
    assert!(said.starts_with("1 of "), "{said}");
    let said = with(AnalysisFailure::Worker(Fault::Silent));
    assert!(!said.contains("broken"), "{said}");
}
