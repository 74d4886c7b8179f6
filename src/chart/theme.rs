//! The design's raw values: the palette, light and dark, and the sizes of type, space and radii. The
//! style sheet's copy, `static/tokens.css`, is generated from here, and a test fails when they differ.
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

    /// The palette's colours by the names the style sheet uses.
    const fn named(&self) -> [(&'static str, RGBColor); 28] {
        [
            ("paper", self.paper),
            ("sheet", self.sheet),
            ("well", self.well),
            ("ink", self.ink),
            ("muted", self.muted),
            ("line", self.line),
            ("edge", self.edge),
            ("style", self.style),
            ("style-2", self.style_2),
            ("style-soft", self.style_soft),
            ("facts", self.facts),
            ("facts-2", self.facts_2),
            ("facts-soft", self.facts_soft),
            ("neutral", self.neutral),
            ("neutral-2", self.neutral_2),
            ("heat-0", self.heat_0),
            ("heat-neg", self.heat_neg),
            ("hand", self.hand),
            ("on-hand", self.on_hand),
            ("yes", self.yes),
            ("yes-soft", self.yes_soft),
            ("part", self.part),
            ("part-soft", self.part_soft),
            ("no", self.no),
            ("no-soft", self.no_soft),
            ("given", self.given),
            ("given-soft", self.given_soft),
            ("focus", self.focus),
        ]
    }

    /// Its declarations, without those that `base` has the same.
    fn declarations(&self, base: Option<&Self>, indent: &str) -> String {
        let base = base.map(Self::named);
        let line = |(at, (name, RGBColor(r, g, b))): (usize, (&str, RGBColor))| {
            let same = base.as_ref().and_then(|base| base.get(at));
            if same.is_some_and(|(_, color)| *color == RGBColor(r, g, b)) {
                return String::new();
            }
            format!("{indent}--{name}: #{r:02x}{g:02x}{b:02x};\n")
        };
        self.named().into_iter().enumerate().map(line).collect()
    }

    /// `static/tokens.css`, whole.
    pub fn style_sheet() -> String {
        let rule =
            |root: &str, (scheme, theme): (&Scheme, Self), base: Option<&Self>, indent: &str| {
                let inner = format!("{indent}  ");
                let rest = if base.is_some() {
                    String::new()
                } else {
                    scheme.lines(&inner)
                };
                let colors = theme.declarations(base, &inner);
                format!("{indent}{root} {{\n{rest}{colors}{indent}}}\n")
            };
        // A page may be told its theme; otherwise the system says.
        let themes = |light: Self, dark: Self, bases: [Option<&Self>; 2], indent: &str| {
            let (auto, told) = (
                ":root:not([data-theme=\"light\"])",
                ":root[data-theme=\"dark\"]",
            );
            let inner = format!("{indent}  ");
            [
                rule(":root", (&LIGHT_SCHEME, light), bases[0], indent),
                format!("\n{indent}@media (prefers-color-scheme: dark) {{\n"),
                rule(auto, (&DARK_SCHEME, dark), bases[1], &inner),
                format!("{indent}}}\n\n"),
                rule(told, (&DARK_SCHEME, dark), bases[1], indent),
            ]
            .concat()
        };
        let (light, dark) = (Self::LIGHT, Self::DARK);
        [
            "/* Generated from src/chart/theme.rs: `BLESS=1 cargo test --test generated_docs` writes it anew. */\n",
            ":root {\n",
            SIZES,
            "}\n\n",
            &themes(light, dark, [None, None], ""),
            "\n@media (prefers-contrast: more) {\n",
            &themes(
                light.with_more_contrast(),
                dark.with_more_contrast(),
                [Some(&light), Some(&dark)],
                "  ",
            ),
            "}\n\n@media (pointer: coarse) {\n  :root {\n    --tap: 2.75rem;\n  }\n}\n",
            "\n@media (prefers-reduced-motion: reduce) {\n  :root {\n    --quick: 0ms;\n    --calm: 0ms;\n    --slow: 0ms;\n  }\n}\n",
        ]
        .concat()
    }
}

/// What a mode has beside its colours.
struct Scheme {
    name: &'static str,
    shadow: &'static str,
    lift: &'static str,
    scrim: &'static str,
    heat_cap: &'static str,
}

impl Scheme {
    fn lines(&self, indent: &str) -> String {
        let Self {
            name,
            shadow,
            lift,
            scrim,
            heat_cap,
        } = self;
        format!(
            "{indent}color-scheme: {name};\n{indent}--shadow: {shadow};\n{indent}--lift: {lift};\n\
             {indent}--scrim: {scrim};\n{indent}--heat-cap: {heat_cap};\n"
        )
    }
}

const LIGHT_SCHEME: Scheme = Scheme {
    name: "light",
    shadow: "0 1px 1px rgb(20 30 30 / 5%), 0 10px 30px -16px rgb(20 30 30 / 22%)",
    lift: "0 2px 4px rgb(10 16 20 / 22%), 0 8px 18px -6px rgb(10 16 20 / 32%)",
    scrim: "rgb(16 20 22 / 46%)",
    heat_cap: "58%",
};

const DARK_SCHEME: Scheme = Scheme {
    name: "dark",
    shadow: "0 0 0 1px #232a2e",
    lift: "0 0 0 1px #0f1214, 0 8px 20px -4px rgb(0 0 0 / 70%)",
    scrim: "rgb(0 0 0 / 62%)",
    heat_cap: "40%",
};

/// Type, space, radii and motion. Nothing is downloaded for any of the fonts. Sizes of type by their
/// pixels at the usual text size; space in multiples of 4 pixels; `--tap` is the least side of
/// anything that is pressed.
const SIZES: &str = "  --serif: Charter, \"Bitstream Charter\", \"Iowan Old Style\", \"Sitka Heading\", \"Noto Serif\", \"Charis SIL\", \"DejaVu Serif Condensed\", Cambria, Georgia, serif;
  --sans: -apple-system, BlinkMacSystemFont, \"Segoe UI Variable Text\", \"Segoe UI\", Inter, Roboto, \"Noto Sans\", Cantarell, \"Helvetica Neue\", \"Liberation Sans\", Arial, sans-serif;
  --scale: \"DIN Alternate\", Bahnschrift, \"Roboto Condensed\", \"Liberation Sans Narrow\", \"Arial Narrow\", \"Nimbus Sans Narrow\", sans-serif;
  --mono: ui-monospace, \"SF Mono\", \"Cascadia Mono\", Consolas, \"Liberation Mono\", monospace;
  --t-12: 0.75rem;
  --t-13: 0.8125rem;
  --t-14: 0.875rem;
  --t-16: 1rem;
  --t-18: 1.125rem;
  --t-22: 1.375rem;
  --t-28: 1.75rem;
  --t-hero: clamp(1.6875rem, 0.95rem + 2.5vw, 3rem);
  --s1: 0.25rem;
  --s2: 0.5rem;
  --s3: 0.75rem;
  --s4: 1rem;
  --s5: 1.5rem;
  --s6: 2rem;
  --s7: 3rem;
  --s8: 4rem;
  --s9: 6rem;
  --gutter: clamp(1rem, 3.4vw, 3rem);
  --page: 84rem;
  --measure: 38rem;
  --r-cell: 2px;
  --r-chip: 6px;
  --r-box: 10px;
  --r-sheet: 16px;
  --r-pill: 999px;
  --tap: 2rem;
  --ease: cubic-bezier(0.2, 0.7, 0.2, 1);
  --quick: 140ms;
  --calm: 320ms;
  --slow: 900ms;
";

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
