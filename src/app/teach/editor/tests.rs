//! An exercise in the editor: form and text, messages and where they lead.

use std::rc::Rc;

use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{EngineEvent, Ticket};
use rankscope_lesson::{Exercise, try_out};

use super::{
    EditorStatus, FormAction, Lead, after, job, lead, line_range, status, value, warning_job,
    warnings,
};
use crate::classroom::tests::act;
use crate::teach::draft::{Draft, DraftEntry};
use crate::teach::form::{self, Field};
use crate::work::{Work, WorkAction};

fn field(text: &str, place: &str) -> Field {
    let groups = form::form(&value(text).unwrap());
    let mut fields = groups.into_iter().flat_map(|group| group.fields);
    fields
        .find(|field| field.path.to_string() == place)
        .unwrap()
}

/// What the worker makes of a text.
fn tried(text: &str) -> Rc<Work> {
    let mut work = Rc::new(Work::default());
    let job = job(text);
    act(&mut work, WorkAction::Want(job.clone()));
    let Some(Job::TryOut(packed)) = &job else {
        return work;
    };
    let texts: Vec<String> = packed.open().unwrap();
    let exercises: Vec<_> = texts
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

fn begun(kind: &str) -> String {
    match Draft::default().begin(kind) {
        DraftEntry::Own(text) => text,
        DraftEntry::Course(id) => panic!("{id}"),
    }
}

#[test]
fn form_and_text_edit_one_value() {
    let text = begun("number");
    let question = FormAction::Write(field(&text, "answer.question"), "How much?".to_owned());
    let edited = after(&text, &question).unwrap();
    let exercise = Exercise::read(&edited).unwrap();
    assert_eq!(exercise.answer.question(), "How much?");
    assert_eq!(
        form::read(&value(&edited).unwrap(), &field(&edited, "answer.question")),
        "How much?"
    );
    assert_eq!(after("{ half", &question), None);
    assert!(FormAction::Kind("goal".to_owned()).is_step() && !question.is_step());
}

#[test]
fn what_is_wrong_is_told_at_its_line_and_by_its_field() {
    let text = begun("choice");
    let empty = FormAction::Write(field(&text, "answer.options[1].text"), String::new());
    let text = after(&text, &empty).unwrap();
    let EditorStatus::Problems(found) = status(&text, &Work::default()) else {
        panic!("{:?}", status(&text, &Work::default()));
    };
    let [message] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(message.place, "answer.options[1].text");
    assert_eq!(message.field, "Option 2: Text");
    let line = text.lines().nth(message.line.unwrap() - 1).unwrap();
    assert!(line.contains("\"text\": \"\""), "{line}");
    // What only trying out shows, too.
    let text = begun("choice");
    let EditorStatus::Problems(found) = status(&text, &tried(&text)) else {
        panic!("{:?}", status(&text, &tried(&text)));
    };
    assert_eq!(found[0].place, "answer.options");
    let line = text.lines().nth(found[0].line.unwrap() - 1).unwrap();
    assert!(line.contains("\"options\": ["), "{line}");
    let EditorStatus::Problems(found) = status("{\n\"version\": 1,\n}", &Work::default()) else {
        panic!("readable");
    };
    assert_eq!(found[0].line, Some(3));
}

#[test]
fn a_message_leads_to_its_field_or_to_its_line() {
    let led = |text: &str, as_text: bool| {
        let EditorStatus::Problems(found) = status(text, &Work::default()) else {
            panic!("readable");
        };
        lead(&found[0], text, as_text)
    };
    // A field of its own.
    let text = begun("choice");
    let empty = FormAction::Write(field(&text, "answer.options[1].text"), String::new());
    let text = after(&text, &empty).unwrap();
    let place = "answer.options[1].text".to_owned();
    assert_eq!(led(&text, false), Some(Lead::Field(place)));
    let Some(Lead::Line((begin, end), above)) = led(&text, true) else {
        panic!("no line");
    };
    assert!(
        begin < end && above > 0.3 && above < 1.0,
        "{begin} {end} {above}"
    );
    // What cannot be read as an exercise has a line, and the field of that line.
    let text = begun("number").replace("\"tolerance\": 0.01", "\"tolerance\": \"much\"");
    assert_eq!(
        led(&text, false),
        Some(Lead::Field("answer.tolerance".to_owned()))
    );
    assert!(matches!(led(&text, true), Some(Lead::Line(..))));
    // What is no JSON has no form: the text.
    assert!(matches!(
        led("{\n\"version\": 1,\n}", false),
        Some(Lead::Line(..))
    ));
}

#[test]
fn a_line_is_found_as_the_browser_counts() {
    let text = "{\n \"α𝛼\"\n}";
    assert_eq!(line_range(text, 1), Some((0, 1)));
    // The second letter is two units of UTF-16.
    assert_eq!(line_range(text, 2), Some((2, 8)));
    assert_eq!(line_range(text, 3), Some((9, 10)));
    assert_eq!((line_range(text, 0), line_range(text, 4)), (None, None));
}

#[test]
fn an_exercise_is_tried_out_and_what_was_changed_since_is_not() {
    let text = begun("number");
    assert_eq!(status(&text, &Work::default()), EditorStatus::Readable);
    let mut asked = Rc::new(Work::default());
    act(&mut asked, WorkAction::Want(job(&text)));
    assert_eq!(status(&text, &asked), EditorStatus::Trying);
    let done = tried(&text);
    assert_eq!(
        status(&text, &done),
        EditorStatus::Sound("the number 4".to_owned())
    );
    let other = text.replace("My exercise", "Another");
    assert_eq!(status(&other, &done), EditorStatus::Readable);
}

#[test]
fn what_is_worth_another_look_is_told_at_its_line_once_it_is_sound() {
    let tolerance = FormAction::Write(
        field(&begun("number"), "answer.tolerance"),
        "1000".to_owned(),
    );
    let text = after(&begun("number"), &tolerance).unwrap();
    let sound = status(&text, &tried(&text));
    assert!(matches!(sound, EditorStatus::Sound(_)), "{sound:?}");
    assert_eq!(warning_job(&text, &EditorStatus::Trying), None);
    let job = warning_job(&text, &sound);
    let mut work = Rc::new(Work::default());
    act(&mut work, WorkAction::Want(job.clone()));
    assert_eq!(warnings(&text, job.as_ref(), &work), []);
    let found = rankscope_lesson::warnings(&Exercise::read(&text).unwrap());
    let answered = EngineEvent::Answered {
        ticket: Ticket {
            job: job.clone().unwrap(),
            asked_at: 0.0,
        },
        outcome: Ok(Answer::Warned(Packed::of(&found))),
    };
    act(&mut work, WorkAction::Engine(answered));
    let found = warnings(&text, job.as_ref(), &work);
    let line = |place: &str| {
        let message = found.iter().find(|message| message.place == place);
        message.and_then(|message| text.lines().nth(message.line? - 1))
    };
    let at = line("answer.tolerance").unwrap_or_else(|| panic!("{found:?}"));
    assert!(at.contains("\"tolerance\": 1000"), "{at}");
}
