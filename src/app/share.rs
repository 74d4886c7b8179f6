//! What an author puts into a page of their own: an element, or a frame in one line.

use crate::embed::{embed_of, embedded_figure};
use rankscope_chart::{Figure, escape_markup};
use rankscope_params::query::{self, Link};
use rankscope_params::{ChoiceKey, Embed, Input, Key, SETTINGS, SettingKey, Theme, View};

/// Heights a frame may have, in CSS pixels.
const HEIGHTS: (f64, f64) = (200.0, 2_000.0);
/// A figure with its heading, sentence and buttons.
const DEFAULT_HEIGHT: f64 = 560.0;

/// What the sheet says.
pub mod words {
    pub const TITLE: &str = "Share";
    pub const CLOSE: &str = "Close";
    pub const TABS: &str = "What to share";
    pub const LINK: &str = "A link to these settings";
    pub const ELEMENT: &str = "Figure with automatic height";
    pub const IFRAME: &str = "Plain iframe (no script)";
    pub const HEIGHT: &str = "Iframe height (px)";
    pub const CONTROLS: &str = "Controls below the figure";
    pub const PREVIEW: &str = "Preview of the embedded figure";
    pub const PICTURE: &str = "Save PNG, 1920 × 1080";
    pub const SAVED: &str = "Saved ✓";
}

/// What of the sheet is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Link,
    Picture,
    Embed,
}

impl Tab {
    /// Its name in element ids.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Picture => "picture",
            Self::Embed => "embed",
        }
    }

    /// What the sheet calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Link => "Link",
            Self::Picture => "Picture",
            Self::Embed => "Embed",
        }
    }

    /// Those there are for a state: a view without a figure of its own has but its link.
    pub fn offered(link: &Link) -> Vec<Self> {
        let mut tabs = vec![Self::Link];
        tabs.extend(
            EmbedOptions::of(link)
                .is_some_and(|frame| frame.picture().is_some())
                .then_some(Self::Picture),
        );
        tabs.extend(EmbedOptions::of(link).map(|_| Self::Embed));
        tabs
    }
}

/// How a figure is embedded.
#[derive(Clone, Debug, PartialEq)]
pub struct EmbedOptions {
    /// Which one; never the whole page.
    pub embed: Embed,
    pub theme: Theme,
    pub controls: Vec<Key>,
    pub height: f64,
}

impl EmbedOptions {
    /// What the open view has to embed; none where it has nothing.
    pub fn of(link: &Link) -> Option<Self> {
        let (embed, controls) = match link.choices.view {
            View::Explore => (embed_of(Figure::Error), vec![Key::Alpha]),
            View::Start => (Embed::Start, vec![]),
            View::Train => (Embed::Train, vec![]),
            View::Recall => (Embed::Recall, vec![]),
            View::Evidence if !link.claim.is_empty() => (Embed::Claim, vec![]),
            View::Exercises if !link.exercise.is_empty() => (Embed::Exercise, vec![]),
            _ => return None,
        };
        Some(Self {
            embed,
            theme: Theme::Auto,
            controls,
            height: DEFAULT_HEIGHT,
        })
    }

    /// The figure of Explore that it is, if it is one. Only those come with controls.
    pub const fn figure(&self) -> Option<Figure> {
        embedded_figure(self.embed)
    }

    /// The figure that is drawn as a picture, where one tells what the view shows.
    pub const fn picture(&self) -> Option<Figure> {
        match self.embed {
            Embed::Start => Some(Figure::Variance),
            embed => embedded_figure(embed),
        }
    }

    /// Its title.
    pub const fn title(&self) -> &'static str {
        match (self.figure(), self.embed) {
            (Some(figure), _) => figure.title(),
            (None, Embed::Train) => "Training error by rank",
            (None, Embed::Recall) => "What rank facts need",
            (None, Embed::Claim) => "A statement on low-rank adapters, and its evidence",
            (None, Embed::Exercise) => "An exercise on low-rank adapters",
            (None, _) => "What a rank keeps of two updates",
        }
    }

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

    /// The query of the embedded figure in a state: only what the figure depends on.
    pub fn query(&self, link: &Link) -> String {
        let mut framed = match self.embed {
            Embed::Recall => link.in_view(View::Recall),
            Embed::Claim => link.in_view(View::Evidence),
            _ => link.clone(),
        };
        for row in &SETTINGS {
            if !self.depends_on(row.key) {
                // A default is taken as it stands, so there is nothing to say of it.
                framed.set(row.key, &Input::Default);
            }
        }
        if self.embed == Embed::Claim {
            // The figure says which view it is of. Left as a reader does, the view would take the statement along.
            framed.choices.view = View::default();
        }
        framed.choices.embed = self.embed;
        framed.choices.theme = self.theme;
        framed.controls.clone_from(&self.controls);
        query::write(&framed)
    }

    /// Whether the figure looks different under another value of a setting.
    fn depends_on(&self, key: SettingKey) -> bool {
        let explore = self.figure().is_some();
        match key {
            SettingKey::Param(_) => true,
            SettingKey::Choice(ChoiceKey::SigmaAxis) => self.embed == Embed::Spectrum,
            SettingKey::Pin(_) | SettingKey::Choice(ChoiceKey::RankAxis) => explore,
            SettingKey::Choice(ChoiceKey::Update | ChoiceKey::TrainAxis)
            | SettingKey::Training(_)
            | SettingKey::TrainingRanks => self.embed == Embed::Train,
            SettingKey::Choice(ChoiceKey::Optimizer | ChoiceKey::Rival | ChoiceKey::Start) => {
                matches!(self.embed, Embed::Train | Embed::Recall)
            }
            SettingKey::Choice(ChoiceKey::View) => {
                matches!(self.embed, Embed::Recall | Embed::Claim)
            }
            SettingKey::Choice(ChoiceKey::Task | ChoiceKey::Width)
            | SettingKey::Recall(_)
            | SettingKey::RecallRanks => self.embed == Embed::Recall,
            SettingKey::Claim
            | SettingKey::Choice(
                ChoiceKey::LikeOptimizer | ChoiceKey::LikeRate | ChoiceKey::LikeModel,
            ) => self.embed == Embed::Claim,
            SettingKey::Exercise => self.embed == Embed::Exercise,
            _ => false,
        }
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
    let (title, height) = (frame.title(), frame.height);
    format!(
        "<iframe src=\"{source}\" title=\"{title}\" width=\"100%\" height=\"{height}\" loading=\"lazy\"></iframe>"
    )
}

/// The element with what it needs.
pub fn element(page: &str, link: &Link, frame: &EmbedOptions) -> String {
    let folder = page.rfind('/').and_then(|end| page.get(..=end));
    let folder = escape_markup(folder.unwrap_or_default());
    let name = frame.embed.name();
    let mut attributes = vec![format!("figure=\"{name}\"")];
    if !frame.controls.is_empty() {
        let names = frame.controls.iter().map(|key| key.declaration().name);
        let names: Vec<_> = names.collect();
        attributes.push(format!("controls=\"{}\"", names.join(",")));
    }
    if frame.theme != Theme::Auto {
        attributes.push(format!("theme=\"{}\"", frame.theme.name()));
    }
    let title = frame.title();
    let state = frame.query(link);
    let own = [
        SettingKey::Choice(ChoiceKey::Embed),
        SettingKey::Choice(ChoiceKey::Theme),
        SettingKey::Controls,
    ]
    .map(|key| key.declaration().name);
    let pairs = form_urlencoded::parse(state.as_bytes()).filter(|(key, _)| !own.contains(&&**key));
    attributes.extend(pairs.map(|(key, value)| {
        // An element's `id` is its own: see `static/embed.js`.
        let name = if key == SettingKey::Exercise.declaration().name {
            "exercise"
        } else {
            &*key
        };
        format!("{name}=\"{}\"", escape_markup(&value))
    }));
    // What stands inside is shown until the figure is there. Not everything has a picture.
    let picture = frame.figure().is_some() || matches!(frame.embed, Embed::Train | Embed::Recall);
    let image = if picture {
        format!("  <img src=\"{folder}figures/{name}.png\" alt=\"{title}\">\n")
    } else {
        String::new()
    };
    format!(
        "<script type=\"module\" src=\"{folder}embed.js\"></script>\n\
         <rankscope-figure {}>\n\
         {image}  <p>{title}</p>\n\
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

    fn opened(query: &str) -> (Link, EmbedOptions) {
        let (link, notices) = query::read(query);
        assert_eq!(notices, []);
        let frame = EmbedOptions::of(&link).unwrap();
        (link, frame)
    }

    /// The query that the element opens, as `static/embed.js` makes it.
    fn query_of(element: &str) -> String {
        let own = ["id", "class", "style", "title"];
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        for (name, value) in attributes(element) {
            match name.as_str() {
                "exercise" => pairs.append_pair("id", &value),
                "figure" => pairs.append_pair("embed", &value),
                name if own.contains(&name) => continue,
                name => pairs.append_pair(name, &value),
            };
        }
        pairs.finish()
    }

    #[test]
    fn the_element_and_the_iframe_open_the_same_figure() {
        for shared in [
            "alpha=8&pin_a=noise%3D0.2%26alpha%3D4",
            "view=exercises&id=elbow&alpha=8",
            "view=train&update=style&lr=0.01&ranks=2%2C4&noise=0.1",
            "view=start&r_low=9",
        ] {
            let (link, frame) = opened(shared);
            let (by_element, notices) = query::read(&query_of(&element(PAGE, &link, &frame)));
            assert_eq!(notices, [], "{shared}");
            assert_eq!(by_element, query::read(&frame.query(&link)).0, "{shared}");
        }
    }

    #[test]
    fn a_figure_carries_only_what_it_depends_on() {
        let rest =
            "view=explore&script=lora&transformer=500&keep=0.8&steps=20&matrices=style&id=elbow";
        let (link, frame) = opened(&format!("{rest}&alpha=8&pin_b=noise%3D0.2"));
        assert_eq!(
            frame.query(&link),
            "alpha=8&embed=error&pin_b=noise%3D0.2&controls=alpha"
        );
        let (link, frame) = opened("view=exercises&id=elbow&transformer=500&keep=0.8");
        assert_eq!(frame.query(&link), "embed=exercise&id=elbow");
        let (link, frame) = opened("view=evidence&claim=alpha-2r&like_rate=one&transformer=30");
        assert_eq!(
            frame.query(&link),
            "like_rate=one&embed=claim&claim=alpha-2r"
        );
        let (link, frame) = opened("view=train&script=lora&lr=0.01");
        assert_eq!(frame.query(&link), "embed=train&lr=0.01");
    }

    #[test]
    fn a_view_without_a_figure_of_its_own_offers_its_link_alone() {
        let tabs = |query: &str| Tab::offered(&query::read(query).0);
        assert_eq!(tabs("view=explore"), [Tab::Link, Tab::Picture, Tab::Embed]);
        assert_eq!(tabs(""), [Tab::Link, Tab::Picture, Tab::Embed]);
        assert_eq!(tabs("view=train"), [Tab::Link, Tab::Embed]);
        assert_eq!(tabs("view=exercises&id=elbow"), [Tab::Link, Tab::Embed]);
        assert_eq!(
            tabs("view=evidence&claim=alpha-2r"),
            [Tab::Link, Tab::Embed]
        );
        for query in [
            "view=exercises",
            "view=adapter",
            "view=evidence",
            "view=teach",
        ] {
            assert_eq!(tabs(query), [Tab::Link], "{query}");
        }
    }

    #[test]
    fn code_names_the_folder_of_the_page_and_escapes_what_it_quotes() {
        let (link, frame) = opened("alpha=8");
        let element = element(PAGE, &link, &frame);
        assert!(
            element.contains("src=\"https://example.org/rankscope/embed.js\""),
            "{element}"
        );
        let iframe = iframe(PAGE, &link, &frame);
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
