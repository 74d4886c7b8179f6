//! What is typed or was kept: a student's short code, a number as an answer, a teacher's draft. Any text is taken or
//! refused with a reason, and what is taken survives being written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rankscope_app::classroom::answer::read_number;
use rankscope_app::teach::draft::Draft;
use rankscope_lesson::{Progress, Unit, code, course};

fuzz_target!(|text: &str| {
    let lesson = course::lesson();
    match code::read(text) {
        Ok(read) => {
            if let Ok(progress) = read.progress(&lesson) {
                let written = code::write(&lesson, &progress).expect("it has an id");
                let again = code::read(&written).expect("it was just written");
                assert_eq!(again.progress(&lesson), Ok(progress));
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    // What is kept goes into a code, and comes out of it.
    if let Ok(progress) = Progress::from_json(text)
        && let Some(written) = code::write(&lesson, &progress)
    {
        let read = code::read(&written).expect("it was just written");
        assert!(read.progress(&lesson).is_ok_and(|again| again.id() == progress.id()));
    }
    for unit in [None, Some(Unit::Percent)] {
        if let Ok(number) = read_number(text, unit) {
            assert!(number.is_finite(), "{number}");
        }
    }
    if let Ok(draft) = Draft::read(text) {
        assert_eq!(Draft::read(&draft.written()).as_ref(), Ok(&draft));
        for entry in &draft.entries {
            let _ = (entry.title(), entry.id());
            if let Err(error) = entry.exercise() {
                assert!(!error.to_string().is_empty() && !error.next_step().is_empty());
            }
        }
    }
});
