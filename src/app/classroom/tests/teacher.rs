use std::rc::Rc;

use super::super::class::{ClassAction, ClassState, cell};
use super::super::compose::{ComposeAction, ComposeState, Composed};
use super::super::own::{OwnAction, OwnState, OwnStatus, Preview};
use super::act;
use crate::work::{Work, WorkAction};
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{EngineEvent, Ticket};
use rankscope_lesson::{
    Assignment, Exercise, ExerciseId, Progress, ProgressAction, Student, StudentSummary, course,
    try_out,
};

fn id(text: &str) -> ExerciseId {
    ExerciseId::new(text).unwrap()
}

fn ids(assignment: &ComposeState) -> Vec<String> {
    let exercises = assignment.exercises().into_iter();
    exercises.map(|(id, _)| id.to_string()).collect()
}

#[test]
fn an_assignment_is_composed_in_an_order() {
    let mut assignment = Rc::new(ComposeState::default());
    assert_eq!(assignment.composed(), Composed::Empty);
    act(&mut assignment, ComposeAction::Retitle("Friday".to_owned()));
    for name in ["elbow", "noise", "elbow", "long-tail"] {
        act(&mut assignment, ComposeAction::AddFromCourse(id(name)));
    }
    assert_eq!(ids(&assignment), ["elbow", "noise", "long-tail"]);
    assert!(assignment.has(&id("noise")) && !assignment.has(&id("adams-twist")));
    act(&mut assignment, ComposeAction::MoveUp(id("long-tail")));
    act(&mut assignment, ComposeAction::MoveDown(id("elbow")));
    assert_eq!(ids(&assignment), ["long-tail", "elbow", "noise"]);
    // At the ends, and for what is not there, nothing moves.
    for action in [
        ComposeAction::MoveUp(id("long-tail")),
        ComposeAction::MoveDown(id("noise")),
        ComposeAction::MoveDown(id("adams-twist")),
        ComposeAction::Remove(id("adams-twist")),
    ] {
        let before = Rc::clone(&assignment);
        act(&mut assignment, action);
        assert!(Rc::ptr_eq(&before, &assignment));
    }
    act(&mut assignment, ComposeAction::Remove(id("elbow")));
    let Composed::Ready { json, fragment } = assignment.composed() else {
        panic!("{:?}", assignment.composed());
    };
    let read = Assignment::from_json(&json).unwrap();
    assert_eq!((read.title.as_str(), read.exercises.len()), ("Friday", 2));
    assert_eq!(
        Assignment::from_fragment(&fragment.unwrap()),
        Some(Ok(read))
    );
}

#[test]
fn an_own_exercise_replaces_the_one_of_its_id_and_a_long_assignment_is_a_file() {
    let mut assignment = Rc::new(ComposeState::default());
    for mut exercise in course::exercises() {
        exercise.title = format!("My {}", exercise.title);
        for _ in 0..2 {
            act(
                &mut assignment,
                ComposeAction::AddOwn(exercise.clone().into()),
            );
        }
    }
    assert_eq!(assignment.exercises().len(), course::exercises().len());
    assert!(
        assignment
            .exercises()
            .iter()
            .all(|(_, title)| title.starts_with("My "))
    );
    let Composed::Ready { fragment, .. } = assignment.composed() else {
        panic!("not ready");
    };
    assert!(fragment.unwrap_err().contains("as a file"));
    let mut bad = course::exercises().remove(0);
    bad.hints = vec![String::new()];
    act(&mut assignment, ComposeAction::AddOwn(bad.into()));
    let Composed::Problem(text) = assignment.composed() else {
        panic!("not refused");
    };
    assert!(text.contains("hints[0]: it is empty"), "{text}");
}

/// What the worker makes of the job of trying out.
fn worker(own: &OwnState) -> Rc<Work> {
    let mut work = Rc::new(Work::default());
    let job = own.job();
    act(&mut work, WorkAction::Want(job.clone()));
    let Some(Job::TryOut(packed)) = &job else {
        return work;
    };
    let exercises = packed.open().unwrap();
    let exercises: Vec<_> = exercises
        .iter()
        .map(|text| Exercise::read(text).unwrap())
        .collect();
    let found = try_out(&exercises, &mut |_| ());
    let answered = EngineEvent::Answered {
        ticket: Ticket {
            job: job.unwrap(),
            asked_at: 0.0,
        },
        outcome: Ok(Answer::TriedOut(Packed::of(&found))),
    };
    act(&mut work, WorkAction::Engine(answered));
    work
}

#[test]
fn an_own_exercise_is_read_as_it_is_written_and_tried_out_when_asked() {
    let mut own = Rc::new(OwnState::default());
    let idle = Work::default();
    assert_eq!(own.status(&idle), OwnStatus::Readable);
    assert_eq!(own.exercise().unwrap().id.as_str(), "my-exercise");
    let example = own.text().to_owned();

    act(&mut own, OwnAction::Edit("{".to_owned()));
    assert!(matches!(own.status(&idle), OwnStatus::Unreadable(_)));
    act(&mut own, OwnAction::Edit(example.clone()));
    act(
        &mut own,
        OwnAction::TryOut {
            add: false,
            at_ms: 1.0,
        },
    );
    let mut asked = Rc::new(Work::default());
    act(&mut asked, WorkAction::Want(own.job()));
    assert_eq!(own.status(&asked), OwnStatus::Trying);
    let done = worker(&own);
    assert!(matches!(own.status(&done), OwnStatus::Sound(_)));
    assert_eq!(own.to_add(&done), None, "it was only to be tried");
    act(
        &mut own,
        OwnAction::TryOut {
            add: true,
            at_ms: 2.0,
        },
    );
    let (exercise, at_ms) = own.to_add(&done).unwrap();
    assert_eq!((exercise.id.as_str(), at_ms), ("my-exercise", 2.0));
    // What has been changed since is not what was tried.
    act(
        &mut own,
        OwnAction::Edit(example.replace("my-exercise", "other")),
    );
    assert_eq!(
        (own.status(&done), own.to_add(&done)),
        (OwnStatus::Readable, None)
    );
}

#[test]
fn placeholders_in_options_are_filled_and_wrong_ones_are_named() {
    let text = |guess: &str| {
        format!(
            r#"{{ "version": 1, "id": "own", "title": "t", "prompt": "p", "parameters": "alpha=16",
            "prediction": {{ "question": "At {{alpha}}?", "options": ["It is {guess}", "More"] }},
            "answer": {{ "kind": "choice", "question": "q", "options": [
                {{ "text": "{{alpha}} it is", "right_when": "alpha > 0" }}, {{ "text": "no", "right_when": "alpha < 0" }}] }},
            "explanation": "e" }}"#
        )
    };
    let preview = Preview::new(&Exercise::read(&text("{alpha / 2}")).unwrap());
    assert_eq!(preview.options, ["16 it is", "no"]);
    let (question, options) = preview.prediction.unwrap();
    assert_eq!(
        (question.as_str(), &options[..]),
        ("At 16?", &["It is 8".to_owned(), "More".to_owned()][..])
    );

    for wrong in ["{alhpa}", "{1 / 0}", "{floor(facts, 8)}"] {
        let mut own = Rc::new(OwnState::default());
        act(&mut own, OwnAction::Edit(text(wrong)));
        act(
            &mut own,
            OwnAction::TryOut {
                add: true,
                at_ms: 1.0,
            },
        );
        let done = worker(&own);
        let OwnStatus::Problems(problems) = own.status(&done) else {
            panic!("{wrong}: {:?}", own.status(&done));
        };
        assert_eq!(problems[0].place, "prediction.options[0]");
        assert_eq!(own.to_add(&done), None);
    }
}

fn summary(name: &str, solved: &[&str]) -> StudentSummary {
    let lesson = course::lesson();
    let mut progress = Progress::default();
    for name in solved {
        let answer = String::new();
        progress.apply(
            &id(name),
            &ProgressAction::Try {
                solved: true,
                answer,
            },
        );
    }
    StudentSummary::new(&lesson, &Student::new(name), &progress)
}

#[test]
fn a_summary_with_other_exercises_gives_no_wrong_marks_and_says_so() {
    let mut class = Rc::new(ClassState::default());
    assert!(class.is_empty());
    let open = |class: &mut Rc<ClassState>, summary: &StudentSummary| {
        let name = format!("{}.json", summary.name);
        act(class, ClassAction::Open(name, Ok(summary.to_json())));
    };
    open(&mut class, &summary("Ada", &["elbow"]));
    assert_eq!(class.mismatches(), Vec::<String>::new());
    // The same lesson by its key, with its first exercise missing: positions no longer match.
    let mut other = summary("Ben", &["noise"]);
    let removed = other.exercises.remove(0);
    assert_eq!(removed.id.as_str(), "elbow");
    open(&mut class, &other);
    let ben = &class.table().summaries()[1];
    assert_eq!(ben.entry(&removed.id), None);
    assert_eq!(
        cell(None),
        (String::new(), "not in this summary".to_owned())
    );
    let noise = cell(ben.entry(&id("noise")));
    assert_eq!(noise, ("✓ 1".to_owned(), "solved, tries: 1".to_owned()));
    assert_eq!(cell(ben.entry(&id("long-tail"))).0, "–");
    let said = class.mismatches();
    assert_eq!(
        said,
        [format!(
            "The summary of Ben does not have “{}”.",
            removed.title
        )]
    );

    let mut foreign = summary("Chi", &[]);
    foreign.lesson = "other".to_owned();
    open(&mut class, &foreign);
    act(
        &mut class,
        ClassAction::Open("bad.json".to_owned(), Ok("{".to_owned())),
    );
    let left_out = class.left_out();
    assert!(left_out[0].starts_with("Chi.json was left out: it is a summary of"));
    assert!(left_out[1].starts_with("bad.json was left out: line 1"));
    act(&mut class, ClassAction::Clear);
    assert!(class.is_empty());
}
