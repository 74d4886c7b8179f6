//! Everything that follows from what is open and from what the rank rules are asked to keep.
//!
//! A layer's report and row are worked out once, after its result is delivered: a delivery costs the layers
//! it holds, and sums over the rows known by then. Other thresholds make the rows of the same reports; a
//! config begins anew. Of a large delivery some layers are taken in at a time, so that no task of the page
//! is long: see [`Derivation::is_behind`].

use std::collections::BTreeMap;
use std::rc::Rc;

use rankscope_adapter::{Measures, RankRule, Report, Summary, Thresholds};
use rankscope_chart::Plot;
use rankscope_chart::adapter::distribution;

use super::opening::Weights;
use super::rows::{Row, Rows};
use super::state::{AdapterState, AnalysisFailure, Outcome};

/// Layers taken in at a time: some milliseconds for code that the browser has not compiled for speed yet.
const LAYERS_AT_ONCE: usize = 1000;

/// The ranks a rule keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Kept {
    /// The smallest.
    pub least: Option<f64>,
    /// The one in the middle; of two, the larger.
    pub median: Option<f64>,
    /// The largest.
    pub most: Option<f64>,
    /// `Σ r(d + k)` at these ranks.
    pub parameters: u64,
    /// These parameters, as percent of the present ones.
    pub share: f64,
}

/// What is shown of an adapter as a whole.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    /// The layers that have a report, in order.
    pub rows: Rows,
    /// Those that nothing can be said of, and why.
    pub failures: Vec<(String, AnalysisFailure)>,
    /// All layers in sum.
    pub summary: Summary,
    /// The layers of each kind in sum, in natural order.
    pub kinds: Vec<(String, Summary)>,
    /// What each of [`RankRule::ALL`] keeps.
    pub kept: [Kept; RankRule::ALL.len()],
    /// The effective ranks of all layers.
    pub distribution: Option<Rc<Plot>>,
}

impl Derived {
    /// The layer of this path, or else the one with the largest update.
    pub fn chosen(&self, path: Option<&str>) -> Option<&Rc<Row>> {
        let named = |row: &&Rc<Row>| Some(row.path()) == path;
        let norm = |row: &Row| row.report.frobenius();
        let by_size = |a: &&Rc<Row>, b: &&Rc<Row>| norm(a).total_cmp(&norm(b));
        let found = path.and_then(|_| self.rows.iter().find(named));
        found.or_else(|| self.rows.iter().max_by(by_size))
    }

    /// The reports, in order.
    pub fn reports(&self) -> Vec<Report> {
        self.rows
            .iter()
            .map(|row| Report::clone(&row.report))
            .collect()
    }
}

/// What the rows depend on besides the results.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Basis {
    serial: u32,
    config_version: u32,
    thresholds: Thresholds,
}

/// Derives, remembering what it has derived.
#[derive(Debug, Default)]
pub struct Derivation {
    basis: Basis,
    /// Deliveries already taken in, and the layers of the next that are.
    taken_in: (usize, usize),
    /// Whether results are left to be taken in.
    behind: bool,
    /// By the index of the layer.
    rows: Vec<Option<Rc<Row>>>,
    failures: BTreeMap<usize, (String, AnalysisFailure)>,
    left_out_known: bool,
    derived: Rc<Derived>,
    /// Rows worked out since the beginning.
    #[cfg(test)]
    pub(super) rows_made: usize,
    /// Rows summed up since the beginning.
    #[cfg(test)]
    pub(super) rows_summed: usize,
}

impl Derivation {
    /// What follows from this state; the same `Rc` when nothing has changed.
    pub fn of(&mut self, state: &AdapterState, thresholds: Thresholds) -> Rc<Derived> {
        let basis = Basis {
            serial: state.serial,
            config_version: state.config_version,
            thresholds,
        };
        let before = std::mem::replace(&mut self.basis, basis);
        let mut changed = before != basis;
        if before.serial != basis.serial {
            self.derived = Rc::default();
        }
        if (before.serial, before.config_version) != (basis.serial, basis.config_version) {
            self.taken_in = (0, 0);
            self.rows.clear();
            self.failures.clear();
            self.left_out_known = false;
        } else if changed {
            self.measure_again();
        }
        changed |= std::mem::take(&mut self.behind);
        if let Some(weights) = &state.weights {
            changed |= self.take_in(weights, state);
        }
        if changed && !self.behind {
            self.derived = Rc::new(self.sum_up(state.weights.as_deref()));
        }
        Rc::clone(&self.derived)
    }

    /// Whether results are left that [`Derivation::of`] takes in when it is called again. What it has returned
    /// follows from the state before them.
    pub fn is_behind(&self) -> bool {
        self.behind
    }

    /// Makes the rows of other thresholds, on which no report depends.
    fn measure_again(&mut self) {
        for row in self.rows.iter_mut().flatten() {
            *row = Rc::new(row.measured_again(self.basis.thresholds));
            #[cfg(test)]
            {
                self.rows_made += 1;
            }
        }
    }

    /// Takes in some of what was delivered since the last time. Returns whether that was anything.
    fn take_in(&mut self, weights: &Weights, state: &AdapterState) -> bool {
        let mut changed = !self.left_out_known;
        self.left_out_known = true;
        self.rows.resize(weights.layout.layers.len(), None);
        let mut left = LAYERS_AT_ONCE;
        while let Some(delivery) = state.deliveries.get(self.taken_in.0) {
            changed = true;
            let begun = self.taken_in.1;
            let results = delivery.iter().skip(begun).take(left);
            left -= results.len();
            self.taken_in.1 += results.len();
            for (layer, outcome) in results {
                self.take_in_layer(*layer, outcome, weights, state);
            }
            if self.taken_in.1 < delivery.len() {
                self.behind = true;
                break;
            }
            self.taken_in = (self.taken_in.0 + 1, 0);
        }
        // The sums over many rows are a task of their own.
        self.behind |= changed && self.rows.len() > LAYERS_AT_ONCE;
        changed
    }

    fn take_in_layer(
        &mut self,
        index: usize,
        outcome: &Outcome,
        weights: &Weights,
        state: &AdapterState,
    ) {
        let Some((layer, row)) = weights
            .layout
            .layers
            .get(index)
            .zip(self.rows.get_mut(index))
        else {
            return;
        };
        let report = outcome.as_ref().map_err(Clone::clone).and_then(|product| {
            Report::new(layer, product, state.config()).map_err(AnalysisFailure::Layer)
        });
        match report {
            Ok(report) => {
                let made = Row::new(index, Rc::new(report), self.basis.thresholds);
                *row = Some(Rc::new(made));
            }
            Err(failure) => {
                self.failures.insert(index, (layer.path.clone(), failure));
            }
        }
        #[cfg(test)]
        {
            self.rows_made += 1;
        }
    }

    fn sum_up(&mut self, weights: Option<&Weights>) -> Derived {
        let Some(weights) = weights else {
            return Derived::default();
        };
        let rows: Rows = self.rows.iter().flatten().cloned().collect();
        #[cfg(test)]
        {
            self.rows_summed += rows.len();
        }
        let left_out = weights.layout.left_out.iter();
        let left_out = left_out.map(|left| {
            (
                left.path.clone(),
                AnalysisFailure::Layer(left.error.clone()),
            )
        });
        let summary = Summary::of_measured(measured(rows.iter()));
        Derived {
            failures: left_out.chain(self.failures.values().cloned()).collect(),
            kinds: by_kind(&rows, weights),
            kept: kept(&rows, &summary),
            distribution: Some(Rc::new(distribution(measured(rows.iter())))),
            summary,
            rows,
        }
    }
}

fn measured<'r>(
    rows: impl Iterator<Item = &'r Rc<Row>>,
) -> impl Iterator<Item = (&'r Report, Measures)> {
    rows.map(|row| (&*row.report, row.measures))
}

fn by_kind(rows: &Rows, weights: &Weights) -> Vec<(String, Summary)> {
    let names = &weights.places.kinds;
    let mut kinds: Vec<Vec<&Rc<Row>>> = vec![Vec::new(); names.len()];
    for row in rows.iter() {
        let place = weights.places.get(row.layer);
        if let Some(kind) = place.and_then(|(kind, _)| kinds.get_mut(kind)) {
            kind.push(row);
        }
    }
    let named = names.iter().zip(kinds).filter(|(_, rows)| !rows.is_empty());
    let sum = |(name, rows): (&String, Vec<&Rc<Row>>)| {
        (
            name.clone(),
            Summary::of_measured(measured(rows.into_iter())),
        )
    };
    named.map(sum).collect()
}

fn kept(rows: &Rows, summary: &Summary) -> [Kept; RankRule::ALL.len()] {
    let mut rules = [Kept::default(); RankRule::ALL.len()];
    for (number, (kept, &parameters)) in rules.iter_mut().zip(&summary.kept).enumerate() {
        let mut ranks: Vec<usize> = rows
            .iter()
            .filter_map(|row| row.measures.kept.get(number).copied())
            .collect();
        ranks.sort_unstable();
        let rank = |index: usize| ranks.get(index).map(|&rank| rank as f64);
        *kept = Kept {
            least: rank(0),
            median: rank(ranks.len() / 2),
            most: rank(ranks.len().saturating_sub(1)),
            parameters,
            share: 100.0 * parameters as f64 / summary.parameters.max(1) as f64,
        };
    }
    rules
}
