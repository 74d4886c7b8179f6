//! What the page and a learning platform say to each other: SCORM 1.2, its run-time environment.
//!
//! The platform gives a page an object `API`, in its window or in one around it. The page calls
//! `LMSInitialize`, sets elements of the data model, and calls `LMSFinish` when it goes. Values are text.
//! What the page resumes from is `cmi.suspend_data`, of [`LONGEST_SUSPEND`] bytes at most: the student's
//! name and progress as the short code.
//!
//! Source: ADL, SCORM 1.2, The SCORM Run-Time Environment, sections 3.3 and 3.4.

use std::fmt;

/// Bytes that `cmi.suspend_data` takes.
pub const LONGEST_SUSPEND: usize = 4096;

/// The platform's `API`.
pub trait ScormApi {
    /// Calls one of its functions; none when it is not there or throws.
    fn call(&self, function: &str, arguments: &[&str]) -> Option<String>;
}

/// Why a platform is told nothing. The page works all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScormError {
    /// No window around the page has an `API`.
    NoApi,
    /// A call was refused: which, and the platform's own message.
    Refused { call: String, message: String },
}

impl fmt::Display for ScormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoApi => f.write_str(
                "No learning platform was found around this page, so your score is not reported. The \
                 exercises work all the same: save your summary for your teacher.",
            ),
            Self::Refused { call, message } => write!(
                f,
                "The learning platform did not take your score ({call}: {message}). The exercises work all \
                 the same: save your summary for your teacher."
            ),
        }
    }
}

/// What a platform is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Exercises solved, in per cent of all.
    pub score: u32,
    /// Whether all are solved.
    pub completed: bool,
    /// What to resume from: see [`suspend`].
    pub suspend: String,
}

impl Report {
    /// Of so many exercises solved; none of no exercises.
    pub fn new(solved: usize, count: usize, suspend: String) -> Option<Self> {
        let share = (100 * solved).checked_div(count)?;
        Some(Self {
            score: share as u32,
            completed: solved == count,
            suspend,
        })
    }

    fn status(&self) -> &'static str {
        if self.completed {
            "completed"
        } else {
            "incomplete"
        }
    }
}

/// What the platform knows when the page opens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resumed {
    /// The student's name there, given name first.
    pub name: String,
    /// Name and code of an earlier session.
    pub earlier: Option<(String, String)>,
}

/// What an earlier session left, as the platform keeps it; none where it would not fit.
pub fn suspend(name: &str, code: &str) -> Option<String> {
    let text = format!("{code}\n{name}");
    (text.len() <= LONGEST_SUSPEND).then_some(text)
}

/// A session with a platform.
#[derive(Debug)]
pub struct Session<A> {
    api: A,
    sent: Option<Report>,
}

impl<A: ScormApi> Session<A> {
    /// Begins it.
    ///
    /// # Errors
    /// [`ScormError::Refused`].
    pub fn open(api: A) -> Result<(Self, Resumed), ScormError> {
        let session = Self { api, sent: None };
        session.done("LMSInitialize", &[""])?;
        let read = |element| session.api.call("LMSGetValue", &[element]);
        // An element that a platform does not have says nothing.
        let name = read("cmi.core.student_name").unwrap_or_default();
        let earlier = read("cmi.suspend_data").and_then(|text| {
            let (code, name) = text.split_once('\n')?;
            Some((name.to_owned(), code.to_owned()))
        });
        let name = given_name_first(&name);
        Ok((session, Resumed { name, earlier }))
    }

    /// Tells the platform how far the student is; nothing when it knows.
    ///
    /// # Errors
    /// [`ScormError::Refused`]; the report is then sent again with the next.
    pub fn report(&mut self, report: &Report) -> Result<(), ScormError> {
        if self.sent.as_ref() == Some(report) {
            return Ok(());
        }
        let score = report.score.to_string();
        for (element, value) in [
            ("cmi.core.score.min", "0"),
            ("cmi.core.score.max", "100"),
            ("cmi.core.score.raw", score.as_str()),
            ("cmi.core.lesson_status", report.status()),
            ("cmi.suspend_data", report.suspend.as_str()),
        ] {
            let set = self.done("LMSSetValue", &[element, value]);
            // The bounds of the score are optional in the data model.
            if !element.ends_with("min") && !element.ends_with("max") {
                set?;
            }
        }
        self.done("LMSCommit", &[""])?;
        self.sent = Some(report.clone());
        Ok(())
    }

    /// Ends it: the student will go on later.
    ///
    /// # Errors
    /// [`ScormError::Refused`].
    pub fn close(&self) -> Result<(), ScormError> {
        let completed = self.sent.as_ref().is_some_and(|report| report.completed);
        let exit = if completed { "" } else { "suspend" };
        let told = self.done("LMSSetValue", &["cmi.core.exit", exit]);
        self.done("LMSFinish", &[""])?;
        told
    }

    fn done(&self, function: &str, arguments: &[&str]) -> Result<(), ScormError> {
        if self.api.call(function, arguments).as_deref() == Some("true") {
            return Ok(());
        }
        let code = self.api.call("LMSGetLastError", &[]).unwrap_or_default();
        let message = self.api.call("LMSGetErrorString", &[&code]);
        let element = arguments.first().filter(|element| !element.is_empty());
        Err(ScormError::Refused {
            call: element.map_or_else(
                || function.to_owned(),
                |element| format!("{function} {element}"),
            ),
            message: message
                .filter(|message| !message.is_empty())
                .unwrap_or_else(|| "no message".to_owned()),
        })
    }
}

/// Platforms write the family name first: "Lovelace, Ada".
fn given_name_first(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) => format!("{} {}", given.trim(), family.trim()),
        None => name.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use std::rc::Rc;

    use super::*;

    /// A platform as the document describes it.
    #[derive(Clone, Default)]
    struct Platform(Rc<RefCell<Inner>>);

    #[derive(Default)]
    struct Inner {
        running: bool,
        values: BTreeMap<String, String>,
        commits: usize,
        refuses: &'static str,
    }

    impl ScormApi for Platform {
        fn call(&self, function: &str, arguments: &[&str]) -> Option<String> {
            let mut inner = self.0.borrow_mut();
            let refused = inner.refuses;
            let done = match (function, arguments) {
                ("LMSGetLastError", []) => return Some("401".to_owned()),
                ("LMSGetErrorString", ["401"]) => return Some("Not implemented".to_owned()),
                ("LMSInitialize", [""]) => !std::mem::replace(&mut inner.running, true),
                ("LMSFinish", [""]) => std::mem::replace(&mut inner.running, false),
                _ if !inner.running => false,
                ("LMSGetValue", [element]) => {
                    return Some(inner.values.get(*element).cloned().unwrap_or_default());
                }
                ("LMSSetValue", [element, value]) => {
                    let taken = *element != refused && value.len() <= LONGEST_SUSPEND;
                    if taken {
                        inner
                            .values
                            .insert((*element).to_owned(), (*value).to_owned());
                    }
                    taken
                }
                ("LMSCommit", [""]) => {
                    inner.commits += 1;
                    true
                }
                _ => false,
            };
            Some(done.to_string())
        }
    }

    impl Platform {
        fn value(&self, element: &str) -> String {
            self.0
                .borrow()
                .values
                .get(element)
                .cloned()
                .unwrap_or_default()
        }
    }

    fn report(solved: usize) -> Report {
        Report::new(solved, 3, suspend("Ada", "ABCDE").unwrap()).unwrap()
    }

    #[test]
    fn the_score_is_the_share_that_is_solved_and_the_next_session_resumes() {
        let platform = Platform::default();
        let (mut session, resumed) = Session::open(platform.clone()).unwrap();
        assert_eq!(resumed, Resumed::default());
        session.report(&report(1)).unwrap();
        assert_eq!(platform.value("cmi.core.score.raw"), "33");
        assert_eq!(platform.value("cmi.core.lesson_status"), "incomplete");
        session.close().unwrap();
        assert_eq!(platform.value("cmi.core.exit"), "suspend");

        let (mut session, resumed) = Session::open(platform.clone()).unwrap();
        assert_eq!(
            resumed.earlier,
            Some(("Ada".to_owned(), "ABCDE".to_owned()))
        );
        session.report(&report(3)).unwrap();
        assert_eq!(platform.value("cmi.core.score.raw"), "100");
        assert_eq!(platform.value("cmi.core.lesson_status"), "completed");
        session.close().unwrap();
        assert_eq!(platform.value("cmi.core.exit"), "");
    }

    #[test]
    fn nothing_is_sent_twice() {
        let platform = Platform::default();
        let (mut session, _) = Session::open(platform.clone()).unwrap();
        session.report(&report(1)).unwrap();
        session.report(&report(1)).unwrap();
        assert_eq!(platform.0.borrow().commits, 1);
    }

    #[test]
    fn a_refusal_is_told_with_the_platforms_words_and_tried_again() {
        let platform = Platform::default();
        platform.0.borrow_mut().refuses = "cmi.core.score.raw";
        let (mut session, _) = Session::open(platform.clone()).unwrap();
        let error = session.report(&report(1)).unwrap_err().to_string();
        assert!(
            error.contains("LMSSetValue cmi.core.score.raw: Not implemented"),
            "{error}"
        );
        platform.0.borrow_mut().refuses = "cmi.core.score.max";
        session.report(&report(1)).unwrap();
        // A platform that is already running refuses to begin.
        assert!(Session::open(platform).is_err());
    }

    #[test]
    fn what_does_not_fit_is_not_sent_cut() {
        assert_eq!(suspend(&"a".repeat(LONGEST_SUSPEND), "ABCDE"), None);
        assert_eq!(Report::new(0, 0, String::new()), None);
    }

    #[test]
    fn a_name_is_turned_round() {
        for (there, here) in [
            ("Lovelace, Ada", "Ada Lovelace"),
            (" Ada ", "Ada"),
            ("", ""),
        ] {
            assert_eq!(given_name_first(there), here);
        }
    }
}
