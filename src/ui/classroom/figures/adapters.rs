//! The two real adapters, opened layer by layer: a small pair of spectra for each, and the differences.

use std::rc::Rc;

use yew::{Html, MouseEvent, Properties, component, html, use_effect_with, use_memo};

use crate::browser::display::Display;
use crate::classroom::button;
use crate::classroom::hooks::use_focus_kept;
use crate::store::{Handle, use_store};
use crate::widgets::figure::FigureView;
use crate::widgets::figure::frame::Level;
use rankscope_app::classroom::exercise::{ExerciseAction, ExerciseState};
use rankscope_app::classroom::figures::{LayerAction, OpenLayers, layer};
use rankscope_app::classroom::words;
use rankscope_app::cursor::Cursor;
use rankscope_chart::Named;
use rankscope_chart::lesson::{Kind, differences, pairs};
use rankscope_lesson::{Name, Present, sample};
use rankscope_params::Update;

/// Properties of [`AdaptersFigure`].
#[derive(Properties, PartialEq)]
pub(super) struct AdaptersProps {
    pub(super) named: Named,
    pub(super) work: Handle<ExerciseState>,
    /// Where the student is.
    pub(super) present: Present,
    pub(super) display: Display,
    /// Whether all layers are open from the start.
    pub(super) all_open: bool,
}

/// Both figures, with the buttons that open layers. Where the exercise has a control that goes through the
/// layers, that opens them too.
#[component]
pub(super) fn AdaptersFigure(props: &AdaptersProps) -> Html {
    let (a, b) = (sample::layers(Update::Style), sample::layers(Update::Facts));
    let layers = a.len().min(b.len());
    let control = layer(props.work.exercise(), &props.present);
    let state = use_store(OpenLayers::default);
    {
        let state = state.dispatcher();
        use_effect_with(control.as_ref().map(|control| control.1), move |layer| {
            if let Some(layer) = *layer {
                state.dispatch(LayerAction::LookAt(layer));
            }
        });
    }
    {
        let state = state.dispatcher();
        use_effect_with(props.all_open, move |all_open| {
            if *all_open {
                state.dispatch(LayerAction::OpenAll(layers));
            }
        });
    }
    let plots = use_memo((**state).clone(), |state| {
        let (open, looked_at) = (state.open(), state.looked_at());
        (
            Rc::new(pairs(a, b, open, looked_at)),
            Rc::new(differences(a, b, open, looked_at)),
        )
    });
    let (small, apart) = &*plots;
    let cursor = use_store(Cursor::default);
    let look_at = |next: usize| {
        let (state, work, control) = (state.clone(), props.work.clone(), control.clone());
        move |_: MouseEvent| {
            state.dispatch(LayerAction::LookAt(next));
            if let Some((control, _)) = &control {
                let name = Name::Own(control.name.clone());
                work.dispatch(ExerciseAction::Move(name, next as f64));
            }
        }
    };
    let open_all = {
        let state = state.clone();
        move |_: MouseEvent| state.dispatch(LayerAction::OpenAll(layers))
    };
    let next = state.next(layers);
    use_focus_kept(next.is_none(), "#layers-open");
    let note = |text: &'static str| html! { <p class="how-to-read">{ text }</p> };
    let display = props.display;
    html! {
        <>
            <FigureView figure={props.named} level={Level::Section} note={note(words::ADAPTERS_NOTE)}
                plot={Some(Rc::clone(small))} switch={None::<Html>} cursor={Cursor::default()} start={1}
                point={cursor.dispatcher()} {display} />
            if let Some(next) = next {
                <p class="open-layers">
                    { button("open-layer".to_owned(), words::OPEN_NEXT, look_at(next)) }
                    { button("open-layers".to_owned(), words::OPEN_ALL, open_all) }
                </p>
            } else {
                <p id="layers-open" tabindex="-1" role="status">{ words::ALL_OPEN }</p>
            }
            <FigureView figure={Kind::Differences.named(0)} level={Level::Section}
                note={note(words::DIFFERENCES_NOTE)} plot={Some(Rc::clone(apart))} switch={None::<Html>}
                cursor={**cursor} start={state.looked_at()} point={cursor.dispatcher()} {display} />
        </>
    }
}
