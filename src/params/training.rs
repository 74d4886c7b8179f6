//! How adapters are trained, as far as it is a number or a list: learning rate, steps, ranks.
//!
//! What was asked for stays remembered while it cannot be: a rank above the present matrix's, a
//! learning rate that is only an optimizer's default. What is in force is always valid.

use std::ops::RangeInclusive;

use super::number::{self, Format};
use super::{Notice, Optimizer};

/// Learning rates. At the least nothing moves in [`STEPS`] steps; at the most every run diverges.
pub const LEARNING_RATES: RangeInclusive<f64> = 1e-6..=10.0;
/// Steps of a run: enough to see where every curve goes, few enough to wait for.
pub const STEPS: RangeInclusive<usize> = 1..=5000;
/// Ranks trained at once: more curves than these cannot be told apart.
pub const MOST_RANKS: usize = 16;

/// Steps when nothing is said.
pub const DEFAULT_STEPS: usize = 500;
/// Ranks when nothing is said; a matrix has those that are at most its m.
pub const DEFAULT_RANKS: [usize; 6] = [2, 4, 8, 16, 32, 64];

/// One of the settings, by its place in links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// η.
    LearningRate,
    /// Steps of each run.
    Steps,
    /// Ranks, one run each.
    Ranks,
}

impl Setting {
    /// Every setting, in the order of links.
    pub const ALL: [Self; 3] = [Self::LearningRate, Self::Steps, Self::Ranks];

    /// Its key in links.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LearningRate => "lr",
            Self::Steps => "steps",
            Self::Ranks => "ranks",
        }
    }

    /// What the page calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::LearningRate => "learning rate η",
            Self::Steps => "steps",
            Self::Ranks => "ranks",
        }
    }

    /// One sentence for somebody who meets it for the first time.
    pub const fn help(self) -> &'static str {
        match self {
            Self::LearningRate => "How far a training step goes along the gradient.",
            Self::Steps => "How many steps each adapter is trained.",
            Self::Ranks => "The ranks that are trained, one adapter each.",
        }
    }

    /// What it takes, in words.
    pub fn range(self) -> String {
        match self {
            Self::LearningRate => {
                format!("{}…{}", LEARNING_RATES.start(), LEARNING_RATES.end())
            }
            Self::Steps => format!("{}…{}, whole", STEPS.start(), STEPS.end()),
            Self::Ranks => format!("up to {MOST_RANKS} of 1…min(d, k)"),
        }
    }

    /// What it is when nothing is said, in words.
    pub fn default_in_words(self) -> String {
        match self {
            Self::LearningRate => {
                let of = |optimizer: Optimizer| optimizer.default_learning_rate();
                format!("{}, Adam: {}", of(Optimizer::Sgd), of(Optimizer::Adam))
            }
            Self::Steps => DEFAULT_STEPS.to_string(),
            Self::Ranks => listed(&DEFAULT_RANKS),
        }
    }
}

/// What was asked for; none and empty where nothing was said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Training {
    learning_rate: Option<f64>,
    steps: Option<usize>,
    ranks: Vec<usize>,
}

/// What the settings depend on besides themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Whose default learning rate it is.
    pub optimizer: Optimizer,
    /// `m = min(d, k)`.
    pub max_rank: usize,
}

impl Training {
    /// η in force.
    pub fn learning_rate(&self, optimizer: Optimizer) -> f64 {
        let default = optimizer.default_learning_rate();
        self.learning_rate.unwrap_or(default)
    }

    /// Steps in force.
    pub fn steps(&self) -> usize {
        self.steps.unwrap_or(DEFAULT_STEPS)
    }

    /// Ranks in force, ascending, at least one: those asked for that a matrix of this m has.
    pub fn ranks(&self, max_rank: usize) -> Vec<usize> {
        let asked: &[usize] = if self.ranks.is_empty() {
            &DEFAULT_RANKS
        } else {
            &self.ranks
        };
        let mut ranks = asked.to_vec();
        ranks.retain(|&rank| rank <= max_rank);
        if ranks.is_empty() {
            ranks.push(max_rank);
        }
        ranks
    }

    /// A setting in force, as text that [`Training::with_text`] reads.
    pub fn text(&self, setting: Setting, now: Circumstances) -> String {
        match setting {
            Setting::LearningRate => Format::Exact.write(self.learning_rate(now.optimizer)),
            Setting::Steps => self.steps().to_string(),
            Setting::Ranks => listed(&self.ranks(now.max_rank)),
        }
    }

    /// The text of a link, if the setting is not at its default.
    pub(super) fn asked(&self, setting: Setting, now: Circumstances) -> Option<String> {
        let text = self.text(setting, now);
        (text != Self::default().text(setting, now)).then_some(text)
    }

    /// Sets one setting from text a reader or a link gave, to the nearest it can be; the notice
    /// says when that is something else.
    pub fn with_text(
        &self,
        setting: Setting,
        given: &str,
        now: Circumstances,
    ) -> (Self, Vec<Notice>) {
        let mut next = self.clone();
        let as_given = match setting {
            Setting::LearningRate => next.take_learning_rate(given, now.optimizer),
            Setting::Steps => next.take_steps(given),
            Setting::Ranks => next.take_ranks(given, now.max_rank),
        };
        let mut notices = Vec::new();
        if !as_given {
            let used = next.text(setting, now);
            notices.push(Notice::replaced(setting, given, used));
        }
        (next, notices)
    }

    /// One setting back at its default.
    #[must_use]
    pub fn with_default(&self, setting: Setting) -> Self {
        let mut next = self.clone();
        match setting {
            Setting::LearningRate => next.learning_rate = None,
            Setting::Steps => next.steps = None,
            Setting::Ranks => next.ranks = Vec::new(),
        }
        next
    }

    fn take_learning_rate(&mut self, given: &str, optimizer: Optimizer) -> bool {
        let Some(rate) = number::read(given) else {
            return false;
        };
        let used = rate.clamp(*LEARNING_RATES.start(), *LEARNING_RATES.end());
        let default = optimizer.default_learning_rate();
        self.learning_rate = (used != default).then_some(used);
        used == rate
    }

    fn take_steps(&mut self, given: &str) -> bool {
        let Some(steps) = number::read(given) else {
            return false;
        };
        let (least, most) = (*STEPS.start() as f64, *STEPS.end() as f64);
        let used = steps.round().clamp(least, most);
        self.steps = Some(used as usize).filter(|&steps| steps != DEFAULT_STEPS);
        used == steps
    }

    fn take_ranks(&mut self, given: &str, max_rank: usize) -> bool {
        let items = given.split([',', ' ']).filter(|item| !item.is_empty());
        let asked: Vec<Option<f64>> = items.map(number::read).collect();
        let nearest = |rank: f64| rank.round().clamp(1.0, max_rank.max(1) as f64);
        let used = |rank: &usize| {
            let mut asked = asked.iter().flatten();
            asked.any(|&asked| nearest(asked) == *rank as f64)
        };
        let mut ranks: Vec<usize> = (1..=max_rank).filter(used).take(MOST_RANKS).collect();
        let kept = |rank: &Option<f64>| rank.is_some_and(|rank| nearest(rank) == rank);
        let as_given = asked.iter().all(kept) && ranks.len() == asked.len() && !ranks.is_empty();
        if ranks == Self::default().ranks(max_rank) {
            ranks.clear();
        }
        self.ranks = ranks;
        as_given
    }
}

fn listed(ranks: &[usize]) -> String {
    let ranks: Vec<_> = ranks.iter().map(ToString::to_string).collect();
    ranks.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Circumstances = Circumstances {
        optimizer: Optimizer::Sgd,
        max_rank: 64,
    };

    fn taken(setting: Setting, given: &str) -> (String, usize) {
        let (training, notices) = Training::default().with_text(setting, given, NOW);
        (training.text(setting, NOW), notices.len())
    }

    #[test]
    fn what_cannot_be_goes_to_the_nearest_that_can_and_is_said() {
        let lr = |given| taken(Setting::LearningRate, given);
        assert_eq!(lr("0"), ("0.000001".to_owned(), 1));
        assert_eq!(lr("-1"), ("0.000001".to_owned(), 1));
        assert_eq!(lr("1e9"), ("10".to_owned(), 1));
        assert_eq!(lr("abc"), ("0.002".to_owned(), 1));
        assert_eq!(lr("NaN"), ("0.002".to_owned(), 1));
        assert_eq!(lr("0.05"), ("0.05".to_owned(), 0));
        let steps = |given| taken(Setting::Steps, given);
        assert_eq!(steps("0"), ("1".to_owned(), 1));
        assert_eq!(steps("1e9"), ("5000".to_owned(), 1));
        assert_eq!(steps("12.5"), ("13".to_owned(), 1));
        assert_eq!(steps(""), ("500".to_owned(), 1));
        assert_eq!(steps("70"), ("70".to_owned(), 0));
    }

    #[test]
    fn ranks_are_a_short_ascending_list_within_the_matrix() {
        let ranks = |given| taken(Setting::Ranks, given);
        assert_eq!(ranks("8, 2 4"), ("2,4,8".to_owned(), 0));
        assert_eq!(ranks("2,99"), ("2,64".to_owned(), 1));
        assert_eq!(ranks("0,-3"), ("1".to_owned(), 1));
        assert_eq!(ranks("2,2"), ("2".to_owned(), 1));
        assert_eq!(ranks("2,x"), ("2".to_owned(), 1));
        for nothing in ["", ",", "x", "NaN"] {
            assert_eq!(ranks(nothing), ("2,4,8,16,32,64".to_owned(), 1));
        }
        let (long, said) = ranks("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17");
        assert_eq!((long.split(',').count(), said), (MOST_RANKS, 1));
    }

    #[test]
    fn a_smaller_matrix_trains_the_ranks_it_has_and_a_larger_one_gives_them_back() {
        let (training, _) = Training::default().with_text(Setting::Ranks, "4,32", NOW);
        assert_eq!(training.ranks(8), [4]);
        assert_eq!(training.ranks(2), [2]);
        assert_eq!(training.ranks(64), [4, 32]);
    }

    #[test]
    fn the_default_learning_rate_is_the_optimizers() {
        let training = Training::default();
        assert_eq!(training.learning_rate(Optimizer::Sgd), 0.002);
        assert_eq!(training.learning_rate(Optimizer::Adam), 0.001);
        let (typed, _) = training.with_text(Setting::LearningRate, "0.002", NOW);
        assert_eq!(typed, training, "typing the default is not asking for it");
    }
}
