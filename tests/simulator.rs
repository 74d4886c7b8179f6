//! A simulation that goes on from the last one has the bits of one that starts from nothing, whatever was
//! changed and in whichever order.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rankscope_params::{Ends, Update, UpdateParams};
use rankscope_sim::{SimError, Simulator, simulate};

/// One thing a reader changes, or several at once.
#[derive(Clone, Debug)]
enum Change {
    Nothing,
    Rows(usize),
    Columns(usize),
    TrueRank(usize),
    Seed(u32),
    Noise(f64),
    Style(Ends),
    Facts(Ends),
    All(UpdateParams),
}

fn start() -> UpdateParams {
    UpdateParams {
        rows: 12,
        columns: 9,
        true_rank: 3,
        noise: 0.01,
        style: Ends {
            first: 5.0,
            last: 1.0,
        },
        facts: Ends {
            first: 2.0,
            last: 0.5,
        },
        seed: 42,
    }
}

fn apply(params: &mut UpdateParams, change: &Change) {
    match *change {
        Change::Nothing => {}
        Change::Rows(rows) => params.rows = rows,
        Change::Columns(columns) => params.columns = columns,
        Change::TrueRank(rank) => params.true_rank = rank,
        Change::Seed(seed) => params.seed = seed,
        Change::Noise(noise) => params.noise = noise,
        Change::Style(ends) => params.style = ends,
        Change::Facts(ends) => params.facts = ends,
        Change::All(all) => *params = all,
    }
}

fn side() -> impl Strategy<Value = usize> {
    1..20_usize
}

/// Up to one more than any side has, so that a shape is contradicted now and then.
fn rank() -> impl Strategy<Value = usize> {
    0..21_usize
}

fn seed() -> impl Strategy<Value = u32> {
    0..3_u32
}

/// What is not finite, too.
fn noise() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(-0.0),
        Just(0.5),
        0.0..1.0,
        Just(f64::NAN),
        Just(1e308)
    ]
}

fn ends() -> impl Strategy<Value = Ends> {
    let value = || prop_oneof![Just(0.0), Just(1.0), 0.0..10.0];
    (value(), value()).prop_map(|(first, last)| Ends { first, last })
}

fn all() -> impl Strategy<Value = UpdateParams> {
    let parts = (side(), side(), rank(), noise(), ends(), ends(), seed());
    parts.prop_map(
        |(rows, columns, true_rank, noise, style, facts, seed)| UpdateParams {
            rows,
            columns,
            true_rank,
            noise,
            style,
            facts,
            seed,
        },
    )
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Nothing),
        side().prop_map(Change::Rows),
        side().prop_map(Change::Columns),
        rank().prop_map(Change::TrueRank),
        seed().prop_map(Change::Seed),
        noise().prop_map(Change::Noise),
        ends().prop_map(Change::Style),
        ends().prop_map(Change::Facts),
        all().prop_map(Change::All),
    ]
}

/// The bits of both spectra, or why there are none.
fn bits(
    params: &UpdateParams,
    simulate: impl FnOnce(&UpdateParams) -> Result<rankscope_sim::Spectra, SimError>,
) -> Result<Vec<u64>, SimError> {
    let spectra = simulate(params)?;
    let values = spectra.style.values().iter().chain(spectra.facts.values());
    Ok(values.map(|value| value.to_bits()).collect())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_126),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_sequence_of_changes_is_computed_as_from_nothing(
        changes in proptest::collection::vec(change(), 1..24),
    ) {
        let mut simulator = Simulator::default();
        let mut params = start();
        for change in &changes {
            apply(&mut params, change);
            let anew = bits(&params, |params| simulate(params, &mut |_| ()));
            let on = bits(&params, |params| simulator.simulate(params, &mut |_| ()));
            prop_assert_eq!(on, anew, "{:?}", params);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_127),
        ..ProptestConfig::default()
    })]

    /// One worker may do either, or both, in any order.
    #[test]
    fn an_update_alone_is_what_it_is_beside_the_other(
        changes in proptest::collection::vec((change(), 0..3_u8), 1..24),
    ) {
        let mut simulator = Simulator::default();
        let mut params = start();
        for (change, asked) in &changes {
            apply(&mut params, change);
            let style = simulate_alone(&params, Update::Style);
            let facts = simulate_alone(&params, Update::Facts);
            let values = |one: rankscope_sim::Spectrum| -> Vec<u64> {
                one.values().iter().map(|value| value.to_bits()).collect()
            };
            let mut alone = |update| simulator.simulate_one(&params, update, &mut |_| ());
            match asked {
                0 => prop_assert_eq!(alone(Update::Style).map(values), style.map(values)),
                1 => prop_assert_eq!(alone(Update::Facts).map(values), facts.map(values)),
                _ => {
                    let both = bits(&params, |params| simulator.simulate(params, &mut |_| ()));
                    let parts = style.and_then(|style| Ok([values(style), values(facts?)].concat()));
                    prop_assert_eq!(both, parts);
                }
            }
        }
    }
}

/// Of an update that is drawn from the stream as it is, and not skipped to.
fn simulate_alone(
    params: &UpdateParams,
    update: Update,
) -> Result<rankscope_sim::Spectrum, SimError> {
    let (style, facts) = rankscope_sim::update::draw_both(params)?;
    rankscope_sim::Spectrum::of(match update {
        Update::Style => style,
        Update::Facts => facts,
    })
}

/// What is told of the share done only grows, and ends at one.
#[test]
fn progress_ends_at_one_whatever_is_kept() {
    let mut simulator = Simulator::default();
    let mut params = start();
    for noise in [0.01, 0.02, 0.02] {
        params.noise = noise;
        let mut told = Vec::new();
        let done = simulator.simulate(&params, &mut |share| told.push(share));
        assert!(done.is_ok());
        assert!(told.is_sorted() && told.last() == Some(&1.0), "{told:?}");
    }
}
