//! The share sheet: what it offers and says, and what an author puts into a page of their own, an element or a frame in
//! one line.

mod embed_options;

use rankscope_chart::escape_markup;
use rankscope_params::query::Link;
use rankscope_params::{ChoiceKey, Embed, SettingKey, Theme};

pub use self::embed_options::EmbedOptions;

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
mod tests;
