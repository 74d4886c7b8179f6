//! What views share: controls, figures, messages.

pub(crate) mod control;
pub(crate) mod copy;
pub(crate) mod figure;
pub(crate) mod heat;
pub(crate) mod legend;
pub(crate) mod link;
pub(crate) mod messages;
pub(crate) mod notes;
pub(crate) mod pin_bar;
pub(crate) mod printed;
pub(crate) mod problem;
pub(crate) mod progress;
pub(crate) mod scrub;
pub(crate) mod step_bar;
pub(crate) mod swatches;
pub(crate) mod switch;
pub(crate) mod thumb;
pub(crate) mod value_cell;
