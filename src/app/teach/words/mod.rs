//! What the page for teachers says.

pub mod class;

use super::draft::DraftError;
use super::store::SetAside;
use crate::classroom::storage::StorageError;

pub const TEACH: &str = "For teachers";
pub const FROM_TEACH: &str = "Back to the exercises";
pub const LEDE: &str = "This is no exam. Everything happens in the student’s browser, so answers can be looked up and a \
     summary can be edited. Nothing is uploaded, and there are no accounts.";

pub const COMPOSE: &str = "Write an assignment";
pub const TITLE: &str = "Title";
pub const ROUTES: &str = "Ready in one press";
pub const FROM_COURSE: &str = "From the course";
pub const IN_IT: &str = "In the assignment";
pub const NOTHING_YET: &str =
    "Nothing yet. Take a route, or add exercises in the order your students meet them.";
pub const OPEN_FILE: &str = "Go on with an assignment from a file";
pub const KEPT: &str = "Kept in this browser as you write, with the last ten steps to undo.";
pub const DOWNLOAD_DRAFT: &str = "Save the draft as a file";
pub const DRAFT_FILE: &str = "rankscope-draft.json";
pub const LINK: &str = "Link for your students; it holds the whole assignment";
pub const FILE_ADDRESS: &str = "This page was opened from a file, so the link works on this computer only. Give your students the \
     assignment as a file, or open the page on the web and write the link there.";
pub const CHECKING: &str = "Trying out your own exercises as three students…";
pub const EMBED_ONE: &str = "Code that shows one exercise in a page of yours";

pub const FROM_LINK: &str = "or from its link";
/// What a refused link is called.
pub const THE_LINK: &str = "The link";
pub const PRESENT: &str = "Present it to a class: slides with large type, guesses and figures";
pub const PACKAGE: &str = "Package for a learning platform (SCORM 1.2)";
pub const PACKING: &str = "Making the package…";
pub const PACKED: &str = "Saved. Upload the zip to your platform as a SCORM package; it reports the share that is solved.";

pub const KEY: &str = "Answer key for a list of names";
pub const NAMES: &str = "Names as your students type them, one a line";
pub const KEY_NOTE: &str = "Each name has numbers of its own, so each has answers of its own.";
pub const WORK_OUT: &str = "Work the answers out";
pub const HANDOUT: &str = "Handout on paper";
pub const HANDOUT_NOTE: &str = "Everybody has the same numbers on paper: those of a student without a name. What a slider would \
     show stands in a table. The key is on a page of its own.";
pub const PRINT: &str = "Print";
pub const DRAWING: &str = "The figure and its numbers are being worked out…";
pub const ROW_OF_THE_TABLE: &str = "On paper: which row of the table is it?";
pub const NEEDS_THE_PAGE: &str =
    "This one needs the page: no table shows the state that is asked for.";
pub const NAME_LINE: &str = "Name:";
pub const ANSWER_LINE: &str = "Answer:";
pub const GUESS_FIRST: &str = "Guess first.";

pub const END_SLIDES: &str = "End";
pub const NO_SLIDES: &str =
    "There is nothing to present yet: put exercises into the assignment first.";
pub const REVEALING: &str = "The answer is being worked out…";
pub const NO_ANSWER: &str = "No answer was found for this exercise.";
pub const COUNT_HANDS: &str = "Press a guess once for each hand.";
pub const CLEAR_VOTES: &str = "Clear the votes";
pub const COUNT_CLASS: &str = "Count the class’s guesses";

pub const EDITOR: &str = "Your exercise";
pub const AS_FORM: &str = "As a form";
pub const AS_TEXT: &str = "As JSON";
pub const TEXT_FIRST: &str = "The text cannot be read. Correct it there, and the form comes back.";
pub const WARNINGS: &str = "It can be given as it is. Worth another look:";
pub const TRY_OUT: &str = "Try it as a student";
pub const TRY_OUT_NOTE: &str = "Nothing you do in here is kept.";

/// A field with the heading it stands under.
pub fn in_group(heading: &str, label: &str) -> String {
    if heading.is_empty() {
        label.to_owned()
    } else {
        format!("{heading}: {label}")
    }
}

/// Why a draft is not kept.
pub(super) const fn not_kept(error: StorageError) -> &'static str {
    match error {
        StorageError::Unavailable => {
            "Your browser does not let this page keep anything. What you write is here until you leave: save \
             the draft as a file before that."
        }
        StorageError::Full => {
            "Your browser has no room left, so what you write from here on is not kept. It is still here: save \
             the draft as a file before you leave."
        }
    }
}

/// What is said of a stored draft that is not read.
pub fn set_aside(aside: &SetAside) -> String {
    let why = match aside.error {
        DraftError::Version(found) => {
            format!(
                "A draft of version {found} is kept in this browser, and this page cannot read it."
            )
        }
        DraftError::Damaged => {
            "A draft is kept in this browser, and this page cannot read it.".to_owned()
        }
    };
    let where_to = match &aside.key {
        Some(key) => format!("It stays as it is, set aside under the name “{key}”."),
        None => "It stays as it is. There is no room to set it aside, so nothing new is kept."
            .to_owned(),
    };
    format!("{why} {where_to} You can save it as a file.")
}

/// How far the handout is.
pub fn sheets(known: usize, all: usize, ready: bool) -> String {
    match (known == all, ready) {
        (_, true) => String::new(),
        (true, false) => REVEALING.to_owned(),
        (false, false) => format!("{known} of {all} sheets are drawn…"),
    }
}

/// Where votes come from that nobody in the room has given.
pub fn of_class(count: usize) -> String {
    match count {
        1 => "1 vote is from the class that is open on the page for teachers.".to_owned(),
        count => {
            format!("{count} votes are from the class that is open on the page for teachers.")
        }
    }
}

/// The heading of a key.
pub fn key_of(title: &str) -> String {
    format!("{title}: key")
}

/// Before the right answer on a slide.
pub fn answer(answer: &str) -> String {
    format!("Answer: {answer}")
}

/// How far the key is.
pub fn worked_out(done: usize, all: usize) -> String {
    if done == all {
        format!("All {all} names.")
    } else {
        format!("{done} of {all} names…")
    }
}

/// Names that a key does not take.
pub fn too_many_names(left_out: usize) -> String {
    format!("{left_out} more names were left out: make a second key for them.")
}
