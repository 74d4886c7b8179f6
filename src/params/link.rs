//! The state that a link holds, and the one way to change any setting of it.

use super::declaration::{Kind, Numeric};
use super::key::{AdapterText, Key};
use super::plain::is_plain_up_to;
use super::setting_key::SettingKey;
use super::training::TrainingContext;
use super::value::Value;
use super::{
    ChoiceKey, Choices, Embed, Merging, Notice, Optimizer, Params, Pins, RankRules, Recall,
    Resizing, Training, View, is_id, number, query,
};

/// Everything a link holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// The parameters.
    pub params: Params,
    /// What was chosen from a few.
    pub choices: Choices,
    /// What the rank rules are asked to keep of the reader's own adapter.
    pub rank_rules: RankRules,
    /// What the reader's own adapter is resized to.
    pub resizing: Resizing,
    /// How adapters are trained.
    pub training: Training,
    /// The weights of two adapters in their sum.
    pub merging: Merging,
    /// How the recall experiment is run.
    pub recall: Recall,
    /// States to compare with.
    pub pins: Pins,
    /// The controls that come with an embedded figure, in the table's order.
    pub controls: Vec<Key>,
    /// The exercise that is open, by its id; empty when none is.
    pub exercise: String,
    /// The statement of Evidence that is open, by its id; empty when none is.
    pub claim: String,
    /// What is looked at of an adapter; empty where nothing is said.
    pub adapter: [String; AdapterText::ALL.len()],
}

/// What a control gives for a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Where its slider stands: see [`Numeric::position`].
    Position(f64),
    /// A number, a list or an option's name, as a link holds it.
    Text(String),
    /// A text that is still being typed.
    Typed(String),
    /// Its default.
    Default,
}

impl Link {
    /// What defaults and ranges depend on.
    pub fn training_context(&self) -> TrainingContext {
        TrainingContext {
            optimizer: self.choices.optimizer,
            max_rank: self.params.max_rank(),
        }
    }

    /// What is looked at of an adapter; empty where nothing is said.
    pub fn adapter(&self, text: AdapterText) -> &str {
        self.adapter.get(text as usize).map_or("", String::as_str)
    }

    /// The value of a setting.
    pub fn value(&self, key: SettingKey) -> Value {
        let numeric = |numeric: &Numeric, value| {
            let context = self.training_context();
            Value::Number {
                value,
                default: numeric.default(context),
                largest: numeric.largest(context.max_rank),
            }
        };
        match key {
            SettingKey::Param(key) => self.params.value(key),
            SettingKey::Choice(choice) => Value::Choice {
                chosen: self.choices.name_of(choice),
                default: self.default_option(choice),
            },
            SettingKey::Threshold(key) => numeric(key.numeric(), self.rank_rules.get(key)),
            SettingKey::Resize(key) => numeric(key.numeric(), self.resizing.get(key)),
            SettingKey::Training(key) => {
                let value = self.training.number(key, self.choices.optimizer);
                numeric(key.numeric(), value)
            }
            SettingKey::Merge(weight) => numeric(weight.numeric(), self.merging.get(weight)),
            SettingKey::TrainingRanks => {
                let max_rank = self.params.max_rank();
                Value::Ranks {
                    ranks: self.training.ranks(max_rank),
                    default: Training::default().ranks(max_rank),
                    max_rank,
                }
            }
            SettingKey::Recall(key) => {
                let value = self.recall.number(key, self.choices.optimizer);
                numeric(key.numeric(), value)
            }
            SettingKey::RecallRanks => Value::Ranks {
                ranks: self.recall.ranks(self.choices.width),
                default: Recall::default().ranks(self.choices.width),
                max_rank: self.choices.width.count(),
            },
            SettingKey::Pin(slot) => {
                let mut pins = self.pins.iter();
                let pinned = pins.find(|(taken, _)| *taken == slot as usize);
                Value::Text(pinned.map(|(_, params)| query::write_params(params)))
            }
            SettingKey::Controls => {
                let names = self.controls.iter().map(|key| key.declaration().name);
                let names = names.collect::<Vec<_>>().join(",");
                Value::Text(Some(names).filter(|names| !names.is_empty()))
            }
            SettingKey::Exercise => of_id(&self.exercise),
            SettingKey::Claim => of_id(&self.claim),
            SettingKey::Adapter(text) => {
                let text = Some(self.adapter(text)).filter(|text| !text.is_empty());
                Value::Text(text.map(str::to_owned))
            }
        }
    }

    /// Sets one setting to the nearest value it can take; the notices say where that is not what was
    /// given, and which others it moved.
    pub fn set(&mut self, key: SettingKey, input: &Input) -> Vec<Notice> {
        match input {
            Input::Text(text) | Input::Typed(text) => self.set_text(key, text),
            Input::Default => self.set_default(key),
            Input::Position(position) => match &key.declaration().kind {
                Kind::Number(numeric) if !position.is_nan() => {
                    let value = numeric.value_at(*position);
                    self.set_number(key, numeric.nearest(value, self.params.max_rank()))
                }
                _ => vec![],
            },
        }
    }

    pub(super) fn set_text(&mut self, key: SettingKey, text: &str) -> Vec<Notice> {
        match key {
            SettingKey::Param(_)
            | SettingKey::Threshold(_)
            | SettingKey::Resize(_)
            | SettingKey::Training(_)
            | SettingKey::Recall(_)
            | SettingKey::Merge(_) => match number::read(text) {
                Some(value) => self.set_number(key, value),
                None => vec![Notice::unreadable(key, text, self.value(key).text())],
            },
            SettingKey::Choice(choice) => {
                let name = match choice {
                    ChoiceKey::View => View::present_name(text),
                    _ => text,
                };
                let before = self.choices.view;
                if self.choices.choose(choice, name) {
                    let of_recall = self.choices.embed == Embed::Recall;
                    if choice == ChoiceKey::View || choice == ChoiceKey::Embed && of_recall {
                        self.arrive_from(before);
                    }
                    return vec![];
                }
                vec![Notice::unreadable(key, text, self.value(key).text())]
            }
            SettingKey::TrainingRanks => {
                let max_rank = self.params.max_rank();
                if self.training.take_ranks(text, max_rank) {
                    return vec![];
                }
                let used = self.value(key).text();
                vec![Notice::moved(key, text, used, max_rank)]
            }
            SettingKey::RecallRanks => {
                let width = self.choices.width;
                if self.recall.take_ranks(text, width) {
                    return vec![];
                }
                let used = self.value(key).text();
                vec![Notice::moved(key, text, used, width.count())]
            }
            SettingKey::Pin(slot) => {
                let (params, notices) = query::read_params(text);
                self.pins.pin(slot as usize, params);
                notices
            }
            SettingKey::Controls => {
                let (controls, notices) = query::read_controls(text);
                self.controls = controls;
                notices
            }
            SettingKey::Exercise => set_id(&mut self.exercise, key, text),
            SettingKey::Claim => set_id(&mut self.claim, key, text),
            SettingKey::Adapter(which) => {
                if !is_plain_up_to(text, which.longest()) {
                    return vec![Notice::unreadable(key, text, self.value(key).text())];
                }
                if let Some(slot) = self.adapter.get_mut(which as usize) {
                    text.clone_into(slot);
                }
                vec![]
            }
        }
    }

    /// The same in a view, without what only another view shows.
    #[must_use]
    pub fn in_view(&self, view: View) -> Self {
        let mut link = self.clone();
        link.choices.view = view;
        link.arrive_from(self.choices.view);
        link
    }

    /// After another view may have been opened. The figure of Recall is of that view; an optimizer at its
    /// default is at the new view's.
    fn arrive_from(&mut self, before: View) {
        if self.choices.embed == Embed::Recall {
            self.choices.view = View::Recall;
        }
        if self.choices.optimizer == Optimizer::default_in(before) {
            self.choices.optimizer = Optimizer::default_in(self.choices.view);
        }
        self.leave_other_views();
    }

    /// The name of the option of a choice when nothing is said.
    fn default_option(&self, choice: ChoiceKey) -> &'static str {
        match (choice, SettingKey::Choice(choice).declaration().kind) {
            (ChoiceKey::Optimizer, _) => Optimizer::default_in(self.choices.view).name(),
            (_, Kind::Choice([first, ..])) => first.name,
            _ => "",
        }
    }

    /// What is chosen of the real transformer and of the statements belongs to Evidence: no other view's
    /// link carries it.
    fn leave_other_views(&mut self) {
        const OF_EVIDENCE: [ChoiceKey; 5] = [
            ChoiceKey::Transformer,
            ChoiceKey::TransformerRate,
            ChoiceKey::LikeOptimizer,
            ChoiceKey::LikeRate,
            ChoiceKey::LikeModel,
        ];
        if self.choices.view != View::Evidence {
            for key in OF_EVIDENCE {
                self.choices.reset(key);
            }
            self.claim.clear();
        }
        if self.choices.view != View::Teach {
            self.choices.reset(ChoiceKey::Present);
        }
    }

    /// Sets a number. One that is NaN changes nothing but earns a notice.
    fn set_number(&mut self, key: SettingKey, value: f64) -> Vec<Notice> {
        let context = self.training_context();
        let (numeric, asked) = match key {
            SettingKey::Param(key) => {
                let (params, notices) = self.params.with(key, value);
                self.params = params;
                return notices;
            }
            SettingKey::Threshold(key) => (key.numeric(), self.rank_rules.asked_mut(key)),
            SettingKey::Resize(key) => (key.numeric(), self.resizing.asked_mut(key)),
            SettingKey::Training(key) => (key.numeric(), self.training.asked_mut(key)),
            SettingKey::Merge(key) => (key.numeric(), self.merging.asked_mut(key)),
            SettingKey::Recall(key) => (key.numeric(), self.recall.asked_mut(key)),
            _ => return vec![],
        };
        let given = number::Format::Exact.write(value);
        if value.is_nan() {
            return vec![Notice::unreadable(key, &given, self.value(key).text())];
        }
        let used = numeric.nearest(value, context.max_rank);
        // Giving the default is not asking for it.
        *asked = (used != numeric.default(context)).then_some(used);
        if used == value {
            return vec![];
        }
        let used = number::Format::Exact.write(used);
        vec![Notice::moved(key, &given, used, context.max_rank)]
    }

    fn set_default(&mut self, key: SettingKey) -> Vec<Notice> {
        match key {
            SettingKey::Param(key) => {
                let (params, notices) = self.params.with_default(key);
                self.params = params;
                return notices;
            }
            SettingKey::Choice(key) => {
                let before = self.choices.view;
                self.choices.reset(key);
                match key {
                    ChoiceKey::View => self.arrive_from(before),
                    ChoiceKey::Optimizer => {
                        self.choices.optimizer = Optimizer::default_in(before);
                    }
                    _ => {}
                }
            }
            SettingKey::Threshold(key) => *self.rank_rules.asked_mut(key) = None,
            SettingKey::Resize(key) => *self.resizing.asked_mut(key) = None,
            SettingKey::Training(key) => *self.training.asked_mut(key) = None,
            SettingKey::Merge(key) => *self.merging.asked_mut(key) = None,
            SettingKey::TrainingRanks => self.training.reset_ranks(),
            SettingKey::Recall(key) => *self.recall.asked_mut(key) = None,
            SettingKey::RecallRanks => self.recall.reset_ranks(),
            SettingKey::Pin(slot) => self.pins.unpin(slot as usize),
            SettingKey::Controls => self.controls.clear(),
            SettingKey::Exercise => self.exercise.clear(),
            SettingKey::Claim => self.claim.clear(),
            SettingKey::Adapter(which) => {
                if let Some(text) = self.adapter.get_mut(which as usize) {
                    text.clear();
                }
            }
        }
        vec![]
    }
}

/// The value of a setting that is an id, empty when it is unset.
fn of_id(id: &str) -> Value {
    Value::Text(Some(id.to_owned()).filter(|id| !id.is_empty()))
}

/// Sets an id; a text that is none changes nothing and is said.
fn set_id(id: &mut String, key: SettingKey, text: &str) -> Vec<Notice> {
    if text.is_empty() || is_id(text) {
        text.clone_into(id);
        return vec![];
    }
    vec![Notice::unreadable(key, text, "unset".to_owned())]
}

#[cfg(test)]
mod tests;
