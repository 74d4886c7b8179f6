//! What is chosen of the Adapter view.

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
    }
}
