//! Whatever is set and whatever a link holds, all stays in range and is read back.

use proptest::prelude::*;
use rankscope_params::query::{self, Link};
use rankscope_params::training::{LEARNING_RATES, MOST_RANKS, STEPS};
use rankscope_params::{
    Declaration, Input, Key, Kind, Number, Params, SETTINGS, SettingKey, Value,
};

use crate::config;
use crate::inputs::{every_setting, keys, links, numbers, numerics, params, queries};

/// More notices than any link earns: one unreadable or moved and one repeated for each setting, three
/// unknown names, their count, and the length; and the like for each pinned state.
const MOST_NOTICES: usize = 2 * SettingKey::COUNT + 5 + 3 * (2 * Key::COUNT + 4);
/// Characters of the longest notice: a fixed sentence around one shortened quotation.
const LONGEST_NOTICE: usize = 200;

/// Every value in force is one its setting can take.
fn assert_in_range(link: &Link) {
    for row in &SETTINGS {
        let name = row.name;
        match (&row.kind, link.value(row.key)) {
            (Kind::Number(numeric), Value::Number { value, largest, .. }) => {
                assert!(
                    (numeric.smallest..=largest).contains(&value),
                    "{name} is {value}"
                );
                assert!(!(value == 0.0 && value.is_sign_negative()), "{name} is −0");
                let whole = numeric.number == Number::Whole;
                assert!(!whole || value.fract() == 0.0, "{name} is {value}");
            }
            (Kind::Choice(options), Value::Choice { chosen, .. }) => {
                assert!(
                    options.iter().any(|option| option.name == chosen),
                    "{name} is {chosen}"
                );
            }
            (
                Kind::Ranks(_),
                Value::Ranks {
                    ranks, max_rank, ..
                },
            ) => {
                assert!((1..=MOST_RANKS).contains(&ranks.len()), "{ranks:?}");
                assert!(
                    ranks.iter().all(|rank| (1..=max_rank).contains(rank)),
                    "{ranks:?}"
                );
                assert!(
                    ranks.is_sorted_by(|lower, higher| lower < higher),
                    "{ranks:?}"
                );
            }
            (_, Value::Text(_)) => {}
            (kind, value) => panic!("{name} is {kind:?}, but {value:?}"),
        }
    }
    assert_params_in_range(&link.params);
    for (_, pinned) in link.pins.iter() {
        assert_params_in_range(pinned);
    }
    // What code reads by type is what the table says.
    let training = &link.training;
    assert!(LEARNING_RATES.contains(&training.learning_rate(link.choices.optimizer)));
    assert!(STEPS.contains(&training.steps()));
}

fn assert_params_in_range(params: &Params) {
    for key in Key::ALL {
        let value = params.get(key);
        let range = key.numeric().smallest..=params.largest(key);
        assert!(range.contains(&value), "{key:?} is {value}");
    }
    let (update, reading, m) = (params.update(), params.reading(), params.max_rank());
    assert_eq!(update.max_rank(), m);
    for rank in [update.true_rank, reading.rank_low, reading.rank_high] {
        assert!((1..=m).contains(&rank), "rank {rank} of {m}");
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_a_parameter_is_set_to_all_stay_in_range(
        params in params(),
        key in keys(),
        value in numbers(),
    ) {
        let (next, notices) = params.with(key, value);
        assert_params_in_range(&params);
        assert_params_in_range(&next);
        let taken = next.get(key);
        if value.is_nan() {
            prop_assert_eq!(next, params);
        }
        // A value that had to change is said, one that did not is not.
        let name = key.declaration().label;
        let said = notices.iter().any(|notice| notice.to_string().starts_with(name));
        prop_assert_eq!(said, taken != value, "{} = {} is now {}", name, value, taken);
    }

    #[test]
    fn setting_a_parameter_to_what_it_is_changes_nothing(params in params(), key in keys()) {
        prop_assert_eq!(params.with(key, params.get(key)), (params, vec![]));
    }

    #[test]
    fn a_link_holds_the_whole_state(link in links()) {
        let written = query::write(&link);
        prop_assert_eq!(query::read(&written), (link, vec![]), "{}", written);
    }

    #[test]
    fn no_query_panics_and_each_gives_a_valid_state_with_a_short_list_of_notices(
        query in queries(),
    ) {
        let (link, notices) = query::read(&query);
        assert_in_range(&link);
        prop_assert!(notices.len() <= MOST_NOTICES, "{notices:?}");
        for notice in notices {
            let text = notice.to_string();
            prop_assert!(text.chars().count() <= LONGEST_NOTICE, "{text}");
        }
    }

    #[test]
    fn whatever_a_setting_is_set_to_all_stay_in_range(link in links()) {
        assert_in_range(&link);
    }

    #[test]
    fn every_key_at_once_is_taken_in_any_order(
        order in Just(SETTINGS.each_ref().to_vec()).prop_shuffle(),
        link in every_setting(),
    ) {
        let pair = |row: &&Declaration| {
            let mut pair = form_urlencoded::Serializer::new(String::new());
            pair.append_pair(row.name, &link.value(row.key).text()).finish()
        };
        let query = order.iter().map(pair).collect::<Vec<_>>().join("&");
        let (opened, notices) = query::read(&query);
        prop_assert_eq!(&opened, &link, "{}", query);
        prop_assert_eq!(notices, vec![]);
        for row in &SETTINGS {
            // An optimizer's default is its view's, and the figure of Recall is of that view, which leaves
            // Evidence's choices behind, and the teacher's slides.
            use rankscope_params::ChoiceKey::{
                LikeModel, LikeOptimizer, LikeRate, Optimizer, Present, Transformer, TransformerRate,
            };
            let depends_on_view = matches!(
                row.key,
                SettingKey::Claim
                    | SettingKey::Choice(
                        LikeModel
                            | LikeOptimizer
                            | LikeRate
                            | Optimizer
                            | Present
                            | Transformer
                            | TransformerRate
                    )
            );
            prop_assert!(depends_on_view || !opened.value(row.key).is_default(), "{}", row.name);
        }
    }

    #[test]
    fn every_position_of_a_slider_gives_a_value_in_range(
        setting in prop::sample::select(numerics()),
        start in links(),
        position in prop_oneof![0.0..=1.0, Just(0.0), Just(1.0), any::<f64>()],
    ) {
        let (row, numeric) = setting;
        let mut link = start;
        let Value::Number { largest, .. } = link.value(row.key) else { unreachable!() };
        let (first, last) = (numeric.position(numeric.smallest), numeric.position(largest));
        let input = Input::Position(first + position * (last - first));
        let moved = link.set(row.key, &input);
        let about_it = moved.iter().any(|notice| notice.key() == Some(row.key));
        prop_assert!(!about_it, "a slider cannot be out of range: {moved:?}");
        assert_in_range(&link);
    }

    #[test]
    fn a_number_in_its_range_is_written_short_and_read_back_exactly(
        setting in prop::sample::select(numerics()),
        // Every double is as likely as any other, so most are very small.
        bits in any::<u64>(),
    ) {
        let (row, numeric) = setting;
        let largest = numeric.largest(Params::default().max_rank());
        let (least, most) = (numeric.smallest.max(0.0).to_bits(), largest.to_bits());
        let size = f64::from_bits(least + (bits >> 1) % (most - least + 1));
        // The ranges that begin below zero end as far above it.
        let value = if numeric.smallest < 0.0 && bits & 1 == 1 { -size } else { size };
        let value = numeric.nearest(value, Params::default().max_rank());
        let mut link = Link::default();
        let said = link.set(row.key, &Input::Text(format!("{value:e}")));
        prop_assert!(said.iter().all(|notice| notice.key() != Some(row.key)), "{said:?}");
        let written = query::write(&link);
        prop_assert!(written.len() <= row.name.len() + 26, "{}", written);
        let Value::Number { value: read, .. } = query::read(&written).0.value(row.key) else {
            unreachable!()
        };
        prop_assert_eq!(read.to_bits(), value.to_bits(), "{}", written);
    }

    #[test]
    fn reading_twice_is_reading_once(query in queries()) {
        let (link, _) = query::read(&query);
        let (again, notices) = query::read(&query::write(&link));
        prop_assert_eq!(again, link);
        prop_assert_eq!(notices, vec![]);
    }
}
