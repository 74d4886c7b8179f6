//! Curves over the values of one parameter, and how those that would look alike are told apart.

use super::super::{CurvesFigure, Look, Places, Series, curves};
use super::{is_drawn, places};
use crate::{Stroke, Tone};

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
