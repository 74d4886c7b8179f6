//! Slides without a browser: where keys lead, what an address says, votes.

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
    let mut slides = (*slides()).clone();
    assert!(slides.is_first());
    let mut seen = Vec::new();
    for _ in 0..8 {
        seen.push((slides.place(), slides.part().name()));
        slides = slides.turned(on_key("ArrowRight").unwrap());
    }
    assert_eq!(seen[2], ("Exercise 1 of 2".to_owned(), "reveal"));
    assert_eq!(seen[3], ("Exercise 2 of 2".to_owned(), "ask"));
    assert_eq!(seen[5..], vec![("Exercise 2 of 2".to_owned(), "reveal"); 3]);
    assert!(slides.is_last());
    for _ in 0..8 {
        slides = slides.turned(on_key("PageUp").unwrap());
    }
    assert!(slides.is_first());
    assert_eq!(on_key("x"), None);
}

#[test]
fn every_slide_has_an_address_that_leads_back_to_it() {
    let first = (*slides()).clone();
    let mut slide = first.clone();
    for _ in 0..6 {
        let link = slide.address(&Link::default());
        assert!(link.choices.present.is_on());
        assert_eq!(first.at(&link), slide);
        slide = slide.turned(Turn::Forth);
    }
    // Of an exercise that the assignment has not any more.
    let mut link = slide.address(&Link::default());
    link.exercise = "gone".to_owned();
    assert_eq!(slide.at(&link), first);
}

#[test]
fn hands_are_counted_with_what_the_class_handed_in_until_they_are_cleared() {
    let mut slides = slides();
    act(&mut slides, SlidesAction::Raise(0, 1));
    act(&mut slides, SlidesAction::Raise(0, 1));
    act(&mut slides, SlidesAction::Lower(0, 0));
    // There is no such option.
    act(&mut slides, SlidesAction::Raise(0, 99));
    let counts = |slides: &SlidesState, collected: &[usize]| {
        let guesses = slides.guesses(collected).into_iter();
        guesses.map(|(_, count)| count).collect::<Vec<_>>()
    };
    assert_eq!(counts(&slides, &[])[..2], [0, 2]);
    assert_eq!(counts(&slides, &[3, 1])[..2], [3, 3]);
    assert_eq!(slides.of_class(&[3, 1]), (4, true));
    // Another exercise has its own hands.
    let next = (0..3).fold((*slides).clone(), |at, _| at.turned(Turn::Forth));
    assert!(counts(&next, &[]).iter().all(|count| *count == 0));
    for (text, _) in slides.guesses(&[]) {
        assert!(!text.contains('{'), "{text}");
    }
    act(&mut slides, SlidesAction::ClearVotes(0));
    assert_eq!(counts(&slides, &[3, 1])[..2], [0, 0]);
    assert!(!slides.has_votes(&[3, 1]));
    act(&mut slides, SlidesAction::CountClass(0));
    assert_eq!(counts(&slides, &[3, 1])[..2], [3, 1]);
}

#[test]
fn what_is_revealed_is_the_explanation_with_its_numbers() {
    let exercise = slides().exercise().unwrap().clone();
    let explained = Explained::new(&exercise, &Student::default()).unwrap();
    assert!(!explained.text.contains('{') && !explained.text.contains("undefined"));
    assert!(!explained.answer.is_empty());
}

#[test]
fn an_answer_has_its_unit_and_no_more_digits_than_it_takes() {
    let answer = |id: &str| {
        let mut exercises = course::exercises().into_iter();
        let exercise = exercises.find(|exercise| exercise.id.as_str() == id);
        let exercise = exercise.unwrap();
        let explained = Explained::new(&exercise, &Student::default()).unwrap();
        SlidesState::new(vec![exercise]).answer(&explained)
    };
    assert!(answer("cut-or-trained").ends_with(" %"));
    let error = answer("alpha-two-r");
    assert!(
        error.starts_with("Answer: 0.") && error.len() <= "Answer: 0.1234".len(),
        "{error}"
    );
}
