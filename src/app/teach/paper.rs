//! What paper has in place of controls: the readings of an exercise at the stops of its controls, as a table,
//! and its figures where it starts.

use rankscope_chart::lesson::{Kind, differences, pairs};
use rankscope_chart::{Export, Named, Plot, Size, Theme};
use rankscope_lesson::{
    Exercise, ExpectedAnswer, Figure, Findings, Measurement, Name, Present, sample,
};
use rankscope_params::number::significant;
use rankscope_params::{Number, Update};

use crate::classroom::figures::{FigurePlot, axis_label, explored, named, plot, slider_stops};

/// Rows of a table: more fit no sheet.
const MOST_ROWS: usize = 16;
/// Digits of a number in it.
const DIGITS: usize = 4;
/// A figure on paper, in CSS pixels.
const SIZE: Size = Size {
    width: 352.0,
    height: 190.0,
    text: 1.0,
};

/// An exercise on paper, before its numbers are known.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper<'e> {
    exercise: &'e Exercise,
    start: Present,
    controls: Vec<Name>,
    /// The rows of its table.
    states: Vec<Present>,
}

/// The readings at each stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperTable {
    /// What is moved, then the readings.
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// A figure on paper.
#[derive(Clone, Debug, PartialEq)]
pub enum PaperFigure {
    /// A drawing, and what it shows in words.
    Drawn {
        svg: String,
        title: &'static str,
        summary: String,
    },
    /// It trains as it is shown: which figure of the exercise.
    Live(usize, Named),
}

/// Whether an exercise can be solved with its sheet alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solvable {
    OnPaper,
    /// In some row of the table its goal is reached.
    InARow,
    /// Its goal is reached in no row.
    NeedsThePage,
}

impl<'e> Paper<'e> {
    /// With the numbers of a student without a name.
    pub fn new(exercise: &'e Exercise) -> Self {
        let start = exercise.start(&exercise.unnamed());
        let mut controls: Vec<(Name, Vec<f64>)> = Vec::new();
        for name in exercise.movable() {
            let stops = stops(exercise, &name, &start);
            let fewest: usize = controls
                .iter()
                .map(|(_, stops)| stops.len().min(2))
                .product();
            // One that has no room for two stops stays where it starts.
            if stops.len() > 1 && 2 * fewest <= MOST_ROWS {
                controls.push((name, stops));
            }
        }
        while controls
            .iter()
            .map(|(_, stops)| stops.len())
            .product::<usize>()
            > MOST_ROWS
        {
            let Some((_, longest)) = controls.iter_mut().max_by_key(|(_, stops)| stops.len())
            else {
                break;
            };
            *longest = thinned(longest, longest.len() - 1);
        }
        let mut states = vec![start];
        for (name, stops) in &controls {
            let at = |state: &Present| {
                let moved = stops.iter().map(|stop| exercise.with(state, name, *stop));
                moved.collect::<Vec<_>>()
            };
            states = states.iter().flat_map(at).collect();
        }
        Self {
            exercise,
            start,
            controls: controls.into_iter().map(|(name, _)| name).collect(),
            states,
        }
    }

    /// Everything that has to be measured for it.
    pub fn wanted(&self) -> Vec<Measurement> {
        let live = self.states.iter();
        let live = live.map(|state| self.exercise.live_measurement(state));
        let figures = self.exercise.figure_measurements(&self.start);
        live.chain(figures).collect()
    }

    /// Whether all of it is known.
    pub fn is_known(&self, found: &Findings) -> bool {
        let mut wanted = self.wanted().into_iter();
        wanted.all(|wanted| found.missing(&wanted).is_none())
    }

    /// The readings at the stops; none where there is nothing to read.
    pub fn table(&self, found: &Findings) -> Option<PaperTable> {
        let exercise = self.exercise;
        if exercise.readings.is_empty() {
            return None;
        }
        let readings = exercise
            .readings
            .iter()
            .map(|reading| reading.label.clone());
        let moved = self.controls.iter().map(|name| axis_label(exercise, name));
        let row = |state: &Present| {
            let measured = found.measured(&exercise.live_measurement(state));
            let context = exercise.context(state);
            let context = measured
                .as_ref()
                .map_or(context, |measured| context.with_measured(measured));
            let moved = self.controls.iter().map(|name| self.written(name, state));
            let values = exercise.readings.iter().map(|reading| {
                let value = reading.value.value(&context);
                value.map_or_else(|| "–".to_owned(), |value| significant(value, DIGITS))
            });
            moved.chain(values).collect()
        };
        Some(PaperTable {
            columns: moved.chain(readings).collect(),
            rows: self.states.iter().map(row).collect(),
        })
    }

    fn written(&self, name: &Name, state: &Present) -> String {
        let value = self.exercise.value_of(name, state).unwrap_or_default();
        let mut own = self.exercise.controls.own.iter();
        let own = own.find(|control| Name::Own(control.name.clone()) == *name);
        own.map_or_else(
            || significant(value, DIGITS),
            |control| control.shown(value),
        )
    }

    /// Whether it can be solved on paper.
    pub fn solvable(&self, found: &Findings) -> Solvable {
        let ExpectedAnswer::Goal {
            reach, tolerance, ..
        } = &self.exercise.answer
        else {
            return Solvable::OnPaper;
        };
        let reached = self.states.iter().any(|state| {
            let measured = found.measured(&self.exercise.live_measurement(state));
            measured.is_some_and(|measured| {
                let context = self.exercise.context(state);
                reach.holds(&context.with_measured(&measured), *tolerance)
            })
        });
        // Without a reading no row tells that it is the one.
        if reached && !self.exercise.readings.is_empty() {
            Solvable::InARow
        } else {
            Solvable::NeedsThePage
        }
    }

    /// Its figures where it starts.
    pub fn figures(&self, found: &Findings) -> Vec<PaperFigure> {
        let names = named(self.exercise).into_iter();
        let figures = self.exercise.figures.iter().zip(names).enumerate();
        figures
            .flat_map(|(number, (figure, named))| self.figure((number, named), figure, found))
            .collect()
    }

    fn figure(
        &self,
        (number, named): (usize, Named),
        figure: &Figure,
        found: &Findings,
    ) -> Vec<PaperFigure> {
        match figure {
            Figure::Training { .. } | Figure::Recall => vec![PaperFigure::Live(number, named)],
            Figure::Adapters => {
                // All layers lie open: nobody can open one on paper.
                let (a, b) = (sample::layers(Update::Style), sample::layers(Update::Facts));
                let open: Vec<usize> = (1..=a.len().min(b.len())).collect();
                let apart = Kind::Differences.named(0);
                vec![
                    drawn(&pairs(a, b, &open, 1), named.title),
                    drawn(&differences(a, b, &open, 1), apart.title),
                ]
            }
            figure => {
                let known = (found, None);
                match plot(self.exercise, figure, &self.start, known, None) {
                    Some(FigurePlot::Plot(plot)) => vec![drawn(&plot, named.title)],
                    Some(FigurePlot::Map(map)) => vec![drawn(&map.drawn, named.title)],
                    None => vec![],
                }
            }
        }
    }
}

fn drawn(plot: &Plot, title: &'static str) -> PaperFigure {
    PaperFigure::Drawn {
        svg: Export::new(plot, title, "", SIZE).svg(&Theme::LIGHT),
        title,
        summary: plot.summary.clone(),
    }
}

/// Where a control stops on paper: where its slider does, as far as the figure goes.
fn stops(exercise: &Exercise, name: &Name, start: &Present) -> Vec<f64> {
    let all = match name {
        Name::Parameter(key) => {
            let found = Findings::default();
            let slider = slider_stops(exercise, *key, (start, start), &found);
            let whole = key.numeric().number == Number::Whole;
            slider.unwrap_or_else(|| {
                let mut all = if whole {
                    exercise.slider_stops(start, name)
                } else {
                    exercise.stops(start, name)
                };
                if let Some(last) = last_rank(exercise) {
                    all.retain(|stop| !whole || *stop <= last as f64);
                }
                all
            })
        }
        Name::Own(_) => exercise.stops(start, name),
    };
    thinned(&all, MOST_ROWS)
}

/// The last rank on the axis of the exercise's figures, where they end before the matrix does.
fn last_rank(exercise: &Exercise) -> Option<usize> {
    let figures = exercise.figures.iter().filter_map(explored);
    figures.filter_map(|(_, reduced)| reduced.axis_max).max()
}

/// At most so many of some values, the first and the last among them.
fn thinned(values: &[f64], most: usize) -> Vec<f64> {
    let last = values.len().saturating_sub(1);
    if values.len() <= most || most < 2 {
        return values.to_vec();
    }
    let place = |index: usize| index * last / (most - 1);
    let picked = (0..most).filter_map(|index| values.get(place(index)));
    picked.copied().collect()
}

#[cfg(test)]
mod tests;
