//! Painting heat maps: a pixel for each cell; the style sheet makes them larger.

use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use rankscope_chart::{Theme, Tone, heat};

/// Paints cells, row by row, on a canvas that becomes as large as they are many.
pub(crate) fn paint_heat(
    canvas: &HtmlCanvasElement,
    (rows, columns): (usize, usize),
    cells: &[f32],
    range: f32,
    tone: Tone,
    theme: &Theme,
) {
    let pixels = heat::pixels(cells, range, tone, theme);
    paint(canvas, (columns, rows), &pixels);
}

/// The same with cells of which some are none, and stay transparent; the others are between −1 and 1.
pub(crate) fn paint_sparse(
    canvas: &HtmlCanvasElement,
    size: (usize, usize),
    cells: &[Option<f32>],
    tone: Tone,
    theme: &Theme,
) {
    let values: Vec<f32> = cells.iter().map(|cell| cell.unwrap_or(0.0)).collect();
    let mut pixels = heat::pixels(&values, 1.0, tone, theme);
    for (pixel, cell) in pixels.chunks_mut(4).zip(cells) {
        if cell.is_none() {
            pixel.fill(0);
        }
    }
    paint(canvas, size, &pixels);
}

fn paint(canvas: &HtmlCanvasElement, (columns, rows): (usize, usize), pixels: &[u8]) {
    let (width, height) = (columns as u32, rows as u32);
    if (canvas.width(), canvas.height()) != (width, height) {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels), width, height);
    // A canvas has no 2D context only when it has another one, and this one is never given any.
    let context = canvas.get_context("2d").ok().flatten();
    let context = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    let painted = match (image, context) {
        (Ok(image), Some(context)) => context.put_image_data(&image, 0.0, 0.0).is_ok(),
        _ => false,
    };
    if !painted {
        log::error!("a heat map of {width} × {height} cells could not be painted");
    }
}
