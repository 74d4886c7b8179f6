//! The element `rankscope-figure`: several at once, set while they load, and without scripts.

use serde_json::json;

use crate::harness::{Ability, Page, browse, browse_without_scripts};

#[test]
fn figures_on_one_page_stay_apart_and_fetch_each_module_once() {
    browse(async |page| {
        page.visit("cached/examples/blog-post.html").await;
        let heights = "
            const figures = [...document.querySelectorAll('rankscope-figure')];
            window.turn = ((window.turn ?? 0) + 1) % figures.length;
            figures[window.turn].scrollIntoView();
            return figures.map(figure => figure.shadowRoot?.querySelector('iframe')?.offsetHeight ?? 0);";
        let tall = async || {
            let heights = page.script(heights, vec![]).await;
            heights
                .as_array()?
                .iter()
                .all(|height| height.as_f64() > Some(150.0))
                .then_some(())
        };
        page.wait_for("figures at their height", tall).await;
        let set = "const [first, , third] = document.querySelectorAll('rankscope-figure');
            first.setAttribute('noise', '0.3');
            third.query = 'alpha=4';";
        page.script(set, vec![]).await;
        let states = "return [...document.querySelectorAll('rankscope-figure')].map(figure => figure.query);";
        let apart = async || {
            let states = page.script(states, vec![]).await;
            (states == json!(["noise=0.3", "alpha=32", "alpha=4", "view=train&run=1"]))
                .then_some(())
        };
        page.wait_for("states of their own", apart).await;
        // The module of a first visit for all of Explore's, the whole for the training.
        if page.can(Ability::Cache) {
            assert_eq!(page.served("_bg.wasm"), 2);
        }
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

/// An empty page of the same site with the element's script.
async fn with_elements(page: &Page) {
    page.visit("examples/blog-post.css").await;
    page.script(
        "document.body.replaceChildren();
         return import(new URL('../embed.js', location.href)).then(() => true);",
        vec![],
    )
    .await;
}

#[test]
fn what_is_set_before_or_while_the_frame_loads_is_shown() {
    browse(async |page| {
        with_elements(page).await;
        // As frameworks do: an element first, its attributes one by one, whenever they are known.
        page.script(
            "for (const kind of ['attribute', 'query', 'early']) {
                const figure = document.createElement('rankscope-figure');
                figure.id = kind;
                figure.setAttribute('figure', 'error');
                figure.setAttribute('alpha', '8');
                if (kind === 'early') figure.query = 'alpha=4';
                document.body.append(figure);
            }
            const frame = id => document.querySelector(`#${id}`).shadowRoot.querySelector('iframe');
            return new Promise(done => {
                const wait = () => frame('attribute') && frame('query') ? done(true) : setTimeout(wait, 1);
                wait();
            }).then(() => {
                document.querySelector('#attribute').setAttribute('alpha', '32');
                document.querySelector('#query').query = 'noise=0.2';
            });",
            vec![],
        )
        .await;
        let shown = "
            const shown = id => document.querySelector(`#${id}`).shadowRoot.querySelector('iframe')
                ?.contentDocument?.querySelector('#rankscope')?.dataset.query ?? '';
            const is = (id, part) => shown(id).split('&').includes(part);
            return is('attribute', 'alpha=32') && is('query', 'noise=0.2') && is('early', 'alpha=4');";
        page.waits_until("the states that were set", shown).await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn nothing_is_loaded_before_a_figure_comes_near() {
    browse(async |page| {
        page.visit("examples/blog-post.html").await;
        let far = "
            document.body.prepend(Object.assign(document.createElement('div'), { id: 'far' }));
            document.querySelector('#far').style.height = '20000px';
            const figure = document.createElement('rankscope-figure');
            figure.setAttribute('figure', 'error');
            document.body.append(figure);
            return new Promise(done => setTimeout(() => done(figure.shadowRoot.querySelector('iframe') === null), 300));";
        assert_eq!(page.script(far, vec![]).await, true);
        page.script(
            "document.querySelector('rankscope-figure:last-of-type').scrollIntoView();",
            vec![],
        )
        .await;
        page.waits_until(
            "the figure",
            "return document.body.lastElementChild.shadowRoot.querySelector('iframe') !== null;",
        )
        .await;
    });
}

#[test]
fn without_scripts_a_picture_with_its_caption_stands_in() {
    browse_without_scripts(async |page| {
        page.visit("examples/blog-post.html").await;
        // WebDriver's own scripts run all the same.
        let stands = "return [...document.querySelectorAll('rankscope-figure')].map(figure =>
            !figure.shadowRoot && figure.querySelector('p').checkVisibility() && figure.querySelector('img').checkVisibility());";
        assert_eq!(
            page.script(stands, vec![]).await,
            json!([true, true, true, true])
        );
        let shown = "return [...document.querySelectorAll('rankscope-figure img')].map(image =>
            image.complete && image.naturalWidth > 0 && image.alt.length > 20);";
        let pictures = async || {
            let shown = page.script(shown, vec![]).await;
            (shown == json!([true, true, true, true])).then_some(())
        };
        page.wait_for("four pictures with their captions", pictures)
            .await;
    });
}
