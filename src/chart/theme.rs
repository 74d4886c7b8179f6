//! The palette, light and dark. The style sheet has it from here too: see [`tokens`](super::tokens).
//!
//! Style is blue and facts orange, the pair that stays apart under every common colour blindness.
//! Text in any of the palette's colours has a contrast of at least 4.5 (WCAG AA), and every curve,
//! outline and icon one of at least 3.

use plotters::style::RGBColor;

use super::Tone;

/// The colours of one mode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Behind the page.
    pub paper: RGBColor,
    /// Behind figures, cards and fields, which lie on the paper.
    pub sheet: RGBColor,
    /// Tracks of sliders, code and what is pressed: cut into the paper.
    pub well: RGBColor,
    /// Text.
    pub ink: RGBColor,
    /// Second-rank text: axis labels, captions.
    pub muted: RGBColor,
    /// Grid lines and dividers.
    pub line: RGBColor,
    /// Outlines of controls.
    pub edge: RGBColor,
    /// The style update, and its rsLoRA tone and background.
    pub style: RGBColor,
    pub style_2: RGBColor,
    pub style_soft: RGBColor,
    /// The facts update, and its rsLoRA tone and background.
    pub facts: RGBColor,
    pub facts_2: RGBColor,
    pub facts_soft: RGBColor,
    /// What belongs to neither update, and its rsLoRA tone.
    pub neutral: RGBColor,
    pub neutral_2: RGBColor,
    /// Zero in a heat map.
    pub heat_0: RGBColor,
    /// Below zero in a heat map; above zero is the update's own colour.
    pub heat_neg: RGBColor,
    /// What can be dragged, and what is written on it.
    pub hand: RGBColor,
    pub on_hand: RGBColor,
    /// Verdicts, each with its background: holds, in part, does not hold, assumed.
    pub yes: RGBColor,
    pub yes_soft: RGBColor,
    pub part: RGBColor,
    pub part_soft: RGBColor,
    pub no: RGBColor,
    pub no_soft: RGBColor,
    pub given: RGBColor,
    pub given_soft: RGBColor,
    /// The outline of what has the keyboard's focus.
    pub focus: RGBColor,
}

/// A colour as it is written in style sheets.
const fn hex(rgb: u32) -> RGBColor {
    RGBColor((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

#[expect(
    clippy::unreadable_literal,
    reason = "colours as style sheets write them"
)]
impl Theme {
    /// For a light page.
    pub const LIGHT: Self = Self {
        paper: hex(0xf3f5f4),
        sheet: hex(0xffffff),
        well: hex(0xe9edeb),
        ink: hex(0x15191c),
        muted: hex(0x545c61),
        line: hex(0xdbe0de),
        edge: hex(0x7f8a88),
        style: hex(0x0b62b0),
        style_2: hex(0x4a90d2),
        style_soft: hex(0xdceaf8),
        facts: hex(0xb94804),
        facts_2: hex(0xd9752f),
        facts_soft: hex(0xfdece0),
        neutral: hex(0x2f363b),
        neutral_2: hex(0x818b90),
        heat_0: hex(0xf6f8f7),
        heat_neg: hex(0x3a4248),
        hand: hex(0x15191c),
        on_hand: hex(0xffffff),
        yes: hex(0x17703a),
        yes_soft: hex(0xdff1e5),
        part: hex(0x7d5a00),
        part_soft: hex(0xfbefcb),
        no: hex(0xa8164f),
        no_soft: hex(0xfbe0ea),
        given: hex(0x4a5a70),
        given_soft: hex(0xe3e9f1),
        focus: hex(0x5a35d8),
    };

    /// For a dark page.
    pub const DARK: Self = Self {
        paper: hex(0x0f1214),
        sheet: hex(0x171b1e),
        well: hex(0x22282c),
        ink: hex(0xecefed),
        muted: hex(0xa5aeb2),
        line: hex(0x2a3135),
        edge: hex(0x727d82),
        style: hex(0x6cb4f5),
        style_2: hex(0x3f80bb),
        style_soft: hex(0x17304a),
        facts: hex(0xff9b5e),
        facts_2: hex(0xbd6a38),
        facts_soft: hex(0x452814),
        neutral: hex(0xd5dad8),
        neutral_2: hex(0x828d92),
        heat_0: hex(0x1d2226),
        heat_neg: hex(0xc9d2d4),
        hand: hex(0xf4f6f5),
        on_hand: hex(0x101315),
        yes: hex(0x7fdc9f),
        yes_soft: hex(0x15331f),
        part: hex(0xf2c661),
        part_soft: hex(0x3a2e0c),
        no: hex(0xff8cb4),
        no_soft: hex(0x451428),
        given: hex(0xb3c0d2),
        given_soft: hex(0x232d3a),
        focus: hex(0xb9a5ff),
    };

    /// The same palette for readers who asked their system for more contrast: what was muted is
    /// written in full, grid lines are as dark as outlines, and second tones are as strong as first.
    #[must_use]
    pub const fn with_more_contrast(self) -> Self {
        Self {
            muted: self.ink,
            line: self.edge,
            style_2: self.style,
            facts_2: self.facts,
            neutral_2: self.neutral,
            ..self
        }
    }

    /// The colour of a curve's tone.
    pub const fn tone(&self, tone: Tone) -> RGBColor {
        match tone {
            Tone::Style => self.style,
            Tone::Facts => self.facts,
            Tone::Neutral => self.neutral,
        }
    }

    /// The same, nearer to the paper: rsLoRA's.
    pub const fn second_tone(&self, tone: Tone) -> RGBColor {
        match tone {
            Tone::Style => self.style_2,
            Tone::Facts => self.facts_2,
            Tone::Neutral => self.neutral_2,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    const THEMES: [Theme; 4] = [
        Theme::LIGHT,
        Theme::DARK,
        Theme::LIGHT.with_more_contrast(),
        Theme::DARK.with_more_contrast(),
    ];

    /// Red, green and blue in linear light, as sRGB defines it.
    fn linear(RGBColor(r, g, b): RGBColor) -> [f64; 3] {
        [r, g, b].map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    fn times(matrix: [[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
        matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
    }

    /// Relative luminance, WCAG 2.2.
    fn luminance(color: RGBColor) -> f64 {
        let [r, g, b] = linear(color);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// What full protanopia and deuteranopia leave of linear light: Machado, Oliveira and
    /// Fernandes 2009, table of severity 1.0.
    const BLINDNESS: [(&str, [[f64; 3]; 3]); 3] = [
        ("none", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "protanopia",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deuteranopia",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        ),
    ];

    /// CIE L*a*b* of linear sRGB light, white point D65.
    fn lab(light: [f64; 3]) -> [f64; 3] {
        let to_xyz = [
            [0.412_456, 0.357_576, 0.180_438],
            [0.212_673, 0.715_152, 0.072_175],
            [0.019_334, 0.119_192, 0.950_304],
        ];
        let [x, y, z] = times(to_xyz, light.map(|channel| channel.clamp(0.0, 1.0)));
        let f = |share: f64| {
            if share > (6.0f64 / 29.0).powi(3) {
                share.cbrt()
            } else {
                share / (3.0 * (6.0f64 / 29.0).powi(2)) + 4.0 / 29.0
            }
        };
        let (x, y, z) = (f(x / 0.950_47), f(y), f(z / 1.088_83));
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// The distance of two colours as somebody with `blindness` sees them (ΔE, CIE 1976): 2.3 can
    /// just be told apart side by side.
    fn seen_apart(blindness: [[f64; 3]; 3], a: RGBColor, b: RGBColor) -> f64 {
        let [a, b] = [a, b].map(|color| lab(times(blindness, linear(color))));
        let squares = a.iter().zip(&b).map(|(a, b)| (a - b).powi(2));
        squares.sum::<f64>().sqrt()
    }

    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn whatever_is_written_can_be_read_on_every_surface() {
        for theme in THEMES {
            for text in [
                theme.ink,
                theme.muted,
                theme.style,
                theme.facts,
                theme.neutral,
            ] {
                for ground in [theme.paper, theme.sheet] {
                    assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
                }
            }
            for text in [theme.ink, theme.muted] {
                assert!(contrast(text, theme.well) >= 4.5, "{text:?} on a well");
            }
            let pairs = [
                (theme.style, theme.style_soft),
                (theme.facts, theme.facts_soft),
                (theme.on_hand, theme.hand),
                (theme.yes, theme.yes_soft),
                (theme.part, theme.part_soft),
                (theme.no, theme.no_soft),
                (theme.given, theme.given_soft),
                (theme.ink, theme.part_soft),
            ];
            for (text, ground) in pairs {
                assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
            }
        }
    }

    #[test]
    fn outlines_curves_and_icons_stand_out() {
        for theme in THEMES {
            // Curves are drawn on sheets alone.
            for color in [theme.style_2, theme.facts_2, theme.neutral_2] {
                assert!(contrast(color, theme.sheet) >= 3.0, "{color:?}");
            }
            let drawn = [
                theme.edge,
                theme.yes,
                theme.part,
                theme.no,
                theme.given,
                theme.focus,
                theme.hand,
            ];
            for color in drawn {
                for ground in [theme.paper, theme.sheet] {
                    assert!(contrast(color, ground) >= 3.0, "{color:?} on {ground:?}");
                }
            }
        }
    }

    /// Ten times what can just be told apart: two thin lines far from each other are harder.
    const APART: f64 = 25.0;

    #[test]
    fn style_and_facts_and_the_ends_of_a_heat_map_stay_apart_for_the_colour_blind() {
        for theme in THEMES {
            let pairs = [
                (theme.style, theme.facts),
                (theme.style, theme.ink),
                (theme.facts, theme.ink),
                (theme.style, theme.heat_neg),
                (theme.facts, theme.heat_neg),
                (theme.heat_neg, theme.heat_0),
                (theme.style, theme.heat_0),
                (theme.facts, theme.heat_0),
            ];
            for (name, blindness) in BLINDNESS {
                for (a, b) in pairs {
                    let apart = seen_apart(blindness, a, b);
                    assert!(
                        apart >= APART,
                        "{name}: {a:?} and {b:?} are {apart:.1} apart"
                    );
                }
            }
        }
    }
}
