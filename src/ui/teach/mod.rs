//! The page for teachers. What it shows and decides is `rankscope_app::teach`.

mod class;
mod compose;
mod editor;
mod fields;
mod given;
mod handout;
mod key;
mod settled;
mod slides;

use wasm_bindgen_futures::spawn_local;
use yew::{Html, Properties, component, hook, html, use_effect_with};

use self::class::ClassView;
use self::compose::Compose;
use self::slides::Slides;
use crate::browser::entropy;
use crate::browser::files::next_task;
use crate::browser::reveal::go_to;
use crate::browser::storage::{LocalStorage, on_stored};
use crate::store::{Dispatch, Handle, use_store};
use crate::widgets::link::{PageLink, page_link};
use rankscope_app::state::{Action, State};
use rankscope_app::teach::class::{ClassAction, ClassState, KeptClass, kept, pack};
use rankscope_app::teach::store::{DraftAction, DraftState};
use rankscope_app::teach::words;
use rankscope_params::View;
use rankscope_params::query;

/// The draft in this browser.
type DraftHandle = Handle<DraftState<LocalStorage>>;

/// Properties of [`Teach`].
#[derive(Properties, PartialEq)]
pub(crate) struct TeachProps {
    pub(crate) state: State,
    pub(crate) dispatch: Dispatch<State>,
}

/// The page for teachers: an assignment to write, to give and to present, and a class to look at.
#[component]
pub(crate) fn Teach(props: &TeachProps) -> Html {
    let draft = use_store(|| DraftState::open(LocalStorage, entropy()));
    let class = use_store(ClassState::default);
    use_kept_class(class.dispatcher());
    {
        let dispatch = draft.dispatcher();
        use_effect_with((), move |()| {
            let listener = on_stored(move |key| dispatch.dispatch(DraftAction::Stored(key)));
            move || drop(listener)
        });
    }
    let presenting = props.state.link.choices.present.is_on();
    {
        // What has led here within the page was pressed far down another view. After a reload the browser knows where
        // the reader was.
        let arrived = props.state.observation().changes > 0;
        use_effect_with(presenting, move |presenting| {
            if arrived && !presenting {
                go_to("headline");
            }
        });
    }
    if presenting {
        return html! {
            <Slides draft={draft.draft().clone()} class={class} state={props.state.clone()}
                dispatch={props.dispatch.clone()} />
        };
    }
    html! {
        <div id="classroom">
            <div id="teacher">
                <header class="view-head">
                    <div>
                        <h1 id="headline" tabindex="-1">{ words::TEACH }</h1>
                        <p class="lede">{ words::LEDE }</p>
                    </div>
                    { to_exercises(props) }
                </header>
                <Compose draft={draft.clone()} state={props.state.clone()} dispatch={props.dispatch.clone()} />
                <ClassView {class} draft={draft.draft().clone()} />
            </div>
        </div>
    }
}

/// Opens the class that the browser has kept, part by part.
#[hook]
fn use_kept_class(class: Dispatch<ClassState>) {
    use_effect_with((), move |()| {
        spawn_local(async move {
            let packs = match kept(&LocalStorage) {
                KeptClass::Nothing => 0,
                KeptClass::Whole(summaries) => {
                    class.dispatch(ClassAction::Kept(summaries));
                    0
                }
                KeptClass::Packs(packs) => packs,
            };
            for number in 0..packs {
                class.dispatch(ClassAction::Kept(pack(&LocalStorage, number)));
                next_task().await;
            }
        });
    });
}

/// The way back, with no exercise open.
fn to_exercises(props: &TeachProps) -> Html {
    let mut link = props.state.link.in_view(View::Exercises);
    link.exercise.clear();
    let href = format!("?{}", query::write(&link)).into();
    let dispatch = props.dispatch.clone();
    page_link(PageLink {
        class: "",
        id: Some("to-exercises".into()),
        href,
        current: false,
        follow: (move |_| dispatch.dispatch(Action::Follow(link.clone()))).into(),
        content: html! { { words::FROM_TEACH } },
    })
}
