//! The guess: options to choose from and a button that commits, then what was guessed.

use yew::{Callback, Html, Properties, SubmitEvent, component, html};

use super::prose::{ProseLinks, line};
use crate::store::use_store;
use rankscope_app::classroom::guess::{COMMIT, GuessAction, GuessState, in_hindsight};
use rankscope_app::classroom::words;
use rankscope_lesson::{Exercise, ExerciseRecord, ProgressAction, Student};

/// Properties of [`Guess`].
#[derive(Properties, PartialEq)]
pub(super) struct GuessProps {
    pub(super) exercise: Exercise,
    pub(super) student: Student,
    pub(super) record: ExerciseRecord,
    /// Called with the guess that is committed to.
    pub(super) act: Callback<ProgressAction>,
    pub(super) links: ProseLinks,
}

/// The guess, which unlocks the controls; once it is made it stays as it is.
#[component]
pub(super) fn Guess(props: &GuessProps) -> Html {
    let guess = use_store(GuessState::default);
    let (exercise, links) = (&props.exercise, &props.links);
    let Some(prediction) = &exercise.prediction else {
        return html! {};
    };
    let made = props.record.guess.is_some();
    let marked = guess.marked(&props.record);
    let option = |index: usize| {
        let choose = {
            let guess = guess.dispatcher();
            Callback::from(move |_| guess.dispatch(GuessAction::Choose(index)))
        };
        let text = exercise.guess_text(index, &props.student);
        html! {
            <label>
                <input type="radio" name="guess" id={format!("guess-{index}")} checked={marked == Some(index)}
                    disabled={made} onchange={choose} />
                <span>{ line(&text.unwrap_or_default(), links) }</span>
            </label>
        }
    };
    let commit = {
        let (guess, act) = (guess.clone(), props.act.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            match guess.commit() {
                Ok(committed) => act.emit(committed),
                Err(action) => guess.dispatch(action),
            }
        }
    };
    let question = exercise.filled(&prediction.question, &props.student);
    html! {
        <form id="guess-form" onsubmit={commit}>
            <fieldset id="guess" class="options">
                <legend><b>{ "Your guess. " }</b>{ line(&question, links) }</legend>
                { for (0..prediction.options.len()).map(option) }
            </fieldset>
            if !made {
                <button id="commit-guess" type="submit" class="main">{ COMMIT }</button>
                <p class="aside" id="locked-note">{ words::LOCKED }</p>
                <p id="guess-complaint" role="status">{ guess.complaint().unwrap_or_default() }</p>
            }
        </form>
    }
}

/// The guess again, beside the result. `right` is the option that turned out right, where it is known.
pub(super) fn hindsight(
    exercise: &Exercise,
    student: &Student,
    record: &ExerciseRecord,
    right: Option<usize>,
    links: &ProseLinks,
) -> Html {
    let said = in_hindsight(exercise, student, record.guess, right).filter(|_| record.solved);
    html! {
        if let Some(said) = said {
            <p id="hindsight">{ line(&said, links) }</p>
        }
    }
}
