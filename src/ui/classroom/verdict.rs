//! What is said to an answer, with the way on. It is brought into sight when it is new, and announced.

use web_sys::Element;
use yew::{Callback, Html, MouseEvent, Properties, component, html, use_effect_with, use_node_ref};

use super::prose::{ProseLinks, prose};
use super::sight::bring_into_sight;
use rankscope_app::classroom::exercise::WayOn;
use rankscope_app::classroom::words;
use rankscope_lesson::AnswerVerdict;

/// Properties of [`VerdictView`].
#[derive(Properties, PartialEq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a property of its own of a component"
)]
pub(super) struct VerdictProps {
    pub(super) outcome: Option<AnswerVerdict>,
    /// What stands in its place where it was solved before, and that does not belong to what is shown.
    #[prop_or_default]
    pub(super) before: Option<&'static str>,
    /// Whether that has just been said: not what was there when the page opened.
    pub(super) is_news: bool,
    /// The hints, which are in sight with a wrong answer.
    pub(super) hints: Html,
    pub(super) solved: bool,
    /// Whether no exercise comes after it.
    pub(super) last: bool,
    /// Whether it stands alone in somebody else's page: then nothing comes after it.
    #[prop_or_default]
    pub(super) alone: bool,
    /// The guess again, beside the result.
    #[prop_or_default]
    pub(super) hindsight: Html,
    /// Goes on, to the next exercise or to the summary.
    pub(super) go_on: Callback<MouseEvent>,
    pub(super) retry: Callback<MouseEvent>,
    pub(super) links: ProseLinks,
}

/// The verdict, or the place where it will be.
#[component]
pub(super) fn VerdictView(props: &VerdictProps) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with(
            (props.outcome.clone(), props.is_news),
            move |(outcome, is_news)| {
                let is_news = *is_news && outcome.is_some();
                if let Some(element) = place.cast::<Element>().filter(|_| is_news) {
                    bring_into_sight(&element);
                }
            },
        );
    }
    let outcome = props.outcome.as_ref();
    let class = outcome
        .map(class_of)
        .or_else(|| props.before.map(|_| "before"));
    let is_wrong = matches!(outcome, Some(AnswerVerdict::Wrong(_)));
    html! {
        <>
            if !is_wrong {
                { props.hints.clone() }
            }
            <div id="verdict" ref={place} {class}>
                <p class="go-on">
                    <span role="status">
                        { for outcome.map(heading) }
                        if props.before.is_some() {
                            <b class="verdict">{ words::SOLVED }</b>
                        }
                    </span>
                    if props.solved && !props.alone {
                        <button id={if props.last { "to-summary" } else { "next-exercise" }} type="button"
                            class="main" onclick={props.go_on.clone()}>{ WayOn::after(props.last).label() }</button>
                    }
                </p>
                { props.hindsight.clone() }
                { for outcome.map(|outcome| explanation(outcome, &props.links)) }
                if let Some(before) = props.before {
                    <div role="status"><p>{ before }</p></div>
                }
                if props.solved {
                    <p class="save">
                        <button id="do-again" type="button" onclick={props.retry.clone()}>{ words::DO_AGAIN }</button>
                    </p>
                }
                if is_wrong {
                    { props.hints.clone() }
                }
            </div>
        </>
    }
}

const fn class_of(verdict: &AnswerVerdict) -> &'static str {
    match verdict {
        AnswerVerdict::Right(_) => "right",
        AnswerVerdict::Wrong(_) => "wrong",
    }
}

fn heading(verdict: &AnswerVerdict) -> Html {
    let (class, heading) = match verdict {
        AnswerVerdict::Right(_) => ("verdict yes", words::RIGHT),
        AnswerVerdict::Wrong(_) => ("verdict part", words::WRONG),
    };
    html! { <b {class}>{ heading }</b> }
}

fn explanation(verdict: &AnswerVerdict, links: &ProseLinks) -> Html {
    let (AnswerVerdict::Right(text) | AnswerVerdict::Wrong(text)) = verdict;
    html! { <div role="status">{ prose(text, links) }</div> }
}
