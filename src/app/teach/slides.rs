//! An assignment as slides: the question and the guesses, the figure, the explanation, one after another.

use std::rc::Rc;

use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{Exercise, Explained, fill};

use crate::Reduce;
use crate::work::Work;

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

    /// The button that leads on from it.
    pub const fn next_label(self) -> &'static str {
        match self {
            Self::Ask => "Show the figure",
            Self::Look => "Reveal",
            Self::Reveal => "Next exercise",
        }
    }
}

/// Where the presentation is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SlidesState {
    exercises: Rc<Vec<Exercise>>,
    at: usize,
    part: Part,
    /// For each exercise, how many hands each guess got.
    hands: Vec<Vec<usize>>,
}

/// What the teacher does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlidesAction {
    Forth,
    Back,
    /// One more hand for a guess.
    Raise(usize),
    /// One fewer.
    Lower(usize),
}

/// The action of a key, if it has one: arrows, the keys of a presenter, the space bar.
pub fn on_key(key: &str) -> Option<SlidesAction> {
    match key {
        "ArrowRight" | "ArrowDown" | "PageDown" | " " => Some(SlidesAction::Forth),
        "ArrowLeft" | "ArrowUp" | "PageUp" => Some(SlidesAction::Back),
        _ => None,
    }
}

impl SlidesState {
    /// At the first exercise.
    pub fn new(exercises: Vec<Exercise>) -> Self {
        let options = |exercise: &Exercise| {
            let prediction = exercise.prediction.as_ref();
            vec![0; prediction.map_or(0, |prediction| prediction.options.len())]
        };
        Self {
            hands: exercises.iter().map(options).collect(),
            exercises: Rc::new(exercises),
            at: 0,
            part: Part::Ask,
        }
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

    /// The guesses of the present exercise: what each says, and how many chose it, by hands and in
    /// `collected`, the class's summaries.
    pub fn guesses(&self, collected: &[usize]) -> Vec<(String, usize)> {
        let Some(exercise) = self.exercise() else {
            return Vec::new();
        };
        let start = exercise.start(&exercise.unnamed());
        let context = exercise.context(&start);
        let options = exercise.prediction.iter().flat_map(|guess| &guess.options);
        let hands = self.hands.get(self.at);
        let count = |option: usize| {
            let hands = hands.and_then(|hands| hands.get(option));
            hands.copied().unwrap_or_default() + collected.get(option).copied().unwrap_or_default()
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

    /// The slide so many parts further on; the ends stay.
    fn turn(&mut self, forth: bool) {
        let parts = Part::ALL.len();
        let part = Part::ALL.iter().position(|part| *part == self.part);
        let now = self.at * parts + part.unwrap_or_default();
        let last = (self.exercises.len() * parts).saturating_sub(1);
        let next = if forth {
            (now + 1).min(last)
        } else {
            now.saturating_sub(1)
        };
        self.at = next / parts;
        self.part = Part::ALL.get(next % parts).copied().unwrap_or_default();
    }
}

impl Reduce for SlidesState {
    type Action = SlidesAction;

    fn reduce(self: Rc<Self>, action: SlidesAction) -> Rc<Self> {
        let mut next = (*self).clone();
        let at = next.at;
        let mut hands = |option: usize, change: fn(usize) -> usize| {
            let hands = next
                .hands
                .get_mut(at)
                .and_then(|hands| hands.get_mut(option));
            if let Some(hands) = hands {
                *hands = change(*hands);
            }
        };
        match action {
            SlidesAction::Raise(option) => hands(option, |hands| hands.saturating_add(1)),
            SlidesAction::Lower(option) => hands(option, |hands| hands.saturating_sub(1)),
            SlidesAction::Forth => next.turn(true),
            SlidesAction::Back => next.turn(false),
        }
        if next == *self { self } else { Rc::new(next) }
    }
}

#[cfg(test)]
mod tests {
    use rankscope_lesson::{Student, course};

    use super::*;
    use crate::classroom::tests::act;

    fn slides() -> Rc<SlidesState> {
        let exercises = course::exercises().into_iter();
        let guessed = exercises.filter(|exercise| exercise.prediction.is_some());
        Rc::new(SlidesState::new(guessed.take(2).collect()))
    }

    #[test]
    fn arrows_lead_through_every_part_and_stop_at_the_ends() {
        let mut slides = slides();
        assert!(slides.is_first());
        let mut seen = Vec::new();
        for _ in 0..8 {
            seen.push((slides.place(), slides.part().name()));
            act(&mut slides, on_key("ArrowRight").unwrap());
        }
        assert_eq!(seen[2], ("Exercise 1 of 2".to_owned(), "reveal"));
        assert_eq!(seen[3], ("Exercise 2 of 2".to_owned(), "ask"));
        assert_eq!(seen[5..], vec![("Exercise 2 of 2".to_owned(), "reveal"); 3]);
        assert!(slides.is_last());
        for _ in 0..8 {
            act(&mut slides, on_key("PageUp").unwrap());
        }
        assert!(slides.is_first());
        assert_eq!(on_key("x"), None);
    }

    #[test]
    fn hands_are_counted_with_what_the_class_handed_in() {
        let mut slides = slides();
        act(&mut slides, SlidesAction::Raise(1));
        act(&mut slides, SlidesAction::Raise(1));
        act(&mut slides, SlidesAction::Lower(0));
        // There is no such option.
        act(&mut slides, SlidesAction::Raise(99));
        let counts = |slides: &SlidesState, collected: &[usize]| {
            let guesses = slides.guesses(collected).into_iter();
            guesses.map(|(_, count)| count).collect::<Vec<_>>()
        };
        assert_eq!(counts(&slides, &[])[..2], [0, 2]);
        assert_eq!(counts(&slides, &[3, 1])[..2], [3, 3]);
        // Another exercise has its own hands.
        for _ in 0..3 {
            act(&mut slides, SlidesAction::Forth);
        }
        assert!(counts(&slides, &[]).iter().all(|count| *count == 0));
        for (text, _) in slides.guesses(&[]) {
            assert!(!text.contains('{'), "{text}");
        }
    }

    #[test]
    fn what_is_revealed_is_the_explanation_with_its_numbers() {
        let exercise = slides().exercise().unwrap().clone();
        let explained = Explained::new(&exercise, &Student::default()).unwrap();
        assert!(!explained.text.contains('{') && !explained.text.contains("undefined"));
        assert!(!explained.answer.is_empty());
    }
}
