//! How updates and scalings are encoded: colour, dash pattern and name, the same in every figure.

use plotters::style::RGBColor;

use super::Theme;
use rankscope_params::Update;
use rankscope_sim::Scaling;

/// What a curve is of. One colour each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The style update.
    Style,
    /// The facts update.
    Facts,
    /// Neither: a property of the scale alone.
    Neutral,
}

impl From<Update> for Tone {
    fn from(update: Update) -> Self {
        match update {
            Update::Style => Self::Style,
            Update::Facts => Self::Facts,
        }
    }
}

/// Which scale a curve belongs to. One dash pattern each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// LoRA, and whatever does not depend on the scale.
    Solid,
    /// rsLoRA.
    Dashed,
    /// The floor.
    Dotted,
    /// Points that are not joined.
    Unjoined,
}

impl From<Scaling> for Stroke {
    fn from(scaling: Scaling) -> Self {
        match scaling {
            Scaling::Lora => Self::Solid,
            Scaling::RsLora => Self::Dashed,
        }
    }
}

/// A scaling in the names of columns and files.
pub const fn scaling_column(scaling: Scaling) -> &'static str {
    match scaling {
        Scaling::Lora => "lora",
        Scaling::RsLora => "rslora",
    }
}

/// A scaling on the page.
pub const fn scaling_name(scaling: Scaling) -> &'static str {
    match scaling {
        Scaling::Lora => "LoRA",
        Scaling::RsLora => "rsLoRA",
    }
}

/// The colour of a curve: rsLoRA's is nearer to the paper.
pub(super) const fn color(theme: &Theme, tone: Tone, stroke: Stroke) -> RGBColor {
    match stroke {
        Stroke::Dashed => theme.second_tone(tone),
        Stroke::Solid | Stroke::Dotted | Stroke::Unjoined => theme.tone(tone),
    }
}
