//! Plots on the canvases of a figure, drawn when something about them has changed.

use std::rc::Rc;

use yew::{NodeRef, hook, use_effect_with};

use super::canvas::{erase, paint, use_size};
use crate::browser::display::Display;
use rankscope_chart::{Plot, Size};

/// Draws a plot on a canvas whenever the one or the other changes, and returns the canvas's size.
#[hook]
pub(crate) fn use_drawing(
    canvas: NodeRef,
    plot: Option<Rc<Plot>>,
    display: Display,
) -> Option<Size> {
    let size = *use_size(canvas.clone());
    use_effect_with((plot, size, display), move |(plot, size, display)| {
        if let (Some(plot), Some(size)) = (plot, size) {
            paint(&canvas, *size, display.ratio, |backend| {
                rankscope_chart::draw(backend, plot, &display.theme, *size)
            });
        }
    });
    size
}

/// Marks the rank, or step, that is pointed at on a canvas above the plot's.
#[hook]
pub(crate) fn use_crosshair(
    overlay: NodeRef,
    plot: Option<Rc<Plot>>,
    size: Option<Size>,
    display: Display,
    rank: Option<usize>,
) {
    use_effect_with(
        (plot, size, display, rank),
        move |(plot, size, display, rank)| {
            let (Some(plot), Some(size)) = (plot, size) else {
                return;
            };
            erase(&overlay);
            if let Some(rank) = *rank {
                paint(&overlay, *size, display.ratio, |backend| {
                    rankscope_chart::draw_crosshair(backend, plot, &display.theme, *size, rank)
                });
            }
        },
    );
}

/// The side of the crosshair with more room.
pub(crate) fn free_side(plot: &Plot, size: Size, rank: usize) -> &'static str {
    if plot.place_of(size, rank) < size.width / 2.0 {
        "right"
    } else {
        "left"
    }
}
