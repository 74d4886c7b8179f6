//! The six heat maps: each update, its best copy of rank r, and what is left. A rank that is dragged
//! adds or takes away a few directions.

use std::rc::Rc;

use rankscope_engine::protocol::{Answer, Job};
use rankscope_params::Update;
use rankscope_sim::directions::LARGEST_SIDE;
use rankscope_sim::{BothDirections, Directions};

/// The share of cells that the full colour leaves unclipped, so that one large entry does not
/// make all others pale.
const UNCLIPPED: f64 = 0.985;

/// The heat maps of an answer to [`job`](super::job), at a rank.
#[derive(Clone, Debug, PartialEq)]
pub struct HeroMaps {
    answer: Rc<(Job, Answer)>,
    rank: usize,
    style: Row,
    facts: Row,
}

/// The maps of one update.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    /// The magnitude that has the full colour, the same in all three.
    range: f32,
    copy: Vec<f32>,
    left: Vec<f32>,
}

/// One heat map: its cells, row by row, and the magnitude that has the full colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heat<'m> {
    pub rows: usize,
    pub columns: usize,
    pub cells: &'m [f32],
    pub range: f32,
}

impl HeroMaps {
    /// None of an answer to another job.
    pub fn of(answer: &Rc<(Job, Answer)>, rank: usize) -> Option<Self> {
        let both = both(answer)?;
        let row = |directions: &Directions| Row {
            range: range(&directions.update.cells),
            copy: vec![0.0; directions.update.cells.len()],
            left: directions.update.cells.clone(),
        };
        let mut maps = Self {
            style: row(&both.style),
            facts: row(&both.facts),
            answer: answer.clone(),
            rank: 0,
        };
        maps.set_rank(rank);
        Some(maps)
    }

    /// Whether they are of this very answer.
    pub fn is_of(&self, answer: &Rc<(Job, Answer)>) -> bool {
        Rc::ptr_eq(&self.answer, answer)
    }

    /// Takes the copies to another rank.
    pub fn set_rank(&mut self, rank: usize) {
        let Self {
            answer,
            rank: from,
            style,
            facts,
        } = self;
        let Some(both) = both(answer) else {
            return;
        };
        for (row, directions) in [(style, &both.style), (facts, &both.facts)] {
            row.go(directions, *from, rank);
        }
        *from = rank;
    }

    /// The update, its copy and what is left.
    pub fn row(&self, update: Update) -> [Heat<'_>; 3] {
        let row = match update {
            Update::Style => &self.style,
            Update::Facts => &self.facts,
        };
        let picture = both(&self.answer).map(|both| match update {
            Update::Style => &both.style.update,
            Update::Facts => &both.facts.update,
        });
        let (rows, columns) = picture.map_or((0, 0), |picture| (picture.rows, picture.columns));
        let cells: &[f32] = picture.map_or(&[], |picture| &picture.cells);
        [cells, &row.copy, &row.left].map(|cells| Heat {
            rows,
            columns,
            cells,
            range: row.range,
        })
    }
}

impl Row {
    /// From the copy of one rank to that of another.
    fn go(&mut self, directions: &Directions, from: usize, to: usize) {
        // From nothing where that is nearer: it also takes away what rounding has left.
        let from = if to < from && to < from - to {
            self.copy.fill(0.0);
            0
        } else {
            from
        };
        if to >= from {
            directions.add(&mut self.copy, from..to, 1.0);
        } else {
            directions.add(&mut self.copy, to..from, -1.0);
        }
        let pairs = directions.update.cells.iter().zip(&self.copy);
        self.left.clear();
        self.left.extend(pairs.map(|(all, copy)| all - copy));
    }
}

fn both(answer: &(Job, Answer)) -> Option<&BothDirections> {
    match answer {
        (Job::Directions(_), Answer::Directions(both)) => Some(both),
        _ => None,
    }
}

/// The magnitude that all but a few of the cells stay below; that of the largest where most are zero.
/// By halving, not by sorting, which is one percent of what a first visit loads.
fn range(cells: &[f32]) -> f32 {
    let largest = cells
        .iter()
        .fold(0.0, |most: f32, cell| most.max(cell.abs()));
    let wanted = (cells.len() as f64 * UNCLIPPED) as usize;
    let (mut low, mut high) = (0.0, largest);
    for _ in 0..24 {
        let middle = 0.5 * (low + high);
        let below = cells.iter().filter(|cell| cell.abs() <= middle).count();
        if below > wanted {
            high = middle;
        } else {
            low = middle;
        }
    }
    if high > 1e-6 * largest { high } else { largest }
}

/// That a cell is a mean of entries, where the matrix is too large for a cell for each.
pub fn averaged((rows, columns): (usize, usize)) -> bool {
    rows.max(columns) > LARGEST_SIDE
}

#[cfg(test)]
mod tests {
    use rankscope_params::query;
    use rankscope_sim::directions::directions;
    use rankscope_sim::truncation::truncate;

    use super::*;

    fn answer(link: &str) -> Rc<(Job, Answer)> {
        let params = query::read(link).0.params;
        let both = directions(&params.update(), &mut |_| ()).unwrap();
        Rc::new((super::super::job(&params), Answer::Directions(both)))
    }

    fn apart(a: &[f32], b: &[f32]) -> f32 {
        let gaps = a.iter().zip(b).map(|(a, b)| (a - b).abs());
        gaps.fold(0.0, f32::max)
    }

    #[test]
    fn any_way_to_a_rank_ends_at_its_truncation() {
        let answer = answer("");
        let mut maps = HeroMaps::of(&answer, 4).unwrap();
        for rank in [5, 40, 64, 3, 2, 60, 61, 1, 7, 33, 32, 4] {
            maps.set_rank(rank);
            for update in [Update::Style, Update::Facts] {
                let (link, _) = query::read("");
                let exact = truncate(&link.params.update(), update, rank, &mut |_| ()).unwrap();
                let [all, copy, left] = maps.row(update);
                assert_eq!(all.cells, exact.update.cells);
                assert!(apart(copy.cells, &exact.approximation.cells) < 2e-5);
                let expected = exact.update.less(&exact.approximation);
                assert!(apart(left.cells, &expected.cells) < 2e-5);
            }
        }
    }

    #[test]
    fn a_few_large_entries_leave_the_others_their_colour() {
        let mut cells = vec![1.0; 1000];
        cells[3] = -50.0;
        assert!((range(&cells) - 1.0).abs() < 1e-4);
        let mut one = vec![0.0; 1000];
        one[3] = -50.0;
        assert_eq!(range(&one), 50.0);
        assert_eq!(range(&[]), 0.0);
    }

    #[test]
    fn only_directions_make_maps() {
        let params = query::read("").0.params;
        let other = Rc::new((
            Job::Simulate(params.update()),
            Answer::Simulated(rankscope_sim::simulate(&params.update(), &mut |_| ()).unwrap()),
        ));
        assert_eq!(HeroMaps::of(&other, 4), None);
    }
}
