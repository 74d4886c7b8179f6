//! A class: a thousand files, codes.

use rankscope_lesson::{
    Progress, ProgressAction, ProgressId, Student, StudentSummary, code, course,
};
use serde_json::json;

use super::first;
use crate::harness::browse;

pub(super) fn summary(name: &str, number: u64, tries: u32) -> StudentSummary {
    let mut progress = Progress::default();
    progress.identify(ProgressId::drawn(number, "test"));
    progress.apply(&first(), &ProgressAction::Guess(1));
    for try_ in 1..=tries {
        let (solved, answer) = (try_ == tries, "7".to_owned());
        progress.apply(&first(), &ProgressAction::Try { solved, answer });
    }
    StudentSummary::new(&course::lesson(), &Student::new(name), &progress)
}

/// The longest task allowed here, where two browsers share two cores: see `responsiveness.rs`.
const LONGEST_TASK_MS: f64 = 250.0;

#[test]
fn a_class_of_a_thousand_is_read_while_the_page_stays_at_hand() {
    let files: Vec<_> = (0..1000)
        .map(|number| {
            let summary = summary(
                &format!("Student {number:04}"),
                number,
                1 + number as u32 % 5,
            );
            (format!("{number}.json"), summary.to_json())
        })
        .collect();
    browse(async |page| {
        page.opens_teachers_page().await;
        page.script(
            "window.longest = 0;
             if (PerformanceObserver.supportedEntryTypes.includes('longtask'))
                 new PerformanceObserver(list => list.getEntries().forEach(({ duration }) => {
                     window.longest = Math.max(window.longest, duration);
                 })).observe({ type: 'longtask' });",
            vec![],
        )
        .await;
        // The script that makes the files is a task of the test's own; reading them is the page's.
        let make = "
            const carrier = new DataTransfer();
            for (const [name, text] of arguments[0]) carrier.items.add(new File([text], name));
            document.querySelector('#summary-files').files = carrier.files;";
        page.script(make, vec![json!(files)]).await;
        page.script(
            "setTimeout(() => {
                 window.longest = 0;
                 const field = document.querySelector('#summary-files');
                 field.dispatchEvent(new Event('change', { bubbles: true }));
             }, 300);",
            vec![],
        )
        .await;
        page.sees("#class", "1 to 50 of 1000 students").await;
        page.sees("#class-kept", "Kept in this browser").await;
        page.presses_button("#class-after").await;
        page.sees("#table-class", "Student 0050").await;
        page.presses_button("#sort-tries").await;
        page.sees("#class", "1 to 50 of 1000 students").await;
        let longest = page.script("return window.longest;", vec![]).await;
        assert!(longest.as_f64().unwrap() <= LONGEST_TASK_MS, "{longest} ms");
        let (name, csv) = page.saves("#save-class").await;
        assert!(name.starts_with("rankscope-class-"), "{name}");
        assert_eq!(csv.lines().count(), 1001);
        page.reload().await;
        page.sees("#class", "1 to 50 of 1000 students").await;
    });
}

#[test]
fn codes_are_pasted_line_by_line_and_a_typing_error_is_told() {
    let mut progress = Progress::default();
    progress.identify(ProgressId::drawn(1, "test"));
    let (solved, answer) = (true, "7".to_owned());
    progress.apply(&first(), &ProgressAction::Try { solved, answer });
    let code = code::write(&course::lesson(), &progress).unwrap();
    let typo = format!(
        "{}{}",
        if code.starts_with('2') { '3' } else { '2' },
        &code[1..]
    );
    browse(async |page| {
        page.opens_teachers_page().await;
        page.fills("#class-codes", &format!("Ana {code}\nBen {typo}\nChi"))
            .await;
        page.presses_button("#read-codes").await;
        let cell = format!(
            "#table-class tr[data-name='Ana'] td[data-column='{}']",
            first()
        );
        page.sees(&cell, "✓ 1").await;
        page.sees("#class-said", "Line 2, “Ben").await;
        page.sees("#class-said", "There is no code in line 3").await;
    });
}
