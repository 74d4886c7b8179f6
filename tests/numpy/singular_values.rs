//! Singular values, and what follows from them.

use rankscope_params::Params;
use rankscope_sim::{Scaling, Spectrum};

use crate::oracle::{Factors, Measure, experiments, load};
use crate::{ROUNDING, agree, reconstruction_floor, spectra};

/// Both updates of every experiment, each with a name, its spectrum here and NumPy's measure.
fn for_each_update(mut check: impl FnMut(&str, &Params, &Spectrum, &Measure)) {
    for experiment in experiments() {
        let (params, ours) = (experiment.params(), spectra(&experiment));
        let name = |update| format!("{}, {update}", experiment.name);
        check(&name("style"), &params, &ours.style, &experiment.style);
        check(&name("facts"), &params, &ours.facts, &experiment.facts);
    }
}

#[test]
fn singular_values_are_numpys_at_every_shape_seed_and_noise() {
    for_each_update(|name, params, ours, numpy| {
        assert_eq!(ours.max_rank(), params.max_rank(), "{name}");
        let floor = ROUNDING * numpy.scale();
        let from_the_end = ours.values().iter().rev().zip(numpy.last.iter().rev());
        for (ours, numpy) in ours.values().iter().zip(&numpy.first).chain(from_the_end) {
            agree(*ours, *numpy, floor, name);
        }
        let squared = numpy.frobenius.powi(2);
        agree(ours.total_energy(), squared, 0.0, name);
    });
}

#[test]
fn energies_are_numpys() {
    for_each_update(|name, _, ours, numpy| {
        for at in &numpy.ranks {
            let what = format!("{name}, energy at rank {}", at.rank);
            agree(ours.energy(at.rank).expect(&what), at.energy, 0.0, &what);
        }
    });
}

#[test]
fn closed_form_errors_are_numpys_explicit_reconstructions() {
    for_each_update(|name, params, ours, numpy| {
        let alpha = params.reading().alpha;
        for at in &numpy.ranks {
            let [lora, rslora] = Scaling::ALL.map(|scaling| scaling.factor(alpha, at.rank));
            for (factor, numpy) in [(lora, at.lora), (rslora, at.rslora), (1.0, at.floor)] {
                let what = format!("{name}, rank {} times {factor}", at.rank);
                let ours = ours.error(at.rank, factor).expect(&what);
                agree(ours, numpy, reconstruction_floor(factor), &what);
            }
            let what = format!("{name}, floor at rank {}", at.rank);
            let floor = ours.floor(at.rank).expect(&what);
            agree(floor, at.floor, reconstruction_floor(1.0), &what);
        }
    });
}

#[test]
fn an_update_is_zero_where_numpy_says_so_and_then_nothing_is_relative_to_it() {
    let mut zeros = 0;
    for_each_update(|name, params, ours, numpy| {
        assert_eq!(ours.is_zero(), numpy.ranks.is_empty(), "{name}");
        if ours.is_zero() {
            zeros += 1;
            for rank in 0..=params.max_rank() {
                assert_eq!(ours.energy(rank), None, "{name}");
                assert_eq!(ours.floor(rank), None, "{name}");
                assert_eq!(ours.error(rank, 2.0), None, "{name}");
            }
        }
    });
    assert!(zeros >= 4, "only {zeros} zero updates");
}

#[test]
fn scaling_factors_are_numpys_to_the_bit() {
    for case in load::<Factors>("scalings") {
        let factors = Scaling::ALL.map(|scaling| scaling.factor(case.alpha, case.rank));
        assert_eq!(
            factors.map(f64::to_bits),
            case.bits,
            "{}/{}",
            case.alpha,
            case.rank
        );
    }
}
