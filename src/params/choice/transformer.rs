//! What is chosen of the fine-tuning of a real transformer.

choice! {
    /// The step of the fine-tuning whose weights are shown.
    Transformer {
        /// None is chosen: that of the last is shown.
        #[default]
        Closed = "closed";
        Step30 = "30";
        Step100 = "100";
        Step200 = "200";
        /// The last.
        Step500 = "500";
    }
}

impl Transformer {
    /// The step that was chosen, if one was.
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

choice! {
    /// The learning rate whose adapters are shown.
    TransformerRate {
        #[default]
        Low = "0.001";
        Middle = "0.0025";
        High = "0.005";
    }
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
