//! The parts of the view that show results, which come to the page one after another.
//!
//! Put there together, they are made and laid out in tasks that a reader notices. Between two of them
//! the browser draws, and takes what the reader does.

use super::state::Progress;

/// How many parts are there: the one that is named, and those before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parts {
    /// No part.
    #[default]
    Empty,
    /// All layers in sum.
    Sums,
    /// The map of the model.
    Map,
    /// What each rule keeps, and one layer.
    Layer,
    /// Every layer in numbers: the rows in sight.
    Table,
    /// The rows around them.
    Rows,
}

impl Parts {
    /// What is there next, when there are results, or none any more; none when that is what is there.
    pub fn next(self, results: bool) -> Option<Self> {
        match self {
            _ if !results => (self != Self::Empty).then_some(Self::Empty),
            Self::Empty => Some(Self::Sums),
            Self::Sums => Some(Self::Map),
            Self::Map => Some(Self::Layer),
            Self::Layer => Some(Self::Table),
            Self::Table => Some(Self::Rows),
            Self::Rows => None,
        }
    }

    /// How far a file is, for who waits for it: results that are not all on the page, or not all taken in yet, are
    /// still being read.
    pub fn progress(self, results: bool, behind: bool, progress: Progress) -> Progress {
        match progress {
            Progress::Ready | Progress::Stopped
                if behind || results && self.next(results).is_some() =>
            {
                Progress::Reading
            }
            progress => progress,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_after_another_they_come_and_together_they_go() {
        let mut parts = Parts::default();
        let mut steps = 0;
        while let Some(next) = parts.next(true) {
            assert!(next > parts);
            assert_eq!(
                parts.progress(true, false, Progress::Ready),
                Progress::Reading
            );
            parts = next;
            steps += 1;
        }
        assert_eq!((parts, steps), (Parts::Rows, 5));
        assert_eq!(parts.next(false), Some(Parts::Empty));
        assert_eq!(Parts::Empty.next(false), None);
    }

    #[test]
    fn a_file_is_ready_when_its_results_are_on_the_page_or_there_are_none() {
        let ready =
            |parts: Parts, results, behind| parts.progress(results, behind, Progress::Ready);
        assert_eq!(ready(Parts::Rows, true, false), Progress::Ready);
        assert_eq!(ready(Parts::Rows, true, true), Progress::Reading);
        assert_eq!(ready(Parts::Empty, false, false), Progress::Ready);
        assert_eq!(
            Parts::Map.progress(true, false, Progress::Stopped),
            Progress::Reading
        );
        assert_eq!(
            Parts::Empty.progress(false, false, Progress::Nothing),
            Progress::Nothing
        );
    }
}
