//! Where undo and redo have sent the browser.

/// A step that the browser has not taken by then, it will not take.
pub(super) const STEP_LOST_AFTER_MS: f64 = 1_000.0;

/// A step that the browser has not taken yet. Presses in the meantime count from where it leads: from the entry
/// that is still shown, two quick ones could leave the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Heading {
    /// The entry that the browser was sent to, and when.
    pub(super) sent: u32,
    pub(super) sent_at: f64,
    /// The entry that the presses since then lead to.
    pub(super) wanted: u32,
}

impl Heading {
    /// Whether the browser may still take it at time `now`. It may decline a step and not tell, and the clock may
    /// have been set back since.
    pub(super) fn is_under_way(&self, now: f64) -> bool {
        (0.0..STEP_LOST_AFTER_MS).contains(&(now - self.sent_at))
    }
}
