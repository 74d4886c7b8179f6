//! An assignment as a package for a learning platform: a zip with SCORM 1.2's manifest, the whole page
//! in one file, and a page that opens it at the assignment.
//!
//! Source: ADL, SCORM 1.2, The SCORM Content Aggregation Model, section 2.3.

use rankscope_adapter::save::Archive;
use rankscope_chart::escape_markup;
use rankscope_lesson::Assignment;

/// What marks the page of a package: it looks for a platform then.
pub const MARK: &str = "rankscope-scorm";
/// The page in one file, beside the page and in the package.
pub const PAGE: &str = "rankscope.html";
const LAUNCH: &str = "launch.html";
const MANIFEST: &str = "imsmanifest.xml";

/// Why there is no package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageError {
    /// The page was opened from a file, and a file cannot read the one beside it.
    FromFile,
    /// The single file is not beside the page, or could not be fetched.
    NoPage,
    /// The assignment is too long for a link, which opens it in the package.
    TooLong,
}

impl PackageError {
    /// What is said.
    pub const fn message(self) -> &'static str {
        match self {
            Self::FromFile => {
                "A page that was opened from a file cannot make a package: the browser does not let it read \
                 itself. Open the page on the web, and open the assignment there from its file."
            }
            Self::NoPage => {
                "The file rankscope.html could not be fetched from beside this page, and the package is made \
                 of it. Try again when you are online."
            }
            Self::TooLong => {
                "This assignment is too long for a package. Take exercises out, or give two."
            }
        }
    }
}

/// The package. `page` is the single file's HTML.
///
/// # Errors
/// [`PackageError::TooLong`]; [`PackageError::NoPage`] when `page` is something else.
pub fn package(assignment: &Assignment, page: &str) -> Result<Vec<u8>, PackageError> {
    let fragment = assignment.to_fragment().ok_or(PackageError::TooLong)?;
    // What progress hangs on tells it from other packages.
    let key = assignment
        .lesson()
        .map_or_else(|_| String::new(), |lesson| lesson.key);
    let marked = marked(page).ok_or(PackageError::NoPage)?;
    let files = [
        (MANIFEST, manifest(&assignment.title, &key)),
        (LAUNCH, launch(&assignment.title, &fragment)),
        (PAGE, marked),
    ];
    let mut archive = Archive::new();
    let mut zip = Vec::new();
    for (name, text) in files {
        zip.extend(archive.begin(name, text.len() as u64));
        archive.data(text.as_bytes());
        zip.extend(text.into_bytes());
        zip.extend(archive.end());
    }
    zip.extend(archive.finish());
    Ok(zip)
}

/// The page with the mark in its head; none when it is not the page.
fn marked(page: &str) -> Option<String> {
    let (before, after) = page.split_once("<head>")?;
    after
        .contains("id=\"page\"")
        .then(|| format!("{before}<head><meta name=\"{MARK}\" content=\"1.2\">{after}"))
}

/// Opens the page at the assignment: platforms are not sure to keep a link's query and fragment.
fn launch(title: &str, fragment: &str) -> String {
    let title = escape_markup(title);
    let address = escape_markup(&format!("{PAGE}?view=exercises{fragment}"));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta http-equiv=\"refresh\" content=\"0; url={address}\">\n\
         <p><a href=\"{address}\">{title}</a></p>\n</html>\n"
    )
}

fn manifest(title: &str, key: &str) -> String {
    let title = escape_markup(title);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="rankscope-{key}" version="1.0"
    xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="course">
    <organization identifier="course">
      <title>{title}</title>
      <item identifier="assignment" identifierref="page" isvisible="true">
        <title>{title}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="{LAUNCH}">
      <file href="{LAUNCH}"/>
      <file href="{PAGE}"/>
    </resource>
  </resources>
</manifest>
"#
    )
}

#[cfg(test)]
mod tests {
    use rankscope_lesson::{AssignmentEntry, course};

    use super::*;

    const PAGE_TEXT: &str = "<!doctype html><html><head><title>t</title></head><body><div id=\"page\"></div></body></html>";

    fn assignment(title: &str) -> Assignment {
        let first = course::exercises()[0].id.clone();
        Assignment::new(title, vec![AssignmentEntry::Course(first)])
    }

    #[test]
    fn the_package_has_the_manifest_first_and_the_marked_page() {
        let zip = package(&assignment("A <b> & “c”"), PAGE_TEXT).unwrap();
        if let Some(folder) = std::env::var_os("RANKSCOPE_SAVED") {
            std::fs::write(std::path::Path::new(&folder).join("scorm.zip"), &zip).unwrap();
        }
        // Entries are stored as they are, so their text can be read in place.
        let text = String::from_utf8_lossy(&zip);
        assert_eq!(&zip[..2], b"PK");
        assert!(text[..60].contains(MANIFEST));
        for part in [
            "<schemaversion>1.2</schemaversion>",
            "adlcp:scormtype=\"sco\" href=\"launch.html\"",
            "<title>A &lt;b> &amp; “c”</title>",
            "url=rankscope.html?view=exercises#assignment=1.",
            "<head><meta name=\"rankscope-scorm\" content=\"1.2\"><title>t</title>",
        ] {
            assert!(text.contains(part), "{part}");
        }
    }

    #[test]
    fn something_else_than_the_page_makes_no_package() {
        let error = package(&assignment("t"), "<html><head></head>404</html>");
        assert_eq!(error, Err(PackageError::NoPage));
    }

    #[test]
    fn an_assignment_too_long_for_a_link_makes_none() {
        let mut long = assignment("t");
        long.exercises = course::exercises()
            .into_iter()
            .map(|mut exercise| {
                exercise.title = format!("My {}", exercise.title);
                AssignmentEntry::Own(Box::new(exercise))
            })
            .collect();
        assert_eq!(package(&long, PAGE_TEXT), Err(PackageError::TooLong));
    }
}
