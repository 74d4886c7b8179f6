//! The figures of exercises: what is drawn, where it is read, and what they say.

mod curves;
mod training;

use super::*;
use crate::{Figure, Plot, Size, Theme, View, draw};
use rankscope_params::{Params, Update};
use rankscope_sim::{Scaling, Spectrum, simulate};

fn places(values: &[f64]) -> Places {
    Places {
        title: "rank r".to_owned(),
        column: "rank".to_owned(),
        values: values.to_vec(),
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
