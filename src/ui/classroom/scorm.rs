//! A lesson in a package of a learning platform: the student resumes from it, and it is told the score.

use std::rc::Rc;

use gloo_events::EventListener;
use yew::{hook, use_effect_with, use_mut_ref, use_state_eq};

use super::StudentHandle;
use crate::browser::scorm::{Api, is_packaged};
use rankscope_app::classroom::student::StudentAction;
use rankscope_app::teach::scorm::{Report, ScormError, Session, suspend};
use rankscope_lesson::{Lesson, code};

/// Follows the platform while the lesson is open; what the student has to know when it does not work.
#[hook]
pub(super) fn use_platform(student: &StudentHandle, lesson: &Rc<Lesson>) -> Option<String> {
    let session = use_mut_ref(|| None::<Session<Api>>);
    let told = use_state_eq(|| None::<String>);
    {
        let (session, told, student) = (Rc::clone(&session), told.clone(), student.clone());
        use_effect_with((), move |()| {
            let opened =
                is_packaged().then(|| Api::find().ok_or(ScormError::NoApi).and_then(Session::open));
            match opened {
                None => {}
                Some(Err(error)) => told.set(Some(error.to_string())),
                Some(Ok((opened, resumed))) => {
                    session.replace(Some(opened));
                    let act = |action| student.dispatch(action);
                    match resumed.earlier {
                        Some((name, code)) => {
                            act(StudentAction::EnterName(name));
                            act(StudentAction::TypeCode(code));
                            act(StudentAction::EnterCode);
                        }
                        None if student.student().name().is_empty() => {
                            act(StudentAction::EnterName(resumed.name));
                        }
                        None => {}
                    }
                }
            }
            let leave = web_sys::window().map(|window| {
                EventListener::once(&window, "pagehide", move |_| {
                    let closed = session.take().map(|session| session.close());
                    if let Some(Err(error)) = closed {
                        log::warn!("{error}");
                    }
                })
            });
            move || drop(leave)
        });
    }
    {
        let told = told.clone();
        let (progress, name) = (
            student.progress().clone(),
            student.student().name().to_owned(),
        );
        use_effect_with(
            (Rc::clone(lesson), progress, name),
            move |(lesson, progress, name)| {
                // Before anything is done, the platform keeps what it has.
                if !progress.begun(lesson) {
                    return;
                }
                let code = code::write(lesson, progress);
                let suspend = code
                    .and_then(|code| suspend(name, &code))
                    .unwrap_or_default();
                let report = Report::new(progress.solved(lesson), lesson.exercises.len(), suspend);
                let mut session = session.borrow_mut();
                if let (Some(session), Some(report)) = (session.as_mut(), report) {
                    told.set(session.report(&report).err().map(|error| error.to_string()));
                }
            },
        );
    }
    (*told).clone()
}
