//! What the worker does for teachers: right answers, what is worth another look, solved exercises.

use super::Packed;
use super::protocol::{Answer, Job};
use rankscope_lesson::{Exercise, Explained, Student, judge, right_answers, warnings};

/// The answer to a job of a teacher's; none where the job is another, or its exercises cannot be read: the
/// page sends what it has read already. `report` takes the share done.
pub(super) fn answer(job: &Job, report: &mut dyn FnMut(f64)) -> Option<Answer> {
    let read = |text: &String| Exercise::read(text).ok();
    match job {
        Job::RightAnswers(packed) => {
            let (name, texts) = packed.open()?;
            let exercises: Vec<_> = texts.iter().map(read).collect::<Option<_>>()?;
            let answers = right_answers(&exercises, &Student::new(&name), report);
            Some(Answer::RightAnswers(Packed::of(&answers)))
        }
        Job::Warn(packed) => {
            let exercise = read(&packed.open()?)?;
            report(0.0);
            Some(Answer::Warned(Packed::of(&warnings(&exercise))))
        }
        Job::Explain(packed) => {
            let (name, text) = packed.open()?;
            let exercise = read(&text)?;
            report(0.0);
            let explained = Explained::new(&exercise, &Student::new(&name));
            Some(Answer::Explained(Packed::of(&explained)))
        }
        Job::Judge(packed) => {
            let (name, texts) = packed.open()?;
            let exercises: Vec<_> = texts.iter().map(read).collect::<Option<_>>()?;
            let judged = judge(&exercises, &Student::new(&name), report);
            Some(Answer::Judged(Packed::of(&judged)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_lesson::course;

    #[test]
    fn a_teachers_jobs_are_done_and_unreadable_ones_are_not() {
        let text = course::exercises()[0].to_json();
        let mut shares = Vec::new();
        let job = Job::RightAnswers(Packed::of(&("Ada".to_owned(), vec![text.clone()])));
        let answered = answer(&job, &mut |share| shares.push(share));
        let Some(Answer::RightAnswers(answers)) = answered else {
            panic!("no answers");
        };
        assert_eq!(answers.open().map(|answers| answers.len()), Some(1));
        assert_eq!(shares, [0.0]);
        let job = Job::Explain(Packed::of(&(String::new(), text.clone())));
        let Some(Answer::Explained(explained)) = answer(&job, &mut |_| ()) else {
            panic!("not explained");
        };
        assert!(explained.open().flatten().is_some());
        let job = Job::Judge(Packed::of(&("Ada".to_owned(), vec![text.clone()])));
        let Some(Answer::Judged(judged)) = answer(&job, &mut |_| ()) else {
            panic!("not judged");
        };
        assert_eq!(judged.open().map(|judged| judged.len()), Some(1));
        let job = Job::Warn(Packed::of(&text));
        let Some(Answer::Warned(warnings)) = answer(&job, &mut |_| ()) else {
            panic!("not looked at");
        };
        assert_eq!(warnings.open(), Some(vec![]));
        let job = Job::Warn(Packed::of(&"{".to_owned()));
        assert_eq!(answer(&job, &mut |_| ()), None);
    }
}
