use std::rc::Rc;

use super::super::answer::AnswerError;
use super::super::evidence::Readings;
use super::super::exercise::{ExerciseAction, ExerciseState, WayOn};
use super::super::opened::in_address;
use super::act;
use rankscope_lesson::{
    AnswerVerdict, Exercise, ExerciseRecord, GivenAnswer, Measured, Measurement, Name, Present,
    ProgressAction, Student, solve,
};
use rankscope_params::number::Format;
use rankscope_params::{Key, Params};

/// Exercises of version 1, which stay as they are whatever the course becomes.
pub(super) fn exercise(id: &str) -> Exercise {
    let text = match id {
        "elbow" => include_str!("../../../../tests/fixtures/exercises-v1/elbow.json"),
        "noise" => include_str!("../../../../tests/fixtures/exercises-v1/noise.json"),
        "training-collapse" => {
            include_str!("../../../../tests/fixtures/exercises-v1/training-collapse.json")
        }
        _ => panic!("{id}"),
    };
    Exercise::read(text).unwrap()
}

pub(super) fn work(id: &str) -> Rc<ExerciseState> {
    Rc::new(ExerciseState::new(exercise(id), &Student::new("Ada")))
}

/// What the engine finds.
pub(super) fn run(wanted: &Measurement) -> Measured {
    wanted.take(&mut |_| ()).unwrap()
}

pub(super) fn marks(work: &mut Rc<ExerciseState>, params: &Params) -> AnswerVerdict {
    let found = run(&work.marking(params));
    let verdict = work.grade(&found).unwrap();
    act(work, ExerciseAction::Mark(found.into()));
    assert_eq!(work.submitted(), None);
    verdict
}

pub(super) fn record(solved: bool) -> ExerciseRecord {
    ExerciseRecord {
        guess: Some(0),
        tries: 1,
        hints: 0,
        solved,
    }
}

#[test]
fn a_number_is_read_marked_and_explained() {
    let mut work = work("elbow");
    let params = *work.prepared();
    act(&mut work, ExerciseAction::Submit(params));
    assert_eq!(work.error(), Some(&AnswerError::NoNumber));
    act(&mut work, ExerciseAction::Type("1,024".to_owned()));
    act(&mut work, ExerciseAction::Submit(params));
    assert!(matches!(
        work.error(),
        Some(AnswerError::AmbiguousComma { .. })
    ));
    assert_eq!(work.submitted(), None);

    act(&mut work, ExerciseAction::Type("60".to_owned()));
    act(&mut work, ExerciseAction::Submit(params));
    assert_eq!(work.error(), None);
    assert!(work.submitted().is_some());
    assert!(matches!(marks(&mut work, &params), AnswerVerdict::Wrong(_)));
    let outcome = work.outcome(&record(false), &params, None);
    assert!(matches!(outcome, Some(AnswerVerdict::Wrong(_))));

    let Some((_, GivenAnswer::Number(right))) = solve(work.exercise(), &params) else {
        panic!("no number");
    };
    act(&mut work, ExerciseAction::Type(Format::Exact.write(right)));
    act(&mut work, ExerciseAction::Submit(params));
    assert!(matches!(marks(&mut work, &params), AnswerVerdict::Right(_)));
    act(&mut work, ExerciseAction::Restart);
    assert_eq!(work.outcome(&record(false), &params, None), None);
}

#[test]
fn an_option_has_to_be_chosen() {
    let mut work = work("training-collapse");
    let params = *work.prepared();
    act(&mut work, ExerciseAction::Submit(params));
    assert_eq!(work.error(), Some(&AnswerError::NoChoice));
    act(&mut work, ExerciseAction::Choose(1));
    act(&mut work, ExerciseAction::Submit(params));
    assert!(work.submitted().is_some());
    assert_eq!(work.chosen(), Some(1));
}

#[test]
fn a_goal_is_marked_where_it_was_when_the_button_was_pressed() {
    let mut work = work("noise");
    let prepared = *work.prepared();
    let (
        Present {
            params: reached, ..
        },
        GivenAnswer::State,
    ) = solve(work.exercise(), &prepared).unwrap()
    else {
        panic!("no goal");
    };
    act(&mut work, ExerciseAction::Submit(reached));
    // A second press, or a slider that goes on moving, changes nothing.
    act(&mut work, ExerciseAction::Submit(prepared));
    assert_eq!(work.marked_at(&prepared).params, reached);
    assert!(matches!(
        marks(&mut work, &prepared),
        AnswerVerdict::Right(_)
    ));
    // After a reload the explanation is there again where the goal is reached, and only there.
    let again = ExerciseState::new(exercise("noise"), &Student::new("Ada"));
    let there = run(&again.marking(&reached));
    let text = |params: &Params, measured: &Measured| {
        let outcome = again.outcome(&record(true), params, Some(measured));
        let Some(AnswerVerdict::Right(text)) = outcome else {
            panic!("{outcome:?}");
        };
        text
    };
    let solved = record(true);
    assert!(!text(&reached, &there).is_empty());
    assert_eq!(again.solved_before(&solved, &reached, Some(&there)), None);
    let start = run(&again.marking(&prepared));
    // Elsewhere nothing is called right.
    assert_eq!(again.outcome(&solved, &prepared, Some(&start)), None);
    let said = again.solved_before(&solved, &prepared, Some(&start));
    assert!(said.unwrap().contains("Reach it again"));
    assert_eq!(again.outcome(&solved, &prepared, None), None);
}

#[test]
fn a_guess_unlocks_and_hints_open_one_by_one() {
    let work = work("noise");
    let mut known = ExerciseRecord::default();
    assert!(!work.unlocked(&known));
    known.guess = Some(2);
    assert!(work.unlocked(&known));
    let all = work.exercise().hints.len();
    let params = *work.prepared();
    for open in 0..all {
        known.hints = open;
        assert_eq!(work.open_hints(&known, &params, None).len(), open);
        let (action, label) = work.next_hint(&known).unwrap();
        assert_eq!(action, ProgressAction::OpenHints(open + 1));
        assert_eq!(label, format!("Show hint {} of {all}", open + 1));
    }
    // A record of a version of the exercise with more hints.
    known.hints = all + 3;
    assert_eq!(work.open_hints(&known, &params, None).len(), all);
    assert_eq!(work.next_hint(&known), None);
}

#[test]
fn settings_that_the_exercise_does_not_allow_are_corrected() {
    let work = work("elbow");
    // The address holds the seed and what can be moved; the rest is the exercise's own.
    let start = in_address(work.exercise(), work.prepared());
    assert_eq!(work.present(&start).params, *work.prepared());
    // A link without settings means those of the exercise, once.
    assert_eq!(work.correction(&Params::default(), true), Some(start));
    assert_eq!(work.correction(&start, false), None);
    // What can be moved is taken, what cannot is not.
    let moved = start.with(Key::RankLow, 5.0).0;
    assert_eq!(work.correction(&moved, true), None);
    let foreign = moved.with(Key::Noise, 0.5).0;
    assert_eq!(work.correction(&foreign, true), Some(moved));
}

#[test]
fn readings_never_mix_parameters_with_measurements_of_others() {
    let exercise = Exercise::read(
        r#"{ "version": 1, "id": "mixed", "title": "t", "prompt": "p", "parameters": "noise=0.1",
        "controls": { "visible": ["noise", "r_low", "alpha"] },
        "readings": [{ "label": "a", "value": "energy(style, r_low)" }, { "label": "b", "value": "alpha" },
                     { "label": "c", "value": "1 / 0" }],
        "answer": { "kind": "number", "question": "q", "quantity": "1", "tolerance": 0 },
        "explanation": "e" }"#,
    )
    .unwrap();
    let at = |noise: f64, rank: f64| {
        let params = Params::default().with(Key::Noise, noise).0;
        exercise.start(&params.with(Key::RankLow, rank).0)
    };
    let measured_at = |at: &Present| run(&exercise.live_measurement(at));
    let (quiet, noisy) = (at(0.1, 2.0), at(0.5, 4.0));
    let readings = Readings::default();
    assert_eq!(readings.written(0), None);
    let first = readings.follow(&exercise, &quiet, Some(&measured_at(&quiet)));
    assert!(first.fresh());
    // While the measurement for another state is under way, the readings stay those of the first.
    let stale = first.clone().follow(&exercise, &noisy, None);
    assert!(!stale.fresh());
    assert_eq!(
        (stale.written(0), stale.written(1)),
        (first.written(0), first.written(1))
    );
    assert_eq!(stale.written(2), None);
    let next = stale.follow(&exercise, &noisy, Some(&measured_at(&noisy)));
    assert!(next.fresh() && next.written(0) != first.written(0));
    // Without training, ranks and α need no new measurement.
    let moved = noisy.params.with(Key::Alpha, 3.0).0;
    let moved = exercise.start(&moved.with(Key::RankLow, 9.0).0);
    assert_eq!(
        exercise.live_measurement(&moved),
        exercise.live_measurement(&noisy)
    );
}

/// A number that the control `r` gives, and a worked answer.
const DRAGGED: &str = r#"{ "version": 2, "id": "dragged", "title": "t", "prompt": "p",
    "controls": { "own": [{ "name": "r", "label": "rank r", "values": [1, 2, 4, 8], "start": 2 }] },
    "answer": { "kind": "number", "question": "q", "quantity": "4", "tolerance": 0, "drag": "r" },
    "hints": ["one"], "worked": "It is {energy(style, 64)}.", "explanation": "e" }"#;

fn dragged() -> Rc<ExerciseState> {
    let exercise = Exercise::read(DRAGGED).unwrap();
    Rc::new(ExerciseState::new(exercise, &Student::default()))
}

fn to(value: f64) -> ExerciseAction {
    ExerciseAction::Move(Name::try_from("r".to_owned()).unwrap(), value)
}

#[test]
fn a_complaint_takes_the_place_of_what_was_said_before() {
    let mut work = work("elbow");
    let params = *work.prepared();
    let outcome = |work: &ExerciseState| work.outcome(&record(false), &params, None);
    act(&mut work, ExerciseAction::Type("60".to_owned()));
    act(&mut work, ExerciseAction::Submit(params));
    assert!(matches!(marks(&mut work, &params), AnswerVerdict::Wrong(_)));
    assert!(outcome(&work).is_some());
    // Another answer that cannot be read.
    act(&mut work, ExerciseAction::Type("abc".to_owned()));
    assert_eq!(outcome(&work), None);
    act(&mut work, ExerciseAction::Submit(params));
    assert_eq!(work.error(), Some(&AnswerError::NotANumber));
    assert_eq!(outcome(&work), None);
    // And the complaint goes with what it is about.
    act(&mut work, ExerciseAction::Type("4".to_owned()));
    assert_eq!(work.error(), None);
}

#[test]
fn what_is_said_of_a_goal_goes_when_something_is_moved() {
    let mut work = work("noise");
    let prepared = *work.prepared();
    act(&mut work, ExerciseAction::Submit(prepared));
    assert!(matches!(
        marks(&mut work, &prepared),
        AnswerVerdict::Wrong(_)
    ));
    let outcome = |params: &Params| work.outcome(&record(false), params, None);
    assert!(outcome(&prepared).is_some());
    let moved = prepared.with(Key::Noise, 0.3).0;
    assert_eq!(outcome(&moved), None);
    // Back where it was said, it holds again.
    assert!(outcome(&prepared).is_some());
}

#[test]
fn what_is_said_of_a_number_stays_while_a_slider_moves() {
    let mut work = work("elbow");
    let prepared = *work.prepared();
    act(&mut work, ExerciseAction::Type("60".to_owned()));
    act(&mut work, ExerciseAction::Submit(prepared));
    marks(&mut work, &prepared);
    let moved = prepared.with(Key::RankLow, 9.0).0;
    assert!(work.outcome(&record(false), &moved, None).is_some());
}

#[test]
fn a_control_of_the_exercise_s_own_moves_and_goes_back() {
    let mut work = dragged();
    let start = work.start();
    assert_eq!(work.answer_of_control(work.prepared()), Some(2.0));
    act(&mut work, to(4.0));
    assert_eq!(work.answer_of_control(work.prepared()), Some(4.0));
    assert_ne!(*work.own(), start.own);
    // Dragged in a figure, it is the answer.
    assert_eq!(work.text(), "4");
    let params = *work.prepared();
    act(&mut work, ExerciseAction::Submit(params));
    assert_eq!(work.submitted_in_words().as_deref(), Some("4"));
    assert!(matches!(marks(&mut work, &params), AnswerVerdict::Right(_)));
    // Kept with progress, it is there again.
    let kept = *work.own();
    act(&mut work, ExerciseAction::BackToStart);
    assert_eq!(*work.own(), start.own);
    let again = ExerciseState::new(work.exercise().clone(), &Student::default());
    assert_eq!(*again.with_own(kept).own(), kept);
}

#[test]
fn the_last_hint_is_a_worked_answer() {
    let work = dragged();
    let params = *work.prepared();
    let mut known = ExerciseRecord {
        hints: 1,
        ..record(false)
    };
    let (action, label) = work.next_hint(&known).unwrap();
    assert_eq!(action, ProgressAction::OpenHints(2));
    assert_eq!(label, "Show me how");
    known.hints = 2;
    assert_eq!(work.next_hint(&known), None);
    let waiting = work.open_hints(&known, &params, None);
    assert_eq!(waiting.last().unwrap(), "Working it out…");
    let measured = run(&work.marking(&params));
    let texts = work.open_hints(&known, &params, Some(&measured));
    assert_eq!(texts, ["one", "It is 1."]);
}

#[test]
fn what_an_answer_needs_comes_first_once_it_is_given() {
    let mut work = work("training-collapse");
    let params = *work.prepared();
    let known = record(false);
    let readings = work.for_readings(&params).unwrap();
    assert_eq!(work.wanted(&known, &params).first(), Some(&readings));
    act(&mut work, ExerciseAction::Choose(0));
    act(&mut work, ExerciseAction::Submit(params));
    let first = work.wanted(&known, &params).first().cloned();
    assert_eq!(first, Some(work.marking(&params)));
}

#[test]
fn the_last_exercise_leads_to_the_summary() {
    assert_eq!(WayOn::after(false).label(), "Next");
    assert_eq!(WayOn::after(true).label(), "To your summary");
}
