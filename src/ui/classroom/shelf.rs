//! What the browser keeps of a lesson. It may be refused, full or damaged; each is said, and what
//! cannot be read is set aside, never written over.

use web_sys::Storage;

use rankscope_lesson::{Lesson, Progress, Student};

/// Where the student's name is kept.
const NAME: &str = "rankscope:name";

/// Why progress is not kept, or not read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ShelfProblem {
    /// The browser lets this page keep nothing.
    Blocked,
    /// It refuses to keep more.
    Full,
    /// What it kept is not readable; it is set aside under this name.
    Unreadable(String),
}

impl ShelfProblem {
    /// What happened, and what to do.
    pub(super) fn in_words(&self) -> String {
        match self {
            Self::Blocked => "Your browser does not let this page keep anything, so your progress will not be \
                there after a reload. Save the summary before you leave."
                .to_owned(),
            Self::Full => "Your browser has no room left for this page, so your progress will not be kept from \
                here on. Save the summary before you leave, or free some room."
                .to_owned(),
            Self::Unreadable(place) => format!(
                "What your browser had kept of this lesson could not be read. It is still there, set aside \
                 under the name “{place}” in this site’s storage, and the lesson begins anew."
            ),
        }
    }
}

fn storage() -> Result<Storage, ShelfProblem> {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    storage.ok_or(ShelfProblem::Blocked)
}

fn read(place: &str) -> Result<Option<String>, ShelfProblem> {
    storage()?
        .get_item(place)
        .map_err(|_| ShelfProblem::Blocked)
}

fn write(place: &str, text: &str) -> Result<(), ShelfProblem> {
    storage()?
        .set_item(place, text)
        .map_err(|_| ShelfProblem::Full)
}

/// The student who was here last.
pub(super) fn student() -> Student {
    let name = read(NAME).ok().flatten();
    Student::new(&name.unwrap_or_default())
}

/// Keeps the student's name.
pub(super) fn keep_student(student: &Student) -> Result<(), ShelfProblem> {
    write(NAME, student.name())
}

/// What a student has done in a lesson, and what went wrong with reading it.
pub(super) fn progress(lesson: &Lesson, student: &Student) -> (Progress, Option<ShelfProblem>) {
    let place = Progress::place(lesson, student);
    let text = match read(&place) {
        Ok(Some(text)) => text,
        Ok(None) => return (Progress::default(), None),
        Err(problem) => return (Progress::default(), Some(problem)),
    };
    if let Ok(progress) = Progress::from_json(&text) {
        return (progress, None);
    }
    let aside = format!("{place}:unreadable");
    let problem = match write(&aside, &text) {
        Ok(()) => ShelfProblem::Unreadable(aside),
        Err(problem) => problem,
    };
    (Progress::default(), Some(problem))
}

/// What is kept now of what a student has done, if that can be read.
pub(super) fn stored(lesson: &Lesson, student: &Student) -> Option<Progress> {
    let text = read(&Progress::place(lesson, student)).ok().flatten()?;
    Progress::from_json(&text).ok()
}

/// Keeps what a student has done.
pub(super) fn keep_progress(
    lesson: &Lesson,
    student: &Student,
    progress: &Progress,
) -> Result<(), ShelfProblem> {
    write(&Progress::place(lesson, student), &progress.to_json())
}
