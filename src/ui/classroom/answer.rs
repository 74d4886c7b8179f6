//! Where an answer is given: a number, one of some options, or the state as it is.

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, Properties, SubmitEvent, TargetCast, component, html};

use super::prose::{ProseLinks, line, prose};
use crate::store::Handle;
use rankscope_app::classroom::exercise::{ExerciseAction, ExerciseState};
use rankscope_lesson::{AnswerOption, ExpectedAnswer};
use rankscope_params::Params;

/// Properties of [`AnswerForm`].
#[derive(Properties, PartialEq)]
pub(super) struct AnswerProps {
    pub(super) work: Handle<ExerciseState>,
    /// The parameters of the page.
    pub(super) params: Params,
    pub(super) links: ProseLinks,
}

/// The question and its field; Enter and the button submit.
#[component]
pub(super) fn AnswerForm(props: &AnswerProps) -> Html {
    let AnswerProps {
        work,
        params,
        links,
    } = props;
    let answer = &work.exercise().answer;
    let question = work.fill(answer.question());
    let submit = {
        let (work, params) = (work.dispatcher(), *params);
        move |event: SubmitEvent| {
            event.prevent_default();
            work.dispatch(ExerciseAction::Submit(params));
        }
    };
    let field = match answer {
        ExpectedAnswer::Number { .. } => {
            let oninput = {
                let work = work.dispatcher();
                move |event: InputEvent| {
                    let field: HtmlInputElement = event.target_unchecked_into();
                    work.dispatch(ExerciseAction::Type(field.value()));
                }
            };
            html! {
                <>
                    <div id="question">{ prose(&question, links) }</div>
                    <input id="answer" type="text" inputmode="decimal" autocomplete="off"
                        aria-labelledby="question" aria-describedby="answer-complaint"
                        value={work.text().to_owned()} {oninput} />
                </>
            }
        }
        ExpectedAnswer::Choice { options, .. } => {
            let option = |(index, option): (usize, &AnswerOption)| {
                let work = work.clone();
                let text = work.fill(&option.text);
                let checked = work.chosen() == Some(index);
                let select = Callback::from(move |_| work.dispatch(ExerciseAction::Choose(index)));
                html! {
                    <label>
                        <input type="radio" name="answer" id={format!("option-{index}")}
                            {checked} onchange={select} />
                        <span>{ line(&text, links) }</span>
                    </label>
                }
            };
            html! {
                <fieldset class="options">
                    <legend>{ line(&question, links) }</legend>
                    { for options.iter().enumerate().map(option) }
                </fieldset>
            }
        }
        ExpectedAnswer::Goal { .. } => {
            html! { <div id="question">{ prose(&question, links) }</div> }
        }
    };
    let waiting = work.submitted().is_some();
    let label = if waiting { "Checking…" } else { "Check" };
    html! {
        <form id="answer-form" onsubmit={submit}>
            { field }
            <button id="check-answer" type="submit" aria-disabled={waiting.to_string()}>{ label }</button>
            <p id="answer-complaint" role="status">
                { for work.error().map(rankscope_app::classroom::answer::AnswerError::message) }
            </p>
        </form>
    }
}
