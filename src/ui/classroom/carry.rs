//! Going on at another computer: the student's code, on the screen and as a QR code, and a code or a
//! summary from elsewhere.

use web_sys::HtmlInputElement;
use yew::{
    Callback, Html, InputEvent, MouseEvent, Properties, SubmitEvent, TargetCast, component, html,
    use_memo,
};

use super::files::{Opened, file_field};
use super::hooks::use_focus_kept;
use super::{StudentHandle, button};
use crate::widgets::copy::CopyButton;
use rankscope_app::classroom::qr::{QrDrawing, draw, line_for_teacher};
use rankscope_app::classroom::student::StudentAction;
use rankscope_app::classroom::student_words;

/// Properties of [`Carry`].
#[derive(Properties, PartialEq)]
pub(super) struct CarryProps {
    pub(super) student: StudentHandle,
}

/// The student's code, and the field for one.
#[component]
pub(super) fn Carry(props: &CarryProps) -> Html {
    let student = &props.student;
    let code = student.code();
    let name = student.student().name().to_owned();
    let line = code.map(|code| (line_for_teacher(&name, &code), code));
    let drawing = use_memo(line.clone(), |line| {
        line.as_ref().and_then(|(line, _)| draw(line))
    });
    let oninput = {
        let student = student.dispatcher();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            student.dispatch(StudentAction::TypeCode(field.value()));
        }
    };
    let onsubmit = {
        let student = student.dispatcher();
        move |event: SubmitEvent| {
            event.prevent_default();
            student.dispatch(StudentAction::EnterCode);
        }
    };
    let opened = {
        let student = student.dispatcher();
        Callback::from(move |(name, text): Opened| {
            student.dispatch(StudentAction::OpenSummary(name, text));
        })
    };
    let answer = |yes: bool| {
        let student = student.dispatcher();
        move |_: MouseEvent| student.dispatch(StudentAction::TakeOver(yes))
    };
    use_focus_kept(student.foreign_in_words(), "#code-field");
    html! {
        <details id="carry">
            <summary id="carry-heading">{ student_words::CARRY }</summary>
            if let Some((line, code)) = line {
                <p class="aside">{ student_words::CARRY_NOTE }{ " " }{ student_words::CODE_NO_NAME }</p>
                <p class="save">
                    <code id="student-code">{ code.clone() }</code>
                    <CopyButton id="copy-code" text={Callback::from(move |()| code.clone())} />
                </p>
                if !name.is_empty() {
                    <p class="save">
                        <code id="teacher-line">{ line.clone() }</code>
                        <CopyButton id="copy-line" label={student_words::COPY_FOR_TEACHER}
                            text={Callback::from(move |()| line.clone())} />
                    </p>
                    <p class="aside">{ student_words::QR_NAME }</p>
                }
                { for (*drawing).as_ref().map(qr) }
            }
            <form id="code-form" class="save" {onsubmit}>
                <label for="code-field">{ student_words::CODE_FIELD }</label>
                <input id="code-field" type="text" autocomplete="off" spellcheck="false" autocapitalize="characters"
                    aria-describedby="carry-problem" value={student.code_field().to_owned()} {oninput} />
                <button id="take-code" type="submit">{ student_words::TAKE_CODE }</button>
            </form>
            { file_field("progress-file", student_words::SUMMARY_FIELD, false, &opened) }
            <p id="carry-problem" class={student.carry_error().map(|_| "complaint")} role="status">
                { student.carry_error().unwrap_or_default().to_owned() }
            </p>
            <div id="carry-question" role="status">
                if let Some(asked) = student.foreign_in_words() {
                    <p class="complaint">{ asked }</p>
                    <p class="save">
                        { button("take-over".to_owned(), student_words::TAKE_OVER, answer(true)) }
                        { button("leave-it".to_owned(), student_words::LEAVE_IT, answer(false)) }
                    </p>
                }
            </div>
        </details>
    }
}

fn qr(drawing: &QrDrawing) -> Html {
    let size = drawing.size.to_string();
    html! {
        <svg id="student-qr" class="qr" viewBox={format!("0 0 {size} {size}")} role="img" aria-label="The code as a QR code">
            <rect class="light" width={size.clone()} height={size} />
            <path class="dark" d={drawing.path.clone()} />
        </svg>
    }
}
