//! `static/tokens.css`: the palette's colours by name, and the sizes of type, space and radii. A test fails
//! when the file differs from what is written here.

use plotters::style::RGBColor;

use super::Theme;

impl Theme {
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
            "/* Generated from src/chart/theme.rs and src/chart/tokens.rs: `BLESS=1 cargo test --test generated_docs` writes it anew. */\n",
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
