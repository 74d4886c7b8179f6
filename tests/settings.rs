//! What holds for every setting and every link: nothing that is read panics or leaves its range, and
//! what is written is read back.
//!
//! The inputs are random but seeded, so a run can be repeated: `PROPTEST_RNG_SEED` sets another seed
//! and `PROPTEST_CASES` another number of cases.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]
// Exact equality is what several of these properties say.
#![allow(clippy::float_cmp)]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rankscope_params::number::{self, Format, round_to_significant};
use rankscope_params::query::{self, Link};
use rankscope_params::training::{LEARNING_RATES, MOST_RANKS, STEPS};
use rankscope_params::{
    Declaration, Group, Input, Key, Kind, Number, Numeric, Params, SETTINGS, Scale, SettingKey,
    Value,
};

/// More notices than any link earns: one unreadable or moved and one repeated for each setting, three
/// unknown names, their count, and the length; and the like for each pinned state.
const MOST_NOTICES: usize = 2 * SettingKey::COUNT + 5 + 3 * (2 * Key::COUNT + 4);
/// Characters of the longest notice: a fixed sentence around one shortened quotation.
const LONGEST_NOTICE: usize = 200;

/// Fast enough to run with every other test; seeded, so that a failure is the change's own.
fn config() -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(42);
    }
    config
}

// --- Inputs -----------------------------------------------------------------------------------

fn keys() -> impl Strategy<Value = Key> {
    prop::sample::select(Key::ALL.to_vec())
}

/// Any double there is, and those people ask for.
fn numbers() -> impl Strategy<Value = f64> {
    let special = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN_POSITIVE,
        -0.0,
        0.5,
    ];
    prop_oneof![
        any::<f64>(),
        -10.0..2000.0,
        0.0..1.5,
        (0i32..70).prop_map(f64::from),
        prop::sample::select(special.to_vec()),
    ]
}

/// The state after some moves, as a reader makes them: ranks asked for are remembered.
fn params() -> impl Strategy<Value = Params> {
    prop::collection::vec((keys(), numbers()), 0..25).prop_map(|moves| {
        let start = Params::default();
        moves
            .into_iter()
            .fold(start, |params, (key, value)| params.with(key, value).0)
    })
}

fn rows() -> impl Strategy<Value = &'static Declaration> {
    prop::sample::select(SETTINGS.each_ref().to_vec())
}

/// The numbers that can be set.
fn numerics() -> Vec<(&'static Declaration, &'static Numeric)> {
    let numeric = |row: &'static Declaration| match &row.kind {
        Kind::Number(numeric) => Some((row, numeric)),
        _ => None,
    };
    SETTINGS.iter().filter_map(numeric).collect()
}

/// What a control may give for a setting.
fn inputs(row: &'static Declaration) -> BoxedStrategy<Input> {
    let text = match row.kind {
        Kind::Number(_) | Kind::Ranks(_) => texts().boxed(),
        Kind::Choice(options) => {
            let options = prop::sample::select(options.to_vec());
            options.prop_map(|option| option.name.to_owned()).boxed()
        }
        Kind::State => params()
            .prop_map(|params| {
                query::write(&Link {
                    params,
                    ..Link::default()
                })
            })
            .boxed(),
        Kind::Parameters => prop::collection::vec(keys(), 0..5)
            .prop_map(|keys| {
                keys.iter()
                    .map(|key| key.declaration().name)
                    .collect::<Vec<_>>()
                    .join(",")
            })
            .boxed(),
        Kind::Id => "[a-z0-9-]{0,12}".boxed(),
        Kind::Text => "[ -~äσ]{0,40}".boxed(),
    };
    prop_oneof![
        4 => text.prop_map(Input::Text),
        1 => numbers().prop_map(Input::Position),
        1 => Just(Input::Default),
    ]
    .boxed()
}

/// The state after some settings were changed, as a reader changes them. The optimizer comes before
/// the learning rate, as it does in a link: one that was given is the default of another optimizer.
fn links() -> impl Strategy<Value = Link> {
    let change = rows().prop_flat_map(|row| inputs(row).prop_map(|input| (row.key, input)));
    prop::collection::vec(change, 0..25).prop_map(|mut changes| {
        changes.sort_by_key(|(key, _)| SETTINGS.iter().position(|row| row.key == *key));
        let mut link = Link::default();
        for (key, input) in changes {
            link.set(key, &input);
        }
        link
    })
}

/// What readers type, and what they do not.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        numbers().prop_map(|number| number.to_string()),
        prop::collection::vec(0usize..80, 0..20)
            .prop_map(|ranks| format!("{ranks:?}").replace(['[', ']'], "")),
        ".*",
    ]
}

/// Names a link may hold, and some it may not.
fn names() -> impl Strategy<Value = String> {
    let known = rows().prop_map(|row| row.name.to_owned());
    let others = [
        "",
        "D",
        "d ",
        "α",
        "constructor",
        "__proto__",
        "view",
        "%64",
        "%FF",
    ];
    let others = prop::sample::select(others.to_vec()).prop_map(str::to_owned);
    prop_oneof![10 => known, 2 => others, 1 => any::<String>()]
}

/// Values that have broken somebody's parser.
fn values() -> impl Strategy<Value = String> {
    let nasty = [
        "",
        " ",
        "NaN",
        "-nan",
        "inf",
        "-Infinity",
        "1e999",
        "-1e999",
        "1e-999",
        "-0",
        "0x10",
        "1_000",
        "1,5",
        "+5",
        " 5 ",
        "5;6",
        "5%",
        "%",
        "%2",
        "%00",
        "%FF%FE",
        "+",
        "１２",
        "٣",
        "−3",
        "1e",
        ".",
        ".5",
        "5.",
        "4294967295",
        "4294967296",
        "18446744073709551616",
        "9007199254740993",
        "log",
        "linear",
        "LOG",
        "<script>alert(1)</script>",
        "\u{202e}5",
        "=",
        "a=b",
        "0.1",
        "12.5",
        "null",
        "true",
    ];
    let nasty = prop::sample::select(nasty.to_vec()).prop_map(str::to_owned);
    let long = (1usize..3000).prop_map(|digits| "9".repeat(digits));
    prop_oneof![
        4 => numbers().prop_map(|number| number.to_string()),
        4 => nasty,
        1 => long,
        1 => any::<String>(),
    ]
}

/// Pairs joined as in a link: some percent-encoded as they should be, some raw.
fn queries() -> impl Strategy<Value = String> {
    let pair = (names(), values(), any::<bool>()).prop_map(|(name, value, encoded)| {
        if encoded {
            let mut pair = form_urlencoded::Serializer::new(String::new());
            pair.append_pair(&name, &value).finish()
        } else {
            format!("{name}={value}")
        }
    });
    let joined = prop::collection::vec(pair, 0..20)
        .prop_map(|pairs| pairs.join("&"))
        .boxed();
    let marked = joined.clone().prop_map(|query| format!("?{query}"));
    // Longer than is read, and cut at any place of a pair.
    let long = (joined.clone(), 0usize..40).prop_map(|(query, padding)| {
        format!(
            "{}&{}",
            "é".repeat(padding),
            format!("{query}&").repeat(600)
        )
    });
    prop_oneof![8 => joined, 4 => marked, 4 => any::<String>(), 1 => long]
}

// --- Parameters and links ---------------------------------------------------------------------

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

/// A state in which no setting is at its default.
fn every_setting() -> impl Strategy<Value = Link> {
    let other = |row: &'static Declaration| {
        let input = inputs(row);
        (Just(row), prop::collection::vec(input, 1..4))
    };
    let changes: Vec<_> = SETTINGS.iter().map(other).collect();
    changes.prop_map(|changes| {
        let mut link = Link::default();
        for (row, inputs) in changes {
            for input in inputs {
                link.set(row.key, &input);
            }
            if link.value(row.key).is_default() {
                link.set(row.key, &Input::Text(another(row, &link)));
            }
        }
        link
    })
}

/// A text that is not the default of a setting.
fn another(row: &Declaration, link: &Link) -> String {
    match row.kind {
        Kind::Number(numeric) => {
            let default = numeric.default(link.training_context());
            let other = [numeric.smallest, numeric.largest(link.params.max_rank())];
            let other = other.into_iter().find(|value| *value != default);
            Format::Exact.write(other.unwrap_or(default))
        }
        Kind::Choice(options) => options[1].name.to_owned(),
        Kind::Ranks(_) => "1".to_owned(),
        Kind::State => String::new(),
        Kind::Parameters => "alpha".to_owned(),
        Kind::Id | Kind::Text => "elbow".to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..config() })]

    #[test]
    fn numbers_are_read_as_by_the_standard_library(
        text in prop_oneof![
            any::<f64>().prop_map(|number| number.to_string()),
            any::<f64>().prop_map(|number| format!("{number:e}")),
            // Halfway between two doubles, and just beside it, for every size.
            "[-+]?[0-9]{1,40}[.][0-9]{0,40}(e[-+]?[0-9]{1,3})?",
            "[-+]?[.][0-9]{1,40}(e-3[0-9]{2})?",
            "[0-9eE+. -]{0,12}",
            "[-+]?(inf|nan|infinity|NaN|INF)",
        ],
    ) {
        let standard = text.trim().parse::<f64>().ok().filter(|number| !number.is_nan());
        let ours = number::read(&text);
        prop_assert_eq!(ours.map(f64::to_bits), standard.map(f64::to_bits), "{}", text);
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

    #[test]
    fn an_exact_number_reads_back_as_itself(value: f64) {
        let written = Format::Exact.write(value);
        prop_assert_eq!(written.parse(), Ok(value), "{}", written);
        prop_assert!(written.len() <= 25, "{}", written);
    }

    #[test]
    fn significant_digits_move_a_number_by_half_a_unit_at_most(
        value in -1e12..1e12,
        digits in 1..10i32,
    ) {
        prop_assume!(value != 0.0);
        let rounded = round_to_significant(value, digits as usize);
        let unit = 10f64.powi(value.abs().log10().floor() as i32 + 1 - digits);
        prop_assert!((rounded - value).abs() <= 0.500_001 * unit, "{value} to {rounded}");
        prop_assert_eq!(round_to_significant(rounded, digits as usize), rounded);
    }
}

// --- The declarations -------------------------------------------------------------------------

#[test]
fn every_default_is_written_as_nothing() {
    for row in &SETTINGS {
        let mut link = Link::default();
        let text = link.value(row.key).text();
        if matches!(row.kind, Kind::State) {
            // An empty text is a state too: the default one.
            continue;
        }
        assert_eq!(link.set(row.key, &Input::Text(text)), [], "{}", row.name);
        // Nothing at all opens Start.
        assert_eq!(query::write(&link), "view=explore", "{}", row.name);
    }
}

#[test]
fn every_range_holds_its_default_and_something_to_slide_over() {
    let context = Link::default().training_context();
    for (row, numeric) in numerics() {
        let (name, default) = (row.name, numeric.default(context));
        let largest = numeric.largest(context.max_rank);
        assert!(numeric.step > 0.0 && numeric.smallest.is_finite(), "{name}");
        assert!(numeric.smallest < largest && largest.is_finite(), "{name}");
        assert!((numeric.smallest..=largest).contains(&default), "{name}");
        if numeric.scale != Scale::Linear {
            assert!(
                numeric.smallest > 0.0,
                "{name} has no logarithm at its smallest"
            );
        }
    }
}

#[test]
fn whole_numbers_have_whole_ends_steps_and_defaults() {
    let context = Link::default().training_context();
    let whole = |(_, numeric): &(_, &Numeric)| numeric.number == Number::Whole;
    for (row, numeric) in numerics().into_iter().filter(whole) {
        let (largest, default) = (numeric.largest(context.max_rank), numeric.default(context));
        for value in [numeric.smallest, largest, default] {
            assert!(value.fract() == 0.0, "{}: {value}", row.name);
        }
        // The step of another scale is a factor.
        assert!(
            numeric.scale != Scale::Linear || numeric.step.fract() == 0.0,
            "{}",
            row.name
        );
    }
}

#[test]
fn every_default_of_explore_is_a_place_the_slider_stops_at() {
    for key in Key::ALL {
        let numeric = key.numeric();
        let position = |value| numeric.position(value);
        let travel = position(Params::default().get(key)) - position(numeric.smallest);
        let stops = travel / numeric.step;
        // Sums of a few dozen doubles round by some units of 10⁻¹⁵.
        let rounding = 1e-12 * stops.max(1.0);
        assert!(
            (stops - stops.round()).abs() <= rounding,
            "{key:?}: {stops}"
        );
    }
}

#[test]
fn names_are_unique_and_need_no_encoding() {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    for (index, row) in SETTINGS.iter().enumerate() {
        let name = row.name;
        assert!(!name.is_empty() && name.chars().all(plain), "{name}");
        let rest = &SETTINGS[index + 1..];
        assert!(rest.iter().all(|other| other.name != name), "{name}");
    }
}

#[test]
fn every_setting_is_explained_and_every_group_has_some() {
    for row in &SETTINGS {
        assert!(!row.label.is_empty(), "{}", row.name);
        assert!(row.help.ends_with('.'), "{}: {}", row.name, row.help);
    }
    for (row, numeric) in numerics() {
        let smallest = Format::Exact.write(numeric.smallest);
        assert!(row.range().starts_with(&smallest), "{}", row.name);
    }
    for group in Group::ALL {
        let mut keys = Key::ALL.into_iter();
        assert!(keys.any(|key| key.group() == group), "{}", group.label());
    }
}
