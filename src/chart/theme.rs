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
    };

    /// The colour of a curve's tone.
    pub const fn tone(&self, tone: Tone) -> RGBColor {
        match tone {
            Tone::Style => self.style,
            Tone::Facts => self.facts,
            Tone::Neutral => self.ink,
        }
    }

    /// The palette's colours by the names the style sheet uses.
    const fn named(&self) -> [(&'static str, RGBColor); 8] {
        [
            ("paper", self.paper),
            ("panel", self.panel),
            ("ink", self.ink),
            ("muted", self.muted),
            ("line", self.line),
            ("style", self.style),
            ("facts", self.facts),
            ("warning", self.warning),
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
        format!(
            "/* Generated from src/chart/theme.rs: `BLESS=1 cargo test palette` writes it anew. */\n\
             :root {{\n  color-scheme: light dark;\n{}}}\n\n\
             @media (prefers-color-scheme: dark) {{\n  :root {{\n{}  }}\n}}\n",
            Self::LIGHT.declarations("  "),
            Self::DARK.declarations("    "),
        )
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    /// Relative luminance, WCAG 2.2.
    fn luminance(RGBColor(r, g, b): RGBColor) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn whatever_is_written_can_be_read_on_paper_and_on_panels() {
        for theme in [Theme::LIGHT, Theme::DARK] {
            for text in [theme.ink, theme.muted, theme.style, theme.facts] {
                for ground in [theme.paper, theme.panel] {
                    assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
                }
            }
            assert!(contrast(theme.ink, theme.warning) >= 4.5);
        }
    }

    #[test]
    fn the_palette_of_the_style_sheet_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/static/palette.css");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path, Theme::style_sheet()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), Theme::style_sheet());
    }
}
