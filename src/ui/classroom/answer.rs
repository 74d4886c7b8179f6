//! Where an answer is given: a number, one of some options, or the state as it is.

use web_sys::HtmlInputElement;
use yew::{
    Callback, Html, InputEvent, Properties, SubmitEvent, TargetCast, component, html, use_state_eq,
};

use super::prose::{line, prose};
use rankscope_lesson::{Answer, Given};
use rankscope_params::number;

/// Properties of [`AnswerForm`].
#[derive(Properties, PartialEq)]
pub(super) struct AnswerProps {
    pub(super) answer: Answer,
    /// The question, with its numbers.
    pub(super) question: String,
    /// An answer is given and not yet marked.
    pub(super) waiting: bool,
    pub(super) check: Callback<Given>,
}

/// The question and its field; Enter and the button check.
#[component]
pub(super) fn AnswerForm(props: &AnswerProps) -> Html {
    let text = use_state_eq(String::new);
    let chosen = use_state_eq(|| None::<usize>);
    let complaint = use_state_eq(|| "");
    let submit = {
        let (text, complaint, check) = (text.clone(), complaint.clone(), props.check.clone());
        let (answer, chosen) = (props.answer.clone(), *chosen);
        move |event: SubmitEvent| {
            event.prevent_default();
            let given = match &answer {
                Answer::Number { .. } => given(&text)
                    .map(Given::Number)
                    .ok_or("Type a number first, such as 12 or 0.5."),
                Answer::Choice { .. } => chosen.map(Given::Option).ok_or("Choose one first."),
                Answer::Goal { .. } => Ok(Given::State),
            };
            match given {
                Ok(given) => {
                    complaint.set("");
                    check.emit(given);
                }
                Err(why) => complaint.set(why),
            }
        }
    };
    let field = match &props.answer {
        Answer::Number { .. } => {
            let text = text.clone();
            let value = (*text).clone();
            let oninput = move |event: InputEvent| {
                text.set(event.target_unchecked_into::<HtmlInputElement>().value());
            };
            html! {
                <>
                    <div id="question">{ prose(&props.question) }</div>
                    <input id="answer" type="text" inputmode="decimal" autocomplete="off"
                        aria-labelledby="question" aria-describedby="answer-complaint" {value} {oninput} />
                </>
            }
        }
        Answer::Choice { options, .. } => {
            let option = |(index, option): (usize, &rankscope_lesson::Choice)| {
                let select = {
                    let chosen = chosen.clone();
                    move |_| chosen.set(Some(index))
                };
                html! {
                    <label>
                        <input type="radio" name="answer" id={format!("option-{index}")}
                            checked={*chosen == Some(index)} onchange={select} />
                        <span>{ line(&option.text) }</span>
                    </label>
                }
            };
            html! {
                <fieldset class="options">
                    <legend>{ line(&props.question) }</legend>
                    { for options.iter().enumerate().map(option) }
                </fieldset>
            }
        }
        Answer::Goal { .. } => html! { <div id="question">{ prose(&props.question) }</div> },
    };
    let label = if props.waiting {
        "Checking…"
    } else {
        "Check"
    };
    html! {
        <form id="answer-form" onsubmit={submit}>
            { field }
            <button id="check-answer" type="submit" aria-disabled={props.waiting.to_string()}>{ label }</button>
            <p id="answer-complaint" role="status">{ *complaint }</p>
        </form>
    }
}

/// A number as people type it: a comma for the point, a real minus sign, a percent sign.
fn given(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('%').trim();
    let text = text.replace(',', ".").replace('−', "-");
    number::read(&text).filter(|number| number.is_finite())
}
