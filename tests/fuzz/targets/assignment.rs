//! Assignments, as a link's fragment and as a file, and what the browser keeps of a lesson: whatever
//! comes in is taken or refused with a reason, and what is taken survives its link and its file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rankscope_lesson::{
    Assignment, ClassTable, FRAGMENT, LONGEST_LINK, LessonError, MOST_EXERCISES, Placed, Progress, StudentSummary,
};

fuzz_target!(|text: &str| {
    // As an address has it, and the same with what every such address begins with.
    read(text);
    read(&format!("{FRAGMENT}{text}"));
    match Assignment::from_json(text) {
        Ok(assignment) => taken(&assignment),
        Err(error) => refused(&error),
    }
    kept(text);
});

fn read(fragment: &str) {
    match Assignment::from_fragment(fragment) {
        Some(Ok(assignment)) => taken(&assignment),
        Some(Err(error)) => refused(&error),
        None => assert!(!fragment.starts_with(FRAGMENT)),
    }
}

fn taken(assignment: &Assignment) {
    // One of version 1, or written by hand, keeps the key of its text, which written again it has no more.
    let written = assignment.to_json();
    let again = Assignment::from_json(&written);
    assert_eq!(again.map(|again| again.to_json()).as_ref(), Ok(&written));
    if let Some(fragment) = assignment.to_fragment() {
        assert!(fragment.len() <= LONGEST_LINK);
        let opened = Assignment::from_fragment(&fragment);
        assert_eq!(opened.map(|opened| opened.map(|opened| opened.to_json())), Some(Ok(written)));
    }
    match assignment.lesson() {
        Ok(lesson) => {
            assert!((1..=MOST_EXERCISES).contains(&lesson.exercises.len()));
            // Two exercises of the course before may have one that replaces both.
            assert!(lesson.exercises.len() <= assignment.exercises.len());
        }
        Err(error) => refused(&error),
    }
}

/// What comes back from the browser's storage and from the students' summaries.
fn kept(text: &str) {
    if let Ok(progress) = Progress::from_json(text) {
        assert_eq!(Progress::from_json(&progress.to_json()).as_ref(), Ok(&progress));
    }
    if let Ok(summary) = StudentSummary::from_json(text) {
        assert_eq!(StudentSummary::from_json(&summary.to_json()).as_ref(), Ok(&summary));
        let lines = summary.to_csv().lines().count();
        assert!(lines > summary.exercises.len());
        let mut class = ClassTable::default();
        assert_eq!(class.add(summary.clone()), Ok(Placed::Added));
        let _ = (class.add(summary), class.to_csv());
    }
}

fn refused(error: &LessonError) {
    assert!(!error.to_string().is_empty() && !error.next_step().is_empty());
}
