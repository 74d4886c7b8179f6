//! What is chosen of the fine-tuning of a real transformer.

use super::Choice;

/// What is shown of the fine-tuning of a real transformer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transformer {
    /// Nothing: nothing is loaded for it.
    #[default]
    Closed,
    /// Its weights after 30 steps.
    Step30,
    /// After 100.
    Step100,
    /// After 200.
    Step200,
    /// After 500, its last.
    Step500,
}

impl Transformer {
    /// The step whose weights are shown, if any are.
    pub const fn step(self) -> Option<usize> {
        match self {
            Self::Closed => None,
            Self::Step30 => Some(30),
            Self::Step100 => Some(100),
            Self::Step200 => Some(200),
            Self::Step500 => Some(500),
        }
    }
}

impl Choice for Transformer {
    const NAME: &'static str = "transformer";
    const HELP: &'static str = "The step of a real fine-tuning whose weights are shown.";
    const ALL: &'static [Self] = &[
        Self::Closed,
        Self::Step30,
        Self::Step100,
        Self::Step200,
        Self::Step500,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Step30 => "30",
            Self::Step100 => "100",
            Self::Step200 => "200",
            Self::Step500 => "500",
        }
    }
}

/// The learning rate whose adapters are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransformerRate {
    /// 0.001.
    #[default]
    Low,
    /// 0.0025.
    Middle,
    /// 0.005.
    High,
}

impl TransformerRate {
    /// η.
    pub const fn rate(self) -> f64 {
        match self {
            Self::Low => 0.001,
            Self::Middle => 0.0025,
            Self::High => 0.005,
        }
    }
}

impl Choice for TransformerRate {
    const NAME: &'static str = "transformer_lr";
    const HELP: &'static str = "The learning rate of that fine-tuning’s adapters.";
    const ALL: &'static [Self] = &[Self::Low, Self::Middle, Self::High];

    fn name(self) -> &'static str {
        match self {
            Self::Low => "0.001",
            Self::Middle => "0.0025",
            Self::High => "0.005",
        }
    }
}
