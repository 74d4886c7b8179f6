//! A package of an assignment against a learning platform's side of SCORM 1.2: scorm-again.

use serde_json::{Value, json};

use crate::harness::{Page, browse};

/// Gives the page scorm-again, as a platform's page has it, and `launch`.
const PLATFORM: &str = "
    const done = arguments[0];
    const script = Object.assign(document.createElement('script'), { src: '/platform.js' });
    script.addEventListener('load', () => done());
    document.head.append(script);";

const INSIDE: &str = "document.querySelector('#sco')?.contentDocument";

impl Page {
    /// Opens the package's page, with a platform around it that knows of an earlier session.
    async fn launches(&self, fragment: &str, earlier: &str) {
        self.script(
            "launch(...arguments);",
            vec![json!(fragment), json!(earlier)],
        )
        .await;
    }

    /// Waits until something in the frame has this text.
    async fn sees_inside(&self, selector: &str, part: &str) {
        let has = format!(
            "return !!{INSIDE}?.querySelector('{selector}')?.textContent.includes('{part}');"
        );
        self.waits_until(&format!("{selector} with {part}"), &has)
            .await;
    }

    async fn presses_inside(&self, selector: &str) {
        let press = format!(
            "const button = {INSIDE}?.querySelector('{selector}'); button?.click(); return !!button;"
        );
        self.waits_until(selector, &press).await;
    }

    /// What the platform keeps under an element of the data model.
    async fn platform_has(&self, element: &str) -> String {
        let read = "return String(window.API.cmi && arguments[0].split('.').slice(1)
            .reduce((value, name) => value?.[name], window.API.cmi));";
        let value: Value = self.script(read, vec![json!(element)]).await;
        value.as_str().unwrap_or_default().to_owned()
    }
}

#[test]
fn a_platform_is_told_the_score_and_another_session_resumes() {
    let mut fragment = String::new();
    browse(async |page| {
        page.opens_teachers_page().await;
        page.presses_button("#begin-number").await;
        page.sees("#own-problems", "Sound.").await;
        fragment = page.assignment_fragment().await;
    });
    browse(async |page| {
        page.visit("?view=teach").await;
        page.script_later(PLATFORM).await;
        page.launches(&fragment, "").await;
        page.sees_inside("#lesson-title", "My assignment").await;
        assert_eq!(
            page.platform_has("cmi.core.lesson_status").await,
            "not attempted"
        );
        page.presses_inside("#go-on").await;
        let answer = format!(
            "const field = {INSIDE}?.querySelector('#answer');
             if (!field) return false;
             field.value = '4';
             field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
             return true;"
        );
        page.waits_until("the answer", &answer).await;
        page.presses_inside("#check-answer").await;
        page.sees_inside("#verdict", "Right.").await;
        let told = "return window.API.cmi.core.score.raw === '100';";
        page.waits_until("the score", told).await;
        assert_eq!(
            page.platform_has("cmi.core.lesson_status").await,
            "completed"
        );
        let earlier = page.platform_has("cmi.suspend_data").await;
        assert!(!earlier.is_empty() && earlier.len() <= 4096, "{earlier}");
        assert!(earlier.ends_with("\nAda Lovelace"), "{earlier}");

        // On another computer nothing is kept but what the platform has.
        page.script(
            "document.querySelector('#sco').remove(); localStorage.clear();",
            vec![],
        )
        .await;
        page.launches(&fragment, &earlier).await;
        page.sees_inside(".how-far", "1 of 1 solved").await;
        let errors = page.console_errors().await;
        assert_eq!(errors, Vec::<String>::new());
    });
}

#[test]
fn without_a_platform_the_page_says_so_and_works() {
    browse(async |page| {
        page.visit("fault/packaged/?view=exercises").await;
        page.sees("#platform-problem", "No learning platform was found")
            .await;
        page.presses_button("#go-on").await;
        page.waits_until(
            "an exercise",
            "return !!document.querySelector('#exercise-title');",
        )
        .await;
        // The page on its own says nothing of platforms.
        page.opens_lesson("").await;
        let none = "return !document.querySelector('#platform-problem');";
        assert_eq!(page.script(none, vec![]).await, true);
    });
}

#[test]
fn the_package_holds_manifest_launcher_and_the_whole_page() {
    browse(async |page| {
        page.opens_teachers_page().await;
        page.write("#assignment-title", "Friday").await;
        page.presses_button("#begin-goal").await;
        page.sees("#own-problems", "Sound.").await;
        let fragment = page.assignment_fragment().await;
        let (name, zip) = page.saves("#save-package").await;
        assert_eq!(name, "rankscope-Friday.zip");
        for part in [
            "imsmanifest.xml",
            "<schemaversion>1.2</schemaversion>",
            "<title>Friday</title>",
            "href=\"launch.html\"",
            "<meta name=\"rankscope-scorm\" content=\"1.2\">",
            &format!("rankscope.html?view=exercises{fragment}"),
        ] {
            assert!(zip.contains(part), "{part}");
        }
        page.sees("#package-said", "Saved.").await;
    });
}
