//! The Train view: which training its link asks for, how far it is, and what is said of it.

pub mod first_step;
pub mod map;
pub mod plan;
pub mod run;
pub mod words;

use std::rc::Rc;

use crate::state::State;
use rankscope_chart::Plot;
use rankscope_chart::training;
use rankscope_params::{Rival, Update};
use rankscope_sim::Spectrum;
use rankscope_sim::training::{Family, Trained};

/// The figures that grow with the training: errors against steps, and final errors against ranks.
///
/// While a family that is new to the plan has not been trained yet, rsLoRA stands in for it.
pub fn figures(trained: &Trained, rival: Rival, spectrum: Option<&Spectrum>) -> [Rc<Plot>; 2] {
    let rival = match rival {
        Rival::RsLora => Family::RsLora,
        Rival::LoraRoot => Family::LoraRoot,
    };
    let known = trained.plan.families.contains(&rival);
    let rival = if known { rival } else { Family::RsLora };
    [
        training::errors(trained, rival).into(),
        training::final_error(trained, rival, spectrum).into(),
    ]
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
    use rankscope_sim::training::ChunkedTraining;

    use super::*;
    use crate::state::Shown;

    #[test]
    fn a_family_that_is_not_trained_yet_is_stood_in_for() {
        let (link, _) = query::read("steps=5&ranks=2");
        let training = ChunkedTraining::new(vec![plan::of_link(&link)]).expect("a plan");
        let trained = &training.trained()[0];
        let by = |rival| figures(trained, rival, None);
        assert_eq!(by(Rival::LoraRoot), by(Rival::RsLora));
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
