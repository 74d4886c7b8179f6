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
    /// The place of the form's field that is nearest to it; none where the form has none.
    pub nearest: Option<String>,
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
        nearest: line.and_then(|line| field_of_line(text, line)),
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
    let fields = fields(text);
    let message = |ExerciseProblem { place, reason }: ExerciseProblem| {
        let mut exact = fields.iter();
        let exact = exact.find(|(path, _)| *path == place);
        // The field that holds the place, the longest path first.
        let holding = fields.iter().filter(|(path, _)| holds(path, &place));
        let nearest = holding.max_by_key(|(path, _)| path.len());
        Message {
            line: place_in(text, &place).map(|(line, _)| line),
            field: exact.map_or_else(|| place.clone(), |(_, label)| label.clone()),
            nearest: nearest.map(|(path, _)| path.clone()),
            place,
            reason,
        }
    };
    problems.into_iter().map(message).collect()
}

/// The fields of the form: their places and what they are called.
fn fields(text: &str) -> Vec<(String, String)> {
    let form = value(text).map(|value| form::form(&value));
    let groups = form.into_iter().flatten();
    let fields = groups.flat_map(|group| {
        let heading = group.heading.clone();
        let named = move |field: form::Field| {
            let label = words::in_group(&heading, &field.label);
            (field.path.to_string(), label)
        };
        group.fields.into_iter().map(named)
    });
    fields.collect()
}

/// Whether a place is that of a path, or within it.
fn holds(path: &str, place: &str) -> bool {
    let rest = place.strip_prefix(path);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The field that a line of the text belongs to: the last that begins before its end.
fn field_of_line(text: &str, line: usize) -> Option<String> {
    let begin = |path: &String| place_in(text, path).map(|(begins, _)| begins);
    let fields = fields(text).into_iter();
    let begun = fields.filter_map(|(path, _)| Some((begin(&path).filter(|at| *at <= line)?, path)));
    begun
        .max_by_key(|(at, path)| (*at, path.len()))
        .map(|(_, path)| path)
}

/// Where a message leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Lead {
    /// To the form's field of this place.
    Field(String),
    /// To a line of the text: its letters, as [`line_range`] counts, and the share of the lines above it.
    Line((u32, u32), f64),
}

/// Where a message leads while the form is shown, or the text. A message without a field leads to its line in the
/// text, wherever the teacher is.
pub fn lead(message: &Message, text: &str, as_text: bool) -> Option<Lead> {
    let line = message.line.and_then(|line| {
        let lines = text.lines().count().max(1);
        let above = (line.saturating_sub(1)) as f64 / lines as f64;
        Some(Lead::Line(line_range(text, line)?, above))
    });
    let field = message.nearest.clone().map(Lead::Field);
    if as_text { line } else { field.or(line) }
}

#[cfg(test)]
mod tests;
