//! The capacity map: which cells are measured by which worker, and what has come back.
//!
//! A cell is one rank and one number of facts, and takes from a few milliseconds to some hundred. Workers
//! take the next cell as they finish one; the largest come first, so that none is left alone with one at
//! the end.

use std::rc::Rc;

use crate::Reduce;
use crate::state::Trouble;
use rankscope_chart::Plot;
use rankscope_chart::recall::capacity;
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, CapacityQuestion, Failure, Job};
use rankscope_engine::supervisor::{EngineEvent, Ticket};
use rankscope_params::Task;
use rankscope_sim::recall::RecallConfig;
use rankscope_sim::recall::capacity::{self as held, Capacity, CapacityCell, Plateau};

/// Numbers of facts of a map.
pub const SIZES: [usize; 7] = [16, 32, 64, 128, 256, 512, 1024];
/// Workers at most.
pub const MAP_WORKERS: usize = 4;

/// A map, as far as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CapacityMap {
    /// How each cell is trained; none when no map is asked for.
    base: Option<RecallConfig>,
    /// Cells that no worker has taken, the largest last.
    queue: Vec<(usize, usize)>,
    /// The cell of each worker.
    workers: Vec<Option<CapacityQuestion>>,
    cells: Vec<CapacityCell>,
    /// Why it does not go on.
    pub trouble: Option<Trouble>,
}

/// What can happen to it.
pub enum MapAction {
    /// This is mapped, by so many workers; none ends the map.
    Start(Option<RecallConfig>, usize),
    /// The engine of a worker reports.
    Engine(usize, EngineEvent),
    /// The reader asks to try once more after an engine gave up.
    Retry,
}

/// What a map is of: the view's settings, but for what the map itself varies, and for facts.
pub fn base(config: &RecallConfig) -> RecallConfig {
    RecallConfig {
        task: Task::Facts,
        facts: RecallConfig::new(Task::Facts).facts,
        rule_rank: 1,
        ..config.clone()
    }
}

/// What the map that was asked for is of, while that is what the view would map.
pub fn wanted(base: &RecallConfig, asked: Option<&RecallConfig>) -> Option<RecallConfig> {
    asked.filter(|asked| *asked == base).cloned()
}

/// Workers for a machine with so many cores.
pub fn workers(cores: usize) -> usize {
    cores.clamp(1, MAP_WORKERS)
}

impl CapacityMap {
    /// What a worker has to measure now.
    pub fn job(&self, worker: usize) -> Option<Job> {
        if self.trouble.is_some() {
            return None;
        }
        let question = self.workers.get(worker)?.as_ref()?;
        Some(Job::MeasureRecall(Packed::of(question)))
    }

    /// Whether cells are still to come.
    pub fn is_running(&self) -> bool {
        self.base.is_some() && !self.is_finished()
    }

    /// Whether every cell is there.
    pub fn is_finished(&self) -> bool {
        self.base
            .as_ref()
            .is_some_and(|base| self.cells.len() == base.ranks.len() * SIZES.len())
    }

    /// Share of the cells that are there, in `0..=1`.
    pub fn share(&self) -> f64 {
        let all = self
            .base
            .as_ref()
            .map_or(1, |base| base.ranks.len() * SIZES.len());
        self.cells.len() as f64 / all as f64
    }

    /// What each rank holds, as far as the map brackets it.
    pub fn capacities(&self) -> Vec<Capacity> {
        let Some(base) = &self.base else {
            return vec![];
        };
        // A rank's capacity is known once all its sizes are.
        let column = |rank: &usize| {
            let mut cells: Vec<CapacityCell> = self.cells.clone();
            cells.retain(|cell| cell.rank == *rank);
            cells.sort_by_key(|cell| cell.facts);
            (cells.len() == SIZES.len()).then(|| held::capacity(&cells, base.width))?
        };
        base.ranks.iter().filter_map(column).collect()
    }

    /// The ranks whose bits per parameter are alike.
    pub fn plateau(&self) -> Option<Plateau> {
        held::plateau(&self.capacities())
    }

    /// What is mapped; none where no map was asked for.
    pub fn base(&self) -> Option<&RecallConfig> {
        self.base.as_ref()
    }

    /// The figure, with the bits per parameter that are reported of language models; none where no map was
    /// asked for.
    pub fn plot(&self, reported: f64) -> Option<Rc<Plot>> {
        let base = self.base.as_ref()?;
        let (capacities, plateau) = (self.capacities(), self.plateau());
        let grid = (base.ranks.as_slice(), SIZES.as_slice(), base.width);
        Some(capacity(&self.cells, grid, (&capacities, plateau), reported).into())
    }

    fn start(&mut self, base: Option<RecallConfig>, workers: usize) {
        *self = Self::default();
        let Some(base) = base else { return };
        let cells = SIZES
            .iter()
            .flat_map(|&facts| base.ranks.iter().map(move |&rank| (facts, rank)));
        self.queue = cells.collect();
        self.queue.sort_by_key(|(facts, rank)| facts * rank);
        self.base = Some(base);
        self.workers = vec![None; workers];
        for worker in 0..workers {
            self.feed(worker);
        }
    }

    fn feed(&mut self, worker: usize) {
        let question = self.base.as_ref().zip(self.queue.pop());
        let question = question.map(|(base, (facts, rank))| CapacityQuestion {
            config: RecallConfig {
                facts,
                ..base.clone()
            },
            rank,
        });
        if let Some(place) = self.workers.get_mut(worker) {
            *place = question;
        }
    }

    fn take_answer(&mut self, worker: usize, ticket: &Ticket, outcome: Result<Answer, Failure>) {
        if self.job(worker).as_ref() != Some(&ticket.job) {
            // To a map that is no longer wanted.
            return;
        }
        match outcome {
            Ok(Answer::RecallMeasured(cell)) => {
                if let Some(cell) = cell.open() {
                    self.cells.push(cell);
                    self.feed(worker);
                }
            }
            Ok(_) => log::error!("the engine answered a cell of the map with something else"),
            Err(failure) => self.trouble = Some(Trouble::NoResult(failure)),
        }
    }
}

impl Reduce for CapacityMap {
    type Action = MapAction;

    fn reduce(self: Rc<Self>, action: MapAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            MapAction::Start(base, workers) => next.start(base, workers),
            MapAction::Engine(worker, EngineEvent::Answered { ticket, outcome }) => {
                next.take_answer(worker, &ticket, outcome);
            }
            MapAction::Engine(
                _,
                EngineEvent::WorkerFailed {
                    fault,
                    gave_up: true,
                },
            ) if next.is_running() => next.trouble = Some(Trouble::GaveUp(fault)),
            MapAction::Retry => next.trouble = None,
            MapAction::Engine(..) => {}
        }
        if next == *self { self } else { next.into() }
    }
}
