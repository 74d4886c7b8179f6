//! What a save is asked for: by the link how an adapter is resized, by the reader how its file is written.
//!
//! The first says something of any adapter, so it stands in the link. The second depends on the file that is
//! open, which a link does not hold.

use rankscope_adapter::names::Naming;
use rankscope_adapter::runtimes::{Alpha, RUNTIMES, Rank, Ranks as RankLimit, Reading, Rule};
use rankscope_adapter::save::{Names, Options, Precision, Ranks, Resize};
use rankscope_adapter::{RankRule, Thresholds};
use rankscope_params::{Link, Resize as By, ResizeNumber};

use super::super::rows::Rows;

/// Which of the forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Right everywhere, nothing left out.
    Portable,
    /// Smaller.
    Resized,
    /// The weighted sum of two adapters.
    Merged,
    /// Cut out of what two checkpoints differ by.
    Cut,
}

impl Form {
    /// Its name in ids and file names.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            Self::Resized => "resized",
            Self::Merged => "merged",
            Self::Cut => "cut",
        }
    }
}

/// Whose names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameChoice {
    /// PEFT's.
    Peft,
    /// diffusers'.
    Diffusers,
    /// kohya's.
    Kohya,
}

impl NameChoice {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Peft, Self::Diffusers, Self::Kohya];

    /// Its name in ids and values.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Peft => "peft",
            Self::Diffusers => "diffusers",
            Self::Kohya => "kohya",
        }
    }

    /// The names that most of these layers can have.
    pub fn default_of(rows: &Rows) -> Self {
        let is_flat = |path: &str| !path.contains('.');
        let kohyas = rows.iter().filter(|row| {
            let layer = &row.report.layer;
            layer.naming == Naming::Kohya && is_flat(&layer.path)
        });
        if 2 * kohyas.count() > rows.len() {
            Self::Kohya
        } else {
            Self::Peft
        }
    }
}

/// Models of a pipeline, for files that do not say to which they belong.
pub const MODELS: [&str; 5] = [
    "unet",
    "transformer",
    "text_encoder",
    "text_encoder_2",
    "text_encoder_3",
];

/// How the file is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChoices {
    /// Whose names; those of [`NameChoice::default_of`] where nothing was chosen.
    pub names: Option<NameChoice>,
    /// The model of a pipeline, where the file does not say it.
    pub model: Option<&'static str>,
    /// The format of the numbers.
    pub precision: Precision,
    /// The rank of a portable file; what is needed where nothing was said.
    pub portable_rank: Option<usize>,
    /// Whether layers of a resized file have ranks of their own.
    pub own_ranks: bool,
}

impl Default for FileChoices {
    fn default() -> Self {
        Self {
            names: None,
            model: None,
            precision: Precision::Source,
            portable_rank: None,
            own_ranks: false,
        }
    }
}

impl FileChoices {
    /// The names in force.
    pub fn names(&self, rows: &Rows) -> NameChoice {
        self.names.unwrap_or_else(|| NameChoice::default_of(rows))
    }

    /// What a save of this form is asked for.
    pub fn options(&self, form: Form, rows: &Rows, resize: Resize) -> Options {
        let names = self.names(rows);
        let model = self.model.map(str::to_owned);
        let ranks = match form {
            Form::Portable | Form::Merged | Form::Cut => Ranks::One(self.portable_rank),
            // α stands beside the factors of each layer, or is taken as r: zeros would be of no use.
            Form::Resized if self.own_ranks || names != NameChoice::Peft => Ranks::Own,
            Form::Resized => Ranks::One(None),
        };
        Options {
            resize: (form == Form::Resized).then_some(resize),
            ranks,
            names: match names {
                NameChoice::Peft => Names::Peft,
                NameChoice::Diffusers => Names::Diffusers { model },
                NameChoice::Kohya => Names::Kohya { model },
            },
            precision: self.precision,
        }
    }
}

/// What a link resizes to.
pub fn resize(link: &Link, thresholds: Thresholds) -> Resize {
    let number = |key| link.resizing.get(key);
    let rule = |rule| Resize::Rule(rule, thresholds);
    match link.choices.resize {
        By::Rank => Resize::Rank(number(ResizeNumber::Rank) as usize),
        By::Budget => Resize::Budget(number(ResizeNumber::Budget) as u64),
        By::Peft => rule(RankRule::Peft),
        By::SvFro => rule(RankRule::SvFro),
        By::SvCumulative => rule(RankRule::SvCumulative),
        By::SvRatio => rule(RankRule::SvRatio),
        By::Entropy => rule(RankRule::Entropy),
    }
}

/// The largest rank that a runtime takes unless an option says another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankTaken {
    /// The runtime's id.
    pub id: &'static str,
    /// Its name.
    pub runtime: &'static str,
    /// The option.
    pub option: &'static str,
    /// Its default.
    pub rank: usize,
}

/// The ranks that runtimes take, as they are declared.
pub fn ranks_taken() -> Vec<RankTaken> {
    let current = RUNTIMES.iter().filter(|runtime| runtime.current);
    let limit = current.filter_map(|runtime| match runtime.ranks {
        RankLimit::UpTo {
            option, default, ..
        } => Some(RankTaken {
            id: runtime.id,
            runtime: runtime.name,
            option,
            rank: default,
        }),
        RankLimit::Any | RankLimit::SlowAbove(_) => None,
    });
    limit.collect()
}

/// The runtimes that read `rank_pattern` and `alpha_pattern`, or the rank from the factors and α by its pattern:
/// their names, and the versions that do.
pub fn reading_patterns() -> Vec<(&'static str, &'static str)> {
    let reads = |reading: Reading| {
        matches!(
            reading,
            Reading::Scaled(Rule {
                alpha: Alpha::ByPattern,
                rank: Rank::ByPattern | Rank::Rows,
                ..
            })
        )
    };
    let current = RUNTIMES.iter().filter(|runtime| runtime.current);
    let reading = current.filter(|runtime| reads(runtime.peft));
    reading
        .map(|runtime| (runtime.name, runtime.versions))
        .collect()
}
