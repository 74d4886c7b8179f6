//! What stands above and below every view: mark, views, share; where everything is from.

use rankscope_app::mast::{self as app, BARS, FOOT};
use rankscope_app::start::words;
use rankscope_app::state::{Action, State};
use rankscope_params::{Sheet, View};
use yew::{Html, MouseEvent, html};

use super::views::{navigation, to_view};
use crate::store::Dispatch;
use crate::widgets::link::{PageLink, page_link};
use crate::widgets::switch::switch;

/// One row on a desk, two on a phone.
pub(super) fn mast(state: &State, dispatch: &Dispatch<State>) -> Html {
    let share = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.dispatch(Action::choose(Sheet::Share))
    };
    let params = &state.link.params;
    let home = page_link(PageLink {
        class: "word",
        content: html! {
            <>{ mark(params.reading().rank_low, params.max_rank()) }<span>{ words::PROJECT }</span></>
        },
        ..to_view(View::Start, None, state, dispatch)
    });
    html! {
        <header class="mast">
            <a class="skip" href="#rankscope">{ app::SKIP }</a>
            <div class="mast-in">
                { home }
                { navigation(state, dispatch) }
                <button id="open-share" type="button" onclick={share}>
                    <svg viewBox="0 0 20 20" aria-hidden="true">
                        <path d="M10 12.5V2.5M6.5 5.5 10 2l3.5 3.5M4 9.5v7.5h12V9.5" />
                    </svg>
                    { app::SHARE }
                </button>
            </div>
        </header>
    }
}

/// Falling bars, cut behind those that the rank keeps.
fn mark(rank: usize, largest: usize) -> Html {
    let kept = app::bars_kept(rank, largest);
    let bar = |(number, (x, y)): (usize, (f64, f64))| {
        html! {
            <rect class={(number >= kept).then_some("lost")} x={x.to_string()} y={y.to_string()}
                width="3" height={(FOOT - y).to_string()} rx="0.6" />
        }
    };
    html! {
        <svg class="mark" viewBox="0 0 28 28" aria-hidden="true">
            { for BARS.into_iter().enumerate().map(bar) }
            <g transform={format!("translate({:.1} 0)", app::cut(kept))}>
                <path d="M0 1v26" /><circle cy="25" r="3" />
            </g>
        </svg>
    }
}

/// What is computed where, the article, the theme.
pub(super) fn foot(state: &State, dispatch: &Dispatch<State>) -> Html {
    html! {
        <footer class="foot">
            <p>
                { app::COMPUTED }{ " " }{ app::EXACT }<br />
                { app::AFTER }
                <a href={words::ARTICLE_ADDRESS}>{ words::ARTICLE }</a>
                { format!(" ({}).", words::ARTICLE_SOURCE) }
            </p>
            <div>{ switch(state.link.choices.theme, dispatch) }</div>
        </footer>
    }
}
