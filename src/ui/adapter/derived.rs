//! Everything that follows from what is open and from what the rank rules are asked to keep.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::column::Row;
use super::opened::{Failure, Opened};
use rankscope_adapter::{Report, Summary, Thresholds};
use rankscope_chart::Plot;
use rankscope_chart::adapter::distribution;

/// What is shown of an adapter as a whole.
pub(super) struct Derived {
    /// The layers, in order.
    pub(super) reports: Vec<Report>,
    /// Those that nothing can be said of.
    pub(super) failures: Vec<(String, Failure)>,
    pub(super) summary: Summary,
    pub(super) kinds: BTreeMap<String, Summary>,
    pub(super) rows: Rc<Vec<Row>>,
    pub(super) distribution: Rc<Plot>,
}

impl Derived {
    pub(super) fn of(opened: &Opened, thresholds: Thresholds) -> Self {
        let (reports, failures) = opened.reports();
        let row = |report: &Report| Row::of(report, thresholds);
        Self {
            summary: Summary::of(&reports, thresholds),
            kinds: Summary::by_kind(&reports, thresholds),
            rows: Rc::new(reports.iter().map(row).collect()),
            distribution: Rc::new(distribution(&reports, thresholds)),
            reports,
            failures,
        }
    }
}
