//! Which figure of a view is embedded, how, and what of the state it depends on.

use crate::embed::{embed_of, embedded_figure};
use rankscope_chart::Figure;
use rankscope_params::query::{self, Link};
use rankscope_params::{ChoiceKey, Embed, Input, Key, SETTINGS, SettingKey, Theme, View};

/// Heights a frame may have, in CSS pixels.
const HEIGHTS: (f64, f64) = (200.0, 2_000.0);
/// A figure with its heading, sentence and buttons.
const DEFAULT_HEIGHT: f64 = 560.0;

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
