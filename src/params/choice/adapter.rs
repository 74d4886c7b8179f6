//! What is chosen of the Adapter view.

choice! {
    /// What Adapter looks at.
    Source {
        /// One adapter, and perhaps another beside it.
        #[default]
        Adapter = "adapter", "an adapter";
        /// A model and what was trained from it.
        Checkpoints = "checkpoints", "two checkpoints";
    }
}

choice! {
    /// An adapter that comes with the page, by its folder.
    Sample {
        /// A style, by LoRA of rank 8.
        #[default]
        Style = "style_r8_std";
        /// Facts, by LoRA of rank 8.
        Facts = "facts_r8_std";
        /// Facts, by rsLoRA of rank 64.
        RsLora = "facts_r64_rslora";
        /// Facts, by rsLoRA with ranks and α of their own in some layers.
        Patterns = "facts_pattern_rslora_bf16";
        /// Facts, by LoRA of rank 1 on every matrix of a pretrained language model.
        Pretrained = "facts_r1";
    }
}

choice! {
    /// Which rank each layer of a resized adapter keeps.
    Resize {
        /// One for all.
        #[default]
        Rank = "rank", "one rank";
        /// PEFT's share of the energy.
        Peft = "peft", "PEFT energy";
        /// kohya's share of the Frobenius norm.
        SvFro = "sv_fro";
        /// kohya's share of the sum.
        SvCumulative = "sv_cumulative";
        /// kohya's ratio to the largest.
        SvRatio = "sv_ratio";
        /// The entropy rank.
        Entropy = "entropy";
        /// As many parameters as are given, where they hold the most energy.
        Budget = "budget", "a number of parameters";
    }
}
