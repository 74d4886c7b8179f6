//! The states of the page that are looked at when all of it is: at least one of each view, and one of each
//! figure that another page may embed. A view that is added has to be named here before this compiles.

use rankscope_params::{Choice, Embed, View};

/// Links to a view, each with something else of it open.
pub(crate) const fn of_view(view: View) -> &'static [&'static str] {
    match view {
        View::Start => &["", "view=start&step=2"],
        View::Explore => &[
            "d=300&k=12&sigma_axis=log&noise=0.2&pin_a=&pin_b=alpha%3D4&matrices=facts&script=rslora&r_low=99",
            "sheet=share",
        ],
        View::Train => &["view=train&run=1&steps=20&rival=lora_root"],
        View::Recall => &["view=recall&facts=32&width=16&recall_steps=30&recall_ranks=1%2C4"],
        View::Exercises => &["view=exercises", "view=exercises&id=training-collapse"],
        View::Adapter => &["view=adapter&keep=0.95", CHECKPOINTS],
        View::Evidence => &[
            "view=evidence&transformer=30&transformer_lr=0.005",
            "view=evidence&claim=signal-dies&like_optimizer=sgd",
        ],
        View::Teach => &["view=teach", "view=teach&present=1"],
    }
}

/// Two checkpoints, which a test may open files in.
pub(crate) const CHECKPOINTS: &str = "view=adapter&source=checkpoints";

/// Links to a figure that is embedded.
const fn of_embed(embed: Embed) -> &'static [&'static str] {
    match embed {
        // Nothing is embedded: that is the views.
        Embed::Page => &[],
        Embed::Start => &["embed=start"],
        Embed::Spectrum => &["embed=spectrum"],
        Embed::Variance => &["embed=variance"],
        Embed::Scaling => &["embed=scaling&theme=dark"],
        Embed::Error => &["embed=error&controls=alpha,r_high"],
        Embed::Train => &["embed=train&run=1&steps=20"],
        Embed::Recall => &["embed=recall&facts=32&width=16&recall_steps=30&recall_ranks=1%2C4"],
        Embed::Claim => &["embed=claim&claim=rslora-better"],
        Embed::Exercise => &["embed=exercise&id=training-collapse"],
    }
}

/// Every view.
pub(crate) fn views() -> impl Iterator<Item = &'static str> {
    View::ALL.iter().flat_map(|view| of_view(*view)).copied()
}

/// Every figure that can be embedded.
#[allow(
    dead_code,
    reason = "Lighthouse judges pages, not parts of other pages"
)]
pub(crate) fn embeds() -> impl Iterator<Item = &'static str> {
    Embed::ALL
        .iter()
        .flat_map(|embed| of_embed(*embed))
        .copied()
}
