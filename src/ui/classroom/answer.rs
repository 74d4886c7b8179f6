//! What is asked, and where the answer is given: a number, one of some options, or the state as it is.

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, Properties, SubmitEvent, TargetCast, component, html};

use super::prose::{ProseLinks, line};
use crate::store::Handle;
use rankscope_app::classroom::answer::AnswerError;
use rankscope_app::classroom::exercise::{ExerciseAction, ExerciseState};
use rankscope_app::classroom::words;
use rankscope_lesson::{AnswerOption, ExpectedAnswer};
use rankscope_params::Params;

/// The id of the form, which options outside it belong to.
const FORM: &str = "answer-form";

/// The question, with its options where one of some is to be chosen. It takes the focus when it appears.
pub(super) fn asked(work: &Handle<ExerciseState>, links: &ProseLinks) -> Html {
    let answer = &work.exercise().answer;
    let question = html! {
        <><b>{ words::TASK }</b>{ line(&work.fill(answer.question()), links) }</>
    };
    let option = |(index, option): (usize, &AnswerOption)| {
        let work = work.clone();
        let text = work.fill(&option.text);
        let checked = work.chosen() == Some(index);
        let select = Callback::from(move |_| work.dispatch(ExerciseAction::Choose(index)));
        html! {
            <label>
                <input type="radio" name="answer" id={format!("option-{index}")} form={FORM}
                    {checked} onchange={select} />
                <span>{ line(&text, links) }</span>
            </label>
        }
    };
    html! {
        <div id="asked" tabindex="-1" role="group" aria-labelledby="question">
            if let ExpectedAnswer::Choice { options, .. } = answer {
                <fieldset class="options">
                    <legend id="question">{ question }</legend>
                    { for options.iter().enumerate().map(option) }
                </fieldset>
            } else {
                <div id="question">{ question }</div>
            }
        </div>
    }
}

/// Properties of [`AnswerForm`].
#[derive(Properties, PartialEq)]
pub(super) struct AnswerProps {
    pub(super) work: Handle<ExerciseState>,
    /// The parameters of the page.
    pub(super) params: Params,
    /// The way back to where the exercise starts.
    pub(super) back: Html,
}

/// The field for a number, and the button; Enter and the button submit.
#[component]
pub(super) fn AnswerForm(props: &AnswerProps) -> Html {
    let AnswerProps { work, params, back } = props;
    let submit = {
        let (work, params) = (work.dispatcher(), *params);
        move |event: SubmitEvent| {
            event.prevent_default();
            work.dispatch(ExerciseAction::Submit(params));
        }
    };
    let oninput = {
        let work = work.dispatcher();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            work.dispatch(ExerciseAction::Type(field.value()));
        }
    };
    let is_number = matches!(work.exercise().answer, ExpectedAnswer::Number { .. });
    let waiting = work.submitted().is_some();
    let label = if waiting { "Checking…" } else { "Check" };
    html! {
        <form id={FORM} onsubmit={submit}>
            if is_number {
                <input id="answer" type="text" inputmode="decimal" autocomplete="off"
                    aria-labelledby="question" aria-describedby="answer-complaint"
                    value={work.text().to_owned()} {oninput} />
            }
            <button id="check-answer" type="submit" aria-disabled={waiting.to_string()}>{ label }</button>
            { back.clone() }
            <p id="answer-complaint" role="status">
                { for work.error().map(AnswerError::message) }
            </p>
        </form>
    }
}
