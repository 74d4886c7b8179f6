//! What can be asked for.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use rankscope_adapter::save::Resize;
use rankscope_adapter::{Dtype, Keep, RankRule, Ratio, Thresholds};

use crate::error::CommandError;

/// What rank a weight update has, and what becomes of an adapter where it runs.
#[derive(Debug, Parser)]
#[command(name = "rankscope", version, about, propagate_version = true)]
pub(crate) struct Arguments {
    /// Write JSON instead of a table.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Threads to use; by default as many as there are processors.
    #[arg(long, global = true, value_name = "N")]
    pub(crate) threads: Option<usize>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show an adapter layer by layer: scale, norms, effective ranks, what rank rules would keep.
    Adapter(AdapterFiles),
    /// Say at which scale each runtime would apply an adapter. Exits with 1 when one that is named would not run it
    /// as trained.
    Runtimes(RuntimesAsked),
    /// Write an adapter so that every runtime applies it alike: one rank, γ = 1.
    Portable(PortableAsked),
    /// Write an adapter's best approximation of a smaller rank.
    Resize(ResizeAsked),
    /// Compare a base model with a full fine-tune of it: the spectrum of each ΔW, and a LoRA of it.
    Delta(DeltaAsked),
}

#[derive(Args, Debug)]
pub(crate) struct AdapterFiles {
    /// The adapter: its folder, or its weights and perhaps its config, or its shards.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Which of several adapters in the file.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct RuntimesAsked {
    #[command(flatten)]
    pub(crate) adapter: AdapterFiles,
    /// The runtimes to ask about, as `vllm,llama-cpp`; all by default.
    #[arg(long = "for", value_name = "RUNTIME", value_delimiter = ',')]
    pub(crate) named: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct PortableAsked {
    #[command(flatten)]
    pub(crate) adapter: AdapterFiles,
    #[command(flatten)]
    pub(crate) written: Written,
    /// The rank of all layers; by default the largest there is.
    #[arg(long, value_name = "R")]
    pub(crate) rank: Option<usize>,
}

#[derive(Args, Debug)]
pub(crate) struct ResizeAsked {
    #[command(flatten)]
    pub(crate) adapter: AdapterFiles,
    #[command(flatten)]
    pub(crate) written: Written,
    #[command(flatten)]
    pub(crate) size: Size,
}

#[derive(Args, Debug)]
pub(crate) struct DeltaAsked {
    /// The model before: a folder, a `.safetensors` file, one of its shards, or its index.
    pub(crate) base: PathBuf,
    /// The model after, likewise.
    pub(crate) tuned: PathBuf,
    /// Look at a dozen telling matrices only.
    #[arg(long, conflicts_with = "out")]
    pub(crate) quick: bool,
    #[command(flatten)]
    pub(crate) size: Size,
    /// Where to write a LoRA: a folder, which must not exist or be empty. Needs --rank, --budget or --rule.
    #[arg(long, value_name = "DIR", requires = "size")]
    pub(crate) out: Option<PathBuf>,
    /// The format of its numbers.
    #[arg(long, value_name = "FORMAT", default_value = "f32")]
    pub(crate) dtype: Format,
    /// The name of the base model to note in its config; by default the path of BASE.
    #[arg(long, value_name = "NAME")]
    pub(crate) base_name: Option<String>,
}

/// Where and how an adapter is written.
#[derive(Args, Debug)]
pub(crate) struct Written {
    /// Where to write it: a folder, which must not exist or be empty.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Write 32-bit numbers, whatever the source has.
    #[arg(long)]
    pub(crate) single: bool,
}

/// How ranks are chosen.
#[derive(Args, Debug)]
#[group(id = "size", multiple = false)]
pub(crate) struct Chosen {
    /// At most this rank in each layer.
    #[arg(long, value_name = "R")]
    rank: Option<usize>,
    /// At most this many parameters in all, spread by the layers' energies.
    #[arg(long, value_name = "N")]
    budget: Option<u64>,
    /// By the rule of a tool.
    #[arg(long, value_name = "RULE")]
    rule: Option<Rule>,
}

#[derive(Args, Debug)]
pub(crate) struct Size {
    #[command(flatten)]
    chosen: Chosen,
    /// What a rule keeps.
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.9,
        help = "The share that the rules peft, sv_fro and sv_cumulative keep"
    )]
    keep: f64,
    /// How many times smaller than the largest a singular value may be.
    #[arg(
        long,
        value_name = "RATIO",
        default_value_t = 10.0,
        help = "How many times smaller than the largest a singular value may be for sv_ratio"
    )]
    ratio: f64,
}

impl Size {
    /// What was asked for; none where nothing was.
    pub(crate) fn resize(&self) -> Result<Option<Resize>, CommandError> {
        let thresholds = Thresholds {
            keep: Keep::new(self.keep).ok_or(CommandError::Share(self.keep))?,
            ratio: Ratio::new(self.ratio).ok_or(CommandError::Ratio(self.ratio))?,
        };
        let Chosen { rank, budget, rule } = self.chosen;
        Ok(match (rank, budget, rule) {
            (Some(rank), ..) => Some(Resize::Rank(rank)),
            (_, Some(budget), _) => Some(Resize::Budget(budget)),
            (.., Some(rule)) => Some(Resize::Rule(rule.rule(), thresholds)),
            _ => None,
        })
    }
}

/// A rank rule by its name.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Rule {
    Peft,
    SvFro,
    SvCumulative,
    SvRatio,
    Entropy,
}

impl Rule {
    const fn rule(self) -> RankRule {
        match self {
            Self::Peft => RankRule::Peft,
            Self::SvFro => RankRule::SvFro,
            Self::SvCumulative => RankRule::SvCumulative,
            Self::SvRatio => RankRule::SvRatio,
            Self::Entropy => RankRule::Entropy,
        }
    }
}

/// A number format that is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    F32,
    Bf16,
    F16,
}

impl Format {
    pub(crate) const fn dtype(self) -> Dtype {
        match self {
            Self::F32 => Dtype::F32,
            Self::Bf16 => Dtype::BF16,
            Self::F16 => Dtype::F16,
        }
    }
}
