//! The page for teachers: an assignment to write, and a class to look at.

use yew::{Html, html};

use super::ClassroomProps;
use super::class::ClassView;
use super::compose::Compose;
use super::prose::ProseLinks;
use crate::widgets::link::{PageLink, page_link};
use rankscope_app::classroom::words;
use rankscope_app::state::Action;
use rankscope_params::View;
use rankscope_params::query;

/// What a teacher does.
pub(super) fn teach(props: &ClassroomProps, links: ProseLinks) -> Html {
    html! {
        <div id="teacher">
            <header class="view-head">
                <div>
                    <h1 id="headline">{ words::TEACH }</h1>
                    <p class="lede">{ words::TEACH_LEDE }</p>
                </div>
                { to_view(View::Exercises, "to-exercises", words::FROM_TEACH, props) }
            </header>
            <Compose {links} />
            <ClassView />
        </div>
    }
}

/// A link to another view, with no exercise open.
pub(super) fn to_view(
    view: View,
    id: &'static str,
    label: &'static str,
    props: &ClassroomProps,
) -> Html {
    let mut link = props.state.link.clone();
    link.choices.view = view;
    link.exercise.clear();
    let href = format!("?{}", query::write(&link)).into();
    let dispatch = props.dispatch.clone();
    page_link(PageLink {
        class: "",
        id: Some(id.into()),
        href,
        current: false,
        follow: (move |_| dispatch.dispatch(Action::Follow(link.clone()))).into(),
        content: html! { { label } },
    })
}
