//! The declarations in words, for the page and for `docs/runtimes.md`.

use super::rule::{Alpha, Features, Missing, Rank, Ranks, Reading, RsLora, Rule, Treatment, Zero};
use super::{Confidence, Runtime};

/// What a runtime makes of the scale of files of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The files.
    pub files: String,
    /// γ.
    pub gamma: String,
    /// r.
    pub rank: &'static str,
    /// `use_rslora`.
    pub rslora: &'static str,
    /// Where α is missing.
    pub missing: String,
    /// Where α is 0.
    pub zero: &'static str,
}

/// Something that an adapter may have, and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What.
    pub what: &'static str,
    /// What becomes of it.
    pub treatment: Treatment,
}

impl Treatment {
    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Honoured => "as trained",
            Self::Ignored => "not looked at",
            Self::Dropped => "left out in silence",
            Self::Refused => "refused",
            Self::Unknown => "not known",
        }
    }
}

impl Confidence {
    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ran => "run",
            Self::Read => "read, not run",
            Self::Likely => "read, not run; a step is inferred",
        }
    }
}

impl Features {
    /// Each with the field of a config or the tensors it is about.
    pub const fn facts(&self) -> [Fact; 13] {
        const fn fact(what: &'static str, treatment: Treatment) -> Fact {
            Fact { what, treatment }
        }
        [
            fact("DoRA (`use_dora`)", self.dora),
            fact("DoRA (`dora_scale`)", self.dora_scale),
            fact("norms, biases not announced", self.unannounced),
            fact("`lora_bias`", self.lora_bias),
            fact("`bias`", self.biases),
            fact("`modules_to_save`", self.saved_modules),
            fact("the same, a classifier’s head", self.heads),
            fact("`trainable_token_indices`", self.tokens),
            fact("PiSSA, OLoRA, CorDA, LoftQ", self.starts),
            fact("LoRA-GA", self.lora_ga),
            fact("`target_parameters`", self.experts),
            fact("`layer_replication`, QALoRA, BD-LoRA, aLoRA", self.variants),
            fact("another `r` than the file’s", self.contradiction),
        ]
    }
}

impl Runtime {
    /// What it makes of the scale, a row for each kind of files that it reads.
    pub fn rows(&self) -> Vec<Row> {
        let readings = [
            ("PEFT", self.peft),
            ("diffusers", self.diffusers),
            ("kohya", self.kohya),
            ("mlx-lm", self.mlx),
            ("GGUF", self.gguf),
            ("Megatron", self.megatron),
        ];
        let mut rows: Vec<Row> = Vec::new();
        for (files, reading) in readings {
            for row in reading.rows(files) {
                let same = |other: &&mut Row| {
                    Row {
                        files: String::new(),
                        ..(**other).clone()
                    } == Row {
                        files: String::new(),
                        ..row.clone()
                    }
                };
                match rows.iter_mut().find(same) {
                    Some(other) => other.files = format!("{}, {files}", other.files),
                    None => rows.push(row),
                }
            }
        }
        rows
    }

    /// Which ranks it takes, in words.
    pub fn ranks_in_words(&self) -> String {
        match self.ranks {
            Ranks::Any => "any".to_owned(),
            Ranks::SlowAbove(limit) => format!("any; slower above {limit}"),
            Ranks::UpTo {
                option,
                default,
                values,
            } => {
                let values: Vec<String> = values.iter().map(usize::to_string).collect();
                let listed = if values.is_empty() {
                    String::new()
                } else {
                    format!("; one of {}", values.join(", "))
                };
                format!("up to `{option}`, which is {default} unless set{listed}")
            }
        }
    }
}

impl Reading {
    fn rows(self, files: &str) -> Vec<Row> {
        let fixed = |gamma: &str| {
            vec![Row {
                files: files.to_owned(),
                gamma: gamma.to_owned(),
                rank: "–",
                rslora: "–",
                missing: "–".to_owned(),
                zero: "–",
            }]
        };
        match self {
            Self::Scaled(rule) => vec![rule.row(files.to_owned())],
            Self::Embedded(with, without) => vec![
                with.row(format!("{files} with `lora_adapter_metadata`")),
                without.row(format!("{files} without")),
            ],
            Self::Unscaled => fixed("1"),
            Self::Given(option) => fixed(&format!("the option `{option}`, which is 1 unless set")),
            Self::Stated => fixed("`scale`"),
            Self::StatedOverRank => fixed("`scale` · `alpha` / rank"),
            Self::Own => fixed("as the format says"),
            Self::Not(_) | Self::Unknown => Vec::new(),
        }
    }
}

impl Rule {
    fn row(self, files: String) -> Row {
        let alpha = match self.alpha {
            Alpha::ByPattern => "`lora_alpha` after `alpha_pattern`",
            Alpha::Config => "`lora_alpha`",
            Alpha::Beside => "`.alpha` of the layer",
            Alpha::Older => "`lora_parameters.alpha`",
        };
        let whole = match self.fraction {
            Treatment::Refused => ", in whole digits",
            _ => "",
        };
        Row {
            files,
            gamma: format!("α/r, α from {alpha}{whole}"),
            rank: match self.rank {
                Rank::ByPattern => "`r` after `rank_pattern`",
                Rank::Config(Treatment::Refused) => "`r`; layers of another rank are refused",
                Rank::Config(Treatment::Unknown) => {
                    "`r`; of layers of another rank nothing is known"
                }
                Rank::Config(_) => "`r`, whatever `rank_pattern` says",
                Rank::Rows => "rows of A",
            },
            rslora: match self.rslora {
                RsLora::Honoured => "α/√r",
                RsLora::Ignored if matches!(self.alpha, Alpha::Beside | Alpha::Older) => "–",
                RsLora::Ignored => "not looked at: α/r",
                RsLora::NotOnExperts => "α/√r; on experts α/r",
                RsLora::DoubledWhenFused => "α/√r; √2 times that where experts are fused",
                RsLora::Refused => "refused",
            },
            missing: match self.missing {
                Missing::Is(alpha) => format!("α = {alpha}"),
                Missing::Unscaled => "γ = 1".to_owned(),
                Missing::MostCommon => "the α of most layers, else γ = 1".to_owned(),
                Missing::Refused => "refused".to_owned(),
                Missing::Unknown => "not known".to_owned(),
            },
            zero: match self.zero {
                Zero::Off => "γ = 0",
                Zero::Unscaled => "γ = 1",
            },
        }
    }
}
