//! Which layers of the two real adapters are open: those that have been looked at.

use std::rc::Rc;

use crate::Reduce;
use rankscope_lesson::{Exercise, OwnControl, Present};

/// The layers that are open, counted from 1, and the one looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenLayers {
    open: Vec<usize>,
    looked_at: usize,
}

/// What can happen to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerAction {
    /// One is looked at, and opens.
    LookAt(usize),
    /// All open, so many.
    OpenAll(usize),
}

impl Default for OpenLayers {
    fn default() -> Self {
        Self {
            open: vec![1],
            looked_at: 1,
        }
    }
}

impl OpenLayers {
    /// Those that are open.
    pub fn open(&self) -> &[usize] {
        &self.open
    }

    /// The one looked at.
    pub const fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// The first of so many that is closed.
    pub fn next(&self, layers: usize) -> Option<usize> {
        (1..=layers).find(|layer| !self.open.contains(layer))
    }
}

impl Reduce for OpenLayers {
    type Action = LayerAction;

    fn reduce(self: Rc<Self>, action: LayerAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            LayerAction::LookAt(layer) => {
                next.looked_at = layer;
                if !next.open.contains(&layer) {
                    next.open.push(layer);
                }
            }
            LayerAction::OpenAll(layers) => next.open = (1..=layers).collect(),
        }
        if next == *self { self } else { Rc::new(next) }
    }
}

/// The exercise's own control that goes through the layers, which is called `layer`, and its value.
pub fn layer(exercise: &Exercise, present: &Present) -> Option<(OwnControl, usize)> {
    let mut controls = exercise.controls.own.iter();
    let control = controls.find(|control| control.name.as_str() == "layer")?;
    let value = exercise.own_value("layer", &present.own)?;
    Some((control.clone(), value as usize))
}
