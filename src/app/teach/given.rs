//! What a draft is given as: a link, a file, code for a page, or why it is none of them yet.

use rankscope_chart::escape_markup;
use rankscope_engine::protocol::Job;
use rankscope_lesson::{Assignment, AssignmentEntry, Exercise, LONGEST_LINK, LessonError, course};
use rankscope_params::query::{self, Link};
use rankscope_params::{Embed, View};

use super::draft::{Draft, Unfinished};
use super::trial;
use crate::classroom::lesson::assignment_address;
use crate::state::Trouble;
use crate::work::Work;

/// Height of an embedded exercise, in CSS pixels.
const EMBED_HEIGHT: u32 = 720;

/// What a draft is good for.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It has no exercises yet.
    Empty,
    /// It cannot be given to students: which exercise, by its place, and why.
    Problem(Option<usize>, String),
    /// The own exercises are being tried out.
    Trying,
    /// They could not be.
    Failed(Trouble),
    /// It can.
    Ready(Box<Assignment>),
}

/// The job of trying out the own exercises of a draft.
pub fn job(draft: &Draft) -> Option<Job> {
    trial::try_out(draft.own().map(str::to_owned))
}

/// What a draft is good for. `tried` is the worker's trial of the own exercises.
pub fn outcome(draft: &Draft, tried: &Work) -> Outcome {
    let problem = |place: Option<usize>, error: &LessonError| {
        Outcome::Problem(place, format!("{error}. {}", error.next_step()))
    };
    let assignment = match draft.assignment() {
        Ok(assignment) => assignment,
        Err(Unfinished {
            error: LessonError::Count { count: 0, .. },
            ..
        }) => return Outcome::Empty,
        Err(Unfinished { place, error }) => return problem(place, &error),
    };
    let job = job(draft);
    match trial::result(tried, job.as_ref()) {
        _ if job.is_none() => Outcome::Ready(Box::new(assignment)),
        Some(Ok(_)) => Outcome::Ready(Box::new(assignment)),
        Some(Err(error)) => problem(draft.place_of(&error), &error),
        None => match &tried.trouble {
            Some(trouble) => Outcome::Failed(trouble.clone()),
            None => Outcome::Trying,
        },
    }
}

/// The link for students; or why there is none. `page` is the page's address without query and fragment.
///
/// # Errors
/// What is said of an assignment that is too long for a link.
pub fn link(assignment: &Assignment, page: &str) -> Result<String, String> {
    let fragment = assignment.to_fragment().ok_or_else(|| {
        format!(
            "This assignment is too long for a link of {LONGEST_LINK} characters. Give it to your students \
             as a file, which they open on this page."
        )
    })?;
    Ok(assignment_address(page, &fragment))
}

/// Whether a link to this page works on this computer only.
pub fn is_local(page: &str) -> bool {
    page.starts_with("file:")
}

/// A frame with one exercise, for a page of the teacher's own; none where it is too long for a link.
pub fn embed_code(exercise: &Exercise, page: &str) -> Option<String> {
    let mut link = Link::default();
    link.choices.view = View::Exercises;
    link.choices.embed = Embed::Exercise;
    link.exercise = exercise.id.to_string();
    let of_the_course = course::exercise(&exercise.id).as_ref() == Some(exercise);
    let fragment = if of_the_course {
        String::new()
    } else {
        let own = AssignmentEntry::Own(Box::new(exercise.clone()));
        Assignment::new(&exercise.title, vec![own]).to_fragment()?
    };
    let address = escape_markup(&format!("{page}?{}{fragment}", query::write(&link)));
    let title = escape_markup(&exercise.title);
    Some(format!(
        "<iframe src=\"{address}\" title=\"{title}\" loading=\"lazy\" width=\"100%\" \
         height=\"{EMBED_HEIGHT}\"></iframe>"
    ))
}

/// The name of a file of something with a title.
pub fn file_name(title: &str, ending: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let name: String = title.trim().chars().take(60).map(plain).collect();
    match name.trim_matches('-') {
        "" => format!("rankscope.{ending}"),
        name => format!("rankscope-{name}.{ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::teach::draft::DraftEntry;

    fn draft(entries: Vec<DraftEntry>) -> Draft {
        let mut draft = Draft::default();
        draft.entries = entries;
        draft
    }

    fn of_the_course() -> DraftEntry {
        DraftEntry::Course(course::exercises()[0].id.clone())
    }

    #[test]
    fn a_draft_of_the_course_is_ready_and_one_with_own_exercises_is_tried_out_first() {
        let idle = Work::default();
        assert_eq!(outcome(&Draft::default(), &idle), Outcome::Empty);
        let Outcome::Ready(assignment) = outcome(&draft(vec![of_the_course()]), &idle) else {
            panic!("not ready");
        };
        let link = link(&assignment, "https://example.org/").unwrap();
        assert!(link.starts_with("https://example.org/?view=exercises#assignment=1."));
        assert!(!link.contains("teach"));
        let own = Draft::default().begin("number");
        assert_eq!(outcome(&draft(vec![own]), &idle), Outcome::Trying);
        let half = DraftEntry::Own("{".to_owned());
        let Outcome::Problem(place, _) = outcome(&draft(vec![of_the_course(), half]), &idle) else {
            panic!("no problem");
        };
        assert_eq!(place, Some(1));
    }

    #[test]
    fn a_page_from_a_file_is_told_apart() {
        assert!(is_local("file:///home/a/rankscope.html"));
        assert!(!is_local("https://example.org/rankscope/"));
    }

    #[test]
    fn an_exercise_is_embedded_alone_an_own_one_with_all_it_says() {
        let exercise = of_the_course().exercise().unwrap();
        let code = embed_code(&exercise, "https://example.org/").unwrap();
        assert!(code.contains("embed=exercise") && code.contains(exercise.id.as_str()));
        assert!(!code.contains('#'));
        let own = Draft::default().begin("number").exercise().unwrap();
        let code = embed_code(&own, "https://example.org/").unwrap();
        assert!(code.contains("#assignment=1."), "{code}");
    }

    #[test]
    fn files_are_named_by_their_title() {
        assert_eq!(
            file_name(" Week 3: rank & scale ", "json"),
            "rankscope-Week-3--rank---scale.json"
        );
        assert_eq!(file_name("!?", "zip"), "rankscope.zip");
    }
}
