//! Slides: what they show, where they stay, what is revealed.

use rankscope_lesson::course;

use super::class::summary;
use super::first;
use crate::harness::browse;

#[test]
fn slides_show_question_figure_and_explanation_with_the_guesses() {
    browse(async |page| {
        page.opens_teachers_page().await;
        page.presses_button(&format!("#add-{}", first())).await;
        let file = ("ada.json".to_owned(), summary("Ada", 1, 1).to_json());
        page.gives_files("#summary-files", &[file]).await;
        page.sees("#table-class", "Ada").await;
        page.sees("#class-kept", "Kept in this browser").await;
        page.presses_button("#open-slides").await;
        page.sees("#slide-title", &course::exercises()[0].title)
            .await;
        let bare = "return !document.querySelector('.mast, .foot, #teacher');";
        page.waits_until("nothing around it", bare).await;
        page.presses_button("#hand-1").await;
        // One hand, and one of the class.
        page.sees(".hands li:nth-child(2) b", "2").await;
        let press = "window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));";
        page.script(press, vec![]).await;
        page.waits_until(
            "the figure",
            "return !!document.querySelector('.slides .evidence canvas, .slides .evidence svg');",
        )
        .await;
        page.sees(".bars li:nth-child(2) b", "2").await;
        // The address says where it is.
        let written = "return location.search.includes('present=figure');";
        page.waits_until("the address", written).await;
        page.reload().await;
        page.waits_until(
            "the same slide",
            "return document.querySelector('#slides')?.dataset.part === 'look';",
        )
        .await;
        page.sees("#votes", "1 vote is from the class").await;
        page.presses_button("#clear-votes").await;
        page.waits_until(
            "no votes",
            "return !!document.querySelector('.bars.unvoted') && !document.querySelector('#clear-votes');",
        )
        .await;
        page.script(press, vec![]).await;
        page.waits_until(
            "the explanation",
            "return !!document.querySelector('.slide-answer');",
        )
        .await;
        // Large type: letters of the figures too.
        page.resize(1280, 720).await;
        let large = "return parseFloat(getComputedStyle(document.documentElement).fontSize) * 12 / 16 >= 20;";
        page.waits_until("large type", large).await;
        page.presses_button("#end-slides").await;
        page.sees("#headline", "For teachers").await;
        // The class is still there.
        page.sees("#table-class", "Ada").await;
        assert_eq!(page.console_errors().await, Vec::<String>::new());
    });
}

#[test]
fn a_number_is_revealed_where_the_figure_shows_it() {
    browse(async |page| {
        page.opens_teachers_page().await;
        page.presses_button("#add-the-elbow").await;
        page.presses_button("#open-slides").await;
        page.presses_button("#slide-forth").await;
        let reading = "return document.querySelector('.slides #readings dd')?.dataset.value ?? '';";
        let look = async || {
            let read = page.script(reading, vec![]).await;
            read.as_str()
                .filter(|read| !read.is_empty())
                .map(str::to_owned)
        };
        let before = page.wait_for("the reading", look).await;
        page.presses_button("#slide-forth").await;
        let other = format!(
            "const read = document.querySelector('.slides #readings dd')?.dataset.value;
             return !!document.querySelector('.slide-answer') && !!read && read !== '{before}';"
        );
        page.waits_until("the reading at the answer", &other).await;
    });
}
