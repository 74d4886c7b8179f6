//! A class without a browser: files, codes, a thousand students, what they show together.

mod judged;
mod kept;

use std::rc::Rc;

use rankscope_lesson::{
    ClassTable, ExerciseId, Lesson, Progress, ProgressAction, ProgressId, Student, StudentSummary,
    SummaryGuess, code, course,
};

use self::kept::{keep_all, reopened};
use super::{BATCH, CLASS_KEY, ClassAction, ClassState, Heat, OpenedFile, PAGE, SortBy, cell};
use crate::classroom::tests::{FakeStorage, act};

fn ids() -> Vec<ExerciseId> {
    let exercises = course::exercises();
    exercises.into_iter().map(|exercise| exercise.id).collect()
}

/// A student who has solved the exercises at these places, after so many wrong answers each.
fn progress(number: u64, solved: &[(usize, u32)]) -> Progress {
    let mut progress = Progress::default();
    progress.identify(ProgressId::drawn(number, "test"));
    for (place, wrong) in solved {
        let id = &ids()[*place];
        progress.apply(id, &ProgressAction::Guess(place % 2));
        for _ in 0..*wrong {
            progress.apply(
                id,
                &ProgressAction::Try {
                    solved: false,
                    answer: "1".to_owned(),
                },
            );
        }
        progress.apply(
            id,
            &ProgressAction::Try {
                solved: true,
                answer: "2".to_owned(),
            },
        );
    }
    progress
}

fn summary(name: &str, number: u64, solved: &[(usize, u32)]) -> StudentSummary {
    StudentSummary::new(
        &course::lesson(),
        &Student::new(name),
        &progress(number, solved),
    )
}

fn file(summary: &StudentSummary) -> OpenedFile {
    (format!("{}.json", summary.name), Ok(summary.to_json()))
}

fn opened(summaries: &[StudentSummary]) -> Rc<ClassState> {
    let mut class = Rc::new(ClassState::default());
    act(
        &mut class,
        ClassAction::Open(summaries.iter().map(file).collect()),
    );
    assert_eq!(class.problems(), Vec::<String>::new());
    class
}

fn names(class: &ClassState) -> Vec<String> {
    class.rows().into_iter().map(|(name, _)| name).collect()
}

#[test]
fn two_of_one_name_are_two_rows_and_rows_are_sorted() {
    let class = [
        summary("Ana", 1, &[(0, 0)]),
        summary("Ben", 2, &[(0, 5), (1, 0)]),
        summary("Ana", 3, &[]),
    ];
    let mut class = opened(&class);
    assert_eq!(names(&class), ["Ana", "Ana (2)", "Ben"]);
    act(&mut class, ClassAction::Sort(SortBy::Solved));
    assert_eq!(names(&class), ["Ana (2)", "Ana", "Ben"]);
    act(&mut class, ClassAction::Sort(SortBy::Tries));
    assert_eq!(names(&class)[0], "Ben");
    act(
        &mut class,
        ClassAction::Sort(SortBy::Exercise(ids()[0].clone())),
    );
    assert_eq!(names(&class), ["Ana (2)", "Ben", "Ana"]);
}

#[test]
fn work_under_a_second_name_is_said_and_stands_once() {
    let mut class = opened(&[summary("Ben", 1, &[(0, 0)])]);
    let copied = file(&summary("Fay", 1, &[(0, 0)]));
    act(&mut class, ClassAction::Open(vec![copied]));
    assert_eq!(names(&class), ["Ben"]);
    let said = class.problems().join(" ");
    assert!(said.contains("“Fay”") && said.contains("“Ben”"), "{said}");
    let known = opened(&[summary("Ben", 1, &[(0, 0)]), summary("Ben", 1, &[(0, 0)])]);
    assert!(known.problems().is_empty());
}

#[test]
fn cells_go_from_at_once_to_stuck() {
    let mut stuck = progress(1, &[(0, 0), (1, 2), (2, 6)]);
    stuck.apply(&ids()[3], &ProgressAction::Guess(0));
    stuck.apply(
        &ids()[4],
        &ProgressAction::Try {
            solved: false,
            answer: "1".to_owned(),
        },
    );
    let summary = StudentSummary::new(&course::lesson(), &Student::new("Ana"), &stuck);
    let heats: Vec<_> = summary
        .exercises
        .iter()
        .map(|entry| cell(Some(entry)).heat)
        .collect();
    assert_eq!(
        heats[..6],
        [
            Heat::AtOnce,
            Heat::Solved,
            Heat::Late,
            Heat::Begun,
            Heat::Stuck,
            Heat::Untouched
        ]
    );
    assert_eq!(cell(None).heat, Heat::Missing);
    assert_eq!(cell(summary.exercises.get(1)).text, "✓ 3");
}

#[test]
fn a_column_counts_guesses_and_the_commonest_wrong_answers() {
    let guessed = |name: &str, number: u64, option: usize, wrong: &[&str]| {
        let mut summary = summary(name, number, &[]);
        let entry = &mut summary.exercises[0];
        let text = format!("option {option}");
        entry.guess = Some(SummaryGuess {
            option,
            text,
            right: Some(option == 1),
        });
        entry.wrong = wrong.iter().map(ToString::to_string).collect();
        summary
    };
    let class = opened(&[
        guessed("Ana", 1, 1, &["8", "9", "8"]),
        guessed("Ben", 2, 1, &["8"]),
        guessed("Chi", 3, 0, &["7"]),
    ]);
    let column = &class.column(0).unwrap();
    let counts: Vec<_> = column
        .guesses
        .iter()
        .map(|bar| (bar.count, bar.right))
        .collect();
    assert_eq!(counts[..2], [(1, 0), (2, 2)]);
    assert_eq!(column.most_guesses(), 2);
    assert_eq!(column.guesses[1].text, "option 1");
    assert_eq!(column.wrong[0], ("8".to_owned(), 2));
    assert_eq!(column.wrong.len(), 3);
    assert_eq!(class.guesses(&ids()[0])[..2], [1, 2]);
    // A number that is no option does not make the list endless.
    let mut hostile = guessed("Dan", 4, usize::MAX, &[]);
    hostile.exercises[0].guess.as_mut().unwrap().option = usize::MAX;
    assert_eq!(opened(&[hostile]).guesses(&ids()[0]), Vec::<usize>::new());
}

#[test]
fn files_that_are_no_summaries_are_named_and_the_table_stays() {
    let mut class = opened(&[summary("Ana", 1, &[])]);
    let mut foreign = summary("Ben", 2, &[]);
    foreign.lesson = "other".to_owned();
    let bad = vec![file(&foreign), ("bad.json".to_owned(), Ok("{".to_owned()))];
    act(&mut class, ClassAction::Await(2));
    assert_eq!(class.awaited(), 2);
    act(&mut class, ClassAction::Open(bad));
    assert_eq!(class.awaited(), 0);
    let said = class.problems();
    assert!(
        said[0].starts_with("Ben.json was left out: it is a summary of"),
        "{said:?}"
    );
    assert!(
        said[1].starts_with("bad.json was left out: line 1"),
        "{said:?}"
    );
    act(&mut class, ClassAction::DismissProblems);
    assert_eq!((class.problems().len(), names(&class).len()), (0, 1));
    act(&mut class, ClassAction::Clear);
    assert!(class.is_empty());
}

#[test]
fn what_does_not_fit_a_summary_is_said_of_it() {
    let mut other = summary("Ben", 2, &[]);
    let removed = other.exercises.remove(0);
    other.seed = 7;
    let notes = opened(&[summary("Ana", 1, &[]), other]).notes();
    assert_eq!(
        notes[0],
        format!("The summary of Ben does not have “{}”.", removed.title)
    );
    assert!(notes[1].starts_with("The numbers of Ben are not"));
}

fn lessons() -> Vec<Rc<Lesson>> {
    vec![Rc::new(course::lesson())]
}

#[test]
fn codes_are_read_line_by_line_however_they_are_written() {
    let code = |number: u64| {
        let progress = progress(number, &[(0, 2), (3, 0)]);
        code::write(&course::lesson(), &progress).unwrap()
    };
    let spaced = code(2).replace('-', " ").to_lowercase();
    let typo = {
        let code = code(3);
        let last = if code.ends_with('A') { 'B' } else { 'A' };
        format!("{}{last}", &code[..code.len() - 1])
    };
    let text = format!("Ana María {}\n\n  Ben,{spaced}\nChi {typo}\nDan", code(1));
    let mut class = Rc::new(ClassState::default());
    act(&mut class, ClassAction::Codes(text, lessons()));
    assert_eq!(names(&class), ["Ana María", "Ben"]);
    let (_, ana) = class.rows()[0].clone();
    assert_eq!((ana.solved(), ana.exercises[0].tries), (2, 3));
    assert_eq!(ana.exercises[3].guess.as_ref().unwrap().option, 1);
    let said = class.problems();
    assert!(
        said[0].starts_with("Line 4, “Chi ") && said[0].contains("typing error"),
        "{said:?}"
    );
    assert!(
        said[1].starts_with("There is no code in line 5, “Dan”."),
        "{said:?}"
    );
    // The same code again is the same student.
    act(
        &mut class,
        ClassAction::Codes(format!("Ana María {}", code(1)), lessons()),
    );
    assert_eq!(names(&class).len(), 2);
}

#[test]
fn a_thousand_students_are_read_in_batches_and_shown_by_the_page() {
    let mut class = Rc::new(ClassState::default());
    let summaries: Vec<_> = (0..1000)
        .map(|number| {
            summary(
                &format!("Student {number:04}"),
                number,
                &[(number as usize % 3, 1)],
            )
        })
        .collect();
    for batch in summaries.chunks(BATCH) {
        act(
            &mut class,
            ClassAction::Open(batch.iter().map(file).collect()),
        );
    }
    assert_eq!(class.pages(), (0, 1000 / PAGE));
    assert_eq!(class.rows().len(), PAGE);
    act(&mut class, ClassAction::Page(1));
    assert_eq!(names(&class)[0], "Student 0050");
    act(&mut class, ClassAction::Page(99));
    assert_eq!(class.shown(), 950..1000);
    let heads = class.heads();
    assert_eq!(heads.len(), ids().len());
    assert!(heads.iter().all(|(_, _, students)| *students == 1000));
    assert_eq!(heads[0].1, 334);
    assert_eq!(class.column(heads.len()), None);
    let table: &ClassTable = class.table();
    assert!(table.to_csv().starts_with('\u{feff}'));
    assert_eq!(table.to_csv().lines().count(), 1001);
    // All of it is there after a reload, in less room than a storage has.
    let storage = FakeStorage::default();
    let packs = keep_all(&class, &storage).unwrap();
    assert!(packs > 10, "{packs}");
    assert_eq!(reopened(&storage).table(), class.table());
    let packed = |number| {
        storage
            .text(&format!("{CLASS_KEY}:{number}"))
            .unwrap()
            .len()
    };
    let room: usize = (0..packs).map(packed).sum();
    assert!(room < 1_000_000, "{room} letters");
}
