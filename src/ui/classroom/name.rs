//! Who sits here: the name, what is asked about it, and leaving this computer.

use web_sys::HtmlInputElement;
use yew::{Callback, Event, Html, InputEvent, Properties, TargetCast, classes, component, html};

use super::hooks::use_focus_kept;
use super::{StudentHandle, button};
use crate::browser::text::composed;
use rankscope_app::classroom::student::{NameQuestion, StudentAction};
use rankscope_app::classroom::{student_words, words};
use rankscope_lesson::LONGEST_NAME;

/// Properties of [`NameField`].
#[derive(Properties, PartialEq)]
pub(super) struct NameProps {
    pub(super) student: StudentHandle,
    /// Without the note and without leaving: beside an exercise in somebody else's page.
    #[prop_or_default]
    pub(super) short: bool,
}

/// The student's name, from which the seed follows.
#[component]
pub(super) fn NameField(props: &NameProps) -> Html {
    let student = &props.student;
    use_focus_kept(student.question().cloned(), "#student-name, #name-told");
    // The seed follows what stands in the field, and an accent has one form only.
    let typed = |action: fn(String) -> StudentAction| {
        let student = student.dispatcher();
        move |field: HtmlInputElement| student.dispatch(action(composed(&field.value())))
    };
    let (oninput, onchange) = (
        typed(StudentAction::TypeName),
        typed(StudentAction::EnterName),
    );
    let oninput = Callback::from(move |event: InputEvent| oninput(event.target_unchecked_into()));
    let onchange = Callback::from(move |event: Event| onchange(event.target_unchecked_into()));
    let onblur = act(student, StudentAction::LeaveName);
    html! {
        <div class="name">
            <label for="student-name">{ words::NAME }</label>
            <input id="student-name" type="text" autocomplete="off" spellcheck="false"
                maxlength={LONGEST_NAME.to_string()}
                aria-describedby="name-note"
                value={student.name_field().to_owned()} {oninput} {onchange} {onblur} />
            if !props.short {
                <p id="name-note" class="aside">
                    { words::NAME_NOTE }<b id="student-seed">{ student.student_in_field().seed() }</b>{ words::NAME_STAYS }
                </p>
            }
            <div id="name-question" role="status">
                { for student.question().map(|asked| question(student, asked)) }
                if let Some(told) = student.told() {
                    <p id="name-told" tabindex="-1">{ told.to_owned() }</p>
                }
            </div>
            // Its room is there before it is: a press on what stands below must not miss it.
            if !props.short && student.question().is_none() {
                <p class={classes!("save", student.student().name().is_empty().then_some("vacant"))}>
                    { button("someone-else".to_owned(), student_words::SOMEONE_ELSE, act(student, StudentAction::SomeoneElse)) }
                    { button("forget-me".to_owned(), student_words::FORGET, act(student, StudentAction::AskToForget)) }
                </p>
            }
        </div>
    }
}

/// A press that does one thing.
fn act<E>(student: &StudentHandle, action: StudentAction) -> impl Fn(E) + 'static {
    let student = student.dispatcher();
    move |_| student.dispatch(action.clone())
}

fn question(student: &StudentHandle, asked: &NameQuestion) -> Html {
    let (yes, no) = student_words::answers(asked, student.student());
    html! {
        <>
            <p>{ student.question_in_words() }</p>
            <p class="save">
                { button("name-yes".to_owned(), &yes, act(student, StudentAction::Answer(true))) }
                { button("name-no".to_owned(), &no, act(student, StudentAction::Answer(false))) }
            </p>
        </>
    }
}
