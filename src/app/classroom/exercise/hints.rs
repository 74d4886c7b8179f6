//! The hints of an exercise under way. The last one is a worked answer.

use super::super::words;
use super::ExerciseState;
use rankscope_lesson::{ExerciseRecord, Measured, ProgressAction, fill};
use rankscope_params::Params;

impl ExerciseState {
    /// How many hints there are, the worked answer included.
    fn count_hints(&self) -> usize {
        self.exercise.hints.len() + usize::from(self.exercise.worked.is_some())
    }

    /// The hints that are open, with their numbers; the last one is a worked answer, which has to wait for
    /// what was measured for [`Self::marking`].
    pub fn open_hints(
        &self,
        record: &ExerciseRecord,
        params: &Params,
        measured: Option<&Measured>,
    ) -> Vec<String> {
        let hints = &self.exercise.hints;
        let open = hints.get(..record.hints).unwrap_or(hints).iter();
        let mut texts: Vec<String> = open.map(|hint| self.fill(hint)).collect();
        let worked = self.exercise.worked.as_ref();
        if let Some(worked) = worked.filter(|_| record.hints > hints.len()) {
            let at = self.marked_at(params);
            let context = self.exercise.context(&at);
            texts.push(match measured {
                Some(measured) => fill(worked, &context.with_measured(measured)),
                None => words::WORKING_IT_OUT.to_owned(),
            });
        }
        texts
    }

    /// What opens the next hint, and its button's label; none when all are open, or once it is solved.
    pub fn next_hint(&self, record: &ExerciseRecord) -> Option<(ProgressAction, String)> {
        let all = self.count_hints();
        let next = record.hints + 1;
        (next <= all && !record.solved).then(|| {
            let label = if next == all && self.exercise.worked.is_some() {
                words::SHOW_ME.to_owned()
            } else {
                format!("Show hint {next} of {all}")
            };
            (ProgressAction::OpenHints(next), label)
        })
    }
}
