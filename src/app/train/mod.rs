//! The Train view: which training its link asks for, how far it is, and what is said of it.

pub mod first_step;
pub mod map;
pub mod plan;
pub mod playback;
pub mod rate_law;
pub mod rate_words;
pub mod run;
pub mod words;

use std::rc::Rc;

use crate::state::State;
use rankscope_chart::Plot;
use rankscope_chart::training::{self, TrainingFigure, TrainingView};
use rankscope_params::{TrainAxis, Update};
use rankscope_sim::Spectrum;
use rankscope_sim::training::{Family, Plan, Trained};

/// The figures that grow with the training.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingFigures {
    /// What LoRA is compared with in what has been trained.
    pub rival: Family,
    /// Errors against steps, of LoRA and of its rival.
    pub errors: [Rc<Plot>; 2],
    /// Final errors against ranks.
    pub final_error: Rc<Plot>,
    /// Their heading: a step that was gone back to is not the last.
    pub final_title: &'static str,
}

/// The figures of what has been trained, at a step the reader has gone back to.
pub fn figures(
    trained: &Trained,
    axis: TrainAxis,
    step: Option<usize>,
    spectrum: Option<&Spectrum>,
) -> TrainingFigures {
    let rival = map::rival(&trained.plan);
    let view = TrainingView { rival, axis, step };
    TrainingFigures {
        rival,
        errors: [Family::Lora, rival].map(|family| training::errors(trained, family, &view).into()),
        final_error: training::final_error(trained, &view, spectrum).into(),
        final_title: match step {
            Some(_) => words::ERROR_BY_RANK,
            None => TrainingFigure::FinalError.title(rival),
        },
    }
}

/// What stands for a training that has no results yet: its figures have their axes and the floor.
pub fn untrained(plan: Plan) -> Rc<Trained> {
    let runs = vec![];
    Rc::new(Trained { plan, runs })
}

/// The spectrum of the fitted update; none while only that of other parameters is known.
pub fn spectrum(state: &State, update: Update) -> Option<&Spectrum> {
    let shown = state.shown.as_ref()?;
    let spectra = (shown.update == state.link.params.update()).then_some(&shown.spectra)?;
    Some(match update {
        Update::Style => &spectra.style,
        Update::Facts => &spectra.facts,
    })
}

#[cfg(test)]
mod tests {
    use rankscope_params::query;
    use rankscope_sim::simulate;

    use super::*;
    use crate::state::Shown;

    #[test]
    fn what_is_not_trained_yet_has_axes_and_the_floor() {
        let (link, _) = query::read("d=6&k=5&steps=7&ranks=1,2,4&rival=lora_root");
        let spectra = simulate(&link.params.update(), &mut |_| ()).expect("an update");
        let trained = untrained(plan::of_link(&link));
        let figures = figures(&trained, TrainAxis::Fixed, None, Some(&spectra.facts));
        assert_eq!(figures.rival, Family::LoraRoot);
        for plot in &figures.errors {
            assert_eq!(plot.x.range(), (0.0, 7.0));
            assert_eq!((plot.curves.len(), plot.rules.len()), (0, 1));
        }
        let read = figures.final_error.read(2);
        let floor = read.iter().find(|row| row.curve.name == "floor");
        assert!(floor.is_some_and(|floor| floor.value.is_some()));
    }

    #[test]
    fn the_floor_is_that_of_the_present_matrix_or_none() {
        let mut state = State::open(query::read("d=6&k=5"));
        assert_eq!(spectrum(&state, Update::Facts), None);
        let update = state.link.params.update();
        let spectra = Rc::new(simulate(&update, &mut |_| ()).expect("an update"));
        state.shown = Some(Shown { update, spectra });
        assert!(spectrum(&state, Update::Facts).is_some());
        state.link = query::read("d=7&k=5").0;
        assert_eq!(spectrum(&state, Update::Facts), None);
    }
}
