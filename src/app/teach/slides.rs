//! An assignment as slides: the question and the guesses, the figure, the explanation, one after another.

use std::rc::Rc;

use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{Exercise, ExpectedAnswer, Explained, Unit, fill};
use rankscope_params::Present;
use rankscope_params::number::significant;
use rankscope_params::query::Link;

use super::words;
use crate::Reduce;
use crate::work::Work;

/// Digits of a number on a slide.
const DIGITS: usize = 4;

/// What a slide shows of an exercise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The prompt and the guesses.
    #[default]
    Ask,
    /// The figure, and what was guessed.
    Look,
    /// The answer and the explanation.
    Reveal,
}

impl Part {
    const ALL: [Self; 3] = [Self::Ask, Self::Look, Self::Reveal];

    /// Its name in the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Look => "look",
            Self::Reveal => "reveal",
        }
    }

    /// The part that an address shows.
    const fn of(present: Present) -> Self {
        match present {
            Present::Off | Present::On => Self::Ask,
            Present::Figure => Self::Look,
            Present::Reveal => Self::Reveal,
        }
    }

    const fn present(self) -> Present {
        match self {
            Self::Ask => Present::On,
            Self::Look => Present::Figure,
            Self::Reveal => Present::Reveal,
        }
    }

    /// The button that leads on from it.
    pub const fn next_label(self) -> &'static str {
        match self {
            Self::Ask => "Show the figure",
            Self::Look => "Reveal",
            Self::Reveal => "Next exercise",
        }
    }
}

/// The presentation, and where it is. The address says where: a reload, Back and a link lead to the same slide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SlidesState {
    exercises: Rc<Vec<Exercise>>,
    at: usize,
    part: Part,
    votes: Vec<Votes>,
}

/// The votes for the guesses of one exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Votes {
    /// How many hands each guess got.
    hands: Vec<usize>,
    /// Whether those that the class has handed in are left out.
    without_class: bool,
}

/// What the teacher does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlidesAction {
    /// One more hand for a guess, of an exercise by its place.
    Raise(usize, usize),
    /// One fewer.
    Lower(usize, usize),
    /// No votes, neither hands nor those of the class.
    ClearVotes(usize),
    /// Those that the class has handed in count again.
    CountClass(usize),
}

/// Where a key leads, if anywhere: forth or back. Arrows, the keys of a presenter, the space bar.
pub fn on_key(key: &str) -> Option<Turn> {
    match key {
        "ArrowRight" | "ArrowDown" | "PageDown" | " " => Some(Turn::Forth),
        "ArrowLeft" | "ArrowUp" | "PageUp" => Some(Turn::Back),
        _ => None,
    }
}

/// A step through the slides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Forth,
    Back,
}

impl SlidesState {
    /// At the first exercise.
    pub fn new(exercises: Vec<Exercise>) -> Self {
        let votes = |exercise: &Exercise| {
            let prediction = exercise.prediction.as_ref();
            Votes {
                hands: vec![0; prediction.map_or(0, |prediction| prediction.options.len())],
                without_class: false,
            }
        };
        Self {
            votes: exercises.iter().map(votes).collect(),
            exercises: Rc::new(exercises),
            at: 0,
            part: Part::Ask,
        }
    }

    /// At the slide of an address; at the first where it names none of these exercises.
    #[must_use]
    pub fn at(&self, link: &Link) -> Self {
        let mut ids = self.exercises.iter().map(|exercise| exercise.id.as_str());
        let place = ids.position(|id| id == link.exercise);
        let part = place.map(|_| Part::of(link.choices.present));
        Self {
            at: place.unwrap_or_default(),
            part: part.unwrap_or_default(),
            ..self.clone()
        }
    }

    /// The address of the present slide, on the page of another.
    pub fn address(&self, link: &Link) -> Link {
        let mut link = link.clone();
        let id = self.exercise().map(|exercise| exercise.id.to_string());
        link.exercise = id.unwrap_or_default();
        link.choices.present = self.part.present();
        link
    }

    /// The place of the present exercise, from 0.
    pub const fn number(&self) -> usize {
        self.at
    }

    pub fn exercise(&self) -> Option<&Exercise> {
        self.exercises.get(self.at)
    }

    pub const fn part(&self) -> Part {
        self.part
    }

    /// "Exercise 2 of 5".
    pub fn place(&self) -> String {
        crate::classroom::words::place(self.at, self.exercises.len())
    }

    /// Whether nothing follows.
    pub fn is_last(&self) -> bool {
        self.part == Part::Reveal && self.at + 1 >= self.exercises.len()
    }

    /// Whether nothing is before.
    pub fn is_first(&self) -> bool {
        self.part == Part::Ask && self.at == 0
    }

    /// The worker's job: the present exercise solved for a student without a name. It is asked for before
    /// it is revealed.
    pub fn job(&self) -> Option<Job> {
        let exercise = self.exercise()?;
        Some(Job::Explain(Packed::of(&(
            String::new(),
            exercise.to_json(),
        ))))
    }

    /// What the worker found of the present exercise; none until it has.
    pub fn explained(&self, work: &Work) -> Option<Option<Explained>> {
        match work.answer(self.job().as_ref())? {
            Answer::Explained(packed) => packed.open(),
            _ => None,
        }
    }

    /// The right answer of the present exercise as a class reads it: a number with its unit, and no more digits than it
    /// takes.
    pub fn answer(&self, explained: &Explained) -> String {
        let unit = match self.exercise().map(|exercise| &exercise.answer) {
            Some(ExpectedAnswer::Number { unit, .. }) => *unit,
            _ => None,
        };
        let answer = explained.number.map_or_else(
            || explained.answer.clone(),
            |number| significant(number, DIGITS),
        );
        match unit {
            Some(Unit::Percent) => words::answer(&format!("{answer} %")),
            None => words::answer(&answer),
        }
    }

    /// Votes that the class has handed in, `collected` by option, and whether they are counted.
    pub fn of_class(&self, collected: &[usize]) -> (usize, bool) {
        let votes = self.votes.get(self.at);
        let counted = votes.is_none_or(|votes| !votes.without_class);
        (collected.iter().sum(), counted)
    }

    /// Whether there are votes to clear.
    pub fn has_votes(&self, collected: &[usize]) -> bool {
        let votes = self.votes.get(self.at);
        let hands = votes.is_some_and(|votes| votes.hands.iter().any(|hands| *hands > 0));
        let (of_class, counted) = self.of_class(collected);
        hands || counted && of_class > 0
    }

    /// The guesses of the present exercise: what each says, and how many chose it, by hands and, unless they were
    /// cleared, in `collected`, the class's summaries.
    pub fn guesses(&self, collected: &[usize]) -> Vec<(String, usize)> {
        let Some(exercise) = self.exercise() else {
            return Vec::new();
        };
        let start = exercise.start(&exercise.unnamed());
        let context = exercise.context(&start);
        let options = exercise.prediction.iter().flat_map(|guess| &guess.options);
        let votes = self.votes.get(self.at);
        let (_, counted) = self.of_class(collected);
        let count = |option: usize| {
            let hands = votes.and_then(|votes| votes.hands.get(option));
            let of_class = collected.get(option).filter(|_| counted);
            hands.copied().unwrap_or_default() + of_class.copied().unwrap_or_default()
        };
        options
            .enumerate()
            .map(|(option, text)| (fill(text, &context), count(option)))
            .collect()
    }

    /// A text of the present exercise, with its numbers.
    pub fn filled(&self, text: fn(&Exercise) -> &str) -> String {
        let Some(exercise) = self.exercise() else {
            return String::new();
        };
        let start = exercise.start(&exercise.unnamed());
        fill(text(exercise), &exercise.context(&start))
    }

    /// One part further on, or back; the ends stay.
    #[must_use]
    pub fn turned(&self, turn: Turn) -> Self {
        let parts = Part::ALL.len();
        let part = Part::ALL.iter().position(|part| *part == self.part);
        let now = self.at * parts + part.unwrap_or_default();
        let last = (self.exercises.len() * parts).saturating_sub(1);
        let next = match turn {
            Turn::Forth => (now + 1).min(last),
            Turn::Back => now.saturating_sub(1),
        };
        Self {
            at: next / parts,
            part: Part::ALL.get(next % parts).copied().unwrap_or_default(),
            ..self.clone()
        }
    }
}

impl Votes {
    fn change(&mut self, option: usize, change: fn(usize) -> usize) {
        if let Some(hands) = self.hands.get_mut(option) {
            *hands = change(*hands);
        }
    }
}

impl Reduce for SlidesState {
    type Action = SlidesAction;

    fn reduce(self: Rc<Self>, action: SlidesAction) -> Rc<Self> {
        let mut next = (*self).clone();
        let (SlidesAction::Raise(at, _)
        | SlidesAction::Lower(at, _)
        | SlidesAction::ClearVotes(at)
        | SlidesAction::CountClass(at)) = action;
        let Some(votes) = next.votes.get_mut(at) else {
            return self;
        };
        match action {
            SlidesAction::Raise(_, option) => votes.change(option, |hands| hands.saturating_add(1)),
            SlidesAction::Lower(_, option) => votes.change(option, |hands| hands.saturating_sub(1)),
            SlidesAction::ClearVotes(_) => {
                votes.hands.fill(0);
                votes.without_class = true;
            }
            SlidesAction::CountClass(_) => votes.without_class = false,
        }
        if next == *self { self } else { Rc::new(next) }
    }
}

#[cfg(test)]
mod tests;
