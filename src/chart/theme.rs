//! The palette, light and dark. The style sheet's copy, `static/palette.css`, is generated from
//! here, and a test fails when the two differ.
//!
//! Style is blue and facts orange, the pair that stays apart under every common colour blindness.
//! Each has a contrast of at least 4.5 against its paper (WCAG AA), so its name can be written in it.

use plotters::style::RGBColor;

use super::Tone;

/// The colours of one mode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Behind everything.
    pub paper: RGBColor,
    /// Controls and panels, a shade off the paper.
    pub panel: RGBColor,
    /// Text.
    pub ink: RGBColor,
    /// Second-rank text: axis labels, help.
    pub muted: RGBColor,
    /// Grid lines and borders.
    pub line: RGBColor,
    /// The style update.
    pub style: RGBColor,
    /// The facts update.
    pub facts: RGBColor,
    /// Behind a problem's message.
    pub warning: RGBColor,
    /// The negative end of a heat map.
    pub negative: RGBColor,
    /// The positive end of a heat map.
    pub positive: RGBColor,
}

impl Theme {
    /// For a light page.
    pub const LIGHT: Self = Self {
        paper: RGBColor(0xff, 0xff, 0xff),
        panel: RGBColor(0xf6, 0xf6, 0xf3),
        ink: RGBColor(0x1b, 0x1d, 0x21),
        muted: RGBColor(0x5c, 0x61, 0x69),
        line: RGBColor(0xe1, 0xe2, 0xde),
        style: RGBColor(0x0b, 0x62, 0xb0),
        facts: RGBColor(0xb9, 0x48, 0x04),
        warning: RGBColor(0xfd, 0xf0, 0xd8),
        negative: RGBColor(0x76, 0x2a, 0x83),
        positive: RGBColor(0x1b, 0x78, 0x37),
    };

    /// For a dark page.
    pub const DARK: Self = Self {
        paper: RGBColor(0x13, 0x15, 0x19),
        panel: RGBColor(0x1c, 0x1f, 0x24),
        ink: RGBColor(0xea, 0xea, 0xe6),
        muted: RGBColor(0xa2, 0xa7, 0xb0),
        line: RGBColor(0x33, 0x37, 0x3e),
        style: RGBColor(0x6c, 0xb4, 0xf5),
        facts: RGBColor(0xff, 0x9b, 0x5e),
        warning: RGBColor(0x3d, 0x30, 0x14),
        negative: RGBColor(0xd2, 0xa6, 0xea),
        positive: RGBColor(0x7f, 0xdc, 0x96),
    };

    /// The same palette for readers who asked their system for more contrast: what was muted is
    /// written in full, and lines are as dark as text was.
    #[must_use]
    pub const fn with_more_contrast(self) -> Self {
        Self {
            muted: self.ink,
            line: self.muted,
            ..self
        }
    }

    /// The colour of a curve's tone.
    pub const fn tone(&self, tone: Tone) -> RGBColor {
        match tone {
            Tone::Style => self.style,
            Tone::Facts => self.facts,
            Tone::Neutral => self.ink,
        }
    }

    /// The palette's colours by the names the style sheet uses.
    const fn named(&self) -> [(&'static str, RGBColor); 10] {
        [
            ("paper", self.paper),
            ("panel", self.panel),
            ("ink", self.ink),
            ("muted", self.muted),
            ("line", self.line),
            ("style", self.style),
            ("facts", self.facts),
            ("warning", self.warning),
            ("negative", self.negative),
            ("positive", self.positive),
        ]
    }

    fn declarations(&self, indent: &str) -> String {
        let line = |(name, RGBColor(r, g, b)): (&str, RGBColor)| {
            format!("{indent}--{name}: #{r:02x}{g:02x}{b:02x};\n")
        };
        self.named().map(line).concat()
    }

    /// `static/palette.css`, whole.
    pub fn style_sheet() -> String {
        let rule = |root: &str, scheme: &str, theme: Self, indent: &str| {
            let declarations = theme.declarations(&format!("{indent}  "));
            format!(
                "{indent}{root} {{\n{indent}  color-scheme: {scheme};\n{declarations}{indent}}}\n"
            )
        };
        // A page that is embedded may be told its theme; otherwise the system says.
        let themes = |light: Self, dark: Self, indent: &str| {
            let (auto, told) = (
                ":root:not([data-theme=\"light\"])",
                ":root[data-theme=\"dark\"]",
            );
            let inner = format!("{indent}  ");
            [
                rule(":root", "light", light, indent),
                format!("\n{indent}@media (prefers-color-scheme: dark) {{\n"),
                rule(auto, "dark", dark, &inner),
                format!("{indent}}}\n\n"),
                rule(told, "dark", dark, indent),
            ]
            .concat()
        };
        [
            "/* Generated from src/chart/theme.rs: `BLESS=1 cargo test --test generated_docs` writes it anew. */\n"
                .to_owned(),
            themes(Self::LIGHT, Self::DARK, ""),
            "\n@media (prefers-contrast: more) {\n".to_owned(),
            themes(
                Self::LIGHT.with_more_contrast(),
                Self::DARK.with_more_contrast(),
                "  ",
            ),
            "}\n".to_owned(),
        ]
        .concat()
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
    fn whatever_is_written_can_be_read_on_paper_and_on_panels() {
        for theme in THEMES {
            for text in [theme.ink, theme.muted, theme.style, theme.facts] {
                for ground in [theme.paper, theme.panel] {
                    assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
                }
            }
            assert!(contrast(theme.ink, theme.warning) >= 4.5);
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
                (theme.negative, theme.positive),
                (theme.negative, theme.paper),
                (theme.positive, theme.paper),
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
