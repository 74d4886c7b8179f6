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
pub const KEPT: &str = "Kept in this browser as you write.";
pub const DOWNLOAD_DRAFT: &str = "Save the draft as a file";
pub const DRAFT_FILE: &str = "rankscope-draft.json";
pub const LINK: &str = "Link for your students; it holds the whole assignment";
pub const FILE_ADDRESS: &str = "This page was opened from a file, so the link works on this computer only. Give your students the \
     assignment as a file, or open the page on the web and write the link there.";
pub const CHECKING: &str = "Trying out your own exercises as three students…";
pub const EMBED_ONE: &str = "Code that shows one exercise in a page of yours";

pub const EDITOR: &str = "Your exercise";
pub const AS_FORM: &str = "As a form";
pub const AS_TEXT: &str = "As JSON";
pub const TEXT_FIRST: &str = "The text cannot be read. Correct it there, and the form comes back.";
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
