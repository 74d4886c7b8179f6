//! The answer key: a list of names, and everybody's right answers.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::HtmlTextAreaElement;
use yew::{Html, InputEvent, MouseEvent, Properties, TargetCast, component, html, use_effect_with};

use super::compose::button;
use super::handout::print;
use crate::browser::save;
use crate::browser::text::composed;
use crate::store::use_store;
use crate::widgets::problem::problem;
use crate::work::use_work;
use rankscope_app::teach::given::file_name;
use rankscope_app::teach::key::{KeyAction, KeyState, accepted};
use rankscope_app::teach::words;
use rankscope_lesson::Exercise;

/// Properties of [`AnswerKey`].
#[derive(Properties, PartialEq)]
pub(super) struct KeyProps {
    pub(super) exercises: Vec<Exercise>,
    /// The assignment's.
    pub(super) title: String,
    /// The names as they are typed.
    pub(super) names: Rc<RefCell<String>>,
}

/// A field for names, and the table that is worked out row by row.
#[component]
pub(super) fn AnswerKey(props: &KeyProps) -> Html {
    let typed = Rc::clone(&props.names);
    let key = use_store(KeyState::default);
    let work = use_work(key.job());
    {
        // Another assignment has another key.
        let key = key.dispatcher();
        use_effect_with(props.exercises.clone(), move |_| {
            key.dispatch(KeyAction::Clear);
        });
    }
    {
        let dispatch = key.dispatcher();
        use_effect_with(key.answered(&work), move |answers| {
            if let Some(answers) = answers {
                dispatch.dispatch(KeyAction::Done(answers.clone()));
            }
        });
    }
    let written = typed.borrow().clone();
    let oninput = {
        let typed = Rc::clone(&typed);
        move |event: InputEvent| {
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            typed.replace(field.value());
        }
    };
    let want = {
        let (key, exercises) = (key.dispatcher(), Rc::new(props.exercises.clone()));
        move |_: MouseEvent| {
            let names = composed(&typed.borrow());
            key.dispatch(KeyAction::Want(Rc::clone(&exercises), names));
        }
    };
    let as_csv = {
        let (key, name) = (
            key.clone(),
            file_name(&format!("key {}", props.title), "csv"),
        );
        move |_: MouseEvent| save::text(&name, "text/csv", &key.to_csv())
    };
    let (done, all) = key.share();
    html! {
        <details id="answer-key">
            <summary>{ words::KEY }</summary>
            <p class="aside">{ words::KEY_NOTE }</p>
            <label for="key-names">{ words::NAMES }</label>
            <textarea id="key-names" rows="4" spellcheck="false" autocomplete="off"
                value={written} {oninput} />
            <p class="save">{ button("work-out-key".to_owned(), words::WORK_OUT, want) }</p>
            { problem("key", work.trouble.as_ref(), &work.retry) }
            if all > 0 {
                <p id="key-share" role="status">{ words::worked_out(done, all) }</p>
                if key.left_out() > 0 {
                    <p class="complaint">{ words::too_many_names(key.left_out()) }</p>
                }
                { table(&key, &props.title) }
                if done == all {
                    <p class="save">
                        { button("save-key".to_owned(), "Save as CSV", as_csv) }
                        { button("print-key".to_owned(), "Print", print("answer-key")) }
                    </p>
                }
            }
        </details>
    }
}

fn table(key: &KeyState, title: &str) -> Html {
    let row = |(name, answers): (&str, &[String])| {
        let answer = |(exercise, answer): (&Exercise, &String)| {
            html! { <td data-column={exercise.id.to_string()}>{ answer.clone() }</td> }
        };
        html! {
            <tr data-name={name.to_owned()}>
                <th scope="row">{ name.to_owned() }</th>
                { for key.exercises().iter().zip(answers).map(answer) }
            </tr>
        }
    };
    html! {
        <div class="table" role="region" tabindex="0" aria-label="Answer key">
            <table id="table-key">
                <caption class="printed">{ words::key_of(title) }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ "name" }</th>
                        { for key.exercises().iter().map(|exercise| html! {
                            <th scope="col">
                                { exercise.title.clone() }
                                { for accepted(exercise).map(|text| html! { <small>{ text }</small> }) }
                            </th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for key.rows().map(row) }</tbody>
            </table>
        </div>
    }
}
