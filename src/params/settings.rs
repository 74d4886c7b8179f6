//! The one table of settings: the only place that knows a name, label, help, range, step or default.
//!
//! The link's reader and writer, the notices, the controls, the README's tables and the property
//! tests go through it.

use super::choice::{
    Choice, Embed, LikeModel, LikeOptimizer, LikeRate, Matrices, MatricesRank, Optimizer, Present,
    RankAxis, Resize, Rival, Sample, Script, Sheet, SigmaAxis, Source, Start, Step, Task, Theme,
    TrainAxis, Transformer, TransformerRate, Update, View, Width,
};
use super::declaration::{Declaration, Default, Kind, Largest, MostRank, Number, Numeric};
use super::key::{
    AdapterText, Key, MergeWeight, PinSlot, RecallNumber, ResizeNumber, Threshold, TrainingNumber,
};
use super::recall::{
    DEFAULT_FACTS, DEFAULT_RECALL_STEPS, FACTS, RECALL_LEARNING_RATES, RECALL_STEPS,
};
use super::resizing::LARGEST_RESIZED_RANK;
use super::setting_key::SettingKey;
use super::training::{DEFAULT_STEPS, LEARNING_RATES, STEPS};

use Largest::{Fixed, SmallerDimension};

/// Everything a link holds, in the order in which links are read and written: a shape before what
/// it bounds, the optimizer before the learning rate.
pub const SETTINGS: [Declaration; SettingKey::COUNT] = [
    number(
        SettingKey::Param(Key::Rows),
        ["d", "rows d", "rows"],
        "Rows of the weight matrix the two updates are added to.",
        Numeric::whole(2.0, Fixed(1024.0), 64.0),
    ),
    number(
        SettingKey::Param(Key::Columns),
        ["k", "columns k", "columns"],
        "Columns of the weight matrix the two updates are added to.",
        Numeric::whole(2.0, Fixed(1024.0), 64.0),
    ),
    number(
        SettingKey::Param(Key::TrueRank),
        ["true_rank", "true rank", "directions"],
        "How many directions the style update is built from, before noise.",
        Numeric::whole(1.0, SmallerDimension, 4.0),
    ),
    number(
        SettingKey::Param(Key::Noise),
        ["noise", "noise", "standard deviation"],
        "Gaussian noise added to every entry of both updates.",
        Numeric::real(0.0, 1.0, 0.001, 0.01),
    ),
    number(
        SettingKey::Param(Key::StyleMax),
        ["style_max", "first style σ", "singular value"],
        "Strength of the style update's first direction.",
        Numeric::real(0.0, 20.0, 0.05, 5.0),
    ),
    number(
        SettingKey::Param(Key::StyleMin),
        ["style_min", "last style σ", "singular value"],
        "Strength of the style update's last direction; the ones between are spaced evenly.",
        Numeric::real(0.0, 20.0, 0.05, 0.5),
    ),
    number(
        SettingKey::Param(Key::FactsMax),
        ["facts_max", "first facts σ", "singular value"],
        "Strength of the facts update's first direction.",
        Numeric::real(0.0, 20.0, 0.05, 3.0),
    ),
    number(
        SettingKey::Param(Key::FactsMin),
        ["facts_min", "last facts σ", "singular value"],
        "Strength of the facts update's last direction; it uses every direction the matrix has.",
        Numeric::real(0.0, 20.0, 0.05, 0.5),
    ),
    number(
        SettingKey::Param(Key::Alpha),
        ["alpha", "α", ""],
        "The adapter's product is multiplied by α/r (LoRA) or α/√r (rsLoRA).",
        Numeric::logarithmic(0.25, 1024.0, (0.05, 4), Default::Fixed(16.0)),
    ),
    number(
        SettingKey::Param(Key::RankLow),
        ["r_low", "rank r", "rank"],
        "The rank r of the adapter; marked in every chart.",
        Numeric::whole(1.0, SmallerDimension, 4.0),
    ),
    number(
        SettingKey::Param(Key::RankHigh),
        ["r_high", "second rank", "rank"],
        "A second rank to compare with; marked in every chart.",
        Numeric::whole(1.0, SmallerDimension, 32.0),
    ),
    number(
        SettingKey::Param(Key::Seed),
        ["seed", "seed", ""],
        "Seed of NumPy's RandomState: the same seed always draws the same matrices.",
        Numeric::whole(0.0, Fixed(4_294_967_295.0), 42.0),
    ),
    choice::<View>(["view", "view"], "The view that is open."),
    choice::<Step>(["step", "step"], "The step of the story on Start."),
    choice::<RankAxis>(
        ["rank_axis", "rank axis"],
        "Whether the axis of ranks is logarithmic or linear.",
    ),
    choice::<SigmaAxis>(
        ["sigma_axis", "σ axis"],
        "The axis the singular values are drawn on.",
    ),
    choice::<Matrices>(
        ["matrices", "matrices"],
        "Whose matrices are shown as heat maps.",
    ),
    choice::<MatricesRank>(
        ["matrices_rank", "rank of the matrices"],
        "The inspected rank the matrices are truncated to.",
    ),
    choice::<Update>(
        ["update", "update"],
        "The update that adapters are trained on.",
    ),
    choice::<Optimizer>(["optimizer", "optimizer"], "The rule of a training step."),
    choice::<Rival>(
        ["rival", "Compare LoRA with"],
        "What LoRA is trained beside: rsLoRA with α, or LoRA with α·√r.",
    ),
    choice::<Start>(
        ["run", "start of training"],
        "Whether training starts as the page opens, even where the reader prefers reduced motion.",
    ),
    choice::<TrainAxis>(
        ["train_axis", "error axis"],
        "The axis of training errors: 0.01 to 1.2, or fitted to the curves.",
    ),
    choice::<Task>(
        ["task", "what is learned"],
        "Facts: an answer of its own for every key. Style: one rule for all keys.",
    ),
    choice::<Width>(
        ["width", "width"],
        "How many numbers a key has, and how many answers there are.",
    ),
    choice::<Script>(["script", "script"], "Which Python is shown to take away."),
    choice::<Transformer>(
        ["transformer", "fine-tuning step"],
        "The step of a real fine-tuning whose weights are shown.",
    ),
    choice::<TransformerRate>(
        ["transformer_lr", "fine-tuning learning rate"],
        "The learning rate of that fine-tuning’s adapters.",
    ),
    choice::<LikeOptimizer>(
        ["like_optimizer", "optimizer"],
        "Evidence counts what was found with this optimizer.",
    ),
    choice::<LikeRate>(
        ["like_rate", "learning rate"],
        "Evidence counts what was found with learning rates set like this.",
    ),
    choice::<LikeModel>(
        ["like_model", "model"],
        "Evidence counts what was found of one matrix, or of language models.",
    ),
    choice::<Source>(
        ["source", "source"],
        "What Adapter looks at: an adapter, or the difference of two checkpoints.",
    ),
    choice::<Sample>(
        ["sample", "sample adapter"],
        "The adapter that Adapter opens with, of those that come with the page.",
    ),
    choice::<Resize>(
        ["resize", "resize to"],
        "Which rank each layer of an adapter keeps when it is saved smaller.",
    ),
    choice::<Sheet>(["sheet", "sheet"], "What lies over the page."),
    choice::<Present>(
        ["present", "presentation"],
        "With `1`, the page for teachers shows an assignment as slides, at `exercise`; with `figure` or `reveal` that slide's figure or answer.",
    ),
    choice::<Embed>(
        ["embed", "embedded figure"],
        "The figure that is shown alone, in another page.",
    ),
    choice::<Theme>(
        ["theme", "theme"],
        "Dark or light; `auto` follows the reader's system.",
    ),
    number(
        SettingKey::Threshold(Threshold::Keep),
        ["keep", "share to keep", ""],
        "The share that PEFT's energy rule, sv_fro and sv_cumulative keep of each layer.",
        Numeric::real(0.01, 1.0, 0.005, 0.9),
    ),
    number(
        SettingKey::Threshold(Threshold::Ratio),
        ["ratio", "largest ratio", ""],
        "How many times smaller than the first a singular value may be for sv_ratio to keep it.",
        Numeric::logarithmic(1.0, 1000.0, (0.05, 4), Default::Fixed(10.0)),
    ),
    number(
        SettingKey::Resize(ResizeNumber::Rank),
        ["resize_rank", "rank of every layer", "rank"],
        "The rank that every layer keeps at most when an adapter is resized to one rank.",
        typed(1.0, LARGEST_RESIZED_RANK, 8.0),
    ),
    number(
        SettingKey::Resize(ResizeNumber::Budget),
        ["resize_budget", "number of parameters", "parameters"],
        "How many parameters an adapter has at most when it is resized to a number of them.",
        typed(1.0, 1e12, 1e6),
    ),
    number(
        SettingKey::Training(TrainingNumber::LearningRate),
        ["lr", "learning rate η", ""],
        "How far a training step goes along the gradient.",
        Numeric::logarithmic(
            *LEARNING_RATES.start(),
            *LEARNING_RATES.end(),
            (0.125, 3),
            Default::OfOptimizer,
        ),
    ),
    number(
        SettingKey::Training(TrainingNumber::Steps),
        ["steps", "steps", ""],
        "How many steps each adapter is trained.",
        typed(
            *STEPS.start() as f64,
            *STEPS.end() as f64,
            DEFAULT_STEPS as f64,
        ),
    ),
    other(
        SettingKey::TrainingRanks,
        ["ranks", "ranks"],
        "The ranks that are trained, one adapter each.",
        Kind::Ranks(MostRank::SmallerDimension),
    ),
    number(
        SettingKey::Recall(RecallNumber::Facts),
        ["facts", "facts", "keys"],
        "How many keys are learned, each with its answer.",
        Numeric {
            number: Number::Whole,
            ..Numeric::logarithmic(
                *FACTS.start() as f64,
                *FACTS.end() as f64,
                (0.125, 4),
                Default::Fixed(DEFAULT_FACTS as f64),
            )
        },
    ),
    number(
        SettingKey::Recall(RecallNumber::LearningRate),
        ["recall_lr", "learning rate η", ""],
        "How far a step of Recall goes along the gradient.",
        Numeric::logarithmic(
            *RECALL_LEARNING_RATES.start(),
            *RECALL_LEARNING_RATES.end(),
            (0.125, 3),
            Default::OfRecallOptimizer,
        ),
    ),
    number(
        SettingKey::Recall(RecallNumber::Steps),
        ["recall_steps", "steps", ""],
        "How many steps each adapter of Recall is trained.",
        typed(
            *RECALL_STEPS.start() as f64,
            *RECALL_STEPS.end() as f64,
            DEFAULT_RECALL_STEPS as f64,
        ),
    ),
    other(
        SettingKey::RecallRanks,
        ["recall_ranks", "ranks"],
        "The ranks that learn the facts, one adapter each.",
        Kind::Ranks(MostRank::Width),
    ),
    number(
        SettingKey::Merge(MergeWeight::First),
        ["merge_first", "weight w₁", ""],
        "What the first adapter is multiplied by when a second is added to it.",
        Numeric::real(-4.0, 4.0, 0.05, 1.0),
    ),
    number(
        SettingKey::Merge(MergeWeight::Second),
        ["merge_second", "weight w₂", ""],
        "What the second adapter is multiplied by when it is added to the first.",
        Numeric::real(-4.0, 4.0, 0.05, 1.0),
    ),
    pin(PinSlot::A, ["pin_a", "pin A"]),
    pin(PinSlot::B, ["pin_b", "pin B"]),
    pin(PinSlot::C, ["pin_c", "pin C"]),
    other(
        SettingKey::Controls,
        ["controls", "controls"],
        "The parameters that can be moved beside an embedded figure, by commas.",
        Kind::Parameters,
    ),
    other(
        SettingKey::Exercise,
        ["id", "exercise"],
        "The exercise that is open.",
        Kind::Id,
    ),
    other(
        SettingKey::Claim,
        ["claim", "statement"],
        "The statement of Evidence that is open, alone where it is embedded.",
        Kind::Id,
    ),
    other(
        SettingKey::Adapter(AdapterText::Layer),
        ["layer", "layer"],
        "The layer, or of two checkpoints the matrix, that is looked at, by its name in the file.",
        Kind::Text,
    ),
    other(
        SettingKey::Adapter(AdapterText::Sort),
        ["sort", "sort"],
        "The column that the table of layers is sorted by; a minus before it puts the largest first.",
        Kind::Text,
    ),
    other(
        SettingKey::Adapter(AdapterText::Filter),
        ["filter", "filter"],
        "What the names of the listed layers have in them.",
        Kind::Text,
    ),
    other(
        SettingKey::Adapter(AdapterText::Runtimes),
        ["runtimes", "runtimes"],
        "The runtimes that Adapter tells of, by commas; all of them when none is named.",
        Kind::Text,
    ),
];

/// A whole number without a slider.
const fn typed(smallest: f64, largest: f64, default: f64) -> Numeric {
    Numeric {
        slider: false,
        ..Numeric::whole(smallest, Fixed(largest), default)
    }
}

const fn number(
    key: SettingKey,
    [name, label, unit]: [&'static str; 3],
    help: &'static str,
    numeric: Numeric,
) -> Declaration {
    Declaration {
        unit,
        ..other(key, [name, label], help, Kind::Number(numeric))
    }
}

const fn choice<C: Choice>(names: [&'static str; 2], help: &'static str) -> Declaration {
    other(
        SettingKey::Choice(C::KEY),
        names,
        help,
        Kind::Choice(C::OPTIONS),
    )
}

const fn pin(slot: PinSlot, names: [&'static str; 2]) -> Declaration {
    let help = "A pinned state: a query inside the query.";
    other(SettingKey::Pin(slot), names, help, Kind::State)
}

const fn other(
    key: SettingKey,
    [name, label]: [&'static str; 2],
    help: &'static str,
    kind: Kind,
) -> Declaration {
    Declaration {
        key,
        name,
        label,
        unit: "",
        help,
        kind,
    }
}
