//! What each setting takes, and what is said.

use super::*;
use crate::training::MOST_RANKS;
use crate::{Optimizer, SETTINGS, Threshold, TrainingNumber, Width};

const LEARNING_RATE: SettingKey = SettingKey::Training(TrainingNumber::LearningRate);
const STEPS: SettingKey = SettingKey::Training(TrainingNumber::Steps);
const KEEP: SettingKey = SettingKey::Threshold(Threshold::Keep);

fn text(text: &str) -> Input {
    Input::Text(text.to_owned())
}

/// The value that a text gives a setting of the default state, and the number of notices.
fn taken(key: SettingKey, given: &str) -> (String, usize) {
    let mut link = Link::default();
    let notices = link.set(key, &text(given));
    (link.value(key).text(), notices.len())
}

#[test]
fn every_setting_begins_at_its_default_and_goes_back_to_it() {
    for row in &SETTINGS {
        let mut link = Link::default();
        assert!(link.value(row.key).is_default(), "{}", row.name);
        let other = match &row.kind {
            Kind::Number(numeric) => {
                let default = numeric.default(link.training_context());
                let between = f64::midpoint(numeric.smallest, default);
                number::Format::Exact.write(numeric.nearest(between, 64))
            }
            Kind::Choice(options) => options[1].name.to_owned(),
            Kind::Ranks(_) => "3".to_owned(),
            Kind::State => "noise=0.2".to_owned(),
            Kind::Parameters => "alpha".to_owned(),
            Kind::Id | Kind::Text => "elbow".to_owned(),
        };
        assert_eq!(link.set(row.key, &text(&other)), [], "{}", row.name);
        assert_eq!(link.value(row.key).text(), other, "{}", row.name);
        assert!(!link.value(row.key).is_default(), "{}", row.name);
        assert_eq!(link.set(row.key, &Input::Default), [], "{}", row.name);
        assert_eq!(link, Link::default(), "{}", row.name);
    }
}

#[test]
fn what_cannot_be_goes_to_the_nearest_that_can_and_is_said() {
    for (given, used, said) in [
        ("0", "0.000001", 1),
        ("-1", "0.000001", 1),
        ("1e9", "10", 1),
        ("abc", "0.002", 1),
        ("NaN", "0.002", 1),
        ("0.05", "0.05", 0),
    ] {
        assert_eq!(
            taken(LEARNING_RATE, given),
            (used.to_owned(), said),
            "{given}"
        );
    }
    for (given, used, said) in [
        ("0", "1", 1),
        ("1e9", "5000", 1),
        ("12.5", "13", 1),
        ("", "500", 1),
        ("70", "70", 0),
    ] {
        assert_eq!(taken(STEPS, given), (used.to_owned(), said), "{given}");
    }
    for (given, used, said) in [
        ("1.5", "1", 1),
        ("-inf", "0.01", 1),
        ("most", "0.9", 1),
        (" 0.5 ", "0.5", 0),
    ] {
        assert_eq!(taken(KEEP, given), (used.to_owned(), said), "{given}");
    }
}

#[test]
fn ranks_are_a_short_ascending_list_within_the_matrix() {
    let ranks = |given| taken(SettingKey::TrainingRanks, given);
    assert_eq!(ranks("8, 2 4"), ("2,4,8".to_owned(), 0));
    assert_eq!(ranks("2,99"), ("2,64".to_owned(), 1));
    assert_eq!(ranks("0,-3"), ("1".to_owned(), 1));
    assert_eq!(ranks("2,2"), ("2".to_owned(), 1));
    assert_eq!(ranks("2,x"), ("2".to_owned(), 1));
    for nothing in ["", ",", "x", "NaN"] {
        assert_eq!(ranks(nothing), ("2,4,8,16,32,64".to_owned(), 1));
    }
    let (long, said) = ranks("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17");
    assert_eq!((long.split(',').count(), said), (MOST_RANKS, 1));
}

#[test]
fn a_notice_names_the_range_and_what_is_in_force() {
    let said = |key: SettingKey, given: &str| {
        let notices = Link::default().set(key, &text(given));
        notices.iter().map(ToString::to_string).collect::<String>()
    };
    assert_eq!(
        said(KEEP, "1.5"),
        "share to keep: 1.5 is now 1. It takes 0.01…1."
    );
    assert_eq!(
        said(STEPS, "12.5"),
        "steps: 12.5 is now 13. It takes 1…5000. Whole numbers only."
    );
    assert_eq!(
        said(SettingKey::TrainingRanks, "2,x"),
        "ranks: “2,x” is now 2. It takes up to 16 of 1…64."
    );
    assert_eq!(
        said(LEARNING_RATE, "fast"),
        "learning rate η: “fast” is not a number, so it stays 0.002."
    );
}

#[test]
fn giving_the_default_is_not_asking_for_it() {
    let mut link = Link::default();
    assert_eq!(link.set(LEARNING_RATE, &text("0.002")), []);
    assert_eq!(link, Link::default());
    link.choices.optimizer = Optimizer::Adam;
    assert_eq!(link.value(LEARNING_RATE).text(), "0.001");
}

#[test]
fn a_sliders_position_is_a_value_with_few_digits() {
    let mut link = Link::default();
    let at = |value: f64| Input::Position(value.log2());
    assert_eq!(link.set(LEARNING_RATE, &at(0.012_345_6)), []);
    assert_eq!(link.value(LEARNING_RATE).text(), "0.0123");
    assert_eq!(link.set(Key::Alpha.into(), &at(17.123_456)), []);
    assert_eq!(link.value(Key::Alpha.into()).text(), "17.12");
    let before = link.clone();
    assert_eq!(link.set(Key::Rows.into(), &Input::Position(f64::NAN)), []);
    assert_eq!(link.set(SettingKey::Exercise, &Input::Position(1.0)), []);
    assert_eq!(link, before);
}

#[test]
fn what_is_chosen_of_the_real_transformer_stays_in_its_view() {
    let (link, _) = query::read("view=evidence&transformer=30&transformer_lr=0.005");
    assert_eq!(
        query::write(&link),
        "view=evidence&transformer=30&transformer_lr=0.005"
    );
    assert_eq!(query::write(&link.in_view(View::Train)), "view=train");
    let mut moved = link.clone();
    moved.set(SettingKey::Choice(ChoiceKey::View), &text("explore"));
    assert_eq!(moved, link.in_view(View::Explore));
    // A link that says so keeps it: what was shared means what it meant.
    let (shared, _) = query::read("view=train&transformer=30");
    assert_eq!(query::write(&shared), "view=train&transformer=30");
}

#[test]
fn an_optimizer_at_its_default_is_at_the_default_of_the_view_that_opens() {
    let optimizer = |text: &str| query::read(text).0.choices.optimizer;
    assert_eq!(optimizer("view=train"), Optimizer::Sgd);
    assert_eq!(optimizer("view=recall"), Optimizer::Adam);
    assert_eq!(optimizer("embed=recall"), Optimizer::Adam);
    // Said, it stays said, wherever it stands.
    assert_eq!(optimizer("optimizer=sgd&view=recall"), Optimizer::Sgd);
    assert_eq!(optimizer("optimizer=sgd&embed=recall"), Optimizer::Sgd);
    let (recall, _) = query::read("view=recall");
    assert_eq!(query::write(&recall), "view=recall");
    assert_eq!(query::write(&recall.in_view(View::Train)), "view=train");
    let (chosen, _) = query::read("view=train&optimizer=adam");
    assert_eq!(
        chosen.in_view(View::Recall).choices.optimizer,
        Optimizer::Adam
    );
    let (sgd, _) = query::read("view=recall&optimizer=sgd");
    assert_eq!(query::write(&sgd), "view=recall&optimizer=sgd");
    let mut reset = sgd;
    reset.set(ChoiceKey::Optimizer.into(), &Input::Default);
    assert_eq!(query::write(&reset), "view=recall");
}

#[test]
fn what_is_said_of_an_open_view_is_read_by_its_defaults() {
    let set = |view, text: &str| query::read_in(view, text).0.choices;
    for (text, optimizer) in [
        ("optimizer=sgd", Optimizer::Sgd),
        ("optimizer=adam", Optimizer::Adam),
        ("facts=64", Optimizer::Adam),
        ("", Optimizer::Adam),
        ("view=recall&optimizer=sgd", Optimizer::Sgd),
    ] {
        let choices = set(View::Recall, text);
        assert_eq!(
            (choices.view, choices.optimizer),
            (View::Recall, optimizer),
            "{text}"
        );
    }
    assert_eq!(set(View::Train, "").optimizer, Optimizer::Sgd);
    assert_eq!(set(View::Explore, "view=recall").view, View::Explore);
}

#[test]
fn recalls_numbers_and_ranks_are_clamped_and_that_is_said() {
    let said = |text: &str| {
        let (link, notices) = query::read(&format!("view=recall&{text}"));
        let notices: Vec<String> = notices.iter().map(ToString::to_string).collect();
        (link, notices.join(" "))
    };
    let (link, notice) = said("facts=0");
    assert_eq!(link.recall.facts(), 16);
    assert_eq!(
        notice,
        "facts: 0 is now 16. It takes 16…1024. Whole numbers only."
    );
    assert_eq!(said("facts=1e9").0.recall.facts(), 1024);
    let (link, notice) = said("width=7");
    assert_eq!(link.choices.width, Width::W64);
    assert_eq!(notice, "width: “7” is not on offer, so it stays 64.");
    let (link, notice) = said("width=16&recall_ranks=4,64");
    assert_eq!(link.recall.ranks(link.choices.width), [4, 16]);
    assert_eq!(
        notice,
        "ranks: “4,64” is now 4,16. It takes up to 16 of 1…16."
    );
    assert_eq!(said("recall_ranks=1,2,4,8,16,32,64").1, "");
}
