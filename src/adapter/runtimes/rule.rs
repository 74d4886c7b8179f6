//! What a runtime does with each thing a config or a file may say.

/// What becomes of something that an adapter has or asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// It counts as it was trained.
    Honoured,
    /// It is not looked at; the adapter is loaded all the same.
    Ignored,
    /// Its tensors are left out, and nothing is said.
    Dropped,
    /// The adapter is not loaded.
    Refused,
    /// Not known.
    Unknown,
}

/// What α is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// `r` after `rank_pattern`.
    ByPattern,
    /// `r`, whatever `rank_pattern` says; and what becomes of layers of another rank.
    Config(Treatment),
    /// Rows of A.
    Rows,
}

/// Where α is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alpha {
    /// `lora_alpha` after `alpha_pattern`.
    ByPattern,
    /// `lora_alpha`, whatever `alpha_pattern` says.
    Config,
    /// The number beside the factors.
    Beside,
    /// `alpha` of mlx-lm's older configs.
    Older,
}

/// What `use_rslora` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RsLora {
    /// α/√r.
    Honoured,
    /// α/r all the same.
    Ignored,
    /// α/√r, but α/r on the experts of a mixture.
    NotOnExperts,
    /// α/√r; where gate and up of an expert are fused, r and α are doubled before, so √2 times that.
    DoubledWhenFused,
    /// The adapter is not loaded.
    Refused,
}

/// What is done where nothing says α.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Missing {
    /// α is taken to be this.
    Is(f64),
    /// γ is 1.
    Unscaled,
    /// The number that most layers have; where none has one, γ is 1.
    MostCommon,
    /// The adapter is not loaded.
    Refused,
    /// Not known.
    Unknown,
}

/// What an α of zero does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zero {
    /// γ is 0.
    Off,
    /// γ is 1.
    Unscaled,
}

/// γ from α and r.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// α.
    pub alpha: Alpha,
    /// r.
    pub rank: Rank,
    /// `use_rslora`.
    pub rslora: RsLora,
    /// Where α is not said.
    pub missing: Missing,
    /// Where α is 0.
    pub zero: Zero,
    /// Where α is written as a fraction.
    pub fraction: Treatment,
}

impl Rule {
    /// PEFT's: both patterns, both scales, α = 8 where the config leaves it out.
    pub const PEFT: Self = Self {
        alpha: Alpha::ByPattern,
        rank: Rank::ByPattern,
        rslora: RsLora::Honoured,
        missing: Missing::Is(8.0),
        zero: Zero::Off,
        fraction: Treatment::Honoured,
    };

    /// One number for the whole adapter, from `r` and `lora_alpha` alone.
    pub const fn flat(mixed: Treatment, rslora: RsLora, missing: Missing) -> Self {
        Self {
            alpha: Alpha::Config,
            rank: Rank::Config(mixed),
            rslora,
            missing,
            ..Self::PEFT
        }
    }

    /// The number beside the factors, divided by the rows of A.
    pub const fn beside(missing: Missing, zero: Zero) -> Self {
        Self {
            alpha: Alpha::Beside,
            rank: Rank::Rows,
            rslora: RsLora::Ignored,
            missing,
            zero,
            fraction: Treatment::Honoured,
        }
    }
}

/// What a runtime makes of files of one kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// γ by a rule.
    Scaled(Rule),
    /// By the first rule with a config in the file's own metadata, by the second without.
    Embedded(Rule, Rule),
    /// γ is 1, whatever is said.
    Unscaled,
    /// γ is what an option of this name says, and 1 where it is not given; no file is asked.
    Given(&'static str),
    /// mlx-lm's `scale`, as it is.
    Stated,
    /// mlx-lm's `scale · alpha / rank`, `alpha` being 16 where the config leaves it out.
    StatedOverRank,
    /// As the format defines it.
    Own,
    /// It does not read them, for this reason.
    Not(&'static str),
    /// Not known.
    Unknown,
}

/// What a runtime makes of what may stand beside the factors or change their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    /// DoRA's norms as PEFT and mlx-lm keep them.
    pub dora: Treatment,
    /// The same as kohya and LyCORIS keep them, `dora_scale`.
    pub dora_scale: Treatment,
    /// Norms and biases in the file that the config does not announce.
    pub unannounced: Treatment,
    /// `lora_bias`.
    pub lora_bias: Treatment,
    /// Biases of the model, trained under `bias`.
    pub biases: Treatment,
    /// `modules_to_save`, those of [`Features::heads`] apart.
    pub saved_modules: Treatment,
    /// `modules_to_save` of a classifier's head alone.
    pub heads: Treatment,
    /// `trainable_token_indices`.
    pub tokens: Treatment,
    /// Starts that are taken out of the base weights: `pissa`, `olora`, `corda`, `loftq`.
    pub starts: Treatment,
    /// The same of LoRA-GA.
    pub lora_ga: Treatment,
    /// `target_parameters`: experts stacked in one pair.
    pub experts: Treatment,
    /// `layer_replication`, `use_qalora`, `use_bdlora`, `alora_invocation_tokens`.
    pub variants: Treatment,
    /// A config whose r is not the file's.
    pub contradiction: Treatment,
}

impl Features {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self::all(Treatment::Unknown);

    /// All of them alike.
    pub const fn all(treatment: Treatment) -> Self {
        Self {
            dora: treatment,
            dora_scale: treatment,
            unannounced: treatment,
            lora_bias: treatment,
            biases: treatment,
            saved_modules: treatment,
            heads: treatment,
            tokens: treatment,
            starts: treatment,
            lora_ga: treatment,
            experts: treatment,
            variants: treatment,
            contradiction: treatment,
        }
    }

    /// As these, with starts treated so.
    #[must_use]
    pub const fn with_starts(self, treatment: Treatment) -> Self {
        Self {
            starts: treatment,
            lora_ga: treatment,
            ..self
        }
    }
}

/// Which products it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forms {
    /// Pairs; what becomes of others is not known.
    Pairs,
    /// Pairs, and convolutions in three factors.
    Tucker,
    /// Those of its own format.
    All,
}

/// Which ranks it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranks {
    /// Any, as far as is known.
    Any,
    /// Any, larger ones than this more slowly.
    SlowAbove(usize),
    /// Up to what an option says, which is this where it is not given.
    UpTo {
        /// The option.
        option: &'static str,
        /// Its value where it is not given.
        default: usize,
        /// What it may be; any number where this is empty.
        values: &'static [usize],
    },
}
