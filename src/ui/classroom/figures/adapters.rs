//! The two real adapters, opened layer by layer: a small pair of spectra for each, and the differences.

use std::rc::Rc;

use yew::{Html, MouseEvent, Properties, component, html, use_memo, use_state_eq};

use crate::browser::display::Display;
use crate::classroom::button;
use crate::store::use_store;
use crate::widgets::figure::FigureView;
use crate::widgets::figure::frame::Level;
use rankscope_app::classroom::words;
use rankscope_app::cursor::Cursor;
use rankscope_chart::Named;
use rankscope_chart::lesson::{Kind, differences, pairs};
use rankscope_lesson::sample;
use rankscope_params::Update;

/// Properties of [`AdaptersFigure`].
#[derive(Properties, PartialEq)]
pub(super) struct AdaptersProps {
    pub(super) named: Named,
    pub(super) display: Display,
}

/// Both figures, with the buttons that open layers.
#[component]
pub(super) fn AdaptersFigure(props: &AdaptersProps) -> Html {
    let (a, b) = (sample::layers(Update::Style), sample::layers(Update::Facts));
    let layers = a.len().min(b.len());
    let open = use_state_eq(|| 1_usize);
    let plots = use_memo(*open, |open| {
        (
            Rc::new(pairs(a, b, *open)),
            Rc::new(differences(a, b, *open)),
        )
    });
    let (small, apart) = &*plots;
    let cursor = use_store(Cursor::default);
    let to = |next: usize| {
        let open = open.clone();
        move |_: MouseEvent| open.set(next)
    };
    let note = |text: &'static str| html! { <p class="how-to-read">{ text }</p> };
    let display = props.display;
    html! {
        <>
            <FigureView figure={props.named} level={Level::Section} note={note(words::ADAPTERS_NOTE)}
                plot={Some(Rc::clone(small))} switch={None::<Html>} cursor={Cursor::default()} start={1}
                point={cursor.dispatcher()} {display} />
            if *open < layers {
                <p class="open-layers">
                    { button("open-layer".to_owned(), words::OPEN_NEXT, to(*open + 1)) }
                    { button("open-layers".to_owned(), words::OPEN_ALL, to(layers)) }
                </p>
            }
            <FigureView figure={Kind::Differences.named(0)} level={Level::Section}
                note={note(words::DIFFERENCES_NOTE)} plot={Some(Rc::clone(apart))} switch={None::<Html>}
                cursor={**cursor} start={*open} point={cursor.dispatcher()} {display} />
        </>
    }
}
