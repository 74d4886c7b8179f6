//! What the worker adds to a class.

use std::rc::Rc;

use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{EngineEvent, Ticket};
use rankscope_lesson::{Exercise, ProgressAction, Student, code, course, judge};

use super::{ids, lessons, opened, progress, summary};
use crate::classroom::tests::act;
use crate::teach::class::{ClassAction, ClassState};
use crate::work::{Work, WorkAction};

/// Has everything worked out that is left to say.
fn judge_all(class: &mut Rc<ClassState>) -> usize {
    let mut jobs = 0;
    while let Some(job) = class.judging() {
        let Job::Judge(packed) = &job else {
            panic!("{job:?}")
        };
        let (name, texts): (String, Vec<String>) = packed.open().unwrap();
        let texts = texts.iter().map(|text| Exercise::read(text).unwrap());
        let found = judge(
            &texts.collect::<Vec<_>>(),
            &Student::new(&name),
            &mut |_| (),
        );
        let answer = Answer::Judged(rankscope_engine::Packed::of(&found));
        let work = answered(job, answer);
        let (of, found) = class.found(&work).unwrap();
        assert_eq!(of, name);
        act(class, ClassAction::Judged(of, found));
        jobs += 1;
        assert!(jobs < 100, "the same again and again");
    }
    jobs
}

/// Work that has been done.
fn answered(job: Job, answer: Answer) -> Rc<Work> {
    let mut work = Rc::new(Work::default());
    act(&mut work, WorkAction::Want(Some(job.clone())));
    let done = EngineEvent::Answered {
        ticket: Ticket { job, asked_at: 0.0 },
        outcome: Ok(answer),
    };
    act(&mut work, WorkAction::Engine(done));
    work
}

#[test]
fn codes_get_the_texts_of_options_and_which_comes_true() {
    let lesson = course::lesson();
    let with_guess = lesson.exercises.iter();
    let place = with_guess
        .clone()
        .position(|exercise| exercise.id.as_str() == "the-runtime-that-forgot")
        .unwrap();
    let mut progress = progress(1, &[]);
    progress.apply(&ids()[place], &ProgressAction::Guess(0));
    let code = code::write(&lesson, &progress).unwrap();
    let mut class = Rc::new(ClassState::default());
    act(
        &mut class,
        ClassAction::Codes(format!("Ada {code}"), lessons()),
    );
    let options = lesson.exercises[place]
        .prediction
        .as_ref()
        .unwrap()
        .options
        .len();
    let before = class.column(place).unwrap().clone();
    assert_eq!(before.guesses.len(), options);
    assert!(
        before
            .guesses
            .iter()
            .all(|bar| !bar.text.is_empty() && !bar.text.contains('{'))
    );
    assert_eq!(before.right_guess(), None);
    assert_eq!(class.judged_share(), (0, 1));
    assert_eq!(judge_all(&mut class), 1);
    assert_eq!(class.judged_share(), (1, 1));
    let exercise = &lesson.exercises[place..=place];
    let right = judge(exercise, &Student::new("Ada"), &mut |_| ())[0].guess;
    assert!(right.is_some());
    assert_eq!(class.column(place).unwrap().right_guess(), right);
}

#[test]
fn wrong_numbers_of_students_with_other_numbers_are_multiples_of_the_right_one() {
    let place = ids()
        .iter()
        .position(|id| id.as_str() == "the-volume-knob")
        .unwrap();
    let exercise = &course::exercises()[place..=place];
    let right = |name: &str| {
        let judged = judge(exercise, &Student::new(name), &mut |_| ());
        judged[0].number.unwrap()
    };
    let mut others = ["Ben", "Chi", "Dan", "Eva", "Fay", "Gil"].into_iter();
    let other = others.find(|name| right(name) != right("Ana")).unwrap();
    let half = |name: &str, number: u64| {
        let mut summary = summary(name, number, &[]);
        summary.exercises[place].wrong = vec![(right(name) / 2.0).to_string()];
        summary
    };
    let mut class = opened(&[half("Ana", 1), half(other, 2)]);
    let before = class.column(place).unwrap().clone();
    assert_eq!(before.wrong.len(), 2);
    assert!(before.note.unwrap().contains("two mistakes"));
    judge_all(&mut class);
    let column = class.column(place).unwrap().clone();
    let (said, count) = &column.wrong[0];
    assert!(said.starts_with("0.5 × the right number ("), "{said}");
    assert_eq!((*count, column.wrong.len()), (2, 1));
    assert!(column.note.unwrap().contains("multiples"));
    // One student's are as they were typed.
    let mut alone = opened(&[half("Ana", 1)]);
    judge_all(&mut alone);
    let column = &alone.column(place).unwrap();
    assert_eq!(
        (column.wrong[0].0.as_str(), column.note),
        (&*(right("Ana") / 2.0).to_string(), None)
    );
}
