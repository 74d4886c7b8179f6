//! What an author puts into a page of their own: an element, or a frame in one line.

use crate::embed::embed_of;
use rankscope_chart::{Figure, escape_markup};
use rankscope_params::query::{self, Link};
use rankscope_params::{Key, SettingKey, Theme};

/// Heights a frame may have, in CSS pixels.
const HEIGHTS: (f64, f64) = (200.0, 2_000.0);
/// A figure with its heading, sentence and buttons.
const DEFAULT_HEIGHT: f64 = 560.0;

/// How a figure is embedded.
#[derive(Clone, Debug, PartialEq)]
pub struct EmbedOptions {
    pub figure: Figure,
    pub theme: Theme,
    pub controls: Vec<Key>,
    pub height: f64,
}

impl Default for EmbedOptions {
    fn default() -> Self {
        Self {
            figure: Figure::Error,
            theme: Theme::Auto,
            controls: vec![Key::Alpha],
            height: DEFAULT_HEIGHT,
        }
    }
}

impl EmbedOptions {
    /// Adds a control, or takes it away.
    pub fn toggle(&mut self, key: Key) {
        if self.controls.contains(&key) {
            self.controls.retain(|other| *other != key);
        } else {
            self.controls.push(key);
        }
    }

    /// The height nearest to a number that was typed.
    pub fn nearest_height(typed: f64) -> f64 {
        if typed.is_nan() {
            DEFAULT_HEIGHT
        } else {
            typed.clamp(HEIGHTS.0, HEIGHTS.1)
        }
    }

    /// The query of the embedded figure in a state.
    pub fn query(&self, link: &Link) -> String {
        let mut framed = link.clone();
        framed.choices.embed = embed_of(self.figure);
        framed.choices.theme = self.theme;
        framed.controls.clone_from(&self.controls);
        query::write(&framed)
    }
}

/// The address of a state: that of the page, which has no query of its own, with `query`.
pub fn page_address(page: &str, query: &str) -> String {
    if query.is_empty() {
        page.to_owned()
    } else {
        format!("{page}?{query}")
    }
}

/// A frame in one line.
pub fn iframe(page: &str, link: &Link, frame: &EmbedOptions) -> String {
    let source = escape_markup(&page_address(page, &frame.query(link)));
    let (title, height) = (frame.figure.title(), frame.height);
    format!(
        "<iframe src=\"{source}\" title=\"{title}\" width=\"100%\" height=\"{height}\" loading=\"lazy\"></iframe>"
    )
}

/// The element with what it needs.
pub fn element(page: &str, link: &Link, frame: &EmbedOptions) -> String {
    let folder = page.rfind('/').and_then(|end| page.get(..=end));
    let folder = escape_markup(folder.unwrap_or_default());
    let name = frame.figure.name();
    let mut attributes = vec![format!("figure=\"{name}\"")];
    if !frame.controls.is_empty() {
        let names = frame.controls.iter().map(|key| key.declaration().name);
        let names: Vec<_> = names.collect();
        attributes.push(format!("controls=\"{}\"", names.join(",")));
    }
    if frame.theme != Theme::Auto {
        attributes.push(format!("theme=\"{}\"", frame.theme.name()));
    }
    let title = frame.figure.title();
    let state = query::write(link);
    let pairs = form_urlencoded::parse(state.as_bytes());
    attributes.extend(pairs.map(|(key, value)| {
        // An element's `id` is its own: see `static/embed.js`.
        let name = if key == SettingKey::Exercise.declaration().name {
            "exercise"
        } else {
            &*key
        };
        format!("{name}=\"{}\"", escape_markup(&value))
    }));
    format!(
        "<script type=\"module\" src=\"{folder}embed.js\"></script>\n\
         <rankscope-figure {}>\n  \
         <img src=\"{folder}figures/{name}.png\" alt=\"{title}\">\n  \
         <p>{title}</p>\n\
         </rankscope-figure>",
        attributes.join(" "),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://example.org/rankscope/index.html";

    /// The attributes of the element, as a browser reads them.
    fn attributes(element: &str) -> Vec<(String, String)> {
        let (_, rest) = element.split_once("<rankscope-figure ").unwrap();
        let (tag, _) = rest.split_once(">\n").unwrap();
        let pairs = tag.split("\" ").map(|pair| pair.trim_end_matches('"'));
        let pairs = pairs.map(|pair| pair.split_once("=\"").unwrap());
        let read = |text: &str| text.replace("&quot;", "\"").replace("&amp;", "&");
        pairs
            .map(|(name, value)| (name.to_owned(), read(value)))
            .collect()
    }

    #[test]
    fn the_element_opens_the_state_that_is_shared() {
        let link = "view=exercises&id=elbow&alpha=8&pin_a=noise%3D0.2%26alpha%3D4";
        let (link, notices) = query::read(link);
        assert_eq!(notices, []);
        let attributes = attributes(&element(PAGE, &link, &EmbedOptions::default()));
        // As `static/embed.js` does.
        let own = [
            "figure", "controls", "theme", "id", "class", "style", "title",
        ];
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &attributes {
            match name.as_str() {
                "exercise" => {
                    pairs.append_pair("id", value);
                }
                name if own.contains(&name) => {}
                name => {
                    pairs.append_pair(name, value);
                }
            }
        }
        assert_eq!(query::read(&pairs.finish()).0, link);
    }

    #[test]
    fn code_names_the_folder_of_the_page_and_escapes_what_it_quotes() {
        let (link, _) = query::read("alpha=8");
        let element = element(PAGE, &link, &EmbedOptions::default());
        assert!(
            element.contains("src=\"https://example.org/rankscope/embed.js\""),
            "{element}"
        );
        let iframe = iframe(PAGE, &link, &EmbedOptions::default());
        assert!(
            iframe.contains("index.html?alpha=8&amp;embed=error&amp;controls=alpha\""),
            "{iframe}"
        );
    }

    #[test]
    fn a_height_is_a_number_within_its_bounds() {
        for (typed, height) in [
            (f64::NAN, 560.0),
            (1.0, 200.0),
            (1e9, 2_000.0),
            (300.0, 300.0),
        ] {
            assert_eq!(EmbedOptions::nearest_height(typed), height);
        }
    }
}
