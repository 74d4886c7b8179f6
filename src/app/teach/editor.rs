//! One own exercise in the editor: its text and its form, and what is wrong with it, line by line.

use serde_json::Value;

use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{
    Assignment, AssignmentEntry, Exercise, ExerciseProblem, LessonError, place_in,
};

use super::draft::indented;
use super::form::{self, Field};
use super::path::Path;
use super::{trial, words};
use crate::state::Trouble;
use crate::work::Work;

/// What the form does.
#[derive(Clone, Debug, PartialEq)]
pub enum FormAction {
    /// A text goes into a field.
    Write(Field, String),
    /// A list gets another entry.
    Add(Path),
    /// An entry is taken out of a list.
    TakeOut(Path, usize),
    /// Another kind of answer.
    Kind(String),
}

impl FormAction {
    /// Whether it changes more than one field: such a step can be undone.
    pub const fn is_step(&self) -> bool {
        !matches!(self, Self::Write(..))
    }
}

/// The value that form and text edit; none while the text is no JSON object.
pub fn value(text: &str) -> Option<Value> {
    // `messages` says what is wrong with it.
    let value: Value = serde_json::from_str(text).ok()?;
    value.is_object().then_some(value)
}

/// The text after the form has done something; none while the text is no JSON object.
pub fn after(text: &str, action: &FormAction) -> Option<String> {
    let mut value = value(text)?;
    match action {
        FormAction::Write(field, typed) => form::write(&mut value, field, typed),
        FormAction::Add(list) => form::add(&mut value, list),
        FormAction::TakeOut(list, index) => form::take_out(&mut value, list, *index),
        FormAction::Kind(kind) => form::switch_kind(&mut value, kind),
    }
    Some(indented(&value))
}

/// Something that cannot stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The line of the text, from 1.
    pub line: Option<usize>,
    /// The place as the text has it: `answer.options[1].text`; empty for the whole.
    pub place: String,
    /// What the form calls that place.
    pub field: String,
    pub reason: String,
}

/// Where a line of a text begins and ends, in UTF-16 units as the browser counts; lines are from 1.
pub fn line_range(text: &str, line: usize) -> Option<(u32, u32)> {
    let length = |text: &str| text.encode_utf16().count() as u32;
    let index = line.checked_sub(1)?;
    let found = text.lines().nth(index)?;
    let before: u32 = text.lines().take(index).map(|line| length(line) + 1).sum();
    Some((before, before + length(found)))
}

/// What is known of an exercise.
#[derive(Clone, Debug, PartialEq)]
pub enum EditorStatus {
    /// What cannot stay, and where.
    Problems(Vec<Message>),
    /// It can be read, and has not been tried out.
    Readable,
    /// It is being tried out.
    Trying,
    /// The worker could not try it out.
    Failed(Trouble),
    /// Students can solve it; the right answer of one without a name.
    Sound(String),
}

/// The job of trying an exercise out; none for a text that cannot be read.
pub fn job(text: &str) -> Option<Job> {
    let readable = malformed(text).is_none();
    readable.then(|| trial::try_out(std::iter::once(text.to_owned())))?
}

/// What is known of a text. `tried` is the worker's trial, of this or an earlier text.
pub fn status(text: &str, tried: &Work) -> EditorStatus {
    if let Some(error) = malformed(text) {
        return EditorStatus::Problems(messages(text, error));
    }
    match trial::result(tried, job(text).as_ref()) {
        Some(Err(error)) => EditorStatus::Problems(messages(text, error)),
        Some(Ok(right)) => EditorStatus::Sound(right.concat()),
        None => match &tried.trouble {
            Some(trouble) => EditorStatus::Failed(trouble.clone()),
            None if tried.under_way() => EditorStatus::Trying,
            None => EditorStatus::Readable,
        },
    }
}

/// The job of looking for what is worth another look, once an exercise is sound.
pub fn warning_job(text: &str, status: &EditorStatus) -> Option<Job> {
    let sound = matches!(status, EditorStatus::Sound(_));
    sound.then(|| Job::Warn(Packed::of(&text.to_owned())))
}

/// What is worth another look, once the worker has found it; nothing of an earlier text.
pub fn warnings(text: &str, job: Option<&Job>, found: &Work) -> Vec<Message> {
    let problems = match found.answer(job) {
        Some(Answer::Warned(packed)) => packed.open(),
        _ => None,
    };
    located(text, problems.unwrap_or_default())
}

/// Why a text is no well-formed exercise: what is quickly seen.
fn malformed(text: &str) -> Option<LessonError> {
    match Exercise::read(text) {
        Err(error) => Some(error),
        Ok(exercise) => {
            let entry = AssignmentEntry::Own(Box::new(exercise));
            Assignment::new("", vec![entry]).lesson().err()
        }
    }
}

/// An error as messages, each with its line.
fn messages(text: &str, error: LessonError) -> Vec<Message> {
    let whole = |line: Option<usize>, reason: String| Message {
        line,
        place: String::new(),
        field: String::new(),
        reason,
    };
    match error {
        LessonError::Unsound { problems, .. } => located(text, problems),
        LessonError::Unreadable { line, reason, .. } => vec![whole(Some(line), reason)],
        error => vec![whole(None, format!("{error}. {}", error.next_step()))],
    }
}

/// Problems with the lines of the text and the labels of the form.
fn located(text: &str, problems: Vec<ExerciseProblem>) -> Vec<Message> {
    let form = value(text).map(|value| form::form(&value));
    let named = |place: &str| {
        let groups = form.iter().flatten();
        let mut labels = groups.filter_map(|group| {
            let mut fields = group.fields.iter();
            let found = fields.find(|field| field.path.to_string() == place);
            found.map(|field| words::in_group(&group.heading, &field.label))
        });
        labels.next().unwrap_or_else(|| place.to_owned())
    };
    let message = |ExerciseProblem { place, reason }: ExerciseProblem| Message {
        line: place_in(text, &place).map(|(line, _)| line),
        field: named(&place),
        place,
        reason,
    };
    problems.into_iter().map(message).collect()
}
