//! A link's query, which is also what an embedding page sends: any text becomes a valid state, and
//! what the page writes of that state is read back as the same state, with nothing to say.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rankscope_params::query::{self, Link};
use rankscope_params::training::{LEARNING_RATES, MOST_RANKS, STEPS};
use rankscope_params::{Key, Kind, MOST_PINS, Number, Params, SETTINGS, Value};

/// Bytes of a notice: a sentence that quotes a little of the link.
const LONGEST_NOTICE: usize = 400;
/// Notices of one link: each key of the page says a few things at most.
const MOST_NOTICES: usize = 120;
/// Letters of an exercise's id.
const LONGEST_ID: usize = 40;

fuzz_target!(|text: &str| {
    let (link, notices) = query::read(text);
    assert!(notices.len() <= MOST_NOTICES, "{} notices", notices.len());
    for notice in &notices {
        assert!((1..=LONGEST_NOTICE).contains(&notice.to_string().len()), "{notice}");
    }
    valid(&link);

    let written = query::write(&link);
    let (again, said) = query::read(&written);
    assert_eq!(again, link, "{written}");
    assert_eq!(said, vec![], "{written}");
    assert_eq!(query::write(&again), written);
});

/// Everything in force lies in the range that is declared for it.
fn valid(link: &Link) {
    in_range(&link.params);
    let pins: Vec<_> = link.pins.iter().collect();
    assert!(pins.len() <= MOST_PINS);
    for (slot, pinned) in pins {
        assert!(slot < MOST_PINS);
        in_range(pinned);
    }
    for row in &SETTINGS {
        if let (Kind::Number(numeric), Value::Number { value, largest, .. }) = (&row.kind, link.value(row.key)) {
            assert!((numeric.smallest..=largest).contains(&value), "{} = {value}", row.name);
            assert!(numeric.number == Number::Real || value.fract() == 0.0, "{} = {value}", row.name);
        }
    }
    let max_rank = link.params.max_rank();
    assert!(LEARNING_RATES.contains(&link.training.learning_rate(link.choices.optimizer)));
    assert!(STEPS.contains(&link.training.steps()));
    let ranks = link.training.ranks(max_rank);
    assert!((1..=MOST_RANKS).contains(&ranks.len()), "{ranks:?}");
    assert!(ranks.iter().all(|rank| (1..=max_rank).contains(rank)), "{ranks:?}");
    assert!(ranks.is_sorted_by(|lower, higher| lower < higher), "{ranks:?}");
    assert!(link.exercise.len() <= LONGEST_ID);
    assert!(link.controls.is_sorted_by(|before, after| (*before as usize) < *after as usize));
}

fn in_range(params: &Params) {
    for key in Key::ALL {
        let (value, numeric) = (params.get(key), key.numeric());
        let range = numeric.smallest..=params.largest(key);
        assert!(range.contains(&value), "{key:?} = {value}");
        assert!(numeric.number == Number::Real || value.fract() == 0.0, "{key:?} = {value}");
    }
}
