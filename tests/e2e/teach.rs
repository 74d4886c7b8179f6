//! The page for teachers: drafts that stay, an editor of form and text, a key, sheets of paper.

mod class;
mod slides;

use rankscope_lesson::{ExerciseId, course};
use serde_json::json;

use crate::harness::{Page, browse};

/// Leaves no room in the page's storage, not for a letter.
const FILL: &str = "
    for (let size = 1 << 24, piece = 0; size >= 1;) {
        try {
            localStorage.setItem(`filler-${piece++}`, 'x'.repeat(size));
        } catch {
            size >>= 1;
        }
    }";

fn first() -> ExerciseId {
    course::exercises()[0].id.clone()
}

impl Page {
    async fn has_chosen(&self, count: usize) {
        let there = format!("return document.querySelectorAll('#chosen li').length === {count};");
        self.waits_until("the exercises of the assignment", &there)
            .await;
    }

    /// Writes into a field of the form.
    async fn fills(&self, field: &str, text: &str) {
        let fill = "
            const [field, text] = arguments;
            const element = document.querySelector(field);
            if (!element) return false;
            element.value = text;
            element.dispatchEvent(new InputEvent('input', { bubbles: true }));
            return true;";
        let look = async || {
            let done = self.script(fill, vec![json!(field), json!(text)]).await;
            done.as_bool().filter(|done| *done)
        };
        self.wait_for(field, look).await;
    }

    async fn value_of(&self, field: &str) -> String {
        let read = "return document.querySelector(arguments[0])?.value ?? '';";
        let value = self.script(read, vec![json!(field)]).await;
        value.as_str().unwrap_or_default().to_owned()
    }
}

#[test]
fn a_draft_stays_whatever_a_teacher_looks_at_meanwhile() {
    browse(async |page| {
        page.opens_teachers_page().await;
        page.write("#assignment-title", "Friday").await;
        page.presses_button(&format!("#add-{}", first())).await;
        page.presses_button(&format!("#copy-{}", first())).await;
        // The copy says that it is one, and the editor is led to.
        let led = "const heading = document.querySelector('#heading-own');
            const { top } = heading?.getBoundingClientRect() ?? {};
            return document.activeElement === heading && top >= 0 && top < innerHeight / 2;";
        page.waits_until("the editor in sight", led).await;
        let copy = format!("{} (copy)", course::exercises()[0].title);
        assert_eq!(page.value_of("#field-title").await, copy);
        page.fills("#field-title", "My own").await;
        page.has_chosen(2).await;
        page.sees("#own-problems", "Sound.").await;
        let link = page.assignment_fragment().await;
        // Another view, and a reload.
        page.presses_button("#to-exercises").await;
        page.presses_button(&format!("#open-{}", first())).await;
        page.opens_teachers_page().await;
        page.has_chosen(2).await;
        assert_eq!(page.value_of("#assignment-title").await, "Friday");
        assert_eq!(page.value_of("#field-title").await, "My own");
        assert_eq!(page.assignment_fragment().await, link);
        // What is removed comes back.
        page.presses_button(&format!("#remove-{}", first())).await;
        page.has_chosen(1).await;
        page.reload().await;
        page.has_chosen(1).await;
        page.presses_button("#undo-draft").await;
        page.has_chosen(2).await;
        assert_eq!(page.console_errors().await, Vec::<String>::new());
    });
}

#[test]
fn form_and_text_are_one_and_a_message_names_the_line() {
    browse(async |page| {
        page.opens_teachers_page().await;
        page.presses_button("#begin-choice").await;
        page.fills("#field-answer-options-1--text", "").await;
        page.sees("#own-problems", "Option 2: Text").await;
        page.fills("#field-answer-options-1--text", "never").await;
        page.fills("#field-answer-options-1--right-when", "alpha < 0")
            .await;
        page.sees("#own-problems", "Sound.").await;
        page.presses_button("#own-as-text").await;
        let text = page.value_of("#own-text").await;
        assert!(text.contains("\"never\""), "{text}");
        page.writes_own(&text.replace("\"never\"", "5")).await;
        page.sees("#own-problems", "Line ").await;
        // From the form, where that line has a field; and in the text, where the line is in sight and marked.
        page.presses_button("#own-as-form").await;
        page.presses_button("#own-problems .place").await;
        let in_field = "return document.activeElement?.id === 'field-answer-options-1--text';";
        page.waits_until("the field of the line", in_field).await;
        page.presses_button("#own-as-text").await;
        page.presses_button("#own-problems .place").await;
        let marked = "const text = document.querySelector('#own-text');
            if (document.activeElement !== text) return false;
            const line = text.value.slice(text.selectionStart, text.selectionEnd);
            const above = text.value.slice(0, text.selectionStart).split('\\n').length - 1;
            const height = text.scrollHeight / text.value.split('\\n').length;
            const top = above * height - text.scrollTop;
            return line.includes('5') && top >= 0 && top < text.clientHeight;";
        page.waits_until("the line", marked).await;
        // What is no JSON leads from the form to the text.
        page.writes_own("{\n\"version\": 2,\n}").await;
        page.sees("#own-problems", "Line 3").await;
        page.presses_button("#own-as-form").await;
        page.presses_button("#own-problems .place").await;
        let third = "const text = document.querySelector('#own-text');
            return document.activeElement === text && text.value.slice(text.selectionStart, text.selectionEnd) === '}';";
        page.waits_until("the third line", third).await;
        page.writes_own(&text.replace("My exercise", "By text"))
            .await;
        page.presses_button("#own-as-form").await;
        let title = "return document.querySelector('#field-title')?.value === 'By text';";
        page.waits_until("the form to follow", title).await;
        // A student's own component, live.
        page.presses_button("#open-try-own").await;
        page.sees("#try-own #exercise-title", "By text").await;
        page.presses_button("#try-own #option-0").await;
        page.presses_button("#try-own #check-answer").await;
        page.sees("#try-own #verdict", "Right.").await;
    });
}

#[test]
fn a_full_storage_is_told_while_a_teacher_writes_and_nothing_is_gone() {
    browse(async |page| {
        page.opens_teachers_page().await;
        page.presses_button("#begin-number").await;
        page.script(FILL, vec![]).await;
        page.fills("#field-prompt", &"A long text. ".repeat(400))
            .await;
        page.sees("#draft-not-kept", "no room left").await;
        assert!(page.value_of("#field-prompt").await.len() > 4000);
        let (name, draft) = page.saves("#save-draft").await;
        assert_eq!(name, "rankscope-draft.json");
        assert!(draft.contains("A long text."));
        page.script("localStorage.clear();", vec![]).await;
        page.fills("#field-title", "Kept again").await;
        let kept = "return !document.querySelector('#draft-not-kept')
            && (localStorage.getItem('rankscope:teach') ?? '').includes('Kept again');";
        page.waits_until("the draft in the storage", kept).await;
    });
}

#[test]
fn a_draft_of_another_version_is_told_and_left_as_it_is() {
    let newer = "{\"version\":2,\"title\":\"newer\"}";
    browse(async |page| {
        page.opens_teachers_page().await;
        let put = "localStorage.setItem('rankscope:teach', arguments[0]);";
        page.script(put, vec![json!(newer)]).await;
        page.reload().await;
        page.sees("#draft-aside", "version 2").await;
        page.write("#assignment-title", "Mine").await;
        let (_, saved) = page.saves("#save-aside").await;
        assert_eq!(saved, newer);
        let kept = "return localStorage.getItem('rankscope:teach:unreadable');";
        assert_eq!(page.script(kept, vec![]).await, newer);
    });
}

#[test]
fn from_a_file_the_link_is_said_to_work_here_only_and_no_package_is_made() {
    browse(async |page| {
        page.visit_file("rankscope.html", "view=teach").await;
        page.presses_button(&format!("#add-{}", first())).await;
        page.sees("#local-link", "on this computer only").await;
        page.presses_button("#save-package").await;
        page.sees("#package-said", "cannot make a package").await;
    });
}

#[test]
fn a_list_of_names_gets_everybodys_answers() {
    browse(async |page| {
        page.opens_teachers_page().await;
        page.presses_button("#begin-number").await;
        page.sees("#own-problems", "Sound.").await;
        page.presses_button("#answer-key > summary").await;
        page.fills("#key-names", "Ada\nBen").await;
        page.presses_button("#work-out-key").await;
        page.sees("#key-share", "All 2 names.").await;
        page.sees("#table-key tr[data-name='Ben']", "4").await;
        let (name, csv) = page.saves("#save-key").await;
        assert!(name.starts_with("rankscope-key-"), "{name}");
        assert_eq!(csv.lines().count(), 3, "{csv}");
        // On paper: every exercise, and the key.
        page.sees("#table-key thead th:nth-child(2)", "± 0.01")
            .await;
        page.presses_button("#open-handout").await;
        page.sees("#handout .paper", "My exercise").await;
        page.sees("#handout .paper-key li", "4 (± 0.01)").await;
    });
}

#[test]
fn a_sheet_has_the_figure_and_the_numbers_that_its_question_needs() {
    browse(async |page| {
        page.opens_teachers_page().await;
        for id in ["how-many-facts-fit", "the-elbow", "collapse-or-slow"] {
            page.presses_button(&format!("#add-{id}")).await;
        }
        page.presses_button("#open-handout").await;
        let drawn =
            "return document.querySelectorAll('#handout .paper[data-measured=true]').length === 3
            && !document.querySelector('#print-handout').disabled;";
        page.waits_until("the sheets", drawn).await;
        let pictures = "return [...document.querySelectorAll('#handout .paper-figure img')]
            .every(picture => picture.complete && picture.naturalWidth > 300);";
        page.waits_until("the figures", pictures).await;
        let painted = "const canvas = document.querySelector('#handout canvas');
            if (!canvas?.width) return false;
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            return data.some((value, at) => at % 4 < 3 && value > 0 && value < 200);";
        page.waits_until("the figure that trains", painted).await;
        let rows = "return document.querySelectorAll('#handout .paper:nth-of-type(1) .paper-table tbody tr').length;";
        assert_eq!(page.script(rows, vec![]).await, 7);
        page.sees("#handout .paper:nth-of-type(1)", "which row of the table")
            .await;
        // Print hides all but the sheets.
        let hidden = "
            const sheet = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]);
            return sheet.some(rule => rule.media?.mediaText === 'print' && rule.cssText.includes('data-printed'));";
        assert_eq!(page.script(hidden, vec![]).await, true);
        assert_eq!(page.console_errors().await, Vec::<String>::new());
    });
}

#[test]
fn whoever_comes_to_the_page_begins_at_its_top() {
    browse(async |page| {
        page.opens_lesson("").await;
        page.script("scrollTo(0, document.body.scrollHeight);", vec![])
            .await;
        page.presses_button("#to-teach").await;
        let top = "return document.activeElement?.id === 'headline' && scrollY < 120;";
        page.waits_until("the top of the page", top).await;
    });
}
