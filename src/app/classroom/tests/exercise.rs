use std::rc::Rc;

use super::super::answer::AnswerError;
use super::super::evidence::{Readings, figure, measure, measured};
use super::super::exercise::{ExerciseAction, ExerciseState};
use super::act;
use rankscope_chart::Figure;
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{
    AnswerVerdict, Exercise, ExerciseId, ExerciseRecord, ExploreFigure, GivenAnswer, Measured,
    Present, ProgressAction, Student, course, solve,
};
use rankscope_params::number::Format;
use rankscope_params::{Key, Params};

fn exercise(id: &str) -> Exercise {
    course::exercise(&ExerciseId::new(id).unwrap()).unwrap()
}

fn work(id: &str) -> Rc<ExerciseState> {
    Rc::new(ExerciseState::new(exercise(id), &Student::new("Ada")))
}

/// What the engine answers to a job.
fn run(job: &Job) -> Measured {
    let Job::Measure(packed) = job else {
        panic!("{job:?}");
    };
    let found = packed.open().unwrap().take(&mut |_| ()).unwrap();
    measured(&Answer::Measured(Packed::of(&found))).unwrap()
}

fn marks(work: &mut Rc<ExerciseState>, params: &Params) -> AnswerVerdict {
    let found = run(&work.marking_job(params));
    let verdict = work.grade(&found).unwrap();
    act(work, ExerciseAction::Mark(found.into()));
    assert_eq!(work.submitted(), None);
    verdict
}

fn record(solved: bool) -> ExerciseRecord {
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
    assert_eq!(work.marked_at(&prepared), reached);
    assert!(matches!(
        marks(&mut work, &prepared),
        AnswerVerdict::Right(_)
    ));
    // After a reload the explanation is there again where the goal is reached, and only there.
    let again = ExerciseState::new(exercise("noise"), &Student::new("Ada"));
    let there = run(&again.marking_job(&reached));
    let text = |params: &Params, measured: &Measured| {
        let outcome = again.outcome(&record(true), params, Some(measured));
        let Some(AnswerVerdict::Right(text)) = outcome else {
            panic!("{outcome:?}");
        };
        text
    };
    assert!(!text(&reached, &there).contains("Reach it again"));
    let start = run(&again.marking_job(&prepared));
    assert!(text(&prepared, &start).contains("Reach it again"));
    assert_eq!(again.outcome(&record(true), &prepared, None), None);
}

#[test]
fn a_guess_unlocks_and_hints_open_one_by_one() {
    let work = work("noise");
    let mut known = ExerciseRecord::default();
    assert!(!work.unlocked(&known));
    known.guess = Some(2);
    assert!(work.unlocked(&known));
    let all = work.exercise().hints.len();
    for open in 0..all {
        known.hints = open;
        assert_eq!(work.open_hints(&known).len(), open);
        let (action, label) = work.next_hint(&known).unwrap();
        assert_eq!(action, ProgressAction::OpenHints(open + 1));
        assert_eq!(label, format!("Show hint {} of {all}", open + 1));
    }
    // A record of a version of the exercise with more hints.
    known.hints = all + 3;
    assert_eq!(
        (work.open_hints(&known).len(), work.next_hint(&known)),
        (all, None)
    );
}

#[test]
fn settings_that_the_exercise_does_not_allow_are_corrected() {
    let work = work("elbow");
    let prepared = *work.prepared();
    // A link without settings means those of the exercise, once.
    assert_eq!(work.correction(&Params::default(), true), Some(prepared));
    assert_eq!(work.correction(&prepared, false), None);
    // What can be moved is taken, what cannot is not.
    let moved = prepared.with(Key::RankLow, 5.0).0;
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
        params.with(Key::RankLow, rank).0
    };
    let measured_at = |params: &Params| {
        run(&measure(
            &exercise.live_measurement(&exercise.start(params)),
        ))
    };
    let (quiet, noisy) = (at(0.1, 2.0), at(0.5, 4.0));
    let readings = Readings::default();
    assert_eq!(readings.written(0), None);
    let first = readings.follow(&exercise, &quiet, Some(&measured_at(&quiet)));
    assert!(first.fresh());
    // While the measurement for other parameters is under way, the readings stay those of the first.
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
    let moved = noisy.with(Key::Alpha, 3.0).0.with(Key::RankLow, 9.0).0;
    assert_eq!(
        exercise.live_measurement(&exercise.start(&moved)),
        exercise.live_measurement(&exercise.start(&noisy))
    );
}

#[test]
fn the_charts_are_those_of_explore() {
    let explore = ExploreFigure::default();
    let shown = [
        rankscope_lesson::Figure::Spectrum(explore.clone()),
        rankscope_lesson::Figure::Variance(explore.clone()),
        rankscope_lesson::Figure::Scaling(explore.clone()),
        rankscope_lesson::Figure::Error(explore),
    ];
    let figures = [
        Figure::Spectrum,
        Figure::Variance,
        Figure::Scaling,
        Figure::Error,
    ];
    assert_eq!(shown.each_ref().map(figure), figures.map(Some));
    assert_eq!(figure(&rankscope_lesson::Figure::Adapters), None);
}
