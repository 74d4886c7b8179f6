use rankscope_lesson::{ExerciseId, Progress, ProgressAction, Student, StudentSummary, course};
use serde_json::json;

use crate::harness::browse;

const NAMES: [&str; 3] = ["Ada Lovelace", "Ben", "Chi"];

#[test]
fn three_students_take_the_course_and_their_teacher_sees_who_solved_what() {
    browse(async |page| {
        let exercises = course::exercises();
        let mut summaries = Vec::new();
        for name in NAMES {
            page.opens_lesson("").await;
            page.is_called(name).await;
            page.presses_button("#go-on").await;
            for (place, exercise) in exercises.iter().enumerate() {
                page.does_exercise(exercise, name).await;
                let last = place + 1 == exercises.len();
                let way_on = if last {
                    "#to-summary"
                } else {
                    "#next-exercise"
                };
                page.presses_button(way_on).await;
            }
            page.sees("#all-solved", "All solved").await;
            let (file, json) = page.saves("#save-summary-json").await;
            let named = format!("rankscope-{}-", name.replace(' ', "-"));
            assert!(file.starts_with(&named), "{file}");
            page.sees("#finish", "What you can do now").await;
            let (_, csv) = page.saves("#save-summary-csv").await;
            assert_eq!(csv.lines().count(), 1 + exercises.len());
            assert!(csv.contains(name), "{csv}");
            summaries.push((format!("{name}.json"), json));
            page.presses_button("#someone-else").await;
        }
        page.is_called(NAMES[2]).await;
        // What each has done is still there after a reload.
        page.opens_lesson("").await;
        page.sees("#all-solved", "All solved").await;
        page.presses_button("#to-teach").await;
        page.sees("#headline", "For teachers").await;
        page.gives_files("#summary-files", &summaries).await;
        for name in NAMES {
            let tries = "return document.querySelector(arguments[0])?.dataset.value;";
            let cell = format!("#table-class tr[data-name='{name}'] td[data-column='the-elbow']");
            let look = async || {
                page.script(tries, vec![json!(cell)])
                    .await
                    .as_str()
                    .map(str::to_owned)
            };
            assert_eq!(page.wait_for(&cell, look).await, "2");
        }
        let (_, csv) = page.saves("#save-class").await;
        assert_eq!(csv.lines().count(), 4, "{csv}");
        // A summary of something else is left out by name.
        let foreign = summaries[0].1.replace("\"course\"", "\"other\"");
        page.gives_files("#summary-files", &[("other.json".to_owned(), foreign)])
            .await;
        page.sees("#class .complaint", "other.json was left out")
            .await;
        assert_eq!(page.console_errors().await, Vec::<String>::new());
    });
}

#[test]
fn marks_in_the_class_table_stand_under_their_own_exercise() {
    let summary = |name: &str, solved: &str| {
        let mut progress = Progress::default();
        let id = ExerciseId::new(solved).unwrap();
        let answer = String::new();
        progress.apply(
            &id,
            &ProgressAction::Try {
                solved: true,
                answer,
            },
        );
        StudentSummary::new(&course::lesson(), &Student::new(name), &progress)
    };
    let mut other = summary("Ben", "long-tail-or-noise");
    let removed = other.exercises.remove(0);
    browse(async |page| {
        page.opens_teachers_page().await;
        let files = [summary("Ada", "how-many-facts-fit"), other.clone()];
        let files = files.map(|summary| (format!("{}.json", summary.name), summary.to_json()));
        page.gives_files("#summary-files", &files).await;
        let missing = format!("The summary of Ben does not have “{}”.", removed.title);
        page.sees("#class .mismatch", &missing).await;
        for (name, id, mark) in [
            ("Ada", removed.id.as_str(), "✓ 1"),
            ("Ada", "long-tail-or-noise", "–"),
            ("Ben", removed.id.as_str(), "not in this summary"),
            ("Ben", "long-tail-or-noise", "✓ 1"),
        ] {
            let cell = format!("#table-class tr[data-name='{name}'] td[data-column='{id}']");
            let text = page.text(&cell).await;
            // What is only read out stands behind the mark, in some engines on the same line.
            assert!(text.starts_with(mark), "{cell}: {text}");
        }
    });
}
