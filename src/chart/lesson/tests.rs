use super::*;
use crate::{Figure, Plot, Size, Theme, View, draw};
use rankscope_params::{Optimizer, Params, Update};
use rankscope_sim::training::{ChunkedTraining, Family, Plan, Trained, TrainingConfig, train};
use rankscope_sim::{Scaling, Spectrum, simulate};

fn places(values: &[f64]) -> Places {
    Places {
        title: "rank r".to_owned(),
        column: "rank".to_owned(),
        values: values.to_vec(),
    }
}

fn series(label: &str, values: &[Option<f64>]) -> Series {
    Series {
        label: label.to_owned(),
        look: Look::full(Tone::Facts, Stroke::Solid),
        values: values.to_vec(),
    }
}

fn figure(values: &[f64], series: Vec<Series>) -> CurvesFigure {
    CurvesFigure {
        x: places(values),
        y: "recalled, %".to_owned(),
        log: false,
        series,
        lines: vec![],
        present: None,
        grip: false,
    }
}

/// Whatever a plot is, it can be drawn at the size of a phone.
fn is_drawn(plot: &Plot) {
    let size = Size {
        width: 342.0,
        height: 200.0,
        text: 1.0,
    };
    let (pixels, mut text) = ((2736, 1600), String::new());
    let backend = plotters_svg::SVGBackend::with_string(&mut text, pixels);
    draw(backend, plot, &Theme::LIGHT, size).unwrap();
    assert!(text.len() > 500, "{text}");
}

#[test]
fn curves_have_a_point_where_they_are_measured_and_none_elsewhere() {
    let values = [1.0, 2.0, 4.0, 8.0];
    let seen = series("seen", &[Some(5.0), Some(12.0), None, Some(100.0)]);
    let plot = curves(&CurvesFigure {
        present: Some(8),
        grip: true,
        ..figure(&values, vec![seen])
    });
    assert_eq!(plot.stops(), [1, 2, 8]);
    assert_eq!((plot.inspected.as_slice(), plot.grips), (&[8][..], true));
    assert_eq!(plot.spots, [(8.0, 100.0)]);
    assert_eq!(plot.summary, "Rank 8: seen 100\u{202f}%.");
    assert_eq!(plot.csv(), "rank,seen\r\n1,5\r\n2,12\r\n8,100\r\n");
    is_drawn(&plot);
    let unknown = curves(&CurvesFigure {
        present: Some(4),
        ..figure(&values, vec![series("seen", &[None; 4])])
    });
    assert_eq!(unknown.summary, "Rank 4: not measured yet.");
    let between = curves(&CurvesFigure {
        present: Some(5),
        ..figure(&values, vec![series("seen", &[Some(5.0); 4])])
    });
    assert_eq!(between.summary, "Rank 5: between the points.");
    assert!(between.spots.is_empty() && between.inspected == [5]);
    is_drawn(&unknown);
}

#[test]
fn values_that_are_not_whole_are_listed_and_called_by_their_values() {
    let rates = Places {
        title: "learning rate η".to_owned(),
        column: "learning rate".to_owned(),
        values: vec![0.002, 0.008, 0.064],
    };
    let of = CurvesFigure {
        x: rates,
        log: true,
        y: "error".to_owned(),
        present: Some(2),
        ..figure(
            &[],
            vec![series("rank 32", &[Some(0.86), Some(0.2), Some(0.0)])],
        )
    };
    let plot = curves(&of);
    assert_eq!(plot.summary, "Learning rate 0.008: rank 32 0.2.");
    assert!(
        plot.csv()
            .starts_with("learning rate,rank 32\r\n0.002,0.86\r\n")
    );
    is_drawn(&plot);
    assert_eq!(of.x.index_of(0.064), Some(2));
    assert_eq!(of.x.index_of(0.063), None);
}

#[test]
fn curves_that_look_alike_are_told_apart() {
    let full = Look::full(Tone::Style, Stroke::Solid);
    let second = full.apart_from(&[full]);
    assert_eq!(second, Look::full(Tone::Style, Stroke::Dashed));
    let third = full.apart_from(&[full, second]);
    assert!(third.strength < full.strength && third.stroke == Stroke::Solid);
    let fourth = full.apart_from(&[full, second, third]);
    assert!(![full, second, third].contains(&fourth));
    let other = Look::full(Tone::Facts, Stroke::Solid);
    assert_eq!(other.apart_from(&[full]), other);
}

fn recall_map(values: Vec<Vec<Option<f64>>>) -> MapFigure {
    MapFigure {
        columns: places(&[1.0, 8.0, 64.0]),
        rows: Places {
            title: "facts".to_owned(),
            column: "facts".to_owned(),
            values: vec![128.0, 256.0],
        },
        quantity: "recalled, %".to_owned(),
        enough: Some(90.0),
        values,
        tone: Tone::Facts,
        largest: Some(100.0),
        present: (Some(1), Some(1)),
        grip: true,
    }
}

#[test]
fn a_map_has_a_field_for_each_pair_and_marks_the_present_one() {
    let full = vec![
        vec![Some(20.0), Some(100.0), Some(100.0)],
        vec![Some(8.0), Some(97.5), Some(100.0)],
    ];
    let of = map(&recall_map(full));
    assert_eq!(of.drawn.cells.len(), 6);
    let marked: Vec<_> = of.drawn.cells.iter().filter(|cell| cell.marked).collect();
    assert_eq!(marked.len(), 1);
    assert_eq!((marked[0].at, marked[0].value), ((8.0, 256.0), Some(97.5)));
    assert_eq!(marked[0].label, "97.5\u{202f}%");
    assert_eq!(
        of.drawn.summary,
        "Rank 8, facts 256: 97.5\u{202f}%. 4 of the cells reach 90\u{202f}%."
    );
    // Read row by row, at the places of the columns.
    let read: Vec<_> = of.read.read(2).iter().map(|row| row.value).collect();
    assert_eq!(read, [Some(100.0), Some(97.5)]);
    assert_eq!(of.read.curves[1].label, "facts 256");
    assert!(
        of.csv
            .starts_with("rank,facts,\"recalled, %\"\r\n1,128,20\r\n"),
        "{}",
        of.csv
    );
    is_drawn(&of.drawn);
}

#[test]
fn a_map_says_how_much_of_it_is_measured() {
    let of = map(&recall_map(vec![
        vec![Some(20.0), None, None],
        vec![None; 3],
    ]));
    assert_eq!(of.drawn.cells.len(), 1);
    assert_eq!(
        of.drawn.summary,
        "Rank 8, facts 256: not measured yet. 1 of 6 cells have a value."
    );
    is_drawn(&of.drawn);
}

#[test]
fn a_bar_reaches_its_value_and_says_it() {
    let bar = |label: &str, value| Bar {
        label: label.to_owned(),
        look: Look::full(Tone::Neutral, Stroke::Solid),
        value,
    };
    let plot = bars(
        "scale",
        &[
            bar("trained", Some(2.0)),
            bar("applied", Some(0.25)),
            bar("next", None),
        ],
        &[("1".to_owned(), 1.0)],
    );
    let heights: Vec<_> = plot.cells.iter().map(|cell| cell.up.1).collect();
    assert_eq!(heights[0], 2.0);
    assert_eq!(plot.summary, "trained 2 · applied 0.25.");
    assert_eq!(plot.read(2)[0].value, Some(0.25));
    assert_eq!(plot.read(3)[0].value, None);
    is_drawn(&plot);
}

#[test]
fn the_error_against_the_scale_is_read_in_hundredths() {
    let points = (0..=25).map(|tenth| f64::from(tenth) / 10.0);
    let points = points.map(|scale| (scale, (1.0 - scale).abs())).collect();
    let plot = scale_error(&ScaleErrorFigure {
        points,
        lines: vec![("no adapter".to_owned(), 1.0)],
        tone: Tone::Style,
        present: Some(1.25),
        grip: true,
    });
    assert_eq!(plot.inspected, [125]);
    assert_eq!(plot.x.called(125.0), "scale 1.25");
    assert_eq!(plot.summary, "Scale 1.25: error 0.25.");
    assert!((plot.spots[0].1 - 0.25).abs() < 1e-12);
    assert!(plot.csv().contains("\r\n2,1\r\n"), "{}", plot.csv());
    is_drawn(&plot);
}

#[test]
fn a_figure_of_explore_is_reduced_to_what_is_asked_about() {
    let params = Params::default();
    let spectra = simulate(&params.update(), &mut |_| ()).unwrap();
    let live = View {
        spectra: &spectra,
        reading: &params.reading(),
    };
    let to = Reduction {
        show: vec![Update::Style],
        rules: vec![Scaling::Lora],
        points: true,
        axis_max: Some(16),
        log: false,
        mark: Mark::Movable,
    };
    for figure in Figure::ALL {
        let plot = reduced(figure, live, &to);
        let names: Vec<_> = plot.curves.iter().map(|curve| &*curve.name).collect();
        let expected: &[&str] = match figure {
            Figure::Spectrum | Figure::Variance => &["style"],
            Figure::Scaling => &["lora"],
            Figure::Error => &["style_floor", "style_lora"],
        };
        assert_eq!(names, expected);
        assert_eq!(plot.x.range().1, 16.0);
        assert!(plot.curves.iter().all(|curve| curve.points.len() == 16));
        assert_eq!(plot.inspected, [params.reading().rank_low]);
        assert!(!plot.summary.contains("facts"), "{}", plot.summary);
        assert_eq!(plot.stops().last(), Some(&16));
        is_drawn(&plot);
    }
    // Where no rank is marked, the rule of nine tenths is said.
    let apart = Reduction {
        show: vec![Update::Style, Update::Facts],
        axis_max: None,
        mark: Mark::Hidden,
        ..to
    };
    let plot = reduced(Figure::Variance, live, &apart);
    assert!(plot.inspected.is_empty());
    let said = "Nine tenths of the energy: style at rank ";
    assert!(plot.summary.starts_with(said), "{}", plot.summary);
}

#[test]
fn pairs_open_one_by_one_and_their_differences_with_them() {
    let layers = |values: [f64; 3]| Spectrum::from(values.to_vec());
    let a = [layers([4.0, 2.0, 1.0]), layers([1.0, 1.0, 1.0])];
    let b = [layers([4.0, 4.0, 4.0]), layers([1.0, 0.0, 0.0])];
    let closed = pairs(&a, &b, &[], 1);
    assert_eq!(closed.cells.len(), 2);
    let one = pairs(&a, &b, &[1], 1);
    assert_eq!(one.cells.len(), 2 + 6);
    assert!(one.summary.contains("B 3.00"), "{}", one.summary);
    let marked: Vec<f64> = one
        .cells
        .iter()
        .filter(|cell| cell.marked)
        .map(|cell| cell.at.0)
        .collect();
    assert_eq!(marked, [1.0]);
    let dots = differences(&a, &b, &[1, 2], 2);
    let signs: Vec<bool> = dots.curves[0]
        .points
        .iter()
        .map(|point| point.1 > 0.0)
        .collect();
    assert_eq!(signs, [true, false]);
    assert_eq!(
        (dots.spots.len(), dots.summary.as_str()),
        (1, "2 of 2 layers are open.")
    );
    // The axis does not move while they open.
    assert_eq!(dots.y.range(), differences(&a, &b, &[], 1).y.range());
    for plot in [closed, one, dots] {
        is_drawn(&plot);
    }
}

fn trained(optimizer: Optimizer, ranks: &[usize], rate: f64) -> Trained {
    let params = Params::default();
    let config = TrainingConfig {
        optimizer,
        learning_rate: rate,
        steps: 12,
        ranks: ranks.to_vec(),
        ..TrainingConfig::new(params.update(), 16.0)
    };
    let families = vec![Family::Lora];
    let mut training = ChunkedTraining::new(vec![Plan { config, families }]).unwrap();
    let mut session = None;
    while let Some(chunk) = training.next() {
        let growth = train(&mut session, &chunk, &mut || (), &mut || true).unwrap();
        training.take(&chunk, growth);
    }
    (*training.trained()[0]).clone()
}

#[test]
fn the_learning_rate_stands_at_the_axis_of_training() {
    let one = trained(Optimizer::Sgd, &[4], 0.002);
    let plot = training([&one], Some(0.5));
    assert_eq!(plot.x.title, "training step · SGD, learning rate 0.002");
    assert!(
        plot.summary.starts_with("Rank 4 after 12 steps: LoRA "),
        "{}",
        plot.summary
    );
    let floor = plot.curves.first().unwrap();
    assert_eq!(floor.points, [(0.0, 0.5), (12.0, 0.5)]);
    is_drawn(&plot);
    // Of two rates each run has its own.
    let other = trained(Optimizer::Sgd, &[4], 0.004);
    let both = training([&one, &other], None);
    assert!(!both.x.title.contains("0.002"));
    let labels: Vec<_> = both
        .curves
        .iter()
        .map(|curve| curve.label.as_str())
        .collect();
    assert_eq!(labels, ["rate 0.002", "rate 0.004"]);
}

#[test]
fn runs_of_several_ranks_are_told_apart_and_one_that_diverges_says_so() {
    let plot = training([&trained(Optimizer::Sgd, &[4, 16], 0.002)], None);
    let labels: Vec<_> = plot
        .curves
        .iter()
        .map(|curve| curve.label.as_str())
        .collect();
    assert_eq!(labels, ["rank 4", "rank 16"]);
    let diverged = training([&trained(Optimizer::Sgd, &[4, 16], 10.0)], None);
    assert!(
        diverged.summary.contains("diverges"),
        "{}",
        diverged.summary
    );
    is_drawn(&diverged);
}
