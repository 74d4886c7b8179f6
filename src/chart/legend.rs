//! The legend of a view's figures: one entry for each kind of curve, and what is hidden of them.
//!
//! An entry is of an update, which is a colour, or of a scale, which is a dash pattern. A figure all of
//! whose lines look alike says nothing about scales, so that none of its curves is hidden by one.

use std::rc::Rc;

use super::{Curve, Plot, Stroke, Tone};

/// What the curves of an entry have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The update they are of.
    Tone(Tone),
    /// The scale they are under.
    Stroke(Stroke),
}

/// An entry of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// In element ids.
    pub name: &'static str,
    /// What is written beside its swatch.
    pub label: &'static str,
    /// Its curves.
    pub kind: Kind,
}

const fn entry(name: &'static str, label: &'static str, kind: Kind) -> Entry {
    Entry { name, label, kind }
}

/// Both updates, and what can become of them.
pub const UPDATES_AND_SCALES: [Entry; 5] = [
    entry("style", "style", Kind::Tone(Tone::Style)),
    entry("facts", "facts", Kind::Tone(Tone::Facts)),
    entry("lora", "LoRA α/r", Kind::Stroke(Stroke::Solid)),
    entry("rslora", "rsLoRA α/√r", Kind::Stroke(Stroke::Dashed)),
    entry("lowest", "lowest possible", Kind::Stroke(Stroke::Dotted)),
];

/// The kinds of curves that are hidden in a view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden(Vec<Kind>);

impl Hidden {
    /// Whether curves of this kind are hidden.
    pub fn hides(&self, kind: Kind) -> bool {
        self.0.contains(&kind)
    }

    /// The same after a press on an entry: its curves come or go.
    #[must_use]
    pub fn toggled(&self, kind: Kind) -> Self {
        let mut kinds = self.0.clone();
        if self.hides(kind) {
            kinds.retain(|other| *other != kind);
        } else {
            kinds.push(kind);
        }
        Self(kinds)
    }

    /// What remains of a figure. Its axes do, so that what remains stays in its place.
    pub fn of(&self, plot: &Rc<Plot>) -> Rc<Plot> {
        if self.0.is_empty() {
            return Rc::clone(plot);
        }
        let scales = plot
            .curves
            .iter()
            .any(|curve| curve.stroke == Stroke::Dashed);
        let shown = |curve: &Curve| {
            let by_scale = scales && self.hides(Kind::Stroke(curve.stroke));
            !by_scale && !self.hides(Kind::Tone(curve.tone))
        };
        let mut rest = (**plot).clone();
        rest.curves.retain(shown);
        for ghost in &mut rest.ghosts {
            ghost.curves.retain(shown);
        }
        Rc::new(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Axes, Figure, Scene, View};
    use super::*;
    use rankscope_params::Params;
    use rankscope_sim::simulate;

    fn plot(figure: Figure) -> Rc<Plot> {
        let params = Params::default();
        let live = View {
            spectra: &simulate(&params.update(), &mut |_| ()).unwrap(),
            reading: &params.reading(),
        };
        let scene = Scene {
            live,
            pinned: &[('A', live)],
            axes: Axes::default(),
        };
        figure.plot(&scene).into()
    }

    fn names(plot: &Plot) -> Vec<&str> {
        plot.curves.iter().map(|curve| &*curve.name).collect()
    }

    fn hidden(name: &str) -> Hidden {
        let entry = UPDATES_AND_SCALES.iter().find(|entry| entry.name == name);
        Hidden::default().toggled(entry.unwrap().kind)
    }

    #[test]
    fn an_update_is_hidden_where_it_is_drawn() {
        let hidden = hidden("style");
        assert_eq!(names(&hidden.of(&plot(Figure::Spectrum))), ["facts"]);
        assert_eq!(
            names(&hidden.of(&plot(Figure::Scaling))),
            ["rslora", "lora"]
        );
        let error = hidden.of(&plot(Figure::Error));
        assert_eq!(names(&error), ["facts_floor", "facts_rslora", "facts_lora"]);
        assert_eq!(error.ghosts[0].curves.len(), 3);
    }

    #[test]
    fn a_scale_is_hidden_where_there_are_several() {
        let hidden = hidden("lora");
        assert_eq!(
            names(&hidden.of(&plot(Figure::Variance))),
            ["facts", "style"]
        );
        assert_eq!(names(&hidden.of(&plot(Figure::Scaling))), ["rslora"]);
        assert_eq!(hidden.of(&plot(Figure::Error)).curves.len(), 4);
    }

    #[test]
    fn what_remains_stays_in_its_place_and_a_second_press_shows_all() {
        let whole = plot(Figure::Error);
        let kind = Kind::Tone(Tone::Facts);
        let hidden = Hidden::default().toggled(kind);
        let rest = hidden.of(&whole);
        assert_eq!((&rest.x, &rest.y), (&whole.x, &whole.y));
        assert!(Rc::ptr_eq(&hidden.toggled(kind).of(&whole), &whole));
    }
}
