//! The numbers of a figure: where they are measured, and what they are once that is done.

use super::figure::{Axis, CurvesFigure, Figure, FigureData, Line, MapFigure};
use super::measure::{Measurement, Trainings};
use super::{Exercise, Expression, Findings, Present};

/// The scales of `scale_error`: 0 to this, in steps of [`SCALE_STEP`].
const LARGEST_SCALE: f64 = 3.0;
const SCALE_STEP: f64 = 0.05;
/// Without an adapter the whole update is missing.
const NO_ADAPTER: f64 = 1.0;

impl Exercise {
    /// Everything the figures need at a state, in parts that are measured one after the other: first
    /// what is about the state itself, then the points of each axis.
    pub fn figure_measurements(&self, present: &Present) -> Vec<Measurement> {
        let mut wanted: Vec<Measurement> = Vec::new();
        for figure in &self.figures {
            for (at, expressions) in self.figure_points(figure, present) {
                let mut trainings = Trainings::default();
                for expression in expressions {
                    expression.trainings(&self.context(&at), &mut trainings);
                }
                let new = Self::measure(&at, trainings);
                // All cuts of one full matrix are made of one training.
                let cuts = |at: &Measurement| !at.trainings.cuts.is_empty();
                if wanted.contains(&new) {
                    continue;
                }
                let same = |old: &&mut Measurement| old.update == new.update && cuts(old);
                match wanted.iter_mut().find(same) {
                    Some(old) if cuts(&new) => old.trainings.merge(new.trainings),
                    _ => wanted.push(new),
                }
            }
        }
        wanted
    }

    /// Where a figure is worked out, and what there.
    fn figure_points<'f>(
        &self,
        figure: &'f Figure,
        present: &Present,
    ) -> Vec<(Present, Vec<&'f Expression>)> {
        match figure {
            Figure::Curves(figure) => {
                let curves: Vec<_> = figure.curves.iter().map(|curve| &curve.value).collect();
                let lines = figure.lines.iter().map(|line| &line.value).collect();
                let along = figure.over.values.iter();
                let points = along.map(|value| {
                    let at = self.with(present, &figure.over.parameter, *value);
                    (at, curves.clone())
                });
                std::iter::once((*present, lines)).chain(points).collect()
            }
            Figure::Map(figure) => {
                let cells = figure.rows.values.iter().flat_map(|row| {
                    let columns = figure.columns.values.iter();
                    columns.map(move |column| self.cell(figure, present, (*column, *row)))
                });
                cells.map(|at| (at, vec![&figure.value])).collect()
            }
            Figure::Bars { bars } => {
                vec![(*present, bars.iter().map(|bar| &bar.value).collect())]
            }
            _ => vec![(*present, vec![])],
        }
    }

    fn cell(&self, figure: &MapFigure, present: &Present, (column, row): (f64, f64)) -> Present {
        let at = self.with(present, &figure.columns.parameter, column);
        self.with(&at, &figure.rows.parameter, row)
    }

    /// The numbers of a figure at a state, by what has been measured so far; none of the figures whose
    /// numbers are not of expressions: Explore's charts, training, recall and the adapters.
    pub fn figure_data(
        &self,
        figure: &Figure,
        present: &Present,
        found: &Findings,
    ) -> Option<FigureData> {
        let lines = |lines: &[Line]| {
            let line = |line: &Line| {
                let value = self.found(&line.value, present, found);
                (line.label.clone(), value)
            };
            lines.iter().map(line).collect::<Vec<_>>()
        };
        Some(match figure {
            Figure::ScaleError {
                rank,
                update,
                scale,
                ..
            } => {
                let rank = rank.value(&self.context(present));
                let rank = rank.filter(|rank| *rank >= 1.0)? as usize;
                let spectra = found.spectra(&present.params.update());
                let spectrum = spectra.map(|spectra| update.of(spectra));
                let count = (LARGEST_SCALE / SCALE_STEP).round() as usize;
                let x: Vec<f64> = (0..=count).map(|step| step as f64 * SCALE_STEP).collect();
                let error = |scale: &f64| spectrum?.error(rank, *scale);
                FigureData::Curves {
                    curves: vec![("error".to_owned(), x.iter().map(error).collect())],
                    x,
                    lines: vec![
                        (
                            "the floor".to_owned(),
                            spectrum.and_then(|of| of.floor(rank)),
                        ),
                        ("no adapter".to_owned(), Some(NO_ADAPTER)),
                    ],
                    present: self.found(scale, present, found),
                }
            }
            Figure::Curves(figure) => {
                let CurvesFigure { over, curves, .. } = figure;
                let along = |curve: &Line| {
                    let at = |value: &f64| {
                        let at = self.with(present, &over.parameter, *value);
                        self.found(&curve.value, &at, found)
                    };
                    (curve.label.clone(), over.values.iter().map(at).collect())
                };
                FigureData::Curves {
                    x: over.values.clone(),
                    curves: curves.iter().map(along).collect(),
                    lines: lines(&figure.lines),
                    present: self.on(over, present),
                }
            }
            Figure::Map(figure) => {
                let row = |row: &f64| {
                    let cell = |column: &f64| {
                        let at = self.cell(figure, present, (*column, *row));
                        self.found(&figure.value, &at, found)
                    };
                    figure.columns.values.iter().map(cell).collect()
                };
                FigureData::Map {
                    columns: figure.columns.values.clone(),
                    rows: figure.rows.values.clone(),
                    cells: figure.rows.values.iter().map(row).collect(),
                    present: (
                        self.on(&figure.columns, present),
                        self.on(&figure.rows, present),
                    ),
                }
            }
            Figure::Bars { bars } => FigureData::Bars(lines(bars)),
            _ => return None,
        })
    }

    /// Where the student is on an axis: only what can be moved, or differs, is somewhere.
    fn on(&self, axis: &Axis, present: &Present) -> Option<f64> {
        self.value_of(&axis.parameter, present)
    }

    /// The value of an expression at a state, as far as it has been measured.
    pub fn found(&self, value: &Expression, at: &Present, found: &Findings) -> Option<f64> {
        let mut trainings = Trainings::default();
        let context = self.context(at);
        value.trainings(&context, &mut trainings);
        if !value.needs_results() {
            return value.value(&context);
        }
        let measured = found.measured(&Self::measure(at, trainings))?;
        value.value(&context.with_measured(&measured))
    }
}
