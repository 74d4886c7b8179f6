//! What holds for every input: invariants of the maths, and of what a link may contain.
//!
//! The inputs are random but seeded, so a run can be repeated: `PROPTEST_RNG_SEED` sets another seed
//! and `PROPTEST_CASES` another number of cases.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]
// Exact equality is what several of these properties say.
#![allow(clippy::float_cmp)]

use nalgebra::DMatrix;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rankscope_params::number::{self, Format, round_to_significant};
use rankscope_params::query::{self, Link};
use rankscope_params::training::Setting;
use rankscope_params::{
    Choices, Ends, Group, Key, Largest, MOST_PINS, Number, Params, Pins, RankRules, Scale, TABLE,
    THRESHOLDS, Update, UpdateParams,
};
use rankscope_sim::frame::OrthonormalFrame;
use rankscope_sim::random::NumpyStream;
use rankscope_sim::truncation::{LARGEST_PICTURE, truncate};
use rankscope_sim::update::linspace;
use rankscope_sim::{Scaling, SimError, Spectrum, simulate};

/// Relative to the scale of what is compared. Sums and products of a few dozen doubles round by
/// some units of 10⁻¹⁵; a wrong formula is off by far more.
const ROUNDING: f64 = 1e-12;
/// Rotations converge quadratically: six or seven sweeps settle sixteen columns.
const JACOBI_SWEEPS: usize = 16;
/// More notices than any link earns: one unreadable or moved and one repeated for each name it may
/// hold, three unknown names, their count, and the length; and the like for each pinned state.
const MOST_NOTICES: usize =
    (MOST_PINS + 1) * (2 * Key::COUNT + 4) + 2 * (Choices::NAMES.len() + MOST_PINS + 1) + 4;
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

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= ROUNDING * scale
}

// --- Inputs -----------------------------------------------------------------------------------

/// Singular values in no order, some of them zero, some equal.
fn singular_values() -> impl Strategy<Value = Vec<f64>> {
    let value = prop_oneof![4 => 0.0..20.0, 1 => Just(0.0), 1 => Just(2.0), 1 => 0.0..1e-8];
    prop::collection::vec(value, 1..=40)
}

/// A product of thin Gaussian matrices, so of any rank, times a magnitude.
fn matrices(largest: usize) -> impl Strategy<Value = DMatrix<f64>> {
    let side = 1..=largest;
    let magnitude = prop_oneof![Just(1.0), Just(1e-6), Just(1e6)];
    (side.clone(), side.clone(), side, any::<u32>(), magnitude).prop_map(
        |(rows, columns, rank, seed, magnitude)| {
            let mut stream = NumpyStream::new(seed);
            let left = stream.normal_matrix(rows, rank);
            let right = stream.normal_matrix(rank, columns);
            left * right * magnitude
        },
    )
}

fn ends() -> impl Strategy<Value = Ends> {
    let end = || prop_oneof![4 => 0.0..=20.0, 1 => Just(0.0), 1 => Just(20.0)];
    (end(), end()).prop_map(|(first, last)| Ends { first, last })
}

fn updates() -> impl Strategy<Value = UpdateParams> {
    let noise = prop_oneof![0.0..=1.0, Just(0.0), Just(1e-300)];
    let shape = (2usize..=24, 2usize..=24, 0.0..1.0);
    (shape, noise, ends(), ends(), any::<u32>()).prop_map(
        |((rows, columns, share), noise, style, facts, seed)| UpdateParams {
            rows,
            columns,
            true_rank: 1 + (share * rows.min(columns) as f64) as usize,
            noise,
            style,
            facts,
            seed,
        },
    )
}

fn keys() -> impl Strategy<Value = Key> {
    (0..Key::COUNT).prop_map(|index| TABLE[index].key)
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

fn links() -> impl Strategy<Value = Link> {
    let pins = prop::collection::btree_map(0..MOST_PINS, params(), 0..=MOST_PINS);
    let rank_rules = (0.01..=1.0, 1.0..=1000.0).prop_map(|(keep, ratio)| {
        let [keep_row, ratio_row] = &THRESHOLDS;
        let rules = RankRules::default();
        rules.with(keep_row, keep).with(ratio_row, ratio)
    });
    let controls = prop::sample::subsequence(TABLE.map(|row| row.key).to_vec(), 0..=Key::COUNT);
    let settings = prop::collection::vec((prop::sample::select(&Setting::ALL[..]), texts()), 0..4);
    (
        params(),
        choices(),
        rank_rules,
        settings,
        pins,
        controls,
        "[a-z0-9-]{0,12}",
    )
        .prop_map(
            |(params, choices, rank_rules, settings, pinned, controls, exercise)| {
                let mut pins = Pins::default();
                for (slot, state) in pinned {
                    pins.pin(slot, state);
                }
                let mut link = Link {
                    params,
                    choices,
                    rank_rules,
                    pins,
                    controls,
                    exercise,
                    ..Link::default()
                };
                for (setting, text) in settings {
                    let now = link.circumstances();
                    link.training = link.training.with_text(setting, &text, now).0;
                }
                link
            },
        )
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

fn choices() -> impl Strategy<Value = Choices> {
    let declared = Choices::declared();
    let picked = prop::collection::vec(any::<prop::sample::Index>(), declared.len());
    picked.prop_map(move |picked| {
        let mut choices = Choices::default();
        for ((name, options, _), index) in declared.iter().zip(picked) {
            choices
                .choose(name, options[index.index(options.len())])
                .unwrap();
        }
        choices
    })
}

/// Names a link may hold, and some it may not.
fn names() -> impl Strategy<Value = String> {
    let known = keys().prop_map(|key| key.declaration().name.to_owned());
    let choices = prop::sample::select(Choices::NAMES).prop_map(str::to_owned);
    let pins = prop::sample::select(&query::PIN_NAMES[..]).prop_map(str::to_owned);
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
    prop_oneof![10 => known, 2 => choices, 1 => pins, 2 => others, 1 => any::<String>()]
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

// --- The maths --------------------------------------------------------------------------------

/// `UΣ` and `V` of the singular value decomposition `UΣVᵀ`, largest singular value first.
///
/// By one-sided Jacobi rotations: columns are turned in pairs until all are orthogonal. It shares
/// nothing with nalgebra's decomposition, whose vectors are wrong for some matrices that lack rank
/// (its values alone, which the simulation uses, are right for the same matrices).
fn decomposed(matrix: &DMatrix<f64>) -> (DMatrix<f64>, DMatrix<f64>) {
    let columns = matrix.ncols();
    let mut left = matrix.clone();
    let mut right = DMatrix::identity(columns, columns);
    for _ in 0..JACOBI_SWEEPS {
        for i in 0..columns {
            for j in i + 1..columns {
                let (a, b) = (left.column(i).norm_squared(), left.column(j).norm_squared());
                let along = left.column(i).dot(&left.column(j));
                if along == 0.0 {
                    continue;
                }
                let half = (b - a) / (2.0 * along);
                let tangent = half.signum() / (half.abs() + half.hypot(1.0));
                let cosine = 1.0 / tangent.hypot(1.0);
                for turned in [&mut left, &mut right] {
                    let (x, y) = (turned.column(i).into_owned(), turned.column(j).into_owned());
                    turned.set_column(i, &(cosine * (&x - tangent * &y)));
                    turned.set_column(j, &(cosine * (y + tangent * x)));
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..columns).collect();
    order.sort_by(|&i, &j| left.column(j).norm().total_cmp(&left.column(i).norm()));
    (left.select_columns(&order), right.select_columns(&order))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn energies_rise_from_zero_to_one(values in singular_values()) {
        let spectrum = Spectrum::from(values);
        prop_assume!(!spectrum.is_zero());
        let energies: Vec<f64> =
            (0..=spectrum.max_rank()).map(|rank| spectrum.energy(rank).unwrap()).collect();
        prop_assert!(energies.is_sorted(), "{energies:?}");
        prop_assert_eq!(energies.first(), Some(&0.0));
        prop_assert_eq!(energies.last(), Some(&1.0));
        prop_assert_eq!(spectrum.energy(usize::MAX), Some(1.0));
    }

    #[test]
    fn the_floor_falls_from_one_to_zero_and_mirrors_the_energy(values in singular_values()) {
        let spectrum = Spectrum::from(values);
        prop_assume!(!spectrum.is_zero());
        let floors: Vec<f64> =
            (0..=spectrum.max_rank()).map(|rank| spectrum.floor(rank).unwrap()).collect();
        prop_assert!(floors.iter().rev().is_sorted(), "{floors:?}");
        prop_assert_eq!(floors.first(), Some(&1.0));
        prop_assert_eq!(floors.last(), Some(&0.0));
        for (rank, floor) in floors.iter().enumerate() {
            prop_assert!(close(floor.powi(2), 1.0 - spectrum.energy(rank).unwrap(), 1.0));
        }
    }

    #[test]
    fn the_error_is_the_floor_at_a_factor_of_one_and_one_at_none(values in singular_values()) {
        let spectrum = Spectrum::from(values);
        prop_assume!(!spectrum.is_zero());
        for rank in 0..=spectrum.max_rank() {
            prop_assert_eq!(spectrum.error(rank, 1.0), spectrum.floor(rank));
            prop_assert!(close(spectrum.error(rank, 0.0).unwrap(), 1.0, 1.0));
        }
    }

    #[test]
    fn no_factor_does_better_than_one(values in singular_values(), factor in -4.0..4.0) {
        let spectrum = Spectrum::from(values);
        prop_assume!(!spectrum.is_zero());
        for rank in 0..=spectrum.max_rank() {
            prop_assert!(spectrum.error(rank, factor) >= spectrum.floor(rank));
        }
    }

    #[test]
    fn singular_values_are_sorted_and_not_negative_and_hold_the_frobenius_norm(
        matrix in matrices(24),
    ) {
        let (shape, squared) = (matrix.shape(), matrix.norm_squared());
        let spectrum = Spectrum::of(matrix).unwrap();
        let values = spectrum.values();
        prop_assert_eq!(values.len(), shape.0.min(shape.1));
        prop_assert!(values.iter().rev().is_sorted(), "{values:?}");
        prop_assert!(values.iter().all(|value| *value >= 0.0), "{values:?}");
        prop_assert!(close(spectrum.total_energy(), squared, squared));
    }

    #[test]
    fn a_matrix_and_its_transpose_have_the_same_singular_values(matrix in matrices(24)) {
        let across = Spectrum::of(matrix.transpose()).unwrap();
        let spectrum = Spectrum::of(matrix).unwrap();
        let scale = spectrum.values()[0];
        for (a, b) in spectrum.values().iter().zip(across.values()) {
            prop_assert!(close(*a, *b, scale), "{a:e} and {b:e}");
        }
    }

    #[test]
    fn a_truncation_reaches_the_floor_and_not_less(params in params(), rank in 1usize..40) {
        let update = params.update();
        prop_assume!(update.rows * update.columns <= 40 * 40);
        let spectra = simulate(&update, &mut |_| ()).unwrap();
        for (which, spectrum) in [
            (Update::Style, &spectra.style),
            (Update::Facts, &spectra.facts),
        ] {
            let truncation = truncate(&update, which, rank, &mut |_| ()).unwrap();
            match (truncation.error, spectrum.floor(rank)) {
                // Half the digits: what is exactly zero is squared on the way.
                (Some(error), Some(floor)) => prop_assert!((error - floor).abs() <= 1e-7, "{error:e} and {floor:e}"),
                (error, floor) => prop_assert_eq!(error, floor),
            }
            let left = truncation.update.less(&truncation.approximation);
            let side = |length: usize| length.min(LARGEST_PICTURE);
            prop_assert_eq!(left.cells.len(), side(update.rows) * side(update.columns));
        }
    }

    #[test]
    fn the_closed_form_error_is_that_of_an_explicit_reconstruction(
        matrix in matrices(16),
        alpha in 0.25..1024.0,
    ) {
        let spectrum = Spectrum::of(matrix.clone()).unwrap();
        let (left, right) = decomposed(&matrix);
        for (value, column) in spectrum.values().iter().zip(left.column_iter()) {
            prop_assert!(close(*value, column.norm(), spectrum.values()[0]));
        }
        for rank in 1..=spectrum.max_rank() {
            let truncated = left.columns(0, rank) * right.columns(0, rank).transpose();
            let [lora, rslora] = Scaling::ALL.map(|scaling| scaling.factor(alpha, rank));
            for factor in [lora, rslora, 1.0] {
                let explicit = (&matrix - &truncated * factor).norm() / matrix.norm();
                let closed = spectrum.error(rank, factor).unwrap();
                prop_assert!(close(closed, explicit, factor.max(1.0)), "{closed:e} and {explicit:e}");
            }
        }
    }

    #[test]
    fn rslora_is_lora_with_alpha_times_the_root_of_the_rank(
        values in singular_values(),
        alpha in 0.25..1024.0,
    ) {
        let spectrum = Spectrum::from(values);
        prop_assume!(!spectrum.is_zero());
        for rank in 1..=spectrum.max_rank() {
            let rslora = Scaling::RsLora.factor(alpha, rank);
            let lora = Scaling::Lora.factor(alpha * (rank as f64).sqrt(), rank);
            prop_assert!(close(rslora, lora, rslora));
            let errors = [rslora, lora].map(|factor| spectrum.error(rank, factor).unwrap());
            prop_assert!(close(errors[0], errors[1], rslora.max(1.0)));
        }
    }

    #[test]
    fn a_frame_is_orthonormal_and_spans_what_it_was_made_of(
        columns in 1usize..12,
        more in 0usize..6,
        seed: u32,
    ) {
        let a = NumpyStream::new(seed).normal_matrix(columns + more, columns);
        let frame = OrthonormalFrame::spanning(a.clone());
        let q = frame.scaled_columns(&vec![1.0; columns]);
        let gram = q.transpose() * &q;
        prop_assert!((gram - DMatrix::identity(columns, columns)).norm() <= ROUNDING);
        let projected = &q * (q.transpose() * &a);
        prop_assert!((projected - &a).norm() <= ROUNDING * a.norm());
        // Rotating the first unit vectors gives the frame's own columns.
        let mut rotated = DMatrix::identity(columns + more, columns);
        frame.rotate(&mut rotated);
        prop_assert!((rotated - q).norm() <= ROUNDING);
    }

    #[test]
    fn evenly_spaced_values_keep_their_ends_and_their_gaps(ends in ends(), count in 1usize..200) {
        let values = linspace(ends, count);
        prop_assert_eq!(values.len(), count);
        prop_assert_eq!(values[0], ends.first);
        if count > 1 {
            prop_assert_eq!(values[count - 1], ends.last);
            let gap = (ends.last - ends.first) / (count - 1) as f64;
            prop_assert!(values.windows(2).all(|pair| close(pair[1] - pair[0], gap, 20.0)));
        }
    }

    #[test]
    fn every_small_shape_has_a_simulation(update in updates()) {
        let mut told = vec![];
        let spectra = simulate(&update, &mut |share| told.push(share)).unwrap();
        prop_assert!(told.is_sorted() && told[0] > 0.0, "{told:?}");
        prop_assert_eq!(told.last(), Some(&1.0));
        for spectrum in [&spectra.style, &spectra.facts] {
            prop_assert_eq!(spectrum.max_rank(), update.max_rank());
            prop_assert!(spectrum.values().iter().all(|value| value.is_finite()));
        }
        prop_assert_eq!(simulate(&update, &mut |_| {}), Ok(spectra));
    }

    #[test]
    fn without_noise_an_update_has_the_singular_values_it_was_built_from(update in updates()) {
        let update = UpdateParams { noise: 0.0, ..update };
        let spectra = simulate(&update, &mut |_| {}).unwrap();
        let built = [
            (&spectra.style, update.style, update.true_rank),
            (&spectra.facts, update.facts, update.max_rank()),
        ];
        for (spectrum, ends, rank) in built {
            let mut values = linspace(ends, rank);
            values.resize(update.max_rank(), 0.0);
            values.sort_unstable_by(|a, b| b.total_cmp(a));
            for (ours, built) in spectrum.values().iter().zip(&values) {
                prop_assert!(close(*ours, *built, values[0]), "{ours:e} and {built:e}");
            }
        }
    }

    #[test]
    fn a_true_rank_that_the_matrix_cannot_have_is_declined(update in updates(), more in 1usize..9) {
        for true_rank in [0, update.max_rank() + more] {
            let update = UpdateParams { true_rank, ..update };
            let UpdateParams { rows, columns, .. } = update;
            prop_assert_eq!(
                simulate(&update, &mut |_| {}),
                Err(SimError::Shape { rows, columns, true_rank })
            );
        }
    }
}

// --- Parameters and links ---------------------------------------------------------------------

/// Every value in force is one its parameter can take.
fn assert_in_range(params: &Params) {
    for row in &TABLE {
        let value = params.get(row.key);
        assert!(value.is_finite(), "{} is {value}", row.name);
        assert!(value >= row.smallest, "{} is {value}", row.name);
        assert!(value <= params.largest(row.key), "{} is {value}", row.name);
        assert!(
            !(value == 0.0 && value.is_sign_negative()),
            "{} is −0",
            row.name
        );
        if row.number == Number::Whole {
            assert!(value.fract() == 0.0, "{} is {value}", row.name);
        }
    }
    let (update, reading, m) = (params.update(), params.reading(), params.max_rank());
    assert_eq!(update.max_rank(), m);
    for rank in [update.true_rank, reading.rank_low, reading.rank_high] {
        assert!((1..=m).contains(&rank), "rank {rank} of {m}");
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
        assert_in_range(&params);
        assert_in_range(&next);
        let taken = next.get(key);
        if value.is_nan() {
            prop_assert_eq!(next, params);
        }
        // A value that had to change is said, one that did not is not.
        let name = key.declaration().name;
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
        assert_in_range(&link.params);
        prop_assert!(notices.len() <= MOST_NOTICES, "{notices:?}");
        for notice in notices {
            let text = notice.to_string();
            prop_assert!(text.chars().count() <= LONGEST_NOTICE, "{text}");
        }
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

// --- The declaration --------------------------------------------------------------------------

#[test]
fn every_range_holds_its_default_and_something_to_slide_over() {
    for row in &TABLE {
        let name = row.name;
        assert!(row.step > 0.0 && row.smallest.is_finite(), "{name}");
        assert!(
            (row.smallest..=Params::default().largest(row.key)).contains(&row.default),
            "{name}"
        );
        if let Largest::Fixed(largest) = row.largest {
            assert!(largest.is_finite() && row.smallest < largest, "{name}");
        }
        if row.scale == Scale::Logarithmic {
            assert!(
                row.smallest > 0.0,
                "{name} has no logarithm at its smallest"
            );
        }
    }
}

#[test]
fn whole_parameters_have_whole_ends_steps_and_defaults() {
    for row in TABLE.iter().filter(|row| row.number == Number::Whole) {
        let largest = Params::default().largest(row.key);
        for value in [row.smallest, largest, row.step, row.default] {
            assert!(value.fract() == 0.0, "{}: {value}", row.name);
        }
    }
}

#[test]
fn every_default_is_a_place_the_slider_stops_at() {
    for row in &TABLE {
        let travel = match row.scale {
            Scale::Linear => row.default - row.smallest,
            Scale::Logarithmic => (row.default / row.smallest).log2(),
        };
        let stops = travel / row.step;
        assert!(
            close(stops, stops.round(), stops.max(1.0)),
            "{}: {stops}",
            row.name
        );
    }
}

#[test]
fn names_are_unique_and_need_no_encoding() {
    for (index, row) in TABLE.iter().enumerate() {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter == '_';
        assert!(
            !row.name.is_empty() && row.name.chars().all(plain),
            "{}",
            row.name
        );
        assert!(
            TABLE[index + 1..]
                .iter()
                .all(|other| other.name != row.name),
            "{}",
            row.name
        );
        assert!(!Choices::NAMES.contains(&row.name) && !query::PIN_NAMES.contains(&row.name));
    }
}

#[test]
fn every_parameter_is_explained_and_every_group_has_some() {
    for row in &TABLE {
        assert!(!row.label.is_empty(), "{}", row.name);
        assert!(row.help.ends_with('.'), "{}: {}", row.name, row.help);
        assert!(
            row.range().starts_with(&row.smallest.to_string()),
            "{}",
            row.name
        );
    }
    for group in Group::ALL {
        assert!(
            TABLE.iter().any(|row| row.group == group),
            "{}",
            group.label()
        );
    }
}
