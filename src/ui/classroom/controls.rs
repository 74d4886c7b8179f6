//! What a student moves in an exercise: parameters of the page, and controls of the exercise's own.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, MouseEvent, TargetCast, html};

use super::button;
use crate::store::{Dispatch, Handle};
use crate::widgets::control::control_at_stops;
use rankscope_app::classroom::exercise::{ExerciseAction, ExerciseState};
use rankscope_app::classroom::figures::{place_of_own, slider_stops};
use rankscope_app::classroom::opened::in_address;
use rankscope_app::classroom::words;
use rankscope_app::state::{Action, State};
use rankscope_lesson::{Findings, Name, OwnControl, ParameterName, Present};
use rankscope_params::number::Format;

/// The controls that can be moved, and the values of those that cannot.
pub(super) fn controls(
    work: &Handle<ExerciseState>,
    present: &Present,
    found: &Findings,
    dispatch: &Dispatch<State>,
) -> Html {
    let exercise = work.exercise();
    let controls = &exercise.controls;
    let start = work.start();
    let movable = |&ParameterName(key): &ParameterName| {
        let stops = slider_stops(exercise, key, (&start, present), found);
        let value = present.params.value(key);
        control_at_stops(key.into(), value, stops.map(Rc::new), dispatch)
    };
    let fixed = |&ParameterName(key): &ParameterName| {
        let row = key.declaration();
        html! {
            <div data-key={row.name}>
                <dt>{ row.label }</dt><dd>{ Format::Exact.write(present.params.get(key)) }</dd>
            </div>
        }
    };
    html! {
        <fieldset id="exercise-controls">
            <legend>{ "Controls" }</legend>
            { for controls.visible.iter().map(movable) }
            { for controls.own.iter().map(|control| own(control, work)) }
            if !controls.locked.is_empty() {
                <dl class="locked">{ for controls.locked.iter().map(fixed) }</dl>
            }
        </fieldset>
    }
}

/// The button that brings what can be moved back to where it started; none where nothing can be moved.
pub(super) fn back_to_start(work: &Handle<ExerciseState>, dispatch: &Dispatch<State>) -> Html {
    let controls = &work.exercise().controls;
    let reset = {
        let (work, dispatch) = (work.clone(), dispatch.clone());
        move |event: MouseEvent| {
            work.dispatch(ExerciseAction::BackToStart);
            let id = work.exercise().id.to_string();
            let start = in_address(work.exercise(), work.prepared());
            dispatch.dispatch(Action::Exercise(id, start, event.time_stamp()));
        }
    };
    html! {
        if !(controls.visible.is_empty() && controls.own.is_empty()) {
            { button("back-to-start".to_owned(), words::BACK_TO_START, reset) }
        }
    }
}

/// A control of the exercise's own: a choice where its values have texts, or a slider over them.
fn own(control: &OwnControl, work: &Handle<ExerciseState>) -> Html {
    let place = place_of_own(work.exercise(), work.own(), control);
    let name = control.name.as_str();
    let label = format!("label-{name}");
    if control.texts.is_empty() {
        slider(control, place, work)
    } else {
        let option = |(index, text): (usize, &String)| {
            html! {
                <button id={format!("{name}-{index}")} type="button" aria-pressed={(index == place).to_string()}
                    onclick={to(control, index, work)}>{ text.clone() }</button>
            }
        };
        html! {
            <div class="control own" data-key={name.to_owned()} data-value={written(control, place)}>
                <span class="label" id={label.clone()}>{ control.label.clone() }</span>
                <div class="switch" role="group" aria-labelledby={label}>
                    { for control.texts.iter().enumerate().map(option) }
                </div>
            </div>
        }
    }
}

fn slider(control: &OwnControl, place: usize, work: &Handle<ExerciseState>) -> Html {
    let name = control.name.as_str();
    let slide = {
        let (control, work) = (control.clone(), work.clone());
        move |event: InputEvent| {
            let slider: HtmlInputElement = event.target_unchecked_into();
            let value = control.value(slider.value_as_number() as usize);
            work.dispatch(ExerciseAction::Move(Name::Own(control.name.clone()), value));
        }
    };
    let id = format!("slider-{name}");
    html! {
        <div class="control own" data-key={name.to_owned()} data-value={written(control, place)}>
            <span class="label"><label for={id.clone()}>{ control.label.clone() }</label></span>
            <output for={id.clone()}>{ written(control, place) }</output>
            <input {id} type="range" min="0" max={control.values.len().saturating_sub(1).to_string()}
                step="1" value={place.to_string()} aria-valuetext={written(control, place)} oninput={slide} />
        </div>
    }
}

fn to(control: &OwnControl, place: usize, work: &Handle<ExerciseState>) -> Callback<MouseEvent> {
    let (name, value, work) = (
        Name::Own(control.name.clone()),
        control.value(place),
        work.clone(),
    );
    Callback::from(move |_| work.dispatch(ExerciseAction::Move(name.clone(), value)))
}

fn written(control: &OwnControl, place: usize) -> String {
    Format::Exact.write(control.value(place))
}
