//! One figure: heading, canvas, caption. The canvas is drawn anew when its plot, its size, the
//! palette or the pixel ratio changes, and never otherwise: what follows the pointer is drawn on a
//! second canvas above it.

use std::rc::Rc;

use yew::{Html, Properties, UseReducerDispatcher, component, html, use_effect_with, use_node_ref};

use super::canvas::{erase, paint, use_size};
use super::cursor::Cursor;
use super::pointer::Pointer;
use super::readout::ReadoutView;
use super::save::Save;
use crate::chart::{self, Figure, Plot};
use crate::ui::display::{use_device_pixel_ratio, use_theme};

/// Properties of [`FigureView`].
#[derive(Properties, PartialEq)]
pub(super) struct FigureProps {
    pub(super) figure: Figure,
    /// None until there is something to draw.
    pub(super) plot: Option<Rc<Plot>>,
    /// A control that belongs to this figure alone.
    pub(super) switch: Option<Html>,
    /// Where the reader points, in this figure or another.
    pub(super) cursor: Cursor,
    /// The rank from which the keyboard sets out.
    pub(super) start: usize,
    pub(super) point: UseReducerDispatcher<Cursor>,
}

/// One figure.
#[component]
pub(super) fn FigureView(props: &FigureProps) -> Html {
    let (canvas, overlay) = (use_node_ref(), use_node_ref());
    let size = *use_size(canvas.clone());
    let theme = use_theme();
    let ratio = use_device_pixel_ratio();
    let rank = props.cursor.rank();
    {
        let canvas = canvas.clone();
        use_effect_with(
            (props.plot.clone(), size, theme, ratio),
            move |(plot, size, theme, ratio)| {
                if let (Some(plot), Some(size)) = (plot, size) {
                    paint(&canvas, *size, *ratio, |backend| {
                        chart::draw(backend, plot, theme, *size)
                    });
                }
            },
        );
    }
    {
        let overlay = overlay.clone();
        use_effect_with(
            (props.plot.clone(), size, theme, ratio, rank),
            move |(plot, size, theme, ratio, rank)| {
                let (Some(plot), Some(size)) = (plot, size) else {
                    return;
                };
                erase(&overlay);
                if let Some(rank) = rank.filter(|&rank| rank <= plot.max_rank()) {
                    paint(&overlay, *size, *ratio, |backend| {
                        chart::draw_crosshair(backend, plot, theme, *size, rank)
                    });
                }
            },
        );
    }
    let name = props.figure.name();
    let heading = format!("heading-{name}");
    let summary = props.plot.as_ref().map(|plot| plot.summary.clone());
    html! {
        <figure aria-labelledby={heading.clone()}>
            <div class="figure-head">
                <h2 id={heading}>{ props.figure.title() }</h2>
                { for props.switch.clone() }
            </div>
            <div class="plot">
                <canvas
                    ref={canvas}
                    id={format!("chart-{name}")}
                    role="img"
                    aria-label={summary.unwrap_or_default()}
                />
                <canvas ref={overlay} class="overlay" aria-hidden="true" />
                if let (Some(plot), Some(size)) = (&props.plot, size) {
                    <Pointer
                        figure={props.figure}
                        plot={plot.clone()}
                        {size}
                        start={props.start}
                        cursor={props.cursor}
                        dispatch={props.point.clone()}
                    />
                    if let Some(rank) = rank.filter(|&rank| rank <= plot.max_rank()) {
                        <ReadoutView
                            id={format!("readout-{name}")}
                            plot={plot.clone()}
                            {rank}
                            side={if plot.place_of(size, rank) < size.width / 2.0 { "right" } else { "left" }}
                        />
                    }
                }
            </div>
            <figcaption>{ caption(props.figure) }</figcaption>
            if let (Some(plot), Some(size)) = (&props.plot, size) {
                <Save figure={props.figure} plot={plot.clone()} {size} {theme} />
            }
        </figure>
    }
}

/// How to read each figure, in a sentence or two.
const fn caption(figure: Figure) -> &'static str {
    match figure {
        Figure::Spectrum => {
            "How strong each direction of an update is. A cliff means that a few directions carry \
             it; a slope means that they all do."
        }
        Figure::Variance => {
            "How much of an update its first r directions hold: the most that any matrix of rank r \
             can."
        }
        Figure::Scaling => {
            "What an adapter’s product is multiplied by. Both fall as the rank grows, α/r much \
             faster."
        }
        Figure::Error => {
            "What is left after truncating to rank r and scaling. The dotted floor is the best any \
             rank-r matrix can do; LoRA touches it only where r = α."
        }
    }
}
