//! The simulation agrees with NumPy: every public function of `sim` against `tests/fixtures`.
//!
//! A number agrees when it is within [`RELATIVE`] of NumPy's, or within an absolute floor that is
//! relative to the scale of what was computed: below it, both hold rounding and nothing else.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod oracle;

use nalgebra::DMatrix;
use oracle::{AtRank, Experiment, Measure, experiments, load, matrix};
use rankscope_params::{Ends, Params, Reading, Update, UpdateParams};
use rankscope_sim::article::{self, Table};
use rankscope_sim::frame::OrthonormalFrame;
use rankscope_sim::random::NumpyStream;
use rankscope_sim::update::linspace;
use rankscope_sim::{Scaling, Spectra, Spectrum, simulate, update};

/// What the page promises.
const RELATIVE: f64 = 1e-9;
/// Of σ₁. QR, product and SVD each round by some units in the last place of σ₁ (2·10⁻¹⁶), growing
/// slowly with the shape; a singular value or an entry below this holds no digits in float64.
const ROUNDING: f64 = 1e-14;
/// Of the norm of what is subtracted. NumPy's error comes from a reconstruction whose entries carry
/// that rounding; the closed form has none, and can be zero where NumPy measures 6·10⁻¹⁵.
const RECONSTRUCTION_ROUNDING: f64 = 3e-14;
/// Four units in the last place: logarithms differ by one between libraries, nothing else does.
const NORMAL_ROUNDING: f64 = 4.0 * f64::EPSILON;

#[track_caller]
fn agree(ours: f64, numpy: f64, floor: f64, what: &str) {
    let allowed = floor.max(RELATIVE * numpy.abs());
    let apart = (ours - numpy).abs();
    assert!(
        apart <= allowed,
        "{what}: {ours:e} here, {numpy:e} in NumPy, {apart:e} apart, {allowed:e} allowed"
    );
}

#[track_caller]
fn matrices_agree(ours: &DMatrix<f64>, numpy: &DMatrix<f64>, floor: f64, what: &str) {
    assert_eq!(ours.shape(), numpy.shape(), "{what}");
    for (i, (ours, numpy)) in ours.iter().zip(numpy).enumerate() {
        agree(
            *ours,
            *numpy,
            floor,
            &format!("{what}, entry {i} by columns"),
        );
    }
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

fn spectra(experiment: &Experiment) -> Spectra {
    simulate(&experiment.update(), &mut |_| {}).expect(&experiment.name)
}

/// Both updates of every experiment, each with a name, its spectrum here and NumPy's measure.
fn for_each_update(mut check: impl FnMut(&str, &Params, &Spectrum, &Measure)) {
    for experiment in experiments() {
        let (params, ours) = (experiment.params(), spectra(&experiment));
        let name = |update| format!("{}, {update}", experiment.name);
        check(&name("style"), &params, &ours.style, &experiment.style);
        check(&name("facts"), &params, &ours.facts, &experiment.facts);
    }
}

// --- The random stream ------------------------------------------------------------------------

#[test]
fn uniform_draws_are_numpys_to_the_bit() {
    for stream in load::<oracle::Stream>("streams") {
        let mut ours = NumpyStream::new(stream.seed);
        let draws: Vec<f64> = std::iter::repeat_with(|| ours.uniform())
            .take(700)
            .collect();
        for window in &stream.uniform {
            let ours = &draws[window.index..][..window.bits.len()];
            assert_eq!(bits(ours), window.bits, "seed {}", stream.seed);
        }
    }
}

#[test]
fn normal_draws_are_numpys() {
    for stream in load::<oracle::Stream>("streams") {
        let mut ours = NumpyStream::new(stream.seed);
        let draws: Vec<f64> = std::iter::repeat_with(|| ours.normal()).take(501).collect();
        for window in &stream.normal {
            for (ours, numpy) in draws[window.index..].iter().zip(&window.values) {
                let apart = (ours - numpy).abs();
                assert!(
                    apart <= NORMAL_ROUNDING * numpy.abs(),
                    "seed {}",
                    stream.seed
                );
            }
        }
    }
}

#[test]
fn a_matrix_is_drawn_row_by_row_and_the_second_of_a_pair_is_kept_for_what_follows() {
    for stream in load::<oracle::Stream>("streams") {
        let what = format!("seed {}", stream.seed);
        let mut ours = NumpyStream::new(stream.seed);
        let drawn = ours.normal_matrix(3, 5);
        matrices_agree(&drawn, &matrix(&stream.matrix), NORMAL_ROUNDING, &what);
        let noisy = ours.normal_matrix(2, 3).map(|normal| 1.0 + 0.25 * normal);
        matrices_agree(&noisy, &matrix(&stream.noisy), NORMAL_ROUNDING, &what);
        assert_eq!(bits(&[ours.uniform()]), stream.uniform_between, "{what}");
        agree(ours.normal(), stream.normal_after, NORMAL_ROUNDING, &what);
    }
}

// --- The parts of an update -------------------------------------------------------------------

#[test]
fn evenly_spaced_singular_values_are_numpys_to_the_bit() {
    for case in load::<oracle::Linspace>("linspaces") {
        let (first, last) = (case.first, case.last);
        let ours = linspace(Ends { first, last }, case.count);
        assert_eq!(bits(&ours), case.bits, "{first} to {last}, {}", case.count);
    }
    assert!(
        linspace(
            Ends {
                first: 1.0,
                last: 2.0
            },
            0
        )
        .is_empty()
    );
}

#[test]
fn a_frame_is_numpys_q_with_its_signs() {
    for case in load::<oracle::Orthonormal>("frames") {
        let a = matrix(&case.matrix);
        let what = format!("a {} x {} matrix", a.nrows(), a.ncols());
        let ones = vec![1.0; a.ncols()];
        let q = OrthonormalFrame::spanning(a).scaled_columns(&ones);
        matrices_agree(&q, &matrix(&case.q), ROUNDING, &what);
    }
}

#[test]
fn rotating_is_multiplying_by_numpys_complete_q() {
    for case in load::<oracle::Orthonormal>("frames") {
        let mut rhs = matrix(&case.rhs);
        let floor = ROUNDING * rhs.norm();
        OrthonormalFrame::spanning(matrix(&case.matrix)).rotate(&mut rhs);
        matrices_agree(
            &rhs,
            &matrix(&case.rotated),
            floor,
            "Q times a right-hand side",
        );
    }
}

#[test]
fn both_updates_are_numpys_entry_by_entry() {
    let mut compared = 0;
    for experiment in experiments() {
        let params = experiment.update();
        let (style, facts) = update::draw_both(&params).expect(&experiment.name);
        let alone = |which| update::draw(&params, which).expect(&experiment.name);
        assert_eq!(
            (&style, &facts),
            (&alone(Update::Style), &alone(Update::Facts))
        );
        for (ours, numpy) in [(style, &experiment.style), (facts, &experiment.facts)] {
            agree(ours.norm(), numpy.frobenius, 0.0, &experiment.name);
            if let Some(entries) = &numpy.matrix {
                let floor = ROUNDING * numpy.scale();
                matrices_agree(&ours, &matrix(entries), floor, &experiment.name);
                compared += 1;
            }
        }
    }
    assert!(
        compared >= 40,
        "only {compared} matrices were written whole"
    );
}

// --- Singular values, and what follows from them ----------------------------------------------

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

/// Rounding of a reconstruction that is scaled by `factor`, relative to the update's norm.
fn reconstruction_floor(factor: f64) -> f64 {
    RECONSTRUCTION_ROUNDING * factor.max(1.0)
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
    for case in load::<oracle::Factors>("scalings") {
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

// --- The article's tables ---------------------------------------------------------------------

/// The tables of an experiment, inspecting its true rank and its largest, which NumPy measured too.
fn tables(experiment: &Experiment) -> [Table; 5] {
    let (params, update) = (experiment.params(), experiment.update());
    let reading = Reading {
        rank_low: update.true_rank,
        rank_high: update.max_rank(),
        ..params.reading()
    };
    article::tables(&update, &reading, &spectra(experiment))
}

/// One of the numbers NumPy measured at a rank.
type Measured = fn(&AtRank) -> f64;

/// The named cell of every row, with the row's rank.
fn column(table: &Table, name: &str) -> Vec<(usize, Option<f64>)> {
    let index = table.columns.iter().position(|column| column.name == name);
    let index = index.unwrap_or_else(|| panic!("{} has no column {name}", table.id));
    let cell = |row: &article::TableRow| (row.rank.unwrap_or_default(), row.values[index]);
    table.rows.iter().map(cell).collect()
}

#[test]
fn the_table_of_the_setup_says_what_was_set() {
    for experiment in experiments() {
        let [setup, ..] = tables(&experiment);
        let UpdateParams {
            rows,
            columns,
            true_rank,
            ..
        } = experiment.update();
        let m = rows.min(columns);
        let set = [rows, columns, true_rank, m, m].map(|count| Some(count as f64));
        assert_eq!(setup.rows[0].values, set, "{}", experiment.name);
    }
}

#[test]
fn the_table_of_singular_values_lists_numpys_first_ten() {
    for experiment in experiments() {
        let [_, values, ..] = tables(&experiment);
        for (name, numpy) in [("style", &experiment.style), ("facts", &experiment.facts)] {
            let what = format!("{}, {name}", experiment.name);
            let cells = column(&values, name);
            assert_eq!(
                cells.len(),
                experiment.update().max_rank().min(10),
                "{what}"
            );
            for (i, ours) in cells {
                let floor = ROUNDING * numpy.scale();
                agree(ours.expect(&what), numpy.first[i - 1], floor, &what);
            }
        }
    }
}

#[test]
fn the_table_of_errors_holds_numpys_reconstructions() {
    let columns: [(&str, Measured); 3] = [
        ("lora", |at| at.lora),
        ("rslora", |at| at.rslora),
        ("floor", |at| at.floor),
    ];
    for experiment in experiments() {
        let [_, _, errors, ..] = tables(&experiment);
        let floor = reconstruction_floor(experiment.params().reading().alpha);
        for (update, numpy) in [("style", &experiment.style), ("facts", &experiment.facts)] {
            for (rule, measured) in columns {
                let name = format!("{update}_{rule}");
                cells_agree(&errors, &name, numpy, measured, floor, &experiment.name);
            }
        }
    }
}

#[test]
fn the_table_of_scales_is_alpha_over_r_and_over_its_root() {
    for experiment in experiments() {
        let [_, _, _, scaling, _] = tables(&experiment);
        let alpha = experiment.params().reading().alpha;
        for (rank, ours) in column(&scaling, "lora") {
            let what = format!("{}, α/{rank}", experiment.name);
            agree(ours.expect(&what), alpha / rank as f64, 0.0, &what);
        }
        for (rank, ours) in column(&scaling, "rslora") {
            let what = format!("{}, α/√{rank}", experiment.name);
            agree(ours.expect(&what), alpha / (rank as f64).sqrt(), 0.0, &what);
        }
    }
}

#[test]
fn the_table_of_variance_holds_numpys_energies_in_percent() {
    for experiment in experiments() {
        let [.., variance] = tables(&experiment);
        for (name, numpy) in [("style", &experiment.style), ("facts", &experiment.facts)] {
            let percent = |at: &AtRank| 100.0 * at.energy;
            cells_agree(&variance, name, numpy, percent, 0.0, &experiment.name);
        }
    }
}

/// Each cell of a column against what NumPy measured at the row's rank; empty for a zero update.
fn cells_agree(
    table: &Table,
    name: &str,
    numpy: &Measure,
    measured: impl Fn(&AtRank) -> f64,
    floor: f64,
    experiment: &str,
) {
    for (rank, ours) in column(table, name) {
        let what = format!("{experiment}, {} {name} at rank {rank}", table.id);
        let numpy = if numpy.ranks.is_empty() {
            None
        } else {
            let at = numpy.ranks.iter().find(|at| at.rank == rank);
            Some(measured(at.expect(&what)))
        };
        assert_eq!(ours.is_some(), numpy.is_some(), "{what}");
        if let (Some(ours), Some(numpy)) = (ours, numpy) {
            agree(ours, numpy, floor, &what);
        }
    }
}

/// A table as it is printed: the label of each row, then its cells in their columns' formats.
fn printed(table: &Table) -> Vec<String> {
    let row = |row: &article::TableRow| {
        let cells = row.values.iter().zip(&table.columns);
        let cells = cells.map(|(value, column)| column.format.write(value.unwrap_or(f64::NAN)));
        std::iter::once(row.label.clone())
            .chain(cells)
            .collect::<Vec<_>>()
            .join(" ")
    };
    table.rows.iter().map(row).collect()
}

#[test]
fn the_defaults_print_the_numbers_of_the_article() {
    let params = Params::default();
    let spectra = simulate(&params.update(), &mut |_| {}).expect("the defaults");
    let [setup, values, errors, scaling, variance] =
        article::tables(&params.update(), &params.reading(), &spectra);

    assert_eq!(printed(&setup), ["64 × 64 64 64 4 32 64"]);

    let cells = |name| {
        column(&values, name)
            .into_iter()
            .map(|(_, cell)| cell.expect(name))
    };
    let style: Vec<_> = cells("style").map(|value| format!("{value:.8}")).collect();
    assert_eq!(
        style[..6],
        [
            "4.99481126",
            "3.49607362",
            "2.00604286",
            "0.51698784",
            "0.14473687",
            "0.14035859"
        ]
    );
    let facts: Vec<_> = cells("facts").map(|value| format!("{value:.8}")).collect();
    assert_eq!(
        facts[..4],
        ["2.99940632", "2.95971012", "2.91382641", "2.87480529"]
    );
    assert_eq!(printed(&values)[0], "1 4.99481126 2.99940632");

    // r, style α/r, facts α/r, style α/√r, facts α/√r, style floor, facts floor
    assert_eq!(
        printed(&errors),
        [
            "2 6.608 2.165 9.730 3.016 0.333 0.961",
            "4 2.989 1.482 6.971 2.858 0.092 0.922",
            "8 1.000 1.000 4.642 2.620 0.081 0.847",
            "16 0.064 0.701 2.995 2.251 0.064 0.701",
            "32 0.501 0.628 1.828 1.701 0.034 0.438",
            "48 0.667 0.686 1.309 1.297 0.012 0.215",
        ]
    );

    assert_eq!(
        printed(&scaling),
        [
            "1 16.0000 16.0000",
            "4 4.0000 8.0000",
            "8 2.0000 5.6569",
            "16 1.0000 4.0000",
            "32 0.5000 2.8284",
            "64 0.2500 2.0000",
        ]
    );

    assert_eq!(
        printed(&variance),
        [
            "2 88.8897 7.6851",
            "4 99.1524 14.9368",
            "8 99.3367 28.3393",
            "16 99.5966 50.8483",
            "32 99.8841 80.8224",
        ]
    );
}
